//! 超龄证明材料.

use std::time::Duration;

use axum::extract::State as Shared;
use domain::{
    application::{Application, Command, CommandName, Proof},
    ids::{ApplicationNumber, ProofId, UploadId},
    upload::{Purpose, Upload},
};
use http_api::{
    Answer, ApiError, IfMatch, Json, Once, Path, SignedIn,
    views::{ApplicationView, ProofView},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::State;

/// How long an address to read a proof from is good.
const VALID: Duration = Duration::from_mins(10);

/// The file to attach.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AddProof {
    /// An upload for `age_proof` that was received.
    #[schema(value_type = String)]
    upload_id: UploadId,
}

/// A proof and where to read it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReadableProof {
    /// The proof.
    #[serde(flatten)]
    proof: ProofView,
    /// Where to read it for a while.
    url: String,
}

/// The proofs of an application.
#[derive(Debug, Serialize, ToSchema)]
pub struct Proofs {
    /// Oldest first.
    items: Vec<ReadableProof>,
}

/// Lists the proofs.
#[utoipa::path(get, path = "/api/applications/{number}/proofs", tag = "roster",
    params(("number" = String, Path)), responses((status = 200, body = Proofs)))]
pub async fn list_proofs(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    Path(number): Path<ApplicationNumber>,
) -> Result<Json<Proofs>, ApiError> {
    let application = state.visible(&number, &caller).await?;
    let mut items = Vec::new();
    for proof in &application.proofs {
        let key = Upload::key(Purpose::AgeProof, &proof.file.upload);
        let file = (proof.file.name.as_str(), proof.file.media_type.as_str());
        let get = state.files.presign_view(&key, file, VALID, state.now()).await?;
        items.push(ReadableProof { proof: ProofView::from(proof), url: get.url });
    }
    Ok(Json(Proofs { items }))
}

/// Attaches a proof.
#[utoipa::path(post, path = "/api/applications/{number}/proofs", tag = "roster",
    params(("number" = String, Path), IfMatch), request_body = AddProof,
    responses((status = 200, body = ApplicationView)))]
pub async fn add_proof(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    Path(number): Path<ApplicationNumber>,
    seen: IfMatch,
    once: Once<AddProof>,
) -> Result<Answer, ApiError> {
    let case = state.commands.begin(&caller, &number, CommandName::AddProof, seen).await?;
    let upload =
        state.table().upload(&once.body.upload_id).await?.filter(|upload| {
            upload.purpose == Purpose::AgeProof && upload.application.as_ref() == Some(&number)
        });
    let file = upload.as_ref().and_then(Upload::file).cloned();
    let file = file.ok_or_else(|| {
        ApiError::invalid("uploadId", "该文件尚未上传成功或未通过检查，请重新上传 jpg、png 或 pdf 文件")
    })?;
    let command = Command::AddProof(Proof { id: state.fresh(), file, added_at: case.now() });
    let view = |application: &Application| ApplicationView::of(application, &caller);
    case.carry_out(command, view, |answer| once.receipt(answer)).await
}

/// Detaches a proof.
#[utoipa::path(delete, path = "/api/applications/{number}/proofs/{id}", tag = "roster",
    params(("number" = String, Path), ("id" = String, Path), IfMatch),
    responses((status = 200, body = ApplicationView)))]
pub async fn remove_proof(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    Path((number, id)): Path<(ApplicationNumber, ProofId)>,
    seen: IfMatch,
) -> Result<Answer, ApiError> {
    let case = state.commands.begin(&caller, &number, CommandName::RemoveProof, seen).await?;
    let view = |application: &Application| ApplicationView::of(application, &caller);
    case.carry_out(Command::RemoveProof(id), view, |_| None).await
}
