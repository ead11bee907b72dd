//! 票据: when they may be issued, for how much, and what they stand in the way of (PAY-3, T10, T14).

use super::*;
use crate::notice::notices;

fn after_payment(command: Command) -> Command {
    match command {
        Command::IssueInvoice { invoice, .. } => Command::IssueInvoice { invoice, before_payment: false },
        other => other,
    }
}

#[test]
fn a_paper_comes_after_the_money_unless_the_agency_issues_it_before() {
    let [.., awaiting, paying, _, concluded, _] = &in_every_stage()[..] else { panic!("eight stages") };
    for by in [staff(Duty::Review), staff(Duty::Finance)] {
        let early = awaiting.clone().apply(after_payment(issue(1, 60_000)), &by, at(3));
        assert_eq!(early.unwrap_err(), Refusal::InvoiceTooEarly);
        assert!(awaiting.clone().apply(issue(1, 60_000), &by, at(3)).is_ok());
        let unconfirmed = paying.clone().apply(after_payment(issue(1, 60_000)), &by, at(3));
        assert_eq!(unconfirmed.unwrap_err(), Refusal::InvoiceTooEarly);
        let change = concluded.clone().apply(after_payment(issue(1, 60_000)), &by, at(3)).unwrap();
        assert_eq!(change.application.invoice_state(), InvoiceState::Issued);
        let told = notices(&change);
        assert!(told.iter().any(|notice| notice.title == "票据已开具"), "{told:?}");
    }
    let confirm = Command::ConfirmPayment { comment: None };
    let confirmed = after(paying.clone(), vec![(staff(Duty::Finance), confirm)]);
    assert!(confirmed.apply(after_payment(issue(1, 60_000)), &staff(Duty::Review), at(3)).is_ok());
    assert_eq!(awaiting.clone().apply(issue(1, 1), &clerk(), at(3)).unwrap_err().code(), "forbidden");
}

#[test]
fn papers_are_good_for_no_more_than_is_due() {
    let awaiting = in_every_stage().swap_remove(3);
    let by = staff(Duty::Finance);
    let first = after(awaiting, vec![(by.clone(), issue(1, 40_000))]);
    let codes = |command| first.clone().apply(command, &by, at(3)).map(|_| ()).map_err(|error| error.code());
    assert_eq!(codes(issue(2, 20_001)), Err("invalid"));
    assert_eq!(codes(issue(2, 0)), Err("invalid"));
    assert_eq!(codes(issue(1, 20_000)), Err("duplicate"));
    assert_eq!(codes(issue(2, 20_000)), Ok(()));
    let replaced = after(first.clone(), vec![(by.clone(), void_invoice(1)), (by.clone(), issue(2, 60_000))]);
    assert_eq!(replaced.valid_invoices().count(), 1);
    assert_eq!(replaced.invoices.len(), 2, "the void one stays readable");
}

#[test]
fn a_paper_is_voided_once_and_with_a_reason() {
    let by = staff(Duty::Finance);
    let issued = after(in_every_stage().swap_remove(3), vec![(by.clone(), issue(1, 60_000))]);
    let silent = Command::VoidInvoice { id: InvoiceId::parse(ulid(1)).unwrap(), reason: " ".into() };
    assert_eq!(issued.clone().apply(silent, &by, at(3)).unwrap_err().code(), "invalid");
    assert_eq!(issued.clone().apply(void_invoice(9), &by, at(3)).unwrap_err().code(), "not_found");
    let void = after(issued, vec![(by.clone(), void_invoice(1))]);
    assert_eq!(void.invoice_state(), InvoiceState::Void);
    assert_eq!(void.apply(void_invoice(1), &by, at(3)).unwrap_err().code(), "invalid_transition");
}

#[test]
fn the_sum_does_not_change_under_a_paper() {
    let (review, finance) = (staff(Duty::Review), staff(Duty::Finance));
    let [.., awaiting, _, sent_back, _, _] = &in_every_stage()[..] else { panic!("eight stages") };
    for application in [awaiting, sent_back] {
        let issued = after(application.clone(), vec![(finance.clone(), issue(1, 60_000))]);
        assert_eq!(
            issued.clone().apply(Command::Withdraw, &clerk(), at(3)).unwrap_err(),
            Refusal::InvoiceIssued
        );
        let void = after(issued, vec![(finance.clone(), void_invoice(1))]);
        assert!(void.apply(Command::Withdraw, &clerk(), at(3)).is_ok());
    }
    let issued = after(awaiting.clone(), vec![(finance, issue(1, 60_000))]);
    assert_eq!(issued.apply(reduce(1_000, 9), &review, at(3)).unwrap_err(), Refusal::InvoiceIssued);
}

#[test]
fn numbers_fit_their_kind() {
    use InvoiceKind as K;
    let vectors = [
        (K::FiscalReceipt, Some("4306 0125"), "0012345678", Some("a1b2c3"), None),
        (K::FiscalReceipt, None, "0012345678", Some("a1b2c3"), Some("code")),
        (K::FiscalReceipt, Some("43060125"), "12345678", Some("a1b2c3"), Some("number")),
        (K::FiscalReceipt, Some("43060125"), "0012345678", None, Some("checkCode")),
        (K::DigitalInvoice, None, "25432000000000000001", None, None),
        (K::DigitalInvoice, None, "2543200000000000000", None, Some("number")),
        (K::UnionReceipt, None, "NO 0000123", None, None),
        (K::UnionReceipt, None, "", None, Some("number")),
        (K::UnionReceipt, None, "号1", None, Some("number")),
    ];
    for (kind, code, number, check, wrong) in vectors {
        let refused = InvoiceNumbers::parse(kind, code, number, check).err();
        let field = refused.map(|refusal| refusal.fields()[0].0);
        assert_eq!(field, wrong, "{kind:?} {number}");
    }
}
