//! What a paper should say, found by the 校验码 that is printed on it (NEW-13). Nobody's name and no number of a person
//! stands there: anybody who holds the paper may ask.

use chrono::{DateTime, Utc};
use domain::{application::DocumentKind, ids::ApplicationNumber, money::Fen, verify::VerifyCode};
use serde::{Deserialize, Serialize};

use crate::{
    documents::Document,
    error::StoreError,
    item::{Item, json},
    keys,
    table::Table,
    transaction::{Condition, Transaction},
};

/// What was printed on a paper that was issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Verification {
    /// Printed on it.
    pub code: VerifyCode,
    /// The application it belongs to.
    pub application: ApplicationNumber,
    /// Which paper.
    pub kind: DocumentKind,
    /// Its number.
    pub number: String,
    /// The unit's name on it.
    pub unit: String,
    /// The number of people on it.
    pub people: u32,
    /// The sum on it, if there is one.
    pub amount: Option<Fen>,
    /// When it was issued.
    pub issued_at: DateTime<Utc>,
}

impl Table {
    /// The paper of that code, if one was issued.
    pub async fn verification(&self, code: &VerifyCode) -> Result<Option<Verification>, StoreError> {
        let item = self.get(&keys::verification(code)).await?;
        item.map(|item| item.read_body()).transpose()
    }

    /// Freezes what is printed on a document and makes it found by its code, unless that was done before; gives what
    /// is frozen.
    pub async fn freeze_facts(
        &self,
        document: &Document,
        facts: &serde_json::Value,
        verification: &Verification,
    ) -> Result<serde_json::Value, StoreError> {
        let mut transaction = Transaction::default();
        let fresh = Condition::of("attribute_exists(#kind) AND attribute_not_exists(#facts)")
            .name("#kind", crate::documents::KIND)
            .name("#facts", crate::documents::FACTS)
            .value(":facts", json(facts)?);
        transaction.update(self, &document.key(), "SET #facts = :facts", &fresh)?;
        let found = Item::new(&keys::verification(&verification.code)).body(verification)?;
        transaction.put(self, found, &Condition::absent())?;
        match self.transact(transaction).await {
            Ok(()) => Ok(facts.clone()),
            Err(StoreError::Conflict) => {
                let there = self.document(&document.application, document.kind, &document.number).await?;
                there.and_then(|there| there.facts).ok_or(StoreError::Conflict)
            }
            Err(error) => Err(error),
        }
    }
}
