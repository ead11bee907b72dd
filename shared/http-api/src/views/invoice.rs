//! 票据 as the API shows them.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    application::{Invoice, InvoiceKind},
    money::Fen,
};
use serde::Serialize;
use utoipa::{ToSchema, openapi::schema::Object};

use super::{FileView, codes::codes_schema};

/// The kinds of papers.
pub fn invoice_kind() -> Object {
    codes_schema(InvoiceKind::ALL)
}

/// One 票据.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Invoice)]
pub struct InvoiceView {
    /// Its identity.
    pub id: String,
    /// What kind of paper it is.
    #[schema(schema_with = invoice_kind)]
    pub kind: InvoiceKind,
    /// The same as users read it.
    #[schema(example = "财政电子票据")]
    pub kind_name: &'static str,
    /// 票据代码, of a 财政电子票据 alone.
    #[schema(example = "43060125")]
    pub code: Option<String>,
    /// 票据号码.
    #[schema(example = "0012345678")]
    pub number: String,
    /// 校验码, of a 财政电子票据 alone.
    #[schema(example = "a1b2c3")]
    pub check_code: Option<String>,
    /// The sum on it.
    #[schema(value_type = i64)]
    pub amount_fen: Fen,
    /// 开票日期.
    pub issued_on: NaiveDate,
    /// The file.
    pub file: FileView,
    /// Where the file can be read for a short while; not in the answer to a command.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_url: Option<String>,
    /// When it was uploaded.
    pub added_at: DateTime<Utc>,
    /// By whom, by display name.
    pub by: String,
    /// 作废, if it was.
    pub voided: Option<VoidedView>,
}

/// When, by whom and why a paper was voided.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = VoidedInvoice)]
pub struct VoidedView {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom, by display name.
    pub by: String,
    /// Why.
    pub reason: String,
}

impl From<&Invoice> for InvoiceView {
    fn from(invoice: &Invoice) -> Self {
        let voided = invoice.voided.as_ref().map(|voided| VoidedView {
            at: voided.at,
            by: voided.by.clone(),
            reason: voided.reason.clone(),
        });
        Self {
            id: invoice.id.to_string(),
            kind: invoice.kind,
            kind_name: invoice.kind.zh(),
            code: invoice.numbers.code.clone(),
            number: invoice.numbers.number.clone(),
            check_code: invoice.numbers.check_code.clone(),
            amount_fen: invoice.amount,
            issued_on: invoice.issued_on,
            file: (&invoice.file).into(),
            file_url: None,
            added_at: invoice.added_at,
            by: invoice.by.clone(),
            voided,
        }
    }
}
