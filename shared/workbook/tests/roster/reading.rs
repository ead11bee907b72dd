//! What clerks really send, in every format, and what comes of it.

use crate::support::xlsb::{self, Cell as XlsbCell};
use crate::support::{biff, inline, ods, raw_xlsx, small_roster, texts, xlsx};
use chrono::NaiveDate;
use domain::roster::{Cell, Column, FileProblem, RawRow};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook};
use workbook::{Kind, Limits, Roster, is_workbook, read_roster};

const WANG: (&str, &str) = ("王芳", "11010519491231002X");
const LI: (&str, &str) = ("李强", "430902196604010015");

fn read(bytes: &[u8]) -> Result<Roster, FileProblem> {
    read_roster(bytes, &Limits::default())
}

/// Row, name and number of every row.
fn people(roster: &Roster) -> Vec<(u32, String, String)> {
    let text = |cell: &Cell| match cell {
        Cell::Text(text) => text.to_string(),
        other => format!("{other:?}"),
    };
    roster.rows.iter().map(|row| (row.row, text(&row.name), text(&row.document_number))).collect()
}

fn found(rows: &[(u32, (&str, &str))]) -> Vec<(u32, String, String)> {
    rows.iter().map(|(row, (name, number))| (*row, (*name).to_owned(), (*number).to_owned())).collect()
}

const HEADER: &[&str] = &["姓名", "证件类型", "证件号码", "手机号"];
const WANG_ROW: &[&str] = &["王芳", "居民身份证", "11010519491231002X", "13812341234"];
const LI_ROW: &[&str] = &["李强", "居民身份证", "430902196604010015", ""];

#[test]
fn a_plain_roster_is_read_row_by_row() {
    let roster = read(&xlsx(|sheet| texts(sheet, &[HEADER, WANG_ROW, LI_ROW]))).unwrap();
    assert_eq!(people(&roster), found(&[(2, WANG), (3, LI)]));
    assert_eq!(roster.sheet, "Sheet1");
    assert_eq!(roster.header_row, 1);
    assert_eq!(roster.columns, [Column::Name, Column::DocumentType, Column::DocumentNumber, Column::Phone]);
    assert_eq!(roster.rows[0].phone, Cell::text("13812341234"));
    assert_eq!(roster.rows[1].phone, Cell::Empty);
    assert_eq!(roster.notices, []);
}

#[test]
fn the_header_is_found_below_titles_and_notes_by_its_names_in_any_order() {
    let bytes = xlsx(|sheet| {
        sheet.merge_range(0, 0, 0, 4, "2026年度参互职工汇总表", &Format::new()).unwrap();
        texts(sheet, &[&[], &["填报单位：", "某某中学"], &[]]);
        for (column, header) in
            (0..).zip(["序号", "身份证号码 *", "联系电话", "姓\n名", "是否新业态从业者（是/否）"])
        {
            sheet.write_string(4, column, header).unwrap();
        }
        for (column, text) in (0..).zip(["1", WANG.1, "13812341234", WANG.0, "否"]) {
            sheet.write_string(5, column, text).unwrap();
        }
    });
    let roster = read(&bytes).unwrap();
    assert_eq!(roster.header_row, 5);
    assert_eq!(people(&roster), found(&[(6, WANG)]));
    assert_eq!(roster.rows[0].new_employment, Cell::text("否"));
}

#[test]
fn a_header_of_two_rows_is_read_with_the_cells_merged_over_both() {
    let head: &[&str] = &["序号", "姓名", "证件信息", "", "联系电话", "年龄"];
    let below: &[&str] = &["", "", "证件类型", "身份证号码", "", "备注"];
    let row: &[&str] = &["1", WANG.0, "居民身份证", WANG.1, "13812341234", "外聘"];
    let roster = read(&xlsx(|sheet| texts(sheet, &[&["名单"], head, below, row]))).unwrap();
    assert_eq!((roster.header_row, people(&roster)), (3, found(&[(4, WANG)])));
    assert_eq!(roster.rows[0].phone, Cell::text("13812341234"));
    assert_eq!(roster.rows[0].age, Cell::Empty, "what stands below a name says better what the column holds");

    let apart = read(&xlsx(|sheet| texts(sheet, &[head, &[], below, row])));
    assert_eq!(apart, Err(FileProblem::HeaderMissing(vec![Column::DocumentNumber])));
    let form = read(&xlsx(|sheet| texts(sheet, &[&["姓名", WANG.0], &["证件号码", WANG.1]])));
    assert!(matches!(form, Err(FileProblem::HeaderMissing(_))), "names in one column are no header");
}

#[test]
fn the_header_counts_up_to_the_twentieth_row_and_no_further() {
    for (row, expected) in [(19, true), (20, false)] {
        let bytes = xlsx(|sheet| {
            sheet.write_string(0, 0, "名单").unwrap();
            for (offset, cells) in [(0, HEADER), (1, WANG_ROW)] {
                for (column, text) in (0..).zip(cells) {
                    sheet.write_string(row + offset, column, *text).unwrap();
                }
            }
        });
        assert_eq!(read(&bytes).is_ok(), expected, "header in row {}", row + 1);
    }
}

#[test]
fn of_two_columns_with_one_name_the_first_is_meant() {
    let rows: &[&[&str]] = &[&["姓名", "证件号码", "姓名"], &["王芳", WANG.1, "李强"]];
    assert_eq!(people(&read(&xlsx(|sheet| texts(sheet, rows))).unwrap()), found(&[(2, WANG)]));
}

#[test]
fn hidden_and_cover_sheets_are_passed_over() {
    let mut book = Workbook::new();
    let hidden = book.add_worksheet().set_hidden(true);
    texts(hidden, &[HEADER, LI_ROW]);
    let cover = book.add_worksheet();
    texts(cover, &[&["封面"], &["姓名在下一页"]]);
    cover.set_active(true);
    texts(book.add_worksheet(), &[HEADER, WANG_ROW]);
    texts(book.add_worksheet(), &[HEADER, LI_ROW]);
    let roster = read(&book.save_to_buffer().unwrap()).unwrap();
    assert_eq!(people(&roster), found(&[(2, WANG)]));
    assert_eq!(roster.sheet, "Sheet3");
    assert_eq!(roster.notices, [FileProblem::HiddenSheet]);
}

#[test]
fn blank_rows_are_skipped_and_rows_keep_the_numbers_excel_shows() {
    let spaces: &[&str] = &[" ", "\u{3000}", "\u{a0}", "\u{200b}"];
    let rows = [HEADER, &[], WANG_ROW, spaces, &[], LI_ROW];
    let bytes = xlsx(|sheet| {
        texts(sheet, &rows);
        // Numbered beforehand and never filled in.
        sheet.write_string(0, 8, "序号").unwrap();
        for row in 1..500 {
            sheet.write_number(row, 8, row).unwrap();
        }
        let painted = Format::new().set_bold();
        for row in 500..2_000 {
            sheet.write_blank(row, 0, &painted).unwrap();
        }
    });
    assert_eq!(people(&read(&bytes).unwrap()), found(&[(3, WANG), (6, LI)]));
}

#[test]
fn every_kind_of_cell_keeps_its_kind() {
    let bytes = xlsx(|sheet| {
        texts(
            sheet,
            &[&["姓名", "证件号码", "手机号", "年龄", "出生日期", "新业态从业者", "医保类型", "性别"]],
        );
        sheet.write_string(1, 0, "=1+1").unwrap();
        sheet.write_number(1, 1, 430_902_196_604_010_015_f64).unwrap();
        sheet.write_number(1, 2, 13_812_341_234_f64).unwrap();
        sheet.write_number(1, 3, 45.5).unwrap();
        let date = Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\"");
        sheet.write_with_format(1, 4, ExcelDateTime::from_ymd(1985, 5, 5).unwrap(), &date).unwrap();
        sheet.write_boolean(1, 5, true).unwrap();
        sheet.write_formula(1, 6, Formula::new("=A1").set_result("职工医保")).unwrap();
        sheet.write_formula(1, 7, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    });
    let roster = read(&bytes).unwrap();
    let expected = RawRow {
        row: 2,
        name: Cell::text("=1+1"),
        // What is left of the number. It stays one, so that it is refused (R203).
        document_number: Cell::Integer(430_902_196_604_009_984),
        phone: Cell::Integer(13_812_341_234),
        age: Cell::Decimal("45.5".into()),
        birth_date: Cell::Date(NaiveDate::from_ymd_opt(1985, 5, 5).unwrap()),
        new_employment: Cell::Bool(true),
        insurance_type: Cell::text("职工医保"),
        gender: Cell::Error("#DIV/0!".into()),
        ..RawRow::default()
    };
    assert!(roster.rows[0] == expected, "{:?}", roster.rows[0]);
    assert_eq!(roster.notices, [FileProblem::Formulas(2)]);
}

#[test]
fn an_error_value_of_a_newer_excel_costs_one_cell_and_not_the_roster() {
    let row = format!("<row r=\"3\">{}<c r=\"B3\" t=\"e\"><v>#SPILL!</v></c></row>", inline("A3", "李强"));
    let roster = read(&raw_xlsx(&(small_roster() + &row), &[])).unwrap();
    assert_eq!(roster.rows.len(), 2);
    assert_eq!(roster.rows[1].document_number, Cell::Empty);
}

#[test]
fn a_stray_cell_in_the_last_row_and_column_changes_nothing() {
    for stray in ["x", " "] {
        let bytes = xlsx(|sheet| {
            texts(sheet, &[HEADER, WANG_ROW]);
            sheet.write_string(1_048_575, 16_383, stray).unwrap();
        });
        assert_eq!(people(&read(&bytes).unwrap()), found(&[(2, WANG)]));
    }
}

#[test]
fn formatting_down_to_the_last_row_changes_nothing() {
    let painted = (16..=1_048_576).step_by(16).fold(small_roster(), |sheet, row| {
        sheet + &format!("<row r=\"{row}\" s=\"1\" customFormat=\"1\"><c r=\"A{row}\" s=\"1\"/></row>")
    });
    let roster = read(&raw_xlsx(&painted, &[])).unwrap();
    assert_eq!(people(&roster), found(&[(2, WANG)]));
}

#[test]
fn an_old_workbook_is_read_like_a_new_one() {
    let mut book = biff::Book::default();
    book.sheet("隐藏", 1).text(0, 0, "姓名").text(0, 1, "证件号码").text(1, 0, "李强").text(1, 1, LI.1);
    book.sheet("名单", 0).text(0, 0, "参保职工汇总表");
    for (column, header) in
        (0..).zip(["证件号码", "姓名", "手机号", "年龄", "出生日期", "新业态", "医保类型", "性别"])
    {
        book.text(2, column, header);
    }
    book.text(3, 1, WANG.0)
        .number(3, 0, 0, 430_902_196_604_010_015_f64)
        .integers(3, 2, &[1_381, 45])
        .number(3, 4, biff::DATE, 31_172.0)
        .boolean(3, 5, true)
        .formula_text(3, 6, "职工医保")
        .error(3, 7, 0x2A)
        .blank(4, 0)
        .text(6, 0, LI.1)
        .text(6, 1, LI.0)
        .text(65_535, 255, "x");
    let bytes = book.file();
    assert_eq!(is_workbook(&bytes), Ok(Kind::Xls));
    let roster = read(&bytes).unwrap();
    let expected = RawRow {
        row: 4,
        name: Cell::text(WANG.0),
        document_number: Cell::Integer(430_902_196_604_009_984),
        phone: Cell::Integer(1_381),
        age: Cell::Integer(45),
        birth_date: Cell::Date(NaiveDate::from_ymd_opt(1985, 5, 5).unwrap()),
        new_employment: Cell::Bool(true),
        insurance_type: Cell::text("职工医保"),
        gender: Cell::Error("#N/A".into()),
        ..RawRow::default()
    };
    assert!(roster.rows[0] == expected, "{:?}", roster.rows[0]);
    assert_eq!(people(&roster)[1], found(&[(7, LI)])[0]);
    assert_eq!((roster.sheet.as_str(), roster.header_row), ("名单", 3));
    assert_eq!(roster.notices, [FileProblem::Formulas(1), FileProblem::HiddenSheet]);
}

#[test]
fn a_binary_workbook_is_read_like_any_other() {
    let text = XlsbCell::Text;
    let bytes = xlsb::book(&[
        &[text("序号"), text("姓名"), text("证件号码"), text("手机号")],
        &[XlsbCell::Number(1.0), text(WANG.0), text(WANG.1), XlsbCell::Number(13_812_341_234.0)],
        &[text(" "), text(""), text("\u{3000}"), text(" ")],
        &[XlsbCell::Number(2.0), text(LI.0), text(LI.1), text(" ")],
    ]);
    assert_eq!(is_workbook(&bytes), Ok(Kind::Xlsb));
    let roster = read(&bytes).unwrap();
    assert_eq!(people(&roster), found(&[(2, WANG), (4, LI)]));
    assert_eq!(roster.rows[0].phone, Cell::Integer(13_812_341_234));
}

fn ods_row(cells: &[&str]) -> String {
    let cells = cells.iter().fold(String::new(), |row, text| row + &ods_text(text));
    format!("<table:table-row>{cells}</table:table-row>")
}

fn ods_text(text: &str) -> String {
    format!("<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>")
}

#[test]
fn an_open_document_is_read_like_any_other_and_its_repeated_blanks_cost_nothing() {
    let hidden = format!(
        "<table:table table:name=\"旧\" table:style-name=\"hidden\">{}</table:table>",
        ods_row(HEADER)
    );
    let sheet = [
        "<table:table table:name=\"名单\"><table:shapes><draw:frame><text:p>印章</text:p></draw:frame></table:shapes>",
        &ods_row(&["参保&amp;职工<text:s text:c=\"2\"/>汇总表"]),
        "<table:table-row table:number-rows-repeated=\"3\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>",
        &ods_row(&["姓<text:line-break/>名", "身份证号", "年龄", "出生日期", "新业态"]),
        "<table:table-row><table:table-cell office:value-type=\"string\"><office:annotation><text:p>批注</text:p></office:annotation><text:p>王<text:span>芳</text:span></text:p></table:table-cell>",
        "<table:table-cell office:value-type=\"float\" office:value=\"430902196604010015\"><text:p>4.30902E+17</text:p></table:table-cell>",
        "<table:table-cell office:value-type=\"float\" office:value=\"45\" table:formula=\"of:=40+5\"><text:p>45</text:p></table:table-cell>",
        "<table:table-cell office:value-type=\"date\" office:date-value=\"1985-05-05\"><text:p>85/5/5</text:p></table:table-cell>",
        "<table:table-cell office:value-type=\"boolean\" office:boolean-value=\"true\"><text:p>TRUE</text:p></table:table-cell></table:table-row>",
        "<table:table-row table:number-rows-repeated=\"1000000\"><table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row>",
        &ods_row(&[LI.0, LI.1]),
        "</table:table>",
    ];
    let bytes = ods(&(hidden + &sheet.concat()));
    assert_eq!(is_workbook(&bytes), Ok(Kind::Ods));
    let roster = read(&bytes).unwrap();
    let expected = RawRow {
        row: 6,
        name: Cell::text("王芳"),
        document_number: Cell::Integer(430_902_196_604_009_984),
        age: Cell::Integer(45),
        birth_date: Cell::Date(NaiveDate::from_ymd_opt(1985, 5, 5).unwrap()),
        new_employment: Cell::Bool(true),
        ..RawRow::default()
    };
    assert!(roster.rows[0] == expected, "{:?}", roster.rows[0]);
    assert_eq!(people(&roster)[1], found(&[(1_000_007, LI)])[0]);
    assert_eq!((roster.sheet.as_str(), roster.header_row), ("名单", 5));
    assert_eq!(roster.notices, [FileProblem::Formulas(1), FileProblem::HiddenSheet]);
}

#[test]
fn ten_thousand_rows_are_read_and_one_more_is_refused() {
    let rows = |count: u32| {
        xlsx(|sheet| {
            texts(sheet, &[HEADER]);
            for row in 1..=count {
                sheet.write_string(row, 0, "王芳").unwrap();
                sheet.write_string(row, 2, WANG.1).unwrap();
            }
        })
    };
    assert_eq!(read(&rows(10_000)).unwrap().rows.len(), 10_000);
    assert_eq!(read(&rows(10_001)), Err(FileProblem::TooManyRows));
}
