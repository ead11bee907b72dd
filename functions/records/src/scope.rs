//! The units and agencies that exist for a caller.

use std::collections::BTreeMap;

use domain::{
    agency::{Agency, Unit},
    caller::{Caller, Scope},
    ids::AgencyId,
    plan::Plan,
};
use futures::future::try_join_all;
use http_api::ApiError;
use store::Table;

/// The units a caller sees, by identity.
pub(crate) async fn units(table: &Table, caller: &Caller) -> Result<Vec<Unit>, ApiError> {
    match &caller.scope {
        Scope::Unit { units } => {
            let found = try_join_all(units.iter().map(|unit| table.unit(unit))).await?;
            Ok(found.into_iter().flatten().collect())
        }
        Scope::Agency { agency, .. } => Ok(table.units_of(agency).await?),
        Scope::Admin => {
            let agencies = table.agencies().await?;
            let found = try_join_all(agencies.iter().map(|agency| table.units_of(&agency.id))).await?;
            Ok(found.into_iter().flatten().collect())
        }
    }
}

/// The agencies a caller deals with, by identity.
pub(crate) async fn agencies(table: &Table, caller: &Caller) -> Result<Vec<Agency>, ApiError> {
    let own: Vec<AgencyId> = match &caller.scope {
        Scope::Unit { .. } => units(table, caller).await?.into_iter().map(|unit| unit.agency).collect(),
        Scope::Agency { agency, .. } => vec![agency.clone()],
        Scope::Admin => return Ok(table.agencies().await?),
    };
    let mut agencies = table.agencies().await?;
    agencies.retain(|agency| own.contains(&agency.id));
    Ok(agencies)
}

/// The plans of an agency by identity; for units with the windows they were granted, of several the longest.
pub(crate) async fn plans(table: &Table, caller: &Caller, agency: &AgencyId) -> Result<Vec<Plan>, ApiError> {
    let plans = table.plans_of(agency).await?;
    let Scope::Unit { units } = &caller.scope else { return Ok(plans) };
    let extended = plans.into_iter().map(async |plan| {
        let granted = try_join_all(units.iter().map(|unit| table.extension(&plan.id, unit))).await?;
        Ok(granted.iter().fold(plan, |plan, extension| plan.extended(extension.as_ref())))
    });
    try_join_all(extended).await
}

/// The names of agencies.
pub(crate) async fn agency_names(table: &Table) -> Result<BTreeMap<AgencyId, String>, ApiError> {
    let agencies = table.agencies().await?;
    Ok(agencies.into_iter().map(|agency| (agency.id, agency.name)).collect())
}
