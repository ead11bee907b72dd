//! Signing in, staying signed in, signing out.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use chrono::{DateTime, Utc};
use domain::ids::UserId;
use http_api::{ApiError, Context, Json, SignedIn};
use serde::{Deserialize, Serialize};
use store::{Account, Rotation, Session};
use utoipa::ToSchema;

use crate::{
    password,
    refresh::{LIFETIME, RefreshToken, no_cookie},
    throttle::Attempt,
    user::{User, caller},
};

/// A name and its password.
#[derive(Deserialize, ToSchema)]
pub(crate) struct Credentials {
    username: String,
    #[schema(format = Password)]
    password: String,
}

/// What a sign-in gives; the refresh token comes as a cookie.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SignedInUser {
    /// For `Authorization: Bearer …`.
    access_token: String,
    /// When the access token has to be refreshed.
    expires_at: DateTime<Utc>,
    user: User,
}

type WithCookie<T> = ([(header::HeaderName, HeaderValue); 1], T);

/// Signs in.
#[utoipa::path(
    post,
    path = "/api/sessions",
    tag = "sign-in",
    security(()),
    request_body = Credentials,
    responses((status = 201, body = SignedInUser))
)]
pub(crate) async fn sign_in(
    State(context): State<Context>,
    headers: HeaderMap,
    Json(credentials): Json<Credentials>,
) -> Result<(StatusCode, WithCookie<Json<SignedInUser>>), ApiError> {
    let username = credentials.username.trim().to_ascii_lowercase();
    let attempt = Attempt::begin(&context, &username).await?;
    let account = match UserId::parse(username) {
        Ok(user) => context.table.account(&user).await?,
        Err(_) => None,
    };
    let hash = account.as_ref().map(|account| account.password.as_str());
    let right = password::is_right(&credentials.password, hash);
    let Some(account) = account.filter(|_| right) else {
        return Err(ApiError::new(StatusCode::UNAUTHORIZED, "invalid_credentials", "用户名或密码错误"));
    };
    attempt.succeed().await?;
    if account.suspended {
        return Err(ApiError::new(StatusCode::FORBIDDEN, "suspended", "账号已停用，请联系代办处"));
    }
    let cookie = begin(&account, &context, &headers).await?;
    let answer = signed_in(&account, &context).await?;
    Ok((StatusCode::CREATED, ([(header::SET_COOKIE, cookie)], Json(answer))))
}

/// Begins a session; the cookie that carries it on.
pub(crate) async fn begin(
    account: &Account,
    context: &Context,
    headers: &HeaderMap,
) -> Result<HeaderValue, ApiError> {
    let now = context.clock.now();
    let token = RefreshToken::draw(account.user.clone(), context.entropy.id(now), &context.entropy);
    context.table.create_session(&session(&token, now)).await?;
    token.cookie(headers)
}

fn session(token: &RefreshToken, now: DateTime<Utc>) -> Session {
    Session {
        id: token.session.clone(),
        user: token.user.clone(),
        token_hash: token.hash(),
        expires_at: now + LIFETIME,
    }
}

async fn signed_in(account: &Account, context: &Context) -> Result<SignedInUser, ApiError> {
    let access = context.tokens.issue(&caller(account), context.clock.now()).map_err(ApiError::internal)?;
    let user = User::of(account, &context.table).await?;
    Ok(SignedInUser { access_token: access.token, expires_at: access.expires_at, user })
}

/// Renews the access token and the refresh token; a refresh token that comes a second time ends the session.
#[utoipa::path(
    post,
    path = "/api/sessions/refresh",
    tag = "sign-in",
    security(()),
    responses((status = 200, body = SignedInUser))
)]
pub(crate) async fn refresh_session(
    State(context): State<Context>,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    match rotate(&context, &headers).await? {
        Some((account, token)) => {
            let answer = Json(signed_in(&account, &context).await?);
            Ok(([(header::SET_COOKIE, token.cookie(&headers)?)], answer).into_response())
        }
        None => Ok(([(header::SET_COOKIE, no_cookie(&headers)?)], ApiError::not_signed_in()).into_response()),
    }
}

/// The account and its next token, unless the one sent is good no more.
async fn rotate(context: &Context, headers: &HeaderMap) -> Result<Option<(Account, RefreshToken)>, ApiError> {
    let Some(seen) = RefreshToken::sent(headers) else { return Ok(None) };
    let account = context.table.account(&seen.user).await?;
    let Some(account) = account.filter(|account| !account.suspended) else { return Ok(None) };
    let now = context.clock.now();
    let next = RefreshToken::draw(seen.user.clone(), seen.session.clone(), &context.entropy);
    match context.table.rotate_session(&session(&next, now), &seen.hash(), now).await? {
        Rotation::Rotated => Ok(Some((account, next))),
        Rotation::Ended => Ok(None),
        Rotation::Reused => {
            tracing::warn!(
                user = seen.user.as_str(),
                "a refresh token came a second time; its session is over"
            );
            Ok(None)
        }
    }
}

/// Signs out.
#[utoipa::path(delete, path = "/api/sessions/current", tag = "sign-in", responses((status = 204)))]
pub(crate) async fn sign_out(
    State(context): State<Context>,
    SignedIn(caller): SignedIn,
    headers: HeaderMap,
) -> Result<(StatusCode, WithCookie<()>), ApiError> {
    if let Some(token) = RefreshToken::sent(&headers).filter(|token| token.user == caller.user) {
        context.table.end_session(&token.user, &token.session).await?;
    }
    Ok((StatusCode::NO_CONTENT, ([(header::SET_COOKIE, no_cookie(&headers)?)], ())))
}
