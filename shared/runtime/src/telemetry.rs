//! Log lines: JSON on standard output, one object a line.

use std::{error::Error, fmt::Write as _, panic::PanicHookInfo, str::FromStr as _};

use tracing::level_filters::LevelFilter;
use tracing_subscriber::{filter::Targets, layer::SubscriberExt as _, util::SubscriberInitExt as _};

use crate::Environment;

/// Crates that write whole requests, events and answers into their log below `info`: people's data never goes there.
const TALKATIVE: [&str; 7] = ["aws_", "h2", "hyper", "lambda_", "rustls", "serde_dynamo", "tower"];

/// Starts logging at the level that `RUST_LOG` names (`info` by default; libraries never below `info`) and makes
/// panics log lines too. Call once, first thing in `main`.
pub fn init_tracing() {
    let lines = tracing_subscriber::fmt::layer()
        .json()
        .flatten_event(true)
        .with_current_span(true)
        .with_span_list(false)
        .with_target(true);
    // A second start in one process keeps the first subscriber.
    let _ =
        tracing_subscriber::registry().with(filter(Environment::read().log_level())).with(lines).try_init();
    std::panic::set_hook(Box::new(log_panic));
}

fn filter(level: &str) -> Targets {
    let level = LevelFilter::from_str(level).unwrap_or(LevelFilter::INFO);
    let libraries = TALKATIVE.map(|name| (name, level.min(LevelFilter::INFO)));
    Targets::new().with_default(level).with_targets(libraries)
}

/// Logs where it happened. The panic's own words may hold data of people, unless they are fixed text.
fn log_panic(info: &PanicHookInfo<'_>) {
    let place = info.location().map(ToString::to_string).unwrap_or_default();
    let words = info.payload().downcast_ref::<&'static str>().copied().unwrap_or_default();
    tracing::error!(place, words, "panic");
}

/// An error and everything that caused it, in one line for the operator.
pub fn chain(error: &(dyn Error + 'static)) -> String {
    let mut line = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        // Writing to a String does not fail.
        let _ = write!(line, ": {error}");
        cause = error.source();
    }
    line
}

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::*;
    use crate::ConfigError;

    #[test]
    fn libraries_that_print_payloads_stay_at_info_whatever_the_level() {
        let filter = filter("trace");
        assert!(filter.would_enable("store::table", &Level::TRACE));
        assert!(!filter.would_enable("lambda_runtime::layers", &Level::DEBUG));
        assert!(!filter.would_enable("aws_smithy_runtime::client", &Level::DEBUG));
        assert!(filter.would_enable("aws_config", &Level::INFO));
    }

    #[test]
    fn an_unknown_level_is_info() {
        assert!(filter("loud").would_enable("store", &Level::INFO));
        assert!(!filter("loud").would_enable("store", &Level::DEBUG));
        assert!(!filter("error").would_enable("aws_config", &Level::WARN));
    }

    #[test]
    fn a_chain_names_every_cause() {
        let error = ConfigError::Secret { name: "TOKEN_KEY_SECRET", source: "no such secret".into() };
        assert_eq!(chain(&error), "secret of TOKEN_KEY_SECRET cannot be read: no such secret");
    }
}
