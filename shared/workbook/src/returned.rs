use domain::roster::{Cell, Column, Issue, RawRow, Severity};
use rust_xlsxwriter::{Color, Format, FormatAlign, Note, Workbook, Worksheet, XlsxError};

use crate::instructions::add_instructions;
use crate::layout::{
    DOUBTFUL, NO, NotWritten, WRONG, YES, behind_columns, header_format, literal, position,
    prepare_roster_sheet, properties, text_format,
};
use crate::self_check::{saved, write_self_check};

const TITLE: &str = "参保职工汇总表（待修改）";
const SOURCE_ROW_HEADER: &str = "原文件行号";
const REASONS_HEADER: &str = "问题说明";
/// Notes are drawings, each with a shape of its own: enough of them to learn from, the last column has all.
const MAX_NOTES: usize = 1_000;

/// A row that goes back to the clerk, with what is wrong with it.
#[derive(Clone, Copy, Debug)]
pub struct ReturnedRow<'a> {
    /// The row as it was read.
    pub row: &'a RawRow,
    /// Everything that was found in it.
    pub issues: &'a [Issue],
}

/// The clerk's own rows in the template's form, to be corrected and uploaded again: rows in error first, bad cells coloured,
/// with the reason as a note, and all reasons in the last column. No cell of a row is ever a formula: all are texts (E2.6), but
/// for a document number that was a number, which stays one so that it is refused again and not taken for what was
/// typed.
pub fn result_workbook(rows: &[ReturnedRow<'_>]) -> Result<Vec<u8>, NotWritten> {
    let last = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let mut book = Workbook::new();
    book.set_properties(&properties(TITLE)?);
    let sheet = book.add_worksheet();
    prepare_roster_sheet(sheet)?;
    // The rows are there already: no others have to be checked as they are typed.
    write_self_check(sheet, last)?;
    let mut writer = Writer::new(sheet)?;
    for (at, returned) in (1..).zip(in_error_first(rows)) {
        writer.row(at, returned)?;
    }
    add_instructions(&mut book)?;
    saved(&mut book, last)
}

/// The rows in error, then the others, each in the order they came.
fn in_error_first<'r, 'a>(rows: &'r [ReturnedRow<'a>]) -> impl Iterator<Item = &'r ReturnedRow<'a>> {
    let is_in_error =
        |returned: &&ReturnedRow<'_>| returned.issues.iter().any(|issue| issue.severity == Severity::Error);
    rows.iter().filter(is_in_error).chain(rows.iter().filter(move |returned| !is_in_error(returned)))
}

struct Writer<'s> {
    sheet: &'s mut Worksheet,
    warning: Format,
    error: Format,
    reasons: Format,
    notes_left: usize,
}

impl<'s> Writer<'s> {
    fn new(sheet: &'s mut Worksheet) -> Result<Self, XlsxError> {
        let (source_row, reasons) = (behind_columns() + 1, behind_columns() + 2);
        sheet.write_with_format(0, source_row, SOURCE_ROW_HEADER, &header_format(false))?;
        sheet.write_with_format(0, reasons, REASONS_HEADER, &header_format(false))?;
        sheet.set_column_width(source_row, 12)?.set_column_width(reasons, 60)?;
        let plain = text_format();
        sheet.set_column_format(source_row, &plain)?;
        Ok(Self {
            sheet,
            warning: plain.clone().set_background_color(DOUBTFUL),
            error: plain.clone().set_background_color(WRONG),
            reasons: plain
                .set_text_wrap()
                .set_align(FormatAlign::Top)
                .set_font_color(Color::RGB(0x009C_0006)),
            notes_left: MAX_NOTES,
        })
    }

    fn row(&mut self, at: u32, returned: &ReturnedRow<'_>) -> Result<(), XlsxError> {
        for column in Column::ALL {
            self.cell(at, column, returned)?;
        }
        let source_row = returned.row.row.to_string();
        self.sheet.write_string(at, behind_columns() + 1, source_row)?;
        let reasons = joined(returned.issues.iter());
        self.sheet.write_string_with_format(at, behind_columns() + 2, reasons, &self.reasons)?;
        Ok(())
    }

    fn cell(&mut self, at: u32, column: Column, returned: &ReturnedRow<'_>) -> Result<(), XlsxError> {
        let cell = returned.row.cell(column);
        let found = || returned.issues.iter().filter(|issue| issue.column == Some(column));
        let format = match found().map(|issue| issue.severity).min() {
            Some(Severity::Error) => Some(&self.error),
            Some(Severity::Warning) => Some(&self.warning),
            _ => None,
        };
        let place = position(column);
        match (lost_number(column, cell), format) {
            (Some(number), Some(format)) => self.sheet.write_number_with_format(at, place, number, format)?,
            (Some(number), None) => self.sheet.write_number(at, place, number)?,
            (None, Some(format)) => {
                self.sheet.write_string_with_format(at, place, cell_text(column, cell), format)?
            }
            (None, None) => self.sheet.write_string(at, place, cell_text(column, cell))?,
        };
        if found().any(|issue| issue.severity == Severity::Error) && self.notes_left > 0 {
            self.notes_left -= 1;
            let note = Note::new(joined(found())).add_author_prefix(false).set_width(240);
            self.sheet.insert_note(at, place, &note)?;
        }
        Ok(())
    }
}

fn joined<'a>(issues: impl Iterator<Item = &'a Issue>) -> String {
    // A cell holds 32 767 characters; nobody reads a thousand.
    issues.map(|issue| issue.message.as_str()).collect::<Vec<_>>().join("；").chars().take(1_000).collect()
}

/// A document number that Excel keeps as a number, its last digits or first zeros lost (R203).
fn lost_number(column: Column, cell: &Cell) -> Option<f64> {
    match cell {
        #[expect(clippy::cast_precision_loss, reason = "it was a float in the clerk's workbook")]
        Cell::Integer(number) if column == Column::DocumentNumber => Some(*number as f64),
        _ => None,
    }
}

/// A cell as text that means the same when it is read again.
fn cell_text(column: Column, cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => literal(text.to_string()),
        Cell::Decimal(text) | Cell::Error(text) => literal(text.to_string()),
        Cell::Integer(number) => number.to_string(),
        Cell::Bool(value) if column == Column::NewEmployment => (if *value { YES } else { NO }).to_owned(),
        Cell::Bool(value) => (if *value { "TRUE" } else { "FALSE" }).to_owned(),
        Cell::Date(day) => day.to_string(),
    }
}
