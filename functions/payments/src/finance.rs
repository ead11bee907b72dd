//! What the 财务 of an agency decides: the money has arrived (T11), or something has to be mended (T13).

use axum::extract::State;
use domain::{
    application::{Command, CommandName, PaymentTarget, ReasonCode, VoucherRemark},
    ids::{PaymentNumber, VoucherId},
};
use http_api::{Answer, ApiError, IfMatch, Nothing, Once, Path, SignedIn, views::PaymentView};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::Payments;

/// 确认到账.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ConfirmPayment {
    /// A word for the record.
    #[schema(max_length = 500)]
    comment: Option<String>,
}

/// 驳回.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RejectPayment {
    /// What has to be mended.
    #[schema(schema_with = http_api::views::payment_target)]
    target: PaymentTarget,
    /// Why, from the list.
    #[schema(schema_with = http_api::views::reason_code)]
    reason_code: ReasonCode,
    /// Why, in words.
    #[schema(min_length = 1, max_length = 500)]
    comment: String,
    /// Remarks on single vouchers.
    #[serde(default)]
    #[schema(value_type = Vec<http_api::views::VoucherRemarkView>)]
    vouchers: Vec<VoucherRemark>,
}

/// Notes that the money has arrived.
#[utoipa::path(post, path = "/api/payments/{paymentNumber}/confirm", tag = "payments",
    params(("paymentNumber" = String, Path), IfMatch), request_body = ConfirmPayment,
    responses((status = 200, body = PaymentView)))]
pub async fn confirm_payment(
    State(payments): State<Payments>,
    SignedIn(caller): SignedIn,
    Path(number): Path<PaymentNumber>,
    seen: IfMatch,
    once: Once<ConfirmPayment>,
) -> Result<Answer, ApiError> {
    let case = payments.begin(&caller, &number, CommandName::ConfirmPayment, seen).await?;
    let command = Command::ConfirmPayment { comment: once.body.comment.clone() };
    let view = |application: &_| PaymentView::in_force(application, &caller);
    case.carry_out(command, view, |answer| once.receipt(answer)).await
}

/// Notes that one of the transfers has arrived; with the last one the payment is confirmed.
#[utoipa::path(post, path = "/api/payments/{paymentNumber}/vouchers/{id}/confirm", tag = "payments",
    params(("paymentNumber" = String, Path), ("id" = String, Path), IfMatch), request_body = Option<Nothing>,
    responses((status = 200, body = PaymentView)))]
pub async fn confirm_voucher(
    State(payments): State<Payments>,
    SignedIn(caller): SignedIn,
    Path((number, id)): Path<(PaymentNumber, VoucherId)>,
    seen: IfMatch,
    once: Once<Nothing>,
) -> Result<Answer, ApiError> {
    let case = payments.begin(&caller, &number, CommandName::ConfirmVoucher, seen).await?;
    let view = |application: &_| PaymentView::in_force(application, &caller);
    case.carry_out(Command::ConfirmVoucher(id), view, |answer| once.receipt(answer)).await
}

/// Sends the payment back to the unit.
#[utoipa::path(post, path = "/api/payments/{paymentNumber}/reject", tag = "payments",
    params(("paymentNumber" = String, Path), IfMatch), request_body = RejectPayment,
    responses((status = 200, body = PaymentView)))]
pub async fn reject_payment(
    State(payments): State<Payments>,
    SignedIn(caller): SignedIn,
    Path(number): Path<PaymentNumber>,
    seen: IfMatch,
    once: Once<RejectPayment>,
) -> Result<Answer, ApiError> {
    let case = payments.begin(&caller, &number, CommandName::RejectPayment, seen).await?;
    let RejectPayment { target, reason_code, comment, vouchers } = &once.body;
    let command = Command::RejectPayment {
        target: *target,
        reason: *reason_code,
        comment: comment.trim().to_owned(),
        vouchers: vouchers.clone(),
    };
    let view = |application: &_| PaymentView::in_force(application, &caller);
    case.carry_out(command, view, |answer| once.receipt(answer)).await
}
