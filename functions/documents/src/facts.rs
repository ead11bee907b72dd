//! What the papers say, in the form in which it is frozen. These are records: a field added later must be optional.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    agency::{Agency, ReceivingAccount, Unit},
    application::{Application, DocumentKind, PaymentOrder, Voucher},
    money::Fen,
    plan::{Plan, PlanKind},
};
use paper::{PaperError, PaymentApplication, PaymentNotice, Transfer, payment_application, payment_notice};
use serde::{Deserialize, Serialize};

/// The system as its users call it (inventory X-18).
const SYSTEM: &str = "湖南工会互助参保系统";
/// The only way to pay (inventory A11).
const METHOD: &str = "线下转账";

/// What one paper says.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Facts {
    /// A 缴费通知单.
    PaymentNotice(Box<NoticeFacts>),
    /// A 缴费申请单.
    PaymentApplication(Box<FormFacts>),
}

/// What a 缴费通知单 says.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the same words as in paper::PaymentNotice")]
pub struct NoticeFacts {
    pub application_number: String,
    pub payment_number: String,
    pub plan: String,
    pub unit: String,
    pub unit_address: String,
    pub people: u32,
    pub due: Fen,
    pub account: ReceivingAccount,
    pub remark: String,
    pub verify_code: String,
    pub system: String,
    pub agency: String,
    pub issued_at: DateTime<Utc>,
}

/// What a 缴费申请单 says.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the same words as in paper::PaymentApplication")]
pub struct FormFacts {
    pub plan_kind: PlanKind,
    pub application_number: String,
    pub number: String,
    pub submitted_at: DateTime<Utc>,
    pub unit: String,
    pub unit_kind: String,
    pub contact: String,
    pub phone: String,
    pub channel: String,
    pub plan: String,
    pub coverage: (NaiveDate, NaiveDate),
    pub agency: String,
    pub people: u32,
    pub fee: Fen,
    pub total: Fen,
    pub remark: String,
    pub method: String,
    pub transfers: Vec<TransferFacts>,
    pub papers: Vec<String>,
    pub over_age: bool,
    pub agency_address: String,
    pub agency_phone: String,
    pub seal: String,
}

/// One voucher of a 缴费申请单.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the same words as in paper::Transfer")]
pub struct TransferFacts {
    pub account: String,
    pub paid_at: DateTime<Utc>,
    pub holder: String,
    pub amount: Fen,
    pub receipt_text: String,
}

/// Everything the papers of an application draw from.
pub(crate) struct Sources<'a> {
    pub(crate) application: &'a Application,
    pub(crate) unit: &'a Unit,
    pub(crate) agency: &'a Agency,
    pub(crate) plan: &'a Plan,
    pub(crate) issued_at: DateTime<Utc>,
    pub(crate) verify_code: String,
}

impl Sources<'_> {
    /// What the paper of that number says; `None` when the application has moved on from it.
    pub(crate) fn facts(self, kind: DocumentKind, number: &str) -> Option<Facts> {
        let order = self.application.stage.order()?;
        match kind {
            DocumentKind::PaymentNotice if order.number.as_str() == number => {
                Some(Facts::PaymentNotice(Box::new(self.notice(order))))
            }
            DocumentKind::PaymentApplication if self.application.stage.form()?.as_str() == number => {
                Some(Facts::PaymentApplication(Box::new(self.form(order, number)?)))
            }
            DocumentKind::PaymentNotice | DocumentKind::PaymentApplication => None,
        }
    }

    fn notice(self, order: &PaymentOrder) -> NoticeFacts {
        let Self { application, unit, agency, plan, issued_at, verify_code } = self;
        NoticeFacts {
            application_number: application.number.to_string(),
            payment_number: order.number.to_string(),
            plan: application.plan.as_ref().map_or_else(|| plan.name.clone(), |chosen| chosen.name.clone()),
            unit: unit.name.clone(),
            unit_address: unit.address.clone(),
            people: application.roster.headcount(),
            due: order.due,
            account: order.account.clone(),
            remark: order.number.remark_code(),
            verify_code,
            system: SYSTEM.to_owned(),
            agency: agency.name.clone(),
            issued_at,
        }
    }

    fn form(self, order: &PaymentOrder, number: &str) -> Option<FormFacts> {
        let Self { application, unit, agency, plan, issued_at, .. } = self;
        let chosen = application.plan.as_ref()?;
        Some(FormFacts {
            plan_kind: chosen.kind,
            application_number: application.number.to_string(),
            number: number.to_owned(),
            submitted_at: application.submitted_at.unwrap_or(issued_at),
            unit: unit.name.clone(),
            unit_kind: unit.kind.clone(),
            contact: unit.contact.clone(),
            phone: unit.phone.clone(),
            channel: application.channel.zh().to_owned(),
            plan: chosen.name.clone(),
            coverage: (chosen.coverage_from, chosen.coverage_to),
            agency: agency.name.clone(),
            people: application.roster.headcount(),
            fee: chosen.tier.fee,
            total: order.due,
            remark: order.remark.clone().unwrap_or_default(),
            method: METHOD.to_owned(),
            transfers: order.vouchers.iter().map(transfer).collect(),
            papers: plan.papers.clone(),
            over_age: application.roster.over_age() > 0,
            agency_address: agency.address.clone(),
            agency_phone: agency.hotline.clone(),
            seal: plan.form_seal.clone(),
        })
    }
}

fn transfer(voucher: &Voucher) -> TransferFacts {
    TransferFacts {
        account: voucher.payer_account.clone(),
        paid_at: voucher.transferred_at,
        holder: voucher.payer_name.clone(),
        amount: voucher.amount,
        receipt_text: voucher.receipt_text.clone(),
    }
}

impl Facts {
    /// The paper as a PDF, stamped 作废 if it counts no longer. The same facts give the same bytes.
    pub fn render(self, void: bool) -> Result<Vec<u8>, PaperError> {
        match self {
            Self::PaymentNotice(facts) => payment_notice(&facts.paper(void)),
            Self::PaymentApplication(facts) => payment_application(&facts.paper(void)),
        }
    }
}

impl NoticeFacts {
    fn paper(self, void: bool) -> PaymentNotice {
        PaymentNotice {
            application_number: self.application_number,
            payment_number: self.payment_number,
            plan: self.plan,
            unit: self.unit,
            unit_address: self.unit_address,
            people: self.people,
            due: self.due,
            account: self.account,
            remark: self.remark,
            verify_code: self.verify_code,
            system: self.system,
            agency: self.agency,
            issued_at: self.issued_at,
            void,
        }
    }
}

impl FormFacts {
    fn paper(self, void: bool) -> PaymentApplication {
        PaymentApplication {
            kind: self.plan_kind,
            application_number: self.application_number,
            number: self.number,
            submitted_at: self.submitted_at,
            unit: self.unit,
            unit_kind: self.unit_kind,
            contact: self.contact,
            phone: self.phone,
            channel: self.channel,
            plan: self.plan,
            coverage: self.coverage,
            agency: self.agency,
            people: self.people,
            fee: self.fee,
            total: self.total,
            remark: self.remark,
            method: self.method,
            transfers: self.transfers.into_iter().map(TransferFacts::paper).collect(),
            papers: self.papers,
            over_age: self.over_age,
            agency_address: self.agency_address,
            agency_phone: self.agency_phone,
            seal: self.seal,
            void,
        }
    }
}

impl TransferFacts {
    fn paper(self) -> Transfer {
        Transfer {
            account: self.account,
            paid_at: self.paid_at,
            holder: self.holder,
            amount: self.amount,
            receipt_text: self.receipt_text,
        }
    }
}
