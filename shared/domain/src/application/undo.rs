//! Undoing deletions within the draft (NEW-28). A roster's pages are never rewritten, so the pages that a deletion
//! replaced still hold the people: remembering them is enough.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};

use super::{Application, CommandName, EventKind, Refusal, RosterUpdate};
use crate::{
    ids::{MemberId, PageId},
    roster::{ImportMode, Member},
};

/// How long a deletion can be undone: the pages it replaced stay at least as long. A draft is seldom worked on for
/// longer, and a mistake is often found only when the paper roster is compared; an undo that lives long harms nobody,
/// and what is deleted for good is gone as soon as rosters as they were sent (thirty days).
pub const UNDO_FOR: TimeDelta = TimeDelta::days(30);

/// How many deletions can be undone, the last one first.
pub const UNDO_STEPS: usize = 5;

/// In what way a roster changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RosterChange {
    /// A file, or last year's roster, was taken over.
    Imported(ImportMode),
    /// People were added or changed, or checked by other rules.
    Edited,
    /// People were deleted.
    Deleted,
    /// The people of the last deletion came back.
    Restored,
}

impl RosterChange {
    /// What the history calls it.
    pub(super) const fn event(self) -> EventKind {
        match self {
            Self::Imported(_) => EventKind::RosterImported,
            Self::Edited | Self::Deleted => EventKind::RosterEdited,
            Self::Restored => EventKind::RosterRestored,
        }
    }
}

impl RosterUpdate {
    /// The command it is part of.
    pub(super) const fn name(&self) -> CommandName {
        match self.how {
            RosterChange::Imported(_) => CommandName::ImportRoster,
            RosterChange::Edited | RosterChange::Deleted => CommandName::EditMembers,
            RosterChange::Restored => CommandName::UndoDelete,
        }
    }
}

/// A deletion that can be undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deletion {
    /// The pages it replaced: they hold the people who left and those who stayed.
    pub pages: Vec<PageId>,
    /// How many people left.
    pub people: u32,
    /// When.
    pub at: DateTime<Utc>,
}

impl Deletion {
    /// Whether it can still be undone at `now`.
    pub fn is_fresh(&self, now: DateTime<Utc>) -> bool {
        now < self.at + UNDO_FOR
    }

    /// The people it took off the roster, from those on the pages it replaced. Whoever is on none of them now left
    /// by this deletion, since later ones are undone first. Refused when one of them came back another way.
    pub fn people_of(replaced: Vec<Member>, roster: &[Member]) -> Result<Vec<Member>, Refusal> {
        let present: HashSet<MemberId> = roster.iter().map(|member| member.id).collect();
        let gone: Vec<Member> = replaced.into_iter().filter(|one| !present.contains(&one.id)).collect();
        let persons: HashSet<String> = roster.iter().map(Member::person_key).collect();
        match gone.iter().filter(|member| persons.contains(&member.person_key())).count() {
            0 => Ok(gone),
            back => Err(Refusal::CameBack(back)),
        }
    }
}

impl Application {
    /// The deletion that would be undone at `now`.
    pub fn last_deletion(&self, now: DateTime<Utc>) -> Result<&Deletion, Refusal> {
        self.deletions.last().filter(|one| one.is_fresh(now)).ok_or(Refusal::NothingToUndo)
    }
}

/// What can be undone after an update; `people` left by it.
pub(super) fn note(
    deletions: &mut Vec<Deletion>,
    update: &RosterUpdate,
    people: u32,
    at: DateTime<Utc>,
) -> Result<(), Refusal> {
    deletions.retain(|one| one.is_fresh(at));
    match update.how {
        RosterChange::Imported(ImportMode::Replace) => deletions.clear(),
        RosterChange::Imported(ImportMode::Append) | RosterChange::Edited => {}
        RosterChange::Deleted if people == 0 => {}
        RosterChange::Deleted => {
            deletions.push(Deletion { pages: update.replaced.clone(), people, at });
            let surplus = deletions.len().saturating_sub(UNDO_STEPS);
            deletions.drain(..surplus);
        }
        RosterChange::Restored => drop(deletions.pop().ok_or(Refusal::NothingToUndo)?),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        application::Roster,
        roster::{Cell, RawRow, Rules, check_one},
    };

    fn at(day: i64) -> DateTime<Utc> {
        "2025-12-10T02:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::days(day)
    }

    fn update(n: u32, how: RosterChange) -> RosterUpdate {
        let page = PageId::parse(format!("01ARZ3NDEKTSV4RRFFQ6{n:06}")).unwrap();
        RosterUpdate { roster: Roster::default(), replaced: vec![page], how }
    }

    fn member(id: u32, number: &str) -> Member {
        let day = |text: &str| text.parse().unwrap();
        let row =
            RawRow { name: Cell::text("王芳"), document_number: Cell::text(number), ..RawRow::default() };
        let (draft, _) = check_one(&row, &Rules::standard(day("2026-01-01"), day("2026-12-31"))).unwrap();
        draft.member.with_id(MemberId::new(id))
    }

    #[test]
    fn a_deletion_is_remembered_until_it_is_undone_replaced_or_old() {
        use RosterChange as How;
        let vectors = [
            (How::Edited, 1, 2),
            (How::Imported(ImportMode::Append), 1, 2),
            (How::Deleted, 1, 3),
            (How::Restored, 1, 1),
            (How::Imported(ImportMode::Replace), 1, 0),
            (How::Edited, 30, 1),
            (How::Edited, 31, 0),
        ];
        for (how, day, left) in vectors {
            let mut deletions = Vec::new();
            note(&mut deletions, &update(1, How::Deleted), 1, at(0)).unwrap();
            note(&mut deletions, &update(2, How::Deleted), 2, at(1)).unwrap();
            note(&mut deletions, &update(3, how), 1, at(day)).unwrap();
            assert_eq!(deletions.len(), left, "{how:?} after {day} days");
        }
    }

    #[test]
    fn only_the_last_deletions_are_remembered_and_none_that_took_nobody() {
        let mut deletions = Vec::new();
        for n in 1..=7 {
            note(&mut deletions, &update(n, RosterChange::Deleted), u32::from(n != 7), at(0)).unwrap();
        }
        let pages: Vec<_> = deletions.iter().flat_map(|one| one.pages.clone()).collect();
        let expected: Vec<_> = (2..=6).flat_map(|n| update(n, RosterChange::Deleted).replaced).collect();
        assert_eq!(pages, expected);
    }

    #[test]
    fn without_a_deletion_nothing_is_undone() {
        let refusal = note(&mut Vec::new(), &update(1, RosterChange::Restored), 0, at(0)).unwrap_err();
        assert_eq!(refusal, Refusal::NothingToUndo);
    }

    #[test]
    fn those_who_left_come_back_unless_they_are_there_under_another_identity() {
        let [stays, left] = [member(1, "43090219850505007X"), member(2, "430921197609301237")];
        let replaced = || vec![stays.clone(), left.clone()];
        let roster = [stays.clone()];
        assert_eq!(Deletion::people_of(replaced(), &roster), Ok(vec![left.clone()]));
        let roster = [stays.clone(), left.clone().with_id(MemberId::new(3))];
        assert_eq!(Deletion::people_of(replaced(), &roster), Err(Refusal::CameBack(1)));
    }
}
