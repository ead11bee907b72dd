//! Waiting on conditions.

use std::{future::Future, time::Duration};

/// How long a condition may take before the test gives up; generous, since machines are shared.
const PATIENCE: Duration = Duration::from_mins(2);

/// Polls until the condition yields something.
pub async fn until<T, F, Fut>(what: &str, mut condition: F) -> T
where
    F: FnMut() -> Fut,
    Fut: Future<Output = Option<T>>,
{
    let polling = async {
        let mut tick = tokio::time::interval(Duration::from_millis(100));
        loop {
            tick.tick().await;
            if let Some(value) = condition().await {
                return value;
            }
        }
    };
    let waited = tokio::time::timeout(PATIENCE, polling).await;
    waited.unwrap_or_else(|_| panic!("{what} did not happen within {PATIENCE:?}"))
}
