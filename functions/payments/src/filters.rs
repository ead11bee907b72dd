//! Which payment orders a list is about.

use chrono::NaiveDate;
use domain::{
    application::PaymentStatus,
    caller::{Caller, Scope},
    ids::{ApplicationNumber, PlanId, UnitId},
};
use futures::future::try_join_all;
use http_api::ApiError;
use serde::Deserialize;
use store::{Numbers, PaymentLine, Table};
use utoipa::IntoParams;

/// Which payment orders are asked for.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct Filters {
    /// Part of the number, or of that of the application.
    number: Option<String>,
    /// Where the money stands.
    #[param(value_type = Option<String>, schema_with = http_api::views::payment_state)]
    state: Option<PaymentStatus>,
    /// The application they are for.
    #[param(value_type = Option<String>)]
    application_number: Option<ApplicationNumber>,
    /// 保障计划.
    #[param(value_type = Option<String>)]
    plan_id: Option<PlanId>,
    /// Opened on this day (Asia/Shanghai) or later.
    created_from: Option<NaiveDate>,
    /// Opened on this day or earlier.
    created_to: Option<NaiveDate>,
    /// 参保单位.
    #[param(value_type = Option<String>)]
    unit_id: Option<UnitId>,
    /// Part of the code that payers write in 附言.
    remark_code: Option<String>,
}

impl Filters {
    /// The lines asked for that the caller sees, newest first.
    pub(crate) async fn lines(&self, table: &Table, caller: &Caller) -> Result<Vec<PaymentLine>, ApiError> {
        let mut lines = match &caller.scope {
            Scope::Unit { units } => {
                let wanted = units.iter().filter(|unit| self.unit_id.as_ref().is_none_or(|one| one == *unit));
                self.of_units(table, wanted).await?
            }
            Scope::Agency { .. } | Scope::Admin => match &self.unit_id {
                Some(unit) => {
                    let unit = table.unit(unit).await?.filter(|unit| caller.sees(&unit.id, &unit.agency));
                    self.of_units(table, unit.iter().map(|unit| &unit.id)).await?
                }
                None => self.of_agencies(table, caller).await?,
            },
        };
        lines.retain(|line| self.take(line));
        lines.sort_by(|one, other| other.number.cmp(&one.number));
        Ok(lines)
    }

    async fn of_units(
        &self,
        table: &Table,
        units: impl Iterator<Item = &UnitId>,
    ) -> Result<Vec<PaymentLine>, ApiError> {
        let numbers = self.numbers();
        let found = try_join_all(units.map(|unit| table.payment_lines_of_unit(unit, &numbers))).await?;
        Ok(found.into_iter().flatten().collect())
    }

    async fn of_agencies(&self, table: &Table, caller: &Caller) -> Result<Vec<PaymentLine>, ApiError> {
        let agencies = match &caller.scope {
            Scope::Agency { agency, .. } => vec![agency.clone()],
            _ => table.agencies().await?.into_iter().map(|agency| agency.id).collect(),
        };
        let numbers = self.numbers();
        let found = agencies.iter().map(|agency| table.payment_lines_of_agency(agency, self.state, &numbers));
        Ok(try_join_all(found).await?.into_iter().flatten().collect())
    }

    /// What the index can tell.
    fn numbers(&self) -> Numbers {
        let opened = Numbers::opened(self.created_from, self.created_to);
        let wanted = upper(self.number.as_ref());
        if wanted.starts_with("JF") { opened.and(Numbers::beginning(&wanted)) } else { opened }
    }

    fn take(&self, line: &PaymentLine) -> bool {
        let (number, code) = (upper(self.number.as_ref()), upper(self.remark_code.as_ref()));
        (line.number.as_str().contains(&number) || line.application.as_str().contains(&number))
            && self.state.is_none_or(|state| state == line.state)
            && self.application_number.as_ref().is_none_or(|number| *number == line.application)
            && self.plan_id.as_ref().is_none_or(|plan| line.plan.as_ref() == Some(plan))
            && (code.is_empty() || line.number.remark_code().contains(&code))
    }
}

fn upper(text: Option<&String>) -> String {
    text.map(|text| text.trim().to_ascii_uppercase()).unwrap_or_default()
}
