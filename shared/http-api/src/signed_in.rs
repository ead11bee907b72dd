//! Who is calling.

use axum::{
    extract::{FromRef, FromRequestParts},
    http::{HeaderMap, header, request::Parts},
};
use domain::caller::Caller;

use crate::{ApiError, Context};

/// The caller, by the access token in `Authorization: Bearer …`; 401 without a good one. What the caller may see
/// and do is asked of the [`Caller`] and of the domain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn(pub Caller);

impl<S: Send + Sync> FromRequestParts<S> for SignedIn
where
    Context: FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let context = Context::from_ref(state);
        let token = bearer(&parts.headers).ok_or_else(ApiError::not_signed_in)?;
        let caller = context.tokens.verify(token, context.clock.now());
        caller.map(Self).map_err(|_| ApiError::not_signed_in())
    }
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
