//! Answers that are kept beside what they answer.

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ApiError;

/// The body of a request that has nothing to say: nothing at all, or `{}`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Nothing {}

/// An answer, written out, so that the very same can be given again (see [`Once`](crate::Once)).
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: String,
}

/// The answer may hold what only its caller may see.
impl std::fmt::Debug for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Answer").field("status", &self.status).finish_non_exhaustive()
    }
}

impl Answer {
    /// 200 with `body`.
    pub fn ok(body: &impl Serialize) -> Result<Self, ApiError> {
        Self::with(StatusCode::OK, body)
    }

    /// 201 with what was made.
    pub fn created(body: &impl Serialize) -> Result<Self, ApiError> {
        Self::with(StatusCode::CREATED, body)
    }

    /// 202: begun, and done elsewhere.
    pub fn accepted(body: &impl Serialize) -> Result<Self, ApiError> {
        Self::with(StatusCode::ACCEPTED, body)
    }

    /// 204.
    pub const fn nothing() -> Self {
        Self { status: StatusCode::NO_CONTENT, body: String::new() }
    }

    fn with(status: StatusCode, body: &impl Serialize) -> Result<Self, ApiError> {
        let body = serde_json::to_string(body).map_err(ApiError::internal)?;
        Ok(Self { status, body })
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        if self.body.is_empty() {
            return self.status.into_response();
        }
        let json = [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))];
        (self.status, json, self.body).into_response()
    }
}
