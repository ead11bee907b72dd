//! The roster that all contenders work on: synthetic people in all ten columns, some of them in error.

use chrono::NaiveDate;
use domain::roster::{Cell, RawRow, Rules};
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::people;

pub const HEADERS: [&str; 10] = [
    "姓名",
    "证件类型",
    "证件号码",
    "手机号",
    "性别",
    "年龄",
    "出生日期",
    "岗位类别",
    "医保类型",
    "新业态从业者",
];

/// The rules of a plan of 2026.
pub fn rules() -> Option<Rules> {
    Some(Rules::standard(NaiveDate::from_ymd_opt(2026, 1, 1)?, NaiveDate::from_ymd_opt(2026, 12, 31)?))
}

/// The `n`-th row as typed. Of a thousand rows four are over age, ten have a wrong check character, five no name, five
/// a telephone instead of a mobile number, ten repeat an earlier row and five say something else of an earlier person.
fn row(n: usize) -> [String; 10] {
    let mut person = match n % 1000 {
        1..=4 => people::over_age_person(n / 1000 * 4 + n % 1000),
        501..=510 => return row(n - 100),
        511..=515 => people::person(n - 100),
        _ => people::person(n),
    };
    let birth = [6..10, 10..12, 12..14].map(|part| person.document_number[part].to_owned()).join("-");
    match n % 1000 {
        101..=110 => person.document_number.replace_range(17.., "#"),
        201..=205 => person.name.clear(),
        301..=305 => "0737-4222222".clone_into(&mut person.phone),
        _ => {}
    }
    let job = ["管理技术岗", "生产操作岗", ""][n % 3];
    let insurance = ["职工医保", "城乡居民医保", "其他"][n % 3];
    let new_employment = if n.is_multiple_of(20) { "是" } else { "否" };
    [
        person.name,
        person.document_type,
        person.document_number,
        person.phone,
        person.gender,
        person.age,
        birth,
        job.to_owned(),
        insurance.to_owned(),
        new_employment.to_owned(),
    ]
}

/// The first `n` rows, a line each, for the writers that are not ours.
pub fn tab_separated(n: usize) -> String {
    (0..n).map(|n| row(n).join("\t") + "\n").collect()
}

/// The first `n` rows as a reader would have read them.
pub fn rows(n: usize) -> Vec<RawRow> {
    (2..).zip(0..n).map(|(at, n)| raw(at, row(n).map(Cell::text))).collect()
}

fn raw(row: u32, cells: [Cell; 10]) -> RawRow {
    let [
        name,
        document_type,
        document_number,
        phone,
        gender,
        age,
        birth_date,
        job_category,
        insurance_type,
        new_employment,
    ] = cells;
    RawRow {
        row,
        name,
        document_type,
        document_number,
        phone,
        gender,
        age,
        birth_date,
        job_category,
        insurance_type,
        new_employment,
    }
}

/// A workbook of the first `n` rows as `rust_xlsxwriter` makes it: all text, all shared strings.
pub fn workbook(n: usize) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let text = Format::new().set_num_format("@");
    for (column, header) in (0..).zip(HEADERS) {
        sheet.write_string(0, column, header)?;
    }
    for (at, n) in (1..).zip(0..n) {
        for (column, cell) in (0..).zip(row(n)) {
            sheet.write_string_with_format(at, column, cell, &text)?;
        }
    }
    book.save_to_buffer()
}
