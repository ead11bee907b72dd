//! The empty 参保职工汇总表.

use axum::{http::header, response::IntoResponse};
use http_api::{ApiError, SignedIn};

/// Gives the workbook that clerks fill in.
#[utoipa::path(get, path = "/api/roster-template", tag = "roster",
    responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))]
pub async fn get_roster_template(_: SignedIn) -> Result<impl IntoResponse, ApiError> {
    let workbook = workbook::roster_template().map_err(ApiError::internal)?;
    let headers = [
        (header::CONTENT_TYPE, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename*=UTF-8''%E5%8F%82%E4%BF%9D%E8%81%8C%E5%B7%A5%E6%B1%87%E6%80%BB%E8%A1%A8.xlsx",
        ),
    ];
    Ok((headers, workbook))
}
