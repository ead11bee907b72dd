//! Numbers of organisations and banks (E5).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::person::text;

/// 统一社会信用代码, GB 32100-2015: of a union (`81…`), of its employer (`91…`, `12…`, …) or any other body.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CreditCode(String);

/// Why a text is no credit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CreditCodeError {
    /// Not eighteen characters; the characters counted.
    #[error("统一社会信用代码应为18位，现为{0}位")]
    Length(usize),
    /// A character outside the alphabet, which has no I, O, S, V, Z.
    #[error("统一社会信用代码不能含有“{0}”")]
    Character(char),
    /// What the last character should be.
    #[error("统一社会信用代码校验位不正确（应为{0}），请核对是否录错")]
    CheckCharacter(char),
}

const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

impl CreditCode {
    /// Reads a code as typed: case, width and blanks do not count.
    pub fn parse(raw: &str) -> Result<Self, CreditCodeError> {
        let code = text::compact(raw).to_ascii_uppercase();
        let length = code.chars().count();
        if length != 18 {
            return Err(CreditCodeError::Length(length));
        }
        let mut values = [0_usize; 18];
        for (value, c) in values.iter_mut().zip(code.chars()) {
            *value = ALPHABET
                .iter()
                .position(|known| char::from(*known) == c)
                .ok_or(CreditCodeError::Character(c))?;
        }
        let mut weight = 1;
        let mut sum = 0;
        for value in &values[..17] {
            sum += value * weight;
            weight = weight * 3 % 31;
        }
        let expected = (31 - sum % 31) % 31;
        if values[17] == expected {
            Ok(Self(code))
        } else {
            Err(CreditCodeError::CheckCharacter(char::from(ALPHABET[expected])))
        }
    }

    /// The eighteen characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is that of a 基层工会.
    pub fn is_grassroots_union(&self) -> bool {
        self.0.starts_with("81")
    }
}

impl fmt::Display for CreditCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for CreditCode {
    type Error = CreditCodeError;

    fn try_from(raw: String) -> Result<Self, CreditCodeError> {
        Self::parse(&raw)
    }
}

impl From<CreditCode> for String {
    fn from(code: CreditCode) -> Self {
        code.0
    }
}

/// A bank account number. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BankAccount(String);

crate::person::redacted_debug!(BankAccount);

/// Not an account number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("银行账号应为8至32位数字")]
pub struct BankAccountError;

impl BankAccount {
    /// Reads a number as typed: blanks and dashes do not count, leading zeros do.
    pub fn parse(raw: &str) -> Result<Self, BankAccountError> {
        let digits = plain_digits(raw).ok_or(BankAccountError)?;
        if (8..=32).contains(&digits.len()) { Ok(Self(digits)) } else { Err(BankAccountError) }
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it has the form of a personal bank card, 16 or 19 digits from 62 that pass Luhn: money may not
    /// come from one (个人打款 is not allowed).
    pub fn looks_like_personal_card(&self) -> bool {
        matches!(self.0.len(), 16 | 19) && self.0.starts_with("62") && passes_luhn(&self.0)
    }

    /// The last four digits: `****0790`.
    pub fn masked(&self) -> String {
        let tail = self.0.get(self.0.len().saturating_sub(4)..).unwrap_or_default();
        format!("****{tail}")
    }
}

impl TryFrom<String> for BankAccount {
    type Error = BankAccountError;

    fn try_from(raw: String) -> Result<Self, BankAccountError> {
        Self::parse(&raw)
    }
}

impl From<BankAccount> for String {
    fn from(account: BankAccount) -> Self {
        account.0
    }
}

/// 行号: three digits of the bank, four of the city, four of the branch, one check digit whose rule is not public.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CnapsCode(String);

/// Not a 行号.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("行号应为12位数字")]
pub struct CnapsCodeError;

impl CnapsCode {
    /// Reads a number as typed: blanks and dashes do not count.
    pub fn parse(raw: &str) -> Result<Self, CnapsCodeError> {
        let digits = plain_digits(raw).ok_or(CnapsCodeError)?;
        if digits.len() == 12 { Ok(Self(digits)) } else { Err(CnapsCodeError) }
    }

    /// The twelve digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Grouped as it is printed: `1021 9100 0790`.
impl fmt::Display for CnapsCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, digit) in self.0.chars().enumerate() {
            if place > 0 && place % 4 == 0 {
                f.write_str(" ")?;
            }
            write!(f, "{digit}")?;
        }
        Ok(())
    }
}

impl TryFrom<String> for CnapsCode {
    type Error = CnapsCodeError;

    fn try_from(raw: String) -> Result<Self, CnapsCodeError> {
        Self::parse(&raw)
    }
}

impl From<CnapsCode> for String {
    fn from(code: CnapsCode) -> Self {
        code.0
    }
}

fn plain_digits(raw: &str) -> Option<String> {
    let digits: String = text::compact(raw).chars().filter(|c| !matches!(c, '-' | '\'')).collect();
    (!digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())).then_some(digits)
}

fn passes_luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .map(|digit| u32::from(digit - b'0'))
        .enumerate()
        .map(|(place, digit)| match (place % 2, digit * 2) {
            (0, _) => digit,
            (_, twice) if twice > 9 => twice - 9,
            (_, twice) => twice,
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sound_credit_codes_are_taken() {
        for code in [
            "91440300708461136T",
            "91110108551385082Q",
            "91350100M000100Y43",
            "13430000006123028L",
            "91430000799127167T",
            "81430900MC12345666",
            "81430981MC7654A205",
        ] {
            assert_eq!(CreditCode::parse(code).unwrap().as_str(), code);
        }
        let typed = CreditCode::parse(" 8143 0900 mc12345666").unwrap();
        assert_eq!(typed.to_string(), "81430900MC12345666");
        assert!(typed.is_grassroots_union());
    }

    #[test]
    fn other_credit_codes_are_told_why() {
        let vectors = [
            ("91350203M0001QAY9B", "统一社会信用代码校验位不正确（应为9），请核对是否录错"),
            ("91440300708461136", "统一社会信用代码应为18位，现为17位"),
            ("9144030070846113OT", "统一社会信用代码不能含有“O”"),
            ("", "统一社会信用代码应为18位，现为0位"),
        ];
        for (code, message) in vectors {
            assert_eq!(CreditCode::parse(code).unwrap_err().to_string(), message, "{code}");
        }
    }

    #[test]
    fn account_numbers_are_read_as_they_are_typed() {
        for (raw, digits) in [
            ("0602 0046 0902 2100 790", "0602004609022100790"),
            ("00123-456", "00123456"),
            ("'12345678", "12345678"),
        ] {
            assert_eq!(BankAccount::parse(raw).unwrap().as_str(), digits);
        }
        for raw in ["", "1234567", "12345678a", &"1".repeat(33)] {
            assert_eq!(BankAccount::parse(raw), Err(BankAccountError), "{raw}");
        }
        let account = BankAccount::parse("0602004609022100790").unwrap();
        assert_eq!(account.masked(), "****0790");
        assert!(!format!("{account:?}").contains("0602"));
    }

    #[test]
    fn a_personal_card_is_told_from_a_corporate_account() {
        let vectors = [
            ("6222020000000000000", true),
            ("6222020000000000005", false),
            ("6222021234567894", true),
            ("6222021234567890", false),
            ("0602004609022100790", false),
            ("622202123456789", false),
        ];
        for (number, expected) in vectors {
            let account = BankAccount::parse(number).unwrap();
            assert_eq!(account.looks_like_personal_card(), expected, "{number}");
        }
    }

    #[test]
    fn a_bank_code_is_printed_in_groups() {
        assert_eq!(CnapsCode::parse("102191000790").unwrap().to_string(), "1021 9100 0790");
        assert_eq!(CnapsCode::parse("1021 9100 0790").unwrap().as_str(), "102191000790");
        for raw in ["", "10219100079", "1021910007901", "10219100079a"] {
            assert_eq!(CnapsCode::parse(raw), Err(CnapsCodeError), "{raw}");
        }
    }
}
