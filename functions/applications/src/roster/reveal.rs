//! One person's record whole, with a reason, on the record.

use axum::extract::State as Shared;
use domain::{
    application::Application,
    ids::{ApplicationNumber, MemberId},
    roster::Member,
};
use http_api::{ApiError, Json, Path, SignedIn};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{edit::holding, view::MemberView};
use crate::State;

/// Why somebody's record is looked at.
#[derive(Debug, Deserialize, ToSchema)]
pub struct Reveal {
    /// In the caller's words; kept with the record of the act.
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
}

/// Shows a record unmasked and notes who looked, at whom and why.
#[utoipa::path(post, path = "/api/applications/{number}/members/{memberId}/reveal", tag = "roster",
    params(("number" = String, Path), ("memberId" = String, Path)), request_body = Reveal,
    responses((status = 200, body = MemberView)))]
pub async fn reveal_member(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    Path((number, member)): Path<(ApplicationNumber, u32)>,
    Json(request): Json<Reveal>,
) -> Result<Json<MemberView>, ApiError> {
    let application = state.visible(&number, &caller).await?;
    let reason = request.reason.trim();
    if !(1..=200).contains(&reason.chars().count()) {
        return Err(ApiError::invalid("reason", "请填写查看原因（200字以内）"));
    }
    let member = find(&state, &application, MemberId::new(member)).await?.1;
    let now = state.now();
    let reveal = store::Reveal {
        application: number,
        seen: store::Seen::Member(member.id),
        by: caller.user,
        reason: reason.into(),
        at: now,
    };
    state.table().put_reveal(&reveal, &state.context().entropy.ulid(now)).await?;
    Ok(Json(MemberView::revealed(&member)))
}

/// The person, and the index of the page they stand on together with all people of that page.
pub async fn find(
    state: &State,
    application: &Application,
    wanted: MemberId,
) -> Result<((usize, Vec<Member>), Member), ApiError> {
    for index in holding(&application.roster, &[wanted]) {
        let id = application.roster.pages[index].id.clone();
        let people = state.table().pages(&application.number, &[id]).await?.into_iter().flatten();
        let people: Vec<Member> = people.collect();
        if let Some(member) = people.iter().find(|member| member.id == wanted).cloned() {
            return Ok(((index, people), member));
        }
    }
    Err(ApiError::not_found())
}
