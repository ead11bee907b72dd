//! Where else people are enrolled (R503, R504).

use std::collections::{HashMap, HashSet};

use domain::{
    application::{Application, StageName},
    ids::PlanId,
    roster::Elsewhere,
};

use crate::{ApplicationLine, Cover, PersonHasher, StoreError, Table, generation};

/// Which of the people, given by person key, are in another application of the same unit and plan that is not void,
/// or are enrolled in the plan already.
pub async fn known_elsewhere(
    table: &Table,
    hasher: &PersonHasher,
    application: &Application,
    plan: &PlanId,
    people: impl IntoIterator<Item = String>,
) -> Result<HashMap<String, Elsewhere>, StoreError> {
    let people: HashSet<String> = people.into_iter().collect();
    let by_hash = people.iter().map(|key| (hasher.hash(key), key.clone())).collect();
    let mut known = enrolled(table, application, plan, &by_hash).await?;
    let others = in_other_applications(table, application, plan).await?;
    let same_unit = others.into_iter().filter(|(key, _)| people.contains(key));
    known.extend(same_unit.map(|(key, application)| (key, Elsewhere::SameUnit { application })));
    Ok(known)
}

/// Everybody in the other applications of the same unit and plan that are not void: person key and application.
pub async fn in_other_applications(
    table: &Table,
    application: &Application,
    plan: &PlanId,
) -> Result<HashMap<String, String>, StoreError> {
    let mut people = HashMap::new();
    let concerned = |line: &ApplicationLine| {
        line.number != application.number
            && line.stage != StageName::Void
            && line.plan.as_ref().is_some_and(|chosen| chosen == plan)
    };
    for other in table.applications_of_unit(&application.unit.id, concerned).await? {
        let members = generation::roster(table, &other).await?;
        people.extend(members.iter().map(|member| (member.person_key(), other.number.to_string())));
    }
    Ok(people)
}

async fn enrolled(
    table: &Table,
    application: &Application,
    plan: &PlanId,
    by_hash: &HashMap<String, String>,
) -> Result<HashMap<String, Elsewhere>, StoreError> {
    let hashes: Vec<String> = by_hash.keys().cloned().collect();
    let covers = table.covers(plan, &hashes).await?;
    let known = covers.into_iter().filter_map(|(hash, covers)| {
        let key = by_hash.get(&hash)?.clone();
        Some((key, judge(application, &covers)?))
    });
    Ok(known.collect())
}

/// What being enrolled means for this application: its own enrollment means nothing, one by the same unit more than
/// one by another.
fn judge(application: &Application, covers: &[Cover]) -> Option<Elsewhere> {
    let others = || covers.iter().filter(|cover| cover.application != application.number);
    if let Some(own) = others().find(|cover| cover.unit == application.unit.id) {
        return Some(Elsewhere::SameUnit { application: own.application.to_string() });
    }
    others().next().map(|cover| Elsewhere::OtherUnit { since: Some(cover.since) })
}
