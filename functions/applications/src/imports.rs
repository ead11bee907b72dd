//! Imports: what became of a roster that was uploaded, and the word to take it over.

use std::time::Duration;

use axum::extract::State as Shared;
use chrono::{DateTime, Utc};
use domain::{
    application::CommandName,
    ids::{ApplicationNumber, UploadId},
    import::{Counts, Import, ImportRefusal, ImportState, ImportStateName},
    roster::{Code, Column, ImportMode, Issue, Severity},
    upload::{Purpose, UploadState},
};
use http_api::{Answer, ApiError, Json, Once, Page, Paging, Path, Query, SignedIn};
use serde::{Deserialize, Serialize};
use store::{Job, staged};
use utoipa::{IntoParams, ToSchema};

use crate::State;

/// How long an address to read the workbook with the rows in error from is good.
const VALID: Duration = Duration::from_mins(30);

/// One roster on its way in.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Import)]
pub struct ImportView {
    /// The upload that brought it.
    id: String,
    /// The file's name.
    file_name: String,
    /// When it arrived.
    created_at: DateTime<Utc>,
    /// `queued`, `checking`, `ready`, `applying`, `applied`, `failed` or `discarded`.
    state: &'static str,
    /// How far the checks are.
    progress: Option<Progress>,
    /// What the checks found.
    counts: Option<CountsView>,
    /// An earlier import of the very same file that was not given up.
    duplicate_of: Option<EarlierImport>,
    /// A page of what is wrong, in the order of the rows; only for a single import.
    issues: Vec<IssueView>,
    /// How many issues there are.
    issues_total: u32,
    /// Where the workbook with the rows in error can be read for a while.
    result_workbook: Option<String>,
    /// Why it failed.
    failure: Option<Failure>,
}

/// An import of the very same file.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EarlierImport {
    /// The import.
    id: String,
    /// The file's name then.
    file_name: String,
    /// When it arrived.
    created_at: DateTime<Utc>,
    /// Where that import stands.
    state: &'static str,
    /// What to know, in Chinese.
    message: String,
}

/// How far the checks are.
#[derive(Debug, Serialize, ToSchema)]
pub struct Progress {
    /// Rows checked.
    done: u32,
    /// Rows in all; 0 while the file is being read.
    total: u32,
}

/// What the checks found.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ImportCounts)]
pub struct CountsView {
    /// Rows with data.
    rows: u32,
    /// People not on the roster yet.
    add: u32,
    /// People on the roster of whom the file says something new.
    update: u32,
    /// People on the roster of whom the file says the same.
    unchanged: u32,
    /// Rows that repeat another row.
    duplicate: u32,
    /// Rows whose people the unit has enrolled already: a supplement leaves them out.
    left_out: u32,
    /// Over-age people among the valid rows.
    over_age: u32,
    /// Warnings.
    warnings: u32,
    /// Rows in error.
    errors: u32,
}

/// Something to say about a row.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = RowIssue)]
pub struct IssueView {
    /// The row as Excel shows it; 0 for the file as a whole.
    row: u32,
    /// The column's title.
    column: Option<&'static str>,
    /// The rule.
    #[schema(value_type = String, example = "R207")]
    code: Code,
    /// `error`, `warning`, `notice` or `info`.
    #[schema(value_type = String)]
    severity: Severity,
    /// What is wrong and what to do, in Chinese.
    message: String,
}

/// Why an import failed.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImportFailure)]
pub struct Failure {
    /// The rule.
    code: String,
    /// What is wrong and what to do, in Chinese.
    message: String,
}

/// Which of the issues are wanted.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct IssueFilter {
    /// Only issues of this severity.
    #[param(value_type = Option<String>)]
    severity: Option<Severity>,
}

/// How a roster is taken over.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ApplyImport {
    /// `append`: people who are not in the file stay; `replace`: they go.
    #[schema(value_type = String, example = "append")]
    mode: ImportMode,
}

impl ImportView {
    pub fn of(import: &Import) -> Self {
        let (progress, failure) = match &import.state {
            ImportState::Checking { done, total } => (Some(Progress { done: *done, total: *total }), None),
            ImportState::Failed { code, message } => {
                (None, Some(Failure { code: code.clone(), message: message.clone() }))
            }
            _ => (None, None),
        };
        Self {
            id: import.id.to_string(),
            file_name: import.file_name.clone(),
            created_at: import.created_at,
            state: import.state.name().code(),
            progress,
            counts: import.state.counts().map(CountsView::from),
            duplicate_of: None,
            issues: Vec::new(),
            issues_total: 0,
            result_workbook: None,
            failure,
        }
    }
}

impl EarlierImport {
    fn of(earlier: &Import) -> Self {
        let state = earlier.state.name();
        let message = format!("该文件与之前上传的“{}”内容完全相同（{}）", earlier.file_name, state.zh());
        Self {
            id: earlier.id.to_string(),
            file_name: earlier.file_name.clone(),
            created_at: earlier.created_at,
            state: state.code(),
            message,
        }
    }
}

impl From<&Counts> for CountsView {
    fn from(counts: &Counts) -> Self {
        Self {
            rows: counts.rows,
            add: counts.add,
            update: counts.update,
            unchanged: counts.unchanged,
            duplicate: counts.duplicate,
            left_out: counts.left_out,
            over_age: counts.over_age,
            warnings: counts.warnings,
            errors: counts.errors,
        }
    }
}

impl From<Issue> for IssueView {
    fn from(issue: Issue) -> Self {
        let column = issue.column.map(Column::zh);
        Self { row: issue.row, column, code: issue.code, severity: issue.severity, message: issue.message }
    }
}

/// Lists the imports of an application, newest first.
#[utoipa::path(get, path = "/api/applications/{number}/imports", tag = "roster",
    params(("number" = String, Path), Paging), responses((status = 200, body = Page<ImportView>)))]
pub async fn list_imports(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    Path(number): Path<ApplicationNumber>,
    paging: Paging,
) -> Result<Json<Page<ImportView>>, ApiError> {
    state.visible(&number, &caller).await?;
    let imports = state.table().imports(&number).await?;
    let views: Vec<_> = imports
        .iter()
        .map(|import| {
            let earlier = imports.iter().find(|one| Some(&one.id) == import.duplicate_of.as_ref());
            ImportView { duplicate_of: earlier.map(EarlierImport::of), ..ImportView::of(import) }
        })
        .collect();
    Ok(Json(paging.of(views)))
}

/// Gives an import: its progress, its preview and a page of its issues.
#[utoipa::path(get, path = "/api/applications/{number}/imports/{id}", tag = "roster",
    params(("number" = String, Path), ("id" = String, Path), Paging, IssueFilter),
    responses((status = 200, body = ImportView)))]
pub async fn get_import(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    Path((number, id)): Path<(ApplicationNumber, UploadId)>,
    Query(filter): Query<IssueFilter>,
    paging: Paging,
) -> Result<Json<ImportView>, ApiError> {
    state.visible(&number, &caller).await?;
    let Some(import) = state.table().import(&number, &id).await? else {
        return Ok(Json(ImportView::of(&on_its_way(&state, &number, &id).await?)));
    };
    let mut view = ImportView::of(&import);
    if let Some(earlier) = &import.duplicate_of {
        view.duplicate_of = state.table().import(&number, earlier).await?.as_ref().map(EarlierImport::of);
    }
    if import.state.counts().is_some() {
        let staged = staged::staged(&state.files, &id).await?;
        let now = state.now();
        if staged.has_workbook() {
            let name = format!("{}-需修改.xlsx", import.file_name.trim_end_matches(".xlsx"));
            let get = state.files.presign_get(&staged::result_key(&id), &name, VALID, now).await?;
            view.result_workbook = Some(get.url);
        }
        let wanted = |issue: &Issue| filter.severity.is_none_or(|severity| issue.severity == severity);
        view.issues_total = match filter.severity {
            None => staged.issues_total,
            Some(_) => {
                u32::try_from(staged.issues.iter().filter(|issue| wanted(issue)).count()).unwrap_or(u32::MAX)
            }
        };
        let issues = staged.issues.into_iter().filter(wanted);
        view.issues = issues.skip(paging.skipped()).take(paging.page_size).map(Into::into).collect();
    }
    Ok(Json(view))
}

/// The import of a roster whose arrival has not been noticed yet, as it will be.
async fn on_its_way(state: &State, number: &ApplicationNumber, id: &UploadId) -> Result<Import, ApiError> {
    let upload = state.table().upload(id).await?;
    let upload = upload.filter(|upload| {
        upload.purpose == Purpose::Roster
            && upload.application.as_ref() == Some(number)
            && upload.state == UploadState::Pending
    });
    let upload = upload.ok_or_else(ApiError::not_found)?;
    Import::queue(&upload, upload.created_at).ok_or_else(ApiError::not_found)
}

/// Takes the valid rows over.
#[utoipa::path(post, path = "/api/applications/{number}/imports/{id}/apply", tag = "roster",
    params(("number" = String, Path), ("id" = String, Path)), request_body = ApplyImport,
    responses((status = 202, body = ImportView)))]
pub async fn apply_import(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    Path((number, id)): Path<(ApplicationNumber, UploadId)>,
    once: Once<ApplyImport>,
) -> Result<Answer, ApiError> {
    let application = state.visible(&number, &caller).await?;
    application.authorize(&caller, CommandName::ImportRoster)?;
    let table = state.table();
    let import = table.import(&number, &id).await?.ok_or_else(ApiError::not_found)?;
    let import = import.apply(once.body.mode, caller).map_err(refused)?;
    let answer = Answer::accepted(&ImportView::of(&import))?;
    let job = Job::apply_roster(&import, state.now())?;
    table.start_apply(&import, &job, once.receipt(&answer)).await?;
    state.commands.dispatch(vec![job]).await;
    Ok(answer)
}

/// Gives up on an import.
#[utoipa::path(delete, path = "/api/applications/{number}/imports/{id}", tag = "roster",
    params(("number" = String, Path), ("id" = String, Path)), responses((status = 200, body = ImportView)))]
pub async fn discard_import(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    Path((number, id)): Path<(ApplicationNumber, UploadId)>,
) -> Result<Json<ImportView>, ApiError> {
    let application = state.visible(&number, &caller).await?;
    application.authorize(&caller, CommandName::ImportRoster)?;
    let table = state.table();
    let import = table.import(&number, &id).await?.ok_or_else(ApiError::not_found)?;
    let from = import.state.name();
    if from == ImportStateName::Discarded {
        return Ok(Json(ImportView::of(&import)));
    }
    let import = import.discard().map_err(refused)?;
    table.set_import(&import, from).await?;
    Ok(Json(ImportView::of(&import)))
}

fn refused(refusal: ImportRefusal) -> ApiError {
    match refusal {
        ImportRefusal::NotNow { .. } => {
            ApiError::new(axum::http::StatusCode::CONFLICT, refusal.code(), refusal.message())
        }
        ImportRefusal::NothingToImport => ApiError::refused(refusal.code(), refusal.message()),
    }
}
