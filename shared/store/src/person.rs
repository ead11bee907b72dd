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
    fn another_key_gives_another_hash() {
        assert_ne!(PersonHasher::new(b"a").hash("x"), PersonHasher::new(b"b").hash("x"));
        assert_eq!(format!("{:?}", PersonHasher::new(b"a")), "PersonHasher([redacted])");
    }
}
