//! Workers behind a queue.

use aws_lambda_events::event::sqs::{BatchItemFailure, SqsBatchResponse, SqsEvent, SqsMessage};
use lambda_runtime::{LambdaEvent, service_fn};
use serde::de::DeserializeOwned;

use crate::{
    Error, chain,
    guard::{Finished, finish},
};

/// Takes batches for ever, giving every message's body, decoded, to `handle`. A message that cannot be decoded, or
/// whose work fails or panics, is reported as failed alone: SQS delivers it again, and at last into the
/// dead-letter queue.
pub async fn run<Job, Work, E>(handle: impl Fn(Job) -> Work) -> Result<(), Error>
where
    Job: DeserializeOwned,
    Work: Future<Output = Result<(), E>>,
    E: Into<Error>,
{
    let handle = &handle;
    lambda_runtime::run(service_fn(|event: LambdaEvent<SqsEvent>| async move {
        Ok::<_, Error>(batch(event.payload, handle).await)
    }))
    .await
}

/// Does the work of one batch, in its order, and names the messages that failed.
pub async fn batch<Job, Work, E>(event: SqsEvent, handle: impl Fn(Job) -> Work) -> SqsBatchResponse
where
    Job: DeserializeOwned,
    Work: Future<Output = Result<(), E>>,
    E: Into<Error>,
{
    let mut response = SqsBatchResponse::default();
    for message in event.records {
        let finished = finish(work_on(&message, &handle)).await;
        log(&message, &finished);
        if finished.result.is_err() {
            let mut failure = BatchItemFailure::default();
            failure.item_identifier = message.message_id.unwrap_or_default();
            response.batch_item_failures.push(failure);
        }
    }
    response
}

async fn work_on<Job, Work, E>(message: &SqsMessage, handle: impl Fn(Job) -> Work) -> Result<(), Error>
where
    Job: DeserializeOwned,
    Work: Future<Output = Result<(), E>>,
    E: Into<Error>,
{
    let job = serde_json::from_str(message.body.as_deref().unwrap_or_default())?;
    handle(job).await.map_err(Into::into)
}

fn log(message: &SqsMessage, finished: &Finished) {
    let message_id = message.message_id.as_deref().unwrap_or_default();
    let attempt = message.attributes.get("ApproximateReceiveCount").map(String::as_str).unwrap_or_default();
    let duration_ms = finished.duration_ms;
    match &finished.result {
        Ok(()) => tracing::info!(message_id, attempt, duration_ms, "done"),
        Err(error) => tracing::error!(message_id, attempt, duration_ms, error = chain(&**error), "failed"),
    }
}

#[cfg(test)]
mod tests {
    use std::{cell::RefCell, io};

    use super::*;

    fn event(bodies: &[&str]) -> SqsEvent {
        let record = |(n, body)| serde_json::json!({ "messageId": format!("m{n}"), "body": body });
        let records: Vec<_> = bodies.iter().enumerate().map(record).collect();
        serde_json::from_value(serde_json::json!({ "Records": records })).unwrap()
    }

    async fn failed(bodies: &[&str], handle: impl AsyncFn(u32) -> Result<(), io::Error>) -> Vec<String> {
        let response = batch(event(bodies), |n| handle(n)).await;
        response.batch_item_failures.into_iter().map(|failure| failure.item_identifier).collect()
    }

    #[tokio::test]
    async fn only_the_message_that_fails_is_reported() {
        let seen = RefCell::new(Vec::new());
        let failed = failed(&["1", "2", "3"], async |n| {
            seen.borrow_mut().push(n);
            if n == 2 { Err(io::Error::other("no")) } else { Ok(()) }
        })
        .await;
        assert_eq!(failed, ["m1"]);
        assert_eq!(*seen.borrow(), [1, 2, 3]);
    }

    #[tokio::test]
    async fn a_panic_fails_its_own_message_alone() {
        let failed = failed(&["1", "2"], async |n| if n == 1 { panic!("work") } else { Ok(()) }).await;
        assert_eq!(failed, ["m0"]);
    }

    #[tokio::test]
    async fn a_poison_message_is_reported_and_the_rest_done() {
        let failed = failed(&["{", "\"one\"", "3"], async |_| Ok(())).await;
        assert_eq!(failed, ["m0", "m1"]);
    }
}
