//! 收款账户: where the money of a plan goes. Changing it takes two people (NEW-14).

use axum::extract::State;
use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    agency::ReceivingAccount,
    application::Refusal,
    caller::{Caller, Scope},
    ids::PlanId,
    plan::Plan,
};
use http_api::{Answer, ApiError, Json, Nothing, Once, Path, SignedIn, views::AccountView};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::Payments;

/// Another account for a plan.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ProposeAccount {
    /// 户名.
    #[schema(min_length = 1, max_length = 100)]
    holder: String,
    /// 账号: 8 to 32 digits; blanks and dashes do not count.
    number: String,
    /// 开户行.
    #[schema(min_length = 1, max_length = 100)]
    bank: String,
    /// 行号, twelve digits.
    cnaps: String,
    /// Why.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// The second person's word.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ConfirmAccount {
    /// 账号, typed again from the paper that asks for the change.
    number: String,
}

/// Where the money of a plan goes, and what is about to change.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PlanAccount {
    /// The account in force.
    account: AccountView,
    /// Since when, if it was another one before.
    changed_on: Option<NaiveDate>,
    /// The account proposed and not confirmed yet.
    pending: Option<PendingAccount>,
}

/// A proposed account.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PendingAccount {
    /// The account.
    account: AccountView,
    /// Why.
    reason: String,
    /// Who proposed it, by display name.
    by: String,
    /// When.
    at: DateTime<Utc>,
    /// Whether this caller may confirm it: has a word in it, and is not who proposed it.
    may_confirm: bool,
}

/// Says where the money of a plan goes, and what is about to change.
#[utoipa::path(get, path = "/api/plans/{id}/account", tag = "payments", params(("id" = String, Path)),
    responses((status = 200, body = PlanAccount)))]
pub async fn get_account(
    State(payments): State<Payments>,
    SignedIn(caller): SignedIn,
    Path(id): Path<PlanId>,
) -> Result<Json<PlanAccount>, ApiError> {
    Ok(Json(PlanAccount::of(&payments.plan(&caller, &id).await?, &caller)))
}

/// Proposes another account, in place of one proposed before. Nothing changes until somebody else confirms it.
#[utoipa::path(put, path = "/api/plans/{id}/account", tag = "payments", params(("id" = String, Path)),
    request_body = ProposeAccount, responses((status = 200, body = PlanAccount)))]
pub async fn propose_account(
    State(payments): State<Payments>,
    SignedIn(caller): SignedIn,
    Path(id): Path<PlanId>,
    Json(request): Json<ProposeAccount>,
) -> Result<Answer, ApiError> {
    let ProposeAccount { holder, number, bank, cnaps, reason } = &request;
    let account = ReceivingAccount::parse(holder, number, bank, cnaps)?;
    let now = payments.commands.context().clock.now();
    payments.change(&caller, &id, |plan| plan.propose_account(account, reason, &caller, now)).await
}

/// Puts the proposed account in force; whoever proposed it cannot.
#[utoipa::path(post, path = "/api/plans/{id}/account/confirm", tag = "payments", params(("id" = String, Path)),
    request_body = ConfirmAccount, responses((status = 200, body = PlanAccount)))]
pub async fn confirm_account(
    State(payments): State<Payments>,
    SignedIn(caller): SignedIn,
    Path(id): Path<PlanId>,
    once: Once<ConfirmAccount>,
) -> Result<Answer, ApiError> {
    let now = payments.commands.context().clock.now();
    payments.change(&caller, &id, |plan| plan.confirm_account(&once.body.number, &caller, now)).await
}

/// Drops the proposal.
#[utoipa::path(post, path = "/api/plans/{id}/account/drop", tag = "payments", params(("id" = String, Path)),
    request_body = Option<Nothing>, responses((status = 200, body = PlanAccount)))]
pub async fn drop_account(
    State(payments): State<Payments>,
    SignedIn(caller): SignedIn,
    Path(id): Path<PlanId>,
    _once: Once<Nothing>,
) -> Result<Answer, ApiError> {
    payments.change(&caller, &id, |plan| plan.drop_account(&caller)).await
}

impl PlanAccount {
    fn of(plan: &Plan, caller: &Caller) -> Self {
        let pending = plan.pending_account.as_ref().map(|change| PendingAccount {
            account: (&change.account).into(),
            reason: change.reason.clone(),
            by: change.by_name.clone(),
            at: change.at,
            may_confirm: plan.is_paid_to(caller) && change.by != caller.user,
        });
        Self { account: (&plan.account).into(), changed_on: plan.account_changed_on, pending }
    }
}

/// Whether the plan is of the caller's agency.
fn is_theirs(plan: &Plan, caller: &Caller) -> bool {
    match &caller.scope {
        Scope::Agency { agency, .. } => *agency == plan.agency,
        Scope::Admin => true,
        Scope::Unit { .. } => false,
    }
}

impl Payments {
    async fn plan(&self, caller: &Caller, id: &PlanId) -> Result<Plan, ApiError> {
        let plan = self.commands.context().table.plan(id).await?;
        plan.filter(|plan| is_theirs(plan, caller)).ok_or_else(ApiError::not_found)
    }

    async fn change(
        &self,
        caller: &Caller,
        id: &PlanId,
        change: impl FnOnce(Plan) -> Result<Plan, Refusal>,
    ) -> Result<Answer, ApiError> {
        let of_theirs = |plan: Plan| {
            if is_theirs(&plan, caller) { Ok(change(plan)?) } else { Err(ApiError::not_found()) }
        };
        let changed = self.commands.context().table.change_plan(id, of_theirs).await?;
        Answer::ok(&PlanAccount::of(&changed.ok_or_else(ApiError::not_found)?, caller))
    }
}
