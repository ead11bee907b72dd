//! Reminders before a plan's window closes (NEW-22): seven days before, and on the last day but one.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    Notice, NoticeKind,
    letters::{Letter, Side, to_unit},
};
use crate::{
    application::{Application, Channel, Stage, StageName},
    calendar::business_day,
};

/// Which reminder; each is sent once per application and last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reminder {
    /// Seven days before the last one (T-7).
    Week,
    /// One day before the last one (T-1).
    Day,
}

impl Reminder {
    /// Every reminder, the first one first.
    pub const ALL: [Self; 2] = [Self::Week, Self::Day];
    /// Where applications stand that may be reminded of.
    pub const STAGES: [StageName; 3] = [StageName::Draft, StageName::AgeRejected, StageName::AwaitPayment];

    /// The code that the table uses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Day => "day",
        }
    }

    /// The reminder whose time it is on `today` (a business day) for a window whose last day is `closes_on`. Who is
    /// late sends the one that is due by now, and never two at once.
    pub fn on(today: NaiveDate, closes_on: NaiveDate) -> Option<Self> {
        match (closes_on - today).num_days() {
            0..=1 => Some(Self::Day),
            2..=7 => Some(Self::Week),
            _ => None,
        }
    }
}

/// The reminder due for an application on `today`: nothing has to be reminded of once it was submitted and, if a sum is
/// due, paid; nor a draft without people. `closes_on` is the last day for its unit, with what was granted.
pub fn due_reminder(application: &Application, closes_on: NaiveDate, today: NaiveDate) -> Option<Reminder> {
    let waits = match &application.stage {
        Stage::Draft => application.plan.is_some() && application.roster.headcount() > 0,
        Stage::AgeRejected | Stage::AwaitPayment { .. } => true,
        _ => false,
    };
    Reminder::on(today, closes_on).filter(|_| waits)
}

/// The notices of a reminder: to the unit, and to the agency's reviewers when it was they who entered the application.
pub fn reminder_notices(
    application: &Application,
    reminder: Reminder,
    closes_on: NaiveDate,
    at: DateTime<Utc>,
) -> Vec<Notice> {
    let left = match (closes_on - business_day(at)).num_days() {
        0 => "今天截止".to_owned(),
        days => format!("还有{days}天"),
    };
    let letter = Letter::new(Side::Unit, NoticeKind::WindowCloses, format!("参保办理即将截止，{left}"))
        .saying(format!("{}{}", to_unit(application), standing(application)))
        .saying(format!("该保障计划办理期至{closes_on}，{left}"))
        .next_of(application);
    let copy = (application.channel == Channel::Agency).then(|| letter.copied_to(Side::Review));
    let source = format!("{}-{}", application.number, reminder.code());
    let letters = std::iter::once(letter).chain(copy);
    letters.map(|letter| letter.address(application, at, &source)).collect()
}

fn standing(application: &Application) -> String {
    match &application.stage {
        Stage::AgeRejected => "的超龄审核被驳回，尚未重新提交".to_owned(),
        Stage::AwaitPayment { order } => format!("待缴费，应缴{}元", order.due),
        _ => format!("名单已有{}人，尚未提交审核", application.roster.headcount()),
    }
}
