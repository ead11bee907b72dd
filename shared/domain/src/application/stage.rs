//! The life cycle: one machine, the single source of truth (B2). The list columns 审核状态 and 缴费状态 and the step
//! bar are read off it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::payment::PaymentOrder;
use crate::{
    caller::{Caller, Duty, Scope},
    ids::FormNumber,
};

/// Where an application stands, with what is true only there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum Stage {
    /// 草稿: plan and roster are being filled in.
    Draft,
    /// 超龄审核中.
    AgeReview,
    /// 超龄审核驳回.
    AgeRejected,
    /// 待缴费.
    AwaitPayment {
        /// What is to be paid.
        order: PaymentOrder,
    },
    /// 缴费审核中, which includes 线下递交材料.
    PaymentReview {
        /// What was paid.
        order: PaymentOrder,
        /// The 缴费申请单 that goes with it.
        form: FormNumber,
        /// Set once finance has seen the money.
        confirmation: Option<Confirmation>,
        /// Set once the papers have come.
        materials: Option<Materials>,
    },
    /// 缴费审核驳回.
    PaymentRejected {
        /// What was paid so far.
        order: PaymentOrder,
        /// The 缴费申请单 that was rejected.
        form: FormNumber,
        /// Kept when only the papers were rejected.
        confirmation: Option<Confirmation>,
    },
    /// 已办结.
    Concluded {
        /// What was paid.
        order: PaymentOrder,
        /// The 缴费申请单.
        form: FormNumber,
        /// Who saw the money.
        confirmation: Confirmation,
        /// The papers.
        materials: Materials,
        /// When it was concluded.
        at: DateTime<Utc>,
        /// First day of coverage of the people on the roster.
        effective_on: NaiveDate,
    },
    /// 已作废.
    Void,
}

/// Finance's word that the money has arrived (T11).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmation {
    /// When.
    pub at: DateTime<Utc>,
    /// Who, by display name.
    pub by: String,
}

/// The papers that have come (T12).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Materials {
    /// What was handed in.
    pub items: Vec<String>,
    /// On which day.
    pub received_on: NaiveDate,
    /// Who took it, by display name.
    pub by: String,
    /// Why a missing paper was waived.
    pub waiver: Option<String>,
}

/// [`Stage`] without its data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the same words as in Stage")]
pub enum StageName {
    Draft,
    AgeReview,
    AgeRejected,
    AwaitPayment,
    PaymentReview,
    PaymentRejected,
    Concluded,
    Void,
}

/// The outcome of reviews, as the list shows it (审核状态).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words are the API's")]
pub enum ReviewStatus {
    NotSubmitted,
    Pending,
    Approved,
    Rejected,
    PaymentReview,
    Void,
}

/// Where the money stands, as the list shows it (缴费状态).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the words are the API's")]
pub enum PaymentStatus {
    None,
    Unpaid,
    Submitted,
    Rejected,
    Paid,
    Void,
}

impl Stage {
    /// The stage's name.
    pub const fn name(&self) -> StageName {
        match self {
            Self::Draft => StageName::Draft,
            Self::AgeReview => StageName::AgeReview,
            Self::AgeRejected => StageName::AgeRejected,
            Self::AwaitPayment { .. } => StageName::AwaitPayment,
            Self::PaymentReview { .. } => StageName::PaymentReview,
            Self::PaymentRejected { .. } => StageName::PaymentRejected,
            Self::Concluded { .. } => StageName::Concluded,
            Self::Void => StageName::Void,
        }
    }

    /// The payment order in force.
    pub const fn order(&self) -> Option<&PaymentOrder> {
        match self {
            Self::AwaitPayment { order }
            | Self::PaymentReview { order, .. }
            | Self::PaymentRejected { order, .. }
            | Self::Concluded { order, .. } => Some(order),
            Self::Draft | Self::AgeReview | Self::AgeRejected | Self::Void => None,
        }
    }

    /// The 缴费申请单 in force.
    pub const fn form(&self) -> Option<&FormNumber> {
        match self {
            Self::PaymentReview { form, .. }
            | Self::PaymentRejected { form, .. }
            | Self::Concluded { form, .. } => Some(form),
            Self::Draft | Self::AgeReview | Self::AgeRejected | Self::AwaitPayment { .. } | Self::Void => {
                None
            }
        }
    }
}

impl PaymentStatus {
    /// Where a payment order can stand; `None` is where there is none.
    pub const OF_ORDERS: [Self; 5] = [Self::Unpaid, Self::Submitted, Self::Rejected, Self::Paid, Self::Void];

    /// The code that the API and the table use.
    pub const fn code(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Unpaid => "unpaid",
            Self::Submitted => "submitted",
            Self::Rejected => "rejected",
            Self::Paid => "paid",
            Self::Void => "void",
        }
    }
}

impl StageName {
    /// Every stage, in the order of the life cycle.
    pub const ALL: [Self; 8] = [
        Self::Draft,
        Self::AgeReview,
        Self::AgeRejected,
        Self::AwaitPayment,
        Self::PaymentReview,
        Self::PaymentRejected,
        Self::Concluded,
        Self::Void,
    ];

    /// The code that the API and the table use.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::AgeReview => "age_review",
            Self::AgeRejected => "age_rejected",
            Self::AwaitPayment => "await_payment",
            Self::PaymentReview => "payment_review",
            Self::PaymentRejected => "payment_rejected",
            Self::Concluded => "concluded",
            Self::Void => "void",
        }
    }

    /// The stage as users read it.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Draft => "草稿",
            Self::AgeReview => "超龄审核中",
            Self::AgeRejected => "超龄审核驳回",
            Self::AwaitPayment => "待缴费",
            Self::PaymentReview => "缴费审核中",
            Self::PaymentRejected => "缴费审核驳回",
            Self::Concluded => "已办结",
            Self::Void => "已作废",
        }
    }

    /// Whether the next step from here is the caller's (B3).
    pub fn waits_for(self, caller: &Caller) -> bool {
        match (&caller.scope, self) {
            (
                Scope::Unit { .. },
                Self::Draft | Self::AgeRejected | Self::AwaitPayment | Self::PaymentRejected,
            ) => true,
            (Scope::Agency { duties, .. }, Self::AgeReview) => duties.contains(&Duty::Review),
            (Scope::Agency { duties, .. }, Self::PaymentReview) => {
                duties.contains(&Duty::Review) || duties.contains(&Duty::Finance)
            }
            _ => false,
        }
    }

    /// The 审核状态 column.
    pub const fn review_status(self) -> ReviewStatus {
        match self {
            Self::Draft => ReviewStatus::NotSubmitted,
            Self::AgeReview => ReviewStatus::Pending,
            Self::AgeRejected | Self::PaymentRejected => ReviewStatus::Rejected,
            Self::AwaitPayment | Self::Concluded => ReviewStatus::Approved,
            Self::PaymentReview => ReviewStatus::PaymentReview,
            Self::Void => ReviewStatus::Void,
        }
    }

    /// The 缴费状态 column.
    pub const fn payment_status(self) -> PaymentStatus {
        match self {
            Self::Draft | Self::AgeReview | Self::AgeRejected => PaymentStatus::None,
            Self::AwaitPayment => PaymentStatus::Unpaid,
            Self::PaymentReview => PaymentStatus::Submitted,
            Self::PaymentRejected => PaymentStatus::Rejected,
            Self::Concluded => PaymentStatus::Paid,
            Self::Void => PaymentStatus::Void,
        }
    }
}
