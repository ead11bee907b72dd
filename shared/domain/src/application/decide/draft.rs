//! While the plan and the roster are filled in, and the submission (T2–T4).

use super::{Act, Outcome};
use crate::{
    application::{
        Application, ChosenPlan, Effect, EventKind, MAX_FILES, Missing, OverAge, Proof, Refusal,
        RosterUpdate, Stage, TierLock, undo,
    },
    calendar::business_day,
    ids::{PaymentNumber, ProofId, TierId},
    plan::Plan,
};

impl Application {
    pub(super) fn choose_plan(
        &mut self,
        plan: &Plan,
        tier: &TierId,
        lock: TierLock,
        previous: Option<TierLock>,
        reassessed: Option<RosterUpdate>,
        act: Act<'_>,
    ) -> Result<Outcome, Refusal> {
        if plan.agency != self.agency.id {
            return Err(Refusal::PlanUnknown);
        }
        if !plan.is_open(business_day(act.at)) {
            return Err(Refusal::PlanClosed);
        }
        let tier = plan.tier(tier).ok_or(Refusal::PlanUnknown)?;
        let held = lock.holders.contains(&self.number);
        let lock = lock.take(&self.number, &tier.id).map_err(Refusal::TierLocked)?;
        if !held {
            self.supplement = lock.supplements;
        }
        let mut outcome = Outcome::new(EventKind::PlanChosen)
            .saying(Some(format!("{} {}", plan.name, tier.name)))
            .with(Effect::SetTierLock(lock));
        if let Some(previous) = previous {
            outcome = outcome.with(Effect::SetTierLock(previous.release(&self.number)));
        }
        if let Some(update) = reassessed {
            self.roster = update.roster;
            outcome = outcome.with(Effect::DropPages(update.replaced));
        }
        self.plan = Some(ChosenPlan::of(plan, tier));
        Ok(outcome)
    }

    pub(super) fn remove_plan(&mut self, lock: TierLock) -> Result<Outcome, Refusal> {
        let plan = self.plan.take().ok_or(Refusal::Unknown("保障计划"))?;
        self.supplement = 0;
        self.suggested_headcount = None;
        Ok(Outcome::new(EventKind::PlanRemoved)
            .saying(Some(plan.name))
            .with(Effect::SetTierLock(lock.release(&self.number))))
    }

    pub(super) fn set_insured_headcount(&mut self, count: u32) -> Result<Outcome, Refusal> {
        if !(1..=9_999_999).contains(&count) {
            return Err(Refusal::Invalid {
                field: "insuredHeadcount",
                message: "单位缴纳城镇职工医保人数应为1至9999999的整数".into(),
            });
        }
        self.insured_headcount = Some(count);
        Ok(Outcome::new(EventKind::HeadcountSet).saying(Some(format!("{count}人"))))
    }

    pub(super) fn update_roster(&mut self, update: RosterUpdate, act: Act<'_>) -> Result<Outcome, Refusal> {
        if self.plan.is_none() {
            return Err(Refusal::Incomplete(vec![Missing::Plan]));
        }
        let left = self.roster.headcount().saturating_sub(update.roster.headcount());
        undo::note(&mut self.deletions, &update, left, act.at)?;
        self.roster = update.roster;
        Ok(Outcome::new(update.how.event())
            .saying(Some(format!("名单共{}人", self.roster.headcount())))
            .with(Effect::DropPages(update.replaced)))
    }

    pub(super) fn add_proof(&mut self, proof: Proof) -> Result<Outcome, Refusal> {
        if self.proofs.iter().any(|one| one.file.sha256 == proof.file.sha256) {
            return Err(Refusal::Duplicate("该证明材料"));
        }
        if self.proofs.len() >= MAX_FILES {
            return Err(Refusal::TooMany { what: "证明材料", limit: MAX_FILES });
        }
        self.proofs.push(proof);
        Ok(Outcome::new(EventKind::ProofAdded))
    }

    pub(super) fn remove_proof(&mut self, id: &ProofId) -> Result<Outcome, Refusal> {
        let index = self.proofs.iter().position(|proof| proof.id == *id);
        self.proofs.remove(index.ok_or(Refusal::Unknown("证明材料"))?);
        Ok(Outcome::new(EventKind::ProofRemoved))
    }

    pub(super) fn submit(
        &mut self,
        plan: Option<&Plan>,
        payment: PaymentNumber,
        over_age: &[OverAge],
        act: Act<'_>,
    ) -> Result<Outcome, Refusal> {
        let missing = self.missing();
        let (true, Some(plan)) = (missing.is_empty(), plan) else {
            return Err(Refusal::Incomplete(missing));
        };
        if !plan.is_open(business_day(act.at)) {
            return Err(Refusal::PlanClosed);
        }
        if self.reduction > self.standard() {
            return Err(Refusal::ReductionExceeds { reduction: self.reduction, standard: self.standard() });
        }
        self.submitted_at = Some(act.at);
        self.rejection = None;
        let earlier = self.accepted_before(over_age).filter(|_| plan.reuse_review).map(|review| review.round);
        let outcome = match earlier {
            _ if self.roster.over_age() == 0 => {
                Outcome::new(EventKind::PassedWithoutReview).because("无超龄人员，自动通过")
            }
            Some(round) => {
                Outcome::new(EventKind::PassedAsReviewed).because(format!("沿用第{round}版审核结果"))
            }
            None => {
                self.stage = Stage::AgeReview;
                return Ok(Outcome::new(EventKind::Submitted));
            }
        };
        let notice = self.open_payment(plan, payment, act.at);
        Ok(outcome.with(notice))
    }

    /// What submission still needs (T3, T4).
    pub(super) fn missing(&self) -> Vec<Missing> {
        let over_age = self.roster.over_age();
        [
            (self.plan.is_none(), Missing::Plan),
            (self.insured_headcount.is_none(), Missing::InsuredHeadcount),
            (self.roster.headcount() == 0, Missing::Roster),
            (over_age > 0 && self.proofs.is_empty(), Missing::Proof(over_age)),
        ]
        .into_iter()
        .filter_map(|(lacks, missing)| lacks.then_some(missing))
        .collect()
    }
}
