//! What the papers have in common: title, numbers, places for seals, dates and digits as clerks write them.

use chrono::{DateTime, Datelike, NaiveDate, Timelike, Utc};
use domain::calendar::shanghai;
use serde::{Deserialize, Serialize};

use crate::{
    layout::{Align, Flow, Ink, MM, Style},
    qr,
};

/// Text of the form.
pub(crate) const BODY: Style = Style::of(10.5);
/// Remarks below a form.
pub(crate) const SMALL: Style = Style::of(9.0);
/// Text of a list of people.
pub(crate) const LIST: Style = Style::of(9.0);
/// The side of a QR code.
const QR: f32 = 26.0 * MM;
/// The side of the place of a seal: a round seal of a union is at most 45 mm wide.
const SEAL: f32 = 45.0 * MM;
/// Free above it.
const SEAL_GAP: f32 = 8.0;

/// How anybody finds out whether a paper is genuine (NEW-13).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Proof {
    /// 校验码, as it is printed.
    pub code: String,
    /// Where the QR code leads: the page that says what the paper should say. Empty where there is none.
    pub url: String,
}

/// The title in the middle.
pub(crate) fn title(flow: &mut Flow<'_>, text: &str) {
    flow.paragraph(text, &Style::of(20.0).strong(), Align::Centre);
    flow.skip(8.0);
}

/// The heading of a part.
pub(crate) fn heading(flow: &mut Flow<'_>, text: &str) {
    flow.skip(10.0);
    flow.keep(60.0);
    flow.paragraph(text, &Style::of(11.5).strong(), Align::Left);
    flow.skip(3.0);
}

/// A line with something at its left and something at its right; two lines where one does not hold both.
pub(crate) fn two_ends(flow: &mut Flow<'_>, left: &str, right: &str) {
    let (margin, measure) = (flow.sheet().side, flow.sheet().measure());
    let (lefts, rights) = (flow.wrap(left, &BODY, measure), flow.wrap(right, &BODY, measure));
    let share = |lines: &[crate::layout::Line]| lines.iter().map(|line| line.width).fold(0.0, f32::max);
    if lefts.len() > 1 || rights.len() > 1 || share(&lefts) + share(&rights) + BODY.size > measure {
        flow.paragraph(left, &BODY, Align::Left);
        flow.paragraph(right, &BODY, Align::Right);
        return;
    }
    let top = flow.y();
    for (line, align) in
        lefts.iter().map(|line| (line, Align::Left)).chain(rights.iter().map(|l| (l, Align::Right)))
    {
        flow.put(line, margin + align.offset(measure, line.width), top, &BODY);
    }
    flow.skip(BODY.line_height());
}

/// Begins the next page unless these paragraphs and the place of a seal below them fit on this one.
pub(crate) fn keep_with_seal<'t>(flow: &mut Flow<'_>, paragraphs: impl Iterator<Item = &'t String>) {
    let measure = flow.sheet().measure();
    let heights = paragraphs.flat_map(|text| flow.wrap(text, &BODY, measure)).map(|_| BODY.line_height());
    let height: f32 = heights.sum();
    flow.keep(height + SEAL_GAP + SEAL);
}

/// Where a seal goes: a dashed frame at the right with a word of what belongs there; lines at its left, and below them
/// how the paper is checked. Kept on one page.
pub(crate) fn seal_place(flow: &mut Flow<'_>, seal: &str, beside: &[String], proof: &Proof) {
    let (margin, measure) = (flow.sheet().side, flow.sheet().measure());
    let width = measure - SEAL - 6.0 * MM;
    let lines: Vec<_> = beside.iter().flat_map(|text| flow.wrap(text, &BODY, width)).collect();
    let text = lines.iter().map(|_| BODY.line_height()).sum::<f32>();
    let height = SEAL.max(text + if proof.code.is_empty() { 0.0 } else { QR + SEAL_GAP });
    flow.skip(SEAL_GAP);
    flow.keep(height);
    let top = flow.y();
    let left = margin + measure - SEAL;
    flow.dashed_frame(left, top, SEAL, SEAL);
    let guide = SMALL.ink(Ink::Grey);
    let mut y = top + 4.0;
    for line in flow.wrap(&format!("（{seal}盖章处）"), &guide, SEAL - 8.0) {
        flow.put(&line, left + Align::Centre.offset(SEAL, line.width), y, &guide);
        y += guide.line_height();
    }
    for (line, row) in lines.iter().zip(0_u8..) {
        flow.put(line, margin, top + f32::from(row) * BODY.line_height(), &BODY);
    }
    proof_place(flow, proof, (margin, top + height - QR), width, QR);
    flow.skip(height);
}

/// The QR code with the words that go with it at its right.
pub(crate) fn proof_place(
    flow: &mut Flow<'_>,
    proof: &Proof,
    (left, top): (f32, f32),
    width: f32,
    side: f32,
) {
    if proof.code.is_empty() {
        return;
    }
    let mut text_left = left;
    if !proof.url.is_empty() && qr::draw(flow, &proof.url, (left, top), side) {
        text_left += side + 3.0 * MM;
    }
    let room = left + width - text_left;
    let guide = SMALL.ink(Ink::Grey);
    let page = proof.url.strip_suffix(&proof.code).unwrap_or(&proof.url).trim_end_matches('/');
    let hint = format!("扫码，或打开 {page} 输入校验码，核对本单的真伪、金额和收款账户。");
    let mut y = top + 2.0;
    for (text, style) in [("校验码", guide), (proof.code.as_str(), BODY.strong()), (hint.as_str(), guide)]
    {
        for line in flow.wrap(text, &style, room) {
            flow.put(&line, text_left, y, &style);
            y += style.line_height();
        }
    }
}

/// Says which characters the typeface lacks, so that somebody writes them in by hand.
pub(crate) fn note_missing(flow: &mut Flow<'_>) {
    if flow.missing().is_empty() {
        return;
    }
    let codes: Vec<String> =
        flow.missing().iter().map(|character| format!("U+{:04X}", u32::from(*character))).collect();
    let text = format!("注：“〓”处为字库未收录的字（{}），请手写补正。", codes.join("、"));
    flow.skip(4.0);
    flow.paragraph(&text, &SMALL, Align::Left);
}

/// 2026年1月5日, in Shanghai.
pub(crate) fn day_of(at: DateTime<Utc>) -> String {
    let at = shanghai(at);
    format!("{}年{}月{}日", at.year(), at.month(), at.day())
}

/// 2026-01-05 10:20 in Shanghai, and 2026-01-05 where only the day was given (midnight).
pub(crate) fn minute_of(at: DateTime<Utc>) -> String {
    let at = shanghai(at);
    let form = if at.num_seconds_from_midnight() == 0 { "%Y-%m-%d" } else { "%Y-%m-%d %H:%M" };
    at.format(form).to_string()
}

/// 2026年1月5日.
pub(crate) fn day_zh(day: NaiveDate) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// 2026-01-01 至 2026-12-31.
pub(crate) fn period((from, to): (NaiveDate, NaiveDate)) -> String {
    format!("{from} 至 {to}")
}

/// Digits in groups of four, as bank codes and accounts are read aloud: 1021 9100 0790 (inventory A11).
pub(crate) fn in_fours(digits: &str) -> String {
    let mut grouped = String::with_capacity(digits.len() * 5 / 4);
    for (at, character) in digits.chars().filter(|character| !character.is_whitespace()).enumerate() {
        if at > 0 && at % 4 == 0 {
            grouped.push(' ');
        }
        grouped.push(character);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped_by_four() {
        let cases = [
            ("", ""),
            ("102", "102"),
            ("102191000790", "1021 9100 0790"),
            ("1021 9100 0790", "1021 9100 0790"),
            ("1912032009200123456", "1912 0320 0920 0123 456"),
        ];
        for (digits, expected) in cases {
            assert_eq!(in_fours(digits), expected);
        }
    }

    #[test]
    fn days_and_times_are_those_of_shanghai() {
        let late: DateTime<Utc> = "2025-12-31T16:00:00Z".parse().unwrap();
        assert_eq!(day_of(late), "2026年1月1日");
        assert_eq!(minute_of(late), "2026-01-01");
        assert_eq!(minute_of("2026-01-05T02:20:40Z".parse().unwrap()), "2026-01-05 10:20");
    }
}
