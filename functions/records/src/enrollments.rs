//! 职工参保记录 (inventory MENU-4).

use std::collections::{BTreeMap, BTreeSet};

use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    agency::Unit,
    calendar::business_day,
    caller::Caller,
    ids::{PlanId, UnitId},
    person::{DocumentType, Gender, Phone},
};
use futures::future::try_join_all;
use http_api::{
    ApiError, Context, Json, Page, Paging, Query, SignedIn,
    views::{NamedView, codes_schema},
};
use serde::{Deserialize, Serialize};
use store::{Enrollment, Table};
use utoipa::{IntoParams, ToSchema, openapi::Object};

use crate::scope;

/// The most characters of a document number that may stand in an address: what masked numbers show.
const MAX_ENDING: usize = 6;

/// Where a coverage stands (B4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CoverageStatus {
    /// 待生效.
    Pending,
    /// 保障中.
    Active,
    /// 已到期.
    Expired,
}

/// Which records are asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct EnrollmentFilters {
    /// Under one plan.
    #[param(value_type = Option<String>)]
    plan_id: Option<PlanId>,
    /// Of one unit.
    #[param(value_type = Option<String>)]
    unit_id: Option<UnitId>,
    /// A part of the name.
    name: Option<String>,
    /// The last characters of the document number, six at most.
    #[param(max_length = 6)]
    document_number_ends_with: Option<String>,
    /// Where the coverage stands.
    #[param(inline)]
    status: Option<CoverageStatus>,
}

/// One person's coverage under one plan; numbers are masked.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Enrollment)]
pub struct EnrollmentView {
    /// The person on the application's roster.
    #[schema(example = "17")]
    member_id: String,
    /// 姓名.
    name: String,
    /// 证件类型.
    #[schema(schema_with = document_types)]
    document_type: DocumentType,
    /// 证件号码, masked.
    #[schema(example = "430902********0015")]
    document_number: String,
    /// 手机号, masked.
    #[schema(example = "138****1234")]
    phone: Option<String>,
    /// 性别.
    #[schema(schema_with = genders)]
    gender: Gender,
    /// Full years on the plan's reference date.
    age: u8,
    /// Whose people they are.
    unit: NamedView,
    /// The plan.
    plan: NamedView,
    /// The application that was concluded.
    application_number: String,
    /// First day of coverage.
    effective_on: NaiveDate,
    /// Last day of coverage.
    coverage_to: NaiveDate,
    /// Where the coverage stands today.
    status: CoverageStatus,
    /// When the application was concluded.
    enrolled_at: DateTime<Utc>,
}

fn document_types() -> Object {
    codes_schema(DocumentType::ALL)
}

fn genders() -> Object {
    codes_schema([Gender::Male, Gender::Female])
}

impl CoverageStatus {
    fn of(enrollment: &Enrollment, today: NaiveDate) -> Self {
        match today {
            today if today < enrollment.effective_on => Self::Pending,
            today if today <= enrollment.coverage_to => Self::Active,
            _ => Self::Expired,
        }
    }
}

impl EnrollmentFilters {
    fn check(&self) -> Result<(), ApiError> {
        match &self.document_number_ends_with {
            Some(ending) if ending.trim().chars().count() > MAX_ENDING => {
                let message = "只可按证件号码的最后六位以内查询";
                Err(ApiError::invalid("documentNumberEndsWith", message))
            }
            _ => Ok(()),
        }
    }

    fn admit(&self, enrollment: &Enrollment, today: NaiveDate) -> bool {
        let text = |filter: &Option<String>| filter.as_deref().unwrap_or_default().trim().to_owned();
        let ending = text(&self.document_number_ends_with).to_ascii_uppercase();
        enrollment.member.name.as_str().contains(&text(&self.name))
            && enrollment.member.document.as_str().ends_with(&ending)
            && self.status.is_none_or(|status| status == CoverageStatus::of(enrollment, today))
    }
}

impl EnrollmentView {
    fn of(enrollment: &Enrollment, names: &Names, today: NaiveDate) -> Self {
        let member = &enrollment.member;
        Self {
            member_id: member.id.get().to_string(),
            name: member.name.as_str().to_owned(),
            document_type: member.document.kind(),
            document_number: member.document.masked(),
            phone: member.phone.as_ref().map(Phone::masked),
            gender: member.gender,
            age: member.age,
            unit: named(&enrollment.unit, &names.units),
            plan: named(&enrollment.plan, &names.plans),
            application_number: enrollment.application.to_string(),
            effective_on: enrollment.effective_on,
            coverage_to: enrollment.coverage_to,
            status: CoverageStatus::of(enrollment, today),
            enrolled_at: enrollment.at,
        }
    }
}

/// What units and plans are called.
struct Names {
    units: BTreeMap<UnitId, String>,
    plans: BTreeMap<PlanId, String>,
}

fn named<Id: Ord + ToString>(id: &Id, names: &BTreeMap<Id, String>) -> NamedView {
    NamedView { id: id.to_string(), name: names.get(id).cloned().unwrap_or_default() }
}

/// The people covered: a unit's own, or those of an agency's units; the latest conclusion first, then in the order
/// of the roster.
#[utoipa::path(get, path = "/api/enrollments", tag = "records", params(EnrollmentFilters, Paging),
    responses((status = 200, body = Page<EnrollmentView>)))]
pub async fn list_enrollments(
    State(context): State<Context>,
    SignedIn(caller): SignedIn,
    Query(filters): Query<EnrollmentFilters>,
    paging: Paging,
) -> Result<Json<Page<EnrollmentView>>, ApiError> {
    filters.check()?;
    let today = business_day(context.clock.now());
    let units = units(&context.table, &caller, filters.unit_id.as_ref()).await?;
    let plan = filters.plan_id.as_ref();
    let lists = try_join_all(units.iter().map(|unit| context.table.enrollments_of(&unit.id, plan))).await?;
    let mut found: Vec<_> = lists.into_iter().flatten().collect();
    found.retain(|enrollment| filters.admit(enrollment, today));
    found.sort_by(|one, other| other.at.cmp(&one.at).then_with(|| place(one).cmp(&place(other))));
    let page = paging.of(found);
    let names = names(&context.table, units, &page.items).await?;
    Ok(Json(page.map(|enrollment| EnrollmentView::of(&enrollment, &names, today))))
}

fn place(enrollment: &Enrollment) -> (&str, u32) {
    (enrollment.application.as_str(), enrollment.member.id.get())
}

async fn units(table: &Table, caller: &Caller, wanted: Option<&UnitId>) -> Result<Vec<Unit>, ApiError> {
    match wanted {
        Some(id) => {
            let unit = table.unit(id).await?;
            Ok(unit.filter(|unit| caller.sees(&unit.id, &unit.agency)).into_iter().collect())
        }
        None => scope::units(table, caller).await,
    }
}

async fn names(table: &Table, units: Vec<Unit>, shown: &[Enrollment]) -> Result<Names, ApiError> {
    let ids: BTreeSet<_> = shown.iter().map(|enrollment| enrollment.plan.clone()).collect();
    let plans = try_join_all(ids.iter().map(|id| table.plan(id))).await?;
    Ok(Names {
        units: units.into_iter().map(|unit| (unit.id, unit.name)).collect(),
        plans: plans.into_iter().flatten().map(|plan| (plan.id, plan.name)).collect(),
    })
}
