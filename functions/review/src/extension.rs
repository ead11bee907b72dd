//! A longer window for one unit.

use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    application::{Named, Refusal},
    caller::Caller,
    ids::{PlanId, UnitId},
    plan::{Extension, Plan},
};
use futures::future::try_join_all;
use http_api::{Answer, ApiError, Context, Json, Path, SignedIn, views::NamedView};
use serde::{Deserialize, Serialize};
use store::Table;
use utoipa::ToSchema;

/// More time for a unit.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ExtendPlan {
    /// The unit.
    #[schema(value_type = String, example = "unit1")]
    unit_id: UnitId,
    /// Its last day of submission.
    closes_on: NaiveDate,
    /// Why.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// A longer window, as granted.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Extension)]
pub struct ExtensionView {
    /// The unit.
    unit: NamedView,
    /// Its last day of submission.
    closes_on: NaiveDate,
    /// Why.
    reason: String,
    /// Who granted it, by display name.
    by: String,
    /// When.
    at: DateTime<Utc>,
}

/// The longer windows of a plan.
#[derive(Debug, Serialize, ToSchema)]
pub struct Extensions {
    /// By unit.
    items: Vec<ExtensionView>,
}

impl ExtensionView {
    fn of(extension: Extension, name: String) -> Self {
        let Extension { unit, closes_on, reason, by, at, .. } = extension;
        Self { unit: (&Named { id: unit, name }).into(), closes_on, reason, by, at }
    }
}

/// The plan, if it exists for the caller and is theirs to look after.
async fn managed(table: &Table, caller: &Caller, id: &PlanId) -> Result<Plan, ApiError> {
    let plan = table.plan(id).await?.ok_or_else(ApiError::not_found)?;
    if plan.is_managed_by(caller) {
        return Ok(plan);
    }
    match &caller.scope {
        domain::caller::Scope::Agency { agency, .. } if *agency == plan.agency => {
            Err(Refusal::NotManager.into())
        }
        _ => Err(ApiError::not_found()),
    }
}

/// Lists the longer windows of a plan.
#[utoipa::path(get, path = "/api/plans/{id}/extensions", tag = "review", params(("id" = String, Path)),
    responses((status = 200, body = Extensions)))]
pub async fn list_extensions(
    State(context): State<Context>,
    SignedIn(caller): SignedIn,
    Path(id): Path<PlanId>,
) -> Result<Json<Extensions>, ApiError> {
    let table = &context.table;
    managed(table, &caller, &id).await?;
    let extensions = table.extensions(&id).await?;
    let units = try_join_all(extensions.iter().map(|one| table.unit(&one.unit))).await?;
    let named = extensions.into_iter().zip(units);
    let view = |(one, unit): (_, Option<domain::agency::Unit>)| {
        ExtensionView::of(one, unit.map(|unit| unit.name).unwrap_or_default())
    };
    Ok(Json(Extensions { items: named.map(view).collect() }))
}

/// Gives a unit more time, in place of what it was given before. The same request again changes nothing more.
#[utoipa::path(post, path = "/api/plans/{id}/extensions", tag = "review", params(("id" = String, Path)),
    request_body = ExtendPlan, responses((status = 200, body = ExtensionView)))]
pub async fn extend_plan(
    State(context): State<Context>,
    SignedIn(caller): SignedIn,
    Path(id): Path<PlanId>,
    Json(request): Json<ExtendPlan>,
) -> Result<Answer, ApiError> {
    let table = &context.table;
    let plan = managed(table, &caller, &id).await?;
    let unit = table.unit(&request.unit_id).await?.filter(|unit| unit.agency == plan.agency);
    let unit = unit.ok_or_else(|| ApiError::invalid("unitId", "没有这个参保单位，请重新选择"))?;
    let extension = plan.extend(&unit, request.closes_on, &request.reason, &caller, context.clock.now())?;
    table.put_extension(&extension).await?;
    Answer::ok(&ExtensionView::of(extension, unit.name))
}
