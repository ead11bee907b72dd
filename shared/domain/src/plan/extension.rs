//! A longer window for one unit.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::Plan;
use crate::{
    agency::Unit,
    application::{MAX_COMMENT, Refusal},
    calendar::business_day,
    caller::{Caller, Duty, Scope},
    ids::{PlanId, UnitId},
};

/// What the agency granted to a unit that comes late.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// The plan.
    pub plan: PlanId,
    /// The unit.
    pub unit: UnitId,
    /// Its last day of submission.
    pub closes_on: NaiveDate,
    /// Why.
    pub reason: String,
    /// Who granted it, by display name.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl Plan {
    /// Whether the caller looks after the plan: manages its agency, or runs the system.
    pub fn is_managed_by(&self, caller: &Caller) -> bool {
        caller.scope == Scope::Admin || caller.holds(Duty::Manage, &self.agency)
    }

    /// Grants a unit a later last day, in place of one granted before. Refused to whoever does not manage the plan,
    /// and where the day would change nothing, is past, or lies behind the period.
    pub fn extend(
        &self,
        unit: &Unit,
        closes_on: NaiveDate,
        reason: &str,
        by: &Caller,
        at: DateTime<Utc>,
    ) -> Result<Extension, Refusal> {
        let invalid = |field, message: String| Err(Refusal::Invalid { field, message });
        if !self.is_managed_by(by) {
            return Err(Refusal::NotManager);
        }
        if unit.agency != self.agency {
            return invalid("unitId", "该单位不属于本计划的代办处，请重新选择单位".into());
        }
        if closes_on <= self.closes_on {
            return invalid("closesOn", format!("延期后的截止日期应晚于计划截止日期{}", self.closes_on));
        }
        if closes_on < business_day(at) {
            return invalid("closesOn", "延期后的截止日期不能早于今天".into());
        }
        if closes_on > self.coverage_to {
            return invalid("closesOn", format!("延期后的截止日期不能晚于保障期结束日{}", self.coverage_to));
        }
        let reason = reason.trim();
        if !(1..=MAX_COMMENT).contains(&reason.chars().count()) {
            return invalid("reason", format!("请填写延期原因，{MAX_COMMENT}字以内"));
        }
        Ok(Extension {
            plan: self.id.clone(),
            unit: unit.id.clone(),
            closes_on,
            reason: reason.to_owned(),
            by: by.name.clone(),
            at,
        })
    }

    /// The plan as it stands for a unit with that extension.
    #[must_use]
    pub fn extended(mut self, extension: Option<&Extension>) -> Self {
        if let Some(extension) = extension {
            self.closes_on = self.closes_on.max(extension.closes_on);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::tests::{agency, clerk, plan, staff, unit};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn now() -> DateTime<Utc> {
        "2026-04-10T02:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_manager_gives_one_unit_more_time() {
        let manager = staff(Duty::Manage);
        let extension = plan().extend(&unit(), day("2026-04-20"), " 系统故障 ", &manager, now()).unwrap();
        assert_eq!((extension.reason.as_str(), extension.by.as_str()), ("系统故障", "STAFF"));
        let longer = plan().extended(Some(&extension));
        assert!(longer.is_open(day("2026-04-20")) && !longer.is_open(day("2026-04-21")));
        assert_eq!(plan().extended(None), plan());
        let later = Plan { closes_on: day("2026-05-31"), ..plan() };
        assert_eq!(later.clone().extended(Some(&extension)), later, "the plan itself was extended further");
    }

    #[test]
    fn others_may_not_and_senseless_days_are_refused() {
        let refused = |unit: &Unit, on: &str, reason: &str, by: &Caller| {
            plan().extend(unit, day(on), reason, by, now()).unwrap_err()
        };
        for by in [clerk(), staff(Duty::Review), staff(Duty::Finance)] {
            assert_eq!(refused(&unit(), "2026-04-20", "x", &by), Refusal::NotManager);
        }
        let manager = staff(Duty::Manage);
        let stranger = Unit { agency: crate::ids::AgencyId::parse("other").unwrap(), ..unit() };
        assert_ne!(agency().id, stranger.agency);
        let vectors = [
            (stranger, "2026-04-20", "x", "unitId"),
            (unit(), "2026-03-31", "x", "closesOn"),
            (unit(), "2026-04-09", "x", "closesOn"),
            (unit(), "2027-01-01", "x", "closesOn"),
            (unit(), "2026-04-20", "  ", "reason"),
        ];
        for (unit, on, reason, field) in vectors {
            assert_eq!(refused(&unit, on, reason, &manager).fields()[0].0, field);
        }
    }
}
