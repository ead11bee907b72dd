//! What is written here as LibreOffice sees it.

use calamine::{Data, Reader as _, Xlsx};
use chrono::NaiveDate;
use domain::roster::{Cell, Checked, Checker, Column, FileProblem, Issue, RawRow, Rules};
use std::io::Cursor;
use workbook::{Limits, ReturnedRow, TEMPLATE_VERSION, read_roster, result_workbook, roster_template};

use crate::support::fill::{Put, fill, replace_part};
use crate::support::office::converted;

const ID: &str = "居民身份证";

/// Name, type, number, gender, age, 岗位类别, and what the self-check says.
const PEOPLE: &[(&str, &str, &str, &str, &str, &str, &str)] = &[
    ("王芳", ID, "11010519491231002X", "", "", "", "超龄，需上传证明"),
    ("李强", ID, "430902196604010015", "", "", "", "通过"),
    ("李小强", ID, "430902196604010015", "", "", "", "与第3行证件号码重复"),
    ("赵六", ID, "430902196604010016", "", "", "", "身份证号校验位不正确，请核对是否录错"),
    ("钱七", ID, "43090219660401001", "", "", "", "身份证号应为18位，现为17位"),
    ("孙八", "", "43090219850505O07X", "", "", "", "身份证号前17位应全为数字"),
    ("周九", ID, "430902198502300070", "", "", "", "身份证号中的出生日期不存在"),
    ("吴十", "护照", "E12345678", "男", "45", "", "通过"),
    ("郑一", "其他", "ZJ-000123", "女", "", "", "请填写性别和年龄"),
    ("", ID, "43090219850505007X", "", "", "", "请填写姓名"),
    ("冯二", ID, "", "", "", "", "请填写证件号码"),
    ("陈三", ID, "43090219850505007x", "", "", "", "与第11行证件号码重复"),
    ("褚四", ID, "430902197508310020", "", "", "生产操作岗", "超龄，需上传证明"),
    ("卫五", ID, "43090219750901002X", "", "", "生产操作岗", "通过"),
    ("蒋六", ID, "430902197508310020", "", "", "", "与第14行证件号码重复"),
    ("沈七", ID, "430902196510010014", "", "", "", "超龄，需上传证明"),
    ("韩八", ID, "43090219651002001X", "", "", "", "通过"),
    ("杨九", ID, "430902201001020015", "", "", "", "未满16周岁，不能参保"),
    ("朱十", "外国人永久居留身份证", "USA430185050507", "男", "40", "", "通过"),
];

fn filled() -> Vec<u8> {
    let rows: Vec<[(String, &str); 6]> = (2..)
        .zip(PEOPLE)
        .map(|(row, (name, kind, number, gender, age, job, _))| {
            [("A", *name), ("B", *kind), ("C", *number), ("E", *gender), ("F", *age), ("H", *job)]
                .map(|(column, text)| (format!("{column}{row}"), text))
        })
        .collect();
    let cells = rows.iter().flatten().filter(|(_, text)| !text.is_empty());
    let mut cells: Vec<(&str, Put<'_>)> =
        cells.map(|(place, text)| (place.as_str(), Put::Text(text))).collect();
    cells.extend([
        ("A30", Put::Text("许一")),
        ("C30", Put::Number(430_902_196_604_010_015_f64)),
        ("A10001", Put::Text("何二")),
        ("C10001", Put::Text("430902196604010015")),
    ]);
    fill(&roster_template().unwrap(), &cells)
}

/// The column of the self-check, by row as Excel shows it.
fn checks(book: &[u8]) -> Vec<(usize, String)> {
    let mut book = Xlsx::new(Cursor::new(book)).unwrap();
    let sheet = book.worksheet_range("参保职工汇总表").unwrap();
    let said = |row: usize| match sheet.get((row, Column::ALL.len())) {
        Some(Data::String(text)) => text.clone(),
        Some(Data::Empty) | None => String::new(),
        other => format!("{other:?}"),
    };
    (1..=10_000).map(|row| (row + 1, said(row))).filter(|(_, said)| !said.is_empty()).collect()
}

#[test]
fn libre_office_opens_the_template_and_computes_its_checks_and_what_it_saves_is_read() {
    let mistakes = mistaken();
    let returned = result_workbook(&mistakes.returned()).unwrap();
    let template = filled();
    let books: [(&str, &[u8]); 2] = [("template.xlsx", &template), ("returned.xlsx", &returned)];
    let [template, returned] = converted("opening", &books, "xlsx").try_into().unwrap();

    let mut expected: Vec<(usize, String)> =
        (2..).zip(PEOPLE).map(|(row, (.., says))| (row, (*says).to_owned())).collect();
    expected.push((30, "号码已变成数字，末几位可能丢失，请设为文本格式后重新填写".to_owned()));
    expected.push((10_001, "与第3行证件号码重复".to_owned()));
    assert_eq!(checks(&template), expected);
    let roster = read_roster(&template, &Limits::default()).unwrap();
    assert_eq!((roster.rows.len(), roster.notices), (PEOPLE.len() + 2, vec![]));

    let said = ["身份证号应为18位，现为17位", "通过", "通过"].map(str::to_owned);
    assert_eq!(checks(&returned), (2..).zip(said).collect::<Vec<_>>());
    let roster = read_roster(&returned, &Limits::default()).unwrap();
    assert_eq!((roster.rows.len(), roster.columns, roster.notices), (3, Column::ALL.to_vec(), vec![]));
}

fn mistaken() -> Mistaken {
    let row = |row, name: &str, kind: &str, number: &str, phone: &str| RawRow {
        row,
        name: Cell::text(name),
        document_type: Cell::text(kind),
        document_number: Cell::text(number),
        phone: Cell::text(phone),
        ..RawRow::default()
    };
    let rows = vec![
        row(4, "韩八", ID, "43090219651002001X", "1381234"),
        row(5, "李强", ID, "43090219660401001", ""),
        row(9, "王芳", "驾驶证", "43090219850505007X", ""),
    ];
    let issues = checked(&rows).issues;
    Mistaken { rows, issues }
}

fn checked(rows: &[RawRow]) -> Checked {
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
    let rules = Rules::standard(day(2026, 1, 1), day(2026, 12, 31));
    let mut checker = Checker::new(&rules);
    for row in rows {
        checker.push(row);
    }
    checker.finish()
}

#[test]
fn what_is_corrected_in_a_returned_workbook_is_taken() {
    let mistakes = mistaken();
    assert_eq!(checked(&mistakes.rows).error_rows, 2);
    let returned = result_workbook(&mistakes.returned()).unwrap();
    let read = |bytes: &[u8]| read_roster(bytes, &Limits::default()).unwrap().rows;
    let names: Vec<Cell> = read(&returned).into_iter().map(|row| row.name).collect();
    assert_eq!(names, ["李强", "王芳", "韩八"].map(Cell::text));
    assert_eq!(checked(&read(&returned)).error_rows, 2);
    let corrections = [("C2", "430902196604010015"), ("B3", ID), ("D4", "13812341234")];
    let corrected = fill(&returned, &corrections.map(|(place, text)| (place, Put::Text(text))));
    let checked = checked(&read(&corrected));
    assert_eq!((checked.valid.len(), checked.error_rows, checked.warning_rows), (3, 0, 0));
}

#[test]
fn a_roster_on_another_version_of_the_template_is_read_with_a_warning() {
    let other = |bytes: &[u8]| {
        replace_part(bytes, "docProps/custom.xml", |xml| {
            assert!(xml.contains(TEMPLATE_VERSION));
            xml.replace(TEMPLATE_VERSION, "2019.3")
        })
    };
    let notices = |bytes: &[u8]| read_roster(bytes, &Limits::default()).unwrap().notices;
    let current = filled();
    assert_eq!(notices(&current), []);
    assert_eq!(notices(&other(&current)), [FileProblem::TemplateVersion]);
}

/// Two rows in error and one with a warning, as an import found them.
struct Mistaken {
    rows: Vec<RawRow>,
    issues: Vec<Issue>,
}

impl Mistaken {
    fn returned(&self) -> Vec<ReturnedRow<'_>> {
        let mut start = 0;
        let rows = self.rows.iter().map(|row| {
            let own = self.issues[start..].iter().take_while(|issue| issue.row == row.row).count();
            let issues = &self.issues[start..start + own];
            start += own;
            ReturnedRow { row, issues }
        });
        rows.collect()
    }
}
