//! What is due, what was paid, and whether it came (T9, T11, T13, T15).

use chrono::{DateTime, Utc};

use super::{Act, Outcome, limited, required_text, void_document};
use crate::{
    application::{
        Application, Confirmation, DocumentKind, Effect, EventKind, MAX_FILES, PaymentOrder, PaymentTarget,
        ReasonCode, Refusal, Rejection, Stage, Voucher, VoucherRemark,
    },
    calendar::business_day,
    ids::{FormNumber, PaymentNumber, VoucherId},
    money::Fen,
    plan::Plan,
};

impl Application {
    /// Opens the payment order that leads to payment; vouchers kept from a voided one come back (T14).
    pub(super) fn open_payment(&mut self, plan: &Plan, number: PaymentNumber, at: DateTime<Utc>) -> Effect {
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

    pub(super) fn add_voucher(&mut self, voucher: Voucher) -> Result<Outcome, Refusal> {
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

    pub(super) fn remove_voucher(&mut self, id: &VoucherId) -> Result<Outcome, Refusal> {
        let vouchers = self.vouchers_mut()?;
        let index = vouchers.iter().position(|voucher| voucher.id == *id);
        let index = index.ok_or(Refusal::Unknown("缴费凭证"))?;
        if vouchers[index].confirmation.is_some() {
            return Err(Refusal::VoucherConfirmed);
        }
        let removed = vouchers.remove(index);
        Ok(Outcome::new(EventKind::VoucherRemoved).saying(Some(format!("{}元", removed.amount))))
    }

    /// The vouchers of the order, to be changed. Money that was confirmed has to be confirmed again.
    pub(super) fn vouchers_mut(&mut self) -> Result<&mut Vec<Voucher>, Refusal> {
        match &mut self.stage {
            Stage::AwaitPayment { order } => Ok(&mut order.vouchers),
            Stage::PaymentRejected { order, confirmation, .. } => {
                *confirmation = None;
                Ok(&mut order.vouchers)
            }
            _ => Err(Refusal::Unknown("缴费单")),
        }
    }

    pub(super) fn submit_payment(
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
        if paid < due || (order.vouchers.is_empty() && due > Fen::ZERO) {
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

    pub(super) fn confirm_payment(
        &mut self,
        comment: Option<String>,
        act: Act<'_>,
    ) -> Result<Outcome, Refusal> {
        if let Stage::PaymentReview { order, confirmation, .. } = &mut self.stage {
            if let Some(earlier) = confirmation {
                return Err(confirmed_before(earlier));
            }
            let seen = Confirmation { at: act.at, by: act.name.to_owned() };
            for voucher in &mut order.vouchers {
                voucher.confirmation.get_or_insert_with(|| seen.clone());
            }
            *confirmation = Some(seen);
        }
        Ok(Outcome::new(EventKind::PaymentConfirmed).saying(limited("comment", comment)?))
    }

    /// The last transfer to arrive makes the payment confirmed.
    pub(super) fn confirm_voucher(&mut self, id: &VoucherId, act: Act<'_>) -> Result<Outcome, Refusal> {
        let Stage::PaymentReview { order, confirmation, .. } = &mut self.stage else {
            return Err(Refusal::Unknown("缴费单"));
        };
        let found = order.vouchers.iter_mut().find(|voucher| voucher.id == *id);
        let voucher = found.ok_or(Refusal::Unknown("缴费凭证"))?;
        if let Some(earlier) = &voucher.confirmation {
            return Err(confirmed_before(earlier));
        }
        let seen = Confirmation { at: act.at, by: act.name.to_owned() };
        let said = Some(format!("{}元", voucher.amount));
        voucher.confirmation = Some(seen.clone());
        let complete = confirmation.is_none() && order.vouchers.iter().all(|one| one.confirmation.is_some());
        if complete {
            *confirmation = Some(seen);
            return Ok(Outcome::new(EventKind::PaymentConfirmed).saying(said));
        }
        Ok(Outcome::new(EventKind::VoucherConfirmed).saying(said))
    }

    pub(super) fn reject_payment(
        &mut self,
        (target, reason): (PaymentTarget, ReasonCode),
        comment: String,
        vouchers: Vec<VoucherRemark>,
        act: Act<'_>,
    ) -> Result<Outcome, Refusal> {
        required_text("comment", &comment, "请填写驳回原因")?;
        let Stage::PaymentReview { order, form, confirmation, .. } = &self.stage else {
            return Err(Refusal::Unknown("缴费单"));
        };
        let known = |remark: &VoucherRemark| order.vouchers.iter().any(|one| one.id == remark.voucher_id);
        if !vouchers.iter().all(known) {
            return Err(Refusal::Unknown("缴费凭证"));
        }
        let confirmation = confirmation.clone().filter(|_| target == PaymentTarget::Materials);
        self.stage = Stage::PaymentRejected { order: order.clone(), form: form.clone(), confirmation };
        self.rejection = Some(Rejection {
            at: act.at,
            by: act.name.to_owned(),
            reason,
            comment: comment.clone(),
            target: Some(target),
            members: Vec::new(),
            vouchers,
        });
        let reason = format!("{}：{}", target.zh(), reason.zh());
        Ok(Outcome::new(EventKind::PaymentRejected).because(reason).saying(Some(comment)))
    }
}

fn confirmed_before(earlier: &Confirmation) -> Refusal {
    Refusal::AlreadyDone { what: "确认到账", by: earlier.by.clone(), on: business_day(earlier.at) }
}
