//! 消息通知 (inventory MENU-7): who is told what has to be done next, and why.
//!
//! A notice is addressed to a body, never to a person: to a unit, all its operators, or to a duty at an agency,
//! everybody who holds it. What each account has read of it is the account's own.

mod letters;
mod of_change;
mod reminder;

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

pub use self::{
    of_change::notices,
    reminder::{Reminder, due_reminder, reminder_notices},
};
use crate::{
    caller::{Caller, Duty, Scope},
    ids::{AgencyId, ApplicationNumber, NoticeId, PaymentNumber, UnitId},
};

/// How long a notice stays.
pub const NOTICE_STAYS: Duration = Duration::days(365);

/// To whom a notice is addressed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "body", rename_all = "snake_case")]
pub enum Recipient {
    /// All operators of a unit.
    Unit {
        /// The unit.
        unit: UnitId,
    },
    /// All who hold a duty at an agency.
    Duty {
        /// The agency.
        agency: AgencyId,
        /// The duty.
        duty: Duty,
    },
}

/// What a notice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// Over-age people wait to be reviewed (T3).
    ReviewWanted,
    /// What waited to be reviewed was taken back (T7).
    ReviewWithdrawn,
    /// The over-age people were refused (T6).
    ReviewRejected,
    /// A sum is due (T4, T5).
    PaymentDue,
    /// A transfer waits to be confirmed (T9, T15).
    ConfirmationWanted,
    /// The money is there: papers and conclusion are what is left (T11).
    MoneyConfirmed,
    /// The payment was sent back (T13).
    PaymentRejected,
    /// The order is void and its money is kept for the next one (T10, T14).
    MoneyKept,
    /// Everybody is enrolled (T12).
    Concluded,
    /// The application is void (T17, T18).
    Voided,
    /// A paper for the money was issued or voided (DOC-10).
    Invoice,
    /// A unit asks to correct a covered person (T16).
    CorrectionWanted,
    /// That was decided.
    CorrectionDecided,
    /// The plan's window is about to close (NEW-22).
    WindowCloses,
}

impl NoticeKind {
    /// Every kind.
    pub const ALL: [Self; 14] = [
        Self::ReviewWanted,
        Self::ReviewWithdrawn,
        Self::ReviewRejected,
        Self::PaymentDue,
        Self::ConfirmationWanted,
        Self::MoneyConfirmed,
        Self::PaymentRejected,
        Self::MoneyKept,
        Self::Concluded,
        Self::Voided,
        Self::Invoice,
        Self::CorrectionWanted,
        Self::CorrectionDecided,
        Self::WindowCloses,
    ];
}

/// What a notice leads to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "number", rename_all = "snake_case")]
pub enum Link {
    /// A 参保单.
    Application(ApplicationNumber),
    /// A 缴费单.
    Payment(PaymentNumber),
}

/// One notice. Never holds personal data of people on a roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Its identity, one in its recipient's box.
    pub id: NoticeId,
    /// Whom it tells.
    pub to: Recipient,
    /// When.
    pub at: DateTime<Utc>,
    /// What it is about.
    pub kind: NoticeKind,
    /// The same in a few words, as users read it.
    pub title: String,
    /// What happened, why, and what to do next, as users read it.
    pub body: String,
    /// Where to go.
    pub link: Link,
}

impl Recipient {
    /// The bodies in whose name the caller reads. Nothing of others exists for them.
    pub fn of(caller: &Caller) -> Vec<Self> {
        match &caller.scope {
            Scope::Unit { units } => units.iter().map(|unit| Self::Unit { unit: unit.clone() }).collect(),
            Scope::Agency { agency, duties } => {
                duties.iter().map(|duty| Self::Duty { agency: agency.clone(), duty: *duty }).collect()
            }
            Scope::Admin => Vec::new(),
        }
    }
}
