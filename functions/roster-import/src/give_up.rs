//! An import whose job keeps failing ends in `failed` with a word the clerk can act on, instead of in `checking` for
//! ever while its message lies among the failures.

use domain::ids::{ApplicationNumber, UploadId};
use runtime::sqs::Delivery;
use store::{Job, StoreError, Work};

use crate::{WorkError, Worker};

/// Attempts at one import while somebody else moves it on.
const ATTEMPTS: u32 = 3;

impl Worker {
    /// Does a job as the queue delivers it. The last delivery of a file's job is not for trying once more: a function
    /// that dies of the file would die again, and nobody would be told.
    pub async fn deliver(&self, delivery: Delivery<Job>) -> Result<(), WorkError> {
        if !delivery.is_last() {
            return self.handle(delivery.job).await;
        }
        match &delivery.job.work {
            Work::CheckRoster { application, import }
            | Work::CarryOver { application, import }
            | Work::ApplyRoster { application, import } => self.give_up(application, import).await,
            Work::Enroll { .. } | Work::RenderDocument { .. } | Work::RenderExport { .. } => {
                self.handle(delivery.job).await
            }
        }
    }

    /// Ends the import, unless it has come to an end. The failure is still reported, so that the alarm on the
    /// dead-letter queue tells the operator; delivered again from there, the job finds nothing to do.
    async fn give_up(&self, number: &ApplicationNumber, id: &UploadId) -> Result<(), WorkError> {
        for _ in 0..ATTEMPTS {
            let import = self.import(number, id).await?;
            let from = import.state.name();
            let Ok(import) = import.give_up() else { return Ok(()) };
            match self.table.set_import(&import, from).await {
                Ok(()) => return Err(WorkError::GivenUp(id.clone())),
                Err(StoreError::Conflict) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Err(StoreError::Conflict.into())
    }
}
