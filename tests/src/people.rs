//! Synthetic people: document numbers that check, names that nobody bears on purpose, and workbooks of them.

use rust_xlsxwriter::{Format, Workbook, XlsxError};

/// One row of a roster, as a clerk types it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// 姓名.
    pub name: String,
    /// 证件类型.
    pub document_type: String,
    /// 证件号码.
    pub document_number: String,
    /// 手机号.
    pub phone: String,
    /// 性别.
    pub gender: String,
    /// 年龄.
    pub age: String,
}

/// A resident id of 资阳区, 益阳, for this birth date and sequence number, with its check character (E2.1).
pub fn resident_id(birth: &str, sequence: u32) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let body = format!("430902{birth}{sequence:03}");
    let sum: u32 = body.bytes().zip(WEIGHTS).map(|(digit, weight)| u32::from(digit - b'0') * weight).sum();
    let check = char::from(b"10X98765432"[(sum % 11) as usize]);
    format!("{body}{check}")
}

const FAMILY: [&str; 20] = [
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何",
    "郭", "马", "罗",
];
const GIVEN: [&str; 20] = [
    "建国", "秀英", "伟", "芳", "敏", "静", "丽", "强", "磊", "军", "洋", "勇", "艳", "杰", "娟", "涛", "明",
    "超", "秀兰", "霞",
];

/// The `n`-th person of working age; different for every `n` below a million, the same at every call.
pub fn person(n: usize) -> Person {
    let sequence = n % 999 + 1;
    let day = (n / 999) % 28 + 1;
    let month = (n / (999 * 28)) % 12 + 1;
    let year = 1980 + (n / (999 * 28 * 12)) % 20;
    let birth = format!("{year}{month:02}{day:02}");
    Person {
        name: format!("{}{}", FAMILY[n % 20], GIVEN[(n / 20) % 20]),
        document_type: "居民身份证".into(),
        document_number: resident_id(&birth, u32::try_from(sequence).unwrap_or(1)),
        phone: format!("139{:08}", n % 100_000_000),
        gender: if sequence % 2 == 1 { "男" } else { "女" }.into(),
        age: String::new(),
    }
}

/// The `n`-th man who is over age on 2026-01-01 whatever the law.
pub fn over_age_person(n: usize) -> Person {
    let sequence = u32::try_from(n % 499).unwrap_or(0) * 2 + 1;
    Person { document_number: resident_id("19590312", sequence), gender: "男".into(), ..person(n) }
}

/// `n` people of working age.
pub fn people(n: usize) -> Vec<Person> {
    (0..n).map(person).collect()
}

/// A workbook as the template lays it out: a header, then a row a person, all text.
pub fn workbook(people: &[Person]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let text = Format::new().set_num_format("@");
    for (column, title) in (0..).zip(["姓名", "证件类型", "证件号码", "手机号", "性别", "年龄"])
    {
        sheet.write_string(0, column, title)?;
    }
    for (row, person) in (1..).zip(people) {
        let cells = [
            &person.name,
            &person.document_type,
            &person.document_number,
            &person.phone,
            &person.gender,
            &person.age,
        ];
        for (column, cell) in (0..).zip(cells) {
            sheet.write_string_with_format(row, column, cell, &text)?;
        }
    }
    book.save_to_buffer()
}
