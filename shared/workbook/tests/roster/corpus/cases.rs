//! The workbooks themselves.

use rust_xlsxwriter::{Format, Workbook, Worksheet};
use workbook::roster_template;

use super::people::{self, HEADER, dirty, good};
use crate::support::fill::{Put, fill, replace_part};
use crate::support::xlsb::{self, Cell as XlsbCell};
use crate::support::{archive, biff, compound, inline, ods, raw_xlsx, small_roster, xlsx};

/// Those that LibreOffice opens and saves in its own way.
pub const CONVERTED: [&str; 3] =
    ["good-below-titles.xlsx", "dirty-every-rule.xlsx", "dirty-stray-cells.xlsx"];

pub fn all() -> Vec<(&'static str, Vec<u8>)> {
    [good_ones(), dirty_ones(), foreign_ones(), broken_ones(), hostile_ones()].concat()
}

fn header() -> Vec<String> {
    HEADER.map(str::to_owned).to_vec()
}

fn sheet_of(rows: &[Vec<String>]) -> Vec<u8> {
    xlsx(|sheet| {
        people::write(sheet, 0, &[header()]);
        people::write(sheet, 1, rows);
    })
}

fn good_ones() -> Vec<(&'static str, Vec<u8>)> {
    let rows = good();
    let cells: Vec<(String, &str)> = (2..)
        .zip(&rows)
        .flat_map(|(row, cells)| {
            ('A'..).zip(cells).map(move |(column, text)| (format!("{column}{row}"), text.as_str()))
        })
        .filter(|(_, text)| !text.is_empty())
        .collect();
    let cells: Vec<(&str, Put<'_>)> =
        cells.iter().map(|(place, text)| (place.as_str(), Put::Text(text))).collect();
    let template = fill(&roster_template().unwrap(), &cells);
    let older = replace_part(&template, "docProps/custom.xml", |xml| xml.replace("2026.1", "2025.3"));
    let text = XlsbCell::Text;
    let binary = xlsb::book(&[
        &[text("姓名"), text("身份证号码"), text("手机号码")],
        &[text("李强"), text("430902196604010015"), XlsbCell::Number(13_812_341_234.0)],
    ]);
    vec![
        ("good-plain.xlsx", sheet_of(&rows)),
        ("good-template.xlsx", template),
        ("good-older-template.xlsx", older),
        ("good-below-titles.xlsx", below_titles()),
        ("good-by-hand.xlsx", raw_xlsx(&small_roster(), &[])),
        ("good-by-hand.xlsb", binary),
        ("good-by-hand.xls", old_book().file()),
        ("good-older-template.ods", older_document()),
    ]
}

fn older_document() -> Vec<u8> {
    let cell = |text: &str| {
        format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
    };
    let row = |cells: [&str; 2]| format!("<table:table-row>{}</table:table-row>", cells.map(cell).concat());
    let rows = row(["姓名", "证件号码"]) + &row(["李强", "430902196604010015"]);
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet><table:table table:name=\"名单\">{rows}</table:table>\
         </office:spreadsheet></office:body></office:document-content>"
    );
    let meta = "<office:document-meta><office:meta><meta:user-defined meta:name=\"TemplateVersion\">2025.3\
                </meta:user-defined></office:meta></office:document-meta>";
    archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("meta.xml", meta.as_bytes()),
        ("content.xml", content.as_bytes()),
    ])
}

fn old_book() -> biff::Book {
    let mut book = biff::Book::default();
    book.sheet("名单", 0).text(0, 0, "姓名").text(0, 1, "证件号码").text(0, 2, "出生日期");
    book.text(1, 0, "李强").text(1, 1, "430902196604010015").number(1, 2, biff::DATE, 24_198.0);
    book
}

/// A cover, a hidden sheet, titles and notes above a header of other names in another order.
fn below_titles() -> Vec<u8> {
    let mut book = Workbook::new();
    book.add_worksheet().write_string(3, 2, "某某中学工会委员会").unwrap();
    people::write(book.add_worksheet().set_hidden(true), 0, &[header(), good().remove(0)]);
    let sheet = book.add_worksheet();
    sheet.merge_range(0, 0, 0, 5, "2026年度参互职工汇总表", &Format::new().set_bold()).unwrap();
    sheet.write_string(1, 0, "填报单位：某某中学").unwrap();
    let names = ["序号", "身份证号码 *", "联系电话", "姓\n名", "是否新业态从业者（是/否）", "备　注"];
    for (column, name) in (0..).zip(names) {
        sheet.write_string(4, column, name).unwrap();
    }
    for (row, (name, number)) in (5..).zip([("李强", "43090219850505001"), ("王芳", "43090219850505002")])
    {
        sheet.write_number(row, 0, row - 4).unwrap();
        sheet.write_string(row, 1, people::id(number)).unwrap();
        sheet.write_number(row, 2, 13_812_341_234_f64).unwrap();
        sheet.write_string(row, 3, name).unwrap();
        sheet.write_boolean(row, 4, row == 5).unwrap();
    }
    book.save_to_buffer().unwrap()
}

fn dirty_ones() -> Vec<(&'static str, Vec<u8>)> {
    let stray = xlsx(|sheet| {
        people::write(sheet, 0, &[header()]);
        people::write(sheet, 1, &good());
        sheet.write_string(65_535, 255, " ").unwrap();
        sheet.write_string(60_000, 20, "x").unwrap();
        for row in 10..3_000 {
            sheet.write_blank(row, 0, &Format::new().set_bold()).unwrap();
        }
    });
    let far = xlsx(|sheet| {
        people::write(sheet, 0, &[header()]);
        people::write(sheet, 1, &good());
        sheet.write_string(1_048_575, 16_383, " ").unwrap();
    });
    vec![
        ("dirty-every-rule.xlsx", sheet_of(&dirty())),
        ("dirty-stray-cells.xlsx", stray),
        ("dirty-last-cell.xlsx", far),
        ("dirty-formulas.xlsx", xlsx(formulas)),
        ("dirty-new-error-value.xlsx", {
            let more =
                format!("<row r=\"3\">{}<c r=\"B3\" t=\"e\"><v>#SPILL!</v></c></row>", inline("A3", "李强"));
            raw_xlsx(&(small_roster() + &more), &[])
        }),
        ("dirty-no-header.xlsx", xlsx(|sheet| people::write(sheet, 0, &good()))),
        (
            "dirty-no-numbers.xlsx",
            xlsx(|sheet| {
                people::write(
                    sheet,
                    0,
                    &[vec!["姓名".to_owned(), "手机号".to_owned()], vec!["李强".to_owned()]],
                );
            }),
        ),
        ("dirty-nobody.xlsx", sheet_of(&[])),
        ("dirty-template-unfilled.xlsx", roster_template().unwrap()),
    ]
}

/// The numbers are put together by a formula: what it came to counts.
fn formulas(sheet: &mut Worksheet) {
    people::write(sheet, 0, &[header()]);
    people::write(sheet, 1, &[vec!["李强".to_owned()]]);
    let formula =
        rust_xlsxwriter::Formula::new("=\"430902\"&\"196604010015\"").set_result("430902196604010015");
    sheet.write_formula(1, 2, formula).unwrap();
}

fn foreign_ones() -> Vec<(&'static str, Vec<u8>)> {
    let mut sealed = old_book().stream();
    // FILEPASS stands right behind the first record.
    sealed.splice(20..20, biff::record(0x002F, &[1, 0, 1, 0, 1, 0]));
    let word = archive(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")]);
    vec![
        ("foreign-text.csv", "姓名,证件号码\n李强,430902196604010015\n".into()),
        ("foreign-text-renamed.xlsx", b"\xD0\xD5\xC3\xFB,\xD6\xA4\xBC\xFE\xBA\xC5\xC2\xEB\r\n".to_vec()),
        ("foreign-web-page.xls", "<html><table><tr><td>姓名</td></tr></table></html>".into()),
        (
            "foreign-xml-2003.xls",
            "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?><Workbook/>".into(),
        ),
        ("foreign-scan.pdf", b"%PDF-1.7\n%\xE2\xE3\xCF\xD3".to_vec()),
        ("foreign-picture.xlsx", b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR".to_vec()),
        ("foreign-archive.zip", archive(&[("roster.xlsx", b"PK")])),
        ("foreign-letter.docx", word),
        ("foreign-nothing.xlsx", Vec::new()),
        ("sealed.xlsx", compound(&[("/EncryptionInfo", &[4; 200]), ("/EncryptedPackage", &[7; 5_000])])),
        ("sealed.xls", compound(&[("/Workbook", &sealed)])),
        (
            "sealed.ods",
            archive(&[
                ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
                (
                    "META-INF/manifest.xml",
                    b"<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>",
                ),
                ("content.xml", b"\x12\x34"),
            ]),
        ),
    ]
}

fn broken_ones() -> Vec<(&'static str, Vec<u8>)> {
    let good = sheet_of(&good());
    let old = old_book().stream();
    let backwards = format!("{}<row r=\"1\">{}</row>", small_roster(), inline("A1", "李强"));
    vec![
        ("broken-cut.xlsx", good[..good.len() / 2].to_vec()),
        ("broken-cut.xls", compound(&[("/Workbook", &old[..old.len() - 40])])),
        (
            "broken-unfinished.ods",
            archive(&[
                ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
                ("content.xml", b"<office:document-content><table:table table:name=\"1\"><table:table-row>"),
            ]),
        ),
        ("broken-rows-backwards.xlsx", raw_xlsx(&backwards, &[])),
        ("broken-excel-5.xls", compound(&[("/Book", &[9; 600])])),
    ]
}

fn hostile_ones() -> Vec<(&'static str, Vec<u8>)> {
    let strings = |head: &str, body: &str| {
        raw_xlsx(&small_roster(), &[("xl/sharedStrings.xml", format!("<sst {head}>{body}</sst>").as_bytes())])
    };
    let entities = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]>";
    let cell = |text: &str, repeat: u32| {
        format!(
            "<table:table-cell office:value-type=\"string\" table:number-columns-repeated=\"{repeat}\">\
             <text:p>{text}</text:p></table:table-cell>"
        )
    };
    let table = |rows: &str| ods(&format!("<table:table table:name=\"1\">{rows}</table:table>"));
    let row = |repeat: u32, cells: &str| {
        format!("<table:table-row table:number-rows-repeated=\"{repeat}\">{cells}</table:table-row>")
    };
    let header = row(1, &(cell("姓名", 1) + &cell("证件号码", 1)));
    let nested = "<a>".repeat(400_000);
    vec![
        ("hostile-bomb.xlsx", raw_xlsx(&(small_roster() + &" ".repeat(8 << 20)), &[])),
        (
            "hostile-comment.xlsx",
            raw_xlsx(&format!("{}<!--{}-->", small_roster(), "<a>".repeat(700_000)), &[]),
        ),
        ("hostile-strings-promised.xlsx", strings("uniqueCount=\"1000000000\"", "<si/>")),
        ("hostile-strings-empty.xlsx", strings("", &"<si/><si><t/></si>".repeat(400_000))),
        ("hostile-entities.xlsx", raw_xlsx(&format!("{entities}{}", small_roster()), &[])),
        ("hostile-nested.xlsx", raw_xlsx(&(small_roster() + &nested), &[])),
        (
            "hostile-rows-repeated.ods",
            table(&(header.clone() + &row(1_000_000, &(cell("李强", 1) + &cell("1", 1))))),
        ),
        ("hostile-columns-repeated.ods", table(&(header + &row(1, &cell("x", 4_000_000_000))))),
        ("hostile-columns-empty.ods", table(&row(1, &"<table:table-cell/>".repeat(60_000)))),
        ("hostile-many-sheets.xls", {
            let mut book = biff::Book::default();
            for sheet in 0..200 {
                book.sheet(&format!("{sheet}"), 0).text(0, 0, "x");
            }
            book.file()
        }),
    ]
}
