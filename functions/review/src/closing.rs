//! The papers, and the conclusion (T12).

use axum::extract::State;
use chrono::NaiveDate;
use domain::{
    application::{Command, CommandName},
    ids::ApplicationNumber,
};
use http_api::{Answer, ApiError, Commands, IfMatch, Nothing, Once, Path, SignedIn, views::ApplicationView};
use serde::Deserialize;
use utoipa::ToSchema;

/// The most papers one application may come with.
const MAX_ITEMS: usize = 30;

/// The longest name of a paper, in characters.
const MAX_ITEM: usize = 100;

/// Papers that have come.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReceiveMaterials {
    /// What was handed in.
    #[schema(max_items = 30, example = json!(["银行转账复印件"]))]
    items: Vec<String>,
    /// On which day.
    received_on: NaiveDate,
    /// Why a missing paper is waived.
    #[schema(max_length = 500)]
    waiver: Option<String>,
}

/// Notes the papers that have come. All that the plan asks for, unless the rest is waived.
#[utoipa::path(post, path = "/api/applications/{number}/materials", tag = "review",
    params(("number" = String, Path), IfMatch), request_body = ReceiveMaterials,
    responses((status = 200, body = ApplicationView)))]
pub async fn receive_materials(
    State(commands): State<Commands>,
    SignedIn(caller): SignedIn,
    Path(number): Path<ApplicationNumber>,
    seen: IfMatch,
    once: Once<ReceiveMaterials>,
) -> Result<Answer, ApiError> {
    let case = commands.begin(&caller, &number, CommandName::ReceiveMaterials, seen).await?;
    let ReceiveMaterials { items, received_on, waiver } = &once.body;
    let command = Command::ReceiveMaterials {
        items: named(items)?,
        received_on: *received_on,
        waiver: waiver.clone(),
        required: case.chosen_plan().await?.required_papers(case.application().roster.over_age()),
    };
    let view = |application: &_| ApplicationView::of(application, &caller);
    case.carry_out(command, view, |answer| once.receipt(answer)).await
}

/// Concludes: the people on the roster are covered from now on.
#[utoipa::path(post, path = "/api/applications/{number}/conclude", tag = "review",
    params(("number" = String, Path), IfMatch), request_body = Nothing,
    responses((status = 200, body = ApplicationView)))]
pub async fn conclude_application(
    State(commands): State<Commands>,
    SignedIn(caller): SignedIn,
    Path(number): Path<ApplicationNumber>,
    seen: IfMatch,
    once: Once<Nothing>,
) -> Result<Answer, ApiError> {
    let case = commands.begin(&caller, &number, CommandName::Conclude, seen).await?;
    let command = Command::Conclude { plan: Box::new(case.chosen_plan().await?) };
    let view = |application: &_| ApplicationView::of(application, &caller);
    case.carry_out(command, view, |answer| once.receipt(answer)).await
}

/// The names of papers, each once.
fn named(items: &[String]) -> Result<Vec<String>, ApiError> {
    let mut papers: Vec<String> = Vec::new();
    for item in items {
        let item = item.trim();
        if !(1..=MAX_ITEM).contains(&item.chars().count()) || papers.len() == MAX_ITEMS {
            let message = format!("材料最多{MAX_ITEMS}项，每项名称应为1至{MAX_ITEM}字");
            return Err(ApiError::invalid("items", message));
        }
        if !papers.iter().any(|paper| paper == item) {
            papers.push(item.to_owned());
        }
    }
    Ok(papers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_are_named_once() {
        let items = ["工资表", " 工资表 ", "医保名册"].map(Into::into);
        assert_eq!(named(&items).unwrap(), ["工资表", "医保名册"]);
        assert_eq!(named(&[" ".into()]).unwrap_err().code(), "invalid");
        let many: Vec<_> = (0..=MAX_ITEMS).map(|n| format!("材料{n}")).collect();
        assert_eq!(named(&many).unwrap_err().code(), "invalid");
    }
}
