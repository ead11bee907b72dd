//! What can be wrong with a row, and the sentence that says so (E4).

use std::fmt;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::Column;
use crate::{
    calendar::YearMonth,
    person::{DocumentError, DocumentNotice, DocumentType, Gender, NameError, PhoneError},
};

/// What an issue does to its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The row is not taken.
    Error,
    /// The row is taken, but should be looked at.
    Warning,
    /// Something was put right.
    Notice,
    /// Something follows from what is right.
    Info,
}

/// The code of an issue: `R…` for rows, `F…` for files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "each code is explained at the finding or file problem it belongs to")]
#[rustfmt::skip]
pub enum Code {
    R101, R102, R103,
    R201, R202, R203, R204, R205, R206, R207, R208, R209, R210, R211, R212,
    R301, R302, R303, R304,
    R401, R402,
    R501, R502, R503, R504, R505,
    R601, R602, R603, R604, R605, R606, R607,
    R701,
    R901, R902,
    F001, F002, F003, F004, F005, F006, F007, F008, F009, F010,
}

/// As in its name, e.g. `R101`.
impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

/// One thing to say about one row.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// The row as Excel shows it; 0 for the file as a whole.
    pub row: u32,
    /// The column, where one is meant.
    pub column: Option<Column>,
    /// Which rule.
    pub code: Code,
    /// What it does to the row.
    pub severity: Severity,
    /// The sentence for the user. It may quote what stands in the row, never another person's data.
    pub message: String,
}

/// Row and code alone: the message may be personal.
impl fmt::Debug for Issue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?} {} in row {}", self.severity, self.code, self.row)
    }
}

impl Issue {
    /// The issue a finding makes, with the finding's usual severity.
    pub fn new(row: u32, column: impl Into<Option<Column>>, finding: &Finding) -> Self {
        Self::with(row, column, finding, finding.severity())
    }

    /// The issue a finding makes where the severity depends on the plan or on the rest of the row.
    pub fn with(row: u32, column: impl Into<Option<Column>>, finding: &Finding, severity: Severity) -> Self {
        Self { row, column: column.into(), code: finding.code(), severity, message: finding.to_string() }
    }
}

/// What was found in a row. The sentence is its `Display`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Finding {
    /// R101, R102: no name.
    #[error(transparent)]
    Name(#[from] NameError),
    /// R103: blanks or full-width characters inside the name.
    #[error("已自动去除姓名中的空格")]
    NameCleaned,
    /// R201: a type that is not in the list.
    #[error("证件类型应为：{}", DocumentType::list())]
    DocumentTypeUnknown,
    /// R201–R208, R212: no document number.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// R203: a number cell that lost no digits but perhaps its leading zeros.
    #[error("证件号码被 Excel 存成了数字，可能丢失开头的0，请将该列设为“文本”后重新填写")]
    DocumentNumeric,
    /// R209–R211: put right.
    #[error(transparent)]
    DocumentNotice(#[from] DocumentNotice),
    /// R301: a document that does not tell gender and age, and neither does the row.
    #[error("证件类型为“{}”时须填写性别和年龄", .0.zh())]
    GenderOrAgeMissing(DocumentType),
    /// R302: a column says something else than the document number.
    #[error("填写的{}与身份证不一致，已以身份证为准", .0.zh())]
    DisagreesWithNumber(Column),
    /// R302: the age says something else than the birth date.
    #[error("填写的年龄与出生日期不一致，已以出生日期为准")]
    DisagreesWithBirth,
    /// R303: over age or not depends on the birthday.
    #[error("仅凭年龄无法判断是否超龄，请填写出生日期")]
    BirthNeeded,
    /// R304: the column holds nothing it could mean.
    #[error("{}", form(*.0))]
    Unreadable(Column),
    /// R401: no mobile number.
    #[error(transparent)]
    Phone(#[from] PhoneError),
    /// R401: the plan asks for one.
    #[error("手机号不能为空")]
    PhoneMissing,
    /// R402: more than three people have it.
    #[error("该手机号在名单中出现{0}次")]
    PhoneShared(u32),
    /// R501: the same person twice, with different data. Holds the other row.
    #[error("与第{0}行证件号码相同但内容不同")]
    DuplicateDiffers(u32),
    /// R502: the same person twice. Holds the other row.
    #[error("与第{0}行完全相同，已忽略")]
    DuplicateSame(u32),
    /// R503: the unit has the person in another application of the plan. Holds its number.
    #[error("该职工已在申请单 {0} 中")]
    ElsewhereInUnit(String),
    /// R505: the same, and the application is a supplement, which leaves such people out (FAQ-6). Holds its number.
    #[error("该职工已在申请单 {0} 中，本次补录不再重复计入")]
    LeftOut(String),
    /// R504: another unit has enrolled the person in the plan; which one is not said. Holds the day, if known.
    #[error("该职工已由其他单位在本计划参保{}", since(*.0))]
    ElsewhereInPlan(Option<NaiveDate>),
    /// R601: at or past the retirement age. The month is unknown without a birth date.
    #[error("超龄{}，需上传证明", .0.map_or_else(String::new, |month| format!("（法定退休 {month}）")))]
    OverAge(Option<YearMonth>),
    /// R602: reaches the retirement age within the period.
    #[error("保障期内到龄（{0}）")]
    ReachesAge(YearMonth),
    /// R603: below the least age.
    #[error("未满{0}周岁，不能参保")]
    TooYoung(u8),
    /// R604: the plan is for one gender.
    #[error("本计划仅限{}职工", .0.zh())]
    GenderOutsidePlan(Gender),
    /// R605: a woman of no stated 岗位类别 who would be over age on the earlier track.
    #[error("未填岗位类别，按55周岁起算；如为生产操作岗，法定退休 {0}，请核对")]
    TrackUnknown(YearMonth),
    /// R606: at work, but not of age.
    #[error("未满18周岁，请核对")]
    Minor,
    /// R607: past eighty.
    #[error("年龄超过80周岁，请核对")]
    VeryOld,
    /// R701: a value outside the list.
    #[error("应填：{}", list(*.0))]
    NotInList(Column),
    /// R901: neither name nor number, or a line of sums or remarks. Holds the row.
    #[error("第{0}行内容不完整，已跳过")]
    HalfEmpty(u32),
    /// R902: a cell that holds an error of the workbook.
    #[error("{}单元格是公式错误值，请改为实际内容", .0.zh())]
    ErrorCell(Column),
}

fn since(day: Option<NaiveDate>) -> String {
    day.map_or_else(String::new, |day| format!("（{day}）"))
}

fn form(column: Column) -> &'static str {
    match column {
        Column::Gender => "性别应填：男、女",
        Column::Age => "年龄应为16至100的整数",
        Column::BirthDate => "出生日期应为有效日期，如 1990-01-31",
        _ => "内容无法识别",
    }
}

fn list(column: Column) -> String {
    match column {
        Column::JobCategory => super::JobCategory::ALL.map(super::JobCategory::zh).join("、"),
        Column::InsuranceType => super::InsuranceType::ALL.map(super::InsuranceType::zh).join("、"),
        _ => "是、否".to_owned(),
    }
}

impl Finding {
    /// Its code.
    pub const fn code(&self) -> Code {
        match self {
            Self::Name(NameError::Blank) => Code::R101,
            Self::Name(_) => Code::R102,
            Self::NameCleaned => Code::R103,
            Self::DocumentTypeUnknown => Code::R201,
            Self::Document(error) => document_code(error),
            Self::DocumentNumeric => Code::R203,
            Self::DocumentNotice(DocumentNotice::TypeCorrected(_)) => Code::R209,
            Self::DocumentNotice(DocumentNotice::Cleaned) => Code::R210,
            Self::DocumentNotice(DocumentNotice::LetterO) => Code::R211,
            Self::GenderOrAgeMissing(_) => Code::R301,
            Self::DisagreesWithNumber(_) | Self::DisagreesWithBirth => Code::R302,
            Self::BirthNeeded => Code::R303,
            Self::Unreadable(_) => Code::R304,
            Self::Phone(_) | Self::PhoneMissing => Code::R401,
            Self::PhoneShared(_) => Code::R402,
            Self::DuplicateDiffers(_) => Code::R501,
            Self::DuplicateSame(_) => Code::R502,
            Self::ElsewhereInUnit(_) => Code::R503,
            Self::ElsewhereInPlan(_) => Code::R504,
            Self::LeftOut(_) => Code::R505,
            Self::OverAge(_) => Code::R601,
            Self::ReachesAge(_) => Code::R602,
            Self::TooYoung(_) => Code::R603,
            Self::GenderOutsidePlan(_) => Code::R604,
            Self::TrackUnknown(_) => Code::R605,
            Self::Minor => Code::R606,
            Self::VeryOld => Code::R607,
            Self::NotInList(_) => Code::R701,
            Self::HalfEmpty(_) => Code::R901,
            Self::ErrorCell(_) => Code::R902,
        }
    }

    /// Its severity where nothing else decides it.
    pub const fn severity(&self) -> Severity {
        match self.code() {
            Code::R103
            | Code::R211
            | Code::R302
            | Code::R401
            | Code::R402
            | Code::R504
            | Code::R606
            | Code::R607
            | Code::R901 => Severity::Warning,
            Code::R209 | Code::R210 | Code::R502 | Code::R505 => Severity::Notice,
            Code::R601 | Code::R602 | Code::R605 => Severity::Info,
            _ => Severity::Error,
        }
    }
}

const fn document_code(error: &DocumentError) -> Code {
    match error {
        DocumentError::TypeMissing => Code::R201,
        DocumentError::Blank => Code::R202,
        DocumentError::Numeric => Code::R203,
        DocumentError::Length(_) => Code::R204,
        DocumentError::Legacy { .. } => Code::R205,
        DocumentError::BirthDate(_) => Code::R206,
        DocumentError::CheckCharacter(_) => Code::R207,
        DocumentError::Region(_) => Code::R208,
        DocumentError::NotDigits | DocumentError::Form(_) => Code::R212,
    }
}
