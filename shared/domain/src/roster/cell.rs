//! What a cell means: text, years, yes or no, a day.

use std::borrow::Cow;

use chrono::NaiveDate;

use super::Cell;
use crate::person::text;

/// Ages that can be typed; below the plan's least age another message says so.
const TYPED_AGES: std::ops::RangeInclusive<u8> = 0..=100;

/// What the cell shows, as text.
pub(super) fn typed(cell: &Cell) -> Cow<'_, str> {
    match cell {
        Cell::Empty | Cell::Error(_) => Cow::Borrowed(""),
        Cell::Text(text) => Cow::Borrowed(text),
        Cell::Decimal(text) => Cow::Borrowed(text),
        Cell::Integer(number) => Cow::Owned(number.to_string()),
        Cell::Bool(yes) => Cow::Borrowed(if *yes { "是" } else { "否" }),
        Cell::Date(day) => Cow::Owned(day.to_string()),
    }
}

/// Full years, as a number or with 岁 behind it.
pub(super) fn years(cell: &Cell) -> Option<u8> {
    let shown = typed(cell);
    let text = text::compact(&shown);
    let number = text.strip_suffix("周岁").or_else(|| text.strip_suffix('岁')).unwrap_or(&text);
    let whole = number.split_once('.').map_or(number, |(whole, zeros)| {
        if !zeros.is_empty() && zeros.bytes().all(|b| b == b'0') { whole } else { number }
    });
    whole.parse().ok().filter(|age| TYPED_AGES.contains(age) && !whole.starts_with('+'))
}

/// 是 or 否, in the many ways they are typed.
pub(super) fn yes_or_no(cell: &Cell) -> Option<bool> {
    match text::compact(&typed(cell)).as_ref() {
        "是" | "有" | "Y" | "y" | "YES" | "Yes" | "yes" | "1" | "√" | "✓" | "TRUE" | "true" => {
            Some(true)
        }
        "否" | "无" | "不是" | "N" | "n" | "NO" | "No" | "no" | "0" | "×" | "FALSE" | "false" => {
            Some(false)
        }
        _ => None,
    }
}

/// A day as a cell of its own, or typed as 1990-01-31, 1990/1/31, 1990.1.31, 1990年1月31日 or 19900131.
pub(super) fn date(cell: &Cell) -> Option<NaiveDate> {
    if let Cell::Date(day) = cell {
        return plausible(*day);
    }
    let shown = typed(cell);
    let text = text::compact(&shown);
    if text.len() == 8 && text.bytes().all(|b| b.is_ascii_digit()) {
        return ymd(text.get(..4)?, text.get(4..6)?, text.get(6..)?);
    }
    let mut parts = text.strip_suffix('日').unwrap_or(&text).split(['-', '/', '.', '年', '月']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    ymd(year, month, day)
}

fn ymd(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    plausible(NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?)
}

fn plausible(day: NaiveDate) -> Option<NaiveDate> {
    (chrono::Datelike::year(&day) >= 1900).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_read_as_they_are_typed() {
        let vectors = [
            (Cell::Integer(45), Some(45)),
            (Cell::text("45"), Some(45)),
            (Cell::text(" ４５ 岁"), Some(45)),
            (Cell::text("45周岁"), Some(45)),
            (Cell::Decimal("45.0".into()), Some(45)),
            (Cell::Decimal("45.5".into()), None),
            (Cell::Integer(101), None),
            (Cell::Integer(-1), None),
            (Cell::text("+45"), None),
            (Cell::text("四十五"), None),
        ];
        for (cell, expected) in vectors {
            assert_eq!(years(&cell), expected, "{:?}", typed(&cell));
        }
    }

    #[test]
    fn days_are_read_as_they_are_typed() {
        let expected = NaiveDate::from_ymd_opt(1990, 1, 31);
        for text in
            ["1990-01-31", "1990/1/31", "1990.1.31", "1990年1月31日", "19900131", "１９９０－０１－３１"]
        {
            assert_eq!(date(&Cell::text(text)), expected, "{text}");
        }
        assert_eq!(date(&Cell::Integer(19_900_131)), expected);
        assert_eq!(date(&Cell::Date(expected.unwrap())), expected);
        for text in ["1990-02-30", "90-01-31", "31/1/1990", "1990-01", "1990-01-31-01", "1899-12-31", "昨天"]
        {
            assert_eq!(date(&Cell::text(text)), None, "{text}");
        }
    }

    #[test]
    fn yes_and_no_have_many_forms() {
        for cell in [Cell::Bool(true), Cell::text("是"), Cell::text("√"), Cell::Integer(1)] {
            assert_eq!(yes_or_no(&cell), Some(true));
        }
        for cell in [Cell::Bool(false), Cell::text("否"), Cell::text("无"), Cell::Integer(0)] {
            assert_eq!(yes_or_no(&cell), Some(false));
        }
        assert_eq!(yes_or_no(&Cell::text("也许")), None);
    }
}
