//! The rules as rows meet them.

mod check;
mod merge;
mod messages;

use chrono::NaiveDate;

use super::*;

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The plan of the demo: 2026, ages on its first day.
pub(super) fn rules() -> Rules {
    Rules::standard(day("2026-01-01"), day("2026-12-31"))
}

/// A row of name, type and number; the rest blank.
pub(super) fn person(row: u32, name: &str, number: &str) -> RawRow {
    RawRow {
        row,
        name: Cell::text(name),
        document_type: Cell::text("居民身份证"),
        document_number: Cell::text(number),
        ..RawRow::default()
    }
}

/// A sound row of somebody of no interest.
pub(super) fn sound(row: u32) -> RawRow {
    person(row, "王芳", "43090219850505007X")
}

pub(super) fn other(name: &str, number: &str, gender: &str, age: Cell) -> RawRow {
    RawRow { document_type: Cell::text("其他"), gender: Cell::text(gender), age, ..person(2, name, number) }
}
