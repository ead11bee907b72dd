//! The plan and tier of an application, and the unit's headcount.

use axum::extract::State as Shared;
use domain::{
    application::{Application, Command, CommandName, RosterChange, RosterUpdate, TierLock},
    ids::{ApplicationNumber, PlanId, TierId},
    plan::Plan,
    roster::{Severity, assess},
};
use http_api::{Answer, ApiError, IfMatch, Json, Path, SignedIn, views::ApplicationView};
use serde::Deserialize;
use store::{Table, generation};
use utoipa::ToSchema;

use crate::State;

/// The plan and tier wanted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChoosePlan {
    /// The plan.
    #[schema(value_type = String, example = "yiyang-inpatient-2026")]
    plan_id: PlanId,
    /// One of its tiers.
    #[schema(value_type = String, example = "60")]
    tier_id: TierId,
}

/// 单位缴纳城镇职工医保人数.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InsuredHeadcount {
    /// The whole unit's, also for a supplement.
    #[schema(minimum = 1)]
    insured_headcount: u32,
}

/// Chooses plan and tier (第4–8步).
#[utoipa::path(put, path = "/api/applications/{number}/plan", tag = "applications",
    params(("number" = String, Path), IfMatch), request_body = ChoosePlan,
    responses((status = 200, body = ApplicationView)))]
pub async fn choose_plan(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    Path(number): Path<ApplicationNumber>,
    seen: IfMatch,
    Json(request): Json<ChoosePlan>,
) -> Result<Answer, ApiError> {
    let case = state.commands.begin(&caller, &number, CommandName::ChoosePlan, seen).await?;
    let application = case.application();
    let table = state.table();
    let plan = table
        .plan_of_unit(&request.plan_id, &application.unit.id)
        .await?
        .filter(|plan| plan.agency == application.agency.id);
    let plan = plan.ok_or_else(|| ApiError::from(domain::application::Refusal::PlanUnknown))?;
    let unit = &application.unit.id;
    let previous = match &application.plan {
        Some(chosen) if chosen.id != plan.id => Some(table.tier_lock(unit, &chosen.id).await?),
        _ => None,
    };
    let lock = table.tier_lock(unit, &plan.id).await?;
    let command = Command::ChoosePlan {
        former_headcount: former_headcount(table, application, &lock).await?,
        lock,
        previous,
        reassessed: reassess(&state, application, &plan).await?,
        tier: request.tier_id,
        plan: Box::new(plan),
    };
    case.carry_out(command, |application| ApplicationView::of(application, &caller), |_| None).await
}

/// What the unit's latest other application of the plan says of the headcount (FAQ-6).
async fn former_headcount(
    table: &Table,
    application: &Application,
    lock: &TierLock,
) -> Result<Option<u32>, ApiError> {
    for number in lock.holders.iter().rev().filter(|holder| **holder != application.number) {
        let headcount = table.application(number).await?.and_then(|former| former.insured_headcount);
        if headcount.is_some() {
            return Ok(headcount);
        }
    }
    Ok(None)
}

/// The roster by the rules of another plan; nothing when these rules checked it already.
async fn reassess(
    state: &State,
    application: &Application,
    plan: &Plan,
) -> Result<Option<RosterUpdate>, ApiError> {
    let roster = &application.roster;
    let chosen_rules = application.plan.as_ref().map(|chosen| &chosen.rules);
    let same = roster.assessed_for.as_ref() == Some(&plan.id)
        && chosen_rules.is_none_or(|rules| *rules == plan.rules);
    if roster.pages.is_empty() || same {
        return Ok(None);
    }
    let mut members = generation::roster(state.table(), application).await?;
    for member in &mut members {
        if let Some(issue) =
            assess(member, &plan.rules, 0).into_iter().find(|issue| issue.severity == Severity::Error)
        {
            let name = member.name.masked();
            return Err(ApiError::refused(
                "roster_unfit",
                format!("名单中的{name}不符合该计划：{}。请先从名单中删除", issue.message),
            ));
        }
    }
    let mut new_page_id = || state.fresh();
    let table = state.table();
    let how = RosterChange::Edited;
    let update = generation::write_generation(table, application, members, &plan.id, how, &mut new_page_id);
    Ok(Some(update.await?))
}

/// Takes plan and tier back; the roster stays.
#[utoipa::path(delete, path = "/api/applications/{number}/plan", tag = "applications",
    params(("number" = String, Path), IfMatch), responses((status = 200, body = ApplicationView)))]
pub async fn remove_plan(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    Path(number): Path<ApplicationNumber>,
    seen: IfMatch,
) -> Result<Answer, ApiError> {
    let case = state.commands.begin(&caller, &number, CommandName::RemovePlan, seen).await?;
    let application = case.application();
    let plan = application.plan.as_ref().ok_or_else(ApiError::not_found)?;
    let lock = state.table().tier_lock(&application.unit.id, &plan.id).await?;
    let view = |application: &Application| ApplicationView::of(application, &caller);
    case.carry_out(Command::RemovePlan { lock }, view, |_| None).await
}

/// Fills in how many employees the unit insures (第9步).
#[utoipa::path(put, path = "/api/applications/{number}/insured-headcount", tag = "applications",
    params(("number" = String, Path), IfMatch), request_body = InsuredHeadcount,
    responses((status = 200, body = ApplicationView)))]
pub async fn set_insured_headcount(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    Path(number): Path<ApplicationNumber>,
    seen: IfMatch,
    Json(request): Json<InsuredHeadcount>,
) -> Result<Answer, ApiError> {
    let case = state.commands.begin(&caller, &number, CommandName::SetInsuredHeadcount, seen).await?;
    let command = Command::SetInsuredHeadcount(request.insured_headcount);
    case.carry_out(command, |application| ApplicationView::of(application, &caller), |_| None).await
}
