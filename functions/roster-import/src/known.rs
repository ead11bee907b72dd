//! Where else the people of a file are enrolled (R503, R504).

use std::collections::{HashMap, HashSet};

use domain::{
    application::{Application, StageName},
    ids::PlanId,
    roster::{Elsewhere, MemberDraft},
};
use store::{Cover, StoreError, generation};

use crate::Worker;

impl Worker {
    /// Who of `drafts` is in another application of the same unit and plan that is not void, or is enrolled in the
    /// plan already, by person key.
    pub(crate) async fn known_elsewhere(
        &self,
        application: &Application,
        plan: &PlanId,
        drafts: &[MemberDraft],
    ) -> Result<HashMap<String, Elsewhere>, StoreError> {
        let keys: HashSet<String> = drafts.iter().map(MemberDraft::person_key).collect();
        let mut known = self.enrolled(application, plan, &keys).await?;
        for other in self.table.applications_of_unit(&application.unit.id).await? {
            let concerns = other.number != application.number
                && other.stage.name() != StageName::Void
                && other.plan.as_ref().is_some_and(|chosen| chosen.id == *plan);
            if !concerns {
                continue;
            }
            for member in generation::roster(&self.table, &other).await? {
                let key = member.person_key();
                if keys.contains(&key) {
                    known.insert(key, Elsewhere::SameUnit { application: other.number.to_string() });
                }
            }
        }
        Ok(known)
    }

    async fn enrolled(
        &self,
        application: &Application,
        plan: &PlanId,
        keys: &HashSet<String>,
    ) -> Result<HashMap<String, Elsewhere>, StoreError> {
        let hashed: HashMap<String, &String> = keys.iter().map(|key| (self.hasher.hash(key), key)).collect();
        let hashes: Vec<String> = hashed.keys().cloned().collect();
        let covers = self.table.covers(plan, &hashes).await?;
        let known = covers.into_iter().filter_map(|(hash, covers)| {
            let key = (*hashed.get(&hash)?).clone();
            Some((key, judge(application, &covers)?))
        });
        Ok(known.collect())
    }
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
