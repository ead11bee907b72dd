//! Beside calamine, cell by cell: whatever this path takes, the other takes for the same.

use std::io::{Cursor, Write};

use proptest::prelude::*;
use rust_xlsxwriter::{Format, Formula, Workbook};
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::xlsx::read_any_xlsx;
use crate::{Limits, Roster};

const WORKBOOK: &str = r#"<workbook xmlns:r="x"><workbookPr/><sheets><sheet name="封面" sheetId="1" state="hidden" r:id="rId2"/><sheet name="名单" sheetId="2" r:id="rId1"/></sheets></workbook>"#;
const RELATIONSHIPS: &str = r#"<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="x/worksheet" Target="/xl/worksheets/sheet2.xml"/></Relationships>"#;
const ROOT: &str = r#"<Relationships><Relationship Id="rId1" Type="x/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const STYLES: &str = r#"<styleSheet><numFmts count="1"><numFmt numFmtId="176" formatCode="yyyy\-mm"/></numFmts><cellXfs count="5"><xf numFmtId="0"/><xf numFmtId="49"/><xf numFmtId="14"><alignment/></xf><xf numFmtId="176"/><xf numFmtId="46"/></cellXfs></styleSheet>"#;
const HEADER: &str = r#"<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row>"#;
const EMPTY: &str = "<worksheet><sheetData/></worksheet>";

fn book(strings: &str, sheet: &str) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", WORKBOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONSHIPS),
        ("xl/styles.xml", STYLES),
        ("xl/sharedStrings.xml", strings),
        ("xl/worksheets/sheet1.xml", sheet),
        ("xl/worksheets/sheet2.xml", EMPTY),
    ] {
        out.start_file(name, SimpleFileOptions::default()).unwrap();
        out.write_all(text.as_bytes()).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn strings(more: &str) -> String {
    format!(
        "<sst uniqueCount=\"3\"><si><t>姓名</t></si><si><t>证件号码</t></si><si><t>年龄</t></si>{more}</sst>"
    )
}

fn sheet(rows: &str) -> String {
    format!("<worksheet><dimension ref=\"A1:C9\"/><sheetData>{HEADER}{rows}</sheetData></worksheet>")
}

fn both(bytes: &[u8]) -> (Option<Roster>, Option<Roster>) {
    let limits = Limits::default();
    // What makes the library panic counts as damaged, as it does for `read_roster`.
    let any = std::panic::catch_unwind(|| read_any_xlsx(bytes, &limits).ok()).ok().flatten();
    (super::read(bytes, &limits), any)
}

#[track_caller]
fn taken_alike(strings: &str, sheet: &str) {
    let (usual, any) = both(&book(strings, sheet));
    assert!(usual.is_some(), "not taken: {strings} {sheet}");
    assert_eq!(usual, any, "{strings} {sheet}");
}

#[test]
fn what_programs_write_is_taken_and_is_the_same() {
    for string in [
        "<si><t>王芳</t></si>",
        "<si><t> 王 芳 </t></si>",
        "<si><t xml:space=\"preserve\"> 王 芳 </t></si>",
        "<si><t>王芳</t><phoneticPr fontId=\"1\" type=\"noConversion\"/></si>",
        "<si><r><rPr><b/></rPr><t>王</t></r><r><t xml:space=\"preserve\"> 芳</t></r></si>",
        "<si><t>A&amp;B &#x738B;&lt;</t></si>",
        "<si><t/></si>",
        "<si/>",
        "<si></si>",
    ] {
        taken_alike(
            &strings(string),
            &sheet("<row r=\"2\"><c r=\"A2\" t=\"s\"><v>3</v></c><c r=\"B2\" t=\"s\"><v>1</v></c></row>"),
        );
    }
    for cell in [
        "<c r=\"C2\" t=\"inlineStr\"><is><t>45 岁</t></is></c>",
        "<c r=\"C2\" t=\"str\"><f>1+1&lt;3</f><v>是&amp;否</v></c>",
        "<c r=\"C2\"><f>40+5</f><v>45</v></c>",
        "<c r=\"C2\" s=\"0\"><v>45</v></c>",
        "<c r=\"C2\" s=\"1\" t=\"n\"><v>4.30902196604010E+17</v></c>",
        "<c r=\"C2\" s=\"9\"><v>-0.5</v></c>",
        "<c r=\"C2\" s=\"2\"><v>31077</v></c>",
        "<c r=\"C2\" s=\"2\"><v>31077.75</v></c>",
        "<c r=\"C2\" t=\"b\"><v>1</v></c>",
        "<c r=\"C2\" s=\"1\"/>",
        "<c r=\"C2\" s=\"1\"></c>",
        "<c r=\"C2\"><v></v></c>",
        "<c r=\"XFD2\" t=\"s\"><v>0</v></c>",
    ] {
        let row = format!(
            "<row r=\"2\" spans=\"1:3\"><c r=\"A2\" t=\"s\"><v>0</v></c>{cell}</row>\n<row r=\"3\"/>"
        );
        taken_alike(&strings(""), &sheet(&row));
    }
}

#[test]
fn what_is_rare_is_left_to_the_other_path_and_read_there() {
    for cell in [
        "<c r=\"C2\" t=\"e\"><v>#N/A</v></c>",
        "<c r=\"C2\" t=\"d\"><v>1985-05-05</v></c>",
        "<c r=\"C2\" s=\"3\"><v>31077</v></c>",
        "<c r=\"C2\" s=\"4\"><v>0.5</v></c>",
        "<c t=\"s\"><v>0</v></c>",
        "<c r='C2'><v>1</v></c>",
        "<c r=\"C2\" t=\"str\"><v>a_x000D_b</v></c>",
        "<c r=\"C2\" t=\"str\"><v>a\r\nb</v></c>",
        "<!-- a remark -->",
    ] {
        let row = format!("<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c>{cell}</row>");
        let (usual, any) = both(&book(&strings(""), &sheet(&row)));
        assert_eq!((usual.is_some(), any.is_some()), (false, true), "{cell}");
    }
}

#[test]
fn a_part_larger_than_its_rows_can_be_is_left_to_the_other_path() {
    let blanks: Vec<String> =
        (2..12_000).map(|row| format!("<row r=\"{row}\" s=\"1\" customFormat=\"1\"/>")).collect();
    let blanks = blanks.concat();
    let rows = format!("<row r=\"2\"><c r=\"A2\" t=\"s\"><v>0</v></c></row>{blanks}");
    let bytes = book(&strings(""), &sheet(&rows));
    let limits = Limits { max_rows: 100, ..Limits::default() };
    assert_eq!(super::read(&bytes, &limits), None);
    assert_eq!(read_any_xlsx(&bytes, &limits).unwrap().rows.len(), 1);
}

#[test]
fn a_workbook_of_another_writer_is_taken() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let (text, day) = (Format::new().set_num_format("@"), Format::new().set_num_format_index(14));
    sheet.write_row(0, 0, ["参保职工汇总表"]).unwrap();
    sheet.write_row(1, 0, ["姓名", "证件号码", "年龄", "出生日期"]).unwrap();
    for row in 2..50 {
        sheet.write_with_format(row, 0, "王芳", &text).unwrap();
        sheet.write_with_format(row, 1, format!("{row}"), &text).unwrap();
        sheet.write_formula(row, 2, Formula::new("=40+5").set_result("45")).unwrap();
        sheet.write_number_with_format(row, 3, 31_077 + row, &day).unwrap();
    }
    let (usual, any) = both(&book.save_to_buffer().unwrap());
    assert_eq!(usual.as_ref().map(|roster| roster.rows.len()), Some(48));
    assert_eq!(usual, any);
}

/// Cuts, doubles or replaces pieces of the XML, so that every event meets every state.
fn mangled(text: &str, edits: &[(prop::sample::Index, usize, String)]) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for (at, cut, put) in edits {
        let at = at.index(characters.len().max(1)).min(characters.len());
        let end = (at + cut).min(characters.len());
        characters.splice(at..end, put.chars());
    }
    characters.into_iter().collect()
}

fn pieces() -> impl Strategy<Value = String> {
    let pieces = [
        "",
        "",
        "",
        "<",
        ">",
        "\"",
        "/",
        "&amp;",
        "&",
        " ",
        "0",
        "7",
        "s",
        "<v>",
        "</v>",
        "<v/>",
        "<c r=\"B2\">",
        "</c>",
        "<c r=\"C3\" t=\"s\"><v>1</v></c>",
        "<row>",
        "</row>",
        "<f>",
        "</f>",
        "<is><t>x</t></is>",
        "t=\"inlineStr\"",
        "t=\"str\"",
        "s=\"2\"",
        "<t>",
        "</t>",
        "<si>",
        "</si>",
        "<r>",
        "<rPh>",
        "</rPh>",
        "<!--",
        "-->",
        "<![CDATA[x]]>",
        "_x0041_",
        "\r",
        "\u{a0}",
        "e5",
        "-",
        "x:",
        "</sheetData>",
        "<sheetData>",
    ];
    prop::sample::select(pieces.to_vec()).prop_map(str::to_owned)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_taken_of_mangled_workbooks_is_the_same(
        in_sheet in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..4, pieces()), 0..4),
        in_strings in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..4, pieces()), 0..3),
    ) {
        let rows = "<row r=\"2\"><c r=\"A2\" s=\"1\" t=\"s\"><v>3</v></c><c r=\"B2\" t=\"str\"><f>A1</f><v>x&amp;y</v></c>\
                    <c r=\"C2\" s=\"2\"><v>31077</v></c></row><row r=\"3\"><c r=\"A3\" t=\"inlineStr\"><is><t>王</t></is></c>\
                    <c r=\"B3\"><v>12.5</v></c><c r=\"C3\" s=\"1\"/></row>";
        let table = strings("<si><t xml:space=\"preserve\"> 王&#33;</t></si><si><r><t>一</t></r><r><t>二</t></r></si>");
        let (usual, any) = both(&book(&mangled(&table, &in_strings), &mangled(&sheet(rows), &in_sheet)));
        if let (Some(usual), Some(any)) = (usual, any) {
            prop_assert_eq!(usual, any);
        }
    }
}
