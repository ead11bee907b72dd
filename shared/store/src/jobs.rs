//! Work to be done later: written with the change that asks for it, then sent, and sent again if that failed.

use chrono::{DateTime, Duration, Utc};
use domain::{
    application::{Change, DocumentKind, Effect},
    ids::{ApplicationNumber, ExportId, JobId, UploadId},
    import::Import,
};
use serde::{Deserialize, Serialize};

use crate::{
    error::StoreError,
    exports::Export,
    item::Item,
    keys::{self, Index, schema},
    table::{Order, Table},
    transaction::Condition,
};

/// How long a job that was sent can be looked up.
const SENT_STAYS: Duration = Duration::days(14);

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Work {
    /// Read and check a roster that has arrived.
    CheckRoster {
        /// The application.
        application: ApplicationNumber,
        /// The import.
        import: UploadId,
    },
    /// Check the roster of the unit's latest earlier plan as if it were a file that has arrived.
    CarryOver {
        /// The application.
        application: ApplicationNumber,
        /// The import.
        import: UploadId,
    },
    /// Take the checked rows onto the roster.
    ApplyRoster {
        /// The application.
        application: ApplicationNumber,
        /// The import.
        import: UploadId,
    },
    /// Make an enrollment record of everybody on the roster.
    Enroll {
        /// The application.
        application: ApplicationNumber,
    },
    /// Make a document, or make it again with its stamp.
    RenderDocument {
        /// The application.
        application: ApplicationNumber,
        /// Which document.
        kind: DocumentKind,
        /// Its number.
        number: String,
    },
    /// Make a workbook of people for downloading.
    RenderExport {
        /// The application.
        application: ApplicationNumber,
        /// The export.
        export: ExportId,
    },
}

/// One unit of work; as JSON it is the message that a queue carries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Job {
    /// Its identity, derived from what asked for it.
    pub id: JobId,
    /// What is to be done.
    pub work: Work,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
}

impl Job {
    /// The job to check the roster of an import.
    pub fn check_roster(import: &Import, at: DateTime<Utc>) -> Result<Self, StoreError> {
        let work = Work::CheckRoster { application: import.application.clone(), import: import.id.clone() };
        Self::new(format!("{}-check", import.id), work, at)
    }

    /// The job to check last year's roster.
    pub fn carry_over(import: &Import) -> Result<Self, StoreError> {
        let work = Work::CarryOver { application: import.application.clone(), import: import.id.clone() };
        Self::new(format!("{}-carry-over", import.id), work, import.created_at)
    }

    /// The job to make a workbook.
    pub fn render_export(export: &Export) -> Result<Self, StoreError> {
        let work = Work::RenderExport { application: export.application.clone(), export: export.id.clone() };
        Self::new(format!("{}-export", export.id), work, export.asked_at)
    }

    /// The job to make a document that somebody asks for; `attempt` tells it apart from earlier ones.
    pub(crate) fn render_document(
        application: &ApplicationNumber,
        kind: DocumentKind,
        number: &str,
        attempt: &str,
        at: DateTime<Utc>,
    ) -> Result<Self, StoreError> {
        let work = Work::RenderDocument { application: application.clone(), kind, number: number.to_owned() };
        Self::new(format!("{attempt}-render"), work, at)
    }

    /// The job to take over the rows of an import.
    pub fn apply_roster(import: &Import, at: DateTime<Utc>) -> Result<Self, StoreError> {
        let work = Work::ApplyRoster { application: import.application.clone(), import: import.id.clone() };
        Self::new(format!("{}-apply", import.id), work, at)
    }

    /// The message that a queue carries.
    pub fn message(&self) -> Result<String, StoreError> {
        serde_json::to_string(self).map_err(|error| StoreError::backend("encode", error))
    }

    fn new(id: String, work: Work, created_at: DateTime<Utc>) -> Result<Self, StoreError> {
        let id = JobId::parse(id).map_err(|error| StoreError::backend("encode", error))?;
        Ok(Self { id, work, created_at })
    }

    pub(crate) fn item(&self) -> Result<Item, StoreError> {
        Item::new(&keys::job(&self.id))
            .indexed(Index::Two, &keys::unsent_job(self.created_at, &self.id))
            .body(self)
    }
}

/// The jobs a change asks for.
pub(crate) fn asked_for(change: &Change) -> Result<Vec<Job>, StoreError> {
    let application = &change.application.number;
    let work = change.effects.iter().filter_map(|effect| match effect {
        Effect::IssueDocument { kind, number } | Effect::VoidDocument { kind, number } => {
            Some(Work::RenderDocument {
                application: application.clone(),
                kind: *kind,
                number: number.clone(),
            })
        }
        Effect::Enroll => Some(Work::Enroll { application: application.clone() }),
        Effect::VoidPayment(_) | Effect::SetTierLock(_) | Effect::DropPages(_) => None,
    });
    work.zip(1..)
        .map(|(work, n)| Job::new(format!("{application}-{}-{n}", change.event.seq), work, change.event.at))
        .collect()
}

impl Table {
    /// Jobs written before `older_than` that nobody has noted as sent, oldest first.
    pub async fn unsent_jobs(&self, older_than: DateTime<Utc>) -> Result<Vec<Job>, StoreError> {
        let items = self.query(&keys::unsent_jobs(older_than), Order::Ascending).await?;
        items.iter().map(Item::read_body).collect()
    }

    /// Notes that a job is on its queue.
    pub async fn job_sent(&self, job: &Job) -> Result<(), StoreError> {
        let (_, partition, sort) = Index::Two.schema();
        let condition = Condition::present()
            .name("#partition", partition)
            .name("#sort", sort)
            .name("#at", schema::EXPIRES)
            .value(":at", crate::item::expiry(job.created_at + SENT_STAYS));
        let change = "SET #at = :at REMOVE #partition, #sort";
        self.update(&keys::job(&job.id), change, condition).await.map(drop)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_says_what_is_to_be_done() {
        let at: DateTime<Utc> = "2026-01-05T01:00:00Z".parse().unwrap();
        let application = ApplicationNumber::allot(at, 7);
        let job = Job::new("CB-2-1".into(), Work::Enroll { application }, at).unwrap();
        let message = r#"{"id":"CB-2-1","work":{"type":"enroll","application":"CB20260105090000000007"},"createdAt":"2026-01-05T01:00:00Z"}"#;
        assert_eq!(job.message().unwrap(), message);
        assert_eq!(serde_json::from_str::<Job>(message).unwrap(), job);
    }
}
