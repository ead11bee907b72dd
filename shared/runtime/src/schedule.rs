//! The worker behind the clock.

use lambda_runtime::{LambdaEvent, service_fn};
use serde::de::IgnoredAny;

use crate::{
    Error, chain,
    guard::{Finished, finish},
};

/// Runs `tick` whenever the schedule calls, for ever. What the event says is of no interest: the time comes from
/// the [`Clock`](crate::Clock).
pub async fn run<Work, E>(tick: impl Fn() -> Work) -> Result<(), Error>
where
    Work: Future<Output = Result<(), E>>,
    E: Into<Error>,
{
    let tick = &tick;
    lambda_runtime::run(service_fn(|_: LambdaEvent<IgnoredAny>| async move {
        let Finished { result, duration_ms } = finish(tick()).await;
        match &result {
            Ok(()) => tracing::info!(duration_ms, "done"),
            Err(error) => tracing::error!(duration_ms, error = chain(&**error), "failed"),
        }
        result
    }))
    .await
}
