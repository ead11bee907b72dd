//! A natural person: name, document, phone, gender, age. Everything here is personal data: `Debug` never shows it,
//! `Serialize` does, because it is what is stored. What is stored was parsed once and is believed when read back;
//! never deserialise a request into these types, parse it.

pub mod age;
mod document;
mod document_error;
mod document_type;
mod gb11643;
mod mask;
mod name;
mod phone;
pub(crate) mod text;

use serde::{Deserialize, Serialize};

pub use self::{
    document::{DocumentNumber, Parsed},
    document_error::{DocumentError, DocumentNotice},
    document_type::DocumentType,
    name::{Name, NameError, ParsedName},
    phone::{Phone, PhoneError},
};

/// 性别.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Gender {
    /// 男.
    Male,
    /// 女.
    Female,
}

impl Gender {
    /// The label.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Male => "男",
            Self::Female => "女",
        }
    }

    /// The gender of that label, or of a usual word for it.
    pub fn from_zh(label: &str) -> Option<Self> {
        Some(match text::compact(label).as_ref() {
            "男" | "男性" | "M" | "m" | "male" | "Male" => Self::Male,
            "女" | "女性" | "F" | "f" | "female" | "Female" => Self::Female,
            _ => return None,
        })
    }
}

/// Debug shows that there is a value, and nothing of it.
macro_rules! redacted_debug {
    ($name:ident) => {
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "([redacted])"))
            }
        }
    };
}
pub(crate) use redacted_debug;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_never_shows_a_person() {
        let name = Name::parse("王芳").unwrap().name;
        let phone = Phone::parse("13812341234").unwrap();
        let parsed = DocumentNumber::parse(None, "430902196604010015").unwrap();
        let shown = format!("{name:?} {phone:?} {:?} {parsed:?}", parsed.number);
        assert!(shown.contains("[redacted]"), "{shown}");
        for secret in ["王", "138", "4309", "1966"] {
            assert!(!shown.contains(secret), "{shown}");
        }
    }

    #[test]
    fn a_gender_is_read_from_the_words_for_it() {
        for (word, expected) in [("男", Gender::Male), (" 女 ", Gender::Female), ("女性", Gender::Female)]
        {
            assert_eq!(Gender::from_zh(word), Some(expected));
        }
        assert_eq!(Gender::from_zh("未知"), None);
    }

    /// Three fragments in every order make what fuzzers find first: multi-byte text at every place a parser cuts.
    #[test]
    fn no_text_breaks_a_parser() {
        let fragments = [
            "",
            "é",
            "𠮷",
            "王",
            "\u{200b}",
            "\0",
            "H",
            "+86",
            "E+1",
            "9",
            "430902196604010015",
            "-",
            "Ｏ０",
            "(",
            "'",
        ];
        for first in fragments {
            for second in fragments {
                for third in fragments {
                    let raw = format!("{first}{second}{third}");
                    let _ = Name::parse(&raw).map(|parsed| parsed.name.masked());
                    let _ = Phone::parse(&raw).map(|phone| phone.masked());
                    for declared in DocumentType::ALL.map(Some).into_iter().chain([None]) {
                        if let Ok(parsed) = DocumentNumber::parse(declared, &raw) {
                            let number = parsed.number;
                            let again = DocumentNumber::parse(Some(number.kind()), number.as_str());
                            assert_eq!(again.map(|parsed| parsed.number), Ok(number.clone()));
                            assert_ne!(number.masked(), number.as_str());
                            assert!(number.person_key().len() > 2);
                        }
                    }
                }
            }
        }
    }
}
