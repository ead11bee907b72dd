//! What the 经办人员 of an agency does: works through the queues, decides on over-age people, takes the papers,
//! concludes.

mod closing;
mod corrections;
mod decision;
mod extension;
mod queue;
mod reduction;

use axum::{Router, extract::FromRef};
use http_api::{Commands, Context};
use store::PersonHasher;
use utoipa_axum::{router::OpenApiRouter, routes};

/// What the handlers work with.
#[derive(Clone)]
pub struct Reviewing {
    /// What changes applications.
    pub commands: Commands,
    /// What an outcome for one person is kept under.
    pub people: PersonHasher,
}

impl FromRef<Reviewing> for Commands {
    fn from_ref(state: &Reviewing) -> Self {
        state.commands.clone()
    }
}

impl FromRef<Reviewing> for Context {
    fn from_ref(state: &Reviewing) -> Self {
        state.commands.context().clone()
    }
}

/// Every route of the function, with its part of the document.
fn routes() -> OpenApiRouter<Reviewing> {
    OpenApiRouter::new()
        .routes(routes!(queue::list_reviews))
        .routes(routes!(decision::approve_review))
        .routes(routes!(decision::reject_review))
        .routes(routes!(reduction::grant_reduction))
        .routes(routes!(extension::list_extensions, extension::extend_plan))
        .routes(routes!(closing::receive_materials))
        .routes(routes!(closing::conclude_application))
        .routes(routes!(corrections::list_changes, corrections::ask_change))
        .routes(routes!(corrections::approve_change))
        .routes(routes!(corrections::reject_change))
}

/// The router, ready to serve.
pub fn router(state: Reviewing) -> Router {
    Router::from(routes()).with_state(state)
}

/// The function's part of the `OpenAPI` document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().into_openapi()
}
