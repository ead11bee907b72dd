//! Whether a paper is genuine, and what it should say (NEW-13): for anybody who holds it. The answer names no person,
//! and tells the account that money really goes to, which is what forgers change.

use axum::{extract::State, http::StatusCode};
use chrono::{DateTime, Utc};
use domain::{
    application::{Application, DocumentKind, StageName},
    verify::VerifyCode,
};
use http_api::{
    ApiError, Context, Json, Path,
    views::{AccountView, codes_schema},
};
use serde::Serialize;
use store::Verification;
use utoipa::{ToSchema, openapi::Object};

const VALID: &str = "valid";
const VOID: &str = "void";
const REPLACED: &str = "replaced";

/// What a paper that was issued should say.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Verification)]
pub struct VerificationView {
    /// 校验码.
    #[schema(example = "7KQM-2XWD-90FG-3TBC")]
    code: String,
    /// Which paper, as in the documents of an application.
    kind: &'static str,
    /// e.g. 缴费通知单.
    title: &'static str,
    /// Its number.
    number: String,
    /// 参保单号.
    application_number: String,
    /// 单位名称, as printed.
    unit: String,
    /// The number of people on it.
    headcount: u32,
    /// The sum on it, if there is one.
    amount_fen: Option<i64>,
    /// When it was issued.
    issued_at: DateTime<Utc>,
    /// Whether the paper counts: `valid`, `void`, or `replaced` where the roster it lists has changed since.
    #[schema(schema_with = validity)]
    validity: &'static str,
    /// The same in words.
    message: &'static str,
    /// Where the application stands now.
    #[schema(schema_with = stages)]
    state: &'static str,
    /// The same as users read it.
    #[schema(example = "待缴费")]
    state_title: &'static str,
    /// 代办处.
    agency: String,
    /// Where the money really goes; nothing where no plan is chosen any more.
    account: Option<AccountView>,
}

fn validity() -> Object {
    codes_schema([VALID, VOID, REPLACED])
}

fn stages() -> Object {
    codes_schema(StageName::ALL.map(StageName::code))
}

/// Tells what the paper of this code should say. A code that was mistyped, or never issued, is 404.
#[utoipa::path(get, path = "/api/verify/{code}", tag = "service", security(()),
    params(("code" = String, Path)), responses((status = 200, body = VerificationView)))]
pub async fn verify_document(
    State(context): State<Context>,
    Path(code): Path<String>,
) -> Result<Json<VerificationView>, ApiError> {
    let code = VerifyCode::parse(&code).map_err(|_| unknown("校验码有误，请对照单据逐字核对后重新输入"))?;
    let found = context
        .table
        .verification(&code)
        .await?
        .ok_or_else(|| unknown("没有查到该校验码对应的单据，请勿按此单据付款，并致电代办处核实"))?;
    let application = context.table.application(&found.application).await?.ok_or_else(ApiError::not_found)?;
    let validity = validity_of(&context, &found, &application).await?;
    let account = account(&context, &application).await?;
    Ok(Json(view(found, &application, validity, account)))
}

fn unknown(message: &'static str) -> ApiError {
    ApiError::new(StatusCode::NOT_FOUND, "not_found", message)
}

async fn validity_of(
    context: &Context,
    paper: &Verification,
    application: &Application,
) -> Result<&'static str, ApiError> {
    let document = context.table.document(&paper.application, paper.kind, &paper.number).await?;
    let void = application.stage.name() == StageName::Void;
    Ok(match document {
        Some(document) if document.voided || void => VOID,
        Some(_)
            if paper.kind == DocumentKind::OverAgeRegister
                && application.register_number() != paper.number =>
        {
            REPLACED
        }
        Some(_) => VALID,
        None => VOID,
    })
}

/// That of the payment order in force; without one, that of the plan.
async fn account(context: &Context, application: &Application) -> Result<Option<AccountView>, ApiError> {
    if let Some(order) = application.stage.order() {
        return Ok(Some((&order.account).into()));
    }
    let Some(plan) = &application.plan else { return Ok(None) };
    Ok(context.table.plan(&plan.id).await?.map(|plan| (&plan.account).into()))
}

fn view(
    paper: Verification,
    application: &Application,
    validity: &'static str,
    account: Option<AccountView>,
) -> VerificationView {
    let stage = application.stage.name();
    VerificationView {
        code: paper.code.to_string(),
        kind: paper.kind.code(),
        title: paper.kind.zh(),
        number: paper.number,
        application_number: paper.application.to_string(),
        unit: paper.unit,
        headcount: paper.people,
        amount_fen: paper.amount.map(domain::money::Fen::get),
        issued_at: paper.issued_at,
        validity,
        message: message(validity),
        state: stage.code(),
        state_title: stage.zh(),
        agency: application.agency.name.clone(),
        account,
    }
}

fn message(validity: &str) -> &'static str {
    match validity {
        VALID => "该单据由系统开具，现行有效。请核对单据内容与下列信息是否一致，款项只可转入下列账户",
        REPLACED => "该名册开具后名单已有变更，请以最新名册为准",
        _ => "该单据已作废，请勿按此单据付款",
    }
}
