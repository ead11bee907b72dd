//! What the papers of an application say.

use chrono::{DateTime, Utc};
use domain::{
    agency::{Agency, Unit},
    application::{Application, DocumentKind, PaymentOrder, Voucher},
    plan::Plan,
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
    PaymentNotice(Box<PaymentNotice>),
    /// A 缴费申请单.
    PaymentApplication(Box<PaymentApplication>),
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

    fn notice(self, order: &PaymentOrder) -> PaymentNotice {
        let Self { application, unit, agency, plan, issued_at, verify_code } = self;
        PaymentNotice {
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
            void: false,
        }
    }

    fn form(self, order: &PaymentOrder, number: &str) -> Option<PaymentApplication> {
        let Self { application, unit, agency, plan, issued_at, .. } = self;
        let chosen = application.plan.as_ref()?;
        Some(PaymentApplication {
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
            papers: plan.required_papers(application.roster.over_age()),
            agency_address: agency.address.clone(),
            agency_phone: agency.hotline.clone(),
            seal: plan.form_seal.clone(),
            void: false,
        })
    }
}

fn transfer(voucher: &Voucher) -> Transfer {
    Transfer {
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
            Self::PaymentNotice(paper) => payment_notice(&PaymentNotice { void, ..*paper }),
            Self::PaymentApplication(paper) => payment_application(&PaymentApplication { void, ..*paper }),
        }
    }
}
