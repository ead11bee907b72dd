//! A row as the workbook holds it, before anything is believed.

use chrono::NaiveDate;
use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::Member;
use crate::person::text;

/// What a cell holds. Numbers with a fraction stay text: there are no floats here. Texts of up to 24 bytes, as most are,
/// stand in the cell itself: a roster of ten thousand people has a hundred thousand of them.
#[derive(Clone, PartialEq, Eq, Default)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// A text, as typed.
    Text(CompactString),
    /// A number without a fraction.
    Integer(i64),
    /// Any other number, as digits.
    Decimal(Box<str>),
    /// TRUE or FALSE.
    Bool(bool),
    /// A day.
    Date(NaiveDate),
    /// An error value such as `#N/A`.
    Error(Box<str>),
}

/// Tells the kind of cell; what it holds may be personal.
impl std::fmt::Debug for Cell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Empty => "Empty",
            Self::Text(_) => "Text([redacted])",
            Self::Integer(_) => "Integer([redacted])",
            Self::Decimal(_) => "Decimal([redacted])",
            Self::Bool(_) => "Bool([redacted])",
            Self::Date(_) => "Date([redacted])",
            Self::Error(_) => "Error",
        })
    }
}

impl Cell {
    /// A cell of that text; an empty one for an empty text.
    pub fn text(text: impl Into<CompactString>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    /// Whether nothing but blanks stands in it.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.chars().all(text::is_blank),
            _ => false,
        }
    }
}

/// One row of the roster's columns, wherever they stood in the sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RawRow {
    /// The number of the row as Excel shows it, from 1.
    pub row: u32,
    /// 姓名.
    pub name: Cell,
    /// 证件类型.
    pub document_type: Cell,
    /// 证件号码.
    pub document_number: Cell,
    /// 手机号.
    pub phone: Cell,
    /// 性别.
    pub gender: Cell,
    /// 年龄.
    pub age: Cell,
    /// 出生日期.
    pub birth_date: Cell,
    /// 岗位类别.
    pub job_category: Cell,
    /// 医保类型.
    pub insurance_type: Cell,
    /// 新业态从业者.
    pub new_employment: Cell,
}

impl RawRow {
    /// The row that would yield this person: what an edit of single fields starts from.
    pub fn of<Id>(member: &Member<Id>) -> Self {
        let number = |stated: Option<u8>| stated.map_or(Cell::Empty, |age| Cell::Integer(i64::from(age)));
        Self {
            row: 1,
            name: Cell::text(member.name.as_str()),
            document_type: Cell::text(member.document.kind().zh()),
            document_number: Cell::text(member.document.as_str()),
            phone: member.phone.as_ref().map_or(Cell::Empty, |phone| Cell::text(phone.as_str())),
            gender: Cell::text(member.gender.zh()),
            age: number(member.stated_age),
            birth_date: member.birth.map_or(Cell::Empty, Cell::Date),
            job_category: member.job.map_or(Cell::Empty, |job| Cell::text(job.zh())),
            insurance_type: member.insurance.map_or(Cell::Empty, |kind| Cell::text(kind.zh())),
            new_employment: member.new_employment.map_or(Cell::Empty, Cell::Bool),
        }
    }

    /// The cell under a column.
    pub const fn cell(&self, column: Column) -> &Cell {
        match column {
            Column::Name => &self.name,
            Column::DocumentType => &self.document_type,
            Column::DocumentNumber => &self.document_number,
            Column::Phone => &self.phone,
            Column::Gender => &self.gender,
            Column::Age => &self.age,
            Column::BirthDate => &self.birth_date,
            Column::JobCategory => &self.job_category,
            Column::InsuranceType => &self.insurance_type,
            Column::NewEmployment => &self.new_employment,
        }
    }

    /// The cell under a column, to be filled.
    pub const fn cell_mut(&mut self, column: Column) -> &mut Cell {
        match column {
            Column::Name => &mut self.name,
            Column::DocumentType => &mut self.document_type,
            Column::DocumentNumber => &mut self.document_number,
            Column::Phone => &mut self.phone,
            Column::Gender => &mut self.gender,
            Column::Age => &mut self.age,
            Column::BirthDate => &mut self.birth_date,
            Column::JobCategory => &mut self.job_category,
            Column::InsuranceType => &mut self.insurance_type,
            Column::NewEmployment => &mut self.new_employment,
        }
    }

    /// Whether nothing stands in any column.
    pub fn is_blank(&self) -> bool {
        Column::ALL.iter().all(|column| self.cell(*column).is_blank())
    }
}

/// The columns of the roster.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    /// 姓名.
    Name,
    /// 证件类型.
    DocumentType,
    /// 证件号码.
    DocumentNumber,
    /// 手机号.
    Phone,
    /// 性别.
    Gender,
    /// 年龄.
    Age,
    /// 出生日期.
    BirthDate,
    /// 岗位类别.
    JobCategory,
    /// 医保类型.
    InsuranceType,
    /// 新业态从业者.
    NewEmployment,
}

impl Column {
    /// All of them, in the template's order.
    pub const ALL: [Self; 10] = [
        Self::Name,
        Self::DocumentType,
        Self::DocumentNumber,
        Self::Phone,
        Self::Gender,
        Self::Age,
        Self::BirthDate,
        Self::JobCategory,
        Self::InsuranceType,
        Self::NewEmployment,
    ];

    /// The header.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Name => "姓名",
            Self::DocumentType => "证件类型",
            Self::DocumentNumber => "证件号码",
            Self::Phone => "手机号",
            Self::Gender => "性别",
            Self::Age => "年龄",
            Self::BirthDate => "出生日期",
            Self::JobCategory => "岗位类别",
            Self::InsuranceType => "医保类型",
            Self::NewEmployment => "新业态从业者",
        }
    }

    /// The column under that header, by any of the names seen in honest rosters. Width, blanks, line breaks, a
    /// hint in brackets and a star for "required" do not count (E2.6); 参互 is the old word for 参保 (inventory X-1).
    pub fn from_header(header: &str) -> Option<Self> {
        if header.len() > 200 {
            return None;
        }
        let name = plain_header(header);
        Some(match name.as_str() {
            "姓名" | "名字" | "职工姓名" | "员工姓名" | "会员姓名" | "人员姓名" | "参保人" | "参保人姓名"
            | "参保职工" | "参保职工姓名" | "参保人员姓名" => Self::Name,
            "证件类型" | "证件种类" | "证件类别" | "身份证件类型" | "有效证件类型" => {
                Self::DocumentType
            }
            "证件号码"
            | "证件号"
            | "身份证"
            | "身份证号"
            | "身份证号码"
            | "身份证件号码"
            | "居民身份证号"
            | "居民身份证号码"
            | "公民身份号码"
            | "职工身份证号"
            | "职工身份证号码"
            | "有效证件号码" => Self::DocumentNumber,
            "手机号" | "手机号码" | "手机" | "联系电话" | "联系方式" | "联系手机" | "移动电话" | "电话"
            | "电话号码" => Self::Phone,
            "性别" => Self::Gender,
            "年龄" | "周岁" | "年龄周岁" | "周岁年龄" => Self::Age,
            "出生日期" | "出生年月日" | "生日" => Self::BirthDate,
            "岗位类别" | "岗位类型" | "岗位性质" | "岗位" => Self::JobCategory,
            "医保类型" | "医保类别" | "医保种类" | "医疗保险类型" => Self::InsuranceType,
            "新业态从业者"
            | "新业态"
            | "新业态从业人员"
            | "是否新业态"
            | "是否新业态从业者"
            | "是否为新业态从业者"
            | "是否新业态从业人员"
            | "新就业形态劳动者"
            | "是否新就业形态劳动者" => Self::NewEmployment,
            _ => return None,
        })
    }
}

fn plain_header(header: &str) -> String {
    let mut plain = String::with_capacity(header.len());
    let mut depth = 0_u32;
    for c in header.chars().map(text::half_width).filter(|c| !text::is_blank(*c)) {
        match c {
            '(' | '[' | '【' => depth += 1,
            ')' | ']' | '】' => depth = depth.saturating_sub(1),
            '*' | ':' | '、' | '\'' => {}
            c if depth == 0 => plain.push(c),
            _ => {}
        }
    }
    plain.replace("参互", "参保")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_known_by_its_names_however_it_is_typed() {
        for column in Column::ALL {
            assert_eq!(Column::from_header(column.zh()), Some(column));
        }
        let vectors = [
            ("姓 名", Column::Name),
            ("　姓\n名 *", Column::Name),
            ("*姓名（必填）", Column::Name),
            ("参互职工姓名", Column::Name),
            ("参保人姓名", Column::Name),
            ("身份证号", Column::DocumentNumber),
            ("身份证号码＊", Column::DocumentNumber),
            ("证件号码\r\n(文本格式)", Column::DocumentNumber),
            ("证件类型【下拉选择】", Column::DocumentType),
            ("联系电话", Column::Phone),
            ("手机号码：", Column::Phone),
            ("年龄（周岁）", Column::Age),
            ("是否新业态从业者", Column::NewEmployment),
        ];
        for (header, expected) in vectors {
            assert_eq!(Column::from_header(header), Some(expected), "{header}");
        }
    }

    #[test]
    fn other_headers_are_no_columns() {
        for header in ["", "序号", "单位名称", "*", "备注", "姓名拼音", "配偶身份证号码"] {
            assert_eq!(Column::from_header(header), None, "{header}");
        }
    }

    #[test]
    fn blanks_of_any_kind_leave_a_row_blank() {
        let mut row = RawRow { row: 7, ..RawRow::default() };
        assert!(row.is_blank());
        *row.cell_mut(Column::Phone) = Cell::text(" \u{3000}\u{a0}\u{200b}\n");
        assert!(row.is_blank());
        *row.cell_mut(Column::Age) = Cell::Integer(0);
        assert!(!row.is_blank());
    }

    #[test]
    fn debugging_a_row_tells_nobody() {
        let row =
            RawRow { name: Cell::text("王芳"), phone: Cell::Integer(13_812_341_234), ..RawRow::default() };
        let shown = format!("{row:?}");
        assert!(!shown.contains("王芳") && !shown.contains("138"), "{shown}");
    }
}
