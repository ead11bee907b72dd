//! What is looked up: plans, agencies, units, who is covered, notices, what waits on the home page; and the service
//! itself. Nothing is changed here but what an account has read.

mod agencies;
mod enrollments;
mod home;
mod notices;
mod plans;
mod scope;
mod service;
mod units;
mod verify;

use axum::Router;
use http_api::Context;
use utoipa_axum::{router::OpenApiRouter, routes};

/// Every route of the function, with its part of the document.
fn routes() -> OpenApiRouter<Context> {
    OpenApiRouter::new()
        .routes(routes!(plans::list_plans))
        .routes(routes!(agencies::list_agencies))
        .routes(routes!(units::list_units))
        .routes(routes!(units::get_unit))
        .routes(routes!(enrollments::list_enrollments))
        .routes(routes!(verify::verify_document))
        .routes(routes!(home::get_home))
        .routes(routes!(notices::list_notices))
        .routes(routes!(notices::read_notice))
        .routes(routes!(notices::read_all_notices))
        .routes(routes!(service::get_health))
        .routes(routes!(service::get_openapi))
}

/// The router, ready to serve.
pub fn router(context: Context) -> Router {
    Router::from(routes()).with_state(context)
}

/// The function's part of the `OpenAPI` document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().into_openapi()
}
