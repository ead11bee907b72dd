//! Why an application was sent back.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::command::{MemberRemark, VoucherRemark};

/// The list a rejection's reason is chosen from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "zh() says each in full")]
pub enum ReasonCode {
    ProofIllegible,
    ProofUnsealed,
    ProofIncomplete,
    PersonNotEmployed,
    AmountMismatch,
    VoucherIllegible,
    PayerMismatch,
    NotArrived,
    MaterialsIncomplete,
    UnitRequest,
    Other,
}

impl ReasonCode {
    /// The reason as users read it.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::ProofIllegible => "证明材料不清晰",
            Self::ProofUnsealed => "证明材料未盖章",
            Self::ProofIncomplete => "证明材料不齐全",
            Self::PersonNotEmployed => "人员不符合在职条件",
            Self::AmountMismatch => "缴费金额不符",
            Self::VoucherIllegible => "缴费凭证不清晰",
            Self::PayerMismatch => "付款单位不符",
            Self::NotArrived => "款项未到账",
            Self::MaterialsIncomplete => "纸质材料不齐全",
            Self::UnitRequest => "应单位要求退回",
            Self::Other => "其他",
        }
    }
}

/// What has to be mended after a payment was rejected (T13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentTarget {
    /// 名单: withdraw and change the roster.
    Roster,
    /// 凭证: upload the voucher again.
    Voucher,
    /// 材料: bring the papers again.
    Materials,
}

impl PaymentTarget {
    /// The target as users read it.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Roster => "名单",
            Self::Voucher => "缴费凭证",
            Self::Materials => "纸质材料",
        }
    }
}

/// The latest rejection; stays readable until the next submission (T8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejection {
    /// When.
    pub at: DateTime<Utc>,
    /// Who, by display name.
    pub by: String,
    /// Why, from the list.
    pub reason: ReasonCode,
    /// Why, in words.
    pub comment: String,
    /// What to mend, for a payment.
    pub target: Option<PaymentTarget>,
    /// Remarks on single people.
    pub members: Vec<MemberRemark>,
    /// Remarks on single vouchers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vouchers: Vec<VoucherRemark>,
}
