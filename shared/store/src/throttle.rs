//! Failures of one kind, such as wrong passwords for a name, counted over a while.

use chrono::{DateTime, Duration, Utc};

use crate::{
    error::StoreError,
    item::Item,
    keys,
    table::{Order, Table},
    transaction::Condition,
};

impl Table {
    /// How many failures of `subject` were recorded at `since` or later.
    pub async fn failures(&self, subject: &str, since: DateTime<Utc>) -> Result<u32, StoreError> {
        self.count(&keys::failures(subject, Some(since))).await
    }

    /// Records a failure that counts for as long as `window`. `serial` is drawn at random and tells apart those of one
    /// millisecond.
    pub async fn record_failure(
        &self,
        subject: &str,
        at: DateTime<Utc>,
        serial: u32,
        window: Duration,
    ) -> Result<(), StoreError> {
        let item = Item::new(&keys::failure(subject, at, serial)).expires(at + window);
        self.put(item, Condition::none()).await
    }

    /// Forgets the failures of a subject, e.g. after a success.
    pub async fn clear_failures(&self, subject: &str) -> Result<(), StoreError> {
        for item in self.query(&keys::failures(subject, None), Order::Ascending).await? {
            self.delete(&item.key()).await?;
        }
        Ok(())
    }
}
