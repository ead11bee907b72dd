//! 消息通知 (inventory MENU-7).

use axum::{extract::State, http::StatusCode};
use chrono::{DateTime, Utc};
use domain::{
    ids::NoticeId,
    notice::{Link, Notice, NoticeKind, Recipient},
};
use http_api::{ApiError, Context, Json, Paging, Path, Query, SignedIn, views::codes_schema};
use serde::{Deserialize, Serialize};
use store::Wanted;
use utoipa::{IntoParams, ToSchema, openapi::Object};

/// A notice, as one account finds it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Notice)]
pub struct NoticeView {
    /// Its identity.
    #[schema(example = "1767578400000-CB20260105090000000001-5-1")]
    id: String,
    /// When it was made.
    at: DateTime<Utc>,
    /// What it is about.
    #[schema(schema_with = kinds)]
    kind: NoticeKind,
    /// The same in a few words.
    #[schema(example = "超龄审核被驳回")]
    title: String,
    /// What happened, why, and what to do next.
    body: String,
    /// Where to go.
    link: LinkView,
    /// Whether the caller's account has read it.
    read: bool,
}

/// What a notice leads to.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = NoticeLink)]
pub struct LinkView {
    /// `application` or `payment`.
    #[schema(schema_with = link_kinds)]
    kind: &'static str,
    /// Its number.
    number: String,
}

/// A page of notices.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Notices {
    /// Newest first.
    items: Vec<NoticeView>,
    /// How many the whole list has.
    total: usize,
    /// How many are unread, whatever was asked for.
    unread: usize,
    /// The page, from 1.
    page: usize,
    /// How many items a page has.
    page_size: usize,
}

/// Which notices are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct NoticeFilter {
    /// Only those that are unread.
    #[serde(default)]
    #[param(default = false)]
    unread: bool,
}

const APPLICATION: &str = "application";
const PAYMENT: &str = "payment";

fn kinds() -> Object {
    codes_schema(NoticeKind::ALL)
}

fn link_kinds() -> Object {
    codes_schema([APPLICATION, PAYMENT])
}

impl NoticeView {
    /// The notice and whether it was read.
    pub(crate) fn of((notice, read): (Notice, bool)) -> Self {
        let Notice { id, at, kind, title, body, link, .. } = notice;
        Self { id: id.into(), at, kind, title, body, link: link.into(), read }
    }
}

impl From<Link> for LinkView {
    fn from(link: Link) -> Self {
        let (kind, number) = match link {
            Link::Application(number) => (APPLICATION, number.into()),
            Link::Payment(number) => (PAYMENT, number.into()),
        };
        Self { kind, number }
    }
}

/// The notices of the caller's units or duties, newest first.
#[utoipa::path(get, path = "/api/notices", tag = "records", params(NoticeFilter, Paging),
    responses((status = 200, body = Notices)))]
pub async fn list_notices(
    State(context): State<Context>,
    SignedIn(caller): SignedIn,
    Query(NoticeFilter { unread }): Query<NoticeFilter>,
    paging: Paging,
) -> Result<Json<Notices>, ApiError> {
    let wanted = Wanted { unread, skip: paging.skipped(), take: paging.page_size };
    let boxes = Recipient::of(&caller);
    let inbox = context.table.inbox(&caller.user, &boxes, wanted, context.clock.now()).await?;
    Ok(Json(Notices {
        items: inbox.items.into_iter().map(NoticeView::of).collect(),
        total: inbox.total,
        unread: inbox.unread,
        page: paging.page,
        page_size: paging.page_size,
    }))
}

/// Notes that the caller has read a notice.
#[utoipa::path(post, path = "/api/notices/{id}/read", tag = "records", params(("id" = String, Path)),
    responses((status = 204)))]
pub async fn read_notice(
    State(context): State<Context>,
    SignedIn(caller): SignedIn,
    Path(id): Path<NoticeId>,
) -> Result<StatusCode, ApiError> {
    let boxes = Recipient::of(&caller);
    let there = context.table.read_notice(&caller.user, &boxes, &id, context.clock.now()).await?;
    if there { Ok(StatusCode::NO_CONTENT) } else { Err(ApiError::not_found()) }
}

/// Notes that the caller has read all notices there are.
#[utoipa::path(post, path = "/api/notices/read-all", tag = "records", responses((status = 204)))]
pub async fn read_all_notices(
    State(context): State<Context>,
    SignedIn(caller): SignedIn,
) -> Result<StatusCode, ApiError> {
    let boxes = Recipient::of(&caller);
    context.table.read_all_notices(&caller.user, &boxes, context.clock.now()).await?;
    Ok(StatusCode::NO_CONTENT)
}
