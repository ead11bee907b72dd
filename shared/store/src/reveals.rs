//! The record of who looked at whose data unmasked, and why. Only ever added to.

use chrono::{DateTime, Utc};
use domain::ids::{ApplicationNumber, MemberId, UserId};
use serde::{Deserialize, Serialize};

use crate::{error::StoreError, item::Item, keys, table::Table, transaction::Condition};

/// One look at one person's record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reveal {
    /// The application whose roster it was.
    pub application: ApplicationNumber,
    /// The person.
    pub member: MemberId,
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
        let item = Item::new(&keys::reveal(&reveal.application, id)).body(reveal)?;
        self.put(item, Condition::absent()).await
    }
}
