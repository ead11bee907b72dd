//! 校验码: by which anybody finds out whether a paper was issued, and what it should say (NEW-13).

use serde::{Deserialize, Serialize};

/// Crockford's alphabet: no I, L, O, U, which are taken for others.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Characters of a code, the last of which checks the others.
const LENGTH: usize = 16;

/// The code printed on a paper: fifteen drawn characters, 75 bits, which nobody guesses and which say nothing of the
/// paper, and a check character that tells any mistyped character and any two that were exchanged. As text in fours:
/// `7KQM-2XWD-90FG-3TBC`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct VerifyCode([u8; LENGTH]);

/// A text that is no code: mistyped, or not even of that form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a verify code")]
pub struct NotAVerifyCode;

impl VerifyCode {
    /// The code that these random bytes draw.
    pub fn draw(random: [u8; LENGTH - 1]) -> Self {
        let mut digits = [0; LENGTH];
        for (digit, byte) in digits.iter_mut().zip(random) {
            *digit = byte % 32;
        }
        digits[LENGTH - 1] = times_x(remainder(&digits[..LENGTH - 1]));
        Self(digits)
    }

    /// Reads a code as a person types it: in any case, with any spaces and hyphens, O for 0, I or L for 1.
    pub fn parse(text: &str) -> Result<Self, NotAVerifyCode> {
        let mut digits = text.chars().filter(|c| !c.is_whitespace() && !"-－—".contains(*c)).map(digit);
        let mut code = [0; LENGTH];
        for place in &mut code {
            *place = digits.next().flatten().ok_or(NotAVerifyCode)?;
        }
        if digits.next().is_some() || remainder(&code) != 0 { Err(NotAVerifyCode) } else { Ok(Self(code)) }
    }
}

fn digit(character: char) -> Option<u8> {
    let plain = match character.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    };
    ALPHABET.iter().zip(0..).find(|(letter, _)| char::from(**letter) == plain).map(|(_, value)| value)
}

/// The digits as a polynomial over the field of 32, at its generator: zero for a sound code. Distinct places have
/// distinct weights, hence one changed digit, or two exchanged ones, never give zero again.
fn remainder(digits: &[u8]) -> u8 {
    digits.iter().fold(0, |sum, digit| times_x(sum) ^ digit)
}

/// Times the generator, modulo x⁵ + x² + 1.
const fn times_x(value: u8) -> u8 {
    let shifted = value << 1;
    if shifted & 0b10_0000 == 0 { shifted } else { shifted ^ 0b10_0101 }
}

impl std::fmt::Display for VerifyCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, digit) in self.0.iter().enumerate() {
            if at > 0 && at % 4 == 0 {
                f.write_str("-")?;
            }
            write!(f, "{}", char::from(ALPHABET[usize::from(*digit)]))?;
        }
        Ok(())
    }
}

impl From<VerifyCode> for String {
    fn from(code: VerifyCode) -> Self {
        code.to_string()
    }
}

impl TryFrom<String> for VerifyCode {
    type Error = NotAVerifyCode;
    fn try_from(text: String) -> Result<Self, NotAVerifyCode> {
        Self::parse(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(seed: u8) -> VerifyCode {
        let mut random = [0; LENGTH - 1];
        for (byte, at) in random.iter_mut().zip(0_u8..) {
            *byte = seed.wrapping_mul(37).wrapping_add(at * 11);
        }
        VerifyCode::draw(random)
    }

    #[test]
    fn a_code_is_read_back_however_it_is_typed() {
        let sound = code(7);
        let printed = sound.to_string();
        assert_eq!((printed.len(), printed.matches('-').count()), (19, 3));
        let typed =
            [printed.clone(), printed.to_lowercase(), printed.replace('-', " "), printed.replace('0', "o")];
        for text in typed.iter().chain([&printed.replace('1', "l"), &printed.replace('-', "")]) {
            assert_eq!(VerifyCode::parse(text), Ok(sound.clone()), "{text}");
        }
    }

    #[test]
    fn every_single_slip_and_every_exchange_is_noticed() {
        for seed in 0..20 {
            let sound = code(seed);
            for place in 0..LENGTH {
                for other in (0..32).filter(|other| *other != sound.0[place]) {
                    let mut slip = sound.0;
                    slip[place] = other;
                    assert_ne!(remainder(&slip), 0);
                }
                for with in (0..LENGTH).filter(|with| sound.0[*with] != sound.0[place]) {
                    let mut exchanged = sound.0;
                    exchanged.swap(place, with);
                    assert_ne!(remainder(&exchanged), 0);
                }
            }
        }
    }

    #[test]
    fn other_texts_are_no_codes() {
        let long = format!("{}0", code(3));
        for text in ["", "7KQM", "UUUU-UUUU-UUUU-UUUU", "校验码", long.as_str()] {
            assert_eq!(VerifyCode::parse(text), Err(NotAVerifyCode), "{text}");
        }
    }
}
