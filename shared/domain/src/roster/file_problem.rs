//! What can be wrong with a file as a whole, and the sentence that helps (E4).

use serde::{Deserialize, Serialize};

use super::{Code, Column, Issue, MAX_ROWS, Severity};

/// What a file that is no workbook is instead, by its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// Text with separators.
    Csv,
    /// A web page, perhaps named `.xls`.
    Html,
    /// XML, perhaps named `.xls`.
    Xml,
    /// A text document of Word or WPS.
    Document,
    /// PDF.
    Pdf,
    /// A picture.
    Image,
    /// An archive that is no workbook.
    Archive,
    /// Anything else.
    Other,
}

impl FileKind {
    const fn zh(self) -> &'static str {
        match self {
            Self::Csv => "CSV 文本",
            Self::Html => "网页（HTML）",
            Self::Xml => "XML",
            Self::Document => "文字文档",
            Self::Pdf => "PDF",
            Self::Image => "图片",
            Self::Archive => "压缩包",
            Self::Other => "无法识别的文件",
        }
    }
}

/// What is wrong with a roster file as a whole. The sentence is its `Display`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum FileProblem {
    /// F001: not a workbook, whatever its name.
    #[error("该文件的实际内容是{}，不是 Excel 工作簿，请用 Excel 或 WPS 另存为 .xlsx 后重新上传", .0.zh())]
    WrongType(FileKind),
    /// F002: needs a password.
    #[error("文件已加密，请用 Excel 或 WPS 取消打开密码，另存为 .xlsx 后重新上传")]
    Encrypted,
    /// F003: made from another version of the template; read all the same.
    #[error("文件不是用最新模板填写的，已按表头识别各列；建议下载最新的参保职工汇总表")]
    TemplateVersion,
    /// F004: no header row within the first twenty rows of a visible sheet. Holds what is missing.
    #[error("前20行中没有找到表头（缺少：{}），请使用参保职工汇总表模板，或确认表头含有这些列", names(.0))]
    HeaderMissing(Vec<Column>),
    /// F005: more than [`MAX_ROWS`] rows.
    #[error("名单超过{MAX_ROWS}行，请拆分为多个文件，分次导入")]
    TooManyRows,
    /// F006: no row below the header.
    #[error("名单中没有职工，请在表头下方逐行填写后重新上传")]
    Empty,
    /// F007: more bytes, once unpacked, or more columns than any roster has.
    #[error("文件过大，请将名单复制到新的参保职工汇总表中（只粘贴数值），删除多余的工作表和图片后重新上传")]
    TooBig,
    /// F008: there is a hidden sheet; the first visible one was read.
    #[error("文件中有隐藏的工作表，仅读取了第一个可见的名单工作表，请确认没有遗漏")]
    HiddenSheet,
    /// F009: cells that hold formulas; their last values were read. Holds how many.
    #[error("有{0}个单元格是公式，已采用其显示的结果，请核对")]
    Formulas(u32),
    /// F010: cannot be read to the end.
    #[error("文件已损坏，无法读取，请用 Excel 或 WPS 打开并另存为 .xlsx 后重新上传")]
    Broken,
}

fn names(columns: &[Column]) -> String {
    columns.iter().map(|column| column.zh()).collect::<Vec<_>>().join("、")
}

impl FileProblem {
    /// Its code.
    pub const fn code(&self) -> Code {
        match self {
            Self::WrongType(_) => Code::F001,
            Self::Encrypted => Code::F002,
            Self::TemplateVersion => Code::F003,
            Self::HeaderMissing(_) => Code::F004,
            Self::TooManyRows => Code::F005,
            Self::Empty => Code::F006,
            Self::TooBig => Code::F007,
            Self::HiddenSheet => Code::F008,
            Self::Formulas(_) => Code::F009,
            Self::Broken => Code::F010,
        }
    }

    /// [`Severity::Error`] ends the import; a warning goes among the issues.
    pub const fn severity(&self) -> Severity {
        match self {
            Self::TemplateVersion | Self::HiddenSheet | Self::Formulas(_) => Severity::Warning,
            _ => Severity::Error,
        }
    }

    /// The issue that says so about row 0, the file.
    pub fn issue(&self) -> Issue {
        Issue {
            row: 0,
            column: None,
            code: self.code(),
            severity: self.severity(),
            message: self.to_string(),
        }
    }
}
