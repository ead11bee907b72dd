//! Randomness, as an argument.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use chrono::{DateTime, Utc};
use domain::ids::MalformedId;
use ulid::{ULID_LEN, Ulid};

/// Draws random bytes, serials and identifiers. Clones of a seeded source continue one sequence.
#[derive(Debug, Clone)]
pub struct Entropy(Source);

#[derive(Debug, Clone)]
enum Source {
    System,
    Seeded(Arc<AtomicU64>),
}

/// The step of `SplitMix64`.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// The finalizer of `SplitMix64`.
const fn mix(mut state: u64) -> u64 {
    state = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    state = (state ^ (state >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    state ^ (state >> 31)
}

impl Entropy {
    /// The operating system's source, fit for secrets.
    pub const fn system() -> Self {
        Self(Source::System)
    }

    /// A sequence that is the same for the same seed. For tests alone: whoever knows the seed knows it all.
    pub fn seeded(seed: u64) -> Self {
        Self(Source::Seeded(Arc::new(AtomicU64::new(seed))))
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        match &self.0 {
            Source::System => fill_from_system(&mut bytes),
            Source::Seeded(state) => {
                for chunk in bytes.chunks_mut(8) {
                    let drawn =
                        mix(state.fetch_add(STEP, Ordering::Relaxed).wrapping_add(STEP)).to_le_bytes();
                    chunk.copy_from_slice(&drawn[..chunk.len()]);
                }
            }
        }
        bytes
    }

    /// A serial that tells apart document numbers of one instant, e.g. for
    /// [`ApplicationNumber::allot`](domain::ids::ApplicationNumber::allot).
    pub fn serial(&self) -> u32 {
        u32::from_le_bytes(self.bytes())
    }

    /// A fresh identifier of a kind that is a ULID, e.g. `entropy.id::<UploadId>(now)`. Sorts by `now`.
    ///
    /// # Panics
    /// When asked for an identifier that is not a ULID.
    #[expect(
        clippy::expect_used,
        reason = "every identifier asked for here takes any ULID; a test names them"
    )]
    pub fn id<Id: TryFrom<String, Error = MalformedId>>(&self, now: DateTime<Utc>) -> Id {
        Id::try_from(self.ulid(now)).expect("an identifier that is a ULID")
    }

    /// A fresh ULID as text.
    pub fn ulid(&self, now: DateTime<Utc>) -> String {
        let milliseconds = u64::try_from(now.timestamp_millis()).unwrap_or_default();
        let ulid = Ulid::from_parts(milliseconds, u128::from_le_bytes(self.bytes()));
        ulid.array_to_str(&mut [0; ULID_LEN]).to_owned()
    }
}

#[expect(clippy::disallowed_methods, reason = "this is where randomness comes from")]
#[expect(
    clippy::expect_used,
    reason = "without random bytes no token may be issued: the function must not go on"
)]
fn fill_from_system(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the operating system gives random bytes");
}

#[cfg(test)]
mod tests {
    use domain::ids::{PageId, ProofId, SessionId, UploadId, VoucherId};

    use super::*;

    fn at() -> DateTime<Utc> {
        "2026-01-01T00:00:00Z".parse().unwrap()
    }

    #[test]
    fn every_ulid_identifier_can_be_drawn() {
        let entropy = Entropy::system();
        let _: (UploadId, ProofId, VoucherId) = (entropy.id(at()), entropy.id(at()), entropy.id(at()));
        let _: (PageId, SessionId) = (entropy.id(at()), entropy.id(at()));
    }

    #[test]
    fn identifiers_of_one_instant_differ_and_sort_by_time() {
        let entropy = Entropy::seeded(1);
        let (first, second) = (entropy.ulid(at()), entropy.ulid(at()));
        assert_ne!(first, second);
        assert!(first < entropy.ulid(at() + chrono::TimeDelta::milliseconds(1)));
    }

    #[test]
    fn the_same_seed_gives_the_same_sequence_and_clones_go_on_with_it() {
        let (one, other) = (Entropy::seeded(7), Entropy::seeded(7));
        assert_eq!(one.bytes::<20>(), other.bytes::<20>());
        let clone = one.clone();
        assert_eq!(clone.serial(), other.serial());
        assert_eq!(one.serial(), other.serial());
        assert_ne!(Entropy::system().bytes::<32>(), Entropy::system().bytes::<32>());
    }
}
