//! The rules of a plan that a roster is checked by.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::person::{Gender, age::AgeMode, age::Track};

/// What to do with a person whom another unit has enrolled in the same plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DuplicatePolicy {
    /// Let the row pass with a warning.
    #[default]
    Warn,
    /// Refuse the row.
    Block,
}

/// How people are checked; a part of the plan, since nothing of this is settled once and for all (E1, E3.2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// The day on which ages count.
    pub reference_date: NaiveDate,
    /// First day of the period of coverage.
    pub coverage_from: NaiveDate,
    /// Last day of the period of coverage.
    pub coverage_to: NaiveDate,
    /// Which law decides who is over age.
    #[serde(default)]
    pub age_mode: AgeMode,
    /// The only gender the plan is for, if it is not for both.
    #[serde(default)]
    pub gender_limit: Option<Gender>,
    /// Full years below which nobody is taken.
    #[serde(default = "working_age")]
    pub min_age: u8,
    /// The track of women whose 岗位类别 is not stated.
    #[serde(default = "default_track")]
    pub female_track: Track,
    /// Whether 手机号 must be given.
    #[serde(default)]
    pub phone_required: bool,
    /// What to do with people another unit has enrolled.
    #[serde(default)]
    pub duplicate_elsewhere: DuplicatePolicy,
}

const fn working_age() -> u8 {
    16
}

const fn default_track() -> Track {
    Track::Women55
}

impl Rules {
    /// The rules of a plan that decides nothing of its own: ages count on the first day of coverage, the
    /// statutory retirement age holds, both genders are taken from 16 on.
    pub fn standard(coverage_from: NaiveDate, coverage_to: NaiveDate) -> Self {
        Self {
            reference_date: coverage_from,
            coverage_from,
            coverage_to,
            age_mode: AgeMode::default(),
            gender_limit: None,
            min_age: working_age(),
            female_track: default_track(),
            phone_required: false,
            duplicate_elsewhere: DuplicatePolicy::default(),
        }
    }
}
