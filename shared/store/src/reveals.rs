//! The record of who looked at whose data unmasked, and why. Only ever added to.

use chrono::{DateTime, Utc};
use domain::{
    application::DocumentKind,
    export::ExportKind,
    ids::{ApplicationNumber, MemberId, UserId},
};
use serde::{Deserialize, Serialize};

use crate::{error::StoreError, item::Item, keys, table::Table, transaction::Condition};

/// Whom somebody saw.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seen {
    /// One person, unmasked.
    Member(MemberId),
    /// Everybody in a workbook made for downloading.
    Export(ExportKind),
    /// The people in a paper.
    Document(DocumentKind),
}

/// One look at one person's record, or at a workbook of many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reveal {
    /// The application whose roster it was.
    pub application: ApplicationNumber,
    /// Whom it showed.
    #[serde(flatten)]
    pub seen: Seen,
    /// Who looked.
    pub by: UserId,
    /// Why, in the caller's words.
    pub reason: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl Table {
    /// Keeps the record; `id` tells apart looks of the same instant.
    pub async fn put_reveal(&self, reveal: &Reveal, id: &str) -> Result<(), StoreError> {
        self.put(item(reveal, id)?, Condition::absent()).await
    }
}

pub(crate) fn item(reveal: &Reveal, id: &str) -> Result<Item, StoreError> {
    Item::new(&keys::reveal(&reveal.application, id)).body(reveal)
}
