//! How a roster differs from that of an earlier plan (NEW-9).

use std::collections::HashMap;

use super::Member;

/// How a roster differs from an earlier one, in people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Difference {
    /// On the present roster alone.
    pub new: u32,
    /// On the earlier one alone.
    pub left: u32,
    /// On both, with other particulars.
    pub changed: u32,
    /// On both, with the same particulars.
    pub same: u32,
}

/// Compares two rosters by person. What follows from a plan's rules, such as age, is no particular of a person: it
/// changes every year.
pub fn difference(earlier: &[Member], present: &[Member]) -> Difference {
    let mut remaining: HashMap<String, &Member> =
        earlier.iter().map(|member| (member.person_key(), member)).collect();
    let mut counts = Difference::default();
    for member in present {
        match remaining.remove(&member.person_key()) {
            None => counts.new += 1,
            Some(before) if same_particulars(before, member) => counts.same += 1,
            Some(_) => counts.changed += 1,
        }
    }
    counts.left = u32::try_from(remaining.len()).unwrap_or(u32::MAX);
    counts
}

fn same_particulars(one: &Member, other: &Member) -> bool {
    one.name == other.name
        && one.document == other.document
        && one.phone == other.phone
        && one.gender == other.gender
        && one.birth == other.birth
        && one.job == other.job
        && one.insurance == other.insurance
        && one.new_employment == other.new_employment
}
