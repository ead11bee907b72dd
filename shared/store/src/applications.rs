//! 参保单: one item per application, and the transaction by which it changes.

use std::collections::BTreeMap;

use chrono::Duration;
use domain::{
    application::{Application, Change, Effect, Event, StageName, UNDO_FOR},
    ids::{AgencyId, ApplicationNumber, UnitId},
};
use futures::future::try_join_all;

use crate::{
    documents,
    error::StoreError,
    item::{Item, VERSION, number, text},
    jobs::{self, Job},
    keys::{self, Index},
    payments,
    receipts::Receipt,
    table::{Order, Table},
    tier_locks,
    transaction::{Condition, Transaction},
};

const STAGE: &str = "stage";

/// How long pages stay after their roster was replaced, for those who are still reading it and for whoever undoes a
/// deletion: longer than [`UNDO_FOR`], which counts from the same instant.
const DROPPED_PAGES_STAY: Duration = Duration::hours(2);
const _: () = assert!(UNDO_FOR.num_minutes() < DROPPED_PAGES_STAY.num_minutes());

impl Table {
    /// The application of that number, as it is now.
    pub async fn application(&self, number: &ApplicationNumber) -> Result<Option<Application>, StoreError> {
        let item = self.get(&keys::application(number)).await?;
        item.map(|item| item.read_body()).transpose()
    }

    /// Writes a new application. `Conflict` when its number is taken: draw another.
    pub async fn create(&self, change: &Change, receipt: Option<Receipt>) -> Result<Vec<Job>, StoreError> {
        self.write(change, Condition::absent(), receipt, |_| Ok(())).await
    }

    /// Writes a change of an application, with everything that has to come true together with it, and gives the jobs
    /// it asks for, which are yet to be sent ([`crate::dispatch`]).
    ///
    /// `Conflict` when the application, a tier lock or a payment order is no longer as the decision saw it;
    /// `Replayed` when the receipt's request was carried out before.
    pub async fn commit(&self, change: &Change, receipt: Option<Receipt>) -> Result<Vec<Job>, StoreError> {
        self.write(change, as_seen(change), receipt, |_| Ok(())).await
    }

    /// [`Table::commit`] together with other writes.
    pub(crate) async fn commit_with(
        &self,
        change: &Change,
        more: impl FnOnce(&mut Transaction) -> Result<(), StoreError>,
    ) -> Result<Vec<Job>, StoreError> {
        self.write(change, as_seen(change), None, more).await
    }

    async fn write(
        &self,
        change: &Change,
        expected: Condition,
        receipt: Option<Receipt>,
        more: impl FnOnce(&mut Transaction) -> Result<(), StoreError>,
    ) -> Result<Vec<Job>, StoreError> {
        let Change { application, event, effects } = change;
        let jobs = jobs::asked_for(change)?;
        let mut transaction = Transaction::default();
        transaction.put(self, state_item(application)?, &expected)?;
        transaction.put(self, event_item(application, event)?, &Condition::absent())?;
        payments::write(&mut transaction, self, change)?;
        for effect in effects {
            match effect {
                Effect::IssueDocument { kind, number } => {
                    documents::issue(&mut transaction, self, change, *kind, number)?;
                }
                Effect::VoidDocument { kind, number } => {
                    documents::void(&mut transaction, self, change, *kind, number)?;
                }
                Effect::SetTierLock(lock) => tier_locks::set(&mut transaction, self, lock)?,
                // Payments are written above; the rest follows the commit or is a job.
                Effect::VoidPayment(_) | Effect::DropPages(_) | Effect::Enroll => {}
            }
        }
        for job in &jobs {
            transaction.put(self, job.item()?, &Condition::absent())?;
        }
        more(&mut transaction)?;
        transaction.receipt(self, receipt, event.at)?;
        self.transact(transaction).await?;
        self.drop_pages(change).await;
        Ok(jobs)
    }

    /// A big roster has more pages than a transaction takes. Pages nobody needs do no harm, so they are dropped
    /// afterwards, and a failure is only noted.
    async fn drop_pages(&self, change: &Change) {
        let at = change.event.at + DROPPED_PAGES_STAY;
        for effect in &change.effects {
            if let Effect::DropPages(pages) = effect
                && let Err(error) = self.expire_pages(&change.application.number, pages, at).await
            {
                let application = change.application.number.as_str();
                tracing::warn!(application, pages = pages.len(), %error, "pages of a replaced roster stay behind");
            }
        }
    }

    /// All applications of a unit, newest first.
    pub async fn applications_of_unit(&self, unit: &UnitId) -> Result<Vec<Application>, StoreError> {
        let items = self.query(&keys::applications_of_unit(unit), Order::Descending).await?;
        items.iter().map(Item::read_body).collect()
    }

    /// The applications of an agency's units, in one stage or in all, newest first.
    pub async fn applications_of_agency(
        &self,
        agency: &AgencyId,
        stage: Option<StageName>,
    ) -> Result<Vec<Application>, StoreError> {
        let stages = stage.map_or_else(|| StageName::ALL.to_vec(), |stage| vec![stage]);
        let ranges: Vec<_> = stages.iter().map(|stage| keys::applications_in_queue(agency, *stage)).collect();
        let queues = try_join_all(ranges.iter().map(|range| self.query(range, Order::Descending))).await?;
        let mut found: Vec<Application> =
            queues.iter().flatten().map(Item::read_body).collect::<Result<_, _>>()?;
        found.sort_by(|one, other| (&other.number, other.version).cmp(&(&one.number, one.version)));
        // One that changed its stage between two of the queries stands in both answers.
        found.dedup_by(|older, newer| older.number == newer.number);
        Ok(found)
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
        for application in self.applications_of_unit(unit).await? {
            *counts.entry(application.stage.name()).or_default() += 1;
        }
        Ok(counts)
    }

    /// What happened to an application, oldest first.
    pub async fn history(&self, number: &ApplicationNumber) -> Result<Vec<Event>, StoreError> {
        let items = self.query(&keys::events(number), Order::Ascending).await?;
        items.iter().map(Item::read_body).collect()
    }
}

/// That the application is still as the decision saw it.
fn as_seen(change: &Change) -> Condition {
    Condition::of("#version = :seen AND #stage = :from")
        .name("#version", VERSION)
        .name("#stage", STAGE)
        .value(":seen", number(change.application.version - 1))
        .value(":from", text(change.event.from.code()))
}

fn state_item(application: &Application) -> Result<Item, StoreError> {
    let Application { number, unit, agency, version, moved, .. } = application;
    let stage = application.stage.name();
    Item::new(&keys::application(number))
        .number(VERSION, *version)
        .text(STAGE, stage.code())
        .indexed(Index::One, &keys::application_of_unit(&unit.id, number))
        .indexed(Index::Two, &keys::application_in_queue(&agency.id, stage, moved.at, number))
        .body(application)
}

fn event_item(application: &Application, event: &Event) -> Result<Item, StoreError> {
    Item::new(&keys::event(&application.number, event.seq)).body(event)
}
