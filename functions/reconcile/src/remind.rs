//! Reminders before a window closes (NEW-22): each once per application and last day. One run sends some and leaves the
//! rest to the next; an application that changes at the same moment is looked at again then.

use chrono::NaiveDate;
use domain::{
    calendar::business_day,
    ids::AgencyId,
    notice::{Reminder, due_reminder, reminder_notices},
};
use store::{ApplicationLine, Numbers, StoreError};

use crate::Reconciler;

/// The most reminders sent in one run.
pub const MOST_REMINDED: usize = 200;

impl Reconciler {
    /// Reminds whoever has an application that waits for its unit and a window that is about to close; gives how many.
    pub async fn remind(&self) -> Result<usize, StoreError> {
        let today = business_day(self.clock.now());
        let mut reminded = 0;
        for agency in self.table.agencies().await? {
            reminded += Box::pin(self.remind_units_of(&agency.id, today, MOST_REMINDED - reminded)).await?;
            if reminded == MOST_REMINDED {
                break;
            }
        }
        Ok(reminded)
    }

    async fn remind_units_of(
        &self,
        agency: &AgencyId,
        today: NaiveDate,
        most: usize,
    ) -> Result<usize, StoreError> {
        let mut plans = self.table.plans_of(agency).await?;
        // A window that is over may have been extended for a unit, to the end of the period at most.
        plans.retain(|plan| {
            plan.coverage_to >= today
                && (plan.closes_on < today || Reminder::on(today, plan.closes_on).is_some())
        });
        if plans.is_empty() {
            return Ok(0);
        }
        let lines =
            self.table.application_lines_of_agency(agency, Some(&Reminder::STAGES), &Numbers::all()).await?;
        let concerned =
            |line: &&ApplicationLine| plans.iter().any(|plan| Some(&plan.id) == line.plan.as_ref());
        let mut reminded = 0;
        for line in lines.iter().filter(concerned) {
            if reminded == most {
                break;
            }
            reminded += usize::from(self.remind_of(line, today).await?);
        }
        Ok(reminded)
    }

    async fn remind_of(&self, line: &ApplicationLine, today: NaiveDate) -> Result<bool, StoreError> {
        let Some(plan) = &line.plan else { return Ok(false) };
        let Some(plan) = self.table.plan_of_unit(plan, &line.unit).await? else { return Ok(false) };
        if Reminder::on(today, plan.closes_on).is_none() {
            return Ok(false);
        }
        let Some(application) = self.table.application(&line.number).await? else { return Ok(false) };
        let Some(reminder) = due_reminder(&application, plan.closes_on, today) else { return Ok(false) };
        let now = self.clock.now();
        let notices = reminder_notices(&application, reminder, plan.closes_on, now);
        match self.table.remind(&application, reminder, plan.closes_on, &notices, now).await {
            Ok(sent) => Ok(sent),
            Err(StoreError::Conflict) => Ok(false),
            Err(error) => Err(error),
        }
    }
}
