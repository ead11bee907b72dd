//! The roster of a unit's latest earlier plan (NEW-9).

use std::collections::HashMap;

use domain::{
    application::{Application, ChosenPlan, StageName, previous_roster},
    roster::Member,
};

use crate::{ApplicationLine, Table, error::StoreError, generation};

/// The latest earlier plan of the same kind under which the unit enrolled people.
#[derive(Debug, Clone, PartialEq)]
pub struct Previous {
    /// The plan.
    pub plan: ChosenPlan,
    /// The concluded applications under it, oldest first.
    pub applications: Vec<Application>,
}

/// Finds the plan before that of `application`; `None` without one, or while no plan is chosen.
pub async fn find(table: &Table, application: &Application) -> Result<Option<Previous>, StoreError> {
    let Some(plan) = &application.plan else { return Ok(None) };
    let concluded = |line: &ApplicationLine| line.stage == StageName::Concluded;
    let all = table.applications_of_unit(&application.unit.id, concluded).await?;
    Ok(previous_roster(plan, &all).map(|found| Previous {
        plan: found.plan.clone(),
        applications: found.applications.into_iter().cloned().collect(),
    }))
}

impl Previous {
    /// Everybody enrolled under the plan, application by application, once each: a later record of the same person
    /// takes the place of an earlier one.
    pub async fn people(&self, table: &Table) -> Result<Vec<Member>, StoreError> {
        let mut people: Vec<Member> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        for application in &self.applications {
            for member in generation::roster(table, application).await? {
                let place = *places.entry(member.person_key()).or_insert(people.len());
                match people.get_mut(place) {
                    Some(earlier) => *earlier = member,
                    None => people.push(member),
                }
            }
        }
        Ok(people)
    }
}
