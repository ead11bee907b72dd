//! Checks a roster row by row, then against itself, then against what is known elsewhere.

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
};

use hashbrown::{HashTable, hash_table::Entry};

use super::{
    Column, DuplicatePolicy, Elsewhere, Finding, Issue, MemberDraft, RawRow, Rules, Severity, read::read,
};
use crate::person::{Phone, text};

/// People who may share one phone number before it is worth a word (E2.7).
const PHONE_SHARED_BY: u32 = 3;

/// Rows between two reports of progress.
const PROGRESS_STEP: usize = 500;

/// First words of lines below a roster that are no people.
const FOOTERS: [&str; 10] = ["合计", "总计", "小计", "共计", "备注", "说明", "填表", "制表", "审核人", "注:"];

/// What came of a roster.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Checked {
    /// Rows below the header that were not blank.
    pub rows: u32,
    /// The people that may be taken, in the order of the file.
    pub valid: Vec<MemberDraft>,
    /// What there is to say, in the order of the rows.
    pub issues: Vec<Issue>,
    /// Rows left out because an earlier one says exactly the same.
    pub duplicates: u32,
    /// Rows left out because the person is in another application of the unit already, and this one supplements it.
    pub left_out: u32,
    /// Rows that are not taken because of an error.
    pub error_rows: u32,
    /// Rows with a warning and no error.
    pub warning_rows: u32,
}

/// Takes rows one at a time, so that a workbook can be read as a stream.
#[derive(Debug)]
pub struct Checker<'r> {
    rules: &'r Rules,
    checked: Checked,
    /// The valid rows by their person: places, so that nothing is kept of a person twice.
    seen: HashTable<usize>,
    hasher: RandomState,
}

impl<'r> Checker<'r> {
    /// A checker that has seen nothing yet.
    pub fn new(rules: &'r Rules) -> Self {
        Self { rules, checked: Checked::default(), seen: HashTable::new(), hasher: RandomState::new() }
    }

    /// Checks one row; blank ones do not count, nor does the header where it is repeated on top of a printed page.
    pub fn push(&mut self, row: &RawRow) {
        if row.is_blank() || is_header(row) {
            return;
        }
        self.checked.rows += 1;
        if is_no_person(row) {
            self.checked.issues.push(Issue::new(row.row, None, &Finding::HalfEmpty(row.row)));
            return;
        }
        if let Some(member) = read(row, self.rules, &mut self.checked.issues) {
            self.keep(MemberDraft { row: row.row, member });
        }
    }

    /// The rows counted so far.
    pub const fn rows(&self) -> u32 {
        self.checked.rows
    }

    /// What came of all rows.
    pub fn finish(mut self) -> Checked {
        self.note_shared_phones();
        self.checked.count();
        self.checked
    }

    fn keep(&mut self, draft: MemberDraft) {
        let Self { checked, seen, hasher, .. } = self;
        let person = draft.member.document.person();
        let of = |place: &usize| checked.valid.get(*place).map(|earlier| earlier.member.document.person());
        let hash = hasher.hash_one(Some(person));
        let entry = seen.entry(hash, |place| of(place) == Some(person), |place| hasher.hash_one(of(place)));
        let earlier = match entry {
            Entry::Occupied(place) => checked.valid.get(*place.get()),
            Entry::Vacant(free) => {
                free.insert(checked.valid.len());
                None
            }
        };
        let Some(earlier) = earlier else {
            checked.valid.push(draft);
            return;
        };
        let same = earlier.member.says_the_same(&draft.member);
        let finding = if same {
            checked.duplicates += 1;
            Finding::DuplicateSame(earlier.row)
        } else {
            Finding::DuplicateDiffers(earlier.row)
        };
        checked.issues.push(Issue::new(draft.row, Column::DocumentNumber, &finding));
    }

    fn note_shared_phones(&mut self) {
        let mut owners: HashMap<&Phone, u32> = HashMap::new();
        for phone in self.checked.valid.iter().filter_map(|draft| draft.member.phone.as_ref()) {
            *owners.entry(phone).or_default() += 1;
        }
        for draft in &self.checked.valid {
            let shared = draft.member.phone.as_ref().and_then(|phone| owners.get(phone));
            if let Some(times) = shared.filter(|times| **times > PHONE_SHARED_BY) {
                let finding = Finding::PhoneShared(*times);
                self.checked.issues.push(Issue::new(draft.row, Column::Phone, &finding));
            }
        }
    }
}

fn is_header(row: &RawRow) -> bool {
    let names = |cell: &super::Cell, column| matches!(cell, super::Cell::Text(text) if Column::from_header(text) == Some(column));
    names(&row.name, Column::Name) && names(&row.document_number, Column::DocumentNumber)
}

/// Neither name nor number, or a line of sums or remarks below the people (R901).
fn is_no_person(row: &RawRow) -> bool {
    if !row.document_number.is_blank() {
        return false;
    }
    match &row.name {
        super::Cell::Text(name) => {
            let name = text::compact(name);
            name.is_empty() || FOOTERS.iter().any(|word| name.starts_with(word))
        }
        name => name.is_blank(),
    }
}

impl Checked {
    /// How many of the people that may be taken are over age.
    pub fn over_age(&self) -> u32 {
        count(self.valid.iter().filter(|draft| draft.member.over_age).count())
    }

    /// Puts in what is known of people elsewhere, by [`MemberDraft::person_key`]: in another application of the
    /// unit they are refused (R503), or left out of a supplement (R505); with another unit the plan's policy decides
    /// (R504).
    pub fn apply_known<S: BuildHasher>(
        &mut self,
        known: &HashMap<String, Elsewhere, S>,
        rules: &Rules,
        supplement: bool,
    ) {
        let Self { valid, issues, left_out, .. } = self;
        valid.retain(|draft| {
            let Some(elsewhere) = known.get(&draft.person_key()) else { return true };
            if let (true, Elsewhere::SameUnit { application }) = (supplement, elsewhere) {
                let finding = Finding::LeftOut(application.clone());
                issues.push(Issue::new(draft.row, Column::DocumentNumber, &finding));
                *left_out += 1;
                return false;
            }
            let issue = elsewhere.issue(draft.row, rules);
            let stays = issue.severity != Severity::Error;
            issues.push(issue);
            stays
        });
        self.count();
    }

    /// Puts the issues in order and counts the rows they touch.
    fn count(&mut self) {
        self.issues.sort_by_key(|issue| issue.row);
        let worst = self
            .issues
            .chunk_by(|one, next| one.row == next.row)
            .map(|row| row.iter().map(|issue| issue.severity).min());
        (self.error_rows, self.warning_rows) = worst.fold((0, 0), |(errors, warnings), worst| match worst {
            Some(Severity::Error) => (errors + 1, warnings),
            Some(Severity::Warning) => (errors, warnings + 1),
            _ => (errors, warnings),
        });
    }
}

/// What being enrolled elsewhere means under the plan.
pub(super) fn judge(elsewhere: &Elsewhere, rules: &Rules) -> (Finding, Severity) {
    match elsewhere {
        Elsewhere::SameUnit { application } => {
            (Finding::ElsewhereInUnit(application.clone()), Severity::Error)
        }
        Elsewhere::OtherUnit { since } => {
            let severity = match rules.duplicate_elsewhere {
                DuplicatePolicy::Warn => Severity::Warning,
                DuplicatePolicy::Block => Severity::Error,
            };
            (Finding::ElsewhereInPlan(*since), severity)
        }
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Checks all rows, reporting now and then how many are done.
pub fn check(
    rows: impl IntoIterator<Item = RawRow>,
    rules: &Rules,
    mut progress: impl FnMut(usize),
) -> Checked {
    let mut checker = Checker::new(rules);
    for (index, row) in rows.into_iter().enumerate() {
        checker.push(&row);
        if (index + 1) % PROGRESS_STEP == 0 {
            progress(index + 1);
        }
    }
    checker.finish()
}

/// One person as typed into a form, by the same rules: the draft with what is worth saying of it, or everything
/// that is wrong.
pub fn check_one(row: &RawRow, rules: &Rules) -> Result<(MemberDraft, Vec<Issue>), Vec<Issue>> {
    let mut issues = Vec::new();
    match read(row, rules, &mut issues) {
        Some(member) => Ok((MemberDraft { row: row.row, member }, issues)),
        None => Err(issues),
    }
}
