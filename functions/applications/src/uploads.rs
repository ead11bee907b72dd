//! Files on their way in: the browser is told where to put the bytes, and later what became of them.

use std::{collections::BTreeMap, time::Duration};

use axum::{extract::State as Shared, http::StatusCode};
use chrono::{DateTime, Utc};
use domain::{
    application::CommandName,
    caller::Caller,
    ids::{AgencyId, ApplicationNumber, PaymentNumber, UnitId, UploadId},
    upload::{Announcement, Purpose, Upload, UploadRefusal, UploadState},
};
use http_api::{Answer, ApiError, Json, Once, Path, SignedIn};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::State;

/// How long an address to put a file to is good.
const VALID: Duration = Duration::from_mins(15);

/// A file a browser wants to put.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CreateUpload {
    /// `roster`, `age_proof`, `voucher`, `invoice` or `statement`.
    #[schema(value_type = String, example = "roster")]
    purpose: Purpose,
    /// The application a roster or proof is for.
    #[schema(value_type = Option<String>)]
    application_number: Option<ApplicationNumber>,
    /// The payment order a voucher is for.
    #[schema(value_type = Option<String>)]
    payment_number: Option<PaymentNumber>,
    /// The file's name on the user's machine.
    file_name: String,
    /// Its media type, to be sent with the bytes.
    content_type: String,
    /// Its exact length in bytes.
    size_bytes: u64,
}

/// Where to put the file.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = UploadTicket)]
pub struct TicketView {
    /// The upload; for a roster also the identity of its import.
    upload_id: String,
    /// Always `PUT`.
    method: &'static str,
    /// Where to.
    url: String,
    /// Headers to send exactly so.
    headers: BTreeMap<String, String>,
    /// Until when.
    expires_at: DateTime<Utc>,
    /// The most bytes a file of this purpose may have.
    max_bytes: u64,
}

/// What became of a file.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Upload)]
pub struct UploadView {
    /// The upload.
    upload_id: String,
    /// `pending`, `received` or `rejected`.
    state: &'static str,
    /// Why it was rejected, and what to do.
    reason: Option<String>,
}

/// What a file is for: whose it will be, and what has to be allowed now.
struct Target {
    unit: UnitId,
    agency: AgencyId,
    application: ApplicationNumber,
    payment: Option<PaymentNumber>,
}

/// Tells where to put a file.
#[utoipa::path(post, path = "/api/uploads", tag = "uploads", request_body = CreateUpload,
    responses((status = 201, body = TicketView)))]
pub async fn create_upload(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    once: Once<CreateUpload>,
) -> Result<Answer, ApiError> {
    let now = state.now();
    let request = &once.body;
    let target = target(&state, &caller, request).await?;
    let announcement = Announcement {
        purpose: request.purpose,
        file_name: &request.file_name,
        content_type: &request.content_type,
        size: request.size_bytes,
    };
    announcement.check().map_err(refused)?;
    let upload = Upload {
        id: state.context().entropy.id(now),
        purpose: request.purpose,
        owner: caller.user,
        unit: target.unit,
        agency: target.agency,
        application: Some(target.application),
        payment: target.payment,
        file_name: request.file_name.trim().to_owned(),
        content_type: request.content_type.clone(),
        size: request.size_bytes,
        state: UploadState::Pending,
        created_at: now,
    };
    let key = upload.object_key();
    let put = state.files.presign_put(&key, &upload.content_type, upload.size, VALID, now).await?;
    let ticket = TicketView {
        upload_id: upload.id.to_string(),
        method: "PUT",
        url: put.url,
        headers: put.headers.into_iter().collect(),
        expires_at: put.expires_at,
        max_bytes: upload.purpose.max_bytes(),
    };
    let answer = Answer::created(&ticket)?;
    state.table().put_upload(&upload, once.receipt(&answer)).await?;
    Ok(answer)
}

/// Says what became of a file.
#[utoipa::path(get, path = "/api/uploads/{uploadId}", tag = "uploads",
    params(("uploadId" = String, Path)), responses((status = 200, body = UploadView)))]
pub async fn get_upload(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    Path(id): Path<UploadId>,
) -> Result<Json<UploadView>, ApiError> {
    let upload = state.table().upload(&id).await?;
    let upload = upload.filter(|upload| caller.sees(&upload.unit, &upload.agency));
    Ok(Json(UploadView::of(&upload.ok_or_else(ApiError::not_found)?)))
}

impl UploadView {
    fn of(upload: &Upload) -> Self {
        let reason = match &upload.state {
            UploadState::Rejected { reason } => Some(reason.clone()),
            UploadState::Pending | UploadState::Received { .. } => None,
        };
        Self { upload_id: upload.id.to_string(), state: upload.state.code(), reason }
    }
}

/// Finds what the file is for and checks that the caller may bring it now.
async fn target(state: &State, caller: &Caller, request: &CreateUpload) -> Result<Target, ApiError> {
    let (number, payment, command) = match request.purpose {
        Purpose::Roster => (request.application_number.clone(), None, CommandName::ImportRoster),
        Purpose::AgeProof => (request.application_number.clone(), None, CommandName::AddProof),
        Purpose::Voucher => {
            let payment = request.payment_number.as_ref();
            let payment = payment.ok_or_else(|| ApiError::invalid("paymentNumber", "请指明缴费单号"))?;
            let order = state.table().payment(payment).await?.ok_or_else(ApiError::not_found)?;
            (Some(order.application), Some(payment.clone()), CommandName::AddVoucher)
        }
        Purpose::Invoice => (request.application_number.clone(), None, CommandName::IssueInvoice),
        Purpose::Statement => {
            return Err(ApiError::invalid("purpose", "目前只能上传名单、证明材料、缴费凭证和票据"));
        }
    };
    let number = number.ok_or_else(|| ApiError::invalid("applicationNumber", "请指明参保单号"))?;
    let application = state.visible(&number, caller).await?;
    application.authorize(caller, command)?;
    Ok(Target { unit: application.unit.id, agency: application.agency.id, application: number, payment })
}

fn refused(refusal: UploadRefusal) -> ApiError {
    let status = match refusal {
        UploadRefusal::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
        UploadRefusal::ContentType(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        UploadRefusal::Empty(_) | UploadRefusal::FileName | UploadRefusal::Settled => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    let error = ApiError::new(status, refusal.code(), refusal.message());
    match refusal.field() {
        Some(field) => error.with_field(field, refusal.message()),
        None => error,
    }
}
