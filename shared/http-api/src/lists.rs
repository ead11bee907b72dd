//! Lists of applications: which ones a caller sees and asks for, told from their lines, and the page shown, read by
//! number.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::{
    application::{PaymentStatus, ReviewStatus, StageName},
    caller::{Caller, Scope},
    ids::{AgencyId, FormNumber, PaymentNumber, PlanId, UnitId},
};
use futures::future::try_join_all;
use serde::Deserialize;
use store::{ApplicationLine, Numbers, Table};
use utoipa::IntoParams;

use crate::{ApiError, Page, Paging, views::ApplicationView};

/// The seven filters of the list (inventory A3).
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
pub struct ApplicationFilter {
    /// Part of the number; that of the payment order or form is found too.
    pub number: Option<String>,
    /// 审核状态.
    #[param(value_type = Option<String>)]
    pub review_status: Option<ReviewStatus>,
    /// 保障计划.
    #[param(value_type = Option<String>)]
    pub plan_id: Option<PlanId>,
    /// 缴费状态.
    #[param(value_type = Option<String>)]
    pub payment_status: Option<PaymentStatus>,
    /// Created on this day (Asia/Shanghai) or later.
    pub created_from: Option<NaiveDate>,
    /// Created on this day or earlier.
    pub created_to: Option<NaiveDate>,
    /// 参保单位.
    #[param(value_type = Option<String>)]
    pub unit_id: Option<UnitId>,
    /// Whether only those are wanted whose next step is the caller's: 待我处理.
    pub waiting: Option<bool>,
}

impl ApplicationFilter {
    /// The lines asked for that the caller sees, newest first. `queues` are the stages that come into question; all
    /// without it.
    pub async fn lines(
        &self,
        table: &Table,
        caller: &Caller,
        queues: Option<&[StageName]>,
    ) -> Result<Vec<ApplicationLine>, ApiError> {
        let stages: Vec<_> = queues
            .unwrap_or(&StageName::ALL)
            .iter()
            .copied()
            .filter(|stage| self.takes_stage(*stage, caller))
            .collect();
        let mut lines = match &caller.scope {
            _ if stages.is_empty() => Vec::new(),
            Scope::Unit { units } => {
                let wanted: Vec<_> = units.iter().filter(|unit| self.takes_unit(unit)).collect();
                self.of_units(table, &wanted).await?
            }
            Scope::Agency { .. } | Scope::Admin => match &self.unit_id {
                Some(unit) => {
                    let unit = table.unit(unit).await?.filter(|unit| caller.sees(&unit.id, &unit.agency));
                    self.of_units(table, &unit.iter().map(|unit| &unit.id).collect::<Vec<_>>()).await?
                }
                None => self.of_agencies(table, &agencies(table, caller).await?, &stages).await?,
            },
        };
        lines.retain(|line| stages.contains(&line.stage) && self.takes(line));
        lines.sort_by(|one, other| other.number.cmp(&one.number));
        Ok(lines)
    }

    async fn of_units(&self, table: &Table, units: &[&UnitId]) -> Result<Vec<ApplicationLine>, ApiError> {
        let numbers = self.numbers();
        let found = units.iter().map(|unit| table.application_lines_of_unit(unit, &numbers));
        Ok(try_join_all(found).await?.into_iter().flatten().collect())
    }

    async fn of_agencies(
        &self,
        table: &Table,
        agencies: &[AgencyId],
        stages: &[StageName],
    ) -> Result<Vec<ApplicationLine>, ApiError> {
        let numbers = self.numbers();
        let stages = (stages.len() < StageName::ALL.len()).then_some(stages);
        let found = agencies.iter().map(|agency| table.application_lines_of_agency(agency, stages, &numbers));
        Ok(try_join_all(found).await?.into_iter().flatten().collect())
    }

    fn wanted_number(&self) -> String {
        self.number.as_deref().unwrap_or_default().trim().to_ascii_uppercase()
    }

    /// What the index can tell.
    fn numbers(&self) -> Numbers {
        let created = Numbers::created(self.created_from, self.created_to);
        let wanted = self.wanted_number();
        if wanted.starts_with("CB") { created.and(Numbers::beginning(&wanted)) } else { created }
    }

    fn takes_stage(&self, stage: StageName, caller: &Caller) -> bool {
        self.review_status.is_none_or(|status| stage.review_status() == status)
            && self.payment_status.is_none_or(|status| stage.payment_status() == status)
            && (self.waiting != Some(true) || stage.waits_for(caller))
    }

    fn takes_unit(&self, unit: &UnitId) -> bool {
        self.unit_id.as_ref().is_none_or(|wanted| wanted == unit)
    }

    fn takes(&self, line: &ApplicationLine) -> bool {
        let wanted = self.wanted_number();
        let payment = line.payment.as_ref().map(PaymentNumber::as_str);
        let form = line.form.as_ref().map(FormNumber::as_str);
        let mut numbers = [Some(line.number.as_str()), payment, form].into_iter().flatten();
        numbers.any(|number| number.contains(&wanted))
            && self.plan_id.as_ref().is_none_or(|plan| line.plan.as_ref() == Some(plan))
    }
}

/// The agencies whose applications the caller may see.
async fn agencies(table: &Table, caller: &Caller) -> Result<Vec<AgencyId>, ApiError> {
    Ok(match &caller.scope {
        Scope::Unit { .. } => Vec::new(),
        Scope::Agency { agency, .. } => vec![agency.clone()],
        Scope::Admin => table.agencies().await?.into_iter().map(|agency| agency.id).collect(),
    })
}

/// The page's part of the lines, each application as it is now.
pub async fn page_of_applications(
    table: &Table,
    caller: &Caller,
    lines: Vec<ApplicationLine>,
    paging: Paging,
) -> Result<Page<ApplicationView>, ApiError> {
    let page = paging.of(lines);
    let applications = table.applications(page.items.iter().map(|line| &line.number)).await?;
    let items = applications.iter().map(|application| ApplicationView::of(application, caller)).collect();
    Ok(Page { items, total: page.total, page: page.page, page_size: page.page_size })
}

/// How many of the applications that the caller sees stand in each stage. Stages without any are there with 0.
pub async fn stage_counts(table: &Table, caller: &Caller) -> Result<BTreeMap<StageName, u32>, ApiError> {
    let counts = match &caller.scope {
        Scope::Unit { units } => try_join_all(units.iter().map(|unit| table.counts_of_unit(unit))).await?,
        Scope::Agency { .. } | Scope::Admin => {
            let agencies = agencies(table, caller).await?;
            try_join_all(agencies.iter().map(|agency| table.counts_of_agency(agency))).await?
        }
    };
    let mut sums: BTreeMap<_, _> = StageName::ALL.into_iter().map(|stage| (stage, 0)).collect();
    for (stage, count) in counts.into_iter().flatten() {
        *sums.entry(stage).or_default() += count;
    }
    Ok(sums)
}
