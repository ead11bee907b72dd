//! What the fuzz targets share.

use std::io::{Cursor, Write as _};

use domain::roster::{Checker, MAX_ROWS, Rules};
use workbook::{Limits, read_roster};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Lets panics unwind: what a library panics at counts as damage, and only a panic that reaches the target is a find.
pub fn let_panics_unwind() {
    std::panic::set_hook(Box::new(|_| ()));
}

/// Reads a roster and checks its rows by the rules of a plan for 2026.
pub fn read_and_check(bytes: &[u8]) {
    let Ok(roster) = read_roster(bytes, &Limits::default()) else { return };
    assert!(!roster.rows.is_empty() && roster.rows.len() <= MAX_ROWS as usize);
    assert!(roster.rows.is_sorted_by_key(|row| row.row), "rows come in order");
    let rules: Rules = Rules::standard(day("2026-01-01"), day("2026-12-31"));
    let mut checker = Checker::new(&rules);
    for row in &roster.rows {
        checker.push(row);
    }
    let result = checker.finish();
    assert!(result.valid.len() + result.error_rows as usize <= roster.rows.len());
}

fn day<T: std::str::FromStr>(text: &str) -> T {
    text.parse().ok().expect("a day of the calendar")
}

const PACKAGE: &[u8] = b"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
const BOOK_PARTS: &[u8] = b"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
<Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/>\
<Relationship Id=\"rId2\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings\" Target=\"sharedStrings.xml\"/>\
<Relationship Id=\"rId3\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/></Relationships>";
const BOOK: &[u8] = "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"名单\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>".as_bytes();
const SHEET: &[u8] = "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" t=\"s\"><v>1</v></c></row><row r=\"2\"><c r=\"A2\" t=\"s\"><v>2</v></c><c r=\"B2\" s=\"1\"><v>3</v></c></row></sheetData></worksheet>".as_bytes();
const STRINGS: &[u8] = "<sst uniqueCount=\"3\"><si><t>姓名</t></si><si><t>证件号码</t></si><si><r><t>李</t></r><r><t>强</t></r></si></sst>".as_bytes();
const STYLES: &[u8] = b"<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy\"/></numFmts><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"164\"/></cellXfs></styleSheet>";
const RELATIONS_OF_BINARY: &[u8] =
    b"<Relationships><Relationship Id=\"rId1\" Target=\"worksheets/sheet1.bin\"/></Relationships>";

/// A container around the part, and sound parts beside it.
pub fn contain(which: u8, part: &[u8]) -> Vec<u8> {
    match which % 8 {
        0 => modern("xl/worksheets/sheet1.xml", part),
        1 => modern("xl/sharedStrings.xml", part),
        2 => modern("xl/styles.xml", part),
        3 => modern("xl/workbook.xml", part),
        4 => modern("docProps/custom.xml", part),
        5 => {
            zipped(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", part)])
        }
        6 => binary(part),
        _ => compound(part),
    }
}

fn modern(name: &str, part: &[u8]) -> Vec<u8> {
    let sound: [(&str, &[u8]); 7] = [
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", PACKAGE),
        ("xl/_rels/workbook.xml.rels", BOOK_PARTS),
        ("xl/workbook.xml", BOOK),
        ("xl/worksheets/sheet1.xml", SHEET),
        ("xl/sharedStrings.xml", STRINGS),
        ("xl/styles.xml", STYLES),
    ];
    let mut parts: Vec<(&str, &[u8])> = sound.into_iter().filter(|(other, _)| *other != name).collect();
    parts.push((name, part));
    zipped(&parts)
}

/// The part is the list of sheets up to its first NUL pair, and the sheet after it.
fn binary(part: &[u8]) -> Vec<u8> {
    let split = part.len() / 3;
    zipped(&[
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/_rels/workbook.bin.rels", RELATIONS_OF_BINARY),
        ("xl/workbook.bin", &part[..split]),
        ("xl/worksheets/sheet1.bin", &part[split..]),
    ])
}

fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        zip.start_file(*name, stored)
            .and_then(|()| Ok(zip.write_all(bytes)?))
            .expect("memory takes what is written");
    }
    zip.finish().expect("memory takes what is written").into_inner()
}

fn compound(stream: &[u8]) -> Vec<u8> {
    let write = || -> std::io::Result<Vec<u8>> {
        let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new()))?;
        file.create_stream("/Workbook")?.write_all(stream)?;
        file.flush()?;
        Ok(file.into_inner().into_inner())
    };
    write().expect("memory takes what is written")
}
