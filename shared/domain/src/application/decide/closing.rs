//! The ways out: back to the roster, void, or concluded (T7, T8, T10, T12, T14, T17).

use chrono::NaiveDate;

use super::{Act, Outcome, limited, required_text, void_document};
use crate::{
    application::{
        Application, Capacity, DocumentKind, Effect, EventKind, Materials, Refusal, Stage, TierLock,
    },
    calendar::business_day,
    plan::Plan,
};

impl Application {
    pub(super) fn withdraw(&mut self) -> Result<Outcome, Refusal> {
        self.without_invoice()?;
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
        Ok(outcome)
    }

    pub(super) fn void(
        &mut self,
        lock: Option<TierLock>,
        comment: Option<String>,
        act: Act<'_>,
    ) -> Result<Outcome, Refusal> {
        if self.has_money() {
            if act.capacity != Capacity::Review {
                return Err(Refusal::MoneyAttached);
            }
            required_text("comment", comment.as_deref().unwrap_or_default(), "请填写退款处理说明")?;
        }
        let mut outcome = self.withdraw()?;
        outcome.kind = EventKind::Voided;
        if let Some(lock) = lock {
            outcome = outcome.with(Effect::SetTierLock(lock.release(&self.number)));
        }
        self.stage = Stage::Void;
        Ok(outcome.saying(comment))
    }

    /// Whether the system voids the application today: a draft for which the window, and the days of grace after it
    /// or after its return to the draft, are over (T18). Never one with money: what becomes of that is the agency's
    /// decision.
    pub fn is_over(&self, plan: &Plan, today: NaiveDate) -> bool {
        self.stage == Stage::Draft
            && self.plan.as_ref().is_some_and(|chosen| chosen.id == plan.id)
            && !self.has_money()
            && plan.is_over(business_day(self.moved.at), today)
    }

    pub(super) fn close(&mut self, plan: &Plan, lock: TierLock, act: Act<'_>) -> Result<Outcome, Refusal> {
        if !self.is_over(plan, business_day(act.at)) {
            return Err(Refusal::NotOver);
        }
        self.stage = Stage::Void;
        let reason = format!("保障计划办理期已于{}结束，超过{}天未提交", plan.closes_on, plan.grace_days);
        Ok(Outcome::new(EventKind::Closed)
            .because(reason)
            .with(Effect::SetTierLock(lock.release(&self.number))))
    }

    pub(super) fn receive_materials(
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
            if let Some(Materials { by, received_on, .. }) = materials {
                return Err(Refusal::AlreadyDone { what: "登记材料", by: by.clone(), on: *received_on });
            }
            *materials =
                Some(Materials { items, received_on, by: act.name.to_owned(), waiver: waiver.clone() });
        }
        Ok(Outcome::new(EventKind::MaterialsReceived).saying(waiver))
    }

    pub(super) fn conclude(&mut self, plan: &Plan, act: Act<'_>) -> Result<Outcome, Refusal> {
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
