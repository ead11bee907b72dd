//! What the template and the workbook of returned rows share: the columns of 参保职工汇总表 as a clerk meets them.

use domain::person::{DocumentType, Gender};
use domain::roster::{Column, InsuranceType, JobCategory};
use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, IgnoreError,
    Worksheet, XlsxError,
};

/// The version of the template, as its instruction sheet and its properties name it.
pub const TEMPLATE_VERSION: &str = "2026.1";
/// The property of the file that holds the version.
pub(crate) const VERSION_PROPERTY: &str = "TemplateVersion";
/// The day the version is of: year, month, day.
const TEMPLATE_DATE: (u16, u8, u8) = (2025, 12, 1);

pub(crate) const ROSTER_SHEET: &str = "参保职工汇总表";
/// The last row prepared for people, from 0: the header stands in the first one.
pub(crate) const LAST_ROW: u32 = domain::roster::MAX_ROWS;
/// The columns no row can do without.
const REQUIRED: [Column; 3] = [Column::Name, Column::DocumentType, Column::DocumentNumber];

/// A workbook could not be written. Nothing a user sent leads there: texts are cut to what a cell can hold.
#[derive(Debug, thiserror::Error)]
#[error("workbook not written: {0}")]
pub enum NotWritten {
    /// A sheet was refused.
    Sheet(#[from] XlsxError),
    /// The container was.
    Container(#[from] zip::result::ZipError),
    /// So were its bytes.
    Bytes(#[from] std::io::Error),
}

pub(crate) fn is_required(column: Column) -> bool {
    REQUIRED.contains(&column)
}

/// The place of a column in the sheet.
pub(crate) fn position(column: Column) -> u16 {
    (0..).zip(Column::ALL).find(|(_, other)| *other == column).map_or(0, |(at, _)| at)
}

/// The first column behind the roster's own: the self-check's, where there is one.
pub(crate) fn behind_columns() -> u16 {
    Column::ALL.len().try_into().unwrap_or(u16::MAX)
}

/// A column as formulas name it.
pub(crate) fn letter(column: u16) -> String {
    rust_xlsxwriter::utility::column_number_to_name(column)
}

/// What is wrong, and what is doubtful.
pub(crate) const WRONG: Color = Color::RGB(0x00FF_C7CE);
pub(crate) const DOUBTFUL: Color = Color::RGB(0x00FF_EB9C);

/// The built-in number format `@`: whatever is typed stays text.
const TEXT: u8 = 49;

pub(crate) fn text_format() -> Format {
    Format::new().set_num_format_index(TEXT)
}

/// A text that is written as it is. What looks like the inside of a rich string would be taken for one, unescaped; a
/// blank behind it, which reading takes off again, makes it text.
pub(crate) fn literal(mut text: String) -> String {
    if text.starts_with("<r>") && text.ends_with("</r>") {
        text.push(' ');
    }
    text
}

pub(crate) fn header_format(required: bool) -> Format {
    Format::new()
        .set_num_format_index(TEXT)
        .set_bold()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_border(FormatBorder::Thin)
        .set_background_color(Color::RGB(if required { 0x00F8_CBAD } else { 0x00D9_E2F3 }))
}

/// Writes the header and prepares everything below it: text format, widths, dropdowns, a header that stays in sight. A
/// cell that is written without a format of its own has its column's, which spares the writer one look-up a cell.
pub(crate) fn prepare_roster_sheet(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let text = text_format();
    sheet.set_name(ROSTER_SHEET)?;
    sheet.set_row_height(0, 24)?;
    for column in Column::ALL {
        let at = position(column);
        sheet.set_column_width(at, width(column))?;
        sheet.set_column_format(at, &text)?;
        sheet.write_with_format(0, at, column.zh(), &header_format(is_required(column)))?;
        if let Some(choices) = choices(column) {
            sheet.add_data_validation(1, at, LAST_ROW, at, &dropdown(column, &choices)?)?;
        }
    }
    sheet.ignore_error_range(1, 0, LAST_ROW, behind_columns() - 1, IgnoreError::NumberStoredAsText)?;
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

/// The values a column may hold, for columns that know them.
pub(crate) fn choices(column: Column) -> Option<Vec<&'static str>> {
    match column {
        Column::DocumentType => Some(DocumentType::ALL.map(DocumentType::zh).to_vec()),
        Column::Gender => Some(vec![Gender::Male.zh(), Gender::Female.zh()]),
        Column::JobCategory => Some(JobCategory::ALL.map(JobCategory::zh).to_vec()),
        Column::InsuranceType => Some(InsuranceType::ALL.map(InsuranceType::zh).to_vec()),
        Column::NewEmployment => Some(vec![YES, NO]),
        _ => None,
    }
}

pub(crate) const YES: &str = "是";
pub(crate) const NO: &str = "否";

fn dropdown(column: Column, choices: &[&str]) -> Result<DataValidation, XlsxError> {
    DataValidation::new()
        .allow_list_strings(choices)?
        .set_error_title("请从下拉列表中选择")?
        .set_error_message(format!("{}应为：{}", column.zh(), choices.join("、")))
}

fn width(column: Column) -> f64 {
    match column {
        Column::Name | Column::BirthDate | Column::InsuranceType | Column::NewEmployment => 14.0,
        Column::DocumentType => 22.0,
        Column::DocumentNumber => 24.0,
        Column::Phone => 16.0,
        Column::Gender | Column::Age => 8.0,
        Column::JobCategory => 18.0,
    }
}

/// What the file says about itself. The date is the version's, so that the same content gives the same bytes.
pub(crate) fn properties(title: &str) -> Result<DocProperties, XlsxError> {
    Ok(DocProperties::new()
        .set_title(title)
        .set_custom_property(VERSION_PROPERTY, TEMPLATE_VERSION)
        .set_creation_datetime(&template_date()?))
}

fn template_date() -> Result<ExcelDateTime, XlsxError> {
    let (year, month, day) = TEMPLATE_DATE;
    ExcelDateTime::from_ymd(year, month, day)
}

pub(crate) fn template_date_text() -> String {
    let (year, month, day) = TEMPLATE_DATE;
    format!("{year}年{month}月{day}日")
}
