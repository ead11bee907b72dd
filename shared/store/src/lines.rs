//! What lists are read from: beside each application and each payment order lies one small item, its line, and only
//! lines stand in the indexes. A list costs some hundred bytes for each entry of its own, however big the rosters
//! and orders behind them are, and nothing for those of others; what a page shows is then read by number.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    application::{Application, PaymentStatus, StageName},
    ids::{AgencyId, ApplicationNumber, FormNumber, PaymentNumber, PlanId, UnitId},
    money::Fen,
};
use futures::future::try_join_all;
use serde::{Deserialize, Serialize};

use crate::{
    error::StoreError,
    item::Item,
    keys::{self, Index, Range, Sort},
    payments::PaymentRecord,
    table::{Order, Table},
};

/// What lists filter and count applications by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplicationLine {
    /// 参保单号; it tells the second of creation.
    pub number: ApplicationNumber,
    /// 参保单位.
    pub unit: UnitId,
    /// The plan chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanId>,
    /// Where it stands.
    pub stage: StageName,
    /// Since when.
    pub since: DateTime<Utc>,
    /// The payment order in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payment: Option<PaymentNumber>,
    /// The 缴费申请单 in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<FormNumber>,
    /// 参保人数.
    pub people: u32,
    /// 实际应缴.
    pub payable: Fen,
}

/// What lists filter payment orders by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentLine {
    /// 缴费单号; it tells the millisecond of opening.
    pub number: PaymentNumber,
    /// The application it was opened for.
    pub application: ApplicationNumber,
    /// Who pays.
    pub unit: UnitId,
    /// For which plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanId>,
    /// Where it stands.
    pub state: PaymentStatus,
}

/// Which numbers a list is about: a stretch of them, as its index sorts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbers {
    first: String,
    last: String,
}

impl Numbers {
    /// Those that begin so; all with an empty text.
    pub fn beginning(text: &str) -> Self {
        Self { first: text.to_owned(), last: format!("{text}~") }
    }

    /// All.
    pub fn all() -> Self {
        Self::beginning("")
    }

    /// Those of applications created on these days (Asia/Shanghai), both included.
    pub fn created(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Self {
        let (first, last) = ApplicationNumber::created(from, to);
        Self { first, last }
    }

    /// Those of payment orders opened on these days (Asia/Shanghai), both included.
    pub fn opened(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Self {
        let (first, last) = PaymentNumber::opened(from, to);
        Self { first, last }
    }

    /// Those that are among both.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { first: self.first.max(other.first), last: self.last.min(other.last) }
    }

    fn take(&self, number: &str) -> bool {
        (self.first.as_str()..=self.last.as_str()).contains(&number)
    }

    pub(crate) fn sort(&self) -> Sort {
        match self {
            Self { first, last } if first.is_empty() && last == "~" => Sort::All,
            Self { first, last } => Sort::Between(first.clone(), last.clone()),
        }
    }
}

impl ApplicationLine {
    fn of(application: &Application) -> Self {
        Self {
            number: application.number.clone(),
            unit: application.unit.id.clone(),
            plan: application.plan.as_ref().map(|plan| plan.id.clone()),
            stage: application.stage.name(),
            since: application.moved.at,
            payment: application.payment_number().cloned(),
            form: application.stage.form().cloned(),
            people: application.roster.headcount(),
            payable: application.payable(),
        }
    }
}

/// The line of an application.
pub(crate) fn of_application(application: &Application) -> Result<Item, StoreError> {
    let Application { number, unit, agency, moved, .. } = application;
    let queue = keys::application_in_queue(&agency.id, application.stage.name(), moved.at, number);
    Item::new(&keys::application_line(number))
        .indexed(Index::One, &keys::application_of_unit(&unit.id, number))
        .indexed(Index::Two, &queue)
        .indexed(Index::Three, &keys::application_of_agency(&agency.id, number))
        .body(&ApplicationLine::of(application))
}

/// The line of a payment order.
pub(crate) fn of_payment(record: &PaymentRecord, plan: Option<&PlanId>) -> Result<Item, StoreError> {
    let number = &record.order.number;
    let line = PaymentLine {
        number: number.clone(),
        application: record.application.clone(),
        unit: record.unit.id.clone(),
        plan: plan.cloned(),
        state: record.state,
    };
    Item::new(&keys::payment_line(number))
        .indexed(Index::One, &keys::payment_of_unit(&record.unit.id, number))
        .indexed(Index::Two, &keys::payment_of_agency_in(&record.agency.id, record.state, number))
        .indexed(Index::Three, &keys::payment_of_agency(&record.agency.id, number))
        .body(&line)
}

impl Table {
    async fn lines<Line: serde::de::DeserializeOwned>(
        &self,
        ranges: &[Range],
    ) -> Result<Vec<Line>, StoreError> {
        // The service refuses a stretch that ends before it begins.
        let sound =
            ranges.iter().filter(|range| !matches!(&range.sort, Sort::Between(first, last) if first > last));
        let found = try_join_all(sound.map(|range| self.query(range, Order::Descending))).await?;
        found.iter().flatten().map(Item::read_body).collect()
    }

    /// The lines of a unit's applications with these numbers, newest first.
    pub async fn application_lines_of_unit(
        &self,
        unit: &UnitId,
        numbers: &Numbers,
    ) -> Result<Vec<ApplicationLine>, StoreError> {
        self.lines(&[keys::applications_of_unit(unit, numbers)]).await
    }

    /// The lines of the applications with these numbers of an agency's units, newest first; with `stages`, those that
    /// stand there, and no other line is read.
    pub async fn application_lines_of_agency(
        &self,
        agency: &AgencyId,
        stages: Option<&[StageName]>,
        numbers: &Numbers,
    ) -> Result<Vec<ApplicationLine>, StoreError> {
        let Some(stages) = stages else {
            return self.lines(&[keys::applications_of_agency(agency, numbers)]).await;
        };
        let ranges: Vec<_> = stages.iter().map(|stage| keys::applications_in_queue(agency, *stage)).collect();
        let mut found: Vec<ApplicationLine> = self.lines(&ranges).await?;
        found.retain(|line| numbers.take(line.number.as_str()));
        found.sort_by(|one, other| (&other.number, other.since).cmp(&(&one.number, one.since)));
        // One that changed its stage between two of the queries stands in both answers.
        found.dedup_by(|older, newer| older.number == newer.number);
        Ok(found)
    }

    /// The applications of these numbers as they are now, in that order; one that is not there is left out.
    pub async fn applications(
        &self,
        numbers: impl IntoIterator<Item = &ApplicationNumber>,
    ) -> Result<Vec<Application>, StoreError> {
        self.bodies(numbers.into_iter().map(keys::application).collect()).await
    }

    /// The lines of a unit's payment orders with these numbers, voided ones too, newest first.
    pub async fn payment_lines_of_unit(
        &self,
        unit: &UnitId,
        numbers: &Numbers,
    ) -> Result<Vec<PaymentLine>, StoreError> {
        self.lines(&[keys::payments_of_unit(unit, numbers)]).await
    }

    /// The lines of the payment orders with these numbers of an agency's units, newest first; with `state`, those
    /// that stand so, and no other line is read.
    pub async fn payment_lines_of_agency(
        &self,
        agency: &AgencyId,
        state: Option<PaymentStatus>,
        numbers: &Numbers,
    ) -> Result<Vec<PaymentLine>, StoreError> {
        let range = match state {
            Some(state) => keys::payments_of_agency_in(agency, state, numbers),
            None => keys::payments_of_agency(agency, numbers),
        };
        self.lines(&[range]).await
    }

    /// The payment orders of these numbers as they are now, in that order; one that is not there is left out.
    pub async fn payments(
        &self,
        numbers: impl IntoIterator<Item = &PaymentNumber>,
    ) -> Result<Vec<PaymentRecord>, StoreError> {
        self.bodies(numbers.into_iter().map(keys::payment).collect()).await
    }

    async fn bodies<T: serde::de::DeserializeOwned>(
        &self,
        keys: Vec<keys::Key>,
    ) -> Result<Vec<T>, StoreError> {
        let found = self.get_many(&keys).await?;
        keys.iter().filter_map(|key| found.get(key)).map(Item::read_body).collect()
    }

    /// How many applications of an agency's units stand in each stage. Stages without any are there with 0.
    pub async fn counts_of_agency(&self, agency: &AgencyId) -> Result<BTreeMap<StageName, u32>, StoreError> {
        let ranges = StageName::ALL.map(|stage| keys::applications_in_queue(agency, stage));
        let counts = try_join_all(ranges.iter().map(|range| self.count(range))).await?;
        Ok(StageName::ALL.into_iter().zip(counts).collect())
    }

    /// How many applications of a unit stand in each stage. Stages without any are there with 0.
    pub async fn counts_of_unit(&self, unit: &UnitId) -> Result<BTreeMap<StageName, u32>, StoreError> {
        let mut counts: BTreeMap<_, _> = StageName::ALL.into_iter().map(|stage| (stage, 0)).collect();
        for line in self.application_lines_of_unit(unit, &Numbers::all()).await? {
            *counts.entry(line.stage).or_default() += 1;
        }
        Ok(counts)
    }
}
