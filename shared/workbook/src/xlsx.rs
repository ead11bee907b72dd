//! .xlsx, .xlsm and .xlsb: cells as a stream, so that memory follows what stands in a sheet and not how large the sheet
//! says it is.

use std::io::{Cursor, Read, Seek};

use calamine::{Reader, Sheet, SheetType, SheetVisible, Xlsb, Xlsx, XlsxError};
use domain::roster::FileProblem;

use crate::origin::template_notice;
use crate::sheet::{Flow, Origin, Search, SheetReader};
use crate::value::Value;
use crate::{Limits, Roster, archive, usual};

pub(crate) fn read_xlsx(bytes: &[u8], limits: &Limits) -> Result<Roster, FileProblem> {
    usual::read(bytes, limits).map_or_else(|| read_any_xlsx(bytes, limits), Ok)
}

/// Whatever the format allows, at its own pace.
pub(crate) fn read_any_xlsx(bytes: &[u8], limits: &Limits) -> Result<Roster, FileProblem> {
    let notice = template_notice(&mut archive::open(bytes, limits)?);
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        XlsxError::Password => FileProblem::Encrypted,
        _ => FileProblem::Broken,
    })?;
    let mut search = Search::knowing(notice);
    for name in visible_sheets(book.sheets_metadata(), &mut search) {
        let mut sheet = SheetReader::new(limits);
        match stream_xlsx(&mut book, &name, &mut sheet) {
            Ok(()) => (),
            // A chart or a macro sheet that is listed as a worksheet.
            Err(Stop::NoWorksheet) => continue,
            Err(Stop::Problem(problem)) => return Err(problem),
        }
        if let Some(roster) = search.take(sheet.finish(&name)?) {
            return Ok(roster);
        }
    }
    Err(search.failure())
}

enum Stop {
    NoWorksheet,
    Problem(FileProblem),
}

fn stream_xlsx<RS: Read + Seek>(
    book: &mut Xlsx<RS>,
    name: &str,
    sheet: &mut SheetReader<'_>,
) -> Result<(), Stop> {
    let mut cells = book.worksheet_cells_reader(name).map_err(|error| match error {
        XlsxError::NotAWorksheet(_) => Stop::NoWorksheet,
        _ => Stop::Problem(FileProblem::Broken),
    })?;
    loop {
        match cells.next_cell_with_formula_metadata() {
            Ok(Some(cell)) => {
                let origin = if cell.formula.is_some() { Origin::Formula } else { Origin::Typed };
                let flow = sheet.cell(cell.pos, &Value::from(&cell.value), origin).map_err(Stop::Problem)?;
                if flow == Flow::NoRoster {
                    return Ok(());
                }
            }
            Ok(None) => return Ok(()),
            Err(error) if costs_one_cell(&error) => (),
            Err(_) => return Err(Stop::Problem(FileProblem::Broken)),
        }
    }
}

/// Error values newer than the reader, and types that no writer should use: that one cell counts as empty, the reader
/// stands behind it and goes on.
fn costs_one_cell(error: &XlsxError) -> bool {
    matches!(error, XlsxError::CellError(_) | XlsxError::CellTAttribute(_) | XlsxError::Unrecognized { .. })
}

pub(crate) fn read_xlsb(bytes: &[u8], limits: &Limits) -> Result<Roster, FileProblem> {
    let notice = template_notice(&mut archive::open(bytes, limits)?);
    let mut book = Xlsb::new(Cursor::new(bytes)).map_err(|_| FileProblem::Broken)?;
    let mut search = Search::knowing(notice);
    for name in visible_sheets(book.sheets_metadata(), &mut search) {
        let mut sheet = SheetReader::new(limits);
        let mut cells = book.worksheet_cells_reader(&name).map_err(|_| FileProblem::Broken)?;
        while let Some(cell) = cells.next_cell().map_err(|_| FileProblem::Broken)? {
            let value = Value::from(cell.get_value());
            if sheet.cell(cell.get_position(), &value, Origin::Typed)? == Flow::NoRoster {
                break;
            }
        }
        if let Some(roster) = search.take(sheet.finish(&name)?) {
            return Ok(roster);
        }
    }
    Err(search.failure())
}

fn visible_sheets(sheets: &[Sheet], search: &mut Search) -> Vec<String> {
    let worksheets = sheets.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).take(Limits::MAX_SHEETS);
    let (visible, hidden): (Vec<_>, Vec<_>) =
        worksheets.partition(|sheet| sheet.visible == SheetVisible::Visible);
    // What is hidden so well that no menu shows it is an add-in's own, and nothing a clerk could have missed.
    if hidden.iter().any(|sheet| sheet.visible == SheetVisible::Hidden) {
        search.pass_hidden();
    }
    visible.into_iter().map(|sheet| sheet.name.clone()).collect()
}
