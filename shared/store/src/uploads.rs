//! Files on their way in.

use chrono::Duration;
use domain::{
    ids::UploadId,
    upload::{Upload, UploadState},
};

use crate::{
    error::StoreError,
    item::{Item, STATE, text},
    keys,
    receipts::Receipt,
    table::Table,
    transaction::{Condition, Transaction},
};

/// How long an upload that never came, or was no good, can be asked after.
const UNUSED_STAYS: Duration = Duration::days(7);

/// Whether a message was the first of its kind. Queues and triggers deliver at least once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// This one did it.
    First,
    /// It had been done before; nothing was written.
    Again,
}

impl Table {
    /// Notes an upload that is about to come. The receipt is that of the request for it.
    pub async fn put_upload(&self, upload: &Upload, receipt: Option<Receipt>) -> Result<(), StoreError> {
        let mut transaction = Transaction::default();
        transaction.put(self, item(upload)?, &Condition::absent())?;
        transaction.receipt(self, receipt, upload.created_at)?;
        self.transact(transaction).await
    }

    /// The upload of that identity.
    pub async fn upload(&self, id: &UploadId) -> Result<Option<Upload>, StoreError> {
        let item = self.get(&keys::upload(id)).await?;
        item.map(|item| item.read_body()).transpose()
    }

    /// Notes what has become of a pending upload, received or rejected.
    pub async fn receive_upload(&self, upload: &Upload) -> Result<Delivery, StoreError> {
        match self.put(item(upload)?, pending()).await {
            Ok(()) => Ok(Delivery::First),
            Err(StoreError::Conflict) => self.settled(upload).await,
            Err(error) => Err(error),
        }
    }

    /// Tells a second delivery from an upload nobody knows.
    pub(crate) async fn settled(&self, upload: &Upload) -> Result<Delivery, StoreError> {
        match self.upload(&upload.id).await? {
            Some(stored) if stored.state != UploadState::Pending => Ok(Delivery::Again),
            _ => Err(StoreError::Conflict),
        }
    }
}

/// That the upload is still waited for.
pub(crate) fn pending() -> Condition {
    Condition::equal(STATE, text(UploadState::Pending.code()))
}

pub(crate) fn item(upload: &Upload) -> Result<Item, StoreError> {
    let item = Item::new(&keys::upload(&upload.id)).text(STATE, upload.state.code()).body(upload)?;
    Ok(match upload.state {
        UploadState::Received { .. } => item,
        UploadState::Pending | UploadState::Rejected { .. } => item.expires(upload.created_at + UNUSED_STAYS),
    })
}
