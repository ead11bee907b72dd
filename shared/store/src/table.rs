//! The table and the calls every aggregate is read and written by.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

use aws_sdk_dynamodb::{
    Client,
    operation::query::builders::QueryFluentBuilder,
    types::{KeysAndAttributes, PutRequest, ReturnValue, Select, WriteRequest},
};
use futures::{StreamExt, TryStreamExt, stream};

use crate::{
    error::{StoreError, failed},
    item::{Attributes, Item, key_attributes, text},
    keys::{Key, Range, Sort, schema},
    transaction::Condition,
};

/// Items of one `BatchGetItem`.
const GET_CHUNK: usize = 100;
/// Items of one `BatchWriteItem`.
const WRITE_CHUNK: usize = 25;
/// Batch calls under way at once.
const PARALLEL: usize = 4;
/// Attempts at what the service left undone.
const ATTEMPTS: u32 = 8;

/// The table that holds everything but files.
#[derive(Debug, Clone)]
pub struct Table {
    pub(crate) client: Client,
    pub(crate) name: String,
}

/// Which end of a range comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    Ascending,
    Descending,
}

/// Waits before another attempt: 25 ms, then twice as long each time, 3 s at most.
pub(crate) async fn pause(attempt: u32) {
    tokio::time::sleep(Duration::from_millis((25_u64 << attempt.min(7)).min(3_000))).await;
}

impl Table {
    /// The table of that name.
    pub fn new(client: Client, name: impl Into<String>) -> Self {
        Self { client, name: name.into() }
    }

    /// Reads one item as it is now.
    pub(crate) async fn get(&self, key: &Key) -> Result<Option<Item>, StoreError> {
        let call = self.client.get_item().table_name(&self.name).consistent_read(true);
        let answer = call.set_key(Some(key_attributes(key))).send().await;
        Ok(answer.map_err(|error| failed("GetItem", error))?.item.map(Item::stored))
    }

    /// Writes one item; `Conflict` when the condition does not hold.
    pub(crate) async fn put(&self, item: Item, condition: Condition) -> Result<(), StoreError> {
        let call = self.client.put_item().table_name(&self.name).set_item(Some(item.into_attributes()));
        let call = call
            .set_condition_expression(condition.expression())
            .set_expression_attribute_names(condition.names())
            .set_expression_attribute_values(condition.values());
        call.send().await.map(drop).map_err(|error| failed("PutItem", error))
    }

    /// Changes single attributes and gives the item as it is then; `Conflict` when the condition does not hold.
    pub(crate) async fn update(
        &self,
        key: &Key,
        change: &str,
        condition: Condition,
    ) -> Result<Item, StoreError> {
        let call = self.client.update_item().table_name(&self.name).set_key(Some(key_attributes(key)));
        let call = call
            .update_expression(change)
            .set_condition_expression(condition.expression())
            .set_expression_attribute_names(condition.names())
            .set_expression_attribute_values(condition.values())
            .return_values(ReturnValue::AllNew);
        let answer = call.send().await.map_err(|error| failed("UpdateItem", error))?;
        Ok(Item::stored(answer.attributes.unwrap_or_default()))
    }

    /// Removes one item, if it is there.
    pub(crate) async fn delete(&self, key: &Key) -> Result<(), StoreError> {
        let call = self.client.delete_item().table_name(&self.name).set_key(Some(key_attributes(key)));
        call.send().await.map(drop).map_err(|error| failed("DeleteItem", error))
    }

    /// Reads a range to its end, however many pages the answer takes.
    pub(crate) async fn query(&self, range: &Range, order: Order) -> Result<Vec<Item>, StoreError> {
        let mut items = Vec::new();
        let mut start = None;
        loop {
            let answer = self.query_page(range, order, Select::AllAttributes, start).await?;
            items.extend(answer.items.unwrap_or_default().into_iter().map(Item::stored));
            start = answer.last_evaluated_key;
            if start.is_none() {
                return Ok(items);
            }
        }
    }

    /// Reads a range from its beginning, `most` items at most.
    pub(crate) async fn query_first(
        &self,
        range: &Range,
        order: Order,
        most: usize,
    ) -> Result<Vec<Item>, StoreError> {
        let mut items = Vec::new();
        let mut start = None;
        while items.len() < most {
            let limit = i32::try_from(most - items.len()).ok();
            let page = self.page(range, order, Select::AllAttributes, start).set_limit(limit);
            let answer = page.send().await.map_err(|error| failed("Query", error))?;
            items.extend(answer.items.unwrap_or_default().into_iter().map(Item::stored));
            start = answer.last_evaluated_key;
            if start.is_none() {
                break;
            }
        }
        Ok(items)
    }

    /// Counts a range to its end.
    pub(crate) async fn count(&self, range: &Range) -> Result<u32, StoreError> {
        let mut count = 0;
        let mut start = None;
        loop {
            let answer = self.query_page(range, Order::Ascending, Select::Count, start).await?;
            count += u32::try_from(answer.count).unwrap_or_default();
            start = answer.last_evaluated_key;
            if start.is_none() {
                return Ok(count);
            }
        }
    }

    async fn query_page(
        &self,
        range: &Range,
        order: Order,
        select: Select,
        start: Option<Attributes>,
    ) -> Result<aws_sdk_dynamodb::operation::query::QueryOutput, StoreError> {
        self.page(range, order, select, start).send().await.map_err(|error| failed("Query", error))
    }

    fn page(
        &self,
        range: &Range,
        order: Order,
        select: Select,
        start: Option<Attributes>,
    ) -> QueryFluentBuilder {
        let (index, partition, sort) = match range.index {
            Some(index) => {
                let (name, partition, sort) = index.schema();
                (Some(name.to_owned()), partition, sort)
            }
            None => (None, schema::PARTITION, schema::SORT),
        };
        let (condition, bounds) = match &range.sort {
            Sort::All => ("#p = :p", vec![]),
            Sort::Prefix(bound) => ("#p = :p AND begins_with(#s, :s)", vec![(":s", bound)]),
            Sort::Before(bound) => ("#p = :p AND #s < :s", vec![(":s", bound)]),
            Sort::From(bound) => ("#p = :p AND #s >= :s", vec![(":s", bound)]),
            Sort::Between(first, last) => {
                ("#p = :p AND #s BETWEEN :s AND :t", vec![(":s", first), (":t", last)])
            }
        };
        let mut call = self
            .client
            .query()
            .table_name(&self.name)
            .consistent_read(index.is_none())
            .set_index_name(index)
            .key_condition_expression(condition)
            .expression_attribute_names("#p", partition)
            .expression_attribute_values(":p", text(&range.partition))
            .scan_index_forward(order == Order::Ascending)
            .select(select)
            .set_exclusive_start_key(start);
        if !bounds.is_empty() {
            call = call.expression_attribute_names("#s", sort);
        }
        for (name, bound) in bounds {
            call = call.expression_attribute_values(name, text(bound));
        }
        call
    }

    /// Reads many items, in no order; those that are not there are left out. The service refuses a call that names
    /// an item twice.
    pub(crate) async fn get_many(&self, keys: &[Key]) -> Result<HashMap<Key, Item>, StoreError> {
        let keys: Vec<&Key> = keys.iter().collect::<HashSet<_>>().into_iter().collect();
        let chunks: Vec<Vec<Attributes>> = keys
            .chunks(GET_CHUNK)
            .map(|chunk| chunk.iter().map(|key| key_attributes(key)).collect())
            .collect();
        let found: Vec<Vec<Item>> = stream::iter(chunks.into_iter().map(|chunk| self.get_chunk(chunk)))
            .buffer_unordered(PARALLEL)
            .try_collect()
            .await?;
        Ok(found.into_iter().flatten().map(|item| (item.key(), item)).collect())
    }

    async fn get_chunk(&self, mut keys: Vec<Attributes>) -> Result<Vec<Item>, StoreError> {
        let mut items = Vec::with_capacity(keys.len());
        for attempt in 0..ATTEMPTS {
            let wanted = KeysAndAttributes::builder().set_keys(Some(keys)).consistent_read(true).build();
            let wanted = wanted.map_err(|error| StoreError::backend("BatchGetItem", error))?;
            let call = self.client.batch_get_item().request_items(&self.name, wanted);
            let answer = call.send().await.map_err(|error| failed("BatchGetItem", error))?;
            let mut found = answer.responses.unwrap_or_default();
            items.extend(found.remove(&self.name).unwrap_or_default().into_iter().map(Item::stored));
            let mut rest = answer.unprocessed_keys.unwrap_or_default();
            keys = rest.remove(&self.name).map(|rest| rest.keys).unwrap_or_default();
            if keys.is_empty() {
                return Ok(items);
            }
            pause(attempt).await;
        }
        Err(StoreError::Throttled)
    }

    /// Writes many items that nothing is expected of.
    pub(crate) async fn put_many(&self, items: Vec<Item>) -> Result<(), StoreError> {
        let mut requests = Vec::with_capacity(items.len());
        for item in items {
            let put = PutRequest::builder().set_item(Some(item.into_attributes())).build();
            let put = put.map_err(|error| StoreError::backend("BatchWriteItem", error))?;
            requests.push(WriteRequest::builder().put_request(put).build());
        }
        let chunks: Vec<Vec<WriteRequest>> = requests.chunks(WRITE_CHUNK).map(<[_]>::to_vec).collect();
        stream::iter(chunks.into_iter().map(|chunk| self.write_chunk(chunk)))
            .buffer_unordered(PARALLEL)
            .try_collect()
            .await
    }

    async fn write_chunk(&self, mut requests: Vec<WriteRequest>) -> Result<(), StoreError> {
        for attempt in 0..ATTEMPTS {
            let call = self.client.batch_write_item().request_items(&self.name, requests);
            let answer = call.send().await.map_err(|error| failed("BatchWriteItem", error))?;
            requests = answer.unprocessed_items.unwrap_or_default().remove(&self.name).unwrap_or_default();
            if requests.is_empty() {
                return Ok(());
            }
            pause(attempt).await;
        }
        Err(StoreError::Throttled)
    }
}
