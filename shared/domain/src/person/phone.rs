//! 手机号.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::{mask, redacted_debug, text};

/// A mobile number of mainland China, eleven digits (E2.7).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Phone(CompactString);

redacted_debug!(Phone);

/// Not a mobile number (R401).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("手机号应为11位")]
pub struct PhoneError;

impl Phone {
    /// Reads a number as typed: +86, blanks and dashes do not count.
    pub fn parse(raw: &str) -> Result<Self, PhoneError> {
        let mut digits: CompactString = raw
            .chars()
            .map(text::half_width)
            .filter(|c| !text::is_blank(*c) && !matches!(c, '-' | '—' | '–' | '‐' | '\''))
            .collect();
        for prefix in ["+86", "0086", "86"] {
            if digits.len() == 11 + prefix.len() && digits.starts_with(prefix) {
                digits.drain(..prefix.len());
            }
        }
        let form = matches!(digits.as_bytes(), [b'1', b'3'..=b'9', ..])
            && digits.len() == 11
            && digits.bytes().all(|b| b.is_ascii_digit());
        if form { Ok(Self(digits)) } else { Err(PhoneError) }
    }

    /// The eleven digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first three and last four: `138****1234`.
    pub fn masked(&self) -> String {
        mask::middle(&self.0, 3, 4)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_they_are_typed() {
        for raw in [
            "13812341234",
            "+86 138-1234-1234",
            "86 13812341234",
            "0086-138 1234 1234",
            "１３８１２３４１２３４",
            "'13812341234",
            "138\u{a0}1234\u{200b}1234",
        ] {
            assert_eq!(Phone::parse(raw).unwrap().as_str(), "13812341234", "{raw:?}");
        }
        assert_eq!(Phone::parse("13812341234").unwrap().masked(), "138****1234");
    }

    #[test]
    fn other_texts_are_no_mobile_numbers() {
        for raw in
            ["", "1381234123", "138123412345", "12812341234", "07374222222", "1381234123a", "+8513812341234"]
        {
            assert_eq!(Phone::parse(raw), Err(PhoneError), "{raw:?}");
        }
    }
}
