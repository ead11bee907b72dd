//! What a request with an `Idempotency-Key` was answered, kept so that its repetition gets the same.

use chrono::{DateTime, Utc};

use crate::{error::StoreError, item::Item, keys, table::Table, transaction::Transaction};

const REQUEST: &str = "request";
const STATUS: &str = "status";
const ANSWER: &str = "answer";

/// The answer to a request, under the key the caller gave it.
#[derive(Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Account and key, so that nobody finds another's.
    pub key: String,
    /// A hash of the request, which tells a repetition from another request under the same key.
    pub request: String,
    /// The status it was answered with.
    pub status: u16,
    /// The body it was answered with.
    pub body: String,
    /// When the key is free again.
    pub expires_at: DateTime<Utc>,
}

/// The answer may hold what only its caller may see.
impl std::fmt::Debug for Receipt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Receipt").field("status", &self.status).finish_non_exhaustive()
    }
}

impl Receipt {
    pub(crate) fn item(&self) -> Item {
        Item::new(&keys::receipt(&self.key))
            .text(REQUEST, &self.request)
            .number(STATUS, self.status.into())
            .text(ANSWER, &self.body)
            .expires(self.expires_at)
    }

    fn read(key: &str, item: &Item) -> Result<Self, StoreError> {
        Ok(Self {
            key: key.to_owned(),
            request: item.read_text(REQUEST)?.to_owned(),
            status: item.read_number(STATUS)?,
            body: item.read_text(ANSWER)?.to_owned(),
            expires_at: item.read_expiry()?,
        })
    }
}

impl Table {
    /// The receipt under a key. It may have expired: expired ones stay for a while.
    pub async fn receipt(&self, key: &str) -> Result<Option<Receipt>, StoreError> {
        let item = self.get(&keys::receipt(key)).await?;
        item.map(|item| Receipt::read(key, &item)).transpose()
    }

    /// Keeps the answer to a request that wrote nothing else. `Replayed` with the first one when there is one.
    pub async fn put_receipt(&self, receipt: Receipt, now: DateTime<Utc>) -> Result<(), StoreError> {
        let mut transaction = Transaction::default();
        transaction.receipt(self, Some(receipt), now)?;
        self.transact(transaction).await
    }
}
