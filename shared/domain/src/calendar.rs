//! Days and months as the users count them: business days are Asia/Shanghai.

use std::{fmt, str::FromStr};

use chrono::{DateTime, Datelike, FixedOffset, Months, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Asia/Shanghai, which has known no summer time since 1991.
pub const SHANGHAI: FixedOffset = FixedOffset::east_opt(8 * 3600).expect("eight hours are an offset");

/// The instant as a clock in Shanghai shows it.
pub fn shanghai(at: DateTime<Utc>) -> DateTime<FixedOffset> {
    at.with_timezone(&SHANGHAI)
}

/// The calendar day in Shanghai at that instant.
pub fn business_day(at: DateTime<Utc>) -> NaiveDate {
    shanghai(at).date_naive()
}

/// The same day of the month `months` later, or the month's last day where it is shorter (E3.2).
pub fn add_months_clipped(day: NaiveDate, months: u32) -> NaiveDate {
    day.checked_add_months(Months::new(months)).unwrap_or(NaiveDate::MAX)
}

/// A month of a year; as text `2026-05`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct YearMonth {
    year: i32,
    month: u32,
}

/// A text or pair of numbers that names no month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a month of the form YYYY-MM")]
pub struct NotAMonth;

impl YearMonth {
    /// That month; `None` unless the year has four digits and the month is 1 to 12.
    pub const fn new(year: i32, month: u32) -> Option<Self> {
        if year >= 0 && year <= 9999 && month >= 1 && month <= 12 { Some(Self { year, month }) } else { None }
    }

    /// The month the day lies in.
    pub fn of(day: NaiveDate) -> Self {
        Self { year: day.year(), month: day.month() }
    }

    /// The year.
    pub const fn year(self) -> i32 {
        self.year
    }

    /// The month, 1 to 12.
    pub const fn month(self) -> u32 {
        self.month
    }
}

impl fmt::Display for YearMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

impl FromStr for YearMonth {
    type Err = NotAMonth;

    fn from_str(text: &str) -> Result<Self, NotAMonth> {
        let (year, month) = text.split_once('-').ok_or(NotAMonth)?;
        let digits = |part: &str, length| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return Err(NotAMonth);
        }
        let year = year.parse().map_err(|_| NotAMonth)?;
        let month = month.parse().map_err(|_| NotAMonth)?;
        Self::new(year, month).ok_or(NotAMonth)
    }
}

impl TryFrom<String> for YearMonth {
    type Error = NotAMonth;

    fn try_from(text: String) -> Result<Self, NotAMonth> {
        text.parse()
    }
}

impl From<YearMonth> for String {
    fn from(month: YearMonth) -> Self {
        month.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_business_day_begins_at_midnight_in_shanghai() {
        assert_eq!(business_day("2025-12-31T15:59:59Z".parse().unwrap()), day("2025-12-31"));
        assert_eq!(business_day("2025-12-31T16:00:00Z".parse().unwrap()), day("2026-01-01"));
    }

    #[test]
    fn months_are_clipped_to_the_end() {
        let vectors = [
            ("2025-01-31", 1, "2025-02-28"),
            ("2024-01-31", 1, "2024-02-29"),
            ("1975-08-31", 604, "2025-12-31"),
            ("1964-02-29", 720, "2024-02-29"),
            ("1965-02-28", 0, "1965-02-28"),
        ];
        for (from, months, expected) in vectors {
            assert_eq!(add_months_clipped(day(from), months), day(expected), "{from} + {months}");
        }
    }

    #[test]
    fn a_month_survives_its_text_and_other_texts_are_refused() {
        let month = YearMonth::new(2026, 5).unwrap();
        assert_eq!(month.to_string(), "2026-05");
        assert_eq!("2026-05".parse(), Ok(month));
        for text in ["", "2026", "2026-13", "2026-00", "2026-5", "26-05", "+026-05", "2026-05-01"] {
            assert_eq!(text.parse::<YearMonth>(), Err(NotAMonth), "{text}");
        }
    }
}
