use std::panic::catch_unwind;

use domain::roster::{Column, FileProblem, RawRow};

use crate::{Kind, Limits, is_workbook, ods, xls, xlsx};

/// A roster as the clerk's workbook holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roster {
    /// The name of the sheet it was found on.
    pub sheet: String,
    /// The header's row as Excel shows it.
    pub header_row: u32,
    /// The columns that were recognised, from left to right.
    pub columns: Vec<Column>,
    /// Every row below the header with anything in one of these columns, in the order of the sheet.
    pub rows: Vec<RawRow>,
    /// What the clerk should know of the file although it could be read, each a warning.
    pub notices: Vec<FileProblem>,
}

/// Reads the roster out of a workbook: from the first visible sheet whose header row, within the first rows, names 姓名
/// and 证件号码 (E2.6). A sheet with a header and nothing below it is [`FileProblem::Empty`].
///
/// Memory follows the cells that hold something, whatever size the sheet claims; what exceeds `limits` ends the reading
/// as soon as it is seen. The file may be hostile: every way it can be broken ends in a [`FileProblem`].
pub fn read_roster(bytes: &[u8], limits: &Limits) -> Result<Roster, FileProblem> {
    // The libraries below index into records as these announce themselves; a book that makes one of them panic is
    // damaged, and must not take down the function that reads it.
    let roster = catch_unwind(|| read(bytes, limits)).unwrap_or(Err(FileProblem::Broken))?;
    if roster.rows.is_empty() { Err(FileProblem::Empty) } else { Ok(roster) }
}

fn read(bytes: &[u8], limits: &Limits) -> Result<Roster, FileProblem> {
    match is_workbook(bytes)? {
        Kind::Xlsx => xlsx::read_xlsx(bytes, limits),
        Kind::Xlsb => xlsx::read_xlsb(bytes, limits),
        Kind::Xls => xls::read(bytes, limits),
        Kind::Ods => ods::read(bytes, limits),
    }
}
