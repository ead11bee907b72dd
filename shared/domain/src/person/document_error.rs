//! What is wrong with a document number, and what was put right (E4, R201–R212).

use super::DocumentType;

/// Something put right without asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DocumentNotice {
    /// R209: the number tells another type than the declared one.
    #[error("号码为{}，已更正证件类型", .0.zh())]
    TypeCorrected(DocumentType),
    /// R210: blanks inside or full-width characters.
    #[error("已自动去除证件号码中的空格和全角字符")]
    Cleaned,
    /// R211: a letter O stood for a zero; with the zero the check character is right.
    #[error("证件号码中的字母“O”已改为数字“0”，请核对")]
    LetterO,
}

/// Why a text is no document number. `Debug` is safe to log: see the implementation.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// R201: no type, and a number that does not tell it.
    #[error("证件类型应为：{}", DocumentType::list())]
    TypeMissing,
    /// R202.
    #[error("证件号码不能为空")]
    Blank,
    /// R203: digits with an exponent, what is left of a number typed as a number.
    #[error("证件号码被 Excel 存成了数字，末几位已丢失，请将该列设为“文本”后重新填写")]
    Numeric,
    /// R204: the characters counted.
    #[error("身份证号应为18位，现为{0}位")]
    Length(usize),
    /// R205: a number of the old form, and what it is today if nothing in it is wrong.
    #[error("15位旧号码已停用，换算后可能是 {suggestion}，请核对后填写18位号码")]
    Legacy {
        /// The number of eighteen.
        suggestion: String,
    },
    /// R206: the eight digits of the date.
    #[error("身份证号中的出生日期“{0}”不存在")]
    BirthDate(String),
    /// R207: what the last character should be.
    #[error("身份证号校验位不正确（应为{0}），请核对是否录错")]
    CheckCharacter(char),
    /// R208: the first two digits.
    #[error("身份证号前两位“{0}”不是有效地区")]
    Region(String),
    /// R212: something else than a digit among the first seventeen.
    #[error("身份证号前17位应全为数字")]
    NotDigits,
    /// R212: not the form of that type.
    #[error("号码不符合{}的格式，请核对号码和证件类型", .0.zh())]
    Form(DocumentType),
}

/// The kind of error without the digits it quotes.
impl std::fmt::Debug for DocumentError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::TypeMissing => "TypeMissing",
            Self::Blank => "Blank",
            Self::Numeric => "Numeric",
            Self::Length(_) => "Length",
            Self::Legacy { .. } => "Legacy",
            Self::BirthDate(_) => "BirthDate",
            Self::CheckCharacter(_) => "CheckCharacter",
            Self::Region(_) => "Region",
            Self::NotDigits => "NotDigits",
            Self::Form(_) => "Form",
        })
    }
}
