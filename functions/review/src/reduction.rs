//! 减免 (inventory X-16).

use axum::extract::State;
use domain::{
    application::{Command, CommandName},
    ids::{ApplicationNumber, PaymentNumber},
    money::Fen,
};
use http_api::{Answer, ApiError, Commands, IfMatch, Once, Path, SignedIn, views::ApplicationView};
use serde::Deserialize;
use utoipa::ToSchema;

/// What is taken off.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GrantReduction {
    /// All that is taken off the standard; 0 takes it back.
    #[schema(value_type = i64, minimum = 0)]
    amount_fen: Fen,
    /// Why.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// Sets what is taken off the standard. A payment order that is open is voided and opened anew.
#[utoipa::path(post, path = "/api/applications/{number}/reduction", tag = "review",
    params(("number" = String, Path), IfMatch), request_body = GrantReduction,
    responses((status = 200, body = ApplicationView)))]
pub async fn grant_reduction(
    State(commands): State<Commands>,
    SignedIn(caller): SignedIn,
    Path(number): Path<ApplicationNumber>,
    seen: IfMatch,
    once: Once<GrantReduction>,
) -> Result<Answer, ApiError> {
    let case = commands.begin(&caller, &number, CommandName::GrantReduction, seen).await?;
    let command = Command::GrantReduction {
        amount: once.body.amount_fen,
        reason: once.body.reason.trim().to_owned(),
        plan: case.plan().await?.map(Box::new),
        payment: PaymentNumber::allot(case.now(), commands.context().entropy.serial()),
    };
    let view = |application: &_| ApplicationView::of(application, &caller);
    case.carry_out(command, view, |answer| once.receipt(answer)).await
}
