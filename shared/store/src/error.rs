//! What can go wrong with storage.

use std::error::Error;

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};

use crate::receipts::Receipt;

/// A write or read that did not succeed. No variant carries personal data.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another write came first; nothing was written. Read again and decide anew.
    #[error("another write came first")]
    Conflict,
    /// The very request was carried out before; this is the answer it got.
    #[error("the request was carried out before")]
    Replayed(Box<Receipt>),
    /// The service asks for patience or cannot be reached; the same call may succeed later.
    #[error("the service asks for patience")]
    Throttled,
    /// What is stored contradicts itself.
    #[error("{key}: {what}")]
    Inconsistent {
        /// The item.
        key: String,
        /// What is wrong with it.
        what: String,
    },
    /// The service refused the call, or its answer made no sense.
    #[error("{operation} failed")]
    Backend {
        /// The call.
        operation: &'static str,
        /// Why.
        #[source]
        source: Box<dyn Error + Send + Sync>,
    },
}

impl StoreError {
    /// Whether the same call, unchanged, may succeed later.
    pub const fn is_retryable(&self) -> bool {
        match self {
            Self::Throttled => true,
            Self::Conflict | Self::Replayed(_) | Self::Inconsistent { .. } | Self::Backend { .. } => false,
        }
    }

    pub(crate) fn inconsistent(key: &impl std::fmt::Display, what: impl Into<String>) -> Self {
        Self::Inconsistent { key: key.to_string(), what: what.into() }
    }

    pub(crate) fn backend(operation: &'static str, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Backend { operation, source: source.into() }
    }
}

/// Codes by which the services say that the call itself was all right.
const PASSING: [&str; 12] = [
    "InternalError",
    "InternalServerError",
    "LimitExceededException",
    "ProvisionedThroughputExceeded",
    "ProvisionedThroughputExceededException",
    "RequestLimitExceeded",
    "RequestThrottled",
    "ServiceUnavailable",
    "SlowDown",
    "ThrottlingError",
    "ThrottlingException",
    "TransactionInProgressException",
];

/// Whether a failure with that code passes.
pub(crate) fn is_passing(code: &str) -> bool {
    PASSING.contains(&code)
}

/// Sorts a failed call. The details of a passing failure go to the log: the caller only learns to come again.
pub(crate) fn failed<E, R>(operation: &'static str, error: SdkError<E, R>) -> StoreError
where
    E: ProvideErrorMetadata + Error + Send + Sync + 'static,
    R: std::fmt::Debug + Send + Sync + 'static,
{
    let code = error.as_service_error().and_then(ProvideErrorMetadata::code).unwrap_or_default();
    if code == "ConditionalCheckFailedException" {
        return StoreError::Conflict;
    }
    let unreachable = matches!(error, SdkError::TimeoutError(_) | SdkError::DispatchFailure(_));
    if unreachable || is_passing(code) {
        tracing::warn!(operation, code, unreachable, "the service asks for patience");
        return StoreError::Throttled;
    }
    StoreError::backend(operation, error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_passing_failure_is_worth_the_same_call_again() {
        let receipt = Receipt {
            key: "k".into(),
            request: "h".into(),
            status: 200,
            body: String::new(),
            expires_at: chrono::DateTime::UNIX_EPOCH,
        };
        let vectors = [
            (StoreError::Throttled, true),
            (StoreError::Conflict, false),
            (StoreError::Replayed(Box::new(receipt)), false),
            (StoreError::inconsistent(&"PK/SK", "no body"), false),
            (StoreError::backend("GetItem", "refused"), false),
        ];
        for (error, expected) in vectors {
            assert_eq!(error.is_retryable(), expected, "{error}");
        }
    }
}
