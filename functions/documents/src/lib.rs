//! Makes the papers of an application. What a paper says is gathered once and frozen with its record: whoever renders
//! it later, after the unit has moved or the paper was voided, gets the same words, and the same bytes.

mod exports;
mod facts;

use domain::{application::DocumentKind, ids::ApplicationNumber, verify::VerifyCode};
use paper::{PaperError, Proof};
use runtime::{Clock, Entropy};
use serde::Deserialize as _;
use store::{Document, DocumentState, Files, Job, StoreError, Table, Verification, Work};

use self::facts::Sources;
pub use self::facts::{Facts, Listing};

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
    /// The origin of the web pages, where codes are checked.
    pub site: String,
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
        let made = matches!(&document.state, DocumentState::Ready { key: made, .. } if *made == key);
        if made || document.state == DocumentState::Skipped {
            return Ok(());
        }
        let Some(facts) = self.frozen(&document).await? else {
            let application = application.as_str();
            tracing::info!(application, number, "the application moved on before this was made");
            return Ok(self.table.document_skipped(&document).await?);
        };
        let people = self.table.pages(application, facts.pages()).await?.concat();
        let bytes = match facts.render(document.voided, &people) {
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
        let (gathered, verification) = gathered;
        let gathered = serde_json::to_value(gathered).map_err(WorkError::Facts)?;
        let frozen = self.table.freeze_facts(document, &gathered, &verification).await?;
        Facts::deserialize(frozen).map(Some).map_err(WorkError::Facts)
    }

    /// What the paper says, and what its code leads to.
    async fn gather(&self, document: &Document) -> Result<Option<(Facts, Verification)>, WorkError> {
        let Document { application: number, kind, issued_at, .. } = document;
        let application = found(self.table.application(number).await?, number.as_str())?;
        let Some(plan) = &application.plan else { return Ok(None) };
        let plan = found(self.table.plan(&plan.id).await?, plan.id.as_str())?;
        let unit = found(self.table.unit(&application.unit.id).await?, application.unit.id.as_str())?;
        let agency = found(self.table.agency(&application.agency.id).await?, application.agency.id.as_str())?;
        let code = VerifyCode::draw(self.entropy.bytes());
        let sources = Sources {
            application: &application,
            unit: &unit,
            agency: &agency,
            plan: &plan,
            issued_at: *issued_at,
            proof: Proof { url: format!("{}/verify/{code}", self.site), code: code.to_string() },
        };
        let Some(facts) = sources.facts(*kind, &document.number) else { return Ok(None) };
        let (unit, people, amount) = facts.particulars();
        let verification = Verification {
            code,
            application: number.clone(),
            kind: *kind,
            number: document.number.clone(),
            unit: unit.to_owned(),
            people,
            amount,
            issued_at: *issued_at,
        };
        Ok(Some((facts, verification)))
    }
}

fn found<T>(thing: Option<T>, name: &str) -> Result<T, WorkError> {
    thing.ok_or_else(|| WorkError::Missing(name.to_owned()))
}
