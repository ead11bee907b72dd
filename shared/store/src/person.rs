//! How people are found without their numbers being readable in the table.

use domain::{application::Fingerprint, ids::ApplicationNumber, roster::Member};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Hashes people's keys. Without the key nobody can tell whether a given number is among the hashes.
#[derive(Clone)]
pub struct PersonHasher {
    mac: Hmac<Sha256>,
}

impl std::fmt::Debug for PersonHasher {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonHasher([redacted])")
    }
}

impl PersonHasher {
    /// A hasher with that key, 32 random bytes.
    pub fn new(key: &[u8]) -> Self {
        // HMAC takes a key of any length; the error type is there for other constructions.
        let mac = Hmac::new_from_slice(key).unwrap_or_else(|_| unreachable!("HMAC takes any key"));
        Self { mac }
    }

    /// The fingerprint of what a review looks at in a person: [`Member::review_key`]. It differs from application to
    /// application, so that it says nothing of who stands in two of them.
    pub fn fingerprint(&self, application: &ApplicationNumber, member: &Member) -> Fingerprint {
        let mut mac = self.mac.clone();
        mac.update(format!("review\n{application}\n{}", member.review_key()).as_bytes());
        Fingerprint::of(&mac.finalize().into_bytes().into())
    }

    /// The hash of a [`domain::roster::Member::person_key`], in lower-case hex.
    pub fn hash(&self, person_key: &str) -> String {
        let mut mac = self.mac.clone();
        mac.update(person_key.as_bytes());
        let digits = |byte: u8| [byte >> 4, byte & 15].map(|digit| char::from_digit(digit.into(), 16));
        mac.finalize().into_bytes().into_iter().flat_map(digits).flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        ids::MemberId,
        roster::{Cell, RawRow, Rules, check_one},
    };

    use super::*;

    #[test]
    fn the_hash_is_hmac_sha_256() {
        // RFC 4231, test case 2.
        assert_eq!(
            PersonHasher::new(b"Jefe").hash("what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn a_fingerprint_changes_with_the_person_the_application_and_the_key() {
        let day = |text: &str| text.parse().unwrap();
        let person = |name: &str, phone: &str, id: u32| {
            let row = RawRow {
                name: Cell::text(name),
                document_number: Cell::text("43090219850505007X"),
                phone: Cell::text(phone),
                ..RawRow::default()
            };
            let rules = Rules::standard(day("2026-01-01"), day("2026-12-31"));
            check_one(&row, &rules).unwrap().0.member.with_id(MemberId::new(id))
        };
        let number = |n| ApplicationNumber::allot("2026-01-05T01:00:00Z".parse().unwrap(), n);
        let hasher = PersonHasher::new(b"a");
        let first = hasher.fingerprint(&number(1), &person("王芳", "13812341234", 1));
        assert_eq!(
            first,
            hasher.fingerprint(&number(1), &person("王芳", "13812341234", 2)),
            "moved, not changed"
        );
        let others = [
            hasher.fingerprint(&number(1), &person("王芬", "13812341234", 1)),
            hasher.fingerprint(&number(1), &person("王芳", "13812341235", 1)),
            hasher.fingerprint(&number(2), &person("王芳", "13812341234", 1)),
            PersonHasher::new(b"b").fingerprint(&number(1), &person("王芳", "13812341234", 1)),
        ];
        assert!(others.iter().all(|other| *other != first));
    }

    #[test]
    fn another_key_gives_another_hash() {
        assert_ne!(PersonHasher::new(b"a").hash("x"), PersonHasher::new(b"b").hash("x"));
        assert_eq!(format!("{:?}", PersonHasher::new(b"a")), "PersonHasher([redacted])");
    }
}
