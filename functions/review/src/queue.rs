//! What waits for the agency.

use axum::extract::State;
use domain::{application::StageName, caller::Scope};
use http_api::{
    ApiError, Commands, Json, Page, Paging, Query, SignedIn,
    lists::{ApplicationFilter, page_of_applications},
    views::ApplicationView,
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

/// One of the agency's queues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Queue {
    /// 超龄审核.
    Age,
    /// 缴费审核.
    Payment,
}

/// Which queue is asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Waiting {
    /// One queue; both without it.
    #[param(inline)]
    queue: Option<Queue>,
}

impl Queue {
    const fn stage(self) -> StageName {
        match self {
            Self::Age => StageName::AgeReview,
            Self::Payment => StageName::PaymentReview,
        }
    }
}

/// What waits for the agency, the longest waiting first.
#[utoipa::path(get, path = "/api/reviews", tag = "review", params(Waiting, ApplicationFilter, Paging),
    responses((status = 200, body = Page<ApplicationView>)))]
pub async fn list_reviews(
    State(commands): State<Commands>,
    SignedIn(caller): SignedIn,
    Query(Waiting { queue }): Query<Waiting>,
    Query(filter): Query<ApplicationFilter>,
    paging: Paging,
) -> Result<Json<Page<ApplicationView>>, ApiError> {
    if matches!(caller.scope, Scope::Unit { .. }) {
        return Err(ApiError::forbidden("待审核列表仅供代办处查看"));
    }
    let queues = queue.map_or_else(|| vec![Queue::Age, Queue::Payment], |queue| vec![queue]);
    let stages: Vec<_> = queues.into_iter().map(Queue::stage).collect();
    let table = &commands.context().table;
    let mut lines = filter.lines(table, &caller, Some(&stages)).await?;
    lines.sort_by(|one, other| (one.since, &one.number).cmp(&(other.since, &other.number)));
    Ok(Json(page_of_applications(table, &caller, lines, paging).await?))
}
