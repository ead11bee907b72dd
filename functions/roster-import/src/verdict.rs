//! What the checks of a file come to: the counts for the preview, what is kept for the clerk's word, and the workbook
//! that gives the rows in error back.

use std::collections::HashSet;

use domain::{
    application::ChosenPlan,
    import::Counts,
    roster::{Checked, FileProblem, Issue, Member, RawRow, Severity, preview},
};
use store::staged::{MAX_ISSUES, Staged};
use workbook::{NotWritten, ReturnedRow, Roster, result_workbook};

/// What the checks of a file come to.
#[derive(Debug)]
pub struct Verdict {
    /// For the preview.
    pub counts: Counts,
    /// What is kept until the clerk decides.
    pub staged: Staged,
    /// The rows in error, if there are any.
    pub workbook: Option<Vec<u8>>,
}

impl Verdict {
    /// The verdict on checked rows, seen beside the roster as it is now.
    pub fn new(
        roster: &Roster,
        mut checked: Checked,
        plan: &ChosenPlan,
        present: &[Member],
    ) -> Result<Self, NotWritten> {
        // About row 0, the file, and thus before all others.
        checked.issues.splice(0..0, roster.notices.iter().map(FileProblem::issue));
        let counts = counts(&checked, present);
        let returned = returned(&roster.rows, &checked.issues);
        let workbook = if returned.is_empty() { None } else { Some(result_workbook(&returned)?) };
        let rejected_rows = number(returned.len());
        let issues_total = number(checked.issues.len());
        let mut issues = checked.issues;
        issues.truncate(MAX_ISSUES);
        let staged = Staged {
            plan: plan.id.clone(),
            rules: plan.rules.clone(),
            drafts: checked.valid,
            issues,
            issues_total,
            rejected_rows,
        };
        Ok(Self { counts, staged, workbook })
    }
}

fn counts(checked: &Checked, present: &[Member]) -> Counts {
    let preview = preview(present, &checked.valid);
    Counts {
        rows: checked.rows,
        add: preview.add,
        update: preview.update,
        unchanged: preview.unchanged,
        duplicate: checked.duplicates,
        left_out: checked.left_out,
        over_age: checked.over_age(),
        warnings: number(checked.issues.iter().filter(|issue| issue.severity == Severity::Warning).count()),
        errors: checked.error_rows,
    }
}

/// The rows in error, each with everything that was found in it.
fn returned<'a>(rows: &'a [RawRow], issues: &'a [Issue]) -> Vec<ReturnedRow<'a>> {
    let wrong: HashSet<u32> =
        issues.iter().filter(|issue| issue.severity == Severity::Error).map(|issue| issue.row).collect();
    rows.iter()
        .filter(|row| wrong.contains(&row.row))
        .map(|row| ReturnedRow { row, issues: about(issues, row.row) })
        .collect()
}

/// The issues of one row; they come in the order of the rows.
fn about(issues: &[Issue], row: u32) -> &[Issue] {
    let start = issues.partition_point(|issue| issue.row < row);
    let end = issues.partition_point(|issue| issue.row <= row);
    issues.get(start..end).unwrap_or_default()
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
