use chrono::{DateTime, Utc};
use domain::{
    calendar::shanghai,
    roster::{Column, Member},
};
use rust_xlsxwriter::{DocProperties, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use crate::layout::{
    NO, NotWritten, YES, behind_columns, header_format, literal, position, prepare_roster_sheet, properties,
    text_format,
};

/// Exports are downloaded once: the writer's time counts for more than their size.
const COMPRESSION: u8 = 1;
const MARK_HEADER: &str = "导出记录";
const REGISTER_SHEET: &str = "超龄名册";

/// Whose copy a workbook is: it bears account and time on every row and every printed page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Watermark {
    /// The account's display name.
    pub name: String,
    /// The account.
    pub account: String,
    /// When it was asked for.
    pub at: DateTime<Utc>,
}

/// What an over-age register is headed with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RegisterHeading<'a> {
    /// The unit.
    pub unit: &'a str,
    /// The plan.
    pub plan: &'a str,
    /// The application's number.
    pub application: &'a str,
}

impl Watermark {
    fn text(&self) -> String {
        format!("{}（{}）{}", self.name, self.account, shanghai(self.at).format("%Y-%m-%d %H:%M"))
    }

    /// The properties of the file, and what stands on each printed page.
    fn put(&self, title: &str, book: &mut Workbook) -> Result<(), XlsxError> {
        let properties: DocProperties = properties(title)?
            .set_author(&self.name)
            .set_custom_property("ExportedBy", self.account.as_str())
            .set_custom_property("ExportedAt", self.at.to_rfc3339());
        book.set_properties(&properties);
        book.set_zip_compression_level(COMPRESSION);
        Ok(())
    }

    fn print_on(&self, sheet: &mut Worksheet) {
        // An ampersand begins a control sequence there.
        let text = self.text().replace('&', "&&");
        sheet.set_header("&R含个人信息，请妥善保管");
        sheet.set_footer(format!("&L导出：{text}&R第&P页 共&N页"));
    }
}

/// A roster in the template's form, that an import takes back: the people from the second row on, in their order. With
/// `masked` numbers it is for reading alone. The same people, mark and title give the same bytes.
pub fn export_roster(
    title: &str,
    people: &[Member],
    masked: bool,
    mark: &Watermark,
) -> Result<Vec<u8>, NotWritten> {
    let mut book = Workbook::new();
    mark.put(title, &mut book)?;
    let sheet = book.add_worksheet();
    prepare(sheet, masked)?;
    mark.print_on(sheet);
    let (mark_at, mark_text) = (behind_columns(), mark.text());
    sheet.write_with_format(0, mark_at, MARK_HEADER, &header_format(false))?;
    sheet.set_column_width(mark_at, 36)?.set_column_format(mark_at, &text_format())?;
    for (row, member) in (1..).zip(people) {
        for column in Column::ALL {
            sheet.write_string(row, position(column), particular(member, column, masked))?;
        }
        sheet.write_string(row, mark_at, mark_text.as_str())?;
    }
    Ok(book.save_to_buffer()?)
}

/// The template's sheet; where numbers are masked only its header: there is nothing to check or to correct.
fn prepare(sheet: &mut Worksheet, masked: bool) -> Result<(), XlsxError> {
    if !masked {
        return prepare_roster_sheet(sheet);
    }
    sheet.set_name("名单")?;
    for column in Column::ALL {
        sheet.set_column_width(position(column), 20)?;
        sheet.set_column_format(position(column), &text_format())?;
        sheet.write_with_format(0, position(column), column.zh(), &header_format(false))?;
    }
    sheet.set_freeze_panes(1, 0).map(drop)
}

/// What a column says of a person, so that reading it again gives the same person. Always text: nothing anybody typed
/// becomes a formula (E2.6).
fn particular(member: &Member, column: Column, masked: bool) -> String {
    let yes_or_no = |yes: bool| if yes { YES } else { NO }.to_owned();
    match column {
        Column::Name => literal(member.name.as_str().to_owned()),
        Column::DocumentType => member.document.kind().zh().to_owned(),
        Column::DocumentNumber if masked => member.document.masked(),
        Column::DocumentNumber => literal(member.document.as_str().to_owned()),
        Column::Phone => member.phone.as_ref().map_or_else(String::new, |phone| {
            if masked { phone.masked() } else { phone.as_str().to_owned() }
        }),
        Column::Gender => member.gender.zh().to_owned(),
        Column::Age => member.stated_age.map_or_else(String::new, |age| age.to_string()),
        Column::BirthDate if masked => String::new(),
        Column::BirthDate => member.birth.map_or_else(String::new, |day| day.to_string()),
        Column::JobCategory => member.job.map_or_else(String::new, |job| job.zh().to_owned()),
        Column::InsuranceType => member.insurance.map_or_else(String::new, |kind| kind.zh().to_owned()),
        Column::NewEmployment => member.new_employment.map_or_else(String::new, yes_or_no),
    }
}

const REGISTER: [(&str, f64); 9] = [
    ("序号", 6.0),
    ("姓名", 12.0),
    ("性别", 6.0),
    ("证件类型", 18.0),
    ("证件号码", 22.0),
    ("年龄", 6.0),
    ("法定退休年月", 14.0),
    ("是否在职", 10.0),
    ("未退休原因及证明材料", 32.0),
];
const LAST: u16 = 8;

/// 超龄未退休职工名册 (DOC-4): the over-age people of a roster, ready to be printed, completed by hand and stamped.
pub fn over_age_register(
    heading: &RegisterHeading<'_>,
    people: &[Member],
    masked: bool,
    mark: &Watermark,
) -> Result<Vec<u8>, NotWritten> {
    let mut book = Workbook::new();
    mark.put("超龄未退休职工名册", &mut book)?;
    let sheet = book.add_worksheet();
    sheet.set_name(REGISTER_SHEET)?;
    write_heading(sheet, heading)?;
    let boxed = text_format().set_border(FormatBorder::Thin).set_align(FormatAlign::VerticalCenter);
    let mut row = 4;
    for (serial, member) in (1_u32..).zip(people.iter().filter(|member| member.over_age)) {
        for (at, text) in (0..).zip(line(serial, member, masked)) {
            sheet.write_string_with_format(row, at, text, &boxed)?;
        }
        sheet.set_row_height(row, 22)?;
        row += 1;
    }
    write_ending(sheet, row + 1)?;
    sheet.set_freeze_panes(4, 0)?;
    sheet.set_repeat_rows(3, 3)?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    mark.print_on(sheet);
    Ok(book.save_to_buffer()?)
}

fn line(serial: u32, member: &Member, masked: bool) -> [String; 9] {
    let of = |column| particular(member, column, masked);
    let retires = member.retires.map_or_else(|| "—".to_owned(), |month| month.to_string());
    [
        serial.to_string(),
        of(Column::Name),
        of(Column::Gender),
        of(Column::DocumentType),
        of(Column::DocumentNumber),
        member.age.to_string(),
        retires,
        String::new(),
        String::new(),
    ]
}

fn write_heading(sheet: &mut Worksheet, heading: &RegisterHeading<'_>) -> Result<(), XlsxError> {
    let title = Format::new().set_bold().set_font_size(16).set_align(FormatAlign::Center);
    let plain = text_format();
    sheet.merge_range(0, 0, 0, LAST, "超龄未退休职工名册", &title)?;
    sheet.set_row_height(0, 30)?;
    sheet.write_string_with_format(1, 0, format!("单位名称：{}", heading.unit), &plain)?;
    let about = format!("保障计划：{}　参保单号：{}", heading.plan, heading.application);
    sheet.write_string_with_format(2, 0, about, &plain)?;
    for (at, (name, width)) in (0..).zip(REGISTER) {
        sheet.set_column_width(at, width)?;
        sheet.write_with_format(3, at, name, &header_format(false))?;
    }
    Ok(())
}

/// The place for seal, hand and date (inventory X-10).
fn write_ending(sheet: &mut Worksheet, row: u32) -> Result<(), XlsxError> {
    let lines = [
        "以上人员已达到法定退休年龄，现均在职未办理退休手续，情况属实。",
        "单位人事（盖章）：　　　　　　　　　　　　经办人：　　　　　　　　　　联系电话：",
        "日期：　　　　年　　　月　　　日",
    ];
    for (at, text) in (row..).step_by(2).zip(lines) {
        sheet.write_string(at, 0, text)?;
    }
    Ok(())
}
