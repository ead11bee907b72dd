//! 参保单: the list, one of them, and its way through its life.

use axum::extract::State as Shared;
use domain::{
    application::{Application, Command, CommandName, ReviewStatus, StageName},
    caller::Scope,
    ids::{ApplicationNumber, PaymentNumber, UnitId},
    roster::Member,
};
use http_api::{
    Answer, ApiError, IfMatch, Json, Nothing, Once, Page, Paging, Path, Query, SignedIn,
    lists::{ApplicationFilter, page_of_applications, stage_counts},
    views::{ApplicationView, EventView},
};
use serde::{Deserialize, Serialize};
use store::{StoreError, elsewhere, generation, over_age};
use utoipa::ToSchema;

use crate::State;

/// How often a number that is taken already is drawn anew.
const DRAWS: usize = 3;

/// Whose application it shall be.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CreateApplication {
    /// The unit; needed from agency staff, and from operators of several units.
    #[schema(value_type = Option<String>)]
    unit_id: Option<UnitId>,
}

/// The history of an application.
#[derive(Debug, Serialize, ToSchema)]
pub struct History {
    /// Oldest first.
    items: Vec<EventView>,
}

/// How many applications the caller sees, as the list's tabs show it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationCounts {
    /// 全部.
    all: u32,
    /// 待我处理: the next step is the caller's.
    waiting: u32,
    /// 待缴费.
    await_payment: u32,
    /// 已驳回.
    rejected: u32,
    /// 已办结.
    concluded: u32,
}

/// Lists applications.
#[utoipa::path(get, path = "/api/applications", tag = "applications",
    params(ApplicationFilter, Paging), responses((status = 200, body = Page<ApplicationView>)))]
pub async fn list_applications(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    Query(filter): Query<ApplicationFilter>,
    paging: Paging,
) -> Result<Json<Page<ApplicationView>>, ApiError> {
    let lines = filter.lines(state.table(), &caller, None).await?;
    Ok(Json(page_of_applications(state.table(), &caller, lines, paging).await?))
}

/// Counts applications by where they stand, void ones among all.
#[utoipa::path(get, path = "/api/applications/counts", tag = "applications",
    responses((status = 200, body = ApplicationCounts)))]
pub async fn count_applications(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
) -> Result<Json<ApplicationCounts>, ApiError> {
    let counts = stage_counts(state.table(), &caller).await?;
    let sum = |wanted: &dyn Fn(StageName) -> bool| {
        counts.iter().filter(|(stage, _)| wanted(**stage)).map(|(_, count)| count).sum()
    };
    Ok(Json(ApplicationCounts {
        all: sum(&|_| true),
        waiting: sum(&|stage| stage.waits_for(&caller)),
        await_payment: sum(&|stage| stage == StageName::AwaitPayment),
        rejected: sum(&|stage| stage.review_status() == ReviewStatus::Rejected),
        concluded: sum(&|stage| stage == StageName::Concluded),
    }))
}

/// Makes a draft.
#[utoipa::path(post, path = "/api/applications", tag = "applications", request_body = CreateApplication,
    responses((status = 201, body = ApplicationView)))]
pub async fn create_application(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    once: Once<CreateApplication>,
) -> Result<Answer, ApiError> {
    let unit = match (&once.body.unit_id, &caller.scope) {
        (Some(unit), _) => unit.clone(),
        (None, Scope::Unit { units }) if units.len() == 1 => units[0].clone(),
        _ => return Err(ApiError::invalid("unitId", "请选择参保单位")),
    };
    let table = state.table();
    let unit = table.unit(&unit).await?.filter(|unit| caller.sees(&unit.id, &unit.agency));
    let unit = unit.ok_or_else(ApiError::not_found)?;
    let agency = table.agency(&unit.agency).await?.ok_or_else(ApiError::not_found)?;
    for _ in 0..DRAWS {
        let now = state.now();
        let number = ApplicationNumber::allot(now, state.context().entropy.serial());
        let change = Application::create(number, &unit, &agency, &caller, now)?;
        let answer = Answer::created(&ApplicationView::of(&change.application, &caller))?;
        match table.create(&change, once.receipt(&answer)).await {
            Ok(jobs) => {
                state.commands.dispatch(jobs).await;
                return Ok(answer);
            }
            Err(StoreError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(ApiError::conflict())
}

/// Gives one application.
#[utoipa::path(get, path = "/api/applications/{number}", tag = "applications",
    params(("number" = String, Path)), responses((status = 200, body = ApplicationView)))]
pub async fn get_application(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    Path(number): Path<ApplicationNumber>,
) -> Result<Json<ApplicationView>, ApiError> {
    let application = state.visible(&number, &caller).await?;
    Ok(Json(ApplicationView::of(&application, &caller)))
}

/// What the agency says when it voids an application with money.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct VoidApplication {
    /// What becomes of money already paid.
    comment: Option<String>,
}

/// Voids a draft; the agency also a rejected one.
#[utoipa::path(delete, path = "/api/applications/{number}", tag = "applications",
    params(("number" = String, Path), IfMatch), request_body = Option<VoidApplication>,
    responses((status = 200, body = ApplicationView)))]
pub async fn void_application(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    Path(number): Path<ApplicationNumber>,
    seen: IfMatch,
    Json(request): Json<VoidApplication>,
) -> Result<Answer, ApiError> {
    let case = state.commands.begin(&caller, &number, CommandName::Void, seen).await?;
    let application = case.application();
    let lock = match &application.plan {
        Some(plan) => Some(state.table().tier_lock(&application.unit.id, &plan.id).await?),
        None => None,
    };
    let command = Command::Void { lock, comment: request.comment };
    case.carry_out(command, |application| ApplicationView::of(application, &caller), |_| None).await
}

/// 提交审核: to review when someone is over age, straight to payment otherwise.
#[utoipa::path(post, path = "/api/applications/{number}/submit", tag = "applications",
    params(("number" = String, Path), IfMatch), request_body = Option<Nothing>,
    responses((status = 200, body = ApplicationView)))]
pub async fn submit_application(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    Path(number): Path<ApplicationNumber>,
    seen: IfMatch,
    once: Once<Nothing>,
) -> Result<Answer, ApiError> {
    let case = state.commands.begin(&caller, &number, CommandName::Submit, seen).await?;
    twice_enrolled(&state, case.application()).await?;
    let payment = PaymentNumber::allot(case.now(), state.context().entropy.serial());
    let over_age = over_age(state.table(), &state.people, case.application()).await?;
    let command = Command::Submit { plan: case.plan().await?.map(Box::new), payment, over_age };
    case.carry_out(
        command,
        |application| ApplicationView::of(application, &caller),
        |answer| once.receipt(answer),
    )
    .await
}

/// Refuses a roster with people who stand in another application of the unit and plan (R503): it may have come there
/// after this one was imported.
async fn twice_enrolled(state: &State, application: &Application) -> Result<(), ApiError> {
    let Some(plan) = &application.plan else { return Ok(()) };
    let others = elsewhere::in_other_applications(state.table(), application, &plan.id).await?;
    if others.is_empty() {
        return Ok(());
    }
    let roster = generation::roster(state.table(), application).await?;
    let twice = |member: &Member| Some((member.name.masked(), others.get(&member.person_key())?));
    let mut found = roster.iter().filter_map(twice);
    let Some((name, number)) = found.next() else { return Ok(()) };
    let count = found.count() + 1;
    Err(ApiError::refused(
        "enrolled_elsewhere",
        format!("名单中有{count}名职工（如{name}）已在申请单 {number} 中，请从名单中删除后再提交"),
    ))
}

/// 撤回: back to the roster.
#[utoipa::path(post, path = "/api/applications/{number}/withdraw", tag = "applications",
    params(("number" = String, Path), IfMatch), request_body = Option<Nothing>,
    responses((status = 200, body = ApplicationView)))]
pub async fn withdraw_application(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    Path(number): Path<ApplicationNumber>,
    seen: IfMatch,
    once: Once<Nothing>,
) -> Result<Answer, ApiError> {
    let case = state.commands.begin(&caller, &number, CommandName::Withdraw, seen).await?;
    let view = |application: &Application| ApplicationView::of(application, &caller);
    case.carry_out(Command::Withdraw, view, |answer| once.receipt(answer)).await
}

/// 审核进度: everything that happened, oldest first.
#[utoipa::path(get, path = "/api/applications/{number}/history", tag = "applications",
    params(("number" = String, Path)), responses((status = 200, body = History)))]
pub async fn get_history(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    Path(number): Path<ApplicationNumber>,
) -> Result<Json<History>, ApiError> {
    state.visible(&number, &caller).await?;
    let events = state.table().history(&number).await?;
    Ok(Json(History { items: events.iter().map(EventView::from).collect() }))
}
