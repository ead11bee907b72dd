//! 参保单: one unit, one plan, one tier, many people, from draft to conclusion.

mod change;
mod command;
mod decide;
mod event;
mod holder;
mod invoice;
mod payment;
mod previous;
mod refusal;
mod rejection;
mod review;
mod roster;
mod stage;
#[cfg(test)]
pub(crate) mod tests;
mod tier_lock;
mod undo;
mod voucher;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

pub(crate) use self::decide::MAX_COMMENT;
pub use self::{
    change::{Change, DocumentKind, Effect},
    command::{Capacity, Command, CommandName, MemberRemark, RosterUpdate, VoucherRemark, permitted},
    event::{Actor, Event, EventKind},
    holder::Holder,
    invoice::{Invoice, InvoiceKind, InvoiceNumbers, InvoiceState, Voided},
    payment::{FileRef, PaymentOrder, Proof, Voucher},
    previous::{PreviousRoster, previous_roster},
    refusal::{Missing, Refusal},
    rejection::{PaymentTarget, ReasonCode, Rejection},
    review::{Fingerprint, Fingerprints, MAX_REVIEWED, OverAge, PersonReview, PersonState, Refused, Review},
    roster::{PAGE_MEMBERS, PageRef, Roster},
    stage::{Confirmation, Materials, PaymentStatus, ReviewStatus, Stage, StageName},
    tier_lock::TierLock,
    undo::{Deletion, RosterChange, UNDO_FOR, UNDO_STEPS},
    voucher::VoucherWarning,
};
use crate::{
    agency::{Agency, Unit},
    caller::{Caller, Duty},
    ids::{AgencyId, ApplicationNumber, PaymentNumber, PlanId, UnitId},
    money::Fen,
    plan::{Plan, PlanKind, Tier},
    roster::Rules,
};

/// The most proofs, and the most vouchers, of one application.
pub const MAX_FILES: usize = 20;

/// 受理渠道.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// 单位录入.
    Unit,
    /// 代办处录入.
    Agency,
}

impl Channel {
    /// The channel as users read it.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Unit => "单位录入",
            Self::Agency => "代办处录入",
        }
    }
}

/// A body and the name it went by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named<Id> {
    /// Its identity.
    pub id: Id,
    /// Its name.
    pub name: String,
}

/// The plan and tier chosen, as they stood then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChosenPlan {
    /// The plan.
    pub id: PlanId,
    /// Its name.
    pub name: String,
    /// What it covers.
    pub kind: PlanKind,
    /// The tier.
    pub tier: Tier,
    /// First day of the period.
    pub coverage_from: NaiveDate,
    /// Last day of the period.
    pub coverage_to: NaiveDate,
    /// The rules the roster is checked by.
    pub rules: Rules,
}

/// Who brought the application to its present stage, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Move {
    /// When.
    pub at: DateTime<Utc>,
    /// Who, by display name.
    pub by: String,
}

/// A 参保单.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Application {
    /// Its number.
    pub number: ApplicationNumber,
    /// Whose it is.
    pub unit: Named<UnitId>,
    /// Who looks after it.
    pub agency: Named<AgencyId>,
    /// Who entered it.
    pub channel: Channel,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// Counts the changes; every write names the one it saw.
    pub version: u64,
    /// The plan and tier.
    pub plan: Option<ChosenPlan>,
    /// 单位医保参保人数 (inventory X-23).
    pub insured_headcount: Option<u32>,
    /// What the unit's former application of the plan said there; to be confirmed (FAQ-6).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggested_headcount: Option<u32>,
    /// 第n次补录 of the plan; 0 for the unit's first application (FAQ-6).
    #[serde(default)]
    pub supplement: u32,
    /// The roster in force.
    pub roster: Roster,
    /// Deletions that can be undone, the last one at the end; at most [`UNDO_STEPS`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub deletions: Vec<Deletion>,
    /// Over-age proofs, oldest first.
    pub proofs: Vec<Proof>,
    /// Vouchers of a payment order that was voided by a return to the roster: 已转账待用 (T14).
    pub carried_vouchers: Vec<Voucher>,
    /// Σ减免, granted by the agency (inventory X-16).
    pub reduction: Fen,
    /// 票据, oldest first; voided ones stay.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub invoices: Vec<Invoice>,
    /// When it was last submitted.
    pub submitted_at: Option<DateTime<Utc>>,
    /// The latest decision on over-age people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Review>,
    /// The latest rejection, until the next submission.
    pub rejection: Option<Rejection>,
    /// Who moved it to its present stage.
    pub moved: Move,
    /// Where it stands.
    pub stage: Stage,
}

impl Application {
    /// T1: a new draft. Refused when the caller acts neither for the unit nor as reviewer of its agency.
    pub fn create(
        number: ApplicationNumber,
        unit: &Unit,
        agency: &Agency,
        by: &Caller,
        at: DateTime<Utc>,
    ) -> Result<Change, Refusal> {
        let (channel, capacity) = if by.operates(&unit.id) {
            (Channel::Unit, Capacity::Unit)
        } else if by.holds(Duty::Review, &unit.agency) {
            (Channel::Agency, Capacity::Review)
        } else {
            return Err(Refusal::NotYours { capacities: &[Capacity::Unit, Capacity::Review] });
        };
        let application = Self {
            number,
            unit: Named { id: unit.id.clone(), name: unit.name.clone() },
            agency: Named { id: agency.id.clone(), name: agency.name.clone() },
            channel,
            created_at: at,
            version: 1,
            plan: None,
            insured_headcount: None,
            suggested_headcount: None,
            supplement: 0,
            roster: Roster::default(),
            deletions: Vec::new(),
            proofs: Vec::new(),
            carried_vouchers: Vec::new(),
            reduction: Fen::new(0),
            invoices: Vec::new(),
            submitted_at: None,
            review: None,
            rejection: None,
            moved: Move { at, by: by.name.clone() },
            stage: Stage::Draft,
        };
        let event = Event {
            seq: 1,
            at,
            kind: EventKind::Created,
            from: StageName::Draft,
            to: StageName::Draft,
            actor: Actor { user: by.user.clone(), name: by.name.clone(), capacity },
            reason: None,
            comment: None,
        };
        Ok(Change { application, event, effects: Vec::new() })
    }

    /// Whether the application exists for the caller.
    pub fn is_visible_to(&self, caller: &Caller) -> bool {
        caller.sees(&self.unit.id, &self.agency.id)
    }

    /// 参保标准费用: people × tier. Nothing while no plan is chosen.
    pub fn standard(&self) -> Fen {
        let fee = self.plan.as_ref().map_or(Fen::new(0), |plan| plan.tier.fee);
        fee.checked_mul(self.roster.headcount()).unwrap_or(Fen::new(i64::MAX))
    }

    /// 实际应缴: the standard less what the agency granted.
    pub fn payable(&self) -> Fen {
        self.standard().checked_sub(self.reduction).unwrap_or(Fen::new(0)).max(Fen::new(0))
    }

    /// The number of the payment order in force.
    pub fn payment_number(&self) -> Option<&PaymentNumber> {
        self.stage.order().map(|order| &order.number)
    }

    /// Whether money was brought, now or in an order since voided.
    pub fn has_money(&self) -> bool {
        !self.carried_vouchers.is_empty()
            || self.stage.order().is_some_and(|order| !order.vouchers.is_empty())
    }

    /// The node of the step bar, 1 to 7 (inventory SHELL-10, X-7).
    pub fn step(&self) -> u8 {
        match &self.stage {
            Stage::Draft if self.plan.is_none() => 1,
            Stage::Draft | Stage::AgeReview | Stage::AgeRejected => 2,
            Stage::AwaitPayment { order } if order.vouchers.is_empty() => 3,
            Stage::AwaitPayment { .. } | Stage::PaymentRejected { .. } => 4,
            Stage::PaymentReview { confirmation: None, .. } => 5,
            Stage::PaymentReview { .. } => 6,
            Stage::Concluded { .. } => 7,
            Stage::Void => 1,
        }
    }

    /// The capacity in which the caller may give the command now, by the table of B3.
    fn capacity(&self, caller: &Caller, command: CommandName) -> Option<Capacity> {
        permitted(self.stage.name(), command).iter().copied().find(|capacity| self.acts_in(caller, *capacity))
    }

    /// Whether the caller may act in that capacity, wherever the application stands.
    pub fn acts_in(&self, caller: &Caller, capacity: Capacity) -> bool {
        match capacity {
            Capacity::Unit => {
                caller.operates(&self.unit.id)
                    || (self.channel == Channel::Agency && caller.holds(Duty::Review, &self.agency.id))
            }
            Capacity::Review => caller.holds(Duty::Review, &self.agency.id),
            Capacity::Finance => caller.holds(Duty::Finance, &self.agency.id),
            Capacity::Manage => caller.holds(Duty::Manage, &self.agency.id),
            Capacity::System => false,
        }
    }

    /// Checks that the caller may give the command now, and says in what capacity. What a reviewer does for the unit
    /// in an application of the agency's own entry is the reviewer's act.
    pub fn authorize(&self, caller: &Caller, command: CommandName) -> Result<Capacity, Refusal> {
        let capacities = permitted(self.stage.name(), command);
        match self.capacity(caller, command) {
            Some(Capacity::Unit) if !caller.operates(&self.unit.id) => return Ok(Capacity::Review),
            Some(capacity) => return Ok(capacity),
            None => {}
        }
        let ever = StageName::ALL.iter().flat_map(|stage| permitted(*stage, command));
        let somewhere = ever.copied().any(|capacity| self.acts_in(caller, capacity));
        if capacities.is_empty() && somewhere {
            return Err(Refusal::InvalidTransition {
                command,
                stage: self.stage.name(),
                moved: self.moved.clone(),
            });
        }
        let capacities = if capacities.is_empty() { first_capacities(command) } else { capacities };
        Err(Refusal::NotYours { capacities })
    }

    /// What the caller may do now: the page shows a button because it stands here.
    pub fn allowed_commands(&self, caller: &Caller) -> Vec<CommandName> {
        CommandName::ALL
            .into_iter()
            .filter(|command| self.capacity(caller, *command).is_some() && self.is_ready_for(*command))
            .collect()
    }

    /// Whether a command that fits the stage has what only the data can tell.
    fn is_ready_for(&self, command: CommandName) -> bool {
        match (command, &self.stage) {
            (CommandName::RemovePlan | CommandName::ImportRoster | CommandName::EditMembers, _) => {
                self.plan.is_some()
            }
            (CommandName::UndoDelete, _) => self.plan.is_some() && !self.deletions.is_empty(),
            (CommandName::RemoveProof, _) => !self.proofs.is_empty(),
            (CommandName::RemoveVoucher, stage) => {
                stage.order().is_some_and(|order| !order.vouchers.is_empty())
            }
            (CommandName::SubmitPayment, stage) => {
                stage.order().is_some_and(|order| !order.vouchers.is_empty() || order.due == Fen::ZERO)
            }
            (CommandName::ConfirmPayment, Stage::PaymentReview { confirmation, .. }) => {
                confirmation.is_none()
            }
            (CommandName::ReceiveMaterials, Stage::PaymentReview { materials, .. }) => materials.is_none(),
            (CommandName::Conclude, Stage::PaymentReview { confirmation, materials, .. }) => {
                confirmation.is_some() && materials.is_some()
            }
            _ => true,
        }
    }

    /// What a caller who read `seen` and was overtaken is told.
    pub fn stale(&self) -> Refusal {
        Refusal::Stale { stage: self.stage.name(), moved: self.moved.clone() }
    }
}

fn first_capacities(command: CommandName) -> &'static [Capacity] {
    StageName::ALL
        .iter()
        .map(|stage| permitted(*stage, command))
        .find(|capacities| !capacities.is_empty())
        .unwrap_or(&[])
}

impl ChosenPlan {
    /// The plan and one of its tiers, as they stand now.
    pub fn of(plan: &Plan, tier: &Tier) -> Self {
        Self {
            id: plan.id.clone(),
            name: plan.name.clone(),
            kind: plan.kind,
            tier: tier.clone(),
            coverage_from: plan.coverage_from,
            coverage_to: plan.coverage_to,
            rules: plan.rules.clone(),
        }
    }
}
