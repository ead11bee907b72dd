//! Schemas of the codes that the domain's enums are written as. The domain knows nothing of `OpenAPI`, so they
//! are read off the values themselves.

use domain::application::{
    Capacity, Channel, CommandName, InvoiceState, PaymentStatus, PaymentTarget, ReasonCode, StageName,
};
use serde::Serialize;
use utoipa::openapi::{
    Object,
    schema::{ObjectBuilder, SchemaType, Type},
};

/// A string that is one of the codes these values are written as.
pub fn codes_schema<T: Serialize>(values: impl IntoIterator<Item = T>) -> Object {
    let mut codes = Vec::new();
    for value in values {
        let code = serde_json::to_value(value).unwrap_or_default();
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    ObjectBuilder::new().schema_type(Type::String).enum_values(Some(codes)).build()
}

/// What may be asked of an application.
pub fn application_commands() -> utoipa::openapi::schema::Array {
    utoipa::openapi::schema::ArrayBuilder::new().items(codes_schema(CommandName::ALL)).build()
}

pub(super) fn stage() -> Object {
    codes_schema(StageName::ALL)
}

pub(super) fn review_status() -> Object {
    codes_schema(StageName::ALL.map(StageName::review_status))
}

pub(super) fn payment_status() -> Object {
    codes_schema(StageName::ALL.map(StageName::payment_status))
}

/// The state of a payment order, which is always one that has an order.
pub fn payment_state() -> Object {
    let states = StageName::ALL.map(StageName::payment_status);
    codes_schema(states.into_iter().filter(|state| *state != PaymentStatus::None))
}

pub(super) fn invoice_state() -> Object {
    codes_schema([InvoiceState::None, InvoiceState::Issued, InvoiceState::Void])
}

pub(super) fn channel() -> Object {
    codes_schema([Channel::Unit, Channel::Agency])
}

pub(super) fn duty() -> Object {
    codes_schema([Capacity::Unit, Capacity::Review, Capacity::Finance, Capacity::Manage, Capacity::System])
}

/// Why something is rejected.
pub fn reason_code() -> Object {
    codes_schema(REASONS)
}

/// What a payment's rejection aims at.
pub fn payment_target() -> Object {
    codes_schema([PaymentTarget::Roster, PaymentTarget::Voucher, PaymentTarget::Materials])
}

/// The same; null when it is the review that was rejected.
pub(super) fn optional_payment_target() -> Object {
    let mut schema = payment_target();
    schema.schema_type = SchemaType::from_iter([Type::String, Type::Null]);
    schema.enum_values.get_or_insert_default().push(serde_json::Value::Null);
    schema
}

const REASONS: [ReasonCode; 11] = [
    ReasonCode::ProofIllegible,
    ReasonCode::ProofUnsealed,
    ReasonCode::ProofIncomplete,
    ReasonCode::PersonNotEmployed,
    ReasonCode::AmountMismatch,
    ReasonCode::VoucherIllegible,
    ReasonCode::PayerMismatch,
    ReasonCode::NotArrived,
    ReasonCode::MaterialsIncomplete,
    ReasonCode::UnitRequest,
    ReasonCode::Other,
];

// Fails to build when a reason is added to the domain and not here.
const _: () = assert!(ReasonCode::Other as usize + 1 == REASONS.len());
