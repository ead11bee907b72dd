//! Papers for money: issued once it is there, or before where the agency allows that; good for no more than is due.

use super::{Act, Outcome, required_text};
use crate::{
    application::{Application, EventKind, Invoice, MAX_FILES, Refusal, Voided},
    calendar::business_day,
    ids::InvoiceId,
    money::Fen,
};

impl Application {
    pub(super) fn issue_invoice(
        &mut self,
        invoice: Invoice,
        before_payment: bool,
        act: Act<'_>,
    ) -> Result<Outcome, Refusal> {
        let refused = |field, message: String| Err(Refusal::Invalid { field, message });
        if !before_payment && !self.money_is_confirmed() {
            return Err(Refusal::InvoiceTooEarly);
        }
        if invoice.amount <= Fen::ZERO {
            return refused("amountFen", "票据金额应大于0".into());
        }
        if invoice.issued_on > business_day(act.at) {
            return refused("issuedOn", "开票日期不能晚于今天".into());
        }
        let same = |other: &Invoice| other.kind == invoice.kind && other.numbers == invoice.numbers;
        if self.valid_invoices().any(|other| same(other) || other.file.sha256 == invoice.file.sha256) {
            return Err(Refusal::Duplicate("该票据"));
        }
        if self.invoices.len() >= MAX_FILES {
            return Err(Refusal::TooMany { what: "票据", limit: MAX_FILES });
        }
        let issued = self.valid_invoices().map(|one| one.amount).chain([invoice.amount]);
        let (sum, due) = (Fen::sum(issued).unwrap_or(Fen::new(i64::MAX)), self.payable());
        if sum > due {
            let message = format!("有效票据合计{sum}元，超过应缴{due}元，请核对金额或先作废原票据");
            return refused("amountFen", message);
        }
        let said = format!("{} {} {}元", invoice.kind.zh(), invoice.numbers.number, invoice.amount);
        self.invoices.push(invoice);
        Ok(Outcome::new(EventKind::InvoiceIssued).saying(Some(said)))
    }

    pub(super) fn void_invoice(
        &mut self,
        id: &InvoiceId,
        reason: &str,
        act: Act<'_>,
    ) -> Result<Outcome, Refusal> {
        required_text("reason", reason, "请填写作废原因")?;
        let found = self.invoices.iter_mut().find(|invoice| invoice.id == *id);
        let invoice = found.ok_or(Refusal::Unknown("票据"))?;
        if let Some(Voided { by, at, .. }) = &invoice.voided {
            let on = business_day(*at);
            return Err(Refusal::AlreadyDone { what: "作废票据", by: by.clone(), on });
        }
        let reason = reason.trim().to_owned();
        invoice.voided = Some(Voided { at: act.at, by: act.name.to_owned(), reason: reason.clone() });
        let said = format!("{} {}：{reason}", invoice.kind.zh(), invoice.numbers.number);
        Ok(Outcome::new(EventKind::InvoiceVoided).saying(Some(said)))
    }

    /// That no good paper stands in the way of what would make its sum wrong.
    pub(super) fn without_invoice(&self) -> Result<(), Refusal> {
        if self.valid_invoices().next().is_some() { Err(Refusal::InvoiceIssued) } else { Ok(()) }
    }
}
