//! The roster of an application: rows as the workbook holds them, the rules they are checked by, what is wrong
//! with them, and the people that come of it.

mod assess;
mod cell;
mod check;
mod difference;
mod file_problem;
mod issue;
mod known;
mod member;
mod merge;
mod read;
mod row;
mod rules;

pub use self::{
    assess::assess,
    check::{Checked, Checker, check, check_one},
    difference::{Difference, difference},
    file_problem::{FileKind, FileProblem},
    issue::{Code, Finding, Issue, Severity},
    known::Elsewhere,
    member::{InsuranceType, JobCategory, Member, MemberDraft},
    merge::{ImportMode, Merged, Preview, merge, preview},
    row::{Cell, Column, RawRow},
    rules::{DuplicatePolicy, Rules},
};

/// The most data rows one file may hold (inventory X-13).
pub const MAX_ROWS: u32 = 10_000;

#[cfg(test)]
mod tests;
