//! .xls: BIFF8 records in the `Workbook` stream of a compound file.
//!
//! Read here and not by a library, because the ones there are build a dense table of every sheet first: a single stray
//! cell in the last row and column then costs half a gigabyte, a repeated long string far more.

use std::io::{Cursor, Read as _};

use domain::roster::FileProblem;

use crate::biff::{Biff, Record, Strings, unicode_string};
use crate::sheet::{Flow, Origin, Search, SheetReader};
use crate::value::Value;
use crate::{Limits, Roster};

pub(crate) fn read(bytes: &[u8], limits: &Limits) -> Result<Roster, FileProblem> {
    let stream = workbook_stream(bytes).ok_or(FileProblem::Broken)?;
    let book = Book::of(&stream)?;
    let mut search = Search::default();
    for listed in book.sheets.iter().take(Limits::MAX_SHEETS) {
        if listed.is_hidden {
            search.pass_hidden();
            continue;
        }
        let mut sheet = SheetReader::new(limits);
        for cell in cells_of_sheet(&stream, listed.position)? {
            if sheet.cell((cell.row, cell.column), &book.value(&cell), cell.origin)? == Flow::NoRoster {
                break;
            }
        }
        if let Some(roster) = search.take(sheet.finish(&listed.name)?) {
            return Ok(roster);
        }
    }
    Err(search.failure())
}

fn workbook_stream(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut file = cfb::CompoundFile::open(Cursor::new(bytes)).ok()?;
    let stream = file.open_stream("/Workbook").ok()?;
    let mut content = Vec::new();
    // A stream cannot hold more than the file it stands in, whatever its length field says.
    stream.take(bytes.len() as u64).read_to_end(&mut content).ok()?;
    Some(content)
}

/// What the first part of the stream says about all sheets.
#[derive(Default)]
struct Book {
    is_1904: bool,
    /// Whether a cell format shows a date, by the format's number in the cell.
    dates: Vec<bool>,
    strings: Vec<String>,
    /// The worksheets in order.
    sheets: Vec<Listed>,
}

struct Listed {
    name: String,
    is_hidden: bool,
    position: usize,
}

struct XlsCell {
    row: u32,
    column: u32,
    origin: Origin,
    content: Content,
}

enum Content {
    Number { value: f64, format: u16 },
    Shared(u32),
    Text(String),
    Bool(bool),
    Error(u8),
}

impl Book {
    fn of(stream: &[u8]) -> Result<Self, FileProblem> {
        let mut book = Self::default();
        let mut custom = Vec::new();
        let mut formats = Vec::new();
        for record in Biff::new(stream, 0) {
            let record = record?;
            match record.kind {
                Record::BOF if record.u16(0) != Some(Record::BIFF8) => return Err(FileProblem::Broken),
                Record::FILE_PASS => return Err(FileProblem::Encrypted),
                Record::DATE_MODE => book.is_1904 = record.u16(0) == Some(1),
                Record::FORMAT => custom.extend(date_format(&record)),
                Record::XF => formats.extend(record.u16(2)),
                Record::BOUND_SHEET => book.sheets.extend(listed(&record)),
                Record::STRINGS => book.strings = Strings::of(&record)?,
                Record::EOF => {
                    book.dates = formats.into_iter().map(|id| is_date(id, &custom)).collect();
                    return Ok(book);
                }
                _ => (),
            }
        }
        Err(FileProblem::Broken)
    }

    fn value<'a>(&'a self, cell: &'a XlsCell) -> Value<'a> {
        match &cell.content {
            Content::Number { value, format } if self.dates.get(usize::from(*format)) == Some(&true) => {
                Value::serial(*value, self.is_1904)
            }
            Content::Number { value, .. } => Value::Number(*value),
            Content::Shared(index) => {
                self.strings.get(*index as usize).map_or(Value::Empty, |text| Value::Text(text))
            }
            Content::Text(text) => Value::Text(text),
            Content::Bool(value) => Value::Bool(*value),
            Content::Error(code) => Value::Error(error_name(*code)),
        }
    }
}

/// The cells of the sheet at a position of the stream, in order of rows.
fn cells_of_sheet(stream: &[u8], position: usize) -> Result<Vec<XlsCell>, FileProblem> {
    let mut cells = Vec::new();
    let mut formula_at = None;
    let mut depth = 0_u32;
    for record in Biff::new(stream, position) {
        let record = record?;
        if cells.len() > Limits::MAX_HELD_CELLS {
            return Err(FileProblem::TooBig);
        }
        match record.kind {
            // Charts lie inside the sheet as streams of their own, with cells of their own.
            Record::BOF => depth += 1,
            Record::EOF if depth > 1 => depth -= 1,
            Record::EOF => {
                cells.sort_by_key(|cell: &XlsCell| (cell.row, cell.column));
                return Ok(cells);
            }
            _ if depth > 1 => (),
            Record::FORMULA => match formula(&record)? {
                Cached::Value(content) => {
                    cells.push(XlsCell { origin: Origin::Formula, ..record.at(0, content)? });
                }
                Cached::TextFollows => formula_at = Some((record.row()?, record.column()?)),
                Cached::Nothing => (),
            },
            Record::STRING => {
                if let Some((row, column)) = formula_at.take() {
                    let text = unicode_string(&record, 0).ok_or(FileProblem::Broken)?;
                    cells.push(XlsCell {
                        row,
                        column,
                        origin: Origin::Formula,
                        content: Content::Text(text),
                    });
                }
            }
            Record::MUL_RK => multiple_numbers(&record, &mut cells)?,
            _ => cells.extend(single(&record)?),
        }
    }
    Err(FileProblem::Broken)
}

impl Record<'_> {
    fn row(&self) -> Result<u32, FileProblem> {
        self.u16(0).map(u32::from).ok_or(FileProblem::Broken)
    }

    fn column(&self) -> Result<u32, FileProblem> {
        self.u16(2).map(u32::from).ok_or(FileProblem::Broken)
    }

    fn at(&self, offset: u32, content: Content) -> Result<XlsCell, FileProblem> {
        Ok(XlsCell { row: self.row()?, column: self.column()? + offset, origin: Origin::Typed, content })
    }
}

/// A record that is one cell; `None` for every other record, blank cells among them.
fn single(record: &Record<'_>) -> Result<Option<XlsCell>, FileProblem> {
    let format = record.u16(4).unwrap_or_default();
    let content = match record.kind {
        Record::NUMBER => record.f64(6).map(|value| Content::Number { value, format }),
        Record::RK => record.u32(6).map(|rk| Content::Number { value: rk_number(rk), format }),
        Record::LABEL_SST => record.u32(6).map(Content::Shared),
        Record::LABEL | Record::R_STRING => unicode_string(record, 6).map(Content::Text),
        Record::BOOL_ERR => match (record.u8(6), record.u8(7)) {
            (Some(value), Some(0)) => Some(Content::Bool(value != 0)),
            (Some(code), Some(_)) => Some(Content::Error(code)),
            _ => None,
        },
        _ => return Ok(None),
    };
    record.at(0, content.ok_or(FileProblem::Broken)?).map(Some)
}

fn multiple_numbers(record: &Record<'_>, cells: &mut Vec<XlsCell>) -> Result<(), FileProblem> {
    // Row, first column, then six bytes a cell, then the last column.
    let count = record.data.len().saturating_sub(6) / 6;
    for (offset, start) in (0..u32::try_from(count).unwrap_or_default()).zip((4..).step_by(6)) {
        let (format, rk) = record.u16(start).zip(record.u32(start + 2)).ok_or(FileProblem::Broken)?;
        cells.push(record.at(offset, Content::Number { value: rk_number(rk), format })?);
    }
    Ok(())
}

enum Cached {
    Value(Content),
    /// A STRING record comes next.
    TextFollows,
    Nothing,
}

/// The value a formula had when the book was saved: a number, or a mark in its place.
fn formula(record: &Record<'_>) -> Result<Cached, FileProblem> {
    let (format, value) = record.u16(4).zip(record.f64(6)).ok_or(FileProblem::Broken)?;
    if record.u16(12) != Some(0xFFFF) {
        return Ok(Cached::Value(Content::Number { value, format }));
    }
    let content = record.u8(8).unwrap_or_default();
    Ok(match record.u8(6) {
        Some(0) => Cached::TextFollows,
        Some(1) => Cached::Value(Content::Bool(content != 0)),
        Some(2) => Cached::Value(Content::Error(content)),
        _ => Cached::Nothing,
    })
}

/// A number in 30 bits: whole or the upper half of a float, and perhaps a hundredth.
fn rk_number(rk: u32) -> f64 {
    let number =
        if rk & 2 == 0 { f64::from_bits(u64::from(rk & !3) << 32) } else { f64::from(rk.cast_signed() >> 2) };
    if rk & 1 == 0 { number } else { number / 100.0 }
}

fn listed(record: &Record<'_>) -> Option<Listed> {
    const WORKSHEET: u8 = 0;
    let position = record.u32(0)? as usize;
    let is_hidden = record.u8(4)? & 3 != 0;
    (record.u8(5)? == WORKSHEET).then_some(Listed { name: record.short_string(6)?, is_hidden, position })
}

fn date_format(record: &Record<'_>) -> Option<(u16, bool)> {
    let id = record.u16(0)?;
    Some((id, shows_date(&unicode_string(record, 2)?)))
}

fn is_date(id: u16, custom: &[(u16, bool)]) -> bool {
    let own = custom.iter().find(|(known, _)| *known == id).map(|(_, date)| *date);
    // The built-in formats of dates and times, the East Asian ones among them.
    own.unwrap_or(matches!(id, 14..=22 | 27..=36 | 45 | 47 | 50..=58))
}

/// Whether a format's first section has a year, a month or a day outside of quoted text. `[h]:mm` is a duration.
fn shows_date(format: &str) -> bool {
    let (mut quoted, mut literal) = (false, false);
    let mut bracket: Option<String> = None;
    for c in format.chars() {
        match c {
            _ if std::mem::take(&mut literal) => (),
            '"' => quoted = !quoted,
            _ if quoted => (),
            ']' if bracket.take().is_some_and(|unit| is_elapsed_time(&unit)) => return false,
            '[' => bracket = Some(String::new()),
            _ if bracket.is_some() => bracket.iter_mut().for_each(|inner| inner.push(c)),
            '\\' | '_' | '*' => literal = true,
            ';' => return false,
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' => return true,
            _ => (),
        }
    }
    false
}

fn is_elapsed_time(unit: &str) -> bool {
    matches!(unit.to_ascii_lowercase().as_str(), "h" | "hh" | "m" | "mm" | "s" | "ss")
}

fn error_name(code: u8) -> &'static str {
    match code {
        0x00 => "#NULL!",
        0x07 => "#DIV/0!",
        0x17 => "#REF!",
        0x1D => "#NAME?",
        0x24 => "#NUM!",
        0x2A => "#N/A",
        _ => "#VALUE!",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_in_thirty_bits_is_whole_or_half_a_float_or_a_hundredth() {
        assert!((rk_number(0x3FF0_0000) - 1.0).abs() < f64::EPSILON);
        assert!((rk_number((43_u32 << 2) | 2) - 43.0).abs() < f64::EPSILON);
        assert!((rk_number((4350_u32 << 2) | 3) - 43.5).abs() < f64::EPSILON);
        assert!((rk_number(0xFFFF_FFFE) + 1.0).abs() < f64::EPSILON);
    }

    #[test]
    fn a_format_shows_a_date_by_what_stands_outside_of_quotes() {
        for format in ["yyyy-mm-dd", "yyyy\"年\"m\"月\"d\"日\"", "[$-804]yyyy/m/d;@", "d-mmm", "h:mm AM/PM"]
        {
            assert!(shows_date(format), "{format}");
        }
        for format in ["General", "0.00", "#,##0_);[Red](#,##0)", "\"day\"0", "0\\d", "@", "[hh]:mm:ss"] {
            assert!(!shows_date(format), "{format}");
        }
    }
}
