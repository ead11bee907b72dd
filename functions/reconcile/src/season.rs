//! The end of a season: drafts that were never submitted are voided (T18). One run closes some and leaves the rest to
//! the next; a draft that somebody changes at the same moment is looked at again then.

use chrono::NaiveDate;
use domain::{
    application::{Application, Command, StageName},
    calendar::business_day,
    ids::AgencyId,
    plan::Plan,
};
use store::{ApplicationLine, Numbers, StoreError, dispatch};

use crate::Reconciler;

/// The most drafts closed in one run.
pub const MOST_CLOSED: usize = 200;

impl Reconciler {
    /// Voids drafts for which the window, the unit's own one, and the days of grace are over; gives how many.
    pub async fn close_seasons(&self) -> Result<usize, StoreError> {
        let today = business_day(self.clock.now());
        let mut closed = 0;
        for agency in self.table.agencies().await? {
            closed += Box::pin(self.close_season(&agency.id, today, MOST_CLOSED - closed)).await?;
            if closed == MOST_CLOSED {
                break;
            }
        }
        Ok(closed)
    }

    async fn close_season(
        &self,
        agency: &AgencyId,
        today: NaiveDate,
        most: usize,
    ) -> Result<usize, StoreError> {
        let mut plans = self.table.plans_of(agency).await?;
        plans.retain(|plan| plan.is_over(plan.closes_on, today));
        if plans.is_empty() {
            return Ok(0);
        }
        let drafts = Some(&[StageName::Draft][..]);
        let lines = self.table.application_lines_of_agency(agency, drafts, &Numbers::all()).await?;
        let of_ended =
            |line: &&ApplicationLine| plans.iter().any(|plan| Some(&plan.id) == line.plan.as_ref());
        let mut closed = 0;
        for line in lines.iter().filter(of_ended) {
            if closed == most {
                break;
            }
            if let Some(draft) = self.table.application(&line.number).await? {
                closed += usize::from(self.close(draft, today).await?);
            }
        }
        Ok(closed)
    }

    /// Voids one draft, unless the unit has more time or somebody was faster.
    async fn close(&self, draft: Application, today: NaiveDate) -> Result<bool, StoreError> {
        let Some(chosen) = &draft.plan else { return Ok(false) };
        let plan: Option<Plan> = self.table.plan_of_unit(&chosen.id, &draft.unit.id).await?;
        let Some(plan) = plan.filter(|plan| draft.is_over(plan, today)) else { return Ok(false) };
        let lock = self.table.tier_lock(&draft.unit.id, &plan.id).await?;
        let command = Command::Close { plan: Box::new(plan), lock };
        let Ok(change) = draft.apply_as_system(command, self.clock.now()) else { return Ok(false) };
        match self.table.commit(&change, None).await {
            Ok(jobs) => {
                dispatch(&self.table, &self.queues, jobs).await;
                Ok(true)
            }
            Err(StoreError::Conflict) => Ok(false),
            Err(error) => Err(error),
        }
    }
}
