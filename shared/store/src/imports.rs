//! Rosters on their way in.

use domain::{
    application::Change,
    ids::{ApplicationNumber, UploadId},
    import::{Import, ImportStateName},
    upload::Upload,
};

use crate::{
    error::StoreError,
    item::{Item, STATE, text},
    jobs::Job,
    keys,
    receipts::Receipt,
    table::{Order, Table},
    transaction::{Condition, Transaction},
    uploads::{self, Delivery},
};

impl Table {
    /// A roster has arrived: its upload is received, its import begins and the job to check it is written, together.
    /// The job is yet to be sent, after a second delivery too: the first may have died before it could.
    pub async fn receive_roster(
        &self,
        upload: &Upload,
        import: &Import,
        job: &Job,
    ) -> Result<Delivery, StoreError> {
        let mut transaction = Transaction::default();
        transaction.put(self, uploads::item(upload)?, &uploads::pending())?;
        transaction.put(self, item(import)?, &Condition::absent())?;
        transaction.put(self, job.item()?, &Condition::absent())?;
        match self.transact(transaction).await {
            Ok(()) => Ok(Delivery::First),
            Err(StoreError::Conflict) => self.settled(upload).await,
            Err(error) => Err(error),
        }
    }

    /// An import that needs no file begins, and the job to check it is written, together. The job is yet to be sent.
    pub async fn start_import(
        &self,
        import: &Import,
        job: &Job,
        receipt: Option<Receipt>,
    ) -> Result<(), StoreError> {
        let mut transaction = Transaction::default();
        transaction.put(self, item(import)?, &Condition::absent())?;
        transaction.put(self, job.item()?, &Condition::absent())?;
        transaction.receipt(self, receipt, job.created_at)?;
        self.transact(transaction).await
    }

    /// What has arrived as a roster is none: its upload is rejected and its import, where the clerk looks, has failed,
    /// together.
    pub async fn refuse_roster(&self, upload: &Upload, import: &Import) -> Result<Delivery, StoreError> {
        let mut transaction = Transaction::default();
        transaction.put(self, uploads::item(upload)?, &uploads::pending())?;
        transaction.put(self, item(import)?, &Condition::absent())?;
        match self.transact(transaction).await {
            Ok(()) => Ok(Delivery::First),
            Err(StoreError::Conflict) => self.settled(upload).await,
            Err(error) => Err(error),
        }
    }

    /// One import, as it is now.
    pub async fn import(
        &self,
        application: &ApplicationNumber,
        id: &UploadId,
    ) -> Result<Option<Import>, StoreError> {
        let item = self.get(&keys::import(application, id)).await?;
        item.map(|item| item.read_body()).transpose()
    }

    /// All imports of an application, newest first.
    pub async fn imports(&self, application: &ApplicationNumber) -> Result<Vec<Import>, StoreError> {
        let items = self.query(&keys::imports(application), Order::Descending).await?;
        items.iter().map(Item::read_body).collect()
    }

    /// Moves an import on; `Conflict` when it is no longer in the state `from`.
    pub async fn set_import(&self, import: &Import, from: ImportStateName) -> Result<(), StoreError> {
        self.put(item(import)?, in_state(from)).await
    }

    /// The clerk wants the rows: the import is applying and the job to do it is written, together. The job is yet to
    /// be sent.
    pub async fn start_apply(
        &self,
        import: &Import,
        job: &Job,
        receipt: Option<Receipt>,
    ) -> Result<(), StoreError> {
        let mut transaction = Transaction::default();
        transaction.put(self, item(import)?, &in_state(ImportStateName::Ready))?;
        transaction.put(self, job.item()?, &Condition::absent())?;
        transaction.receipt(self, receipt, job.created_at)?;
        self.transact(transaction).await
    }

    /// [`Table::commit`] of the application that has the rows now, together with its import being applied.
    pub async fn apply_import(&self, change: &Change, import: &Import) -> Result<Vec<Job>, StoreError> {
        let applied = item(import)?;
        self.commit_with(change, |transaction| {
            transaction.put(self, applied, &in_state(ImportStateName::Applying))
        })
        .await
    }
}

fn item(import: &Import) -> Result<Item, StoreError> {
    Item::new(&keys::import(&import.application, &import.id))
        .text(STATE, import.state.name().code())
        .body(import)
}

fn in_state(state: ImportStateName) -> Condition {
    Condition::equal(STATE, text(state.code()))
}
