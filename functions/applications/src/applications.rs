//! 参保单: the list, one of them, and its way through its life.

use axum::extract::State as Shared;
use chrono::NaiveDate;
use domain::{
    application::{Application, Command, CommandName, PaymentStatus, ReviewStatus},
    calendar::business_day,
    caller::{Caller, Scope},
    ids::{ApplicationNumber, PaymentNumber, PlanId, UnitId},
    roster::Member,
};
use http_api::{
    Answer, ApiError, IfMatch, Json, Nothing, Once, Page, Paging, Path, Query, SignedIn,
    views::{ApplicationView, EventView},
};
use serde::{Deserialize, Serialize};
use store::{StoreError, elsewhere, generation};
use utoipa::{IntoParams, ToSchema};

use crate::State;

/// How often a number that is taken already is drawn anew.
const DRAWS: usize = 3;

/// The seven filters of the list (inventory A3).
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct ApplicationFilter {
    /// Part of the number; that of the payment order or form is found too.
    number: Option<String>,
    /// 审核状态.
    #[param(value_type = Option<String>)]
    review_status: Option<ReviewStatus>,
    /// 保障计划.
    #[param(value_type = Option<String>)]
    plan_id: Option<PlanId>,
    /// 缴费状态.
    #[param(value_type = Option<String>)]
    payment_status: Option<PaymentStatus>,
    /// Created on this day (Asia/Shanghai) or later.
    created_from: Option<NaiveDate>,
    /// Created on this day or earlier.
    created_to: Option<NaiveDate>,
    /// 参保单位.
    #[param(value_type = Option<String>)]
    unit_id: Option<UnitId>,
}

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

impl ApplicationFilter {
    fn takes(&self, application: &Application) -> bool {
        let stage = application.stage.name();
        let created = business_day(application.created_at);
        self.takes_number(application)
            && self.review_status.is_none_or(|status| stage.review_status() == status)
            && self.payment_status.is_none_or(|status| stage.payment_status() == status)
            && self.created_from.is_none_or(|day| created >= day)
            && self.created_to.is_none_or(|day| created <= day)
            && self.unit_id.as_ref().is_none_or(|unit| application.unit.id == *unit)
            && self
                .plan_id
                .as_ref()
                .is_none_or(|plan| application.plan.as_ref().is_some_and(|chosen| chosen.id == *plan))
    }

    fn takes_number(&self, application: &Application) -> bool {
        let Some(wanted) = self.number.as_deref().map(|number| number.trim().to_ascii_uppercase()) else {
            return true;
        };
        let payment = application.payment_number().map(PaymentNumber::as_str);
        let form = application.stage.form().map(domain::ids::FormNumber::as_str);
        [Some(application.number.as_str()), payment, form]
            .into_iter()
            .flatten()
            .any(|one| one.contains(&wanted))
    }
}

/// Everything the caller may see, newest first.
async fn all(state: &State, caller: &Caller) -> Result<Vec<Application>, ApiError> {
    let table = state.table();
    let mut found = Vec::new();
    match &caller.scope {
        Scope::Unit { units } => {
            for unit in units {
                found.extend(table.applications_of_unit(unit).await?);
            }
        }
        Scope::Agency { agency, .. } => found = table.applications_of_agency(agency, None).await?,
        Scope::Admin => {
            for agency in table.agencies().await? {
                found.extend(table.applications_of_agency(&agency.id, None).await?);
            }
        }
    }
    found.sort_by(|left, right| (right.created_at, &right.number).cmp(&(left.created_at, &left.number)));
    Ok(found)
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
    let mut found = all(&state, &caller).await?;
    found.retain(|application| filter.takes(application));
    Ok(Json(paging.of(found).map(|application| ApplicationView::of(&application, &caller))))
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
    let command = Command::Submit { plan: case.plan().await?.map(Box::new), payment };
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
