//! Sign-in: the one function that an unknown caller reaches with a password.

mod me;
mod password;
mod refresh;
mod sessions;
mod throttle;
mod user;

use axum::Router;
use http_api::Context;
use utoipa::openapi::OpenApi;
use utoipa_axum::{router::OpenApiRouter, routes};

fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(routes!(sessions::sign_in))
        .routes(routes!(sessions::refresh_session))
        .routes(routes!(sessions::sign_out))
        .routes(routes!(me::get_me))
        .routes(routes!(me::change_password))
}

/// The function's router.
pub fn router(context: Context) -> Router {
    Router::from(routes()).with_state(context)
}

/// The function's part of the API's document.
pub fn openapi() -> OpenApi {
    routes().into_openapi()
}
