//! 首页: what waits for whom, how long plans are open, whom to ring (inventory MENU-1).

use axum::extract::State;
use chrono::NaiveDate;
use domain::{application::StageName, calendar::business_day, plan::Plan};
use futures::future::try_join_all;
use http_api::{ApiError, Context, Json, SignedIn, lists::stage_counts, views::codes_schema};
use serde::Serialize;
use utoipa::{ToSchema, openapi::Object};

use crate::{agencies::AgencyView, scope};

/// The home page.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Home {
    /// How many applications stand where, in the order of the life cycle.
    counts: Vec<StageCount>,
    /// How many of them wait for the caller.
    waiting: u32,
    /// The plans that are open today, the first to close first.
    plans: Vec<Deadline>,
    /// The caller's agencies, with the telephone numbers to ring.
    agencies: Vec<AgencyView>,
}

/// How many applications stand in a stage.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StageCount {
    /// The stage.
    #[schema(schema_with = stages)]
    stage: StageName,
    /// The same as users read it.
    #[schema(example = "待缴费")]
    label: &'static str,
    /// How many.
    count: u32,
    /// Whether the next step is the caller's.
    waits_for_me: bool,
}

/// An open plan.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Deadline {
    /// The plan.
    id: String,
    /// Its name.
    name: String,
    /// Last day on which applications may be submitted.
    closes_on: NaiveDate,
    /// Days until then; 0 on the last day.
    days_left: i64,
}

fn stages() -> Object {
    codes_schema(StageName::ALL)
}

impl Deadline {
    fn of(plan: &Plan, today: NaiveDate) -> Self {
        Self {
            id: plan.id.to_string(),
            name: plan.name.clone(),
            closes_on: plan.closes_on,
            days_left: (plan.closes_on - today).num_days(),
        }
    }
}

/// What waits for the caller.
#[utoipa::path(get, path = "/api/home", tag = "records", responses((status = 200, body = Home)))]
pub async fn get_home(
    State(context): State<Context>,
    SignedIn(caller): SignedIn,
) -> Result<Json<Home>, ApiError> {
    let agencies = scope::agencies(&context.table, &caller).await?;
    let counts: Vec<StageCount> = stage_counts(&context.table, &caller)
        .await?
        .into_iter()
        .map(|(stage, count)| StageCount {
            stage,
            label: stage.zh(),
            count,
            waits_for_me: stage.waits_for(&caller),
        })
        .collect();
    let today = business_day(context.clock.now());
    let plans =
        try_join_all(agencies.iter().map(|agency| scope::plans(&context.table, &caller, &agency.id))).await?;
    let mut plans: Vec<_> = plans.into_iter().flatten().filter(|plan| plan.is_open(today)).collect();
    plans.sort_by(|one, other| (one.closes_on, &one.id).cmp(&(other.closes_on, &other.id)));
    Ok(Json(Home {
        waiting: counts.iter().filter(|one| one.waits_for_me).map(|one| one.count).sum(),
        counts,
        plans: plans.iter().map(|plan| Deadline::of(plan, today)).collect(),
        agencies: agencies.iter().map(AgencyView::from).collect(),
    }))
}
