//! What waits for the agency.

use axum::extract::State;
use domain::{
    application::{Application, StageName},
    caller::{Caller, Scope},
    ids::AgencyId,
};
use http_api::{ApiError, Commands, Json, Page, Paging, Query, SignedIn, views::ApplicationView};
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
#[utoipa::path(get, path = "/api/reviews", tag = "review", params(Waiting, Paging),
    responses((status = 200, body = Page<ApplicationView>)))]
pub async fn list_reviews(
    State(commands): State<Commands>,
    SignedIn(caller): SignedIn,
    Query(Waiting { queue }): Query<Waiting>,
    paging: Paging,
) -> Result<Json<Page<ApplicationView>>, ApiError> {
    let queues = queue.map_or_else(|| vec![Queue::Age, Queue::Payment], |queue| vec![queue]);
    let mut waiting: Vec<Application> = Vec::new();
    for agency in agencies(&commands, &caller).await? {
        for queue in &queues {
            let stage = Some(queue.stage());
            waiting.extend(commands.context().table.applications_of_agency(&agency, stage).await?);
        }
    }
    waiting.sort_by(|one, other| (one.moved.at, &one.number).cmp(&(other.moved.at, &other.number)));
    let page = paging.of(waiting);
    Ok(Json(page.map(|application| ApplicationView::of(&application, &caller))))
}

/// The agencies whose queues the caller may see.
async fn agencies(commands: &Commands, caller: &Caller) -> Result<Vec<AgencyId>, ApiError> {
    match &caller.scope {
        Scope::Agency { agency, .. } => Ok(vec![agency.clone()]),
        Scope::Admin => {
            let all = commands.context().table.agencies().await?;
            Ok(all.into_iter().map(|agency| agency.id).collect())
        }
        Scope::Unit { .. } => Err(ApiError::forbidden("待审核列表仅供代办处查看")),
    }
}
