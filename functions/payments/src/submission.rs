//! 确认提交 (T9, T15).

use axum::extract::State;
use domain::{
    application::{Command, CommandName},
    ids::{FormNumber, PaymentNumber},
};
use http_api::{Answer, ApiError, IfMatch, Once, Path, SignedIn, views::PaymentView};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::Payments;

/// What goes with the vouchers.
#[derive(Debug, Deserialize, ToSchema)]
pub struct SubmitPayment {
    /// Why more than the sum due was paid; required then.
    #[schema(max_length = 500)]
    remark: Option<String>,
}

/// Hands the vouchers to finance.
#[utoipa::path(post, path = "/api/payments/{paymentNumber}/submit", tag = "payments",
    params(("paymentNumber" = String, Path), IfMatch), request_body = SubmitPayment,
    responses((status = 200, body = PaymentView)))]
pub async fn submit_payment(
    State(payments): State<Payments>,
    SignedIn(caller): SignedIn,
    Path(number): Path<PaymentNumber>,
    seen: IfMatch,
    once: Once<SubmitPayment>,
) -> Result<Answer, ApiError> {
    let case = payments.begin(&caller, &number, CommandName::SubmitPayment, seen).await?;
    let command = Command::SubmitPayment {
        remark: once.body.remark.clone(),
        form: FormNumber::allot(case.now(), payments.commands.context().entropy.serial()),
    };
    let view = |application: &_| PaymentView::in_force(application, &caller);
    case.carry_out(command, view, |answer| once.receipt(answer)).await
}
