use calamine::{DataRef, ExcelDateTime, ExcelDateTimeType};
use chrono::NaiveDate;
use domain::roster::Cell;

use crate::Limits;

/// What a cell of any format holds, borrowed from the reader's buffers.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    Empty,
    Text(&'a str),
    Number(f64),
    Integer(i64),
    Bool(bool),
    Date(NaiveDate),
    Error(&'static str),
}

impl<'a> Value<'a> {
    /// Whether only blanks stand there, among them those that look like nothing at all.
    pub(crate) fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.chars().all(|c| c.is_whitespace() || is_invisible(c)),
            _ => false,
        }
    }

    /// A serial number that is formatted as a date; a duration, or a day that no calendar has, stays a number.
    pub(crate) fn serial(serial: f64, is_1904: bool) -> Self {
        Self::date_time(ExcelDateTime::new(serial, ExcelDateTimeType::DateTime, is_1904))
    }

    fn date_time(value: ExcelDateTime) -> Self {
        let day = if value.is_datetime() && (0.0..2_958_466.0).contains(&value.as_f64()) {
            value.as_datetime().map(|moment| moment.date())
        } else {
            None
        };
        day.map_or(Self::Number(value.as_f64()), Self::Date)
    }

    /// The day at the start of an ISO 8601 text, or else the text.
    pub(crate) fn iso(text: &'a str) -> Self {
        let day = text.get(..10).and_then(|day| NaiveDate::parse_from_str(day, "%Y-%m-%d").ok());
        day.map_or(Self::Text(text), Self::Date)
    }

    /// The cell as the rules want it: numbers stay numbers (E2.6), text is kept as typed.
    pub(crate) fn to_cell(&self) -> Cell {
        match *self {
            Self::Empty => Cell::Empty,
            Self::Text(text) => Cell::Text(shortened(text).into()),
            Self::Number(number) => number_cell(number),
            Self::Integer(number) => Cell::Integer(number),
            Self::Bool(value) => Cell::Bool(value),
            Self::Date(day) => Cell::Date(day),
            Self::Error(name) => Cell::Error(name.into()),
        }
    }
}

impl<'a> From<&'a DataRef<'a>> for Value<'a> {
    fn from(data: &'a DataRef<'a>) -> Self {
        match data {
            DataRef::Empty => Self::Empty,
            DataRef::String(text) | DataRef::DurationIso(text) => Self::Text(text),
            DataRef::SharedString(text) => Self::Text(text),
            DataRef::Int(number) => Self::Integer(*number),
            DataRef::Float(number) => Self::Number(*number),
            DataRef::Bool(value) => Self::Bool(*value),
            DataRef::DateTime(moment) => Self::date_time(*moment),
            DataRef::DateTimeIso(text) => Self::iso(text),
            DataRef::Error(error) => Self::Error(error_name(error)),
        }
    }
}

fn error_name(error: &calamine::CellErrorType) -> &'static str {
    use calamine::CellErrorType as Type;
    match error {
        Type::Div0 => "#DIV/0!",
        Type::NA => "#N/A",
        Type::Name => "#NAME?",
        Type::Null => "#NULL!",
        Type::Num => "#NUM!",
        Type::Ref => "#REF!",
        Type::Value => "#VALUE!",
        Type::GettingData => "#GETTING_DATA",
    }
}

const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

/// The text, cut to what is kept of a cell.
pub(crate) fn shortened(text: &str) -> &str {
    // Only a text with more bytes can have more characters.
    if text.len() <= Limits::MAX_TEXT {
        return text;
    }
    text.char_indices().nth(Limits::MAX_TEXT).map_or(text, |(end, _)| &text[..end])
}

fn number_cell(number: f64) -> Cell {
    // 2^63: every float below it that has no fraction is an i64 exactly.
    const TOO_BIG: f64 = 9_223_372_036_854_775_808.0;
    if number.fract() == 0.0 && number.abs() < TOO_BIG {
        #[expect(clippy::cast_possible_truncation, reason = "no fraction, and in range")]
        return Cell::Integer(number as i64);
    }
    Cell::Decimal(number.to_string().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_stays_a_number_with_the_digits_it_has_left() {
        assert_eq!(Value::Number(4.309_021_966_040_1e17).to_cell(), Cell::Integer(430_902_196_604_009_984));
        assert_eq!(Value::Number(13_812_341_234.0).to_cell(), Cell::Integer(13_812_341_234));
        assert_eq!(Value::Number(36.5).to_cell(), Cell::Decimal("36.5".into()));
        assert_eq!(Value::Number(1e19).to_cell(), Cell::Decimal("10000000000000000000".into()));
    }

    #[test]
    fn a_serial_number_becomes_the_day_excel_shows() {
        let day = |y, m, d| NaiveDate::from_ymd_opt(y, m, d).unwrap();
        assert_eq!(Value::serial(25_569.0, false), Value::Date(day(1970, 1, 1)));
        assert_eq!(Value::serial(24_107.0, true), Value::Date(day(1970, 1, 1)));
        assert_eq!(Value::serial(-3.0, false), Value::Number(-3.0));
        assert_eq!(Value::serial(1e300, false), Value::Number(1e300));
        assert_eq!(Value::iso("1985-05-05T00:00:00"), Value::Date(day(1985, 5, 5)));
        assert_eq!(Value::iso("五月五日"), Value::Text("五月五日"));
    }

    #[test]
    fn a_text_too_long_for_any_column_is_cut_between_characters() {
        let long = "名".repeat(40_000);
        assert_eq!(Value::Text(&long).to_cell(), Cell::Text("名".repeat(Limits::MAX_TEXT).into()));
    }

    #[test]
    fn blanks_of_every_kind_count_as_nothing() {
        for text in ["", " ", "\u{3000}\u{a0}", "\t\r\n", "\u{200b}\u{feff}"] {
            assert!(Value::Text(text).is_blank(), "{text:?}");
        }
        assert!(!Value::Number(0.0).is_blank());
    }
}
