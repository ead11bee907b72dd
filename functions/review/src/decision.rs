//! The decision on over-age people (T5, T6).

use axum::extract::State;
use domain::{
    application::{Command, CommandName, MemberRemark, ReasonCode},
    ids::{ApplicationNumber, MemberId, PaymentNumber},
};
use http_api::{Answer, ApiError, IfMatch, Once, Path, SignedIn, views::ApplicationView};
use serde::Deserialize;
use store::over_age;
use utoipa::ToSchema;

use crate::Reviewing;

/// The most people a rejection may remark on.
const MAX_REMARKS: usize = 200;

/// The longest remark on one person, in characters.
const MAX_REMARK: usize = 100;

/// 审核通过.
#[derive(Debug, Deserialize, ToSchema)]
pub struct ApproveReview {
    /// A word to the unit.
    #[schema(max_length = 500)]
    comment: Option<String>,
}

/// 驳回.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RejectReview {
    /// Why, from the list.
    #[schema(schema_with = http_api::views::reason_code)]
    reason_code: ReasonCode,
    /// Why, in words.
    #[schema(min_length = 1, max_length = 500)]
    comment: String,
    /// Those who are refused; the other over-age people count as accepted. Nobody is, when it is empty.
    #[serde(default)]
    #[schema(max_items = 200)]
    members: Vec<RemarkOnMember>,
}

/// A remark on one person.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RemarkOnMember {
    /// The person.
    #[schema(example = "17")]
    member_id: String,
    /// What is wrong.
    #[schema(min_length = 1, max_length = 100)]
    remark: String,
}

/// Accepts the over-age people; a payment order is opened.
#[utoipa::path(post, path = "/api/applications/{number}/review/approve", tag = "review",
    params(("number" = String, Path), IfMatch), request_body = ApproveReview,
    responses((status = 200, body = ApplicationView)))]
pub async fn approve_review(
    State(Reviewing { commands, people }): State<Reviewing>,
    SignedIn(caller): SignedIn,
    Path(number): Path<ApplicationNumber>,
    seen: IfMatch,
    once: Once<ApproveReview>,
) -> Result<Answer, ApiError> {
    let case = commands.begin(&caller, &number, CommandName::Approve, seen).await?;
    let command = Command::Approve {
        comment: once.body.comment.clone(),
        plan: Box::new(case.chosen_plan().await?),
        payment: PaymentNumber::allot(case.now(), commands.context().entropy.serial()),
        over_age: over_age(&commands.context().table, &people, case.application()).await?,
    };
    let view = |application: &_| ApplicationView::of(application, &caller);
    case.carry_out(command, view, |answer| once.receipt(answer)).await
}

/// Sends the application back to the unit.
#[utoipa::path(post, path = "/api/applications/{number}/review/reject", tag = "review",
    params(("number" = String, Path), IfMatch), request_body = RejectReview,
    responses((status = 200, body = ApplicationView)))]
pub async fn reject_review(
    State(Reviewing { commands, people }): State<Reviewing>,
    SignedIn(caller): SignedIn,
    Path(number): Path<ApplicationNumber>,
    seen: IfMatch,
    once: Once<RejectReview>,
) -> Result<Answer, ApiError> {
    let case = commands.begin(&caller, &number, CommandName::RejectReview, seen).await?;
    let RejectReview { reason_code, comment, members } = &once.body;
    let command = Command::RejectReview {
        reason: *reason_code,
        comment: comment.trim().to_owned(),
        members: remarks(members)?,
        over_age: over_age(&commands.context().table, &people, case.application()).await?,
    };
    let view = |application: &_| ApplicationView::of(application, &caller);
    case.carry_out(command, view, |answer| once.receipt(answer)).await
}

fn remarks(members: &[RemarkOnMember]) -> Result<Vec<MemberRemark>, ApiError> {
    if members.len() > MAX_REMARKS {
        return Err(ApiError::invalid("members", format!("一次最多对{MAX_REMARKS}人填写说明")));
    }
    members.iter().enumerate().map(|(index, member)| remark(index, member)).collect()
}

fn remark(index: usize, member: &RemarkOnMember) -> Result<MemberRemark, ApiError> {
    let remark = member.remark.trim();
    if !(1..=MAX_REMARK).contains(&remark.chars().count()) {
        let message = format!("对人员的说明应为1至{MAX_REMARK}字");
        return Err(ApiError::invalid(format!("members[{index}].remark"), message));
    }
    let id = member.member_id.parse().ok().filter(|id| *id > 0);
    let id = id.ok_or_else(|| {
        ApiError::invalid(format!("members[{index}].memberId"), "没有找到该人员，请刷新后再试")
    })?;
    Ok(MemberRemark { member_id: MemberId::new(id), remark: remark.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(id: &str, remark: &str) -> RemarkOnMember {
        RemarkOnMember { member_id: id.into(), remark: remark.into() }
    }

    #[test]
    fn a_remark_names_a_person_and_says_something() {
        let taken = remarks(&[member("17", " 缺劳动合同 ")]).unwrap();
        assert_eq!(taken, [MemberRemark { member_id: MemberId::new(17), remark: "缺劳动合同".into() }]);
        let long = "长".repeat(MAX_REMARK + 1);
        for refused in
            [member("0", "x"), member("-1", "x"), member("x", "x"), member("1", " "), member("1", &long)]
        {
            assert_eq!(remarks(&[refused]).unwrap_err().code(), "invalid");
        }
        let many: Vec<_> = (0..=MAX_REMARKS).map(|_| member("1", "x")).collect();
        assert_eq!(remarks(&many).unwrap_err().code(), "invalid");
    }
}
