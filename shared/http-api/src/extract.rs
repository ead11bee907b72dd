//! Requests taken apart. What cannot be read is refused in Chinese, naming the field where that is known, and
//! never repeating its value.

use std::borrow::Cow;

use axum::{
    body::Bytes,
    extract::{
        FromRequest, FromRequestParts, Request,
        rejection::{BytesRejection, FailedToBufferBody},
    },
    http::{HeaderMap, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::{Serialize, de::DeserializeOwned};

use crate::ApiError;

/// A JSON body, in a request or an answer. An empty one is read as `{}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Json<T>(pub T);

/// The parameters in a path. One that is not of its form names nothing: 404.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Path<T>(pub T);

/// The parameters of a query; empty ones count as absent, unknown ones are ignored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Query<T>(pub T);

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Json<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let bytes = body(request, state).await?;
        parse(&bytes).map(Self)
    }
}

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        axum::Json(self.0).into_response()
    }
}

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let path = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        path.map(|axum::extract::Path(parameters)| Self(parameters)).map_err(|_| ApiError::not_found())
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequestParts<S> for Query<T> {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        query(parts.uri.query().unwrap_or_default()).map(Self)
    }
}

/// The bytes of a body that says it is JSON.
pub(crate) async fn body<S: Send + Sync>(request: Request, state: &S) -> Result<Bytes, ApiError> {
    let json = is_json(request.headers());
    let bytes = Bytes::from_request(request, state).await.map_err(|rejection| unread(&rejection))?;
    if !json && !bytes.is_empty() {
        let message = "请求内容须为 JSON（Content-Type: application/json）";
        return Err(ApiError::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type", message));
    }
    Ok(bytes)
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

fn unread(rejection: &BytesRejection) -> ApiError {
    match rejection {
        BytesRejection::FailedToBufferBody(FailedToBufferBody::LengthLimitError(_)) => {
            ApiError::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", "请求内容过大，请减少内容后再提交")
        }
        _ => ApiError::malformed("请求内容没有完整收到，请重试"),
    }
}

/// What JSON bytes say.
pub(crate) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    let bytes = if bytes.is_empty() { b"{}" } else { bytes };
    let mut source = serde_json::Deserializer::from_slice(bytes);
    let not_json = || ApiError::malformed("请求内容不是有效的 JSON");
    let value = serde_path_to_error::deserialize(&mut source).map_err(|error| {
        if error.inner().is_data() {
            malformed(&error.path().to_string(), &error.inner().to_string())
        } else {
            not_json()
        }
    })?;
    source.end().map_err(|_| not_json())?;
    Ok(value)
}

/// What a query says.
pub(crate) fn query<T: DeserializeOwned>(text: &str) -> Result<T, ApiError> {
    let given: Vec<_> = text.split('&').filter(|pair| !pair.is_empty() && !pair.ends_with('=')).collect();
    let given = given.join("&");
    let source = serde_urlencoded::Deserializer::new(form_urlencoded::parse(given.as_bytes()));
    serde_path_to_error::deserialize(source)
        .map_err(|error| malformed(&error.path().to_string(), &error.inner().to_string()))
}

/// Puts the little that serde's sentence tells into words for the user. The sentence itself may hold the value.
fn malformed(path: &str, sentence: &str) -> ApiError {
    let named = sentence.split('`').nth(1).unwrap_or_default();
    let (field, message) = if sentence.starts_with("missing field") {
        (within(path, named), "缺少必填项")
    } else if sentence.starts_with("unknown field") {
        (within(path, named), "没有这个字段")
    } else if sentence.starts_with("duplicate field") {
        (within(path, named), "重复出现")
    } else if sentence.starts_with("invalid type") {
        (path.to_owned(), "类型不正确")
    } else {
        (path.to_owned(), "取值不正确")
    };
    let error = ApiError::malformed(Cow::from(format!("请求内容有误：{field} {message}")));
    error.with_field(field, message)
}

fn within(path: &str, name: &str) -> String {
    match path {
        "." | "" => name.to_owned(),
        _ if path.rsplit('.').next() == Some(name) => path.to_owned(),
        _ => format!("{path}.{name}"),
    }
}
