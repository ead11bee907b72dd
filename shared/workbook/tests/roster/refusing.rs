//! What is no roster, or is meant to do harm: each ends in the problem that helps, or is read as far as it is honest.

use crate::support::{archive, biff, compound, inline, ods, raw_xlsx, small_roster, texts, xlsx};
use domain::roster::{Cell, Column, FileKind, FileProblem};
use rust_xlsxwriter::{Format, Workbook};
use workbook::{Limits, is_workbook, read_roster};

fn refusal(bytes: &[u8]) -> FileProblem {
    read_roster(bytes, &Limits::default()).unwrap_err()
}

const HEADER: &[&str] = &["姓名", "证件号码"];

#[test]
fn what_is_no_workbook_is_named_for_what_it_is() {
    let gbk_csv = b"\xD0\xD5\xC3\xFB,\xD6\xA4\xBC\xFE\xBA\xC5\xC2\xEB\r\n\xCD\xF5\xB7\xBC,1\r\n";
    let utf16: Vec<u8> = "\u{feff}姓名\t证件号码\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let cases: [(&str, &[u8], FileKind); 17] = [
        ("csv", "姓名,证件号码\n王芳,11010519491231002X\n".as_bytes(), FileKind::Csv),
        ("csv of an old Windows", gbk_csv, FileKind::Csv),
        ("text of Excel's 'Unicode text'", &utf16, FileKind::Csv),
        ("web page named .xls", b"<html><table><tr><td>1</td></tr></table></html>", FileKind::Html),
        ("web page after a mark", "\u{feff}\r\n <!DOCTYPE html><html>".as_bytes(), FileKind::Html),
        ("bare table", b"<table border=1><tr><td>1</td></tr></table>", FileKind::Html),
        ("web archive", b"MIME-Version: 1.0\r\nContent-Type: multipart/related", FileKind::Html),
        (
            "XML workbook of 2003",
            b"<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>",
            FileKind::Xml,
        ),
        ("XHTML", b"<?xml version=\"1.0\"?><html>", FileKind::Html),
        ("pdf", b"%PDF-1.7\n%\xE2\xE3\xCF\xD3", FileKind::Pdf),
        ("png", b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR", FileKind::Image),
        ("jpg", b"\xFF\xD8\xFF\xE0\0\x10JFIF", FileKind::Image),
        ("rar", b"Rar!\x1A\x07\x01\0", FileKind::Archive),
        ("zip", &archive(&[("名单.txt", b"1")]), FileKind::Archive),
        (
            "docx",
            &archive(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<d/>")]),
            FileKind::Document,
        ),
        ("doc", &compound(&[("/WordDocument", &[0; 600])]), FileKind::Document),
        ("program", b"MZ\x90\0\x03\0\0\0\x04", FileKind::Other),
    ];
    for (what, bytes, kind) in cases {
        assert_eq!(refusal(bytes), FileProblem::WrongType(kind), "{what}");
        assert_eq!(is_workbook(bytes), Err(FileProblem::WrongType(kind)), "{what}");
    }
}

#[test]
fn encrypted_workbooks_are_told_from_broken_ones() {
    let mut protected = biff::Book::default();
    protected.sheet("名单", 0).text(0, 0, "姓名").text(0, 1, "证件号码");
    let mut stream = protected.stream();
    // FILEPASS stands right behind the first record.
    stream.splice(20..20, biff::record(0x002F, &[1, 0, 1, 0, 1, 0]));
    let sealed_ods = archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"),
        ("content.xml", b"\x12\x34"),
    ]);
    let cases: [(&str, &[u8]); 3] = [
        (
            "xlsx with a password",
            &compound(&[("/EncryptionInfo", &[4; 200]), ("/EncryptedPackage", &[7; 5_000])]),
        ),
        ("xls with a password", &compound(&[("/Workbook", &stream)])),
        ("ods with a password", &sealed_ods),
    ];
    for (what, bytes) in cases {
        assert_eq!(refusal(bytes), FileProblem::Encrypted, "{what}");
    }
}

#[test]
fn a_workbook_without_a_roster_says_what_is_missing() {
    let missing = |columns: &[Column]| FileProblem::HeaderMissing(columns.to_vec());
    let mut only_hidden = Workbook::new();
    only_hidden.add_worksheet();
    texts(only_hidden.add_worksheet().set_hidden(true), &[HEADER, &["王芳", "1"]]);
    let cases: [(&str, Vec<u8>, FileProblem); 8] = [
        ("nothing at all", Vec::new(), FileProblem::Empty),
        ("a blank sheet", xlsx(|_| ()), FileProblem::Empty),
        ("only a hidden roster", only_hidden.save_to_buffer().unwrap(), FileProblem::Empty),
        ("a header and no rows", xlsx(|sheet| texts(sheet, &[HEADER])), FileProblem::Empty),
        (
            "a header and blank rows",
            xlsx(|sheet| texts(sheet, &[HEADER, &[" ", "\u{3000}"]])),
            FileProblem::Empty,
        ),
        (
            "no header",
            xlsx(|sheet| texts(sheet, &[&["王芳", "11010519491231002X"]])),
            missing(&[Column::Name, Column::DocumentNumber]),
        ),
        (
            "a header without numbers",
            xlsx(|sheet| texts(sheet, &[&["姓名", "手机号"], &["王芳", "1"]])),
            missing(&[Column::DocumentNumber]),
        ),
        ("an empty document", ods("<table:table table:name=\"1\"/>"), FileProblem::Empty),
    ];
    for (what, bytes, problem) in cases {
        assert_eq!(refusal(&bytes), problem, "{what}");
    }
}

#[test]
fn a_file_cut_short_is_broken_wherever_it_is_cut() {
    let good = xlsx(|sheet| texts(sheet, &[HEADER, &["王芳", "11010519491231002X"]]));
    let mut old = biff::Book::default();
    old.sheet("名单", 0).text(0, 0, "姓名").text(0, 1, "证件号码").text(1, 0, "王芳").text(1, 1, "1");
    let old = old.stream();
    for part in 1..8 {
        assert_eq!(refusal(&good[..good.len() * part / 8]), FileProblem::Broken, "xlsx, {part}/8");
        let stream = &old[..old.len() * part / 8];
        assert_eq!(refusal(&compound(&[("/Workbook", stream)])), FileProblem::Broken, "xls, {part}/8");
    }
    let unfinished = archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", b"<office:document-content><table:table table:name=\"1\"><table:table-row>"),
    ]);
    assert_eq!(refusal(&unfinished), FileProblem::Broken);
}

/// Every byte of a small workbook flipped in turn, and every bit of luck a fuzzer needs: whatever comes out comes out
/// as an answer.
#[test]
fn a_file_with_any_byte_spoilt_still_gets_an_answer() {
    let mut old = biff::Book::default();
    old.sheet("名单", 0).text(0, 0, "姓名").text(0, 1, "证件号码").text(1, 0, "王芳").integers(1, 1, &[1, 2]);
    let stream = old.stream();
    for at in 0..stream.len() {
        for spoilt in [0x00, 0xFF, stream[at] ^ 0x01, stream[at] ^ 0x80] {
            let mut bytes = stream.clone();
            bytes[at] = spoilt;
            let _ = read_roster(&compound(&[("/Workbook", &bytes)]), &Limits::default());
        }
    }
    for good in [old.file(), raw_xlsx(&small_roster(), &[])] {
        for at in (0..good.len()).step_by(7) {
            let mut bytes = good.clone();
            bytes[at] ^= 0xFF;
            let _ = read_roster(&bytes, &Limits::default());
        }
    }
}

#[test]
fn bombs_are_refused_before_they_go_off() {
    let blanks = " ".repeat(8 << 20);
    let string_table = |head: &str, body: &str| {
        let table = format!("<sst {head}>{body}</sst>");
        raw_xlsx(&small_roster(), &[("xl/sharedStrings.xml", table.as_bytes())])
    };
    let cases: [(&str, Vec<u8>); 5] = [
        ("a sheet of blanks", raw_xlsx(&(small_roster() + &blanks), &[])),
        ("a part nobody reads", raw_xlsx(&small_roster(), &[("xl/media/image1.png", blanks.as_bytes())])),
        ("three million empty strings", string_table("", &"<si/><si><t/></si>".repeat(2_700_000))),
        // Pronunciations are unusual: the reader of unusual workbooks believes what a table promises.
        ("a string table that promises a billion", {
            string_table(
                "uniqueCount=\"1000000000\"",
                "<si><t>x</t><rPh sb=\"0\" eb=\"1\"><t>y</t></rPh></si>",
            )
        }),
        ("more styles than a book can have", {
            let styles = format!("<styleSheet><cellXfs>{}</cellXfs></styleSheet>", "<xf/>".repeat(600_000));
            raw_xlsx(&small_roster(), &[("xl/styles.xml", styles.as_bytes())])
        }),
    ];
    for (what, bytes) in cases {
        assert_eq!(refusal(&bytes), FileProblem::TooBig, "{what}");
    }
}

#[test]
fn a_directory_that_lies_about_sizes_is_caught_while_unpacking() {
    let honest = raw_xlsx(&(small_roster() + &" ".repeat(8 << 20)), &[]);
    let size = u32::try_from(find_sheet_size(&honest)).unwrap();
    let mut lying = honest.clone();
    for at in 0..lying.len() - 4 {
        if lying[at..at + 4] == size.to_le_bytes() {
            lying[at..at + 4].copy_from_slice(&1_000_u32.to_le_bytes());
        }
    }
    assert_ne!(lying, honest);
    assert!(matches!(refusal(&lying), FileProblem::TooBig | FileProblem::Broken));
}

fn find_sheet_size(bytes: &[u8]) -> u64 {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    archive.by_name("xl/worksheets/sheet1.xml").unwrap().size()
}

#[test]
fn a_sheet_of_more_columns_than_any_roster_is_refused() {
    let wide = |columns: u16| {
        xlsx(|sheet| {
            texts(sheet, &[HEADER, &["王芳", "11010519491231002X"]]);
            for column in 2..columns {
                sheet.write_number(0, column, column).unwrap();
                sheet.write_blank(1, column + 100, &Format::new().set_bold()).unwrap();
            }
        })
    };
    assert!(read_roster(&wide(64), &Limits::default()).is_ok());
    assert_eq!(refusal(&wide(65)), FileProblem::TooBig);
    let repeated = "<table:table table:name=\"1\"><table:table-row><table:table-cell office:value-type=\"string\" \
                    table:number-columns-repeated=\"4000000000\"><text:p>x</text:p></table:table-cell>\
                    </table:table-row></table:table>";
    assert_eq!(refusal(&ods(repeated)), FileProblem::TooBig);
}

#[test]
fn a_row_repeated_a_million_times_is_too_many_rows() {
    let cell = |text: &str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    let tables = format!(
        "<table:table table:name=\"1\"><table:table-row>{}{}</table:table-row>\
         <table:table-row table:number-rows-repeated=\"1000000\">{}{}</table:table-row></table:table>",
        cell("姓名"),
        cell("证件号码"),
        cell("王芳"),
        cell("1"),
    );
    assert_eq!(refusal(&ods(&tables)), FileProblem::TooManyRows);
}

#[test]
fn entities_of_a_documents_own_are_not_expanded() {
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]>";
    let sheet = format!("{}<row r=\"3\">{}</row>", small_roster(), inline("A3", "&b;"));
    assert_eq!(refusal(&raw_xlsx(&format!("{bomb}{sheet}"), &[])), FileProblem::Broken);
    assert_eq!(
        refusal(&ods(&format!(
            "{bomb}<table:table table:name=\"1\"><table:table-row><table:table-cell><text:p>&b;</text:p></table:table-cell></table:table-row></table:table>"
        ))),
        FileProblem::Broken
    );
}

#[test]
fn a_long_text_that_every_row_points_to_is_not_multiplied() {
    let long = "长".repeat(20_000);
    let mut book = biff::Book::default();
    book.sheet("名单", 0).text(0, 0, "姓名").text(0, 1, "证件号码").text(1, 0, &long);
    for row in 2..=9_000 {
        book.same_text(row, 0).same_text(row, 1);
    }
    let roster = read_roster(&book.file(), &Limits::default()).unwrap();
    assert_eq!(roster.rows.len(), 9_000);
    assert_eq!(roster.rows[8_999].document_number, Cell::text("长".repeat(200)));
    let sheet = format!("{}<row r=\"3\">{}</row>", small_roster(), inline("A3", &long));
    let roster = read_roster(&raw_xlsx(&sheet, &[]), &Limits::default()).unwrap();
    assert_eq!(roster.rows[1].name, Cell::text("长".repeat(200)));
}

#[test]
fn rows_out_of_order_are_damage() {
    let sheet = format!("{}<row r=\"1\">{}</row>", small_roster(), inline("A1", "王芳"));
    assert_eq!(refusal(&raw_xlsx(&sheet, &[])), FileProblem::Broken);
}
