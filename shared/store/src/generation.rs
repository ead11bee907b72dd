//! Roster generations: all people of a roster, and the pages of the next one.

use domain::{
    application::{Application, PAGE_MEMBERS, PageRef, RosterChange, RosterUpdate},
    ids::{PageId, PlanId},
    roster::Member,
};

use crate::{Table, error::StoreError};

/// Everybody on the roster in force, in file order.
pub async fn roster(table: &Table, application: &Application) -> Result<Vec<Member>, StoreError> {
    let ids: Vec<PageId> = application.roster.pages.iter().map(|page| page.id.clone()).collect();
    Ok(table.pages(&application.number, &ids).await?.into_iter().flatten().collect())
}

/// Writes the pages of a new generation and says how the roster changes. It comes into force with the transaction
/// that commits the update; until then nobody sees the pages, and if that never happens nothing refers to them.
pub async fn write_generation(
    table: &Table,
    application: &Application,
    members: Vec<Member>,
    plan: &PlanId,
    how: RosterChange,
    new_page_id: &mut (impl FnMut() -> PageId + Send),
) -> Result<RosterUpdate, StoreError> {
    let pages: Vec<(PageId, Vec<Member>)> =
        members.chunks(PAGE_MEMBERS).map(|people| (new_page_id(), people.to_vec())).collect();
    table.put_pages(&application.number, &pages, None).await?;
    let references = pages.iter().filter_map(|(id, people)| PageRef::of(id.clone(), people)).collect();
    Ok(RosterUpdate {
        roster: application.roster.next(references, plan.clone()),
        replaced: application.roster.pages.iter().map(|page| page.id.clone()).collect(),
        how,
    })
}
