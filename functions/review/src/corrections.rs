//! 变更申请 (T16, inventory MENU-10): the unit asks to correct a covered person, the reviewer decides.

use axum::extract::State;
use chrono::{DateTime, Utc};
use domain::{
    caller::{Caller, Scope},
    correction::{Correction, CorrectionState, Done, PersonFields},
    ids::{ApplicationNumber, CorrectionId, MemberId},
    person::{Name, Phone},
};
use futures::future::try_join_all;
use http_api::{
    Answer, ApiError, Context, Json, Nothing, Once, Page, Paging, Path, Query, SignedIn, views::codes_schema,
};
use serde::{Deserialize, Serialize};
use store::Enrollment;
use utoipa::{IntoParams, ToSchema, openapi::Object};

/// What shall stand there; what is left out stays as it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AskChange {
    /// The application by which the person is covered.
    #[schema(value_type = String)]
    application_number: ApplicationNumber,
    /// The person on its roster.
    #[schema(example = "17")]
    member_id: String,
    /// 姓名.
    #[serde(default)]
    name: Option<String>,
    /// 手机号.
    #[serde(default)]
    phone: Option<String>,
    /// Why.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// Why a request is refused.
#[derive(Debug, Deserialize, ToSchema)]
pub struct RejectChange {
    /// Why.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// Which requests.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ChangeFilters {
    /// `pending`, `approved` or `rejected`.
    state: Option<String>,
}

/// What stands, or shall stand, there; the telephone masked.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChangeFields)]
pub struct FieldsView {
    /// 姓名.
    name: String,
    /// 手机号, masked.
    #[schema(example = "138****1234")]
    phone: Option<String>,
}

/// A request.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Change)]
pub struct ChangeView {
    /// Its identity.
    id: String,
    /// The application by which the person is covered.
    application_number: String,
    /// The person on its roster.
    member_id: String,
    /// What stood there.
    before: FieldsView,
    /// What shall stand there.
    after: FieldsView,
    /// Whether the telephone changes: masked, two may look alike.
    phone_changes: bool,
    /// Why.
    reason: String,
    /// Who asked, by display name.
    asked_by: String,
    /// When.
    asked_at: DateTime<Utc>,
    /// Where it stands.
    #[schema(schema_with = states)]
    state: &'static str,
    /// Who decided, by display name.
    decided_by: Option<String>,
    /// When.
    decided_at: Option<DateTime<Utc>>,
    /// Why it was refused.
    rejection: Option<String>,
    /// Whether this caller may decide it now.
    may_decide: bool,
}

fn states() -> Object {
    codes_schema(["pending", "approved", "rejected"])
}

impl From<&PersonFields> for FieldsView {
    fn from(fields: &PersonFields) -> Self {
        Self { name: fields.name.as_str().to_owned(), phone: fields.phone.as_ref().map(Phone::masked) }
    }
}

impl ChangeView {
    fn of(correction: &Correction, caller: &Caller) -> Self {
        let (decided, rejection): (Option<&Done>, _) = match &correction.state {
            CorrectionState::Pending => (None, None),
            CorrectionState::Approved(done) => (Some(done), None),
            CorrectionState::Rejected { done, reason } => (Some(done), Some(reason.clone())),
        };
        let may_decide = correction.state == CorrectionState::Pending
            && caller.holds(domain::caller::Duty::Review, &correction.agency);
        Self {
            id: correction.id.to_string(),
            application_number: correction.application.to_string(),
            member_id: correction.member.get().to_string(),
            before: (&correction.before).into(),
            after: (&correction.after).into(),
            phone_changes: correction.before.phone != correction.after.phone,
            reason: correction.reason.clone(),
            asked_by: correction.asked.by.clone(),
            asked_at: correction.asked.at,
            state: correction.state.code(),
            decided_by: decided.map(|done| done.by.clone()),
            decided_at: decided.map(|done| done.at),
            rejection,
            may_decide,
        }
    }
}

/// The requests the caller sees, newest first.
#[utoipa::path(get, path = "/api/changes", tag = "review", params(ChangeFilters, Paging),
    responses((status = 200, body = Page<ChangeView>)))]
pub async fn list_changes(
    State(context): State<Context>,
    SignedIn(caller): SignedIn,
    Query(filters): Query<ChangeFilters>,
    paging: Paging,
) -> Result<Json<Page<ChangeView>>, ApiError> {
    let table = &context.table;
    let mut found = match &caller.scope {
        Scope::Unit { units } => {
            let lists = try_join_all(units.iter().map(|unit| table.corrections_of_unit(unit))).await?;
            lists.into_iter().flatten().collect()
        }
        Scope::Agency { agency, .. } => table.corrections_of_agency(agency).await?,
        Scope::Admin => Vec::new(),
    };
    found.retain(|one| filters.state.as_deref().is_none_or(|state| state == one.state.code()));
    found.sort_by(|one, other| other.id.cmp(&one.id));
    Ok(Json(paging.of(found).map(|one| ChangeView::of(&one, &caller))))
}

/// Asks for a correction.
#[utoipa::path(post, path = "/api/changes", tag = "review", request_body = AskChange,
    responses((status = 201, body = ChangeView)))]
pub async fn ask_change(
    State(context): State<Context>,
    SignedIn(caller): SignedIn,
    once: Once<AskChange>,
) -> Result<Answer, ApiError> {
    let table = &context.table;
    let AskChange { application_number, member_id, name, phone, reason } = &once.body;
    let application = http_api::visible_application(table, &caller, application_number).await?;
    let member = member_id.parse().ok().map(MemberId::new);
    let coverage = match (&application.plan, member) {
        (Some(plan), Some(member)) => {
            table.enrollment(&application.unit.id, &plan.id, application_number, member).await?
        }
        _ => None,
    };
    let missing = || ApiError::invalid("memberId", "没有找到这名已参保职工，请从职工参保记录中选择");
    let member = coverage.ok_or_else(missing)?.member;
    let after = fields(&member.name, member.phone.as_ref(), name.as_deref(), phone.as_deref())?;
    let now = context.clock.now();
    let id: CorrectionId = context.entropy.id(now);
    let correction = Correction::ask(id, &application, &member, after, reason, &caller, now)?;
    table.ask_correction(&correction).await?;
    Answer::created(&ChangeView::of(&correction, &caller))
}

fn fields(
    present: &Name,
    telephone: Option<&Phone>,
    name: Option<&str>,
    phone: Option<&str>,
) -> Result<PersonFields, ApiError> {
    let name = match name.map(str::trim).filter(|name| !name.is_empty()) {
        Some(name) => Name::parse(name).map_err(|error| ApiError::invalid("name", error.to_string()))?.name,
        None => present.clone(),
    };
    let phone = match phone.map(str::trim).filter(|phone| !phone.is_empty()) {
        Some(phone) => {
            Some(Phone::parse(phone).map_err(|error| ApiError::invalid("phone", error.to_string()))?)
        }
        None => telephone.cloned(),
    };
    Ok(PersonFields { name, phone })
}

/// Accepts a request: the coverage says so from now on, and what it said before is kept.
#[utoipa::path(post, path = "/api/changes/{id}/approve", tag = "review", params(("id" = String, Path)),
    request_body = Option<Nothing>, responses((status = 200, body = ChangeView)))]
pub async fn approve_change(
    State(context): State<Context>,
    SignedIn(caller): SignedIn,
    Path(id): Path<CorrectionId>,
    _once: Once<Nothing>,
) -> Result<Answer, ApiError> {
    let correction = seen(&context, &caller, &id).await?;
    let decided = correction.clone().approve(&caller, context.clock.now())?;
    let Correction { unit, plan, application, member, .. } = &decided;
    let before = context.table.enrollment(unit, plan, application, *member).await?;
    let before = before.ok_or_else(ApiError::not_found)?;
    let after = Enrollment { member: decided.applied_to(&before.member), ..before.clone() };
    context.table.decide_correction(&decided, Some((&before, &after))).await?;
    Answer::ok(&ChangeView::of(&decided, &caller))
}

/// Refuses a request.
#[utoipa::path(post, path = "/api/changes/{id}/reject", tag = "review", params(("id" = String, Path)),
    request_body = RejectChange, responses((status = 200, body = ChangeView)))]
pub async fn reject_change(
    State(context): State<Context>,
    SignedIn(caller): SignedIn,
    Path(id): Path<CorrectionId>,
    once: Once<RejectChange>,
) -> Result<Answer, ApiError> {
    let correction = seen(&context, &caller, &id).await?;
    let decided = correction.reject(&once.body.reason, &caller, context.clock.now())?;
    context.table.decide_correction(&decided, None).await?;
    Answer::ok(&ChangeView::of(&decided, &caller))
}

async fn seen(context: &Context, caller: &Caller, id: &CorrectionId) -> Result<Correction, ApiError> {
    let found = context.table.correction(id).await?;
    found.filter(|one| caller.sees(&one.unit, &one.agency)).ok_or_else(ApiError::not_found)
}
