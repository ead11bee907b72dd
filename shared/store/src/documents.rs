//! Papers of an application: asked for with a change, made by a worker, kept when they are void.

use chrono::{DateTime, Utc};
use domain::{
    application::{Change, DocumentKind},
    ids::ApplicationNumber,
};

use crate::{
    error::StoreError,
    item::{Item, STATE, text},
    jobs::Job,
    keys,
    table::{Order, Table},
    transaction::{Condition, Transaction},
};

const APPLICATION: &str = "application";
pub(crate) const KIND: &str = "kind";
const NUMBER: &str = "number";
const ISSUED_AT: &str = "issuedAt";
const READY_AT: &str = "readyAt";
const OBJECT: &str = "object";
/// `true` or `false`; text, so that conditions compare it like every other state.
const VOIDED: &str = "voided";
pub(crate) const FACTS: &str = "facts";

const RENDERING: &str = "rendering";
const READY: &str = "ready";
const FAILED: &str = "failed";
const SKIPPED: &str = "skipped";

/// Where the making of a document stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocumentState {
    /// A worker will make it, or make it again.
    Rendering,
    /// It can be downloaded.
    Ready {
        /// The object's key.
        key: String,
        /// When it was made.
        at: DateTime<Utc>,
    },
    /// It could not be made. It may be asked for again.
    Failed,
    /// It never was made, and is no longer needed: the application moved on before.
    Skipped,
}

impl DocumentState {
    /// The code that the API uses.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Rendering => RENDERING,
            Self::Ready { .. } => READY,
            Self::Failed => FAILED,
            Self::Skipped => SKIPPED,
        }
    }
}

/// A document of an application.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The application.
    pub application: ApplicationNumber,
    /// Which document.
    pub kind: DocumentKind,
    /// Its number.
    pub number: String,
    /// Where its making stands. Back at the start when it is voided: it is made again with its stamp.
    pub state: DocumentState,
    /// Whether it is void.
    pub voided: bool,
    /// What is printed on it, frozen at its first making: a later change of the unit's name changes no document.
    pub facts: Option<serde_json::Value>,
    /// When it was asked for.
    pub issued_at: DateTime<Utc>,
}

impl Document {
    /// Where its file lies; the one with the stamp lies beside the one without.
    pub fn object_key(&self) -> String {
        let stamp = if self.voided { "-void" } else { "" };
        format!("documents/{}/{}{stamp}.pdf", self.application, self.number)
    }

    fn read(item: &Item) -> Result<Self, StoreError> {
        let kind = item.read_text(KIND)?;
        let state = match item.read_text(STATE)? {
            RENDERING => DocumentState::Rendering,
            READY => {
                DocumentState::Ready { key: item.read_text(OBJECT)?.to_owned(), at: instant(item, READY_AT)? }
            }
            FAILED => DocumentState::Failed,
            SKIPPED => DocumentState::Skipped,
            _ => return Err(item.lacks(STATE)),
        };
        Ok(Self {
            application: ApplicationNumber::parse(item.read_text(APPLICATION)?)
                .map_err(|_| item.lacks(APPLICATION))?,
            kind: DocumentKind::ALL
                .into_iter()
                .find(|one| one.code() == kind)
                .ok_or_else(|| item.lacks(KIND))?,
            number: item.read_text(NUMBER)?.to_owned(),
            state,
            voided: item.read_text(VOIDED)? == flag(true),
            facts: item.maybe_text(FACTS).map(|_| item.read_json(FACTS)).transpose()?,
            issued_at: instant(item, ISSUED_AT)?,
        })
    }

    pub(crate) fn key(&self) -> keys::Key {
        keys::document(&self.application, self.kind, &self.number)
    }
}

const fn flag(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

fn instant(item: &Item, name: &str) -> Result<DateTime<Utc>, StoreError> {
    item.read_text(name)?.parse().map_err(|_| item.lacks(name))
}

/// Writes a new document that is yet to be made.
pub(crate) fn issue(
    transaction: &mut Transaction,
    table: &Table,
    change: &Change,
    kind: DocumentKind,
    number: &str,
) -> Result<(), StoreError> {
    let item = fresh(&change.application.number, kind, number, change.event.at);
    transaction.put(table, item, &Condition::absent())
}

fn fresh(application: &ApplicationNumber, kind: DocumentKind, number: &str, at: DateTime<Utc>) -> Item {
    Item::new(&keys::document(application, kind, number))
        .text(APPLICATION, application.as_str())
        .text(KIND, kind.code())
        .text(NUMBER, number)
        .text(STATE, RENDERING)
        .text(VOIDED, flag(false))
        .text(ISSUED_AT, at.to_rfc3339())
}

/// Writes that a document is void and to be made again with its stamp.
pub(crate) fn void(
    transaction: &mut Transaction,
    table: &Table,
    change: &Change,
    kind: DocumentKind,
    number: &str,
) -> Result<(), StoreError> {
    let condition = Condition::of("#voided = :valid")
        .name("#voided", VOIDED)
        .value(":valid", text(flag(false)))
        .value(":void", text(flag(true)))
        .name("#state", STATE)
        .value(":rendering", text(RENDERING));
    let key = keys::document(&change.application.number, kind, number);
    transaction.update(table, &key, "SET #voided = :void, #state = :rendering", &condition)
}

impl Table {
    /// All documents of an application, by kind and number.
    pub async fn documents(&self, application: &ApplicationNumber) -> Result<Vec<Document>, StoreError> {
        let items = self.query(&keys::documents(application), Order::Ascending).await?;
        items.iter().map(Document::read).collect()
    }

    /// One document, as it is now.
    pub async fn document(
        &self,
        application: &ApplicationNumber,
        kind: DocumentKind,
        number: &str,
    ) -> Result<Option<Document>, StoreError> {
        let item = self.get(&keys::document(application, kind, number)).await?;
        item.as_ref().map(Document::read).transpose()
    }

    /// Writes a document that somebody asks for, and the job to make it; nothing when it is there already. The job is
    /// yet to be sent.
    pub async fn request_document(
        &self,
        application: &ApplicationNumber,
        kind: DocumentKind,
        number: &str,
        at: DateTime<Utc>,
    ) -> Result<Option<Job>, StoreError> {
        let job = Job::render_document(application, kind, number, number, at)?;
        let mut transaction = Transaction::default();
        transaction.put(self, fresh(application, kind, number, at), &Condition::absent())?;
        transaction.put(self, job.item()?, &Condition::absent())?;
        match self.transact(transaction).await {
            Ok(()) => Ok(Some(job)),
            Err(StoreError::Conflict) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Writes that a document that could not be made is to be tried again, and the job, told apart from earlier ones by
    /// `attempt`. Nothing when it has not failed, or somebody else was faster.
    pub async fn retry_document(
        &self,
        document: &Document,
        attempt: &str,
        at: DateTime<Utc>,
    ) -> Result<Option<Job>, StoreError> {
        let Document { application, kind, number, .. } = document;
        let job = Job::render_document(application, *kind, number, attempt, at)?;
        let mut transaction = Transaction::default();
        let failed = Condition::equal(STATE, text(FAILED)).value(":rendering", text(RENDERING));
        transaction.update(self, &document.key(), "SET #e = :rendering", &failed)?;
        transaction.put(self, job.item()?, &Condition::absent())?;
        match self.transact(transaction).await {
            Ok(()) => Ok(Some(job)),
            Err(StoreError::Conflict) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Notes that the file of a document lies under `key`. `Conflict` when the document was voided since it was read:
    /// that file lacks the stamp, and the job to make it again is on its way.
    pub async fn document_ready(
        &self,
        document: &Document,
        key: &str,
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let condition = as_seen(document)
            .name("#state", STATE)
            .value(":ready", text(READY))
            .name("#object", OBJECT)
            .value(":object", text(key))
            .name("#at", READY_AT)
            .value(":at", text(at.to_rfc3339()));
        let change = "SET #state = :ready, #object = :object, #at = :at";
        self.update(&document.key(), change, condition).await.map(drop)
    }

    /// Notes that a document cannot be made. `Conflict` as with [`Table::document_ready`].
    pub async fn document_failed(&self, document: &Document) -> Result<(), StoreError> {
        self.document_ended(document, FAILED).await
    }

    /// Notes that a document is no longer needed. `Conflict` as with [`Table::document_ready`].
    pub async fn document_skipped(&self, document: &Document) -> Result<(), StoreError> {
        self.document_ended(document, SKIPPED).await
    }

    async fn document_ended(&self, document: &Document, state: &str) -> Result<(), StoreError> {
        let condition = as_seen(document).name("#state", STATE).value(":ended", text(state));
        self.update(&document.key(), "SET #state = :ended", condition).await.map(drop)
    }
}

/// That the document is there and as void, or as valid, as it was read.
fn as_seen(document: &Document) -> Condition {
    Condition::of("#voided = :voided").name("#voided", VOIDED).value(":voided", text(flag(document.voided)))
}
