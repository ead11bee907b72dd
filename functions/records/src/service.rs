//! The service itself: is it there, and what does it offer.

use axum::{extract::State, http::header, response::IntoResponse};
use http_api::{ApiError, Context, Json};
use serde::Serialize;
use utoipa::ToSchema;

/// The document of the whole API, as the routers of all functions give it.
const OPENAPI: &str = include_str!("../openapi.json");

/// That requests are answered.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Health {
    /// Always `ok`; what is not is an error.
    #[schema(example = "ok")]
    status: &'static str,
}

/// Whether requests can be answered: the table is asked, too.
#[utoipa::path(get, path = "/api/health", tag = "service", security(()),
    responses((status = 200, body = Health)))]
pub async fn get_health(State(context): State<Context>) -> Result<Json<Health>, ApiError> {
    context.table.is_empty().await?;
    Ok(Json(Health { status: "ok" }))
}

/// The document of the whole API.
#[utoipa::path(get, path = "/api/openapi.json", tag = "service", security(()),
    responses((status = 200, description = "An OpenAPI document")))]
pub async fn get_openapi() -> impl IntoResponse {
    ([(header::CONTENT_TYPE, "application/json")], OPENAPI)
}
