//! 参保单 for the unit: create, plan, roster, proofs, submit, withdraw, history, documents; and uploads.

mod applications;
mod carry_over;
mod documents;
mod exports;
mod imports;
mod plan;
mod proofs;
mod roster;
mod template;
mod uploads;

use axum::{Router, extract::FromRef};
use chrono::{DateTime, Utc};
use domain::{
    application::Application,
    caller::Caller,
    ids::{ApplicationNumber, MalformedId},
};
use http_api::{ApiError, Commands, Context, visible_application};
use store::{Files, PersonHasher, Table};
use utoipa_axum::{router::OpenApiRouter, routes};

/// What the handlers work with.
#[derive(Clone)]
pub struct State {
    /// What changes applications.
    pub commands: Commands,
    /// Uploads, staged rosters, documents.
    pub files: Files,
    /// Finds people by their document number.
    pub people: PersonHasher,
}

impl FromRef<State> for Context {
    fn from_ref(state: &State) -> Self {
        state.context().clone()
    }
}

impl State {
    /// Table, time and randomness.
    const fn context(&self) -> &Context {
        self.commands.context()
    }

    /// The single table.
    const fn table(&self) -> &Table {
        &self.context().table
    }

    /// The present instant.
    fn now(&self) -> DateTime<Utc> {
        self.context().clock.now()
    }

    /// A fresh identifier.
    fn fresh<Id: TryFrom<String, Error = MalformedId>>(&self) -> Id {
        self.context().entropy.id(self.now())
    }

    /// The application, if it exists for the caller.
    async fn visible(&self, number: &ApplicationNumber, caller: &Caller) -> Result<Application, ApiError> {
        visible_application(self.table(), caller, number).await
    }
}

/// Every route of the function, with its part of the document.
fn routes() -> OpenApiRouter<State> {
    OpenApiRouter::new()
        .routes(routes!(applications::count_applications))
        .routes(routes!(applications::list_applications, applications::create_application))
        .routes(routes!(applications::get_application, applications::void_application))
        .routes(routes!(applications::submit_application))
        .routes(routes!(applications::withdraw_application))
        .routes(routes!(applications::get_history))
        .routes(routes!(plan::choose_plan, plan::remove_plan))
        .routes(routes!(plan::set_insured_headcount))
        .routes(routes!(imports::list_imports))
        .routes(routes!(imports::get_import, imports::discard_import))
        .routes(routes!(imports::apply_import))
        .routes(routes!(roster::list::list_members, roster::change::add_member))
        .routes(routes!(roster::change::delete_members))
        .routes(routes!(roster::change::change_member))
        .routes(routes!(roster::undo::undo_delete))
        .routes(routes!(roster::reveal::reveal_member))
        .routes(routes!(exports::create_export))
        .routes(routes!(exports::get_export))
        .routes(routes!(carry_over::get_carry_over, carry_over::start_carry_over))
        .routes(routes!(proofs::list_proofs, proofs::add_proof))
        .routes(routes!(proofs::remove_proof))
        .routes(routes!(documents::list_documents))
        .routes(routes!(documents::get_document, documents::request_document))
        .routes(routes!(template::get_roster_template))
        .routes(routes!(uploads::create_upload))
        .routes(routes!(uploads::get_upload))
}

/// The router, ready to serve.
pub fn router(state: State) -> Router {
    Router::from(routes()).with_state(state)
}

/// The function's part of the OpenAPI document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().into_openapi()
}
