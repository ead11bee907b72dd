//! What the reviewer decided about each over-age person (NEW-18), kept so that nobody is asked about the same person
//! and the same proofs twice (the rule on resubmission of B3).

use base64::{Engine, engine::general_purpose::STANDARD_NO_PAD};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{Application, MemberRemark, Proof, StageName};
use crate::ids::{MemberId, PlanId};

/// The most over-age people whose outcomes are kept: each takes eight characters of the application's one item. Of
/// larger sets every submission is reviewed.
pub const MAX_REVIEWED: usize = 5_000;

const WIDTH: usize = 6;

/// A keyed digest of what a review looks at in a person, so that a changed person is a new one. Without the key
/// nothing can be read from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Fingerprint([u8; WIDTH]);

/// An over-age person on the roster under review.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OverAge {
    /// The person.
    pub member: MemberId,
    /// What is under review.
    pub fingerprint: Fingerprint,
}

/// People by their fingerprints, in order; stored as one short text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Fingerprints(Vec<Fingerprint>);

/// A text that holds no fingerprints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not fingerprints")]
pub struct MalformedFingerprints;

/// A person who was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// The person.
    pub fingerprint: Fingerprint,
    /// What is wrong.
    pub remark: String,
}

/// The latest decision on over-age people; outlives withdrawals and changes of the roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// Counts the decisions on this application, from 1.
    pub round: u32,
    /// When.
    pub at: DateTime<Utc>,
    /// Who, by display name.
    pub by: String,
    /// Under which plan.
    pub plan: PlanId,
    /// Which generation of the roster was looked at.
    pub roster: u32,
    /// The digests of the proofs looked at, in order.
    proofs: Vec<String>,
    /// Who was accepted.
    accepted: Fingerprints,
    /// Who was not, with the remark.
    refused: Vec<Refused>,
}

/// Where the review of one person stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonState {
    /// 待审核: not decided on, or changed since.
    Pending,
    /// 已通过.
    Accepted,
    /// 未通过.
    Refused,
}

/// The outcome for one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PersonReview<'a> {
    /// Where it stands.
    pub state: PersonState,
    /// What the reviewer remarked last.
    pub remark: Option<&'a str>,
}

impl Fingerprint {
    /// The fingerprint made of a keyed digest, of which the beginning is enough.
    pub fn of(digest: &[u8; 32]) -> Self {
        Self(std::array::from_fn(|place| digest[place]))
    }
}

impl FromIterator<Fingerprint> for Fingerprints {
    fn from_iter<I: IntoIterator<Item = Fingerprint>>(people: I) -> Self {
        let mut people: Vec<_> = people.into_iter().collect();
        people.sort_unstable();
        Self(people)
    }
}

impl Fingerprints {
    fn contains(&self, person: Fingerprint) -> bool {
        self.0.binary_search(&person).is_ok()
    }
}

impl TryFrom<String> for Fingerprints {
    type Error = MalformedFingerprints;

    fn try_from(text: String) -> Result<Self, MalformedFingerprints> {
        let bytes = STANDARD_NO_PAD.decode(text).map_err(|_| MalformedFingerprints)?;
        let (people, rest) = bytes.as_chunks::<WIDTH>();
        if rest.is_empty() {
            Ok(people.iter().copied().map(Fingerprint).collect())
        } else {
            Err(MalformedFingerprints)
        }
    }
}

impl From<Fingerprints> for String {
    fn from(people: Fingerprints) -> Self {
        STANDARD_NO_PAD.encode(people.0.iter().flat_map(|person| person.0).collect::<Vec<u8>>())
    }
}

impl TryFrom<String> for Fingerprint {
    type Error = MalformedFingerprints;

    fn try_from(text: String) -> Result<Self, MalformedFingerprints> {
        match Fingerprints::try_from(text)?.0[..] {
            [person] => Ok(person),
            _ => Err(MalformedFingerprints),
        }
    }
}

impl From<Fingerprint> for String {
    fn from(person: Fingerprint) -> Self {
        STANDARD_NO_PAD.encode(person.0)
    }
}

fn digests(proofs: &[Proof]) -> Vec<String> {
    let mut digests: Vec<_> = proofs.iter().map(|proof| proof.file.sha256.clone()).collect();
    digests.sort_unstable();
    digests
}

impl Review {
    /// How many people were accepted.
    pub const fn accepted(&self) -> usize {
        self.accepted.0.len()
    }

    /// How many people were refused by name.
    pub const fn refused(&self) -> usize {
        self.refused.len()
    }
}

impl Application {
    /// Keeps a decision: those remarked on are refused, the others accepted; a rejection that names nobody accepts
    /// nobody.
    pub(super) fn decided(
        &mut self,
        people: &[OverAge],
        remarks: Option<&[MemberRemark]>,
        by: &str,
        at: DateTime<Utc>,
    ) {
        let round = self.review.as_ref().map_or(0, |review| review.round) + 1;
        let Some(plan) = self.plan.as_ref().filter(|_| people.len() <= MAX_REVIEWED) else {
            self.review = None;
            return;
        };
        let remark = |person: &OverAge| remarks?.iter().find(|remark| remark.member_id == person.member);
        let refused: Vec<_> = people
            .iter()
            .filter_map(|person| Some((person, remark(person)?)))
            .map(|(person, remark)| Refused {
                fingerprint: person.fingerprint,
                remark: remark.remark.clone(),
            })
            .collect();
        let accepts = remarks.is_none_or(|remarks| !remarks.is_empty());
        let accepted = people.iter().filter(|person| accepts && remark(person).is_none());
        self.review = Some(Review {
            round,
            at,
            by: by.to_owned(),
            plan: plan.id.clone(),
            roster: self.roster.generation,
            proofs: digests(&self.proofs),
            accepted: accepted.map(|person| person.fingerprint).collect(),
            refused,
        });
    }

    /// The review that accepted exactly these people on exactly the present proofs, under the present plan.
    pub(super) fn accepted_before(&self, people: &[OverAge]) -> Option<&Review> {
        let same: Fingerprints = people.iter().map(|person| person.fingerprint).collect();
        let complete = u32::try_from(people.len()) == Ok(self.roster.over_age());
        self.review.as_ref().filter(|review| {
            complete
                && self.plan.as_ref().is_some_and(|plan| plan.id == review.plan)
                && review.proofs == digests(&self.proofs)
                && review.accepted == same
        })
    }

    /// What was decided about an over-age person. While a review is under way, an earlier refusal waits for the new
    /// word, and an acceptance on other proofs as well.
    pub fn review_of(&self, person: Fingerprint) -> PersonReview<'_> {
        let pending = PersonReview { state: PersonState::Pending, remark: None };
        let same_plan = |review: &&Review| self.plan.as_ref().is_some_and(|plan| plan.id == review.plan);
        let Some(review) = self.review.as_ref().filter(same_plan) else { return pending };
        let under_way = self.stage.name() == StageName::AgeReview;
        if review.accepted.contains(person) && !(under_way && review.proofs != digests(&self.proofs)) {
            return PersonReview { state: PersonState::Accepted, ..pending };
        }
        match review.refused.iter().find(|refused| refused.fingerprint == person) {
            Some(refused) => {
                let state = if under_way { PersonState::Pending } else { PersonState::Refused };
                PersonReview { state, remark: Some(&refused.remark) }
            }
            None => pending,
        }
    }
}
