//! 互助保障计划 (inventory MENU-5).

use std::cmp::Reverse;

use axum::extract::State;
use chrono::NaiveDate;
use domain::{
    calendar::business_day,
    person::{Gender, age::AgeMode},
    plan::{Plan, PlanKind},
    roster::{DuplicatePolicy, Rules},
};
use futures::future::try_join_all;
use http_api::{
    ApiError, Context, Json, Page, Paging, SignedIn,
    views::{AccountView, NamedView, TierView, codes_schema},
};
use serde::Serialize;
use utoipa::{ToSchema, openapi::Object};

use crate::scope;

/// A plan, as it stands now.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Plan)]
pub struct PlanView {
    /// Its identity.
    #[schema(example = "yiyang-inpatient-2026")]
    id: String,
    /// Its name, as on documents.
    name: String,
    /// Who offers it.
    agency: NamedView,
    /// What it covers.
    #[schema(schema_with = kinds)]
    kind: PlanKind,
    /// Whether applications may be submitted today.
    open: bool,
    /// First day on which applications may be submitted.
    opens_on: NaiveDate,
    /// Last day on which applications may be submitted; for a unit that was granted more time, its own.
    closes_on: NaiveDate,
    /// First day of the period of coverage.
    coverage_from: NaiveDate,
    /// Last day of the period of coverage.
    coverage_to: NaiveDate,
    /// The prices.
    tiers: Vec<TierView>,
    /// The rules a roster is checked by.
    rules: RulesView,
    /// The papers handed in with every application.
    papers: Vec<String>,
    /// Where the money goes.
    account: AccountView,
}

/// How people are checked.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Rules)]
pub struct RulesView {
    /// The day on which ages count.
    reference_on: NaiveDate,
    /// Whether the statute decides who is over age, or a fixed age.
    #[schema(schema_with = age_modes)]
    age_mode: &'static str,
    /// The fixed ages, in full years.
    fixed_ages: Option<FixedAges>,
    /// Full years below which nobody is taken.
    min_age: u8,
    /// The only gender the plan is for, if it is not for both.
    #[schema(value_type = Option<String>, example = "female")]
    gender_limit: Option<Gender>,
    /// Whether 手机号 must be given.
    phone_required: bool,
    /// What is done with people another unit has enrolled.
    #[schema(schema_with = duplicate_policies)]
    duplicate_elsewhere: DuplicatePolicy,
}

/// Ages from which people are over age.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct FixedAges {
    /// Of men.
    male: u8,
    /// Of women.
    female: u8,
}

const STATUTORY: &str = "statutory";
const FIXED: &str = "fixed";

fn kinds() -> Object {
    codes_schema([PlanKind::Inpatient, PlanKind::Critical])
}

fn age_modes() -> Object {
    codes_schema([STATUTORY, FIXED])
}

fn duplicate_policies() -> Object {
    codes_schema([DuplicatePolicy::Warn, DuplicatePolicy::Block])
}

impl PlanView {
    fn of(plan: &Plan, agency: NamedView, today: NaiveDate) -> Self {
        Self {
            id: plan.id.to_string(),
            name: plan.name.clone(),
            agency,
            kind: plan.kind,
            open: plan.is_open(today),
            opens_on: plan.opens_on,
            closes_on: plan.closes_on,
            coverage_from: plan.coverage_from,
            coverage_to: plan.coverage_to,
            tiers: plan.tiers.iter().map(TierView::from).collect(),
            rules: (&plan.rules).into(),
            papers: plan.papers.clone(),
            account: (&plan.account).into(),
        }
    }
}

impl From<&Rules> for RulesView {
    fn from(rules: &Rules) -> Self {
        let (age_mode, fixed_ages) = match rules.age_mode {
            AgeMode::Statutory => (STATUTORY, None),
            AgeMode::Fixed { male, female } => (FIXED, Some(FixedAges { male, female })),
        };
        Self {
            reference_on: rules.reference_date,
            age_mode,
            fixed_ages,
            min_age: rules.min_age,
            gender_limit: rules.gender_limit,
            phone_required: rules.phone_required,
            duplicate_elsewhere: rules.duplicate_elsewhere,
        }
    }
}

/// The plans of the caller's agencies: open ones first, then by period, the latest first.
#[utoipa::path(get, path = "/api/plans", tag = "records", params(Paging),
    responses((status = 200, body = Page<PlanView>)))]
pub async fn list_plans(
    State(context): State<Context>,
    SignedIn(caller): SignedIn,
    paging: Paging,
) -> Result<Json<Page<PlanView>>, ApiError> {
    let today = business_day(context.clock.now());
    let agencies = scope::agencies(&context.table, &caller).await?;
    let lists =
        try_join_all(agencies.iter().map(|agency| scope::plans(&context.table, &caller, &agency.id))).await?;
    let mut plans = Vec::new();
    for (agency, list) in agencies.iter().zip(lists) {
        let named = NamedView { id: agency.id.to_string(), name: agency.name.clone() };
        plans.extend(list.iter().map(|plan| PlanView::of(plan, named.clone(), today)));
    }
    plans.sort_by(|one, other| order(one).cmp(&order(other)));
    Ok(Json(paging.of(plans)))
}

fn order(plan: &PlanView) -> (Reverse<bool>, Reverse<NaiveDate>, &str) {
    (Reverse(plan.open), Reverse(plan.coverage_from), &plan.id)
}
