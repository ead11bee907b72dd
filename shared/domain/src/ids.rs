//! Identifiers and document numbers. All of them travel as strings: a `JF` number exceeds 2^53 (inventory X-5).

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use crate::calendar::{SHANGHAI, shanghai};

/// A text that is not an identifier of the kind asked for. Carries no part of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a {0}")]
pub struct MalformedId(pub &'static str);

fn is_slug(text: &str) -> bool {
    (1..=64).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn is_ulid(text: &str) -> bool {
    text.len() == 26
        && text.bytes().all(|b| b.is_ascii_digit() || (b.is_ascii_uppercase() && !b"ILOU".contains(&b)))
}

fn is_numbered(text: &str, prefix: &str, digits: usize) -> bool {
    text.strip_prefix(prefix)
        .is_some_and(|rest| rest.len() == digits && rest.bytes().all(|b| b.is_ascii_digit()))
}

macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident, $valid:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Parses the identifier; refuses any text that is not of its form.
            pub fn parse(text: impl Into<String>) -> Result<Self, MalformedId> {
                let text = text.into();
                let valid: fn(&str) -> bool = $valid;
                if valid(&text) { Ok(Self(text)) } else { Err(MalformedId(stringify!($name))) }
            }

            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = MalformedId;
            fn try_from(text: String) -> Result<Self, MalformedId> {
                Self::parse(text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id!(/// A 参保单位.
    UnitId, is_slug);
text_id!(/// A 代办处.
    AgencyId, is_slug);
text_id!(/// A 保障计划 of one agency and season.
    PlanId, is_slug);
text_id!(/// A 档位 within a plan.
    TierId, is_slug);
text_id!(/// The name an account signs in with, and its identity.
    UserId, is_slug);
text_id!(/// One uploaded file; for a roster also the identity of its import.
    UploadId, is_ulid);
text_id!(/// One 超龄证明材料 of an application.
    ProofId, is_ulid);
text_id!(/// One 缴费凭证 of a payment order.
    VoucherId, is_ulid);
text_id!(/// One 变更申请.
    CorrectionId, is_ulid);
text_id!(/// One 票据 of an application.
    InvoiceId, is_ulid);
text_id!(/// One page of a roster generation. A page is never rewritten: a change makes a new page.
    PageId, is_ulid);
text_id!(/// One workbook made of a roster for downloading.
    ExportId, is_ulid);
text_id!(/// One unit of work that a queue carries, named after the change that asked for it.
    JobId, |text| (1..=80).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'));
text_id!(/// One notice in the box of its recipient. Sorts by time: the millisecond of its making comes first.
    NoticeId, |text| (14..=64).contains(&text.len())
        && text.bytes().take(13).all(|b| b.is_ascii_digit())
        && text.bytes().skip(13).all(|b| b == b'-' || b.is_ascii_alphanumeric()));
text_id!(/// A sign-in and every refresh that follows from it.
    SessionId, is_ulid);
text_id!(/// The 参保单号: `CB`, the second of its creation in Asia/Shanghai, six digits (inventory X-5).
    ApplicationNumber, |text| is_numbered(text, "CB", 20));
text_id!(/// The number of a 缴费单: `JF` and nineteen digits.
    PaymentNumber, |text| is_numbered(text, "JF", 19));
text_id!(/// The own number of a 缴费申请单: `CR`, the second of its creation, five digits.
    FormNumber, |text| is_numbered(text, "CR", 19));

impl NoticeId {
    /// The identity of a notice made at `at`; `source` tells apart those of one millisecond and box.
    pub fn new(at: DateTime<Utc>, source: &str) -> Self {
        Self(format!("{}-{source}", Self::bound(at)))
    }

    /// The text that sorts before all notices made at `at` or later, and after all made earlier.
    pub fn bound(at: DateTime<Utc>) -> String {
        format!("{:013}", at.timestamp_millis().max(0))
    }
}

impl UserId {
    /// Who acts when nobody does, in the history; no account of that name is ever set up.
    pub fn system() -> Self {
        Self("system".to_owned())
    }
}

impl ApplicationNumber {
    /// The number for an application created at `at`; `serial` is drawn at random and tells apart those of one
    /// second. Uniqueness is the store's to guard.
    pub fn allot(at: DateTime<Utc>, serial: u32) -> Self {
        Self(format!("CB{}{:06}", shanghai(at).format("%Y%m%d%H%M%S"), serial % 1_000_000))
    }

    /// The texts between which the numbers of applications created on these days lie. Both days belong to it; a day
    /// that is not given leaves that end open.
    pub fn created(from: Option<NaiveDate>, to: Option<NaiveDate>) -> (String, String) {
        // A year outside four digits is as good as none.
        let text = |day: Option<NaiveDate>| match day {
            Some(day) if (0..=9999).contains(&day.year()) => day.format("CB%Y%m%d").to_string(),
            _ => "CB".to_owned(),
        };
        (text(from), format!("{}~", text(to)))
    }
}

impl PaymentNumber {
    /// The number for a payment order opened at `at`: milliseconds since 1970 and 22 drawn bits.
    pub fn allot(at: DateTime<Utc>, serial: u32) -> Self {
        let milliseconds = u64::try_from(at.timestamp_millis()).unwrap_or_default();
        Self(format!("JF{:019}", (milliseconds << 22) | u64::from(serial & 0x003F_FFFF)))
    }

    /// The texts between which the numbers of payment orders opened on these days lie; as
    /// [`ApplicationNumber::created`].
    pub fn opened(from: Option<NaiveDate>, to: Option<NaiveDate>) -> (String, String) {
        let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_local_timezone(SHANGHAI).single();
        let at_midnight = |day| {
            let milliseconds = u64::try_from(midnight(day)?.timestamp_millis()).unwrap_or_default();
            Some(milliseconds.saturating_mul(1 << 22).min(9_999_999_999_999_999_999))
        };
        let text = |count: u64| format!("JF{count:019}");
        let last = to
            .and_then(|day| at_midnight(day.checked_add_days(Days::new(1))?))
            .map(|next| next.saturating_sub(1));
        (
            from.and_then(at_midnight).map_or_else(|| "JF".to_owned(), text),
            last.map_or_else(|| "JF~".to_owned(), text),
        )
    }

    /// The short code the payer writes in 附言 so that the transfer can be told (NEW-5): six characters drawn from
    /// the number and one check character, in the alphabet of GB 32100, which has no I, O, S, V, Z.
    pub fn remark_code(&self) -> String {
        const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";
        let mut rest: u64 = self.0[2..]
            .bytes()
            .fold(0, |sum, digit| sum.wrapping_mul(10).wrapping_add(u64::from(digit - b'0')));
        let mut code = String::with_capacity(7);
        let mut check = 0;
        for weight in 1..=6 {
            let index = usize::try_from(rest % 31).unwrap_or_default();
            rest /= 31;
            check = (check + weight * index) % 31;
            code.push(char::from(ALPHABET[index]));
        }
        code.push(char::from(ALPHABET[check]));
        code
    }
}

impl FormNumber {
    /// The number for a 缴费申请单 made at `at`; see [`ApplicationNumber::allot`].
    pub fn allot(at: DateTime<Utc>, serial: u32) -> Self {
        Self(format!("CR{}{:05}", shanghai(at).format("%Y%m%d%H%M%S"), serial % 100_000))
    }
}

/// One person within one application, counted from 1 and never given twice there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MemberId(u32);

impl MemberId {
    /// The `n`-th person ever put on the roster.
    pub const fn new(n: u32) -> Self {
        Self(n)
    }

    /// The count behind the identifier.
    pub const fn get(self) -> u32 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn numbers_carry_the_second_in_shanghai() {
        let number = ApplicationNumber::allot(at("2025-12-31T16:00:01Z"), 42);
        assert_eq!(number.as_str(), "CB20260101000001000042");
        assert_eq!(FormNumber::allot(at("2026-01-01T00:00:00Z"), 7).as_str(), "CR2026010108000000007");
    }

    #[test]
    fn a_payment_number_has_nineteen_digits_and_survives_parsing() {
        let number = PaymentNumber::allot(at("2026-11-24T00:00:00Z"), u32::MAX);
        assert_eq!(number.as_str().len(), 21);
        assert_eq!(PaymentNumber::parse(number.as_str()), Ok(number));
    }

    #[test]
    fn the_numbers_of_a_day_lie_between_its_bounds() {
        let day = |text: &str| Some(text.parse::<NaiveDate>().unwrap());
        let takes = |(first, last): &(String, String), number: &str| {
            first.as_str() <= number && number <= last.as_str()
        };
        let instants = [
            "2026-01-04T15:59:59.999Z",
            "2026-01-04T16:00:00Z",
            "2026-01-05T15:59:59.999Z",
            "2026-01-05T16:00:00Z",
        ];
        let created = |bounds| {
            instants.map(|text| takes(&bounds, ApplicationNumber::allot(at(text), 999_999).as_str()))
        };
        let opened =
            |bounds| instants.map(|text| takes(&bounds, PaymentNumber::allot(at(text), u32::MAX).as_str()));
        let (fifth, none) = (day("2026-01-05"), None);
        for (from, to, expected) in [
            (fifth, fifth, [false, true, true, false]),
            (fifth, none, [false, true, true, true]),
            (none, fifth, [true, true, true, false]),
            (none, none, [true; 4]),
            (day("2026-01-06"), fifth, [false; 4]),
            (Some(NaiveDate::MIN), Some(NaiveDate::MAX), [true; 4]),
        ] {
            assert_eq!(created(ApplicationNumber::created(from, to)), expected, "{from:?} {to:?}");
            assert_eq!(opened(PaymentNumber::opened(from, to)), expected, "{from:?} {to:?}");
        }
    }

    #[test]
    fn a_remark_code_tells_a_mistyped_character() {
        let code = PaymentNumber::allot(at("2026-11-24T00:00:00Z"), 77).remark_code();
        assert_eq!(code.len(), 7);
        let other = PaymentNumber::allot(at("2026-11-24T00:00:00Z"), 78).remark_code();
        assert_ne!(code, other);
        assert_ne!(code.as_bytes()[6], other.as_bytes()[6], "one character apart has another check");
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["", "CB1", "JF123", "CB2026010100000100004a", "cb20260101000001000042"] {
            assert!(ApplicationNumber::parse(text).is_err(), "{text}");
        }
        for text in ["", "Unit", "a b", "../x", "ä"] {
            assert!(UnitId::parse(text).is_err(), "{text}");
        }
        assert!(UploadId::parse("01ARZ3NDEKTSV4RRFFQ69G5FAV").is_ok());
        assert!(UploadId::parse("01ARZ3NDEKTSV4RRFFQ69G5FAI").is_err());
    }
}
