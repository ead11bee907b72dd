//! Makes the papers of an application. What a paper says is gathered once and frozen with its record: whoever renders
//! it later, after the unit has moved or the paper was voided, gets the same words, and the same bytes.

mod exports;
mod facts;

use domain::{application::DocumentKind, ids::ApplicationNumber};
use paper::PaperError;
use runtime::{Clock, Entropy};
use serde::Deserialize as _;
use store::{Document, DocumentState, Files, Job, StoreError, Table, Work};

pub use self::facts::Facts;
use self::facts::Sources;

const PDF: &str = "application/pdf";

/// Attempts at one paper while its record changes; after that the job is delivered again.
const ATTEMPTS: u32 = 3;

/// Does the jobs of the document queue.
#[derive(Debug, Clone)]
pub struct Worker {
    /// Where applications and papers stand.
    pub table: Table,
    /// Where the PDFs lie.
    pub files: Files,
    /// The time.
    pub clock: Clock,
    /// Fresh verification codes.
    pub entropy: Entropy,
}

/// Why a paper was not made. The job is delivered again, and at last put aside for the operator.
#[derive(Debug, thiserror::Error)]
pub enum WorkError {
    /// Storage.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Typesetting.
    #[error("the paper cannot be made")]
    Paper(#[from] PaperError),
    /// Writing a workbook.
    #[error("the workbook cannot be made")]
    Workbook(#[from] workbook::NotWritten),
    /// What the record holds is not what a paper says.
    #[error("the frozen facts cannot be read")]
    Facts(#[source] serde_json::Error),
    /// The job names something that is not there.
    #[error("there is no {0}")]
    Missing(String),
    /// The job belongs into another queue.
    #[error("not the work of this queue")]
    Misrouted,
}

impl Worker {
    /// Does one job.
    pub async fn handle(&self, job: Job) -> Result<(), WorkError> {
        match job.work {
            Work::RenderDocument { application, kind, number } => {
                self.document(&application, kind, &number).await
            }
            Work::RenderExport { application, export } => self.export(&application, &export).await,
            Work::CheckRoster { .. }
            | Work::CarryOver { .. }
            | Work::ApplyRoster { .. }
            | Work::Enroll { .. } => Err(WorkError::Misrouted),
        }
    }

    async fn document(
        &self,
        application: &ApplicationNumber,
        kind: DocumentKind,
        number: &str,
    ) -> Result<(), WorkError> {
        for _ in 1..ATTEMPTS {
            match self.render(application, kind, number).await {
                Err(WorkError::Store(StoreError::Conflict)) => {}
                outcome => return outcome,
            }
        }
        self.render(application, kind, number).await
    }

    /// Makes one paper as its record stands, unless it is made already.
    async fn render(
        &self,
        application: &ApplicationNumber,
        kind: DocumentKind,
        number: &str,
    ) -> Result<(), WorkError> {
        let document = self.table.document(application, kind, number).await?;
        let document = found(document, &format!("{} {number}", kind.code()))?;
        let key = document.object_key();
        if matches!(&document.state, DocumentState::Ready { key: made, .. } if *made == key) {
            return Ok(());
        }
        let Some(facts) = self.frozen(&document).await? else {
            tracing::warn!(
                application = application.as_str(),
                number,
                "the application moved on before this was made"
            );
            return Ok(self.table.document_failed(&document).await?);
        };
        let bytes = match facts.render(document.voided) {
            Ok(bytes) => bytes,
            Err(error) => {
                self.table.document_failed(&document).await?;
                return Err(error.into());
            }
        };
        self.files.put(&key, bytes, PDF).await?;
        Ok(self.table.document_ready(&document, &key, self.clock.now()).await?)
    }

    /// What the paper says: as it was frozen, or gathered and frozen now. `None` when it can no longer be gathered:
    /// the application was taken back before the paper was ever made.
    async fn frozen(&self, document: &Document) -> Result<Option<Facts>, WorkError> {
        if let Some(facts) = &document.facts {
            return Facts::deserialize(facts).map(Some).map_err(WorkError::Facts);
        }
        let Some(gathered) = self.gather(document).await? else { return Ok(None) };
        let gathered = serde_json::to_value(gathered).map_err(WorkError::Facts)?;
        let frozen = self.table.freeze_facts(document, &gathered).await?;
        Facts::deserialize(frozen).map(Some).map_err(WorkError::Facts)
    }

    async fn gather(&self, document: &Document) -> Result<Option<Facts>, WorkError> {
        let Document { application: number, kind, issued_at, .. } = document;
        let application = found(self.table.application(number).await?, number.as_str())?;
        let Some(plan) = &application.plan else { return Ok(None) };
        let plan = found(self.table.plan(&plan.id).await?, plan.id.as_str())?;
        let unit = found(self.table.unit(&application.unit.id).await?, application.unit.id.as_str())?;
        let agency = found(self.table.agency(&application.agency.id).await?, application.agency.id.as_str())?;
        let verify_code = self.verify_code();
        let sources = Sources {
            application: &application,
            unit: &unit,
            agency: &agency,
            plan: &plan,
            issued_at: *issued_at,
            verify_code,
        };
        Ok(sources.facts(*kind, &document.number))
    }

    /// A code that nobody can guess, so that a forged notice is told from a real one: sixteen characters of
    /// Crockford's alphabet, which has no I, L, O, U, in fours.
    fn verify_code(&self) -> String {
        const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        let drawn: [u8; 16] = self.entropy.bytes();
        let code: Vec<char> = drawn.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect();
        code.chunks(4).map(String::from_iter).collect::<Vec<_>>().join("-")
    }
}

fn found<T>(thing: Option<T>, name: &str) -> Result<T, WorkError> {
    thing.ok_or_else(|| WorkError::Missing(name.to_owned()))
}
