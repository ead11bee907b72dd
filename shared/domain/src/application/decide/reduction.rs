//! 减免: what the agency takes off the standard (inventory X-16).

use super::{Act, Outcome, required_text, void_document};
use crate::{
    application::{Application, DocumentKind, Effect, EventKind, Refusal, Stage},
    ids::PaymentNumber,
    money::Fen,
    plan::Plan,
};

impl Application {
    /// Sets the whole reduction; 0 takes it back. An order that is open is voided and opened anew with what is due
    /// now; vouchers brought for it go along, as after a return to the roster (T14).
    pub(super) fn grant_reduction(
        &mut self,
        amount: Fen,
        reason: &str,
        plan: Option<&Plan>,
        payment: PaymentNumber,
        act: Act<'_>,
    ) -> Result<Outcome, Refusal> {
        required_text("reason", reason, "请填写减免原因")?;
        let invalid = |message: &str| Refusal::Invalid { field: "amountFen", message: message.to_owned() };
        if amount < Fen::ZERO {
            return Err(invalid("减免金额不能为负数"));
        }
        if amount == self.reduction {
            return Err(invalid("与现有减免金额相同，无需修改"));
        }
        let standard = self.standard();
        if amount > standard {
            return Err(Refusal::ReductionExceeds { reduction: amount, standard });
        }
        if matches!(self.stage, Stage::AwaitPayment { .. }) {
            self.without_invoice()?;
        }
        self.reduction = amount;
        let said = format!("减免{amount}元，实际应缴{}元：{reason}", self.payable());
        let mut outcome = Outcome::new(EventKind::ReductionGranted).saying(Some(said));
        if let Stage::AwaitPayment { order } = &self.stage {
            let order = order.clone();
            self.carried_vouchers.clone_from(&order.vouchers);
            outcome = outcome
                .with(void_document(DocumentKind::PaymentNotice, order.number.as_str()))
                .with(Effect::VoidPayment(Box::new(order)))
                .with(self.open_payment(plan.ok_or(Refusal::PlanUnknown)?, payment, act.at));
        }
        Ok(outcome)
    }
}
