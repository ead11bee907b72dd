//! A panic is one failed piece of work, not a dead process.

use std::{panic::AssertUnwindSafe, time::Instant};

use futures::FutureExt as _;

use crate::Error;

/// The work panicked; the log line of the panic says where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("panicked")]
pub struct Panicked;

/// Runs `work` to its end or to its panic.
pub async fn caught<F: Future>(work: F) -> Result<F::Output, Panicked> {
    // What the work shared with us is used no more once it has panicked: handlers keep no state of their own.
    AssertUnwindSafe(work).catch_unwind().await.map_err(|_| Panicked)
}

/// A piece of work that has come to its end.
pub(crate) struct Finished {
    /// How it ended.
    pub result: Result<(), Error>,
    /// How long it took.
    pub duration_ms: u64,
}

/// Runs a worker's piece of work; a panic is an error.
pub(crate) async fn finish<E: Into<Error>>(work: impl Future<Output = Result<(), E>>) -> Finished {
    let begun = Instant::now();
    let result = match caught(work).await {
        Ok(result) => result.map_err(Into::into),
        Err(panicked) => Err(panicked.into()),
    };
    Finished { result, duration_ms: u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX) }
}
