//! 缴费单处理: the unit brings vouchers and submits them, finance confirms that the money has arrived or sends them
//! back.

mod account;
mod filters;
mod finance;
mod invoices;
mod orders;
mod submission;
mod vouchers;

use axum::{Router, extract::FromRef};
use http_api::{Commands, Context};
use store::Files;
use utoipa_axum::{router::OpenApiRouter, routes};

/// What the handlers work with.
#[derive(Clone)]
pub struct Payments {
    /// Carries out what is asked of an application.
    pub commands: Commands,
    /// Where the vouchers lie.
    pub files: Files,
}

impl FromRef<Payments> for Context {
    fn from_ref(payments: &Payments) -> Self {
        payments.commands.context().clone()
    }
}

/// Every route of the function, with its part of the document.
fn routes() -> OpenApiRouter<Payments> {
    OpenApiRouter::new()
        .routes(routes!(orders::list_payments))
        .routes(routes!(orders::get_payment))
        .routes(routes!(vouchers::add_voucher))
        .routes(routes!(vouchers::remove_voucher))
        .routes(routes!(submission::submit_payment))
        .routes(routes!(finance::confirm_payment))
        .routes(routes!(finance::confirm_voucher))
        .routes(routes!(finance::reject_payment))
        .routes(routes!(account::get_account))
        .routes(routes!(account::propose_account))
        .routes(routes!(account::confirm_account))
        .routes(routes!(account::drop_account))
        .routes(routes!(invoices::list_invoices))
        .routes(routes!(invoices::issue_invoice))
        .routes(routes!(invoices::void_invoice))
}

/// The router, ready to serve.
pub fn router(payments: Payments) -> Router {
    Router::from(routes()).with_state(payments)
}

/// The function's part of the `OpenAPI` document.
pub fn openapi() -> utoipa::openapi::OpenApi {
    routes().into_openapi()
}
