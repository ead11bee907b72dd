//! The decisions: `application.apply(command, caller, now)` (B3). Pure; a refusal changes nothing.

mod closing;
mod draft;
mod invoice;
mod payment;
mod reduction;
mod review;

use chrono::{DateTime, Utc};

use super::{
    Application, Capacity, Change, Command, CommandName, DocumentKind, Effect, Event, EventKind, Move,
    Refusal, command::permitted, event::Actor,
};
use crate::caller::Caller;

/// Longest text a person may type into a comment, in characters.
pub const MAX_COMMENT: usize = 500;

impl Command {
    /// The command's name in the table.
    pub const fn name(&self) -> CommandName {
        match self {
            Self::ChoosePlan { .. } => CommandName::ChoosePlan,
            Self::RemovePlan { .. } => CommandName::RemovePlan,
            Self::SetInsuredHeadcount(_) => CommandName::SetInsuredHeadcount,
            Self::UpdateRoster(update) => update.name(),
            Self::AddProof(_) => CommandName::AddProof,
            Self::RemoveProof(_) => CommandName::RemoveProof,
            Self::Submit { .. } => CommandName::Submit,
            Self::Withdraw => CommandName::Withdraw,
            Self::Void { .. } => CommandName::Void,
            Self::Approve { .. } => CommandName::Approve,
            Self::RejectReview { .. } => CommandName::RejectReview,
            Self::AddVoucher(_) => CommandName::AddVoucher,
            Self::RemoveVoucher(_) => CommandName::RemoveVoucher,
            Self::SubmitPayment { .. } => CommandName::SubmitPayment,
            Self::ConfirmPayment { .. } => CommandName::ConfirmPayment,
            Self::ConfirmVoucher(_) => CommandName::ConfirmVoucher,
            Self::RejectPayment { .. } => CommandName::RejectPayment,
            Self::ReceiveMaterials { .. } => CommandName::ReceiveMaterials,
            Self::IssueInvoice { .. } => CommandName::IssueInvoice,
            Self::VoidInvoice { .. } => CommandName::VoidInvoice,
            Self::Conclude { .. } => CommandName::Conclude,
            Self::GrantReduction { .. } => CommandName::GrantReduction,
            Self::Close { .. } => CommandName::Close,
        }
    }
}

/// What a decision adds to the bare change of state.
struct Outcome {
    kind: EventKind,
    reason: Option<String>,
    comment: Option<String>,
    effects: Vec<Effect>,
}

impl Outcome {
    const fn new(kind: EventKind) -> Self {
        Self { kind, reason: None, comment: None, effects: Vec::new() }
    }

    fn because(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    fn saying(mut self, comment: Option<String>) -> Self {
        self.comment = comment;
        self
    }

    fn with(mut self, effect: Effect) -> Self {
        self.effects.push(effect);
        self
    }
}

/// Who acts and when, for the decisions that record it.
#[derive(Clone, Copy)]
struct Act<'a> {
    name: &'a str,
    capacity: Capacity,
    at: DateTime<Utc>,
}

impl Application {
    /// Decides a command: the new state, its history line and its effects, or why not.
    pub fn apply(self, command: Command, by: &Caller, at: DateTime<Utc>) -> Result<Change, Refusal> {
        let capacity = self.authorize(by, command.name())?;
        self.carry_out(command, Actor { user: by.user.clone(), name: by.name.clone(), capacity }, at)
    }

    /// Decides a command that the system gives by itself.
    pub fn apply_as_system(self, command: Command, at: DateTime<Utc>) -> Result<Change, Refusal> {
        let (name, stage) = (command.name(), self.stage.name());
        if !permitted(stage, name).contains(&Capacity::System) {
            return Err(Refusal::InvalidTransition { command: name, stage, moved: self.moved });
        }
        self.carry_out(command, Actor::system(), at)
    }

    fn carry_out(mut self, command: Command, actor: Actor, at: DateTime<Utc>) -> Result<Change, Refusal> {
        let from = self.stage.name();
        let outcome = self.decide(command, Act { name: &actor.name, capacity: actor.capacity, at })?;
        let to = self.stage.name();
        self.version += 1;
        if from != to {
            self.moved = Move { at, by: actor.name.clone() };
        }
        let Outcome { kind, reason, comment, effects } = outcome;
        let event = Event { seq: self.version, at, kind, from, to, actor, reason, comment };
        let effects = effects.into_iter().flat_map(|effect| effect.with_papers(&self.number)).collect();
        Ok(Change { application: self, event, effects })
    }

    fn decide(&mut self, command: Command, act: Act<'_>) -> Result<Outcome, Refusal> {
        match command {
            Command::ChoosePlan { plan, tier, lock, former_headcount, previous, reassessed } => {
                let outcome = self.choose_plan(&plan, &tier, lock, previous, reassessed, act)?;
                self.suggested_headcount = former_headcount.filter(|_| self.supplement > 0);
                Ok(outcome)
            }
            Command::RemovePlan { lock } => self.remove_plan(lock),
            Command::SetInsuredHeadcount(count) => self.set_insured_headcount(count),
            Command::UpdateRoster(update) => self.update_roster(update, act),
            Command::AddProof(proof) => self.add_proof(proof),
            Command::RemoveProof(id) => self.remove_proof(&id),
            Command::Submit { plan, payment, over_age } => {
                self.submit(plan.as_deref(), payment, &over_age, act)
            }
            Command::Withdraw => self.withdraw(),
            Command::Void { lock, comment } => self.void(lock, comment, act),
            Command::Approve { comment, plan, payment, over_age } => {
                self.approve(comment, &plan, payment, &over_age, act)
            }
            Command::RejectReview { reason, comment, members, over_age } => {
                self.reject_review(reason, comment, members, &over_age, act)
            }
            Command::GrantReduction { amount, reason, plan, payment } => {
                self.grant_reduction(amount, &reason, plan.as_deref(), payment, act)
            }
            Command::AddVoucher(voucher) => self.add_voucher(voucher),
            Command::RemoveVoucher(id) => self.remove_voucher(&id),
            Command::SubmitPayment { remark, form } => self.submit_payment(remark, form, act),
            Command::ConfirmPayment { comment } => self.confirm_payment(comment, act),
            Command::ConfirmVoucher(id) => self.confirm_voucher(&id, act),
            Command::RejectPayment { target, reason, comment, vouchers } => {
                self.reject_payment((target, reason), comment, vouchers, act)
            }
            Command::ReceiveMaterials { items, received_on, waiver, required } => {
                self.receive_materials(items, received_on, waiver, &required, act)
            }
            Command::IssueInvoice { invoice, before_payment } => {
                self.issue_invoice(*invoice, before_payment, act)
            }
            Command::VoidInvoice { id, reason } => self.void_invoice(&id, &reason, act),
            Command::Conclude { plan } => self.conclude(&plan, act),
            Command::Close { plan, lock } => self.close(&plan, lock, act),
        }
    }
}

fn void_document(kind: DocumentKind, number: &str) -> Effect {
    Effect::VoidDocument { kind, number: number.to_owned() }
}

/// An optional text: trimmed, absent when blank, refused when too long.
fn limited(field: &'static str, text: Option<String>) -> Result<Option<String>, Refusal> {
    let text = text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    match &text {
        Some(long) if long.chars().count() > MAX_COMMENT => Err(Refusal::Invalid {
            field,
            message: format!("文字过长，请控制在{MAX_COMMENT}字以内"),
        }),
        _ => Ok(text),
    }
}

fn required_text(field: &'static str, text: &str, message: &str) -> Result<(), Refusal> {
    match limited(field, Some(text.to_owned()))? {
        Some(_) => Ok(()),
        None => Err(Refusal::Invalid { field, message: message.to_owned() }),
    }
}
