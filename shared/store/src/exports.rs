//! Workbooks of people made for downloading: asked for, made by a worker, and gone after a day.

use chrono::{DateTime, Duration, Utc};
use domain::{
    export::ExportKind,
    ids::{ApplicationNumber, ExportId, UserId},
};
use serde::{Deserialize, Serialize};

use crate::{
    error::StoreError,
    item::{Item, STATE, text},
    jobs::Job,
    keys,
    receipts::Receipt,
    reveals::{self, Reveal},
    table::Table,
    transaction::{Condition, Transaction},
};

/// How long a workbook can be downloaded. The bucket lets go of the file after the same time.
const STAYS: Duration = Duration::days(1);

/// Where the making of a workbook stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportState {
    /// A worker will make it.
    Rendering,
    /// It can be downloaded.
    Ready,
    /// It could not be made.
    Failed,
}

impl ExportState {
    /// The code that the API and the table use.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Rendering => "rendering",
            Self::Ready => "ready",
            Self::Failed => "failed",
        }
    }
}

/// A workbook of people, made for one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Export {
    /// Its identity.
    pub id: ExportId,
    /// The application.
    pub application: ApplicationNumber,
    /// Which workbook.
    pub kind: ExportKind,
    /// Whether numbers are masked in it.
    pub masked: bool,
    /// Who asked for it: it bears that account's name.
    pub by: UserId,
    /// The account's display name.
    pub by_name: String,
    /// When it was asked for.
    pub asked_at: DateTime<Utc>,
    /// Where its making stands.
    pub state: ExportState,
}

impl Export {
    /// Where its file lies.
    pub fn object_key(&self) -> String {
        format!("exports/{}/{}.xlsx", self.application, self.id)
    }

    /// Until when it can be downloaded.
    pub fn expires_at(&self) -> DateTime<Utc> {
        self.asked_at + STAYS
    }

    fn item(&self) -> Result<Item, StoreError> {
        Item::new(&keys::export(&self.application, &self.id))
            .text(STATE, self.state.code())
            .expires(self.expires_at())
            .body(self)
    }
}

impl Table {
    /// Writes that a workbook is asked for, the job to make it and the line of the audit record under `record`,
    /// together. The job is yet to be sent.
    pub async fn start_export(
        &self,
        export: &Export,
        job: &Job,
        (reveal, record): (&Reveal, &str),
        receipt: Option<Receipt>,
    ) -> Result<(), StoreError> {
        let mut transaction = Transaction::default();
        transaction.put(self, export.item()?, &Condition::absent())?;
        transaction.put(self, job.item()?, &Condition::absent())?;
        transaction.put(self, reveals::item(reveal, record)?, &Condition::absent())?;
        transaction.receipt(self, receipt, job.created_at)?;
        self.transact(transaction).await
    }

    /// One export, as it is now. Expired ones stay for a while.
    pub async fn export(
        &self,
        application: &ApplicationNumber,
        id: &ExportId,
    ) -> Result<Option<Export>, StoreError> {
        let item = self.get(&keys::export(application, id)).await?;
        item.map(|item| item.read_body()).transpose()
    }

    /// Notes how the making of a workbook ended; `Conflict` when that was noted before.
    pub async fn end_export(&self, export: &Export) -> Result<(), StoreError> {
        self.put(export.item()?, Condition::equal(STATE, text(ExportState::Rendering.code()))).await
    }
}
