//! One formula for a whole column. The writer repeats the text of a formula in every cell, which for ten thousand rows of
//! the self-check comes to sixteen megabytes; Excel itself writes it once and lets the other cells point to it.

use std::io::{Cursor, Read as _, Write as _};

use rust_xlsxwriter::Formula;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

use crate::layout::NotWritten;

/// What stands in a cell that shares the formula of the first one, until [`share`] has gone over the sheet.
const PLACEHOLDER: &str = "_SHARED_";
/// The sheet that shares: the first one written.
const SHEET: &str = "xl/worksheets/sheet1.xml";

/// The formula of a cell below the first one.
pub(crate) fn same_as_above() -> Formula {
    Formula::new(PLACEHOLDER).set_result("")
}

/// Makes `formula`, as it was written into the first cell of `range`, the formula of the whole range.
pub(crate) fn share(book: &[u8], formula: &str, range: &str) -> Result<Vec<u8>, NotWritten> {
    let mut written = ZipArchive::new(Cursor::new(book))?;
    let mut shared = ZipWriter::new(Cursor::new(Vec::with_capacity(book.len())));
    for index in 0..written.len() {
        let mut part = written.by_index(index)?;
        if part.name()? != SHEET {
            drop(part);
            shared.raw_copy_file(written.by_index_raw(index)?)?;
            continue;
        }
        let mut sheet = String::new();
        part.read_to_string(&mut sheet)?;
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default());
        shared.start_file(SHEET, options)?;
        shared.write_all(shared_in(&sheet, formula, range).as_bytes())?;
    }
    Ok(shared.finish()?.into_inner())
}

/// Texts of cells cannot be taken for formulas: their angle brackets are escaped.
fn shared_in(sheet: &str, formula: &str, range: &str) -> String {
    let formula = escaped(formula.trim_start_matches('='));
    sheet
        .replacen(
            &format!("<f>{formula}</f>"),
            &format!("<f t=\"shared\" ref=\"{range}\" si=\"0\">{formula}</f>"),
            1,
        )
        .replace(&format!("<f>{PLACEHOLDER}</f>"), "<f t=\"shared\" si=\"0\"/>")
}

fn escaped(formula: &str) -> String {
    formula.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
