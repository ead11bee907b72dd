//! A checked roster that waits for the clerk's word: what may be taken over, and what is wrong with the rest. It lies
//! among the files, beside the workbook that gives the rows in error back.

use domain::{
    ids::{PlanId, UploadId},
    roster::{Issue, MemberDraft, Rules},
};
use serde::{Deserialize, Serialize};

use crate::{codec, error::StoreError, files::Files};

/// The most issues that are kept to be shown; a file with more needs its workbook, which tells them all.
pub const MAX_ISSUES: usize = 10_000;

/// The most bytes a staged roster may have: many times what [`MAX_ISSUES`] issues and as many people need.
const MAX_BYTES: u64 = 16 * 1024 * 1024;

const BLOB: &str = "application/octet-stream";
const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What the checks of one import left behind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Staged {
    /// The plan whose rules checked the rows.
    pub plan: PlanId,
    /// Those rules.
    pub rules: Rules,
    /// The people that may be taken over, in the order of the file.
    pub drafts: Vec<MemberDraft>,
    /// What there is to say, in the order of the rows; at most [`MAX_ISSUES`].
    pub issues: Vec<Issue>,
    /// How many issues there are in all.
    pub issues_total: u32,
    /// The rows in error, which the workbook gives back; without any there is no workbook.
    pub rejected_rows: u32,
}

/// Where the checked rows of an import lie.
pub fn staged_key(import: &UploadId) -> String {
    format!("staged/{import}")
}

/// Where the workbook with the rows in error lies.
pub fn result_key(import: &UploadId) -> String {
    format!("staged/{import}.xlsx")
}

impl Staged {
    /// Whether there is a workbook that gives the rows in error back.
    pub const fn has_workbook(&self) -> bool {
        self.rejected_rows > 0
    }

    /// The first `limit` issues.
    pub fn first_issues(&self, limit: usize) -> &[Issue] {
        self.issues.get(..limit).unwrap_or(&self.issues)
    }
}

/// Keeps what the checks left behind, with the workbook for the rows in error if there are any. Written again, it
/// replaces itself.
pub async fn put_staged(
    files: &Files,
    import: &UploadId,
    staged: &Staged,
    workbook: Option<Vec<u8>>,
) -> Result<(), StoreError> {
    if let Some(workbook) = workbook {
        files.put(&result_key(import), workbook, WORKBOOK).await?;
    }
    let key = staged_key(import);
    let blob = codec::encode(staged).map_err(|error| StoreError::inconsistent(&key, error.to_string()))?;
    files.put(&key, blob, BLOB).await
}

/// What the checks of an import left behind.
pub async fn staged(files: &Files, import: &UploadId) -> Result<Staged, StoreError> {
    let key = staged_key(import);
    let blob =
        files.get(&key, MAX_BYTES).await?.ok_or_else(|| StoreError::inconsistent(&key, "is missing"))?;
    codec::decode(&blob).map_err(|error| StoreError::inconsistent(&key, error.to_string()))
}
