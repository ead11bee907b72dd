//! The papers made for an application.

use std::time::Duration;

use axum::extract::State as Shared;
use chrono::{DateTime, Utc};
use domain::{application::DocumentKind, ids::ApplicationNumber};
use http_api::{ApiError, Json, Path, SignedIn};
use serde::Serialize;
use store::{Document, DocumentState};
use utoipa::ToSchema;

use crate::State;

/// How long an address to read a document from is good.
const VALID: Duration = Duration::from_mins(10);

/// A document of the application.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Document)]
pub struct DocumentView {
    /// `payment_notice` or `payment_application`.
    kind: &'static str,
    /// 缴费通知单 or 缴费申请单.
    title: &'static str,
    /// Its number.
    number: String,
    /// `rendering`, `ready` or `failed`.
    state: &'static str,
    /// Whether it is void, and stamped so.
    voided: bool,
    /// When it was issued.
    issued_at: DateTime<Utc>,
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
        }
    }
}

/// Lists the documents.
#[utoipa::path(get, path = "/api/applications/{number}/documents", tag = "documents",
    params(("number" = String, Path)), responses((status = 200, body = Documents)))]
pub async fn list_documents(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    Path(number): Path<ApplicationNumber>,
) -> Result<Json<Documents>, ApiError> {
    state.visible(&number, &caller).await?;
    let documents = newest_first(state.table().documents(&number).await?);
    Ok(Json(Documents { items: documents.iter().map(DocumentView::of).collect() }))
}

/// Says where to read the latest document of a kind.
#[utoipa::path(get, path = "/api/applications/{number}/documents/{kind}", tag = "documents",
    params(("number" = String, Path), ("kind" = String, Path)), responses((status = 200, body = DocumentLink)))]
pub async fn get_document(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    Path((number, kind)): Path<(ApplicationNumber, DocumentKind)>,
) -> Result<Json<DocumentLink>, ApiError> {
    state.visible(&number, &caller).await?;
    let documents = newest_first(state.table().documents(&number).await?);
    let document = documents.iter().find(|one| one.kind == kind).ok_or_else(ApiError::not_found)?;
    let mut link = DocumentLink { document: DocumentView::of(document), url: None, expires_at: None };
    if let DocumentState::Ready { key, .. } = &document.state {
        let name = format!("{}{}.pdf", kind.zh(), document.number);
        let get = state.files.presign_get(key, &name, VALID, state.now()).await?;
        (link.url, link.expires_at) = (Some(get.url), Some(get.expires_at));
    }
    Ok(Json(link))
}

fn newest_first(mut documents: Vec<Document>) -> Vec<Document> {
    documents.sort_by_key(|document| std::cmp::Reverse(document.issued_at));
    documents
}
