//! Types into a finished .xlsx as a clerk would: cells of its first sheet get new contents, all else stays as it is.

use std::io::{Cursor, Read as _};

use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// What is typed into a cell.
pub enum Put<'a> {
    Text(&'a str),
    Number(f64),
}

const SHEET: &str = "xl/worksheets/sheet1.xml";

/// The workbook with these cells changed.
pub fn fill(bytes: &[u8], cells: &[(&str, Put<'_>)]) -> Vec<u8> {
    replace_part(bytes, SHEET, |sheet| {
        cells.iter().fold(sheet, |sheet, (place, put)| typed(&sheet, place, put))
    })
}

/// The workbook with one part rewritten.
pub fn replace_part(bytes: &[u8], name: &str, change: impl FnOnce(String) -> String) -> Vec<u8> {
    let mut old = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    old.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    let mut new = ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..old.len() {
        let part = old.by_index_raw(index).unwrap();
        if part.name().unwrap() != name {
            new.raw_copy_file(part).unwrap();
        }
    }
    new.start_file(name, SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut new, change(text).as_bytes()).unwrap();
    new.finish().unwrap().into_inner()
}

fn typed(sheet: &str, place: &str, put: &Put<'_>) -> String {
    let start = format!("<c r=\"{place}\"");
    let Some(at) = sheet.find(&start) else {
        let at = place_in_row(sheet, place);
        return [&sheet[..at], &cell(place, None, put), &sheet[at..]].concat();
    };
    let end = at + cell_length(&sheet[at..]);
    let style = sheet[at..end].split(" s=\"").nth(1).map(|rest| rest.split('"').next().unwrap());
    [&sheet[..at], &cell(place, style, put), &sheet[end..]].concat()
}

fn cell_length(from: &str) -> usize {
    let tag = from.find('>').unwrap() + 1;
    if from[..tag].ends_with("/>") { tag } else { from.find("</c>").unwrap() + 4 }
}

/// Before the first cell of the row that stands further right; the columns have one letter each.
fn place_in_row(sheet: &str, place: &str) -> usize {
    let (column, row) = place.split_at(1);
    let start = sheet.find(&format!("<row r=\"{row}\"")).unwrap();
    let length = sheet[start..].find("</row>").unwrap();
    let cells = sheet[start..start + length].match_indices("<c r=\"");
    let mut further_right = cells.filter(|(at, cell)| &sheet[start + at + cell.len()..][..1] > column);
    start + further_right.next().map_or(length, |(at, _)| at)
}

fn cell(place: &str, style: Option<&str>, put: &Put<'_>) -> String {
    let style = style.map_or(String::new(), |style| format!(" s=\"{style}\""));
    match put {
        Put::Text(text) => {
            format!("<c r=\"{place}\"{style} t=\"inlineStr\"><is><t>{text}</t></is></c>")
        }
        Put::Number(number) => format!("<c r=\"{place}\"{style}><v>{number}</v></c>"),
    }
}
