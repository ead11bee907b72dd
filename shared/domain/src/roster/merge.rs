//! How a checked file becomes the roster (inventory X-14).

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{Member, MemberDraft};
use crate::ids::MemberId;

/// What to do with the people who are on the roster already.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportMode {
    /// 追加: keep them; the same document number is an update.
    Append,
    /// 覆盖: the file is the roster.
    Replace,
}

/// What an import would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Preview {
    /// People not on the roster yet.
    pub add: u32,
    /// People on the roster about whom the file says something else.
    pub update: u32,
    /// People on the roster about whom the file says the same.
    pub unchanged: u32,
    /// People on the roster and not in the file: they stay on 追加 and leave on 覆盖.
    pub absent: u32,
}

/// The roster after an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// The people: on 追加 the old order with the new at the end, on 覆盖 the order of the file.
    pub members: Vec<Member>,
    /// People who were not on the roster.
    pub add: u32,
    /// People about whom the file says something else.
    pub update: u32,
    /// People about whom the file says the same.
    pub unchanged: u32,
    /// People who left the roster; 0 on 追加.
    pub removed: u32,
}

fn places(existing: &[Member]) -> HashMap<String, usize> {
    existing.iter().enumerate().map(|(place, member)| (member.person_key(), place)).collect()
}

/// What a file is silent about stays as it is known, on 覆盖 as well: a list without phones is no wish to forget them.
/// Only where no rule looks at the value, since the rules have seen the row as it stood in the file.
fn keep_known<Id>(mut draft: Member<Id>, known: &Member) -> Member<Id> {
    draft.phone = draft.phone.or_else(|| known.phone.clone());
    draft.insurance = draft.insurance.or(known.insurance);
    draft.new_employment = draft.new_employment.or(known.new_employment);
    draft
}

fn adds_nothing(known: &Member, draft: &Member<()>) -> bool {
    known.says_the_same(draft) || known.says_the_same(&keep_known(draft.clone(), known))
}

/// Counts what [`merge`] would do.
pub fn preview(existing: &[Member], drafts: &[MemberDraft]) -> Preview {
    let places = places(existing);
    let mut counts = Preview::default();
    for draft in drafts {
        match places.get(&draft.person_key()).and_then(|place| existing.get(*place)) {
            None => counts.add += 1,
            Some(member) if adds_nothing(member, &draft.member) => counts.unchanged += 1,
            Some(_) => counts.update += 1,
        }
    }
    let present = counts.update + counts.unchanged;
    counts.absent = u32::try_from(existing.len()).unwrap_or(u32::MAX).saturating_sub(present);
    counts
}

/// Puts the people of a file on the roster. Who is on it already keeps the identity; new identities follow on
/// `last_member`, the highest ever given there, or the highest on the roster.
pub fn merge(existing: Vec<Member>, drafts: Vec<MemberDraft>, mode: ImportMode, last_member: u32) -> Merged {
    let Preview { add, update, unchanged, absent } = preview(&existing, &drafts);
    let mut places = places(&existing);
    let mut last = existing.iter().map(|member| member.id.get()).max().unwrap_or_default().max(last_member);
    let mut kept: Vec<Option<Member>> = existing.into_iter().map(Some).collect();
    let mut members = Vec::with_capacity(kept.len() + drafts.len());
    for draft in drafts {
        let slot = places.remove(&draft.person_key()).and_then(|place| kept.get_mut(place));
        let member = if let Some(known) = slot.as_ref().and_then(|slot| slot.as_ref()) {
            keep_known(draft.member.with_id(known.id), known)
        } else {
            last += 1;
            draft.member.with_id(MemberId::new(last))
        };
        match (mode, slot) {
            (ImportMode::Append, Some(slot)) => *slot = Some(member),
            _ => members.push(member),
        }
    }
    let removed = match mode {
        ImportMode::Append => {
            let mut all: Vec<Member> = kept.into_iter().flatten().collect();
            all.append(&mut members);
            members = all;
            0
        }
        ImportMode::Replace => absent,
    };
    Merged { members, add, update, unchanged, removed }
}
