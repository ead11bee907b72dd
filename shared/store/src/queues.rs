//! The queues between the functions.

use aws_sdk_sqs::Client;

use crate::{
    error::{StoreError, failed},
    jobs::{Job, Work},
    table::Table,
};

/// The queues a function may send to.
#[derive(Debug, Clone)]
pub struct Queues {
    client: Client,
    roster: Option<String>,
    document: Option<String>,
}

impl Queues {
    /// The queues of those URLs; a function that never sends to one has no URL for it.
    pub const fn new(client: Client, roster_url: Option<String>, document_url: Option<String>) -> Self {
        Self { client, roster: roster_url, document: document_url }
    }

    /// Puts a job on its queue. A queue may carry it more than once.
    pub async fn send(&self, job: &Job) -> Result<(), StoreError> {
        let url = match job.work {
            Work::CheckRoster { .. }
            | Work::CarryOver { .. }
            | Work::ApplyRoster { .. }
            | Work::Enroll { .. } => &self.roster,
            Work::RenderDocument { .. } | Work::RenderExport { .. } => &self.document,
        };
        let url = url.as_deref().ok_or_else(|| StoreError::backend("SendMessage", "no such queue here"))?;
        let call = self.client.send_message().queue_url(url).message_body(job.message()?);
        call.send().await.map(drop).map_err(|error| failed("SendMessage", error))
    }
}

impl Queues {
    /// Lets a job of the roster queue, whose work has failed, be delivered again after `seconds`, and not only when the
    /// queue must think that the function has died. A courtesy: without it the job comes back all the same.
    pub async fn hurry_roster(&self, receipt: &str, seconds: u32) -> Result<(), StoreError> {
        let url = self
            .roster
            .as_deref()
            .ok_or_else(|| StoreError::backend("ChangeMessageVisibility", "no such queue here"))?;
        let seconds = i32::try_from(seconds).unwrap_or(i32::MAX);
        let call = self.client.change_message_visibility().queue_url(url).receipt_handle(receipt);
        let sent = call.visibility_timeout(seconds).send().await;
        sent.map(drop).map_err(|error| failed("ChangeMessageVisibility", error))
    }
}

/// Sends jobs that were written. What cannot be sent now stays noted as unsent and is sent by `reconcile`, so the
/// request that asked for it does not fail.
pub async fn dispatch(table: &Table, queues: &Queues, jobs: Vec<Job>) {
    for job in jobs {
        let sent = async {
            queues.send(&job).await?;
            table.job_sent(&job).await
        };
        if let Err(error) = sent.await {
            tracing::warn!(job = job.id.as_str(), %error, "a job is left to be sent later");
        }
    }
}
