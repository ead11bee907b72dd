//! The ways to read a roster.

use std::error::Error;
use std::io::{Cursor, Read};

use calamine::{Reader as _, Xlsx};
use domain::roster::{Checked, check};
use quick_xml::{Reader, events::Event};
use workbook::{Limits, read_roster};
use zip::ZipArchive;

use crate::roster::rules;

type Outcome = Result<String, Box<dyn Error>>;

pub fn by(how: &str, bytes: &[u8]) -> Outcome {
    match how {
        "ours" => ours(bytes),
        "only" => Ok(format!("{} rows", read(bytes)?.rows.len())),
        "range" => range(bytes),
        "stream" => stream(bytes),
        "floor" => floor(bytes),
        _ => Err("ours, only, range, stream or floor".into()),
    }
}

fn read(bytes: &[u8]) -> Result<workbook::Roster, Box<dyn Error>> {
    let limits = Limits { max_rows: usize::MAX, ..Limits::default() };
    Ok(read_roster(bytes, &limits)?)
}

/// What an import does: read, check.
fn ours(bytes: &[u8]) -> Outcome {
    let rules = rules().ok_or("no such day")?;
    Ok(summary(&check(read(bytes)?.rows, &rules, |_| ())))
}

/// What every checker must agree on.
fn summary(checked: &Checked) -> String {
    format!(
        "{} rows, {} valid, {} in error, {} with a warning, {} twice, {} over age",
        checked.rows,
        checked.valid.len(),
        checked.error_rows,
        checked.warning_rows,
        checked.duplicates,
        checked.over_age(),
    )
}

/// calamine alone: a `Range` of the first sheet.
fn range(bytes: &[u8]) -> Outcome {
    let mut book = Xlsx::new(Cursor::new(bytes))?;
    let name = book.sheet_names().first().ok_or("no sheet")?.clone();
    Ok(format!("{} cells", book.worksheet_range(&name)?.used_cells().count()))
}

/// calamine alone: the cells of the first sheet one by one.
fn stream(bytes: &[u8]) -> Outcome {
    let mut book = Xlsx::new(Cursor::new(bytes))?;
    let name = book.sheet_names().first().ok_or("no sheet")?.clone();
    let (mut reader, mut cells) = (book.worksheet_cells_reader(&name)?, 0);
    while reader.next_cell()?.is_some() {
        cells += 1;
    }
    Ok(format!("{cells} cells"))
}

/// The limit of what reads XML by quick-xml: the two large parts inflated once and every event looked at.
fn floor(bytes: &[u8]) -> Outcome {
    let mut archive = ZipArchive::new(Cursor::new(bytes))?;
    let mut events = 0;
    for part in ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"] {
        let mut xml = Vec::new();
        archive.by_name(part)?.read_to_end(&mut xml)?;
        let mut reader = Reader::from_reader(&xml[..]);
        while reader.read_event()? != Event::Eof {
            events += 1;
        }
    }
    Ok(format!("{events} events"))
}
