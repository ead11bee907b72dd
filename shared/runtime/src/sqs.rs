//! Workers behind a queue.

use aws_lambda_events::event::sqs::{BatchItemFailure, SqsBatchResponse, SqsEvent, SqsMessage};
use lambda_runtime::{LambdaEvent, service_fn};
use serde::de::DeserializeOwned;

use crate::{
    Error, chain,
    guard::{Finished, finish},
};

/// How often a message is delivered before it goes to the dead-letter queue: the template's `maxReceiveCount`.
pub const DELIVERIES: u32 = 5;

/// A job as its queue delivers it.
#[derive(Debug)]
pub struct Delivery<Job> {
    /// The job.
    pub job: Job,
    /// The how many-th delivery this is, from 1.
    pub attempt: u32,
    /// What the queue knows this delivery by.
    pub receipt: String,
}

impl<Job> Delivery<Job> {
    /// Whether the message goes to the dead-letter queue if this fails.
    pub const fn is_last(&self) -> bool {
        self.attempt >= DELIVERIES
    }

    /// Seconds to wait before trying again: long enough for what hiccuped, and much less than the time after which
    /// the queue believes that the function has died.
    pub const fn pause(&self) -> u32 {
        10 * self.attempt * self.attempt
    }
}

/// Takes batches for ever, giving every message's body, decoded, to `handle`. A message that cannot be decoded, or
/// whose work fails or panics, is reported as failed alone: SQS delivers it again, and at last into the
/// dead-letter queue.
pub async fn run<Job, Work, E>(handle: impl Fn(Job) -> Work) -> Result<(), Error>
where
    Job: DeserializeOwned,
    Work: Future<Output = Result<(), E>>,
    E: Into<Error>,
{
    run_deliveries(|delivery: Delivery<Job>| handle(delivery.job)).await
}

/// [`run`] for whoever wants to know how often a job has been tried.
pub async fn run_deliveries<Job, Work, E>(handle: impl Fn(Delivery<Job>) -> Work) -> Result<(), Error>
where
    Job: DeserializeOwned,
    Work: Future<Output = Result<(), E>>,
    E: Into<Error>,
{
    let handle = &handle;
    lambda_runtime::run(service_fn(|event: LambdaEvent<SqsEvent>| async move {
        Ok::<_, Error>(deliveries(event.payload, handle).await)
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
    deliveries(event, |delivery: Delivery<Job>| handle(delivery.job)).await
}

/// [`batch`] for whoever wants to know how often a job has been tried.
pub async fn deliveries<Job, Work, E>(
    event: SqsEvent,
    handle: impl Fn(Delivery<Job>) -> Work,
) -> SqsBatchResponse
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

async fn work_on<Job, Work, E>(
    message: &SqsMessage,
    handle: impl Fn(Delivery<Job>) -> Work,
) -> Result<(), Error>
where
    Job: DeserializeOwned,
    Work: Future<Output = Result<(), E>>,
    E: Into<Error>,
{
    let job = serde_json::from_str(message.body.as_deref().unwrap_or_default())?;
    let attempt = attempt(message).parse().unwrap_or(1);
    let receipt = message.receipt_handle.clone().unwrap_or_default();
    handle(Delivery { job, attempt, receipt }).await.map_err(Into::into)
}

fn attempt(message: &SqsMessage) -> &str {
    message.attributes.get("ApproximateReceiveCount").map(String::as_str).unwrap_or_default()
}

fn log(message: &SqsMessage, finished: &Finished) {
    let message_id = message.message_id.as_deref().unwrap_or_default();
    let attempt = attempt(message);
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
    async fn a_job_knows_how_often_it_was_delivered() {
        let mut event = event(&["1", "2", "3"]);
        for (message, attempt) in event.records.iter_mut().zip(["1", "4", "5"]) {
            message.attributes.insert("ApproximateReceiveCount".into(), attempt.into());
            message.receipt_handle = Some(format!("r{attempt}"));
        }
        let seen = RefCell::new(Vec::new());
        deliveries(event, async |delivery: Delivery<u32>| {
            seen.borrow_mut().push((delivery.receipt.clone(), delivery.pause(), delivery.is_last()));
            Ok::<_, io::Error>(())
        })
        .await;
        let expected = [("r1", 10, false), ("r4", 160, false), ("r5", 250, true)];
        assert_eq!(*seen.borrow(), expected.map(|(receipt, pause, last)| (receipt.to_owned(), pause, last)));
    }

    #[tokio::test]
    async fn a_poison_message_is_reported_and_the_rest_done() {
        let failed = failed(&["{", "\"one\"", "3"], async |_| Ok(())).await;
        assert_eq!(failed, ["m0", "m1"]);
    }
}
