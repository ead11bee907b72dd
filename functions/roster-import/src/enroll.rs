//! Once an application is concluded, everybody on its roster has an enrollment (T12).

use domain::{
    application::{Application, ChosenPlan, Stage},
    ids::ApplicationNumber,
    roster::Member,
};
use store::{Enrollment, PersonHasher, generation};

use crate::{WorkError, Worker};

impl Worker {
    /// Writes the enrollments of a concluded application. Written again, they replace themselves.
    pub async fn enroll(&self, number: &ApplicationNumber) -> Result<(), WorkError> {
        let application = self.application(number).await?;
        let members = generation::roster(&self.table, &application).await?;
        let Some(enrollments) = enrollments(&application, members, &self.hasher) else {
            // Asked for by the very change that concludes; nothing leads out of it.
            return Err(WorkError::NotConcluded(number.clone()));
        };
        self.table.enroll(&enrollments).await?;
        tracing::info!(application = number.as_str(), people = enrollments.len(), "enrolled");
        Ok(())
    }
}

/// The enrollments that follow from a concluded application; `None` from any other.
fn enrollments(
    application: &Application,
    members: Vec<Member>,
    hasher: &PersonHasher,
) -> Option<Vec<Enrollment>> {
    let Stage::Concluded { at, effective_on, .. } = &application.stage else { return None };
    let ChosenPlan { id: plan, coverage_to, .. } = application.plan.as_ref()?;
    let enrollment = |member: Member| Enrollment {
        person: hasher.hash(&member.person_key()),
        plan: plan.clone(),
        application: application.number.clone(),
        unit: application.unit.id.clone(),
        agency: application.agency.id.clone(),
        member,
        effective_on: *effective_on,
        coverage_to: *coverage_to,
        at: *at,
    };
    Some(members.into_iter().map(enrollment).collect())
}
