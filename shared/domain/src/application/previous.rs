//! Last year's roster: what the yearly job begins with (NEW-9).

use super::{Application, ChosenPlan, Stage};

/// The latest plan before a given one under which the unit enrolled people.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviousRoster<'a> {
    /// The plan.
    pub plan: &'a ChosenPlan,
    /// The concluded applications under it, the first one and its supplements, oldest first.
    pub applications: Vec<&'a Application>,
}

/// Finds the unit's latest earlier plan of the same kind among its `applications`: that of the latest period that
/// began before `plan`'s. Only what was concluded counts.
pub fn previous_roster<'a>(plan: &ChosenPlan, applications: &'a [Application]) -> Option<PreviousRoster<'a>> {
    let concluded = || {
        applications
            .iter()
            .filter(|one| matches!(one.stage, Stage::Concluded { .. }))
            .filter_map(|one| Some((one.plan.as_ref()?, one)))
            .filter(|(chosen, _)| chosen.kind == plan.kind && chosen.coverage_from < plan.coverage_from)
    };
    let (latest, _) = concluded().max_by_key(|(chosen, one)| (chosen.coverage_from, one.created_at))?;
    let mut found: Vec<&Application> =
        concluded().filter(|(chosen, _)| chosen.id == latest.id).map(|(_, one)| one).collect();
    found.sort_by(|one, other| (one.created_at, &one.number).cmp(&(other.created_at, &other.number)));
    Some(PreviousRoster { plan: latest, applications: found })
}
