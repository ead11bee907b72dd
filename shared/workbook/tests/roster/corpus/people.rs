//! Rows of people nobody is, one or more for every rule of the catalogue (E4).

use rust_xlsxwriter::{Format, Formula, Worksheet};

pub const HEADER: [&str; 10] = [
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

/// The number with its check character.
pub fn id(seventeen: &str) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let digits = seventeen.chars().map(|c| c.to_digit(10).unwrap());
    let sum: u32 = digits.zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    format!("{seventeen}{}", &"10X98765432"[(sum % 11) as usize..][..1])
}

const ID: &str = "居民身份证";

fn person(name: &str, number: &str) -> Vec<String> {
    with(name, ID, number, &[])
}

fn with(name: &str, kind: &str, number: &str, more: &[(usize, &str)]) -> Vec<String> {
    let mut row = vec![name.to_owned(), kind.to_owned(), number.to_owned()];
    row.resize(HEADER.len(), String::new());
    for (column, text) in more {
        row[*column] = String::from(*text);
    }
    row
}

/// Three people without a flaw.
pub fn good() -> Vec<Vec<String>> {
    vec![
        with("李强", ID, &id("43090219850505001"), &[(3, "13812341234"), (8, "职工医保"), (9, "否")]),
        with("王芳", "港澳台居民居住证", &id("81000019900101002"), &[(3, "13912341234")]),
        with("阿依努尔·买买提", "其他", "ZJ-000123", &[(4, "女"), (5, "41"), (9, "是")]),
    ]
}

const PHONE: usize = 3;
const GENDER: usize = 4;
const AGE: usize = 5;

/// A row or more for every code; the comment names it.
#[rustfmt::skip]
pub fn dirty() -> Vec<Vec<String>> {
    vec![
        person("李强", &id("43090219850505001")),                                // 2: sound
        person("", &id("43090219850506001")),                                    // 3: R101
        person("王1", &id("43090219850507001")),                                 // 4: R102
        person("王 芳", &id("43090219850508002")),                               // 5: R103
        with("赵一", "驾驶证", &id("43090219850509001"), &[]),                   // 6: R201
        person("赵二", ""),                                                      // 7: R202
        person("赵三", "number"),                                                // 8: R203
        person("赵四", "43090219850510001"),                                     // 9: R204
        person("赵五", "430902850511001"),                                       // 10: R205
        person("赵六", &id("43090219490230001")),                                // 11: R206
        person("赵七", "430902196604010016"),                                    // 12: R207
        person("赵八", &id("00090219850512001")),                                // 13: R208
        person("赵九", &id("83000019900101001")),                                // 14: R209
        person("钱一", &format!("{} ", id("43090219850513001").replace('4', "４"))), // 15: R210
        person("钱二", &id("43090219850514001").replacen('0', "O", 1)),          // 16: R211
        person("钱三", "4309021985A515001X"),                                    // 17: R212
        with("钱四", "其他", "ZJ-1", &[]),                                       // 18: R301
        with("钱五", ID, &id("43090219850516001"), &[(GENDER, "女")]),           // 19: R302
        with("钱六", "其他", "ZJ-2", &[(GENDER, "男"), (AGE, "60")]),            // 20: R303
        with("钱七", "其他", "ZJ-3", &[(GENDER, "未知"), (AGE, "40")]),          // 21: R304
        with("钱八", ID, &id("43090219850517001"), &[(PHONE, "12345")]),         // 22: R401
        with("孙一", ID, &id("43090219850518001"), &[(PHONE, "13700000000")]),   // 23–26: R402
        with("孙二", ID, &id("43090219850519001"), &[(PHONE, "13700000000")]),
        with("孙三", ID, &id("43090219850520001"), &[(PHONE, "13700000000")]),
        with("孙四", ID, &id("43090219850521001"), &[(PHONE, "13700000000")]),
        person("李强", &id("43090219850505001")),                                // 27: R502
        person("李大强", &id("43090219850505001")),                              // 28: R501
        person("周一", &id("43090219600101001")),                                // 29: R601
        person("周二", &id("43090219651201001")),                                // 30: R602
        person("周三", &id("43090220120101001")),                                // 31: R603
        person("周四", &id("43090219730101002")),                                // 32: R605
        person("周五", &id("43090220080601001")),                                // 33: R606
        person("周六", &id("43090219400101001")),                                // 34: R607, R601
        with("吴一", ID, &id("43090219850522001"), &[(8, "商业保险")]),          // 35: R701
        with("吴二", ID, &id("43090219850523001"), &[(PHONE, "#N/A")]),          // 36: R902
        person("合计：34人", ""),                                                // 37: R901
    ]
}

/// Writes rows from `first` on: all as text, but for what says it is a number or an error.
pub fn write(sheet: &mut Worksheet, first: u32, rows: &[Vec<String>]) {
    let text = Format::new().set_num_format("@");
    for (row, cells) in (first..).zip(rows) {
        for (column, cell) in (0..).zip(cells) {
            match cell.as_str() {
                "" => continue,
                "number" => sheet.write_number(row, column, 430_902_198_505_240_011_f64).unwrap(),
                "#N/A" => sheet.write_formula(row, column, Formula::new("=NA()").set_result("#N/A")).unwrap(),
                cell => sheet.write_string_with_format(row, column, cell, &text).unwrap(),
            };
        }
    }
}
