//! The roster, a page at a time, in file order.

use axum::extract::State as Shared;
use domain::{
    application::{Application, PageRef},
    ids::{ApplicationNumber, PageId},
    roster::Member,
};
use http_api::{ApiError, Json, Paging, Path, Query, SignedIn};
use serde::{Deserialize, Serialize};
use store::{StoreError, generation};
use utoipa::{IntoParams, ToSchema};

use super::view::MemberView;
use crate::State;

/// Which people are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Tab {
    /// 全部.
    #[default]
    All,
    /// 超龄.
    OverAge,
}

/// Which people are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct MemberFilter {
    /// `all` or `overAge`.
    #[serde(default)]
    #[param(value_type = Option<String>)]
    tab: Tab,
    /// Part of a name, or the last characters of a document number.
    query: Option<String>,
}

/// How many people there are.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MemberCounts {
    /// On the roster.
    all: u32,
    /// Over age.
    over_age: u32,
}

/// A page of the roster.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MemberPage {
    /// The people, in file order.
    items: Vec<MemberView>,
    /// How many match.
    total: usize,
    /// The page, from 1.
    page: usize,
    /// How many items a page has.
    page_size: usize,
    /// The numbers on the tabs.
    counts: MemberCounts,
}

/// Lists people.
#[utoipa::path(get, path = "/api/applications/{number}/members", tag = "roster",
    params(("number" = String, Path), MemberFilter, Paging), responses((status = 200, body = MemberPage)))]
pub async fn list_members(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    Path(number): Path<ApplicationNumber>,
    Query(filter): Query<MemberFilter>,
    paging: Paging,
) -> Result<Json<MemberPage>, ApiError> {
    let application = state.visible(&number, &caller).await?;
    let (items, total) = match filter.query.as_deref().map(str::trim).filter(|query| !query.is_empty()) {
        Some(query) => search(&state, &application, filter.tab, query, paging).await?,
        None => window(&state, &application, filter.tab, paging).await?,
    };
    Ok(Json(MemberPage {
        items: items.iter().map(|member| MemberView::of(member, &application, &state.people)).collect(),
        total,
        page: paging.page,
        page_size: paging.page_size,
        counts: MemberCounts { all: application.roster.headcount(), over_age: application.roster.over_age() },
    }))
}

/// Reads only the pages that the window touches; the totals stand in the application.
async fn window(
    state: &State,
    application: &Application,
    tab: Tab,
    paging: Paging,
) -> Result<(Vec<Member>, usize), StoreError> {
    let size = |page: &PageRef| match tab {
        Tab::All => page.members as usize,
        Tab::OverAge => page.over_age as usize,
    };
    let (first, end) = (paging.skipped(), paging.skipped().saturating_add(paging.page_size));
    let (mut before, mut skip) = (0, None);
    let mut touched: Vec<PageId> = Vec::new();
    for page in &application.roster.pages {
        let after = before + size(page);
        if before < end && after > first {
            skip.get_or_insert(first.saturating_sub(before));
            touched.push(page.id.clone());
        }
        before = after;
    }
    let people = state.table().pages(&application.number, &touched).await?.into_iter().flatten();
    let people = people.filter(|member| tab == Tab::All || member.over_age);
    Ok((people.skip(skip.unwrap_or_default()).take(paging.page_size).collect(), before))
}

/// Reads everybody: a search knows no pages.
async fn search(
    state: &State,
    application: &Application,
    tab: Tab,
    query: &str,
    paging: Paging,
) -> Result<(Vec<Member>, usize), StoreError> {
    let ending = query.to_ascii_uppercase();
    let people = generation::roster(state.table(), application).await?;
    let mut found: Vec<Member> = people
        .into_iter()
        .filter(|member| tab == Tab::All || member.over_age)
        .filter(|member| member.name.as_str().contains(query) || member.document.as_str().ends_with(&ending))
        .collect();
    let total = found.len();
    let found = found.drain(..).skip(paging.skipped()).take(paging.page_size).collect();
    Ok((found, total))
}
