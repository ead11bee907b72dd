//! The worker behind a bucket's notifications.

use lambda_runtime::{LambdaEvent, service_fn};
use percent_encoding::percent_decode_str;
use serde::Deserialize;

use crate::{
    Error, chain,
    guard::{Finished, finish},
};

/// An object that has arrived in a bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Its key, as the bucket knows it.
    pub key: String,
    /// Its size in bytes.
    pub size: u64,
}

/// A notification of S3. The one that S3 sends when a notification is set up (`s3:TestEvent`) has no records.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Notification {
    #[serde(rename = "Records", default)]
    records: Vec<Record>,
}

#[derive(Debug, Clone, Deserialize)]
struct Record {
    s3: Entity,
}

#[derive(Debug, Clone, Deserialize)]
struct Entity {
    object: Sent,
}

#[derive(Debug, Clone, Deserialize)]
struct Sent {
    key: String,
    #[serde(default)]
    size: u64,
}

/// The objects of a notification. S3 sends keys as forms do: `+` for a space, the rest percent-encoded.
pub fn objects(notification: Notification) -> Vec<Object> {
    let object = |Sent { key, size }| {
        let key = percent_decode_str(&key.replace('+', " ")).decode_utf8_lossy().into_owned();
        Object { key, size }
    };
    notification.records.into_iter().map(|record| object(record.s3.object)).collect()
}

/// Takes notifications for ever, giving every object to `handle`. If one of them fails, Lambda delivers the
/// notification again: `handle` must not mind an object it has seen.
pub async fn run<Work, E>(handle: impl Fn(Object) -> Work) -> Result<(), Error>
where
    Work: Future<Output = Result<(), E>>,
    E: Into<Error>,
{
    let handle = &handle;
    lambda_runtime::run(service_fn(|event: LambdaEvent<Notification>| each(event.payload, handle))).await
}

/// Does the work of one notification; the first failure ends it.
pub async fn each<Work, E>(notification: Notification, handle: impl Fn(Object) -> Work) -> Result<(), Error>
where
    Work: Future<Output = Result<(), E>>,
    E: Into<Error>,
{
    for object in objects(notification) {
        let size = object.size;
        let Finished { result, duration_ms } = finish(handle(object)).await;
        match &result {
            Ok(()) => tracing::info!(size, duration_ms, "done"),
            Err(error) => tracing::error!(size, duration_ms, error = chain(&**error), "failed"),
        }
        result?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notification(value: serde_json::Value) -> Notification {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn keys_are_decoded() {
        let sent = serde_json::json!({ "Records": [
            { "s3": { "object": { "key": "uploads/roster/01%2B+a%E5%90%8D", "size": 7 } } },
        ]});
        let key = "uploads/roster/01+ a名".to_owned();
        assert_eq!(objects(notification(sent)), [Object { key, size: 7 }]);
    }

    #[test]
    fn the_test_event_has_no_objects() {
        let sent = serde_json::json!({ "Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "files" });
        assert!(objects(notification(sent)).is_empty());
    }

    #[tokio::test]
    async fn a_failing_object_fails_the_notification() {
        let sent = serde_json::json!({ "Records": [{ "s3": { "object": { "key": "a", "size": 1 } } }]});
        let outcome = each(notification(sent.clone()), async |_| Err::<(), _>("no")).await;
        assert_eq!(outcome.unwrap_err().to_string(), "no");
        let outcome = each(notification(sent), async |_| -> Result<(), Error> { panic!("work") }).await;
        assert_eq!(outcome.unwrap_err().to_string(), "panicked");
    }
}
