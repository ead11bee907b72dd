//! Passwords: Argon2id with 19 MiB, two passes and one lane, as OWASP advises.

use argon2::{
    Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version,
    password_hash::{Error, phc::PasswordHash},
};

/// The hash of no password, with the same costs as every other.
const NOBODYS: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// The fewest and the most characters of a new password.
const LENGTH: std::ops::RangeInclusive<usize> = 8..=64;

/// Hashes a password for the table.
pub(crate) fn hash(password: &str, salt: [u8; 16]) -> Result<String, Error> {
    let params = Params::new(19_456, 2, 1, None)?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    Ok(argon2.hash_password_with_salt(password.as_bytes(), &salt)?.to_string())
}

/// Whether `password` is the one behind `hash`. Without a hash it is not, which takes as long to find out.
pub(crate) fn is_right(password: &str, hash: Option<&str>) -> bool {
    let known = PasswordHash::new(hash.unwrap_or(NOBODYS));
    let same = known.is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok());
    same && hash.is_some()
}

/// What is wrong with a new password, in words for the user.
pub(crate) fn weakness(password: &str, username: &str, present: &str) -> Option<&'static str> {
    let letters = password.chars().any(|c| c.is_ascii_alphabetic());
    let digits = password.chars().any(|c| c.is_ascii_digit());
    if !LENGTH.contains(&password.chars().count()) {
        Some("新密码须为 8 至 64 个字符")
    } else if !letters || !digits {
        Some("新密码须同时包含字母和数字")
    } else if password.to_lowercase().contains(&username.to_lowercase()) {
        Some("新密码不能包含用户名")
    } else if password == present {
        Some("新密码不能与当前密码相同")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_known_by_its_hash_alone() {
        let hash = hash("Canbao-2026", [7; 16]).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(is_right("Canbao-2026", Some(&hash)));
        assert!(!is_right("Canbao-2027", Some(&hash)));
        assert!(!is_right("Canbao-2026", Some("not a hash")));
    }

    #[test]
    fn an_unknown_name_costs_the_same_work() {
        let nobodys = PasswordHash::new(NOBODYS).unwrap();
        let somebodys = hash("Canbao-2026", [7; 16]).unwrap();
        let somebodys = PasswordHash::new(&somebodys).unwrap();
        assert_eq!(Params::try_from(&nobodys).unwrap(), Params::try_from(&somebodys).unwrap());
        assert_eq!(nobodys.hash.map(|hash| hash.len()), somebodys.hash.map(|hash| hash.len()));
        assert!(!is_right("", None));
    }

    #[test]
    fn a_weak_password_is_named_as_what_it_is() {
        let vectors = [
            ("Canbao-2027", None),
            ("密码密码密码a1", None),
            ("a1", Some("新密码须为 8 至 64 个字符")),
            ("abcdefgh", Some("新密码须同时包含字母和数字")),
            ("12345678", Some("新密码须同时包含字母和数字")),
            ("my-UNIT1-pass", Some("新密码不能包含用户名")),
            ("Canbao-2026", Some("新密码不能与当前密码相同")),
        ];
        for (password, expected) in vectors {
            assert_eq!(weakness(password, "unit1", "Canbao-2026"), expected, "{password}");
        }
        assert!(weakness(&"a1".repeat(33), "unit1", "Canbao-2026").is_some());
    }
}
