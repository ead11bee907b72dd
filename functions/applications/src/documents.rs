//! The papers made for an application. Most are issued with a change of state; the over-age register is made of the
//! roster in force when somebody asks for it.

use std::time::Duration;

use axum::extract::State as Shared;
use chrono::{DateTime, Utc};
use domain::{
    application::{Application, DocumentKind},
    caller::Caller,
    ids::ApplicationNumber,
};
use http_api::{Answer, ApiError, Json, Nothing, Once, Path, SignedIn};
use serde::Serialize;
use store::{Document, DocumentState, Reveal, Seen};
use utoipa::ToSchema;

use crate::State;

/// How long an address to read a document from is good.
const VALID: Duration = Duration::from_mins(10);

/// A document of the application.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Document)]
pub struct DocumentView {
    /// `payment_notice`, `payment_application`, `over_age_register`, `stamped_pack` or `enrollment_certificate`.
    kind: &'static str,
    /// e.g. 缴费通知单.
    title: &'static str,
    /// Its number.
    number: String,
    /// `rendering`, `ready`, `failed` (it can be asked for again) or `skipped` (void before it was ever made).
    state: &'static str,
    /// Whether it is void, and stamped so.
    voided: bool,
    /// When it was issued.
    issued_at: DateTime<Utc>,
    /// When the file was made, once it is `ready`.
    made_at: Option<DateTime<Utc>>,
}

/// The documents of an application.
#[derive(Debug, Serialize, ToSchema)]
pub struct Documents {
    /// Newest first.
    items: Vec<DocumentView>,
}

/// The latest document of a kind, and where to read it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DocumentLink {
    /// The document.
    #[serde(flatten)]
    document: DocumentView,
    /// Where to read it, once it is `ready`.
    url: Option<String>,
    /// Until when.
    expires_at: Option<DateTime<Utc>>,
}

impl DocumentView {
    fn of(document: &Document) -> Self {
        Self {
            kind: document.kind.code(),
            title: document.kind.zh(),
            number: document.number.clone(),
            state: document.state.code(),
            voided: document.voided,
            issued_at: document.issued_at,
            made_at: match document.state {
                DocumentState::Ready { at, .. } => Some(at),
                DocumentState::Rendering | DocumentState::Failed | DocumentState::Skipped => None,
            },
        }
    }
}

/// Lists the documents. Registers of earlier rosters are left out.
#[utoipa::path(get, path = "/api/applications/{number}/documents", tag = "documents",
    params(("number" = String, Path)), responses((status = 200, body = Documents)))]
pub async fn list_documents(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    Path(number): Path<ApplicationNumber>,
) -> Result<Json<Documents>, ApiError> {
    let application = state.visible(&number, &caller).await?;
    let documents = present(state.table().documents(&number).await?, &application);
    Ok(Json(Documents { items: documents.iter().map(DocumentView::of).collect() }))
}

/// Says where to read the latest document of a kind. The over-age register is that of the roster in force: where there
/// is none yet, it is being made from now on. Opening a document with people's whole numbers is noted in the audit
/// record.
#[utoipa::path(get, path = "/api/applications/{number}/documents/{kind}", tag = "documents",
    params(("number" = String, Path), ("kind" = String, Path)), responses((status = 200, body = DocumentLink)))]
pub async fn get_document(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    Path((number, kind)): Path<(ApplicationNumber, DocumentKind)>,
) -> Result<Json<DocumentLink>, ApiError> {
    let application = state.visible(&number, &caller).await?;
    let document = wanted(&state, &application, kind).await?;
    let mut link = DocumentLink { document: DocumentView::of(&document), url: None, expires_at: None };
    if let DocumentState::Ready { key, .. } = &document.state {
        if kind.names_people() {
            note_look(&state, &document, &caller).await?;
        }
        let name = format!("{}{}.pdf", kind.zh(), document.number);
        let file = (name.as_str(), "application/pdf");
        let get = state.files.presign_view(key, file, VALID, state.now()).await?;
        (link.url, link.expires_at) = (Some(get.url), Some(get.expires_at));
    }
    Ok(Json(link))
}

/// Asks for the latest document of a kind to be made: the over-age register of the roster in force, or any that could
/// not be made before. One that is there, or on its way, stays as it is.
#[utoipa::path(post, path = "/api/applications/{number}/documents/{kind}", tag = "documents",
    params(("number" = String, Path), ("kind" = String, Path)), request_body = Option<Nothing>,
    responses((status = 202, body = DocumentView)))]
pub async fn request_document(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    Path((number, kind)): Path<(ApplicationNumber, DocumentKind)>,
    _once: Once<Nothing>,
) -> Result<Answer, ApiError> {
    let application = state.visible(&number, &caller).await?;
    let mut document = wanted(&state, &application, kind).await?;
    if document.state == DocumentState::Failed {
        let attempt = state.context().entropy.ulid(state.now());
        let job = state.table().retry_document(&document, &attempt, state.now()).await?;
        state.commands.dispatch(job.into_iter().collect()).await;
        document.state = DocumentState::Rendering;
    }
    Answer::accepted(&DocumentView::of(&document))
}

/// The latest document of the kind; a register of the roster in force is asked for where there is none.
async fn wanted(state: &State, application: &Application, kind: DocumentKind) -> Result<Document, ApiError> {
    if kind == DocumentKind::OverAgeRegister {
        return register(state, application).await;
    }
    let documents = present(state.table().documents(&application.number).await?, application);
    documents.into_iter().find(|one| one.kind == kind).ok_or_else(ApiError::not_found)
}

async fn register(state: &State, application: &Application) -> Result<Document, ApiError> {
    let (table, kind, number) = (state.table(), DocumentKind::OverAgeRegister, application.register_number());
    if let Some(document) = table.document(&application.number, kind, &number).await? {
        return Ok(document);
    }
    if application.roster.over_age() == 0 || application.plan.is_none() {
        return Err(ApiError::refused("nothing_to_export", "名单中没有超龄职工，不需要超龄未退休职工名册"));
    }
    let job = table.request_document(&application.number, kind, &number, state.now()).await?;
    state.commands.dispatch(job.into_iter().collect()).await;
    table.document(&application.number, kind, &number).await?.ok_or_else(ApiError::not_found)
}

/// The line of the audit record: such a paper is a look at everybody in it.
async fn note_look(state: &State, document: &Document, caller: &Caller) -> Result<(), ApiError> {
    let now = state.now();
    let look = Reveal {
        application: document.application.clone(),
        seen: Seen::Document(document.kind),
        by: caller.user.clone(),
        reason: format!("打开{}（含完整号码）", document.kind.zh()),
        at: now,
    };
    Ok(state.table().put_reveal(&look, &state.context().entropy.ulid(now)).await?)
}

/// Newest first, without the registers of rosters that are no longer in force.
fn present(mut documents: Vec<Document>, application: &Application) -> Vec<Document> {
    let register = application.register_number();
    documents.retain(|one| one.kind != DocumentKind::OverAgeRegister || one.number == register);
    documents.sort_by_key(|document| std::cmp::Reverse(document.issued_at));
    documents
}
