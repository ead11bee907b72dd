//! Where else a person is enrolled.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Column, Issue, Rules, check::judge};

/// Where else in the same plan a person stands, as the store found it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Elsewhere {
    /// In another application of the same unit that is not void.
    SameUnit {
        /// Its number.
        application: String,
    },
    /// With another unit. Which one is not the caller's to know.
    OtherUnit {
        /// The day of that enrolment, if it is concluded.
        since: Option<NaiveDate>,
    },
}

impl Elsewhere {
    /// What there is to say of it at `row`, by the plan's policy.
    pub fn issue(&self, row: u32, rules: &Rules) -> Issue {
        let (finding, severity) = judge(self, rules);
        Issue::with(row, Column::DocumentNumber, &finding, severity)
    }
}
