//! 证件号码: the forms of every type, and what a number tells (E2).

use std::fmt;

use chrono::NaiveDate;
use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::{DocumentError, DocumentNotice, DocumentType, Gender, gb11643, mask, redacted_debug, text};

/// A document number that has the form of its type. Its parts are believed when read back from the store.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DocumentNumber {
    #[serde(rename = "t")]
    kind: DocumentType,
    #[serde(rename = "n")]
    number: CompactString,
}

redacted_debug!(DocumentNumber);

/// What tells a person from others, borrowed from the document number; see [`DocumentNumber::person_key`].
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct PersonKey<'a> {
    class: char,
    number: &'a str,
}

impl fmt::Display for PersonKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.class, self.number)
    }
}

/// A number as read, and what it tells.
#[derive(Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The number with its type, which may not be the declared one.
    pub number: DocumentNumber,
    /// The gender, where the number tells it.
    pub gender: Option<Gender>,
    /// The birth date, where the number tells it.
    pub birth: Option<NaiveDate>,
    /// What was put right on the way.
    pub notices: Vec<DocumentNotice>,
}

/// Shows what was put right alone: gender and birth are personal, too.
impl fmt::Debug for Parsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parsed").field("notices", &self.notices).finish_non_exhaustive()
    }
}

impl DocumentNumber {
    /// Reads a number as typed under the declared type, if one was declared. A sound number of GB 11643 tells its
    /// type itself, and is believed over any declaration but 其他.
    pub fn parse(declared: Option<DocumentType>, raw: &str) -> Result<Parsed, DocumentError> {
        let (mut number, cleaned) = plain(raw);
        if number.is_empty() {
            return Err(DocumentError::Blank);
        }
        if is_scientific(&number) {
            return Err(DocumentError::Numeric);
        }
        let mut notices = Vec::new();
        if cleaned {
            notices.push(DocumentNotice::Cleaned);
        }
        let facts = match gb11643::check(&number) {
            Err(DocumentError::NotDigits) => match with_zeros(&number) {
                Some((mended, facts)) if declared != Some(DocumentType::Other) => {
                    notices.push(DocumentNotice::LetterO);
                    number = mended;
                    Ok(facts)
                }
                _ => Err(DocumentError::NotDigits),
            },
            facts => facts,
        };
        let kind = resolve(declared, &number, &facts)?;
        if kind != declared.unwrap_or(DocumentType::ResidentId) {
            notices.push(DocumentNotice::TypeCorrected(kind));
        }
        let facts = facts.ok();
        Ok(Parsed {
            number: Self { kind, number },
            gender: facts.map(|facts| facts.gender),
            birth: facts.map(|facts| facts.birth),
            notices,
        })
    }

    /// The type.
    pub const fn kind(&self) -> DocumentType {
        self.kind
    }

    /// The number, plain: upper case, half width, no blanks.
    pub fn as_str(&self) -> &str {
        &self.number
    }

    /// What the same person's number is the same as, whoever typed it under whatever type: a class and the number.
    /// Numbers of GB 11643 are one class. The count of renewals at the end of an old 港澳 permit does not tell
    /// people apart (E2.5).
    pub fn person_key(&self) -> String {
        self.person().to_string()
    }

    /// The same, as long as the number lives.
    pub(crate) fn person(&self) -> PersonKey<'_> {
        let number = self.number.as_str();
        let (class, number) = match self.kind {
            DocumentType::ResidentId | DocumentType::HmtResidencePermit => ('I', number),
            DocumentType::ForeignPermanentResident if number.len() == 18 => ('I', number),
            DocumentType::Other if gb11643::check(number).is_ok() => ('I', number),
            DocumentType::ForeignPermanentResident => ('F', number),
            DocumentType::Passport => ('P', number),
            DocumentType::HmtTravelPermit if number.starts_with(['H', 'M']) => {
                ('T', number.get(..9).unwrap_or(number))
            }
            DocumentType::HmtTravelPermit => ('T', number.trim_end_matches(|c: char| !c.is_ascii_digit())),
            DocumentType::Other => ('O', number),
        };
        PersonKey { class, number }
    }

    /// Birthplace and last four of a number of eighteen, less of shorter ones: `430902********0015`.
    pub fn masked(&self) -> String {
        let (head, tail) = mask::document_ends(self.number.chars().count());
        mask::middle(&self.number, head, tail)
    }
}

/// The number in upper case and half width without blanks, and whether that changed more than the case. An
/// apostrophe in front is how Excel users force text.
fn plain(raw: &str) -> (CompactString, bool) {
    let trimmed = raw.trim_matches(text::is_blank).trim_start_matches(['\'', '’', '‘', '＇']);
    let number: CompactString = trimmed
        .chars()
        .map(text::half_width)
        .filter(|c| !text::is_blank(*c))
        .map(|c| c.to_ascii_uppercase())
        .collect();
    let cleaned = !number.eq_ignore_ascii_case(trimmed);
    (number, cleaned)
}

/// `4.3090219660401E+17`: the tail is lost and cannot be guessed.
fn is_scientific(number: &str) -> bool {
    number.split_once("E+").is_some_and(|(mantissa, exponent)| {
        mantissa.starts_with(|c: char| c.is_ascii_digit())
            && mantissa.bytes().all(|b| b.is_ascii_digit() || b == b'.')
            && !exponent.is_empty()
            && exponent.bytes().all(|b| b.is_ascii_digit())
    })
}

fn with_zeros(number: &str) -> Option<(CompactString, gb11643::Facts)> {
    let mended = CompactString::from(number.replace('O', "0"));
    let facts = gb11643::check(&mended).ok()?;
    Some((mended, facts))
}

/// The type that holds, of what was declared and what the number tells.
fn resolve(
    declared: Option<DocumentType>,
    number: &str,
    facts: &Result<gb11643::Facts, DocumentError>,
) -> Result<DocumentType, DocumentError> {
    match (declared, facts) {
        (Some(DocumentType::Other), _) if is_other(number) => Ok(DocumentType::Other),
        (Some(DocumentType::Other), _) => Err(DocumentError::Form(DocumentType::Other)),
        (_, Ok(facts)) => Ok(facts.kind),
        (None, Err(_)) => Err(DocumentError::TypeMissing),
        (Some(DocumentType::ResidentId | DocumentType::HmtResidencePermit), Err(error)) => Err(error.clone()),
        (Some(DocumentType::ForeignPermanentResident), Err(error)) if number.len() == 18 => {
            Err(error.clone())
        }
        (Some(kind), Err(_)) if has_form(kind, number) => Ok(kind),
        (Some(kind), Err(_)) => Err(DocumentError::Form(kind)),
    }
}

fn has_form(kind: DocumentType, number: &str) -> bool {
    match kind {
        DocumentType::ForeignPermanentResident => {
            number.len() == 15
                && number.bytes().take(3).all(|b| b.is_ascii_uppercase())
                && digits(number.get(3..).unwrap_or_default())
        }
        // Every Chinese pattern is within the foreign one, which has to be taken anyway.
        DocumentType::Passport => {
            (4..=15).contains(&number.len())
                && number.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit())
        }
        DocumentType::HmtTravelPermit => is_travel_permit(number),
        _ => false,
    }
}

/// `H`/`M` with eight digits, or ten on an old one; eight digits on a card from Taiwan, ten on an old one, where a
/// letter or a bracketed letter may follow.
fn is_travel_permit(number: &str) -> bool {
    if let Some(rest) = number.strip_prefix(['H', 'M']) {
        return digits(rest) && matches!(rest.len(), 8 | 10);
    }
    let count = number.bytes().take_while(u8::is_ascii_digit).count();
    let suffix = number[count..].trim_start_matches('(').trim_end_matches(')');
    let letters = suffix.bytes().all(|b| b.is_ascii_uppercase()) && suffix.len() <= 2;
    (count == 8 && number.len() == 8) || (count == 10 && letters)
}

fn is_other(number: &str) -> bool {
    (3..=30).contains(&number.chars().count()) && !number.chars().any(char::is_control)
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(declared: DocumentType, raw: &str) -> Result<Parsed, DocumentError> {
        DocumentNumber::parse(Some(declared), raw)
    }

    #[test]
    fn a_number_of_gb_11643_tells_its_type() {
        use DocumentType::{
            ForeignPermanentResident as Foreign, HmtResidencePermit as Hmt, ResidentId as Id,
        };
        let corrected = |kind| vec![DocumentNotice::TypeCorrected(kind)];
        let vectors = [
            (Some(Id), "430902196604010015", Id, vec![]),
            (None, "430902196604010015", Id, vec![]),
            (Some(Id), "43092319841101220x", Id, vec![]),
            (Some(Id), "810000199408230021", Hmt, corrected(Hmt)),
            (None, "83000019921231303X", Hmt, corrected(Hmt)),
            (Some(Hmt), "810000199408230021", Hmt, vec![]),
            (Some(Hmt), "430902196604010015", Id, corrected(Id)),
            (Some(Id), "932682198501010017", Foreign, corrected(Foreign)),
            (None, "911124198108030024", Foreign, corrected(Foreign)),
            (Some(Foreign), "911124198108030024", Foreign, vec![]),
            (Some(DocumentType::Passport), "430902196604010015", Id, corrected(Id)),
            (Some(DocumentType::Other), "430902196604010015", DocumentType::Other, vec![]),
        ];
        for (declared, raw, kind, notices) in vectors {
            let parsed = DocumentNumber::parse(declared, raw).unwrap();
            assert_eq!(parsed.number.kind(), kind, "{raw}");
            assert_eq!(parsed.notices, notices, "{raw}");
            assert!(parsed.gender.is_some() && parsed.birth.is_some(), "{raw}");
        }
    }

    #[test]
    fn what_pasting_does_to_a_number_is_undone() {
        let vectors = [
            ("'430902196604010015", vec![]),
            (" 430902196604010015\n", vec![]),
            ("430902 19660401 0015", vec![DocumentNotice::Cleaned]),
            ("４３０９０２１９６６０４０１００１５", vec![DocumentNotice::Cleaned]),
            ("430902196604010\u{200b}015", vec![DocumentNotice::Cleaned]),
            ("4309O2196604010015", vec![DocumentNotice::LetterO]),
        ];
        for (raw, notices) in vectors {
            let parsed = parse(DocumentType::ResidentId, raw).unwrap();
            assert_eq!(parsed.number.as_str(), "430902196604010015", "{raw}");
            assert_eq!(parsed.notices, notices, "{raw}");
        }
        assert_eq!(parse(DocumentType::ResidentId, "4309O2196604010051"), Err(DocumentError::NotDigits));
    }

    #[test]
    fn other_types_have_their_forms() {
        use DocumentType::{ForeignPermanentResident as Foreign, HmtTravelPermit as Permit, Other, Passport};
        let vectors = [
            (Passport, "E12345678"),
            (Passport, "EA1234567"),
            (Passport, "G12345678"),
            (Passport, "D1234567"),
            (Passport, "DE1234567"),
            (Passport, "SE1234567"),
            (Passport, "PE1234567"),
            (Passport, "AB12"),
            (Passport, "123456789012345"),
            (Permit, "H12345678"),
            (Permit, "M1234567801"),
            (Permit, "12345678"),
            (Permit, "1234567801"),
            (Permit, "1234567801(B)"),
            (Permit, "1234567801A"),
            (Foreign, "CAN110108010101"),
            (Other, "A-123/456"),
            (Other, "军字第123号"),
        ];
        for (kind, raw) in vectors {
            let parsed = parse(kind, raw).unwrap_or_else(|error| panic!("{raw}: {error}"));
            assert_eq!(parsed.number.kind(), kind, "{raw}");
            assert_eq!((parsed.gender, parsed.birth), (None, None), "{raw}");
        }
    }

    #[test]
    fn other_texts_are_refused_with_the_reason() {
        use DocumentType::{
            ForeignPermanentResident as Foreign, HmtTravelPermit as Permit, Other, Passport, ResidentId as Id,
        };
        let vectors = [
            (Some(Id), "", DocumentError::Blank),
            (Some(Id), " \u{3000}'", DocumentError::Blank),
            (None, "", DocumentError::Blank),
            (None, "E12345678", DocumentError::TypeMissing),
            (None, "430902196604010051", DocumentError::TypeMissing),
            (Some(Id), "4.3090219660401E+17", DocumentError::Numeric),
            (Some(Id), "E12345678", DocumentError::Length(9)),
            (Some(Id), "430902660401001", DocumentError::Legacy { suggestion: "430902196604010015".into() }),
            (Some(Foreign), "932682198501010018", DocumentError::CheckCharacter('7')),
            (Some(Foreign), "CAN11010801010", DocumentError::Form(Foreign)),
            (Some(Passport), "E1", DocumentError::Form(Passport)),
            (Some(Passport), "E1234567-8", DocumentError::Form(Passport)),
            (Some(Passport), "护照E12345678", DocumentError::Form(Passport)),
            (Some(Permit), "H1234567", DocumentError::Form(Permit)),
            (Some(Permit), "123456789", DocumentError::Form(Permit)),
            (Some(Other), "12", DocumentError::Form(Other)),
            (Some(Other), &"1".repeat(31), DocumentError::Form(Other)),
        ];
        for (declared, raw, error) in vectors {
            let found = DocumentNumber::parse(declared, raw).map_err(|error| error.to_string());
            assert_eq!(found, Err(error.to_string()), "{raw}");
        }
    }

    #[test]
    fn a_person_has_one_key() {
        use DocumentType::{HmtTravelPermit as Permit, Other, Passport, ResidentId as Id};
        let key = |kind, raw| parse(kind, raw).unwrap().number.person_key();
        assert_eq!(key(Id, "43092319841101220x"), key(Other, "43092319841101220X"));
        assert_eq!(key(Id, "810000199408230021"), "I:810000199408230021");
        assert_eq!(key(Permit, "H1234567801"), key(Permit, "H12345678"));
        assert_eq!(key(Permit, "1234567801(B)"), key(Permit, "1234567801"));
        assert_ne!(key(Permit, "12345678"), key(Passport, "12345678"));
        assert_eq!(key(Other, "a 1 2"), "O:A12");
    }

    #[test]
    fn a_masked_number_keeps_its_ends() {
        let masked = |kind, raw| parse(kind, raw).unwrap().number.masked();
        assert_eq!(masked(DocumentType::ResidentId, "430902196604010015"), "430902********0015");
        assert_eq!(masked(DocumentType::Passport, "E12345678"), "E1*****78");
        assert_eq!(masked(DocumentType::ForeignPermanentResident, "CAN110108010101"), "CAN********0101");
        assert_eq!(masked(DocumentType::Other, "A1234"), "A***4");
        assert_eq!(masked(DocumentType::Other, "A12"), "A**");
    }
}
