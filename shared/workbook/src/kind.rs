use std::io::Cursor;
use std::panic::catch_unwind;

use domain::roster::{FileKind, FileProblem};
use zip::ZipArchive;

/// What a file is, decided by its bytes and never by its name (E2.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Office Open XML, with or without macros (which are ignored).
    Xlsx,
    /// The binary variant of Office Open XML.
    Xlsb,
    /// BIFF8 in an OLE compound file: Excel 97–2003, still written by WPS.
    Xls,
    /// `OpenDocument` spreadsheet.
    Ods,
}

const OLE_SIGNATURE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
const ODS_MIME_TYPE: &str = "application/vnd.oasis.opendocument.spreadsheet";
/// How much of a foreign file is looked at to say what it is.
const SNIFFED: usize = 4096;

/// Tells a readable workbook from everything else without reading its sheets: the directory of the container is all
/// it looks at. What it lets pass may still be refused by [`read_roster`](crate::read_roster).
pub fn is_workbook(bytes: &[u8]) -> Result<Kind, FileProblem> {
    // Neither the zip nor the OLE library may take down the function that asks, whatever the container holds.
    catch_unwind(|| kind(bytes)).unwrap_or(Err(FileProblem::Broken))
}

fn kind(bytes: &[u8]) -> Result<Kind, FileProblem> {
    if bytes.is_empty() {
        return Err(FileProblem::Empty);
    }
    if bytes.starts_with(b"PK") {
        return ZipArchive::new(Cursor::new(bytes))
            .map_err(|_| FileProblem::Broken)
            .and_then(kind_of_archive);
    }
    if bytes.starts_with(OLE_SIGNATURE) {
        return kind_of_compound_file(bytes);
    }
    Err(FileProblem::WrongType(foreign(&bytes[..bytes.len().min(SNIFFED)])))
}

fn kind_of_archive(mut archive: ZipArchive<Cursor<&[u8]>>) -> Result<Kind, FileProblem> {
    let names: Vec<String> = archive.file_names().flatten().map(|name| part_name(&name)).collect();
    let has = |start: &str| names.iter().any(|name| name.starts_with(start));
    if has("xl/workbook.bin") {
        Ok(Kind::Xlsb)
    } else if has("[content_types].xml") {
        match (has("word/"), has("ppt/")) {
            (false, false) => Ok(Kind::Xlsx),
            (true, _) => Err(FileProblem::WrongType(FileKind::Document)),
            _ => Err(FileProblem::WrongType(FileKind::Other)),
        }
    } else if has("content.xml") && mime_type(&mut archive).starts_with(ODS_MIME_TYPE) {
        Ok(Kind::Ods)
    } else {
        Err(FileProblem::WrongType(FileKind::Archive))
    }
}

/// A part's name as the office formats compare it: no case, and some writers use backslashes.
pub(crate) fn part_name(name: &str) -> String {
    name.replace('\\', "/").to_ascii_lowercase()
}

fn mime_type(archive: &mut ZipArchive<Cursor<&[u8]>>) -> String {
    use std::io::Read as _;
    let mut text = String::new();
    if let Ok(entry) = archive.by_name("mimetype") {
        // An unreadable type leaves the text empty, and the file is then refused as unknown.
        let _ = entry.take(128).read_to_string(&mut text);
    }
    text
}

fn kind_of_compound_file(bytes: &[u8]) -> Result<Kind, FileProblem> {
    let file = cfb::CompoundFile::open(Cursor::new(bytes)).map_err(|_| FileProblem::Broken)?;
    let has = |name| file.is_stream(name);
    if has("/EncryptedPackage") || has("/EncryptionInfo") {
        Err(FileProblem::Encrypted)
    } else if has("/Workbook") {
        Ok(Kind::Xls)
    } else if has("/Book") {
        // Excel 5: to be opened and saved anew, which is what the message says.
        Err(FileProblem::Broken)
    } else {
        Err(FileProblem::WrongType(if has("/WordDocument") { FileKind::Document } else { FileKind::Other }))
    }
}

const SIGNATURES: [(&[u8], FileKind); 12] = [
    (b"%PDF", FileKind::Pdf),
    (b"\x89PNG", FileKind::Image),
    (b"\xFF\xD8\xFF", FileKind::Image),
    (b"GIF8", FileKind::Image),
    (b"BM", FileKind::Image),
    (b"II*\0", FileKind::Image),
    (b"MM\0*", FileKind::Image),
    (b"\0\0\0\x18ftyphei", FileKind::Image),
    (b"Rar!", FileKind::Archive),
    (b"7z\xBC\xAF", FileKind::Archive),
    (b"\x1F\x8B", FileKind::Archive),
    (b"{\\rtf", FileKind::Document),
];

/// Names what somebody sent instead of a workbook, so that the advice fits.
fn foreign(head: &[u8]) -> FileKind {
    if let Some((_, kind)) = SIGNATURES.into_iter().find(|(signature, _)| head.starts_with(signature)) {
        return kind;
    }
    let text = decoded(head).to_ascii_lowercase();
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if start.starts_with("<?xml") && !start.contains("<html") {
        FileKind::Xml
    } else if start.starts_with('<') || start.starts_with("mime-version:") {
        FileKind::Html
    } else if text.chars().all(|c| !c.is_control() || c.is_whitespace()) {
        FileKind::Csv
    } else {
        FileKind::Other
    }
}

fn decoded(head: &[u8]) -> String {
    let units =
        |from: fn([u8; 2]) -> u16| head.chunks_exact(2).map(move |pair| from([pair[0], pair[1]])).collect();
    let utf16: Vec<u16> = match head {
        [0xFF, 0xFE, ..] => units(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => units(u16::from_be_bytes),
        _ => return String::from_utf8_lossy(head).into_owned(),
    };
    String::from_utf16_lossy(&utf16)
}
