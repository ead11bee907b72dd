//! The outcome of a command: what one transaction has to write.

use serde::{Deserialize, Serialize};

use super::{Application, PaymentOrder, TierLock, event::Event};
use crate::ids::{ApplicationNumber, FormNumber, PageId};

/// A paper made for an application (B5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// 缴费通知单, numbered by its payment order.
    PaymentNotice,
    /// 缴费申请单, with its own `CR` number.
    PaymentApplication,
    /// 超龄未退休职工名册, made when it is asked for; another roster has another one.
    OverAgeRegister,
    /// Everything that is handed in on paper, in one file (NEW-12); issued and voided with the 缴费申请单 in it.
    StampedPack,
    /// 参保凭证, issued with the conclusion.
    EnrollmentCertificate,
}

impl DocumentKind {
    /// Every kind.
    pub const ALL: [Self; 5] = [
        Self::PaymentNotice,
        Self::PaymentApplication,
        Self::OverAgeRegister,
        Self::StampedPack,
        Self::EnrollmentCertificate,
    ];

    /// The code that the API and the table use.
    pub const fn code(self) -> &'static str {
        match self {
            Self::PaymentNotice => "payment_notice",
            Self::PaymentApplication => "payment_application",
            Self::OverAgeRegister => "over_age_register",
            Self::StampedPack => "stamped_pack",
            Self::EnrollmentCertificate => "enrollment_certificate",
        }
    }

    /// The document's title as users know it.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::PaymentNotice => "缴费通知单",
            Self::PaymentApplication => "缴费申请单",
            Self::OverAgeRegister => "超龄未退休职工名册",
            Self::StampedPack => "参保材料（盖章用）",
            Self::EnrollmentCertificate => "参保凭证",
        }
    }

    /// Whether people stand in it with their whole document numbers: whoever opens it is noted in the audit record.
    pub const fn names_people(self) -> bool {
        match self {
            Self::OverAgeRegister | Self::StampedPack => true,
            Self::PaymentNotice | Self::PaymentApplication | Self::EnrollmentCertificate => false,
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

impl Effect {
    /// This effect with the papers that come and go with it: the pack with the 缴费申请单 it holds (NEW-12), the
    /// 参保凭证 with the enrollments it lists (T12).
    pub(super) fn with_papers(self, application: &ApplicationNumber) -> impl Iterator<Item = Self> + use<> {
        let along = match &self {
            Self::IssueDocument { kind: DocumentKind::PaymentApplication, number } => {
                Some(Self::IssueDocument { kind: DocumentKind::StampedPack, number: numbered("ZL", number) })
            }
            Self::VoidDocument { kind: DocumentKind::PaymentApplication, number } => {
                Some(Self::VoidDocument { kind: DocumentKind::StampedPack, number: numbered("ZL", number) })
            }
            Self::Enroll => Some(Self::IssueDocument {
                kind: DocumentKind::EnrollmentCertificate,
                number: numbered("PZ", application.as_str()),
            }),
            _ => None,
        };
        std::iter::once(self).chain(along)
    }
}

impl Application {
    /// The number of the 超龄未退休职工名册 of the roster in force.
    pub fn register_number(&self) -> String {
        format!("{}-{}", numbered("MC", self.number.as_str()), self.roster.generation)
    }
}

impl FormNumber {
    /// The number of the pack that holds this form (NEW-12).
    pub fn pack_number(&self) -> String {
        numbered("ZL", self.as_str())
    }
}

/// The number of a paper that follows from another number: its digits under the paper's own two letters.
fn numbered(letters: &str, other: &str) -> String {
    format!("{letters}{}", other.trim_start_matches(|letter: char| letter.is_ascii_alphabetic()))
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
