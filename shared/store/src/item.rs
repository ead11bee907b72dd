//! An item of the table, as it is built and read.

use std::collections::HashMap;

use aws_sdk_dynamodb::{primitives::Blob, types::AttributeValue};
use chrono::{DateTime, Utc};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    error::StoreError,
    keys::{Index, Key, schema},
};

/// The aggregate or record, as JSON.
pub(crate) const BODY: &str = "body";
/// Counts the writes of an item.
pub(crate) const VERSION: &str = "version";
/// Where a life cycle stands, beside the body, for conditions.
pub(crate) const STATE: &str = "state";

pub(crate) type Attributes = HashMap<String, AttributeValue>;

pub(crate) fn text(value: impl Into<String>) -> AttributeValue {
    AttributeValue::S(value.into())
}

pub(crate) fn number(value: u64) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

/// The time to live of something that ends at `at`.
pub(crate) fn expiry(at: DateTime<Utc>) -> AttributeValue {
    AttributeValue::N(at.timestamp().to_string())
}

pub(crate) fn json(value: &impl Serialize) -> Result<AttributeValue, StoreError> {
    serde_json::to_string(value).map(AttributeValue::S).map_err(|error| StoreError::backend("encode", error))
}

/// The key as attributes of a request.
pub(crate) fn key_attributes(key: &Key) -> Attributes {
    HashMap::from([
        (schema::PARTITION.to_owned(), text(&key.partition)),
        (schema::SORT.to_owned(), text(&key.sort)),
    ])
}

#[derive(Debug, Clone, Default)]
pub(crate) struct Item(Attributes);

impl Item {
    pub(crate) fn new(key: &Key) -> Self {
        Self(key_attributes(key))
    }

    pub(crate) const fn stored(attributes: Attributes) -> Self {
        Self(attributes)
    }

    #[must_use]
    pub(crate) fn with(mut self, name: &str, value: AttributeValue) -> Self {
        self.0.insert(name.to_owned(), value);
        self
    }

    #[must_use]
    pub(crate) fn text(self, name: &str, value: impl Into<String>) -> Self {
        self.with(name, text(value))
    }

    #[must_use]
    pub(crate) fn number(self, name: &str, value: u64) -> Self {
        self.with(name, number(value))
    }

    #[must_use]
    pub(crate) fn blob(self, name: &str, bytes: Vec<u8>) -> Self {
        self.with(name, AttributeValue::B(Blob::new(bytes)))
    }

    pub(crate) fn body(self, value: &impl Serialize) -> Result<Self, StoreError> {
        Ok(self.with(BODY, json(value)?))
    }

    #[must_use]
    pub(crate) fn indexed(self, index: Index, key: &Key) -> Self {
        let (_, partition, sort) = index.schema();
        self.text(partition, &key.partition).text(sort, &key.sort)
    }

    #[must_use]
    pub(crate) fn expires(self, at: DateTime<Utc>) -> Self {
        self.with(schema::EXPIRES, expiry(at))
    }

    pub(crate) fn into_attributes(self) -> Attributes {
        self.0
    }

    /// Which item this is, for messages.
    pub(crate) fn key(&self) -> Key {
        let part = |name| self.maybe_text(name).unwrap_or("?").to_owned();
        Key { partition: part(schema::PARTITION), sort: part(schema::SORT) }
    }

    pub(crate) fn lacks(&self, name: &str) -> StoreError {
        StoreError::inconsistent(&self.key(), format!("no usable attribute {name}"))
    }

    pub(crate) fn maybe_text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_s().ok().map(String::as_str)
    }

    pub(crate) fn read_text(&self, name: &str) -> Result<&str, StoreError> {
        self.maybe_text(name).ok_or_else(|| self.lacks(name))
    }

    pub(crate) fn read_number<T: std::str::FromStr>(&self, name: &str) -> Result<T, StoreError> {
        let value = self.0.get(name).and_then(|value| value.as_n().ok());
        value.and_then(|text| text.parse().ok()).ok_or_else(|| self.lacks(name))
    }

    pub(crate) fn read_blob(&self, name: &str) -> Result<&[u8], StoreError> {
        let value = self.0.get(name).and_then(|value| value.as_b().ok());
        value.map(AsRef::as_ref).ok_or_else(|| self.lacks(name))
    }

    pub(crate) fn read_expiry(&self) -> Result<DateTime<Utc>, StoreError> {
        let seconds = self.0.get(schema::EXPIRES).and_then(|value| value.as_n().ok());
        seconds
            .and_then(|text| text.parse().ok())
            .and_then(|seconds| DateTime::from_timestamp(seconds, 0))
            .ok_or_else(|| self.lacks(schema::EXPIRES))
    }

    /// Reads a value kept as JSON. The message names the place of the fault, never what stands there.
    pub(crate) fn read_json<T: DeserializeOwned>(&self, name: &str) -> Result<T, StoreError> {
        serde_json::from_str(self.read_text(name)?).map_err(|error| {
            let what = format!("{name}: line {} column {} is not as expected", error.line(), error.column());
            StoreError::inconsistent(&self.key(), what)
        })
    }

    pub(crate) fn read_body<T: DeserializeOwned>(&self) -> Result<T, StoreError> {
        self.read_json(BODY)
    }

    /// All attributes whose name begins with `prefix`, without it.
    pub(crate) fn texts_under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.0
            .iter()
            .filter_map(move |(name, value)| Some((name.strip_prefix(prefix)?, value.as_s().ok()?.as_str())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item() -> Item {
        Item::new(&Key { partition: "P#1".into(), sort: "S".into() })
    }

    #[test]
    fn a_broken_body_is_reported_without_its_content() {
        let error = item().text(BODY, "{\"name\":\"王芳\"").read_body::<serde_json::Value>().unwrap_err();
        let StoreError::Inconsistent { key, what } = error else { panic!("{error}") };
        assert_eq!(key, "P#1/S");
        assert!(what.contains("column") && !what.contains("王"), "{what}");
    }

    #[test]
    fn a_missing_attribute_names_the_item() {
        let error = item().read_text("x").unwrap_err();
        assert_eq!(error.to_string(), "P#1/S: no usable attribute x");
    }

    #[test]
    fn an_expiry_is_read_as_it_was_set() {
        let at = DateTime::from_timestamp(1_767_225_600, 0).unwrap();
        assert_eq!(item().expires(at).read_expiry().unwrap(), at);
    }
}
