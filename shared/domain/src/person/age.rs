//! Age and retirement: the decision of 2024-09-13 on raising the statutory retirement age step by step, in force
//! since 2025-01-01 (E3.1), and how a plan uses it (E3.2).

use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use super::Gender;
use crate::calendar::{YearMonth, add_months_clipped};

/// The rules in force here; stamped on everything they computed, so that it can be explained and computed again.
pub const RULE_SET_VERSION: &str = RuleSet::CURRENT.as_str();

/// A version of the rules that compute ages and flags.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RuleSet {
    /// The statute of 2025-01-01, as read for the season of 2026.
    #[serde(rename = "2026.1")]
    V2026R1,
}

impl RuleSet {
    /// The one in force.
    pub const CURRENT: Self = Self::V2026R1;

    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V2026R1 => "2026.1",
        }
    }
}

/// Which law decides who is over age.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "mode", rename_all = "snake_case")]
pub enum AgeMode {
    /// The statute, by month of birth and track.
    #[default]
    Statutory,
    /// A flat age for all men and one for all women, in full years.
    Fixed {
        /// That of men.
        male: u8,
        /// That of women.
        female: u8,
    },
}

/// The three tables of the statute.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Track {
    /// Men, and women in senior posts: 60 rising to 63.
    Men,
    /// Women whose age was 55: rising to 58.
    Women55,
    /// Women whose age was 50: rising to 55.
    Women50,
}

struct Band {
    base_years: u32,
    step: u32,
    cap: u32,
}

impl Track {
    const fn band(self) -> Band {
        match self {
            Self::Men => Band { base_years: 60, step: 4, cap: 36 },
            Self::Women55 => Band { base_years: 55, step: 4, cap: 36 },
            Self::Women50 => Band { base_years: 50, step: 2, cap: 60 },
        }
    }
}

/// January 2025 as a count of months: the first month in which anybody's retirement was delayed.
const FIRST_DELAYED: i32 = 2025 * 12;

/// The statutory retirement age in months of a person born on `birth`.
pub fn legal_age_months(birth: NaiveDate, track: Track) -> u32 {
    let Band { base_years, step, cap } = track.band();
    let born = birth.year() * 12 + birth.month0().cast_signed();
    let reaches_base = born + (base_years * 12).cast_signed();
    let delay = match u32::try_from(reaches_base - FIRST_DELAYED) {
        Ok(months) => cap.min(months / step + 1),
        Err(_) => 0,
    };
    base_years * 12 + delay
}

/// The day on which a person reaches the retirement age. A flat age looks at the gender of the track alone.
pub fn retirement_date(birth: NaiveDate, gender: Gender, track: Track, mode: AgeMode) -> NaiveDate {
    let months = match (mode, gender) {
        (AgeMode::Statutory, _) => legal_age_months(birth, track),
        (AgeMode::Fixed { male, .. }, Gender::Male) => u32::from(male) * 12,
        (AgeMode::Fixed { female, .. }, Gender::Female) => u32::from(female) * 12,
    };
    add_months_clipped(birth, months)
}

/// The month of [`retirement_date`].
pub fn retirement_month(birth: NaiveDate, gender: Gender, track: Track, mode: AgeMode) -> YearMonth {
    YearMonth::of(retirement_date(birth, gender, track, mode))
}

/// The last day of birth that makes a person over age on `at` by the statute: whoever was born on it or before is.
pub fn latest_over_age_birth(at: NaiveDate, track: Track) -> NaiveDate {
    let Band { base_years, cap, .. } = track.band();
    let back = |months: u32| at.checked_sub_months(Months::new(months)).unwrap_or(at);
    // Nobody's age is below the base, and no delay is longer than the cap; a day clipped to the end of a month may
    // lie up to three days off.
    let (earliest, latest) =
        (back(base_years * 12 + cap) - Days::new(3), back(base_years * 12) + Days::new(3));
    let is_over = |birth: &NaiveDate| add_months_clipped(*birth, legal_age_months(*birth, track)) <= at;
    latest.iter_days().rev().take_while(|birth| *birth > earliest).find(is_over).unwrap_or(earliest)
}

/// Full years on that day, the birthday included; 0 before the birth, 255 for more than 255.
pub fn full_years(birth: NaiveDate, at: NaiveDate) -> u8 {
    at.years_since(birth).map_or(0, |years| u8::try_from(years).unwrap_or(u8::MAX))
}

/// What an age in full years alone tells of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverAge {
    /// Over age, whatever the birthday.
    Yes,
    /// Not over age, whatever the birthday.
    No,
    /// It depends on the birthday, which must be asked for.
    DependsOnBirthday,
}

/// Whether a person of `age` full years on `at` is over age, for every day the birthday may be (E3.2, type 其他).
pub fn over_age_by_years(age: u8, at: NaiveDate, gender: Gender, track: Track, mode: AgeMode) -> OverAge {
    let years = |n: u32| at.checked_sub_months(Months::new(n * 12)).unwrap_or(NaiveDate::MIN);
    let latest = years(u32::from(age));
    let earliest = years(u32::from(age) + 1).succ_opt().unwrap_or(latest);
    let over = |birth| retirement_date(birth, gender, track, mode) <= at;
    match (over(earliest), over(latest)) {
        (_, true) => OverAge::Yes,
        (false, false) => OverAge::No,
        (true, false) => OverAge::DependsOnBirthday,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn first(year: i32, month0: i32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year + month0 / 12, (month0 % 12 + 1).cast_unsigned(), 1).unwrap()
    }

    const fn gender(track: Track) -> Gender {
        match track {
            Track::Men => Gender::Male,
            Track::Women55 | Track::Women50 => Gender::Female,
        }
    }

    #[test]
    fn the_latest_births_over_age_are_those_of_the_table() {
        let table = [
            ("2025-01-01", "1964-12-31", "1969-12-31", "1974-12-31"),
            ("2026-01-01", "1965-10-01", "1970-10-01", "1975-08-31"),
            ("2026-12-31", "1966-07-31", "1971-07-31", "1976-04-30"),
            ("2027-01-01", "1966-08-01", "1971-08-01", "1976-04-30"),
        ];
        for (at, men, women_55, women_50) in table {
            for (track, birth) in [(Track::Men, men), (Track::Women55, women_55), (Track::Women50, women_50)]
            {
                assert_eq!(latest_over_age_birth(day(at), track), day(birth), "{track:?} on {at}");
            }
        }
    }

    #[test]
    fn the_day_after_the_latest_birth_is_not_over_age() {
        for at in day("2024-12-25").iter_days().step_by(17).take(700) {
            for track in [Track::Men, Track::Women55, Track::Women50] {
                let over = |birth| retirement_date(birth, gender(track), track, AgeMode::Statutory) <= at;
                let latest = latest_over_age_birth(at, track);
                assert!(over(latest) && !over(latest + Days::new(1)), "{track:?} on {at}");
            }
        }
    }

    #[test]
    fn the_examples_of_the_statute_hold() {
        let vectors = [
            (Track::Men, "1964-12", 60, 0, "2024-12"),
            (Track::Men, "1965-01", 60, 1, "2025-02"),
            (Track::Men, "1965-05", 60, 2, "2025-07"),
            (Track::Men, "1965-09", 60, 3, "2025-12"),
            (Track::Men, "1966-01", 60, 4, "2026-05"),
            (Track::Men, "1966-05", 60, 5, "2026-10"),
            (Track::Men, "1966-09", 60, 6, "2027-03"),
            (Track::Men, "1968-09", 61, 0, "2029-09"),
            (Track::Men, "1972-09", 62, 0, "2034-09"),
            (Track::Men, "1976-08", 62, 11, "2039-07"),
            (Track::Men, "1976-09", 63, 0, "2039-09"),
            (Track::Men, "1990-01", 63, 0, "2053-01"),
            (Track::Women55, "1969-12", 55, 0, "2024-12"),
            (Track::Women55, "1970-01", 55, 1, "2025-02"),
            (Track::Women55, "1970-09", 55, 3, "2025-12"),
            (Track::Women55, "1971-01", 55, 4, "2026-05"),
            (Track::Women55, "1971-05", 55, 5, "2026-10"),
            (Track::Women55, "1973-09", 56, 0, "2029-09"),
            (Track::Women55, "1977-09", 57, 0, "2034-09"),
            (Track::Women55, "1981-09", 58, 0, "2039-09"),
            (Track::Women50, "1974-12", 50, 0, "2024-12"),
            (Track::Women50, "1975-01", 50, 1, "2025-02"),
            (Track::Women50, "1975-07", 50, 4, "2025-11"),
            (Track::Women50, "1975-09", 50, 5, "2026-02"),
            (Track::Women50, "1976-01", 50, 7, "2026-08"),
            (Track::Women50, "1976-11", 51, 0, "2027-11"),
            (Track::Women50, "1978-11", 52, 0, "2030-11"),
            (Track::Women50, "1980-11", 53, 0, "2033-11"),
            (Track::Women50, "1982-11", 54, 0, "2036-11"),
            (Track::Women50, "1984-11", 55, 0, "2039-11"),
        ];
        for (track, born, years, months, retires) in vectors {
            let birth = day(&format!("{born}-01"));
            assert_eq!(legal_age_months(birth, track), years * 12 + months, "{track:?} {born}");
            let month = retirement_month(birth, gender(track), track, AgeMode::Statutory);
            assert_eq!(month.to_string(), retires, "{track:?} {born}");
        }
    }

    /// Walks every birth month of a century beside the table of bands, which is written down another way than
    /// the formula: band k begins k − 1 steps after the first, and each adds one month.
    #[test]
    fn every_birth_month_lies_in_its_band() {
        for (track, base, first_year, step, bands) in [
            (Track::Men, 60, 1965, 4, 36),
            (Track::Women55, 55, 1970, 4, 36),
            (Track::Women50, 50, 1975, 2, 60),
        ] {
            for months_before in 1..=12 * 40 {
                let birth = first(first_year - 40, 12 * 40 - months_before);
                assert_eq!(legal_age_months(birth, track), base * 12, "{birth}");
            }
            let mut month = 0;
            for band in 1..=bands {
                for _ in 0..step {
                    assert_eq!(
                        legal_age_months(first(first_year, month), track),
                        base * 12 + band,
                        "{month}"
                    );
                    month += 1;
                }
            }
            for later in month..month + 12 * 40 {
                assert_eq!(legal_age_months(first(first_year, later), track), base * 12 + bands, "{later}");
            }
        }
    }

    #[test]
    fn the_latest_over_age_birth_dates_are_those_of_the_table() {
        let vectors = [
            ("2025-01-01", ["1964-12-31", "1969-12-31", "1974-12-31"]),
            ("2026-01-01", ["1965-10-01", "1970-10-01", "1975-08-31"]),
            ("2026-12-31", ["1966-07-31", "1971-07-31", "1976-04-30"]),
            ("2027-01-01", ["1966-08-01", "1971-08-01", "1976-04-30"]),
        ];
        for (reference, births) in vectors {
            for (track, birth) in [Track::Men, Track::Women55, Track::Women50].into_iter().zip(births) {
                let over = |birth| {
                    retirement_date(birth, gender(track), track, AgeMode::Statutory) <= day(reference)
                };
                assert!(over(day(birth)), "{reference} {track:?} {birth}");
                let mut later = day(birth);
                for _ in 0..800 {
                    later = later.succ_opt().unwrap();
                    assert!(!over(later), "{reference} {track:?} {later}");
                }
            }
        }
    }

    #[test]
    fn a_flat_age_looks_at_the_gender_alone() {
        let mode = AgeMode::Fixed { male: 60, female: 50 };
        let date = |gender, track| retirement_date(day("1966-02-28"), gender, track, mode);
        assert_eq!(date(Gender::Male, Track::Men), day("2026-02-28"));
        assert_eq!(date(Gender::Female, Track::Women55), day("2016-02-28"));
        assert_eq!(date(Gender::Female, Track::Men), day("2016-02-28"));
    }

    #[test]
    fn a_year_is_full_on_the_birthday() {
        let vectors = [
            ("1966-04-01", "2026-04-01", 60),
            ("1966-04-01", "2026-03-31", 59),
            ("2008-02-29", "2026-02-28", 17),
            ("2008-02-29", "2026-03-01", 18),
            ("2026-01-02", "2026-01-01", 0),
        ];
        for (birth, at, years) in vectors {
            assert_eq!(full_years(day(birth), day(at)), years, "{birth} {at}");
        }
    }

    #[test]
    fn an_age_alone_decides_where_every_birthday_gives_the_same_answer() {
        let at = day("2026-01-01");
        let men = |age| over_age_by_years(age, at, Gender::Male, Track::Men, AgeMode::Statutory);
        assert_eq!(men(59), OverAge::No);
        assert_eq!(men(60), OverAge::DependsOnBirthday);
        assert_eq!(men(61), OverAge::Yes);
        let flat = AgeMode::Fixed { male: 60, female: 55 };
        assert_eq!(over_age_by_years(59, at, Gender::Male, Track::Men, flat), OverAge::No);
        assert_eq!(over_age_by_years(60, at, Gender::Male, Track::Men, flat), OverAge::Yes);
        assert_eq!(over_age_by_years(255, at, Gender::Male, Track::Men, flat), OverAge::Yes);
    }

    #[test]
    fn the_version_is_the_name_of_the_current_rules() {
        assert_eq!(RULE_SET_VERSION, "2026.1");
    }
}
