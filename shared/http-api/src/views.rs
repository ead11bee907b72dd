//! What callers of the API see of the domain: names in camelCase, codes as the API names them, money in fen, ids as
//! strings, personal numbers masked. Nothing here is ever read back into the domain.

mod application;
mod codes;
mod history;
mod invoice;
mod payment;

pub use self::{
    application::{
        ApplicationView, ConfirmationView, HolderView, MaterialsView, MemberRemarkView, PlanView,
        RejectionView, ReviewView, TierView, VoucherRemarkView,
    },
    codes::{application_commands, codes_schema, payment_state, payment_target, reason_code},
    history::{ActorView, EventView},
    invoice::{InvoiceView, VoidedView, invoice_kind},
    payment::{AccountView, FileView, PaymentView, ProofView, VoucherView, VoucherWarningView},
};

use domain::application::Named;
use serde::Serialize;
use utoipa::ToSchema;

/// A body and the name it goes by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NamedView {
    /// Its identity.
    #[schema(example = "unit1")]
    pub id: String,
    /// Its name.
    #[schema(example = "益阳市第一中学")]
    pub name: String,
}

impl<Id: ToString> From<&Named<Id>> for NamedView {
    fn from(named: &Named<Id>) -> Self {
        Self { id: named.id.to_string(), name: named.name.clone() }
    }
}
