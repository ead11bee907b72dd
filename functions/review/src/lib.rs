//! What the 经办人员 of an agency does: works through the queues, decides on over-age people, takes the papers,
//! concludes.

mod closing;
mod decision;
mod queue;

use axum::Router;
use http_api::Commands;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Every route of the function, with its part of the document.
fn routes() -> OpenApiRouter<Commands> {
    OpenApiRouter::new()
        .routes(routes!(queue::list_reviews))
        .routes(routes!(decision::approve_review))
        .routes(routes!(decision::reject_review))
        .routes(routes!(closing::receive_materials))
        .routes(routes!(closing::conclude_application))
}

/// The router, ready to serve.
pub fn router(commands: Commands) -> Router {
    Router::from(routes()).with_state(commands)
}

/// The function's part of the `OpenAPI` document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().into_openapi()
}
