//! The history of an application: what 审核进度 and 操作记录 show, and the audit of every decision.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{StageName, command::Capacity};
use crate::ids::UserId;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "zh() says each in full")]
pub enum EventKind {
    Created,
    PlanChosen,
    PlanRemoved,
    HeadcountSet,
    RosterImported,
    RosterEdited,
    RosterRestored,
    ProofAdded,
    ProofRemoved,
    Submitted,
    PassedWithoutReview,
    PassedAsReviewed,
    Withdrawn,
    Voided,
    Approved,
    ReviewRejected,
    ReductionGranted,
    VoucherAdded,
    VoucherRemoved,
    PaymentSubmitted,
    PaymentConfirmed,
    VoucherConfirmed,
    PaymentRejected,
    MaterialsReceived,
    InvoiceIssued,
    InvoiceVoided,
    Concluded,
    Closed,
}

impl EventKind {
    /// The event as users read it.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Created => "新建参保单",
            Self::PlanChosen => "选择保障计划",
            Self::PlanRemoved => "删除保障计划",
            Self::HeadcountSet => "填写医保参保人数",
            Self::RosterImported => "导入名单",
            Self::RosterEdited => "修改名单",
            Self::RosterRestored => "恢复删除的人员",
            Self::ProofAdded => "上传证明材料",
            Self::ProofRemoved => "删除证明材料",
            Self::Submitted => "提交审核",
            Self::PassedWithoutReview => "提交审核（无超龄人员，自动通过）",
            Self::PassedAsReviewed => "提交审核（沿用审核结果，自动通过）",
            Self::Withdrawn => "撤回",
            Self::Voided => "作废",
            Self::Approved => "超龄审核通过",
            Self::ReviewRejected => "超龄审核驳回",
            Self::ReductionGranted => "减免费用",
            Self::VoucherAdded => "添加缴费凭证",
            Self::VoucherRemoved => "删除缴费凭证",
            Self::PaymentSubmitted => "提交缴费凭证",
            Self::VoucherConfirmed => "确认单笔到账",
            Self::PaymentConfirmed => "财务确认到账",
            Self::PaymentRejected => "缴费审核驳回",
            Self::MaterialsReceived => "登记纸质材料",
            Self::InvoiceIssued => "开具票据",
            Self::InvoiceVoided => "作废票据",
            Self::Concluded => "办结",
            Self::Closed => "办理期已过，自动作废",
        }
    }
}

/// Who acted, and in what capacity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Actor {
    /// The account.
    pub user: UserId,
    /// Its display name at the time.
    pub name: String,
    /// The capacity used.
    pub capacity: Capacity,
}

impl Actor {
    /// The system itself.
    pub fn system() -> Self {
        Self { user: UserId::system(), name: "系统".into(), capacity: Capacity::System }
    }
}

/// One line of the history. Never holds personal data of people on the roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// The version of the application that the event made; 1 for its creation.
    pub seq: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub kind: EventKind,
    /// The stage before.
    pub from: StageName,
    /// The stage after.
    pub to: StageName,
    /// Who.
    pub actor: Actor,
    /// Why, from a list, as users read it.
    pub reason: Option<String>,
    /// Why, in words.
    pub comment: Option<String>,
}
