//! The sheet 填写说明: version and date, how to fill the roster in, and the days that the self-check measures by.

use chrono::{Datelike, NaiveDate};
use domain::person::age::{Track, latest_over_age_birth};
use domain::roster::{Column, Rules};
use rust_xlsxwriter::{
    DataValidation, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};

use crate::layout::{TEMPLATE_VERSION, choices, header_format, is_required, template_date_text};

const SHEET: &str = "填写说明";
/// The years whose first day may be chosen as the day on which ages count (E3.2).
const YEARS: std::ops::RangeInclusive<i32> = 2025..=2035;
/// The year chosen unless somebody chooses another.
const DEFAULT_YEAR: i32 = 2026;
const TRACKS: [Track; 3] = [Track::Men, Track::Women55, Track::Women50];

/// Rows of the sheet, from 0.
const REFERENCE: u32 = 3;
const WORKING_AGE: u32 = REFERENCE + 4;
const NOTES_FROM: u32 = WORKING_AGE + 2;
/// The table of bounds stands beside the text, out of the way.
const TABLE_COLUMN: u16 = 4;
const TABLE_FROM: u32 = REFERENCE + 1;

/// Where the self-check finds what it measures by.
pub(crate) struct Bounds {
    /// Seventeen rows: the places of an ID number's digits. They lie here because nobody deletes rows here.
    pub(crate) digits: String,
    /// The last day of birth that is over age for men.
    pub(crate) men: String,
    /// The same for women whose age was 55.
    pub(crate) women_55: String,
    /// The same for women whose age was 50.
    pub(crate) women_50: String,
    /// The last day of birth of whoever is sixteen.
    pub(crate) working_age: String,
}

impl Bounds {
    pub(crate) fn in_sheet() -> Self {
        let at = |row: u32| format!("{SHEET}!$B${}", row + 1);
        Self {
            digits: format!("{SHEET}!$A$1:$A$17"),
            men: at(REFERENCE + 1),
            women_55: at(REFERENCE + 2),
            women_50: at(REFERENCE + 3),
            working_age: at(WORKING_AGE),
        }
    }
}

/// Adds the sheet. It is locked without a password: a deleted row there would spoil the checks of the other one.
pub(crate) fn add_instructions(book: &mut Workbook) -> Result<(), XlsxError> {
    let sheet = book.add_worksheet();
    sheet.set_name(SHEET)?;
    sheet.set_column_width(0, 24)?.set_column_width(1, 14)?.set_column_width(2, 90)?;
    let title = Format::new().set_bold().set_font_size(14);
    sheet.write_with_format(0, 0, "参保职工汇总表填写说明", &title)?;
    sheet.write(1, 0, format!("模板版本：{TEMPLATE_VERSION}（{}）", template_date_text()))?;
    write_bounds(sheet)?;
    write_table(sheet)?;
    write_text(sheet)?;
    sheet.protect();
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

fn date_format() -> Format {
    Format::new().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left).set_border(FormatBorder::Thin)
}

fn excel_date(day: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let part = |n: u32| u8::try_from(n).unwrap_or_default();
    ExcelDateTime::from_ymd(u16::try_from(day.year()).unwrap_or_default(), part(day.month()), part(day.day()))
}

fn first_of(year: i32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default()
}

/// The chosen day and what follows from it; cached results are those of the default.
fn write_bounds(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let labels = [
        (
            "年龄判定日期",
            "自动检查按此日期计算年龄。与所选保障计划的起始日期不同时，请从下拉列表中选择；导入时以保障计划为准。",
        ),
        (
            "超龄界线：男",
            "此日及以前出生的男职工，以及高级职称或县处级的女职工，已达法定退休年龄，需上传证明。",
        ),
        (
            "超龄界线：女（55周岁起）",
            "此日及以前出生的女职工（管理技术岗，或未填岗位类别）已达法定退休年龄。",
        ),
        ("超龄界线：女（50周岁起）", "此日及以前出生的女职工（生产操作岗）已达法定退休年龄。"),
        ("满16周岁界线", "此日以后出生的，未满16周岁，不能参保。"),
    ];
    for (row, (label, note)) in (REFERENCE..).zip(labels) {
        sheet.write(row, 0, label)?;
        sheet.write(row, 2, note)?;
    }
    let reference = first_of(DEFAULT_YEAR);
    let date = date_format();
    sheet.write_with_format(REFERENCE, 1, excel_date(reference)?, &date.clone().set_unlocked())?;
    let (top, bottom) = (TABLE_FROM + 2, TABLE_FROM + 1 + u32::try_from(YEARS.count()).unwrap_or_default());
    let days = DataValidation::new()
        .allow_list_formula(Formula::new(format!("=$E${top}:$E${bottom}")))
        .set_error_title("请从下拉列表中选择")?;
    sheet.add_data_validation(REFERENCE, 1, REFERENCE, 1, &days)?;
    for (row, (column, track)) in (REFERENCE + 1..).zip((2..).zip(TRACKS)) {
        let found = format!("=VLOOKUP($B${},$E${top}:$H${bottom},{column},FALSE)", REFERENCE + 1);
        let cached = excel_date(latest_over_age_birth(reference, track))?.to_excel().to_string();
        sheet.write_formula_with_format(row, 1, Formula::new(found).set_result(cached), &date)?;
    }
    let months = u32::from(Rules::standard(reference, reference).min_age) * 12;
    let sixteen = format!("=EDATE($B${},-{months})", REFERENCE + 1);
    let cached = excel_date(first_of(DEFAULT_YEAR - 16))?.to_excel().to_string();
    sheet.write_formula_with_format(WORKING_AGE, 1, Formula::new(sixteen).set_result(cached), &date)?;
    Ok(())
}

/// The bounds of every year that may be chosen, by the statute (E3.1).
fn write_table(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    for (column, header) in (TABLE_COLUMN..).zip(["判定日期", "男", "女（55周岁起）", "女（50周岁起）"])
    {
        sheet.set_column_width(column, 16)?;
        sheet.write_with_format(TABLE_FROM, column, header, &header_format(false))?;
    }
    let date = date_format();
    for (row, year) in (TABLE_FROM + 1..).zip(YEARS) {
        let reference = first_of(year);
        sheet.write_with_format(row, TABLE_COLUMN, excel_date(reference)?, &date)?;
        for (column, track) in (TABLE_COLUMN + 1..).zip(TRACKS) {
            let birth = latest_over_age_birth(reference, track);
            sheet.write_with_format(row, column, excel_date(birth)?, &date)?;
        }
    }
    Ok(())
}

fn write_text(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let mut row = NOTES_FROM;
    for (number, note) in (1..).zip(NOTES) {
        sheet.write(row, 0, format!("{number}. {note}"))?;
        row += 1;
    }
    row += 1;
    for (at, header) in (0..).zip(["栏目", "是否必填", "填写要求"]) {
        sheet.write_with_format(row, at, header, &header_format(false))?;
    }
    let cell = Format::new().set_text_wrap().set_align(FormatAlign::Top).set_border(FormatBorder::Thin);
    for column in Column::ALL {
        row += 1;
        sheet.write_with_format(row, 0, column.zh(), &cell)?;
        sheet.write_with_format(row, 1, if is_required(column) { "必填" } else { "选填" }, &cell)?;
        sheet.write_with_format(row, 2, requirement(column), &cell)?;
    }
    Ok(())
}

const NOTES: [&str; 6] = [
    "请在“参保职工汇总表”中从第2行起填写，每名职工一行，单次导入不超过10000行；人数更多时可分多次导入。",
    "各列均已设为文本格式。从其他表格复制时请选择“只粘贴值”，以免身份证号被 Excel 存成数字而丢失末几位。",
    "“自动检查”一列随填随查：身份证号、重复和超龄当场提示。该列由公式计算，请勿修改，导入时不读取。",
    "表头名称请勿修改；列的顺序可以调整，也可以增加自用的列，空行会自动跳过。",
    "证件类型为“其他”时，必须填写性别和年龄；有居民身份证的职工，性别和年龄由系统根据身份证号计算。",
    "导入后系统逐行检查，有误的行可下载结果文件，在其中改正后重新上传。",
];

fn requirement(column: Column) -> String {
    let listed = || choices(column).unwrap_or_default().join("、");
    match column {
        Column::Name => "与证件上的姓名一致，不超过30个字，少数民族姓名中的“·”照写。".to_owned(),
        Column::DocumentType | Column::InsuranceType => format!("从下拉列表中选择：{}。", listed()),
        Column::DocumentNumber => "居民身份证号为18位，末位为X的填写大写字母X。".to_owned(),
        Column::Phone => "11位手机号码。".to_owned(),
        Column::Gender => format!("{}；证件类型为“其他”时必填。", listed()),
        Column::Age => "周岁，整数；证件类型为“其他”时必填。".to_owned(),
        Column::BirthDate => "如1985-05-05；证件类型为“其他”且接近法定退休年龄时请填写。".to_owned(),
        Column::JobCategory => format!("女职工用于计算法定退休年龄，从下拉列表中选择：{}。", listed()),
        Column::NewEmployment => format!("网约车司机、外卖骑手、快递员等填“是”，其余填“否”：{}。", listed()),
    }
}
