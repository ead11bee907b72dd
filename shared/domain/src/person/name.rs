//! 姓名.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::{mask, redacted_debug, text};

/// The name of a person, plain: half width, no blanks inside a Chinese name, `·` between the parts of a
/// transliterated one.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Name(CompactString);

redacted_debug!(Name);

/// A name and whether it had to be cleaned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsedName {
    /// The name.
    pub name: Name,
    /// Whether blanks or full-width letters inside it were replaced (R103).
    pub cleaned: bool,
}

/// Why a text is no name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// R101.
    #[error("姓名不能为空")]
    Blank,
    /// R102: longer than [`Name::MAX_CHARS`].
    #[error("姓名过长：最多{}个字", Name::MAX_CHARS)]
    TooLong,
    /// R102: a digit, a control character or a sign that no name has.
    #[error("姓名含有不允许的字符：{}", shown(*.0))]
    Character(char),
}

fn shown(c: char) -> String {
    if c.is_control() { format!("控制符 U+{:04X}", u32::from(c)) } else { c.to_string() }
}

impl Name {
    /// The most characters a name may have.
    pub const MAX_CHARS: usize = 30;

    /// Reads a name as typed (R101–R103).
    pub fn parse(raw: &str) -> Result<ParsedName, NameError> {
        let trimmed = raw.trim_matches(text::is_blank);
        let latin = trimmed.chars().any(|c| text::half_width(c).is_ascii_alphabetic());
        let mut name = CompactString::with_capacity(trimmed.len());
        let mut cleaned = false;
        for typed in trimmed.chars() {
            let c = separator(text::half_width(typed), latin);
            if text::is_blank(c) {
                let parts = latin && c.is_whitespace() && !name.ends_with(' ');
                cleaned |= !(parts && typed == ' ');
                if parts {
                    name.push(' ');
                }
                continue;
            }
            if !(c.is_alphabetic() || c == '·' || (latin && matches!(c, '-' | '\'' | '.' | ','))) {
                return Err(NameError::Character(typed));
            }
            cleaned |= typed != c && text::half_width(typed) == c;
            name.push(c);
        }
        match name.chars().count() {
            0 => Err(NameError::Blank),
            1..=Self::MAX_CHARS => Ok(ParsedName { name: Self(name), cleaned }),
            _ => Err(NameError::TooLong),
        }
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The surname, and a star for every further character: `王*`, `欧阳**`.
    pub fn masked(&self) -> String {
        let length = self.0.chars().count();
        let surname =
            if length > 2 && COMPOUND_SURNAMES.iter().any(|s| self.0.starts_with(s)) { 2 } else { 1 };
        mask::middle(&self.0, surname.min(length.saturating_sub(1)), 0)
    }
}

/// The many dots that stand between the parts of a transliterated name, as the one that is right. A full stop is
/// one of them unless the name is in Latin letters, which have full stops of their own.
const fn separator(c: char, latin: bool) -> char {
    match c {
        '•' | '・' | '∙' | '⋅' | '‧' | '･' | '●' => '·',
        '.' | '。' if !latin => '·',
        c => c,
    }
}

const COMPOUND_SURNAMES: [&str; 36] = [
    "欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "司空", "夏侯",
    "端木", "百里", "东郭", "南宫", "西门", "独孤", "轩辕", "长孙", "宇文", "钟离", "闻人", "澹台", "公冶",
    "宗政", "濮阳", "淳于", "单于", "太史", "申屠", "仲孙", "赫连", "呼延", "拓跋",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_as_they_are_typed() {
        let vectors = [
            ("王芳", "王芳", false),
            (" 王芳\u{3000}", "王芳", false),
            ("王 芳", "王芳", true),
            ("王\u{3000}芳", "王芳", true),
            ("王\n芳", "王芳", true),
            ("王\u{200b}芳", "王芳", true),
            ("阿不都·热合曼", "阿不都·热合曼", false),
            ("阿不都•热合曼", "阿不都·热合曼", false),
            ("阿不都.热合曼", "阿不都·热合曼", false),
            ("John O'Neil-Smith Jr.", "John O'Neil-Smith Jr.", false),
            ("John  Smith", "John Smith", true),
            ("Jo\u{200b}hn\u{a0}Smith", "John Smith", true),
            ("Ｊｏｈｎ Smith", "John Smith", true),
            ("𠮷田", "𠮷田", false),
            ("刘〇", "刘〇", false),
        ];
        for (raw, name, cleaned) in vectors {
            let parsed = Name::parse(raw).unwrap();
            assert_eq!((parsed.name.as_str(), parsed.cleaned), (name, cleaned), "{raw:?}");
        }
    }

    #[test]
    fn other_texts_are_no_names() {
        let long = "王".repeat(31);
        let vectors = [
            ("", NameError::Blank),
            (" \u{3000}\n", NameError::Blank),
            ("王芳1", NameError::Character('1')),
            ("王芳１", NameError::Character('１')),
            ("王\u{7}芳", NameError::Character('\u{7}')),
            ("王?芳", NameError::Character('?')),
            ("王芳(退休)", NameError::Character('(')),
            ("=王芳", NameError::Character('=')),
            (long.as_str(), NameError::TooLong),
        ];
        for (raw, error) in vectors {
            assert_eq!(Name::parse(raw), Err(error), "{raw:?}");
        }
        assert!(Name::parse(&"王".repeat(30)).is_ok());
        assert_eq!(NameError::Character('\u{7}').to_string(), "姓名含有不允许的字符：控制符 U+0007");
    }

    #[test]
    fn only_the_surname_stays_readable() {
        let vectors = [
            ("王芳", "王*"),
            ("王小芳", "王**"),
            ("欧阳娜娜", "欧阳**"),
            ("欧阳修", "欧阳*"),
            ("欧阳", "欧*"),
            ("王", "*"),
            ("John", "J***"),
        ];
        for (name, masked) in vectors {
            assert_eq!(Name::parse(name).unwrap().name.masked(), masked);
        }
    }
}
