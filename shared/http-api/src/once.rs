//! `Idempotency-Key`: a request that comes again gets the answer it got, and changes nothing again.

use std::sync::{Arc, OnceLock};

use axum::{
    extract::{FromRef, FromRequest, FromRequestParts, Request},
    http::{HeaderMap, Method, StatusCode, Uri},
    response::{IntoResponse, Response},
};
use chrono::{DateTime, TimeDelta, Utc};
use domain::ids::UserId;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};
use store::Receipt;

use crate::{Answer, ApiError, Context, SignedIn, extract};

/// How long an answer is kept for a request that comes again.
const KEPT: TimeDelta = TimeDelta::hours(24);

/// The longest key.
const MAX_KEY: usize = 255;

/// The JSON body of a `POST` by a signed-in caller that may carry an `Idempotency-Key`. A request that was answered
/// before never reaches the handler. The handler writes [`Once::receipt`] in the transaction of the change itself;
/// only answers of success are kept.
#[derive(Clone)]
pub struct Once<T> {
    /// What the body says.
    pub body: T,
    draft: Option<Draft>,
}

#[derive(Clone)]
struct Draft {
    key: String,
    request: String,
    expires_at: DateTime<Utc>,
}

impl<T> Once<T> {
    /// What has to be written together with the change, if the caller sent a key.
    pub fn receipt(&self, answer: &Answer) -> Option<Receipt> {
        self.draft.as_ref().map(|draft| Receipt {
            key: draft.key.clone(),
            request: draft.request.clone(),
            status: answer.status.as_u16(),
            body: answer.body.clone(),
            expires_at: draft.expires_at,
        })
    }
}

impl<T: DeserializeOwned, S: Send + Sync> FromRequest<S> for Once<T>
where
    Context: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request(request: Request, state: &S) -> Result<Self, ApiError> {
        let (mut parts, body) = request.into_parts();
        let SignedIn(caller) = SignedIn::from_request_parts(&mut parts, state).await?;
        let key = key(&parts.headers, &caller.user)?;
        let (method, uri) = (parts.method.clone(), parts.uri.clone());
        let slot = parts.extensions.get::<Fingerprint>().cloned();
        let bytes = extract::body(Request::from_parts(parts, body), state).await?;
        let Some(key) = key else { return Ok(Self { body: extract::parse(&bytes)?, draft: None }) };
        let request = fingerprint(&method, &uri, &bytes);
        if let Some(slot) = slot {
            slot.set(&request);
        }
        let context = Context::from_ref(state);
        let now = context.clock.now();
        // Expired ones stay in the table for a while.
        if let Some(receipt) = context.table.receipt(&key).await?.filter(|receipt| receipt.expires_at > now) {
            return Err(ApiError::replay(receipt));
        }
        let draft = Draft { key, request, expires_at: now + KEPT };
        Ok(Self { body: extract::parse(&bytes)?, draft: Some(draft) })
    }
}

/// The key under which an answer is kept: nobody comes upon another one's.
fn key(headers: &HeaderMap, user: &UserId) -> Result<Option<String>, ApiError> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    match value.to_str() {
        Ok(key) if (1..=MAX_KEY).contains(&key.len()) => Ok(Some(format!("{user}#{key}"))),
        _ => Err(ApiError::malformed("Idempotency-Key 须为 1 至 255 个英文字符或数字")),
    }
}

fn fingerprint(method: &Method, uri: &Uri, body: &[u8]) -> String {
    use std::fmt::Write as _;
    let head = format!("{method} {uri}\n");
    let digest = Sha256::new().chain_update(head).chain_update(body).finalize();
    digest.iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a String does not fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// Carries the fingerprint of the present request from the extractor to the outermost layer, where the two ways to
/// a stored answer (found before the handler, or run into by its transaction) meet.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fingerprint(Arc<OnceLock<String>>);

impl Fingerprint {
    fn set(&self, request: &str) {
        self.0.get_or_init(|| request.to_owned());
    }

    /// Holds back a stored answer that was given to another request.
    pub(crate) fn guard(&self, mut response: Response) -> Response {
        let Some(Replayed { request }) = response.extensions_mut().remove() else { return response };
        if self.0.get() == Some(&request) {
            return response;
        }
        let message = "该 Idempotency-Key 已用于另一个请求，请换一个";
        ApiError::refused("idempotency_key_reused", message).into_response()
    }
}

/// Marks a stored answer with the request it was given to.
#[derive(Debug, Clone)]
struct Replayed {
    request: String,
}

/// A stored answer.
#[derive(Debug, Clone)]
pub(crate) struct Replay {
    answer: Answer,
    request: String,
}

impl From<Receipt> for Replay {
    fn from(receipt: Receipt) -> Self {
        let status = StatusCode::from_u16(receipt.status).unwrap_or(StatusCode::OK);
        Self { answer: Answer { status, body: receipt.body }, request: receipt.request }
    }
}

impl IntoResponse for Replay {
    fn into_response(self) -> Response {
        let mut response = self.answer.into_response();
        response.extensions_mut().insert(Replayed { request: self.request });
        response
    }
}
