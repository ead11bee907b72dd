//! Workbooks of people for downloading: the roster, last year's, the register of over-age people.

use std::time::Duration;

use axum::extract::State as Shared;
use chrono::{DateTime, Utc};
use domain::{
    application::{Application, Capacity, Missing, Refusal},
    caller::Caller,
    export::ExportKind,
    ids::{ApplicationNumber, ExportId},
};
use http_api::{Answer, ApiError, Json, Once, Path, SignedIn};
use serde::{Deserialize, Serialize};
use store::{Export, ExportState, Job, Reveal, Seen, previous};
use utoipa::ToSchema;

use crate::{State, carry_over::nothing_to_carry_over};

/// How long an address to read a workbook from is good.
const VALID: Duration = Duration::from_mins(10);

/// The workbook wanted.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CreateExport {
    /// `roster`, `previous_roster` or `over_age_register`.
    #[schema(value_type = String, example = "roster")]
    kind: ExportKind,
}

/// A workbook of people.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Export)]
pub struct ExportView {
    /// Its identity.
    id: String,
    /// `roster`, `previous_roster` or `over_age_register`.
    kind: &'static str,
    /// Whether numbers are masked in it: only the unit's own copies are whole.
    masked: bool,
    /// `rendering`, `ready` or `failed`.
    state: &'static str,
    /// Where to read it, once it is `ready`.
    url: Option<String>,
    /// Until when.
    expires_at: Option<DateTime<Utc>>,
}

impl ExportView {
    fn of(export: &Export) -> Self {
        Self {
            id: export.id.to_string(),
            kind: export.kind.code(),
            masked: export.masked,
            state: export.state.code(),
            url: None,
            expires_at: None,
        }
    }
}

/// Asks for a workbook. Whoever acts for the unit gets whole numbers, which an import takes back; the agency gets
/// masked ones (NEW-17). Either is noted in the audit record and bears the account's name.
#[utoipa::path(post, path = "/api/applications/{number}/exports", tag = "roster",
    params(("number" = String, Path)), request_body = CreateExport,
    responses((status = 202, body = ExportView)))]
pub async fn create_export(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    Path(number): Path<ApplicationNumber>,
    once: Once<CreateExport>,
) -> Result<Answer, ApiError> {
    let application = state.visible(&number, &caller).await?;
    let kind = once.body.kind;
    there_is_somebody(&state, &application, kind).await?;
    let now = state.now();
    let export = Export {
        id: state.fresh(),
        application: number,
        kind,
        masked: !application.acts_in(&caller, Capacity::Unit),
        by: caller.user.clone(),
        by_name: caller.name.clone(),
        asked_at: now,
        state: ExportState::Rendering,
    };
    let answer = Answer::accepted(&ExportView::of(&export))?;
    let job = Job::render_export(&export)?;
    let record = state.context().entropy.ulid(now);
    state.table().start_export(&export, &job, (&on_record(&export), &record), once.receipt(&answer)).await?;
    state.commands.dispatch(vec![job]).await;
    Ok(answer)
}

/// Says how the making of a workbook goes, and where to read it; to the account that asked for it alone, whose name it
/// bears.
#[utoipa::path(get, path = "/api/applications/{number}/exports/{id}", tag = "roster",
    params(("number" = String, Path), ("id" = String, Path)), responses((status = 200, body = ExportView)))]
pub async fn get_export(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    Path((number, id)): Path<(ApplicationNumber, ExportId)>,
) -> Result<Json<ExportView>, ApiError> {
    let application = state.visible(&number, &caller).await?;
    let export = state.table().export(&number, &id).await?;
    let export = export.filter(|export| is_for(export, &caller) && export.expires_at() > state.now());
    let export = export.ok_or_else(ApiError::not_found)?;
    let mut view = ExportView::of(&export);
    if export.state == ExportState::Ready {
        let name = format!("{}-{}.xlsx", export.kind.zh(), application.number);
        let get = state.files.presign_get(&export.object_key(), &name, VALID, state.now()).await?;
        (view.url, view.expires_at) = (Some(get.url), Some(get.expires_at));
    }
    Ok(Json(view))
}

fn is_for(export: &Export, caller: &Caller) -> bool {
    export.by == caller.user
}

/// Refuses a workbook of nobody.
async fn there_is_somebody(
    state: &State,
    application: &Application,
    kind: ExportKind,
) -> Result<(), ApiError> {
    match kind {
        ExportKind::Roster if application.roster.headcount() == 0 => {
            Err(ApiError::refused("nothing_to_export", "名单中还没有人员，请先导入名单或添加职工"))
        }
        ExportKind::OverAgeRegister if application.roster.over_age() == 0 => {
            Err(ApiError::refused("nothing_to_export", "名单中没有超龄职工，不需要超龄未退休职工名册"))
        }
        ExportKind::PreviousRoster if application.plan.is_none() => {
            Err(Refusal::Incomplete(vec![Missing::Plan]).into())
        }
        ExportKind::PreviousRoster => {
            let found = previous::find(state.table(), application).await?;
            found.map(drop).ok_or_else(nothing_to_carry_over)
        }
        ExportKind::Roster | ExportKind::OverAgeRegister => Ok(()),
    }
}

/// The line of the audit record: a workbook is a look at everybody in it.
fn on_record(export: &Export) -> Reveal {
    let numbers = if export.masked { "号码已隐去" } else { "含完整号码" };
    Reveal {
        application: export.application.clone(),
        seen: Seen::Export(export.kind),
        by: export.by.clone(),
        reason: format!("导出{}（{numbers}）", export.kind.zh()),
        at: export.asked_at,
    }
}
