//! 发票查看: what the agency hands the unit for its money (inventory PAY-3, MENU-11).

use axum::extract::State;
use chrono::NaiveDate;
use domain::{
    application::{Application, Command, CommandName, Invoice, InvoiceKind, InvoiceNumbers},
    ids::{ApplicationNumber, InvoiceId, UploadId},
    money::Fen,
    upload::{Purpose, Upload},
};
use http_api::{Answer, ApiError, Case, IfMatch, Json, Once, Path, SignedIn, views::InvoiceView};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Payments, orders::VALID};

/// A paper.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IssueInvoice {
    /// A received upload with purpose `invoice`, a PDF or an OFD.
    #[schema(value_type = String)]
    upload_id: UploadId,
    /// What kind of paper it is.
    #[schema(schema_with = http_api::views::invoice_kind)]
    kind: InvoiceKind,
    /// 票据代码: eight digits, of a `fiscal_receipt` alone.
    #[serde(default)]
    code: Option<String>,
    /// 票据号码: ten digits of a `fiscal_receipt`, twenty of a `digital_invoice`.
    number: String,
    /// 校验码: six characters, of a `fiscal_receipt` alone.
    #[serde(default)]
    check_code: Option<String>,
    /// The sum on it.
    #[schema(minimum = 1, example = 6000)]
    amount_fen: i64,
    /// 开票日期.
    issued_on: NaiveDate,
}

/// Why a paper is void.
#[derive(Debug, Deserialize, ToSchema)]
pub struct VoidInvoice {
    /// Why.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// The papers of an application.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Invoices {
    /// Oldest first, void ones too.
    items: Vec<InvoiceView>,
    /// Whether the agency issues papers before the money is there (PAY-3).
    before_payment: bool,
    /// What a unit without a paper reads.
    #[schema(example = "尚未开票。财务确认到账后由代办处开具")]
    note: Option<&'static str>,
}

/// Lists the papers, with addresses to read them.
#[utoipa::path(get, path = "/api/applications/{number}/invoices", tag = "payments",
    params(("number" = String, Path)), responses((status = 200, body = Invoices)))]
pub async fn list_invoices(
    State(payments): State<Payments>,
    SignedIn(caller): SignedIn,
    Path(number): Path<ApplicationNumber>,
) -> Result<Json<Invoices>, ApiError> {
    let context = payments.commands.context();
    let application = http_api::visible_application(&context.table, &caller, &number).await?;
    let before_payment = payments.issues_before_payment(&application).await?;
    let mut items = Vec::with_capacity(application.invoices.len());
    for invoice in &application.invoices {
        let key = Upload::key(Purpose::Invoice, &invoice.file.upload);
        let file = (invoice.file.name.as_str(), invoice.file.media_type.as_str());
        let get = payments.files.presign_view(&key, file, VALID, context.clock.now()).await?;
        items.push(InvoiceView { file_url: Some(get.url), ..invoice.into() });
    }
    let note = application.valid_invoices().next().is_none().then_some(if before_payment {
        "尚未开票。如需先开票后缴费，请将相关纸质材料递交至代办处"
    } else {
        "尚未开票。财务确认到账后由代办处开具"
    });
    Ok(Json(Invoices { items, before_payment, note }))
}

/// Hands the unit a paper.
#[utoipa::path(post, path = "/api/applications/{number}/invoices", tag = "payments",
    params(("number" = String, Path), IfMatch), request_body = IssueInvoice,
    responses((status = 200, body = Invoices)))]
pub async fn issue_invoice(
    State(payments): State<Payments>,
    SignedIn(caller): SignedIn,
    Path(number): Path<ApplicationNumber>,
    seen: IfMatch,
    once: Once<IssueInvoice>,
) -> Result<Answer, ApiError> {
    let case = payments.commands.begin(&caller, &number, CommandName::IssueInvoice, seen).await?;
    let before_payment = payments.issues_before_payment(case.application()).await?;
    let invoice = Box::new(payments.invoice(&once.body, &case, &caller.name).await?);
    let command = Command::IssueInvoice { invoice, before_payment };
    let view = |application: &Application| answer(application, before_payment);
    case.carry_out(command, view, |answer| once.receipt(answer)).await
}

/// Voids a paper; another may take its place.
#[utoipa::path(post, path = "/api/applications/{number}/invoices/{id}/void", tag = "payments",
    params(("number" = String, Path), ("id" = String, Path), IfMatch), request_body = VoidInvoice,
    responses((status = 200, body = Invoices)))]
pub async fn void_invoice(
    State(payments): State<Payments>,
    SignedIn(caller): SignedIn,
    Path((number, id)): Path<(ApplicationNumber, InvoiceId)>,
    seen: IfMatch,
    once: Once<VoidInvoice>,
) -> Result<Answer, ApiError> {
    let case = payments.commands.begin(&caller, &number, CommandName::VoidInvoice, seen).await?;
    let before_payment = payments.issues_before_payment(case.application()).await?;
    let command = Command::VoidInvoice { id, reason: once.body.reason.clone() };
    let view = |application: &Application| answer(application, before_payment);
    case.carry_out(command, view, |answer| once.receipt(answer)).await
}

fn answer(application: &Application, before_payment: bool) -> Invoices {
    Invoices {
        items: application.invoices.iter().map(InvoiceView::from).collect(),
        before_payment,
        note: None,
    }
}

impl Payments {
    async fn issues_before_payment(&self, application: &Application) -> Result<bool, ApiError> {
        let agency = self.commands.context().table.agency(&application.agency.id).await?;
        Ok(agency.is_some_and(|agency| agency.invoice_before_payment))
    }

    /// The paper that a request describes, with the file that was received for it.
    async fn invoice(&self, request: &IssueInvoice, case: &Case<'_>, by: &str) -> Result<Invoice, ApiError> {
        let IssueInvoice { upload_id, kind, code, number, check_code, .. } = request;
        let numbers = InvoiceNumbers::parse(*kind, code.as_deref(), number, check_code.as_deref())?;
        let context = self.commands.context();
        let upload = context.table.upload(upload_id).await?.filter(|upload| {
            upload.purpose == Purpose::Invoice
                && upload.application.as_ref() == Some(&case.application().number)
        });
        let file = upload.as_ref().and_then(Upload::file).cloned().ok_or_else(|| {
            ApiError::invalid("uploadId", "该文件尚未上传成功或未通过检查，请重新上传 pdf 或 ofd 文件")
        })?;
        Ok(Invoice {
            id: context.entropy.id(case.now()),
            kind: *kind,
            numbers,
            amount: Fen::new(request.amount_fen),
            issued_on: request.issued_on,
            file,
            added_at: case.now(),
            by: by.to_owned(),
            voided: None,
        })
    }
}
