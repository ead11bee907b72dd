//! What goes out to clerks comes back as it went.

use chrono::NaiveDate;
use domain::roster::{Cell, Column, FileProblem, Finding, Issue, RawRow, Severity};
use workbook::{Limits, ReturnedRow, TEMPLATE_VERSION, read_roster, result_workbook, roster_template};

use crate::support::part;

#[test]
fn the_template_is_a_roster_with_every_column_and_nobody_on_it() {
    let template = roster_template().unwrap();
    assert_eq!(read_roster(&template, &Limits::default()), Err(FileProblem::Empty));
    let strings = part(&template, "xl/sharedStrings.xml");
    for column in Column::ALL {
        assert!(strings.contains(&format!("<t>{}</t>", column.zh())), "{}", column.zh());
    }
    assert!(strings.contains(&format!("模板版本：{TEMPLATE_VERSION}")));
}

#[test]
fn the_template_is_text_throughout_with_dropdowns_to_the_last_row() {
    let sheet = part(&roster_template().unwrap(), "xl/worksheets/sheet1.xml");
    let choices = [
        ("B2:B10001", "居民身份证,港澳台居民居住证"),
        ("E2:E10001", "男,女"),
        ("H2:H10001", "管理技术岗,生产操作岗"),
        ("I2:I10001", "职工医保,城乡居民医保,其他"),
        ("J2:J10001", "是,否"),
    ];
    for (range, list) in choices {
        let validation =
            sheet.split("<dataValidation ").find(|one| one.contains(&format!("sqref=\"{range}\"")));
        assert!(validation.is_some_and(|one| one.contains(list)), "{range}");
    }
    let columns = sheet.split("<cols>").nth(1).unwrap().split("</cols>").next().unwrap();
    let number = |one: &str, name: &str| -> usize {
        one.split(&format!("{name}=\"")).nth(1).unwrap().split('"').next().unwrap().parse().unwrap()
    };
    let formatted = columns.split("<col ").filter(|one| one.contains("style="));
    let covered: usize = formatted.map(|one| number(one, "max") - number(one, "min") + 1).sum();
    assert_eq!(covered, Column::ALL.len());
    assert!(sheet.contains("state=\"frozen\""));
    let styles = part(&roster_template().unwrap(), "xl/styles.xml");
    assert!(styles.contains("numFmtId=\"49\""));
}

#[test]
fn the_template_is_the_same_bytes_each_time() {
    assert_eq!(roster_template().unwrap(), roster_template().unwrap());
}

fn row(number: u32) -> RawRow {
    RawRow {
        row: number,
        name: Cell::text("=HYPERLINK(\"http://example.org\")"),
        document_type: Cell::text("居民身份证"),
        document_number: Cell::Integer(430_902_196_604_009_984),
        phone: Cell::Integer(13_812_341_234),
        gender: Cell::text("@SUM(1)"),
        age: Cell::Decimal("45.5".into()),
        birth_date: Cell::Date(NaiveDate::from_ymd_opt(1985, 5, 5).unwrap()),
        job_category: Cell::Error("#N/A".into()),
        insurance_type: Cell::text("\t+1\u{1}"),
        new_employment: Cell::Bool(true),
    }
}

#[test]
fn returned_rows_are_read_again_as_they_were_and_are_never_formulas() {
    let (first, second) = (row(7), row(12));
    let returned = [&first, &second].map(|row| ReturnedRow { row, issues: &[] });
    let bytes = result_workbook(&returned).unwrap();
    let roster = read_roster(&bytes, &Limits::default()).unwrap();
    let expected = RawRow {
        row: 2,
        phone: Cell::text("13812341234"),
        age: Cell::text("45.5"),
        birth_date: Cell::text("1985-05-05"),
        job_category: Cell::text("#N/A"),
        new_employment: Cell::text("是"),
        ..first.clone()
    };
    assert!(roster.rows[0] == expected, "{:?}", roster.rows[0]);
    assert_eq!(roster.rows[1].row, 3);
    assert_eq!(roster.columns, Column::ALL);
    assert_eq!(roster.notices, []);
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    let cells = sheet.split("</sheetData>").next().unwrap();
    let mut formulas = cells.split("<c r=\"").filter(|cell| cell.contains("<f"));
    assert!(formulas.all(|cell| cell.starts_with('K')), "only the self-check is computed");
}

#[test]
fn what_looks_like_markup_is_text() {
    let row = RawRow { name: Cell::text("<r>王 & 芳</r>"), ..row(2) };
    let bytes = result_workbook(&[ReturnedRow { row: &row, issues: &[] }]).unwrap();
    let returned = read_roster(&bytes, &Limits::default()).unwrap();
    let Cell::Text(name) = &returned.rows[0].name else { panic!("a text") };
    assert_eq!(name.trim_end(), "<r>王 & 芳</r>");
}

#[test]
fn bad_cells_are_coloured_and_carry_their_reasons_and_the_last_column_has_all() {
    let row = row(7);
    let issues = [
        Issue::new(7, Column::DocumentNumber, &Finding::DocumentNumeric),
        Issue::new(7, Column::NewEmployment, &Finding::NotInList(Column::NewEmployment)),
        Issue::with(7, Column::Phone, &Finding::PhoneMissing, Severity::Warning),
    ];
    let bytes = result_workbook(&[ReturnedRow { row: &row, issues: &issues }]).unwrap();
    let strings = part(&bytes, "xl/sharedStrings.xml");
    let reasons = issues.each_ref().map(|issue| issue.message.as_str()).join("；");
    assert!(strings.contains("<t>问题说明</t>"));
    assert!(strings.contains(&format!("<t>{reasons}</t>")), "{strings}");
    let notes = part(&bytes, "xl/comments1.xml");
    assert!(notes.contains("ref=\"C2\"") && notes.contains("ref=\"J2\"") && !notes.contains("ref=\"D2\""));
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    let style = |place: &str| {
        let cell = sheet.split(&format!("<c r=\"{place}\" s=\"")).nth(1).unwrap();
        cell.split('"').next().unwrap().to_owned()
    };
    assert_eq!(style("C2"), style("J2"));
    assert_ne!(style("C2"), style("D2"));
    assert_eq!(style("A2"), style("B2"));
    assert_ne!(style("A2"), style("D2"));
}
