//! The over-age people of a roster, as reviews know them (NEW-18).

use domain::{
    application::{Application, OverAge},
    ids::PageId,
};

use crate::{PersonHasher, StoreError, Table};

/// The over-age people on the roster in force. Only pages that hold some are read.
pub async fn over_age(
    table: &Table,
    hasher: &PersonHasher,
    application: &Application,
) -> Result<Vec<OverAge>, StoreError> {
    let pages = application.roster.pages.iter().filter(|page| page.over_age > 0);
    let ids: Vec<PageId> = pages.map(|page| page.id.clone()).collect();
    let people = table.pages(&application.number, &ids).await?.into_iter().flatten();
    Ok(people
        .filter(|member| member.over_age)
        .map(|member| OverAge {
            member: member.id,
            fingerprint: hasher.fingerprint(&application.number, &member),
        })
        .collect())
}
