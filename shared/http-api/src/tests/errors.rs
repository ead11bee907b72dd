use axum::{Router, routing::get as on_get};
use domain::{
    application::{CommandName, Missing, Move, Refusal, StageName},
    ids::TierId,
    money::Fen,
};
use store::{Receipt, StoreError};

use super::{get, now, send};
use crate::ApiError;

fn moved() -> Move {
    Move { at: now(), by: "UNIT1".into() }
}

/// One of every refusal, with its status and code.
fn refusals() -> Vec<(Refusal, u16, &'static str)> {
    let (due, paid) = (Fen::new(60_000), Fen::new(59_999));
    let stage = StageName::PaymentReview;
    vec![
        (Refusal::NotYours { capacities: &[] }, 403, "forbidden"),
        (
            Refusal::InvalidTransition { command: CommandName::Withdraw, stage, moved: moved() },
            409,
            "invalid_transition",
        ),
        (Refusal::Stale { stage, moved: moved() }, 409, "conflict"),
        (
            Refusal::AlreadyDone { what: "确认到账", by: "财务".into(), on: moved().at.date_naive() },
            409,
            "invalid_transition",
        ),
        (Refusal::Incomplete(vec![Missing::Plan, Missing::Roster]), 422, "incomplete"),
        (Refusal::PlanClosed, 422, "plan_closed"),
        (Refusal::PlanUnknown, 422, "plan_unknown"),
        (Refusal::TierLocked(TierId::parse("90").unwrap()), 422, "tier_locked"),
        (Refusal::Underpaid { due, paid }, 422, "underpaid"),
        (Refusal::OverpaidWithoutRemark { due: paid, paid: due }, 422, "remark_required"),
        (Refusal::ReductionExceeds { reduction: due, standard: paid }, 422, "reduction_exceeds"),
        (Refusal::NotManager, 403, "forbidden"),
        (Refusal::NotOver, 409, "not_over"),
        (Refusal::Duplicate("凭证"), 422, "duplicate"),
        (Refusal::Unknown("凭证"), 404, "not_found"),
        (Refusal::TooMany { what: "凭证", limit: 20 }, 422, "too_many"),
        (Refusal::Invalid { field: "comment", message: "请填写原因".into() }, 422, "invalid"),
        (Refusal::SamePerson, 403, "same_person"),
        (Refusal::VoucherConfirmed, 422, "voucher_confirmed"),
        (Refusal::NotConfirmed, 422, "payment_not_confirmed"),
        (Refusal::NoMaterials, 422, "materials_missing"),
        (Refusal::MoneyAttached, 422, "money_attached"),
        (Refusal::InvoiceTooEarly, 422, "invoice_too_early"),
        (Refusal::InvoiceIssued, 422, "invoice_issued"),
    ]
}

/// One of every error of storage but the stored answer.
fn storage() -> Vec<(StoreError, u16, &'static str)> {
    let inconsistent = StoreError::Inconsistent { key: "PERSON#1/STATE".into(), what: "no body".into() };
    let backend = StoreError::Backend { operation: "GetItem", source: "secret of the house".into() };
    vec![
        (StoreError::Conflict, 409, "conflict"),
        (StoreError::Throttled, 503, "unavailable"),
        (inconsistent, 500, "internal"),
        (backend, 500, "internal"),
    ]
}

fn made_here() -> Vec<(ApiError, u16, &'static str)> {
    vec![
        (ApiError::malformed("m"), 400, "malformed"),
        (ApiError::not_signed_in(), 401, "not_signed_in"),
        (ApiError::forbidden("m"), 403, "forbidden"),
        (ApiError::not_found(), 404, "not_found"),
        (ApiError::conflict(), 409, "conflict"),
        (ApiError::invalid("name", "m"), 422, "invalid"),
        (ApiError::refused("unopened", "m"), 422, "unopened"),
        (ApiError::too_often("locked", "m", 900), 429, "locked"),
        (ApiError::internal("cause"), 500, "internal"),
        (ApiError::unavailable(), 503, "unavailable"),
    ]
}

#[test]
fn every_error_has_its_status_and_code() {
    let refusals = refusals().into_iter().map(|(error, status, code)| (ApiError::from(error), status, code));
    let storage = storage().into_iter().map(|(error, status, code)| (ApiError::from(error), status, code));
    for (error, status, code) in refusals.chain(storage).chain(made_here()) {
        assert_eq!((error.status().as_u16(), error.code()), (status, code), "{error:?}");
    }
}

async fn answer(error: ApiError) -> super::Reply {
    let router = Router::new().route("/", on_get(async move || Err::<(), _>(error)));
    send(router, get("/"), "").await
}

#[tokio::test]
async fn a_refusal_is_told_in_full() {
    let reply = answer(Refusal::Incomplete(vec![Missing::Plan, Missing::Roster]).into()).await;
    assert_eq!(reply.status, 422);
    let names: Vec<_> = reply.fields().iter().map(|(field, _)| *field).collect();
    assert_eq!(names, ["plan", "members"]);
    assert!(reply.body["error"]["message"].as_str().unwrap().contains("尚未选择保障计划"));
}

#[tokio::test]
async fn a_cause_goes_to_the_operator_and_never_to_the_caller() {
    for (error, ..) in storage() {
        let error = ApiError::from(error);
        let cause = error.cause().unwrap_or_default();
        let body = answer(error).await.body.to_string();
        for secret in ["house", "PERSON#1", "GetItem", "patience"] {
            assert!(!body.contains(secret), "{body}");
        }
        assert!(!cause.contains("GetItem") || cause.contains("secret of the house"), "{cause}");
    }
}

#[tokio::test]
async fn patience_is_asked_for_in_seconds() {
    for (error, seconds) in [(ApiError::too_often("locked", "m", 900), "900"), (ApiError::unavailable(), "2")]
    {
        assert_eq!(answer(error).await.headers["retry-after"], seconds);
    }
    assert_eq!(answer(ApiError::not_signed_in()).await.headers["www-authenticate"], "Bearer");
}

#[tokio::test]
async fn a_stored_answer_without_its_request_is_held_back() {
    let receipt = Receipt {
        key: "unit1#k".into(),
        request: "hash".into(),
        status: 201,
        body: "{}".into(),
        expires_at: now(),
    };
    let reply = answer(StoreError::Replayed(Box::new(receipt)).into()).await;
    assert_eq!((reply.status.as_u16(), reply.code()), (422, "idempotency_key_reused"));
}
