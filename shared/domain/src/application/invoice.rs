//! 票据 and 发票: what the agency gives the unit for its money (inventory PAY-3, DOC-10; E5).

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{Application, FileRef, Refusal, Stage};
use crate::{ids::InvoiceId, money::Fen};

/// What kind of paper it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceKind {
    /// 财政电子票据: a code of eight digits, a number of ten, a check code of six.
    FiscalReceipt,
    /// 工会专用收据: numbered as its book is.
    UnionReceipt,
    /// 数电发票: a number of twenty digits.
    DigitalInvoice,
}

impl InvoiceKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::FiscalReceipt, Self::UnionReceipt, Self::DigitalInvoice];

    /// The kind as users read it.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::FiscalReceipt => "财政电子票据",
            Self::UnionReceipt => "工会专用收据",
            Self::DigitalInvoice => "数电发票",
        }
    }

    /// The code the API and the table use.
    pub const fn code(self) -> &'static str {
        match self {
            Self::FiscalReceipt => "fiscal_receipt",
            Self::UnionReceipt => "union_receipt",
            Self::DigitalInvoice => "digital_invoice",
        }
    }
}

/// How the numbers of a paper are typed: blanks do not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceNumbers {
    /// 票据代码, of a 财政电子票据 alone.
    pub code: Option<String>,
    /// 票据号码.
    pub number: String,
    /// 校验码, of a 财政电子票据 alone.
    pub check_code: Option<String>,
}

impl InvoiceNumbers {
    /// Reads what was typed for a paper of that kind; what does not fit it is refused by its field.
    pub fn parse(
        kind: InvoiceKind,
        code: Option<&str>,
        number: &str,
        check_code: Option<&str>,
    ) -> Result<Self, Refusal> {
        let number = compact(number);
        if kind == InvoiceKind::FiscalReceipt {
            let code = compact(code.unwrap_or_default());
            let check_code = compact(check_code.unwrap_or_default());
            digits("code", &code, 8, "票据代码应为8位数字")?;
            digits("number", &number, 10, "票据号码应为10位数字")?;
            if !(check_code.len() == 6 && check_code.bytes().all(|byte| byte.is_ascii_alphanumeric())) {
                return Err(refused("checkCode", "校验码应为6位字母或数字"));
            }
            return Ok(Self { code: Some(code), number, check_code: Some(check_code) });
        }
        if kind == InvoiceKind::DigitalInvoice {
            digits("number", &number, 20, "发票号码应为20位数字")?;
        } else if !(1..=30).contains(&number.len())
            || !number.bytes().all(|byte| byte.is_ascii_alphanumeric())
        {
            return Err(refused("number", "收据号码应为1至30位字母或数字"));
        }
        Ok(Self { code: None, number, check_code: None })
    }
}

fn compact(text: &str) -> String {
    text.split_whitespace().collect()
}

fn digits(field: &'static str, text: &str, length: usize, message: &str) -> Result<(), Refusal> {
    let fits = text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    if fits { Ok(()) } else { Err(refused(field, message)) }
}

fn refused(field: &'static str, message: &str) -> Refusal {
    Refusal::Invalid { field, message: message.to_owned() }
}

/// One paper. Never deleted: one that was wrong is voided, and another takes its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invoice {
    /// Its identity.
    pub id: InvoiceId,
    /// What kind of paper it is.
    pub kind: InvoiceKind,
    /// What stands on it.
    pub numbers: InvoiceNumbers,
    /// The sum on it.
    pub amount: Fen,
    /// 开票日期.
    pub issued_on: NaiveDate,
    /// The file.
    pub file: FileRef,
    /// When it was uploaded.
    pub added_at: DateTime<Utc>,
    /// By whom, by display name.
    pub by: String,
    /// 作废, if it was.
    pub voided: Option<Voided>,
}

/// When, by whom and why a paper was voided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voided {
    /// When.
    pub at: DateTime<Utc>,
    /// By whom, by display name.
    pub by: String,
    /// Why.
    pub reason: String,
}

/// Whether the unit has its paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceState {
    /// 尚未开票.
    None,
    /// 已开票.
    Issued,
    /// 已作废: there were some, and none is good any more.
    Void,
}

impl Application {
    /// The papers that are good.
    pub fn valid_invoices(&self) -> impl Iterator<Item = &Invoice> {
        self.invoices.iter().filter(|invoice| invoice.voided.is_none())
    }

    /// Whether the unit has its paper.
    pub fn invoice_state(&self) -> InvoiceState {
        if self.valid_invoices().next().is_some() {
            InvoiceState::Issued
        } else if self.invoices.is_empty() {
            InvoiceState::None
        } else {
            InvoiceState::Void
        }
    }

    /// Whether finance has seen the money.
    pub const fn money_is_confirmed(&self) -> bool {
        matches!(
            self.stage,
            Stage::Concluded { .. }
                | Stage::PaymentReview { confirmation: Some(_), .. }
                | Stage::PaymentRejected { confirmation: Some(_), .. }
        )
    }
}
