//! Last year's roster for a new application (NEW-9): checked anew and previewed like a file that was sent.

use axum::extract::State as Shared;
use chrono::NaiveDate;
use domain::{
    application::{Application, CommandName, Missing, Refusal},
    ids::ApplicationNumber,
    import::Import,
    roster::{Difference, difference},
};
use http_api::{Answer, ApiError, Json, Nothing, Once, Path, SignedIn};
use serde::Serialize;
use store::{Job, generation, previous};
use utoipa::ToSchema;

use crate::{State, imports::ImportView};

/// Whether there is a roster to carry over, and how it differs from the present one.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CarryOver {
    /// The roster of the unit's latest earlier plan of the same kind, if there is one.
    source: Option<CarryOverSource>,
    /// The present roster beside it.
    difference: Option<RosterDifference>,
}

/// A roster that can be carried over.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CarryOverSource {
    /// The plan.
    plan_id: String,
    /// Its name.
    plan_name: String,
    /// The first day of its period.
    coverage_from: NaiveDate,
    /// The last day of its period.
    coverage_to: NaiveDate,
    /// The concluded applications: the first one and its supplements.
    applications: Vec<String>,
    /// How many people were enrolled.
    people: u32,
}

/// The present roster beside last year's, in people.
#[derive(Debug, Serialize, ToSchema)]
pub struct RosterDifference {
    /// On the present roster alone.
    new: u32,
    /// On last year's alone.
    left: u32,
    /// On both, with other particulars; age is none.
    changed: u32,
    /// On both, with the same particulars.
    same: u32,
}

impl From<Difference> for RosterDifference {
    fn from(Difference { new, left, changed, same }: Difference) -> Self {
        Self { new, left, changed, same }
    }
}

/// What a unit without a roster of last year is told.
pub fn nothing_to_carry_over() -> ApiError {
    let message = "没有可沿用的历史名单：本单位在此前的同类保障计划中没有已办结的参保单，请导入名单";
    ApiError::refused("no_previous_roster", message)
}

/// Tells whether there is a roster to carry over.
#[utoipa::path(get, path = "/api/applications/{number}/carry-over", tag = "roster",
    params(("number" = String, Path)), responses((status = 200, body = CarryOver)))]
pub async fn get_carry_over(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    Path(number): Path<ApplicationNumber>,
) -> Result<Json<CarryOver>, ApiError> {
    let application = state.visible(&number, &caller).await?;
    let Some(found) = previous::find(state.table(), &application).await? else {
        return Ok(Json(CarryOver { source: None, difference: None }));
    };
    let before = found.people(state.table()).await?;
    let present = generation::roster(state.table(), &application).await?;
    let source = CarryOverSource {
        plan_id: found.plan.id.to_string(),
        plan_name: found.plan.name.clone(),
        coverage_from: found.plan.coverage_from,
        coverage_to: found.plan.coverage_to,
        applications: found.applications.iter().map(|one| one.number.to_string()).collect(),
        people: u32::try_from(before.len()).unwrap_or(u32::MAX),
    };
    Ok(Json(CarryOver { source: Some(source), difference: Some(difference(&before, &present).into()) }))
}

/// Begins an import of last year's roster. Like any other it is checked, previewed, and changes nothing until it is
/// applied; whoever cannot be taken over comes back with the reason.
#[utoipa::path(post, path = "/api/applications/{number}/carry-over", tag = "roster",
    params(("number" = String, Path)), request_body = Nothing, responses((status = 202, body = ImportView)))]
pub async fn start_carry_over(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    Path(number): Path<ApplicationNumber>,
    once: Once<Nothing>,
) -> Result<Answer, ApiError> {
    let application = state.visible(&number, &caller).await?;
    application.authorize(&caller, CommandName::ImportRoster)?;
    let import = begin(&state, &application).await?;
    let answer = Answer::accepted(&ImportView::of(&import))?;
    let job = Job::carry_over(&import)?;
    state.table().start_import(&import, &job, once.receipt(&answer)).await?;
    state.commands.dispatch(vec![job]).await;
    Ok(answer)
}

async fn begin(state: &State, application: &Application) -> Result<Import, ApiError> {
    if application.plan.is_none() {
        return Err(Refusal::Incomplete(vec![Missing::Plan]).into());
    }
    let found = previous::find(state.table(), application).await?.ok_or_else(nothing_to_carry_over)?;
    Ok(Import::carry_over(state.fresh(), application.number.clone(), &found.plan.name, state.now()))
}
