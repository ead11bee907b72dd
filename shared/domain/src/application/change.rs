//! The outcome of a command: what one transaction has to write.

use serde::{Deserialize, Serialize};

use super::{Application, PaymentOrder, TierLock, event::Event};
use crate::ids::PageId;

/// A paper or workbook made for an application (B5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// 缴费通知单, numbered by its payment order.
    PaymentNotice,
    /// 缴费申请单, with its own `CR` number.
    PaymentApplication,
}

impl DocumentKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::PaymentNotice, Self::PaymentApplication];

    /// The code that the API and the table use.
    pub const fn code(self) -> &'static str {
        match self {
            Self::PaymentNotice => "payment_notice",
            Self::PaymentApplication => "payment_application",
        }
    }

    /// The document's title as users know it.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::PaymentNotice => "缴费通知单",
            Self::PaymentApplication => "缴费申请单",
        }
    }
}

/// What else has to come true together with the new state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// A document is to be made.
    IssueDocument {
        /// Which.
        kind: DocumentKind,
        /// Its number.
        number: String,
    },
    /// A document is void from now on: kept, and stamped 作废.
    VoidDocument {
        /// Which.
        kind: DocumentKind,
        /// Its number.
        number: String,
    },
    /// A payment order is void from now on, as it stood last.
    VoidPayment(Box<PaymentOrder>),
    /// A tier lock in its new state.
    SetTierLock(TierLock),
    /// Pages that no roster in force needs any more.
    DropPages(Vec<PageId>),
    /// Everybody on the roster gets an enrollment record.
    Enroll,
}

/// A decided command: commits whole or not at all.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// The application as it shall be; its version is one above the one the decision saw.
    pub application: Application,
    /// What the history says.
    pub event: Event,
    /// What else has to come true.
    pub effects: Vec<Effect>,
}
