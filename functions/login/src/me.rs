//! The account one is signed in with.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
};
use http_api::{ApiError, Context, Json, SignedIn};
use serde::Deserialize;
use store::Account;
use utoipa::ToSchema;

use crate::{
    password, sessions,
    throttle::Attempt,
    user::{User, account},
};

/// The account as it is now.
#[utoipa::path(get, path = "/api/me", tag = "sign-in", responses((status = 200, body = User)))]
pub(crate) async fn get_me(
    State(context): State<Context>,
    SignedIn(caller): SignedIn,
) -> Result<Json<User>, ApiError> {
    let account = account(&caller, &context).await?;
    Ok(Json(User::of(&account, &context.table).await?))
}

/// A new password, and the present one to show that it is the account's own holder who asks.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PasswordChange {
    #[schema(format = Password)]
    current_password: String,
    #[schema(format = Password)]
    new_password: String,
}

/// Changes the password. Every session of the account ends; the caller gets a new one.
#[utoipa::path(
    put,
    path = "/api/me/password",
    tag = "sign-in",
    request_body = PasswordChange,
    responses((status = 204))
)]
pub(crate) async fn change_password(
    State(context): State<Context>,
    SignedIn(caller): SignedIn,
    headers: HeaderMap,
    Json(change): Json<PasswordChange>,
) -> Result<(StatusCode, [(HeaderName, HeaderValue); 1]), ApiError> {
    let account = account(&caller, &context).await?;
    let attempt = Attempt::begin(&context, account.user.as_str()).await?;
    if !password::is_right(&change.current_password, Some(&account.password)) {
        return Err(ApiError::invalid("currentPassword", "当前密码不正确"));
    }
    attempt.succeed().await?;
    let (new, present) = (&change.new_password, &change.current_password);
    if let Some(weakness) = password::weakness(new, account.user.as_str(), present) {
        return Err(ApiError::invalid("newPassword", weakness));
    }
    let password = password::hash(new, context.entropy.bytes()).map_err(ApiError::internal)?;
    let version = account.version + 1;
    let account = Account { password, must_change_password: false, version, ..account };
    context.table.put_account(&account).await?;
    context.table.end_sessions(&account.user).await?;
    let cookie = sessions::begin(&account, &context, &headers).await?;
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, cookie)]))
}
