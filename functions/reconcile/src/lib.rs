//! Finds what was promised and not done, and what nobody else does: jobs that were written with their change and
//! never reached their queue, because the function that wrote them died; drafts of seasons that are over; reminders
//! before a window closes.

mod remind;
mod season;

use chrono::{Duration, Timelike};
use runtime::Clock;
use store::{Job, Queues, StoreError, Table};

/// Younger jobs may still be on their way with the function that wrote them.
const PATIENCE: Duration = Duration::seconds(60);

/// The minute of each hour at which drafts of seasons that are over are looked for.
const SEASONS_AT: u32 = 20;

/// The minute of each hour at which windows that are about to close are looked for.
const REMINDERS_AT: u32 = 40;

/// The most jobs sent in one run; the rest is left to the next.
pub const MOST: usize = 200;

/// Sends lost jobs again.
#[derive(Debug, Clone)]
pub struct Reconciler {
    /// Where the jobs are written.
    pub table: Table,
    /// Where they should have gone.
    pub queues: Queues,
    /// The time.
    pub clock: Clock,
}

/// What one run found and did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Jobs that were waiting.
    pub found: usize,
    /// Jobs that are on their queue now.
    pub sent: usize,
    /// Jobs whose sending failed; they stay for the next run.
    pub failed: usize,
}

impl Reconciler {
    /// One run of the schedule: a failure fails the run, so that the alarm on it tells.
    pub async fn tick(&self) -> Result<(), StoreError> {
        let (summary, failure) = self.send_lost_jobs().await?;
        let Summary { found, sent, failed } = summary;
        tracing::info!(found, sent, failed, "lost jobs");
        if self.clock.now().minute() == SEASONS_AT {
            let closed = Box::pin(self.close_seasons()).await?;
            tracing::info!(closed, "drafts of seasons that are over");
        }
        if self.clock.now().minute() == REMINDERS_AT {
            let reminded = Box::pin(self.remind()).await?;
            tracing::info!(reminded, "applications before the end of their window");
        }
        failure.map_or(Ok(()), Err)
    }

    /// Sends the oldest lost jobs. One that cannot be sent does not keep the others waiting; the last failure is
    /// given back beside the summary.
    pub async fn send_lost_jobs(&self) -> Result<(Summary, Option<StoreError>), StoreError> {
        let lost = self.table.unsent_jobs(self.clock.now() - PATIENCE).await?;
        let mut summary = Summary { found: lost.len(), ..Summary::default() };
        let mut failure = None;
        for job in lost.iter().take(MOST) {
            match self.send(job).await {
                Ok(()) => summary.sent += 1,
                Err(error) => {
                    tracing::warn!(job = job.id.as_str(), %error, "cannot be sent");
                    summary.failed += 1;
                    failure = Some(error);
                }
            }
        }
        Ok((summary, failure))
    }

    async fn send(&self, job: &Job) -> Result<(), StoreError> {
        self.queues.send(job).await?;
        self.table.job_sent(job).await
    }
}
