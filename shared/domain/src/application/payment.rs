//! 缴费单 and 缴费凭证.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::Confirmation;
use crate::{
    agency::ReceivingAccount,
    ids::{PaymentNumber, ProofId, UploadId, VoucherId},
    money::Fen,
};

/// A file that was received and verified by its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRef {
    /// The upload that brought it.
    pub upload: UploadId,
    /// The name the user's machine gave it.
    pub name: String,
    /// Its media type, told from its bytes.
    pub media_type: String,
    /// Its length in bytes.
    pub size: u64,
    /// SHA-256 of its bytes, lower-case hex.
    pub sha256: String,
}

/// One 超龄证明材料.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proof {
    /// Its identity.
    pub id: ProofId,
    /// The file.
    pub file: FileRef,
    /// When it was added.
    pub added_at: DateTime<Utc>,
}

/// One 缴费凭证: the slip of one bank transfer.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voucher {
    /// Its identity.
    pub id: VoucherId,
    /// The picture or scan.
    pub file: FileRef,
    /// 缴费金额.
    pub amount: Fen,
    /// 转账时间 (inventory X-8: one field).
    pub transferred_at: DateTime<Utc>,
    /// 付款户名.
    pub payer_name: String,
    /// 付款账号, digits only.
    pub payer_account: String,
    /// 银行回单内容.
    pub receipt_text: String,
    /// When it was added.
    pub added_at: DateTime<Utc>,
    /// Who saw this transfer arrive (T11); stays when the payment is sent back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmation: Option<Confirmation>,
}

impl std::fmt::Debug for Voucher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Voucher").field("id", &self.id).field("amount", &self.amount).finish_non_exhaustive()
    }
}

/// A 缴费单: what is due for one submission of an application, and the vouchers brought for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentOrder {
    /// Its number; kept, never reused, when the order is voided.
    pub number: PaymentNumber,
    /// 实际应缴.
    pub due: Fen,
    /// When it was opened.
    pub opened_at: DateTime<Utc>,
    /// Where the money goes, as printed on the notice.
    pub account: ReceivingAccount,
    /// The vouchers, oldest first.
    pub vouchers: Vec<Voucher>,
    /// Why more than the sum due was paid.
    pub remark: Option<String>,
}

impl PaymentOrder {
    /// 已缴费用: what the vouchers add up to.
    pub fn paid(&self) -> Fen {
        Fen::sum(self.vouchers.iter().map(|voucher| voucher.amount)).unwrap_or(Fen::new(i64::MAX))
    }
}
