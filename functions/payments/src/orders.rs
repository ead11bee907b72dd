//! 缴费单, read, and found for those who act on one.

use std::{collections::HashMap, time::Duration};

use axum::{extract::State, http::StatusCode};
use domain::{
    application::{Application, CommandName, PaymentOrder},
    caller::Caller,
    ids::PaymentNumber,
    upload::{Purpose, Upload},
};
use http_api::{ApiError, Case, IfMatch, Json, Page, Paging, Path, Query, SignedIn, views::PaymentView};
use store::{PaymentRecord, Table};

use crate::{Payments, filters::Filters};

/// How long the address of a voucher's file is good.
pub(crate) const VALID: Duration = Duration::from_mins(10);

/// The payment orders the caller sees, voided ones too, newest first.
#[utoipa::path(get, path = "/api/payments", tag = "payments", params(Filters, Paging),
    responses((status = 200, body = Page<PaymentView>)))]
pub async fn list_payments(
    State(payments): State<Payments>,
    SignedIn(caller): SignedIn,
    Query(filters): Query<Filters>,
    paging: Paging,
) -> Result<Json<Page<PaymentView>>, ApiError> {
    let table = &payments.commands.context().table;
    let page = paging.of(filters.lines(table, &caller).await?);
    let records = table.payments(page.items.iter().map(|line| &line.number)).await?;
    let applications = table.applications(page.items.iter().map(|line| &line.application)).await?;
    let applications: HashMap<_, _> = applications.iter().map(|one| (&one.number, one)).collect();
    let views = records.iter().filter_map(|record| {
        let application = applications.get(&record.application)?;
        Some(view(&record.order, application, &caller))
    });
    let items = views.collect();
    Ok(Json(Page { items, total: page.total, page: page.page, page_size: page.page_size }))
}

/// One payment order, in force or voided, with addresses to look at its vouchers.
#[utoipa::path(get, path = "/api/payments/{paymentNumber}", tag = "payments",
    params(("paymentNumber" = String, Path)), responses((status = 200, body = PaymentView)))]
pub async fn get_payment(
    State(payments): State<Payments>,
    SignedIn(caller): SignedIn,
    Path(number): Path<PaymentNumber>,
) -> Result<Json<PaymentView>, ApiError> {
    let context = payments.commands.context();
    let record = visible_record(&context.table, &caller, &number).await?;
    let application = http_api::visible_application(&context.table, &caller, &record.application).await?;
    let order = application.stage.order().filter(|order| order.number == number).unwrap_or(&record.order);
    let mut answer = view(order, &application, &caller);
    let to_agency = !caller.operates(&application.unit.id);
    for (voucher, shown) in order.vouchers.iter().zip(&mut answer.vouchers) {
        let others = context.table.vouchers_like(&application, voucher).await?;
        shown.warn(&voucher.warnings(&application.unit.name, &others), to_agency);
        let key = Upload::key(Purpose::Voucher, &voucher.file.upload);
        let file = (voucher.file.name.as_str(), voucher.file.media_type.as_str());
        let get = payments.files.presign_view(&key, file, VALID, context.clock.now()).await?;
        shown.file_url = Some(get.url);
    }
    if let Some(chosen) = &application.plan
        && let Some(plan) = context.table.plan(&chosen.id).await?
    {
        answer.papers = Some(plan.required_papers(application.roster.over_age()));
    }
    Ok(Json(answer))
}

/// The record of a payment order; 404 when it is not there or not the caller's to see.
async fn visible_record(
    table: &Table,
    caller: &Caller,
    number: &PaymentNumber,
) -> Result<PaymentRecord, ApiError> {
    let found = table.payment(number).await?;
    found.filter(|record| caller.sees(&record.unit.id, &record.agency.id)).ok_or_else(ApiError::not_found)
}

/// The order as the application knows it now, or, when it knows it no more, as it was voided.
fn view(order: &PaymentOrder, application: &Application, caller: &Caller) -> PaymentView {
    match PaymentView::in_force(application, caller) {
        Some(view) if application.payment_number() == Some(&order.number) => view,
        _ => PaymentView::voided(order, application),
    }
}

impl Payments {
    /// The application whose order in force has that number, about to be changed. A voided order is refused.
    pub(crate) async fn begin<'a>(
        &'a self,
        caller: &'a Caller,
        number: &PaymentNumber,
        command: CommandName,
        seen: IfMatch,
    ) -> Result<Case<'a>, ApiError> {
        let record = visible_record(&self.commands.context().table, caller, number).await?;
        let case = self.commands.begin(caller, &record.application, command, seen).await?;
        if case.application().payment_number() == Some(number) {
            Ok(case)
        } else {
            let message = "该缴费单已作废，请刷新后办理新的缴费单";
            Err(ApiError::new(StatusCode::CONFLICT, "invalid_transition", message))
        }
    }
}
