//! The work on a roster that takes longer than a request: checking a file, taking over its rows, and enrolling the
//! people once the application is concluded.
//!
//! Every job may be delivered more than once and may die at any point: each begins by looking at the state it finds,
//! and its last write names that state.

mod apply;
mod carry_over;
mod check;
mod enroll;
mod give_up;
mod verdict;

use domain::ids::{ApplicationNumber, UploadId};
use runtime::{Clock, Entropy};
use store::{Files, Job, PersonHasher, StoreError, Table, Work};

pub use self::verdict::Verdict;

/// Does the jobs of the roster queue.
#[derive(Clone)]
pub struct Worker {
    /// Where applications, imports and people stand.
    pub table: Table,
    /// Where the files lie.
    pub files: Files,
    /// By what people are looked up.
    pub hasher: PersonHasher,
    /// The time.
    pub clock: Clock,
    /// Fresh page identities.
    pub entropy: Entropy,
}

/// Why a job was not done. It is delivered again, and at last put aside for the operator.
#[derive(Debug, thiserror::Error)]
pub enum WorkError {
    /// Storage.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The job names an application that is not there.
    #[error("there is no application {0}")]
    NoApplication(ApplicationNumber),
    /// The job names an import that is not there.
    #[error("there is no import {0}")]
    NoImport(UploadId),
    /// The people of an application that is not concluded were to be enrolled.
    #[error("{0} is not concluded")]
    NotConcluded(ApplicationNumber),
    /// The job belongs into another queue.
    #[error("not the work of this queue")]
    Misrouted,
    /// The job was tried as often as it may be; its import has failed, and the message is left to the operator.
    #[error("given up: import {0} has failed")]
    GivenUp(UploadId),
    /// The workbook with the rows in error cannot be written.
    #[error("the workbook with the rows in error cannot be written")]
    Workbook(#[from] workbook::NotWritten),
}

impl Worker {
    /// Does one job.
    pub async fn handle(&self, job: Job) -> Result<(), WorkError> {
        match job.work {
            Work::CheckRoster { application, import } => self.check_roster(&application, &import).await,
            Work::CarryOver { application, import } => self.carry_over(&application, &import).await,
            Work::ApplyRoster { application, import } => self.apply_roster(&application, &import).await,
            Work::Enroll { application } => self.enroll(&application).await,
            Work::RenderDocument { .. } | Work::RenderExport { .. } => Err(WorkError::Misrouted),
        }
    }
}
