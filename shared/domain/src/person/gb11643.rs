//! The citizen identification number of GB 11643-1999 and the two that share its form (E2.1–E2.4): eighteen
//! characters, of which the last checks the others by ISO 7064 MOD 11-2.

use chrono::NaiveDate;

use super::{DocumentError, DocumentType, Gender};

/// What a sound number tells.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Facts {
    pub(super) kind: DocumentType,
    pub(super) gender: Gender,
    pub(super) birth: NaiveDate,
}

const CHECKS: &[u8; 11] = b"10X98765432";

/// Whether the first two digits are in use. Counties are not looked at: the area is that of the first registration, and
/// abolished codes stay valid.
fn is_province(code: &str) -> bool {
    matches!(code.parse(), Ok(11..=15_u8 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83))
}

/// Checks a number that is plain already: upper case, no blanks.
pub(super) fn check(number: &str) -> Result<Facts, DocumentError> {
    let body = match number.as_bytes() {
        bytes if bytes.len() == 18 && number.is_ascii() => &bytes[..17],
        bytes if bytes.len() == 15 && bytes.iter().all(u8::is_ascii_digit) => return Err(legacy(number)),
        _ => return Err(DocumentError::Length(number.chars().count())),
    };
    if !body.iter().all(u8::is_ascii_digit) {
        return Err(DocumentError::NotDigits);
    }
    let birth = birth(&number[6..14])?;
    // Behind the 9 of a foreign permanent resident stands the province of the application (E2.4).
    let foreign = number.starts_with('9') && is_province(&number[1..3]);
    if !foreign && !is_province(&number[..2]) {
        return Err(DocumentError::Region(number[..2].to_owned()));
    }
    let expected = check_character(body);
    if number.as_bytes()[17] != expected {
        return Err(DocumentError::CheckCharacter(char::from(expected)));
    }
    let kind = match &number[..6] {
        "810000" | "820000" | "830000" => DocumentType::HmtResidencePermit,
        _ if foreign => DocumentType::ForeignPermanentResident,
        _ => DocumentType::ResidentId,
    };
    let gender = if body[16] % 2 == 1 { Gender::Male } else { Gender::Female };
    Ok(Facts { kind, gender, birth })
}

fn birth(digits: &str) -> Result<NaiveDate, DocumentError> {
    let part = |from, to| digits.get(from..to).and_then(|part| part.parse::<u32>().ok());
    part(0, 4)
        .filter(|year| *year >= 1900)
        .zip(part(4, 6))
        .zip(part(6, 8))
        .and_then(|((year, month), day)| NaiveDate::from_ymd_opt(year.cast_signed(), month, day))
        .ok_or_else(|| DocumentError::BirthDate(digits.to_owned()))
}

/// The character that belongs behind seventeen digits.
fn check_character(body: &[u8]) -> u8 {
    // The weight of a place is 2^(18 − place) mod 11, so the sum can be folded from the left.
    let sum = body.iter().fold(0, |sum, digit| (sum + usize::from(digit - b'0')) * 2 % 11);
    CHECKS[sum]
}

/// A number of the fifteen-digit form that ended in 2013, with what it is today if it was sound (E2.2).
fn legacy(number: &str) -> DocumentError {
    let today = format!("{}19{}", &number[..6], &number[6..]);
    let check = char::from(check_character(today.as_bytes()));
    let suggestion = format!("{today}{check}");
    match self::check(&suggestion) {
        Ok(_) => DocumentError::Legacy { suggestion },
        Err(_) => DocumentError::Length(15),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(number: &str) -> (DocumentType, Gender, String) {
        let facts = check(number).unwrap();
        (facts.kind, facts.gender, facts.birth.to_string())
    }

    #[test]
    fn sound_numbers_tell_type_gender_and_birth() {
        use DocumentType::{
            ForeignPermanentResident as Foreign, HmtResidencePermit as Hmt, ResidentId as Id,
        };
        use Gender::{Female, Male};
        let vectors = [
            ("11010519491231002X", Id, Female, "1949-12-31"),
            ("430902196604010015", Id, Male, "1966-04-01"),
            ("430903197103150029", Id, Female, "1971-03-15"),
            ("430921197609301237", Id, Male, "1976-09-30"),
            ("43092319841101220X", Id, Female, "1984-11-01"),
            ("43090219850505007X", Id, Male, "1985-05-05"),
            ("430981195903123379", Id, Male, "1959-03-12"),
            ("810000199408230021", Hmt, Female, "1994-08-23"),
            ("810000199001011011", Hmt, Male, "1990-01-01"),
            ("820000198506152028", Hmt, Female, "1985-06-15"),
            ("83000019921231303X", Hmt, Male, "1992-12-31"),
            ("830000199201300022", Hmt, Female, "1992-01-30"),
            ("932682198501010017", Foreign, Male, "1985-01-01"),
            ("911124198108030024", Foreign, Female, "1981-08-03"),
        ];
        for (number, kind, gender, birth) in vectors {
            assert_eq!(facts(number), (kind, gender, birth.to_owned()), "{number}");
        }
    }

    #[test]
    fn unsound_numbers_are_told_why() {
        let vectors = [
            ("110105194912310021", DocumentError::CheckCharacter('X')),
            ("430902196604010051", DocumentError::CheckCharacter('8')),
            ("11010119490230002X", DocumentError::BirthDate("19490230".into())),
            ("43090219660401001", DocumentError::Length(17)),
            ("430902196604010015X", DocumentError::Length(19)),
            ("430902189912310012", DocumentError::BirthDate("18991231".into())),
            ("990902196604010015", DocumentError::Region("99".into())),
            ("000902196604010015", DocumentError::Region("00".into())),
            ("4309O2196604010015", DocumentError::NotDigits),
            ("430902196604010X15", DocumentError::NotDigits),
            ("身份证号码身份证号码身份证号码身份证", DocumentError::Length(18)),
            ("430902660401001", DocumentError::Legacy { suggestion: "430902196604010015".into() }),
            ("430902661301001", DocumentError::Length(15)),
        ];
        for (number, error) in vectors {
            let found = check(number).err().map(|error| error.to_string());
            assert_eq!(found, Some(error.to_string()), "{number}");
        }
    }

    #[test]
    fn the_provinces_are_those_in_use() {
        let known = "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 \
                     71 81 82 83";
        let found: Vec<String> =
            (0..100).map(|code| format!("{code:02}")).filter(|code| is_province(code)).collect();
        assert_eq!(found.join(" "), known);
    }

    #[test]
    fn the_folded_sum_is_the_weighted_sum() {
        const WEIGHTS: [usize; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
        for seed in 0..10_000_u64 {
            let body = format!("{:017}", seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) % 100_000_000_000_000_000);
            let sum: usize =
                body.bytes().zip(WEIGHTS).map(|(digit, weight)| usize::from(digit - b'0') * weight).sum();
            assert_eq!(check_character(body.as_bytes()), CHECKS[sum % 11], "{body}");
        }
    }

    #[test]
    fn every_single_wrong_digit_and_every_swap_of_neighbours_is_found() {
        let sound = "430921197609301237";
        for place in 0..17 {
            for digit in '0'..='9' {
                let mut wrong = sound.to_owned();
                wrong.replace_range(place..=place, &digit.to_string());
                assert_eq!(check(&wrong).is_ok(), wrong == sound, "{wrong}");
            }
            let mut swapped = sound.as_bytes().to_vec();
            swapped.swap(place, place + 1);
            let swapped = String::from_utf8(swapped).unwrap();
            assert_eq!(check(&swapped).is_ok(), swapped == sound, "{swapped}");
        }
    }
}
