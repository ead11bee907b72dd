//! The decisions: `application.apply(command, caller, now)` (B3). Pure; a refusal changes nothing.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    Application, Capacity, Change, ChosenPlan, Command, CommandName, Confirmation, DocumentKind, Effect,
    Event, EventKind, MAX_FILES, Materials, MemberRemark, Missing, Move, PaymentOrder, PaymentTarget, Proof,
    ReasonCode, Refusal, Rejection, RosterUpdate, Stage, TierLock, Voucher, event::Actor, undo,
};
use crate::{
    calendar::business_day,
    caller::Caller,
    ids::{FormNumber, PaymentNumber, ProofId, TierId, VoucherId},
    money::Fen,
    plan::Plan,
};

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
            Self::RejectPayment { .. } => CommandName::RejectPayment,
            Self::ReceiveMaterials { .. } => CommandName::ReceiveMaterials,
            Self::Conclude { .. } => CommandName::Conclude,
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
    by: &'a Caller,
    at: DateTime<Utc>,
}

impl Application {
    /// Decides a command: the new state, its history line and its effects, or why not.
    pub fn apply(mut self, command: Command, by: &Caller, at: DateTime<Utc>) -> Result<Change, Refusal> {
        let capacity = self.authorize(by, command.name())?;
        let from = self.stage.name();
        let outcome = self.decide(command, Act { by, at })?;
        let to = self.stage.name();
        self.version += 1;
        if from != to {
            self.moved = Move { at, by: by.name.clone() };
        }
        let event = Event {
            seq: self.version,
            at,
            kind: outcome.kind,
            from,
            to,
            actor: Actor { user: by.user.clone(), name: by.name.clone(), capacity },
            reason: outcome.reason,
            comment: outcome.comment,
        };
        Ok(Change { application: self, event, effects: outcome.effects })
    }

    fn decide(&mut self, command: Command, act: Act<'_>) -> Result<Outcome, Refusal> {
        match command {
            Command::ChoosePlan { plan, tier, lock, previous, reassessed } => {
                self.choose_plan(&plan, &tier, lock, previous, reassessed)
            }
            Command::RemovePlan { lock } => self.remove_plan(lock),
            Command::SetInsuredHeadcount(count) => self.set_insured_headcount(count),
            Command::UpdateRoster(update) => self.update_roster(update, act),
            Command::AddProof(proof) => self.add_proof(proof),
            Command::RemoveProof(id) => self.remove_proof(&id),
            Command::Submit { plan, payment } => self.submit(plan.as_deref(), payment, act),
            Command::Withdraw => Ok(self.withdraw()),
            Command::Void { lock, comment } => self.void(lock, comment, act),
            Command::Approve { comment, plan, payment } => self.approve(comment, &plan, payment, act),
            Command::RejectReview { reason, comment, members } => {
                self.reject_review(reason, comment, members, act)
            }
            Command::AddVoucher(voucher) => self.add_voucher(voucher),
            Command::RemoveVoucher(id) => self.remove_voucher(&id),
            Command::SubmitPayment { remark, form } => self.submit_payment(remark, form, act),
            Command::ConfirmPayment { comment } => self.confirm_payment(comment, act),
            Command::RejectPayment { target, reason, comment } => {
                self.reject_payment(target, reason, comment, act)
            }
            Command::ReceiveMaterials { items, received_on, waiver, required } => {
                self.receive_materials(items, received_on, waiver, &required, act)
            }
            Command::Conclude { plan } => self.conclude(&plan, act),
        }
    }

    fn choose_plan(
        &mut self,
        plan: &Plan,
        tier: &TierId,
        lock: TierLock,
        previous: Option<TierLock>,
        reassessed: Option<RosterUpdate>,
    ) -> Result<Outcome, Refusal> {
        if plan.agency != self.agency.id {
            return Err(Refusal::PlanUnknown);
        }
        let tier = plan.tier(tier).ok_or(Refusal::PlanUnknown)?;
        let lock = lock.take(&self.number, &tier.id).map_err(Refusal::TierLocked)?;
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

    fn remove_plan(&mut self, lock: TierLock) -> Result<Outcome, Refusal> {
        let plan = self.plan.take().ok_or(Refusal::Unknown("保障计划"))?;
        Ok(Outcome::new(EventKind::PlanRemoved)
            .saying(Some(plan.name))
            .with(Effect::SetTierLock(lock.release(&self.number))))
    }

    fn set_insured_headcount(&mut self, count: u32) -> Result<Outcome, Refusal> {
        if !(1..=9_999_999).contains(&count) {
            return Err(Refusal::Invalid {
                field: "insuredHeadcount",
                message: "单位缴纳城镇职工医保人数应为1至9999999的整数".into(),
            });
        }
        self.insured_headcount = Some(count);
        Ok(Outcome::new(EventKind::HeadcountSet).saying(Some(format!("{count}人"))))
    }

    fn update_roster(&mut self, update: RosterUpdate, act: Act<'_>) -> Result<Outcome, Refusal> {
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

    fn add_proof(&mut self, proof: Proof) -> Result<Outcome, Refusal> {
        if self.proofs.iter().any(|one| one.file.sha256 == proof.file.sha256) {
            return Err(Refusal::Duplicate("该证明材料"));
        }
        if self.proofs.len() >= MAX_FILES {
            return Err(Refusal::TooMany { what: "证明材料", limit: MAX_FILES });
        }
        self.proofs.push(proof);
        Ok(Outcome::new(EventKind::ProofAdded))
    }

    fn remove_proof(&mut self, id: &ProofId) -> Result<Outcome, Refusal> {
        let index = self.proofs.iter().position(|proof| proof.id == *id);
        self.proofs.remove(index.ok_or(Refusal::Unknown("证明材料"))?);
        Ok(Outcome::new(EventKind::ProofRemoved))
    }

    fn submit(
        &mut self,
        plan: Option<&Plan>,
        payment: PaymentNumber,
        act: Act<'_>,
    ) -> Result<Outcome, Refusal> {
        let missing = self.missing();
        let (true, Some(plan)) = (missing.is_empty(), plan) else {
            return Err(Refusal::Incomplete(missing));
        };
        if !plan.is_open(business_day(act.at)) {
            return Err(Refusal::PlanClosed);
        }
        self.submitted_at = Some(act.at);
        self.rejection = None;
        if self.roster.over_age() > 0 {
            self.stage = Stage::AgeReview;
            return Ok(Outcome::new(EventKind::Submitted));
        }
        let notice = self.open_payment(plan, payment, act.at);
        Ok(Outcome::new(EventKind::PassedWithoutReview).because("无超龄人员，自动通过").with(notice))
    }

    /// What submission still needs (T3, T4).
    fn missing(&self) -> Vec<Missing> {
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

    /// Opens the payment order that leads to payment; vouchers kept from a voided one come back (T14).
    fn open_payment(&mut self, plan: &Plan, number: PaymentNumber, at: DateTime<Utc>) -> Effect {
        let notice =
            Effect::IssueDocument { kind: DocumentKind::PaymentNotice, number: number.as_str().to_owned() };
        let order = PaymentOrder {
            number,
            due: self.payable(),
            opened_at: at,
            account: plan.account.clone(),
            vouchers: std::mem::take(&mut self.carried_vouchers),
            remark: None,
        };
        self.stage = Stage::AwaitPayment { order };
        notice
    }

    fn withdraw(&mut self) -> Outcome {
        let mut outcome = Outcome::new(EventKind::Withdrawn);
        if let Some(form) = self.stage.form() {
            outcome = outcome.with(void_document(DocumentKind::PaymentApplication, form.as_str()));
        }
        if let Some(order) = self.stage.order().cloned() {
            outcome = outcome.with(void_document(DocumentKind::PaymentNotice, order.number.as_str()));
            self.carried_vouchers.clone_from(&order.vouchers);
            outcome = outcome.with(Effect::VoidPayment(Box::new(order)));
        }
        self.stage = Stage::Draft;
        outcome
    }

    fn void(
        &mut self,
        lock: Option<TierLock>,
        comment: Option<String>,
        act: Act<'_>,
    ) -> Result<Outcome, Refusal> {
        if self.has_money() {
            if self.capacity(act.by, CommandName::Void) != Some(Capacity::Review) {
                return Err(Refusal::MoneyAttached);
            }
            required_text("comment", comment.as_deref().unwrap_or_default(), "请填写退款处理说明")?;
        }
        let mut outcome = self.withdraw();
        outcome.kind = EventKind::Voided;
        if let Some(lock) = lock {
            outcome = outcome.with(Effect::SetTierLock(lock.release(&self.number)));
        }
        self.stage = Stage::Void;
        Ok(outcome.saying(comment))
    }

    fn approve(
        &mut self,
        comment: Option<String>,
        plan: &Plan,
        payment: PaymentNumber,
        act: Act<'_>,
    ) -> Result<Outcome, Refusal> {
        let notice = self.open_payment(plan, payment, act.at);
        Ok(Outcome::new(EventKind::Approved).saying(limited("comment", comment)?).with(notice))
    }

    fn reject_review(
        &mut self,
        reason: ReasonCode,
        comment: String,
        members: Vec<MemberRemark>,
        act: Act<'_>,
    ) -> Result<Outcome, Refusal> {
        required_text("comment", &comment, "请填写驳回原因")?;
        if members.iter().any(|remark| remark.member_id.get() > self.roster.last_member) {
            return Err(Refusal::Unknown("人员"));
        }
        self.rejection = Some(Rejection {
            at: act.at,
            by: act.by.name.clone(),
            reason,
            comment: comment.clone(),
            target: None,
            members,
        });
        self.stage = Stage::AgeRejected;
        Ok(Outcome::new(EventKind::ReviewRejected).because(reason.zh()).saying(Some(comment)))
    }

    fn add_voucher(&mut self, voucher: Voucher) -> Result<Outcome, Refusal> {
        if voucher.amount <= Fen::new(0) {
            return Err(Refusal::Invalid { field: "amountFen", message: "缴费金额应大于0".into() });
        }
        let amount = voucher.amount;
        let vouchers = self.vouchers_mut()?;
        if vouchers.iter().any(|one| one.file.sha256 == voucher.file.sha256) {
            return Err(Refusal::Duplicate("该缴费凭证"));
        }
        if vouchers.len() >= MAX_FILES {
            return Err(Refusal::TooMany { what: "缴费凭证", limit: MAX_FILES });
        }
        vouchers.push(voucher);
        Ok(Outcome::new(EventKind::VoucherAdded).saying(Some(format!("{amount}元"))))
    }

    fn remove_voucher(&mut self, id: &VoucherId) -> Result<Outcome, Refusal> {
        let vouchers = self.vouchers_mut()?;
        let index = vouchers.iter().position(|voucher| voucher.id == *id);
        let removed = vouchers.remove(index.ok_or(Refusal::Unknown("缴费凭证"))?);
        Ok(Outcome::new(EventKind::VoucherRemoved).saying(Some(format!("{}元", removed.amount))))
    }

    /// The vouchers of the order, to be changed. Money that was confirmed has to be confirmed again.
    fn vouchers_mut(&mut self) -> Result<&mut Vec<Voucher>, Refusal> {
        match &mut self.stage {
            Stage::AwaitPayment { order } => Ok(&mut order.vouchers),
            Stage::PaymentRejected { order, confirmation, .. } => {
                *confirmation = None;
                Ok(&mut order.vouchers)
            }
            _ => Err(Refusal::Unknown("缴费单")),
        }
    }

    fn submit_payment(
        &mut self,
        remark: Option<String>,
        form: FormNumber,
        act: Act<'_>,
    ) -> Result<Outcome, Refusal> {
        let remark = limited("remark", remark)?;
        let mut outcome =
            Outcome::new(EventKind::PaymentSubmitted).saying(remark.clone()).with(Effect::IssueDocument {
                kind: DocumentKind::PaymentApplication,
                number: form.as_str().to_owned(),
            });
        let (mut order, confirmation) = match &self.stage {
            Stage::AwaitPayment { order } => (order.clone(), None),
            Stage::PaymentRejected { order, form: rejected, confirmation } => {
                outcome = outcome.with(void_document(DocumentKind::PaymentApplication, rejected.as_str()));
                (order.clone(), confirmation.clone())
            }
            _ => return Err(Refusal::Unknown("缴费单")),
        };
        let (due, paid) = (order.due, order.paid());
        if paid < due || order.vouchers.is_empty() {
            return Err(Refusal::Underpaid { due, paid });
        }
        if paid > due && remark.is_none() {
            return Err(Refusal::OverpaidWithoutRemark { due, paid });
        }
        order.remark = remark;
        self.submitted_at = Some(act.at);
        self.rejection = None;
        self.stage = Stage::PaymentReview { order, form, confirmation, materials: None };
        Ok(outcome)
    }

    fn confirm_payment(&mut self, comment: Option<String>, act: Act<'_>) -> Result<Outcome, Refusal> {
        if let Stage::PaymentReview { confirmation, .. } = &mut self.stage {
            if confirmation.is_some() {
                return Err(Refusal::Duplicate("到账确认"));
            }
            *confirmation = Some(Confirmation { at: act.at, by: act.by.name.clone() });
        }
        Ok(Outcome::new(EventKind::PaymentConfirmed).saying(limited("comment", comment)?))
    }

    fn reject_payment(
        &mut self,
        target: PaymentTarget,
        reason: ReasonCode,
        comment: String,
        act: Act<'_>,
    ) -> Result<Outcome, Refusal> {
        required_text("comment", &comment, "请填写驳回原因")?;
        let Stage::PaymentReview { order, form, confirmation, .. } = &self.stage else {
            return Err(Refusal::Unknown("缴费单"));
        };
        let confirmation = confirmation.clone().filter(|_| target == PaymentTarget::Materials);
        self.stage = Stage::PaymentRejected { order: order.clone(), form: form.clone(), confirmation };
        self.rejection = Some(Rejection {
            at: act.at,
            by: act.by.name.clone(),
            reason,
            comment: comment.clone(),
            target: Some(target),
            members: Vec::new(),
        });
        let reason = format!("{}：{}", target.zh(), reason.zh());
        Ok(Outcome::new(EventKind::PaymentRejected).because(reason).saying(Some(comment)))
    }

    fn receive_materials(
        &mut self,
        items: Vec<String>,
        received_on: NaiveDate,
        waiver: Option<String>,
        required: &[String],
        act: Act<'_>,
    ) -> Result<Outcome, Refusal> {
        if received_on > business_day(act.at) {
            return Err(Refusal::Invalid {
                field: "receivedOn", message: "收到日期不能晚于今天".into()
            });
        }
        let waiver = limited("waiver", waiver)?;
        let lacking: Vec<_> = required.iter().filter(|paper| !items.contains(paper)).cloned().collect();
        if waiver.is_none() && !lacking.is_empty() {
            let message = format!("还缺少：{}。如可免交，请填写免交原因", lacking.join("、"));
            return Err(Refusal::Invalid { field: "items", message });
        }
        if let Stage::PaymentReview { materials, .. } = &mut self.stage {
            if materials.is_some() {
                return Err(Refusal::Duplicate("材料登记"));
            }
            *materials =
                Some(Materials { items, received_on, by: act.by.name.clone(), waiver: waiver.clone() });
        }
        Ok(Outcome::new(EventKind::MaterialsReceived).saying(waiver))
    }

    fn conclude(&mut self, plan: &Plan, act: Act<'_>) -> Result<Outcome, Refusal> {
        let Stage::PaymentReview { order, form, confirmation, materials } = &self.stage else {
            return Err(Refusal::Unknown("缴费单"));
        };
        self.stage = Stage::Concluded {
            order: order.clone(),
            form: form.clone(),
            confirmation: confirmation.clone().ok_or(Refusal::NotConfirmed)?,
            materials: materials.clone().ok_or(Refusal::NoMaterials)?,
            at: act.at,
            effective_on: plan.effective_on(business_day(act.at)),
        };
        Ok(Outcome::new(EventKind::Concluded).with(Effect::Enroll))
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
