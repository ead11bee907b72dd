//! The story of one application, told by the domain itself.

use chrono::{DateTime, Duration, Utc};
use domain::{
    application::{
        Application, Change, Command, PageRef, PaymentTarget, Proof, ReasonCode, Roster, RosterChange,
        RosterUpdate, TierLock, Voucher,
    },
    caller::Caller,
    ids::{FormNumber, PageId, PaymentNumber},
    roster::{ImportMode, Member},
};

use crate::builders::{agency, at, caller_agency, caller_unit, file, number, plan, ulid, unit};

/// An application and what has happened to it so far. Each method gives the change that a store has to write, and
/// goes on from there; a minute passes between two changes.
#[derive(Debug, Clone)]
pub struct Story {
    /// The application as it stands now.
    pub application: Application,
    /// Now.
    pub now: DateTime<Utc>,
    /// The unit's lock on the plan, as the story has left it.
    pub lock: TierLock,
    serial: u32,
}

impl Story {
    /// The `n`-th application is created.
    pub fn begin(n: u32) -> (Self, Change) {
        let now = at("2026-01-05T01:00:00Z");
        let change = Application::create(number(n), &unit(), &agency(), &caller_unit(), now).unwrap();
        let lock = TierLock::free(unit().id, plan().id);
        (Self { application: change.application.clone(), now, lock, serial: n * 1_000 }, change)
    }

    /// A command is given, and must not be refused.
    pub fn give(&mut self, by: &Caller, command: Command) -> Change {
        self.now += Duration::minutes(1);
        let change = self.application.clone().apply(command, by, self.now).unwrap();
        self.application = change.application.clone();
        change
    }

    fn serial(&mut self) -> u32 {
        self.serial += 1;
        self.serial
    }

    /// The plan and its tier of 60 元 are chosen.
    pub fn choose_plan(&mut self) -> Change {
        self.choose_tier("60")
    }

    /// The plan and one of its tiers are chosen.
    pub fn choose_tier(&mut self, tier: &str) -> Change {
        let (plan, tier) = (plan(), tier.to_owned().try_into().unwrap());
        let lock = self.lock.clone();
        self.lock = lock.clone().take(&self.application.number, &tier).unwrap();
        let plan = Box::new(plan);
        self.give(
            &caller_unit(),
            Command::ChoosePlan {
                plan,
                tier,
                lock,
                former_headcount: None,
                previous: None,
                reassessed: None,
            },
        )
    }

    /// The plan is removed.
    pub fn remove_plan(&mut self) -> Change {
        let lock = self.lock.clone();
        self.lock = lock.clone().release(&self.application.number);
        self.give(&caller_unit(), Command::RemovePlan { lock })
    }

    /// 单位医保参保人数 is filled in.
    pub fn set_headcount(&mut self) -> Change {
        self.give(&caller_unit(), Command::SetInsuredHeadcount(120))
    }

    /// These pages become the roster, in place of all others.
    pub fn update_roster(&mut self, pages: &[(PageId, Vec<Member>)]) -> Change {
        let old: &Roster = &self.application.roster;
        let replaced = old.pages.iter().map(|page| page.id.clone()).collect();
        let references = pages.iter().filter_map(|(id, members)| PageRef::of(id.clone(), members)).collect();
        let roster = old.next(references, plan().id);
        self.give(
            &caller_unit(),
            Command::UpdateRoster(RosterUpdate {
                roster,
                replaced,
                how: RosterChange::Imported(ImportMode::Append),
            }),
        )
    }

    /// 提交审核.
    pub fn submit(&mut self) -> Change {
        let payment = PaymentNumber::allot(self.now, self.serial());
        self.give(
            &caller_unit(),
            Command::Submit { plan: Some(Box::new(plan())), payment, over_age: Vec::new() },
        )
    }

    /// A proof for the over-age people is added.
    pub fn add_proof(&mut self) -> Change {
        let n = self.serial();
        let proof = Proof { id: ulid(n).try_into().unwrap(), file: file(n), added_at: self.now };
        self.give(&caller_unit(), Command::AddProof(proof))
    }

    /// The over-age people are accepted.
    pub fn approve(&mut self) -> Change {
        let payment = PaymentNumber::allot(self.now, self.serial());
        let plan = Box::new(plan());
        self.give(&caller_agency(), Command::Approve { comment: None, plan, payment, over_age: Vec::new() })
    }

    /// 撤回.
    pub fn withdraw(&mut self) -> Change {
        self.give(&caller_unit(), Command::Withdraw)
    }

    /// A voucher over the whole sum is added.
    pub fn add_voucher(&mut self) -> Change {
        let n = self.serial();
        let voucher = Voucher {
            id: ulid(n).try_into().unwrap(),
            file: file(n),
            amount: self.application.payable(),
            transferred_at: self.now,
            payer_name: "益阳市第一中学".into(),
            payer_account: "43000000000000000002".into(),
            receipt_text: String::new(),
            added_at: self.now,
            confirmation: None,
        };
        self.give(&caller_unit(), Command::AddVoucher(voucher))
    }

    /// 确认提交.
    pub fn submit_payment(&mut self) -> Change {
        let form = FormNumber::allot(self.now, self.serial());
        self.give(&caller_unit(), Command::SubmitPayment { remark: None, form })
    }

    /// The payment is sent back.
    pub fn reject_payment(&mut self) -> Change {
        let (target, reason) = (PaymentTarget::Roster, ReasonCode::UnitRequest);
        self.give(
            &caller_agency(),
            Command::RejectPayment { target, reason, comment: "名单有误".into(), vouchers: Vec::new() },
        )
    }

    /// The money has arrived.
    pub fn confirm_payment(&mut self) -> Change {
        self.give(&caller_agency(), Command::ConfirmPayment { comment: None })
    }

    /// The papers have come.
    pub fn receive_materials(&mut self) -> Change {
        let command = Command::ReceiveMaterials {
            items: plan().papers,
            received_on: self.now.date_naive(),
            waiver: None,
            required: plan().papers,
        };
        self.give(&caller_agency(), command)
    }

    /// 办结.
    pub fn conclude(&mut self) -> Change {
        self.give(&caller_agency(), Command::Conclude { plan: Box::new(plan()) })
    }

    /// Everything up to a draft that can be submitted, with these pages.
    pub fn draft(n: u32, pages: &[(PageId, Vec<Member>)]) -> (Self, Vec<Change>) {
        let (mut story, created) = Self::begin(n);
        let changes = vec![created, story.choose_plan(), story.set_headcount(), story.update_roster(pages)];
        (story, changes)
    }

    /// Everything up to a submitted payment, for a roster without over-age people.
    pub fn paid(n: u32, pages: &[(PageId, Vec<Member>)]) -> (Self, Vec<Change>) {
        let (mut story, mut changes) = Self::draft(n, pages);
        changes.extend([story.submit(), story.add_voucher(), story.submit_payment()]);
        (story, changes)
    }

    /// Everything up to the conclusion.
    pub fn concluded(n: u32, pages: &[(PageId, Vec<Member>)]) -> (Self, Vec<Change>) {
        let (mut story, mut changes) = Self::paid(n, pages);
        changes.extend([story.confirm_payment(), story.receive_materials(), story.conclude()]);
        (story, changes)
    }
}

#[cfg(test)]
mod tests {
    use domain::application::StageName;

    use super::*;
    use crate::builders::{members, pages};

    #[test]
    fn the_story_runs_to_its_conclusion() {
        let (story, changes) = Story::concluded(1, &pages(&members(250)));
        assert_eq!(story.application.stage.name(), StageName::Concluded);
        assert_eq!(story.application.roster.headcount(), 250);
        let versions: Vec<_> = changes.iter().map(|change| change.application.version).collect();
        assert_eq!(versions, (1..=10).collect::<Vec<_>>());
    }
}
