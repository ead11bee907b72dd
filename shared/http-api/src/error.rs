//! Errors, and the one place where they become HTTP.
//!
//! What the caller reads (code, message, fields) and what the operator reads (the cause) are apart: nothing of a
//! cause ever leaves the house.

use std::{borrow::Cow, error::Error, sync::Arc};

use axum::{
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use domain::application::Refusal;
use serde::Serialize;
use store::{Receipt, StoreError};
use utoipa::ToSchema;

use crate::once::Replay;

/// A field that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RefusedField {
    /// The field, by its path in the request.
    #[schema(value_type = String)]
    pub field: Cow<'static, str>,
    /// What is wrong with it and what to do, in Chinese.
    #[schema(value_type = String)]
    pub message: Cow<'static, str>,
}

/// An answer that is not the one asked for.
#[derive(Debug, Clone)]
pub struct ApiError(Box<Parts>);

#[derive(Debug, Clone)]
struct Parts {
    status: StatusCode,
    code: &'static str,
    message: Cow<'static, str>,
    fields: Vec<RefusedField>,
    retry_after: Option<u32>,
    cause: Option<Arc<dyn Error + Send + Sync>>,
    replay: Option<Replay>,
}

impl ApiError {
    /// An error with a status, a code for programs and a Chinese sentence for people.
    pub fn new(status: StatusCode, code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        let message = message.into();
        let fields = Vec::new();
        Self(Box::new(Parts { status, code, message, fields, retry_after: None, cause: None, replay: None }))
    }

    /// 400: the request cannot be read.
    pub fn malformed(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed", message)
    }

    /// 401: nobody is signed in.
    pub fn not_signed_in() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "not_signed_in", "请先登录，或登录已过期，请重新登录")
    }

    /// 403: the caller may see this but not do it.
    pub fn forbidden(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", message)
    }

    /// 404: it is not there, or it is another one's; never told apart.
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "没有找到您要的内容，可能已被删除或您无权查看")
    }

    /// 409: somebody else was faster. Where the application is at hand,
    /// [`Application::stale`](domain::application::Application::stale) says more.
    pub fn conflict() -> Self {
        Self::new(StatusCode::CONFLICT, "conflict", "内容刚刚被其他人修改，请刷新后再操作")
    }

    /// 422: well-formed, but one field cannot be taken.
    pub fn invalid(field: impl Into<Cow<'static, str>>, message: impl Into<Cow<'static, str>>) -> Self {
        let message = message.into();
        Self::refused("invalid", message.clone()).with_field(field, message)
    }

    /// 422: well-formed, but a rule refuses it.
    pub fn refused(code: &'static str, message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, code, message)
    }

    /// 429: too often; the caller may come again in `seconds`.
    pub fn too_often(code: &'static str, message: impl Into<Cow<'static, str>>, seconds: u32) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, code, message).after(seconds)
    }

    /// 503: not now.
    pub fn unavailable() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "系统繁忙，请稍后再试").after(2)
    }

    /// 500: our fault. `cause` goes to the log alone.
    pub fn internal(cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        let message = "系统出现错误，请稍后再试；如仍有问题，请将请求编号告知代办处";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", message).because(cause)
    }

    /// Names a field that is wrong.
    #[must_use]
    pub fn with_field(
        mut self,
        field: impl Into<Cow<'static, str>>,
        message: impl Into<Cow<'static, str>>,
    ) -> Self {
        self.0.fields.push(RefusedField { field: field.into(), message: message.into() });
        self
    }

    fn after(mut self, seconds: u32) -> Self {
        self.0.retry_after = Some(seconds);
        self
    }

    fn because(mut self, cause: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.0.cause = Some(Arc::from(cause.into()));
        self
    }

    /// The stored answer to a request that comes again.
    pub(crate) fn replay(receipt: Receipt) -> Self {
        let mut error = Self::new(StatusCode::OK, "replayed", "");
        error.0.replay = Some(Replay::from(receipt));
        error
    }

    /// Its status.
    pub fn status(&self) -> StatusCode {
        self.0.status
    }

    /// Its code for programs.
    pub fn code(&self) -> &'static str {
        self.0.code
    }

    /// What the operator has to know.
    pub(crate) fn cause(&self) -> Option<String> {
        self.0.cause.as_ref().map(|cause| runtime::chain(&**cause))
    }

    /// The answer, which names the request so that a user's report finds its log line.
    pub(crate) fn render(&self, request_id: &str) -> Response {
        let body = crate::document::ErrorBody::of(self.0.code, &self.0.message, request_id, &self.0.fields);
        let mut response = (self.0.status, axum::Json(body)).into_response();
        if let Some(seconds) = self.0.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.0.status == StatusCode::UNAUTHORIZED {
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        if let Some(replay) = self.0.replay {
            return replay.into_response();
        }
        // The outermost layer knows the request and renders the error again with its id.
        let mut response = self.render("");
        response.extensions_mut().insert(self);
        response
    }
}

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        let status = match refusal {
            Refusal::NotYours { .. } | Refusal::NotManager | Refusal::SamePerson => StatusCode::FORBIDDEN,
            Refusal::InvalidTransition { .. }
            | Refusal::NotOver
            | Refusal::Stale { .. }
            | Refusal::AlreadyDone { .. } => StatusCode::CONFLICT,
            Refusal::Unknown(_) => StatusCode::NOT_FOUND,
            Refusal::Incomplete(_)
            | Refusal::PlanClosed
            | Refusal::PlanUnknown
            | Refusal::TierLocked(_)
            | Refusal::Underpaid { .. }
            | Refusal::OverpaidWithoutRemark { .. }
            | Refusal::ReductionExceeds { .. }
            | Refusal::Duplicate(_)
            | Refusal::TooMany { .. }
            | Refusal::Invalid { .. }
            | Refusal::VoucherConfirmed
            | Refusal::NotConfirmed
            | Refusal::NoMaterials
            | Refusal::NothingToUndo
            | Refusal::CameBack(_)
            | Refusal::InvoiceTooEarly
            | Refusal::InvoiceIssued
            | Refusal::MoneyAttached => StatusCode::UNPROCESSABLE_ENTITY,
        };
        let error = Self::new(status, refusal.code(), refusal.message());
        refusal.fields().into_iter().fold(error, |error, (field, message)| error.with_field(field, message))
    }
}

impl From<StoreError> for ApiError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Conflict => Self::conflict(),
            StoreError::Replayed(receipt) => Self::replay(*receipt),
            StoreError::Throttled => Self::unavailable().because(error),
            StoreError::Inconsistent { .. } | StoreError::Backend { .. } => Self::internal(error),
        }
    }
}
