//! How much memory a workbook can make its reader take, whatever it holds: one test, since the allocator counts for the
//! whole program.
#![expect(clippy::unwrap_used, reason = "a test that cannot make its workbook has failed")]

use std::io::{Cursor, Write as _};
use std::path::Path;

use peak_alloc::PeakAlloc;
use workbook::{Limits, read_roster};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

const MIB: usize = 1 << 20;

/// Of any file that may be uploaded, beside its own bytes. The function that reads it has 1769 MiB.
const WORST: usize = 512 * MIB;
/// Of the corpus, whose files are small.
const CORPUS: usize = 96 * MIB;

#[test]
fn no_workbook_takes_more_memory_than_the_reader_has() {
    let mut peaks = Vec::new();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus");
    for file in std::fs::read_dir(corpus).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        peaks.push((peak(&std::fs::read(&path).unwrap()), CORPUS, name));
    }
    for (name, bytes) in worst() {
        let size = bytes.len();
        peaks.push((peak(&bytes), WORST, format!("{name} ({size} bytes)")));
    }
    peaks.sort_unstable();
    for (peak, _, name) in peaks.iter().rev().take(12) {
        println!("{:>5} MiB {name}", peak / MIB);
    }
    for (peak, bound, name) in peaks {
        assert!(peak < bound, "{name} takes {} MiB", peak / MIB);
    }
}

/// What reading takes beyond the file itself.
fn peak(bytes: &[u8]) -> usize {
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let _ = read_roster(bytes, &Limits::default());
    MEMORY.peak_usage() - before
}

/// Each as large as the limits let it be: what one part may hold, and texts that every row points to.
fn worst() -> Vec<(&'static str, Vec<u8>)> {
    let long = "长".repeat(400);
    let strings =
        format!("<sst><si><t>姓名</t></si><si><t>证件号码</t></si>{}</sst>", noisy_strings(60 * MIB));
    let tags = format!("<sst>{}</sst>", "<si><t>7</t></si>".repeat(1_900_000));
    let header = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>姓名</t></is></c>\
                  <c r=\"B1\" t=\"inlineStr\"><is><t>证件号码</t></is></c></row>";
    let rows = (2..=10_001)
        .map(|row| {
            format!("<row r=\"{row}\"><c r=\"A{row}\" t=\"inlineStr\"><is><t>{long}{row}</t></is></c></row>")
        })
        .collect::<Vec<_>>()
        .concat();
    let one_cell = format!(
        "{header}<row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is>{}</is></c></row>",
        format!("<r><t>{}</t></r>", noise(1_000)).repeat(180_000)
    );
    let styles =
        format!("<styleSheet><cellXfs>{}</cellXfs></styleSheet>", "<xf numFmtId=\"14\"/>".repeat(400_000));
    let parts: Vec<(String, Vec<u8>)> =
        (0..200_000).map(|part| (format!("xl/media/{part}"), Vec::new())).collect();
    vec![
        ("strings of 60 MiB", book(header, &[("xl/sharedStrings.xml", strings.as_bytes())])),
        ("short strings by the million", book(header, &[("xl/sharedStrings.xml", tags.as_bytes())])),
        ("long texts in every row", book(&format!("{header}{rows}"), &[])),
        ("one cell of 180 MB", book(&one_cell, &[])),
        ("styles by the hundred thousand", book(header, &[("xl/styles.xml", styles.as_bytes())])),
        ("parts by the hundred thousand", {
            let parts: Vec<(&str, &[u8])> =
                parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
            book(header, &parts)
        }),
    ]
}

/// Text that does not shrink to nothing, so that the ratio of sizes is an honest one.
fn noise(length: usize) -> String {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut letter = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(b'a' + u8::try_from(state % 16).unwrap())
    };
    (0..length).map(|_| letter()).collect()
}

fn noisy_strings(length: usize) -> String {
    let text = noise(length / 40);
    text.as_bytes()
        .chunks(50)
        .map(|chunk| format!("<si><t>{}</t></si>", std::str::from_utf8(chunk).unwrap()))
        .collect::<Vec<_>>()
        .concat()
        .repeat(31)
}

/// A book with one sheet of these rows, and more parts.
fn book(rows: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    let relationships = |list: &[(&str, &str)]| {
        let one = |(kind, target): &(&str, &str)| {
            format!("<Relationship Id=\"{kind}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
        };
        format!(
            "<Relationships xmlns=\"{PACKAGE}\">{}</Relationships>",
            list.iter().map(one).collect::<Vec<_>>().concat()
        )
    };
    let sheet = format!("<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>");
    let book = format!(
        "<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>\
         <sheet name=\"名单\" sheetId=\"1\" r:id=\"worksheet\"/></sheets></workbook>"
    );
    let root = relationships(&[("officeDocument", "xl/workbook.xml")]);
    let inner = relationships(&[
        ("worksheet", "worksheets/sheet1.xml"),
        ("sharedStrings", "sharedStrings.xml"),
        ("styles", "styles.xml"),
    ]);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let own: [(&str, &[u8]); 5] = [
        ("[Content_Types].xml", b"<Types/>"),
        ("_rels/.rels", root.as_bytes()),
        ("xl/workbook.xml", book.as_bytes()),
        ("xl/_rels/workbook.xml.rels", inner.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    for (name, bytes) in own.iter().chain(more) {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
