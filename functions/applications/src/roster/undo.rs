//! Taking back the last deletion (NEW-28).

use std::collections::BTreeMap;

use axum::extract::State as Shared;
use domain::{
    application::{Application, CommandName, Deletion, Roster, RosterChange},
    ids::{ApplicationNumber, PageId},
    plan::Plan,
    roster::{Member, Severity, assess},
};
use http_api::{Answer, ApiError, Case, IfMatch, Nothing, Once, Path, SignedIn, views::ApplicationView};
use store::{elsewhere, generation};

use super::{
    change::{plan, write},
    edit::Edit,
};
use crate::State;

/// Brings the people of the last deletion back, by the rules as they are now; called again, those of the one before.
#[utoipa::path(post, path = "/api/applications/{number}/members/undo-delete", tag = "roster",
    params(("number" = String, Path), IfMatch), request_body = Nothing,
    responses((status = 200, body = ApplicationView)))]
pub async fn undo_delete(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    Path(number): Path<ApplicationNumber>,
    seen: IfMatch,
    once: Once<Nothing>,
) -> Result<Answer, ApiError> {
    let case = state.commands.begin(&caller, &number, CommandName::UndoDelete, seen).await?;
    let plan = plan(&case).await?;
    let back = deleted(&state, &case).await?;
    let back = fit_again(&state, &case, &plan, back).await?;
    let edit = put_back(&state, case.application(), back).await?;
    let command = write(&state, &case, edit, plan, RosterChange::Restored).await?;
    let view = |application: &Application| ApplicationView::of(application, &caller);
    case.carry_out(command, view, |answer| once.receipt(answer)).await
}

async fn deleted(state: &State, case: &Case<'_>) -> Result<Vec<Member>, ApiError> {
    let application = case.application();
    let deletion = application.last_deletion(case.now())?;
    let replaced = state.table().pages(&application.number, &deletion.pages).await?;
    let roster = generation::roster(state.table(), application).await?;
    Ok(Deletion::people_of(replaced.into_iter().flatten().collect(), &roster)?)
}

/// The people as the plan's rules see them today; refused when one of them may not be on the roster any more.
async fn fit_again(
    state: &State,
    case: &Case<'_>,
    plan: &Plan,
    mut people: Vec<Member>,
) -> Result<Vec<Member>, ApiError> {
    let keys = people.iter().map(Member::person_key);
    let known = elsewhere::known_elsewhere(state.table(), &state.people, case.application(), &plan.id, keys);
    let known = known.await?;
    for member in &mut people {
        let there = known.get(&member.person_key()).map(|elsewhere| elsewhere.issue(0, &plan.rules));
        let mut issues = assess(member, &plan.rules, 0).into_iter().chain(there);
        if let Some(issue) = issues.find(|issue| issue.severity == Severity::Error) {
            let message = format!("{}不能恢复到名单：{}", member.name.masked(), issue.message);
            return Err(ApiError::refused("roster_unfit", message));
        }
    }
    Ok(people)
}

/// The roster with the people where they stood, as near as can be told.
async fn put_back(state: &State, application: &Application, people: Vec<Member>) -> Result<Edit, ApiError> {
    let roster = &application.roster;
    let mut edit = Edit::of(roster.clone());
    // From the last page on: one that becomes two moves none still to be visited.
    for (index, back) in by_page(roster, people).into_iter().rev() {
        let page: Vec<PageId> = roster.pages.get(index).map(|page| page.id.clone()).into_iter().collect();
        let there = state.table().pages(&application.number, &page).await?.into_iter().flatten().collect();
        edit.put_back(index, there, back, || state.fresh());
    }
    Ok(edit)
}

fn by_page(roster: &Roster, people: Vec<Member>) -> BTreeMap<usize, Vec<Member>> {
    let last = roster.pages.len().saturating_sub(1);
    let mut pages: BTreeMap<usize, Vec<Member>> = BTreeMap::new();
    for member in people {
        let home = roster.pages.iter().position(|page| page.last >= member.id).unwrap_or(last);
        pages.entry(home).or_default().push(member);
    }
    pages
}
