//! Writes that happen all or not at all, and what is wrong when they do not.

use std::collections::HashMap;

use aws_sdk_dynamodb::{
    error::ProvideErrorMetadata,
    operation::transact_write_items::TransactWriteItemsError,
    types::{AttributeValue, CancellationReason, ConditionCheck, Put, TransactWriteItem, Update},
};
use chrono::{DateTime, Utc};

use crate::{
    error::{StoreError, failed, is_passing},
    item::{Item, expiry, key_attributes},
    keys::{Key, schema},
    receipts::Receipt,
    table::{Table, pause},
};

/// Attempts at a transaction that another one got in the way of.
const ATTEMPTS: u32 = 5;

/// What a write expects to find, with the values its expressions name.
#[derive(Debug, Clone, Default)]
pub(crate) struct Condition {
    expression: String,
    names: HashMap<String, String>,
    values: HashMap<String, AttributeValue>,
}

impl Condition {
    /// Nothing is expected.
    pub(crate) fn none() -> Self {
        Self::default()
    }

    /// That there is no such item.
    pub(crate) fn absent() -> Self {
        Self::of(&format!("attribute_not_exists({})", schema::PARTITION))
    }

    /// That there is such an item.
    pub(crate) fn present() -> Self {
        Self::of(&format!("attribute_exists({})", schema::PARTITION))
    }

    /// That there is no such item, or only one whose time is up.
    pub(crate) fn absent_at(now: DateTime<Utc>) -> Self {
        Self::of(&format!("attribute_not_exists({}) OR {} <= :now", schema::PARTITION, schema::EXPIRES))
            .value(":now", expiry(now))
    }

    /// That the attribute has that value.
    pub(crate) fn equal(name: &str, value: AttributeValue) -> Self {
        Self::of("#e = :e").name("#e", name).value(":e", value)
    }

    /// An expression; its names and values are to follow.
    pub(crate) fn of(expression: &str) -> Self {
        Self { expression: expression.to_owned(), ..Self::default() }
    }

    #[must_use]
    pub(crate) fn name(mut self, placeholder: &str, name: &str) -> Self {
        self.names.insert(placeholder.to_owned(), name.to_owned());
        self
    }

    #[must_use]
    pub(crate) fn value(mut self, placeholder: &str, value: AttributeValue) -> Self {
        self.values.insert(placeholder.to_owned(), value);
        self
    }

    pub(crate) fn expression(&self) -> Option<String> {
        (!self.expression.is_empty()).then(|| self.expression.clone())
    }

    pub(crate) fn names(&self) -> Option<HashMap<String, String>> {
        (!self.names.is_empty()).then(|| self.names.clone())
    }

    pub(crate) fn values(&self) -> Option<HashMap<String, AttributeValue>> {
        (!self.values.is_empty()).then(|| self.values.clone())
    }
}

/// The writes of one transaction, in the order in which reasons for its failure come back.
#[derive(Debug, Default)]
pub(crate) struct Transaction {
    actions: Vec<TransactWriteItem>,
    receipt: Option<(usize, Receipt)>,
}

/// Why one write of a transaction did not happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Obstacle {
    /// None: another one is at fault.
    None,
    /// Its condition does not hold.
    Unexpected,
    /// Another transaction is busy with the item.
    Busy,
    /// The service asks for patience.
    Passing,
    /// The write itself cannot be.
    Invalid,
}

/// How a transaction ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Ending {
    Committed,
    /// Nothing was written; one obstacle per write.
    Cancelled(Vec<Obstacle>),
}

impl Transaction {
    pub(crate) fn put(&mut self, table: &Table, item: Item, condition: &Condition) -> Result<(), StoreError> {
        let put = Put::builder()
            .table_name(&table.name)
            .set_item(Some(item.into_attributes()))
            .set_condition_expression(condition.expression())
            .set_expression_attribute_names(condition.names())
            .set_expression_attribute_values(condition.values())
            .build()
            .map_err(|error| StoreError::backend("TransactWriteItems", error))?;
        self.actions.push(TransactWriteItem::builder().put(put).build());
        Ok(())
    }

    pub(crate) fn update(
        &mut self,
        table: &Table,
        key: &Key,
        change: &str,
        condition: &Condition,
    ) -> Result<(), StoreError> {
        let update = Update::builder()
            .table_name(&table.name)
            .set_key(Some(key_attributes(key)))
            .update_expression(change)
            .set_condition_expression(condition.expression())
            .set_expression_attribute_names(condition.names())
            .set_expression_attribute_values(condition.values())
            .build()
            .map_err(|error| StoreError::backend("TransactWriteItems", error))?;
        self.actions.push(TransactWriteItem::builder().update(update).build());
        Ok(())
    }

    /// Expects something of an item that is not written.
    pub(crate) fn check(
        &mut self,
        table: &Table,
        key: &Key,
        condition: &Condition,
    ) -> Result<(), StoreError> {
        let check = ConditionCheck::builder()
            .table_name(&table.name)
            .set_key(Some(key_attributes(key)))
            .set_condition_expression(condition.expression())
            .set_expression_attribute_names(condition.names())
            .set_expression_attribute_values(condition.values())
            .build()
            .map_err(|error| StoreError::backend("TransactWriteItems", error))?;
        self.actions.push(TransactWriteItem::builder().condition_check(check).build());
        Ok(())
    }

    /// Adds the receipt of the request that asked for all this: the second of two equal requests finds it.
    pub(crate) fn receipt(
        &mut self,
        table: &Table,
        receipt: Option<Receipt>,
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        if let Some(receipt) = receipt {
            let position = self.actions.len();
            self.put(table, receipt.item(), &Condition::absent_at(now))?;
            self.receipt = Some((position, receipt));
        }
        Ok(())
    }
}

impl Table {
    /// Carries out a transaction. A receipt that is there already outranks every other obstacle: what was asked for
    /// has been done, so of course the rest is no longer as expected.
    pub(crate) async fn transact(&self, transaction: Transaction) -> Result<(), StoreError> {
        let obstacles = match self.attempt(&transaction).await? {
            Ending::Committed => return Ok(()),
            Ending::Cancelled(obstacles) => obstacles,
        };
        if let Some((position, receipt)) = &transaction.receipt
            && obstacles.get(*position) == Some(&Obstacle::Unexpected)
        {
            let stored = self.receipt(&receipt.key).await?.ok_or(StoreError::Conflict)?;
            return Err(StoreError::Replayed(Box::new(stored)));
        }
        if obstacles.contains(&Obstacle::Unexpected) {
            return Err(StoreError::Conflict);
        }
        Err(StoreError::backend("TransactWriteItems", format!("cancelled: {obstacles:?}")))
    }

    /// Carries out a transaction, again where another one was busy with an item: by then the conditions tell who
    /// won. Gives back only endings that coming again does not change.
    pub(crate) async fn attempt(&self, transaction: &Transaction) -> Result<Ending, StoreError> {
        for attempt in 0..ATTEMPTS {
            let actions = transaction.actions.clone();
            let call = self.client.transact_write_items().set_transact_items(Some(actions));
            let Err(error) = call.send().await else { return Ok(Ending::Committed) };
            let obstacles = match error.as_service_error() {
                Some(TransactWriteItemsError::TransactionCanceledException(cancelled)) => {
                    cancelled.cancellation_reasons().iter().map(obstacle).collect::<Vec<_>>()
                }
                // A single write on its own may still be in the way of a transaction.
                Some(other) if other.code() == Some("TransactionConflictException") => vec![Obstacle::Busy],
                _ => return Err(failed("TransactWriteItems", error)),
            };
            let passing = obstacles.iter().any(|one| matches!(one, Obstacle::Busy | Obstacle::Passing));
            let lasting = obstacles.iter().any(|one| matches!(one, Obstacle::Unexpected | Obstacle::Invalid));
            if lasting || !passing {
                return Ok(Ending::Cancelled(obstacles));
            }
            pause(attempt).await;
        }
        tracing::warn!(operation = "TransactWriteItems", "other transactions are still in the way");
        Err(StoreError::Throttled)
    }
}

fn obstacle(reason: &CancellationReason) -> Obstacle {
    match reason.code().unwrap_or("None") {
        "None" => Obstacle::None,
        "ConditionalCheckFailed" => Obstacle::Unexpected,
        "TransactionConflict" => Obstacle::Busy,
        code if is_passing(code) => Obstacle::Passing,
        _ => Obstacle::Invalid,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reason_of_a_cancellation_is_told_apart() {
        let vectors = [
            ("None", Obstacle::None),
            ("ConditionalCheckFailed", Obstacle::Unexpected),
            ("TransactionConflict", Obstacle::Busy),
            ("ThrottlingError", Obstacle::Passing),
            ("ProvisionedThroughputExceeded", Obstacle::Passing),
            ("ValidationError", Obstacle::Invalid),
            ("ItemCollectionSizeLimitExceeded", Obstacle::Invalid),
        ];
        for (code, expected) in vectors {
            assert_eq!(obstacle(&CancellationReason::builder().code(code).build()), expected, "{code}");
        }
        assert_eq!(obstacle(&CancellationReason::builder().build()), Obstacle::None);
    }

    #[test]
    fn an_empty_condition_sends_no_expression() {
        let none = Condition::none();
        assert_eq!((none.expression(), none.names(), none.values()), (None, None, None));
    }
}
