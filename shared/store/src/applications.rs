//! 参保单: one item per application, and the transaction by which it changes.

use chrono::Duration;
use domain::{
    application::{Application, Change, Effect, Event, UNDO_FOR},
    ids::{ApplicationNumber, PageId, UnitId},
};

use crate::{
    documents,
    error::StoreError,
    item::{Item, VERSION, number, text},
    jobs::{self, Job},
    keys,
    lines::{self, ApplicationLine, Numbers},
    notices, payments,
    receipts::Receipt,
    slips,
    table::{Order, Table},
    tier_locks,
    transaction::{Condition, Transaction},
};

const STAGE: &str = "stage";

/// How long pages stay after their roster was replaced, for those who are still reading it and for whoever undoes a
/// deletion: longer than [`UNDO_FOR`], which counts from the same instant.
const DROPPED_PAGES_STAY: Duration = Duration::days(31);
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
        transaction.put(self, lines::of_application(application)?, &Condition::none())?;
        payments::write(&mut transaction, self, change)?;
        slips::write(&mut transaction, self, change)?;
        notices::write(&mut transaction, self, &domain::notice::notices(change))?;
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
        match self.transact(transaction).await {
            Ok(()) => self.drop_pages(change).await,
            Err(error) => {
                if matches!(error, StoreError::Conflict) {
                    self.drop_lost_pages(change).await;
                }
                return Err(error);
            }
        }
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

    /// Whoever lost a race has written pages that no roster will ever name. What stands in force is read once more, so
    /// that nothing of it goes.
    async fn drop_lost_pages(&self, change: &Change) {
        let Application { number, roster, .. } = &change.application;
        if !change.effects.iter().any(|effect| matches!(effect, Effect::DropPages(_))) {
            return;
        }
        let dropped = async {
            let Some(current) = self.application(number).await? else { return Ok(()) };
            let in_force = |id: &PageId| current.roster.pages.iter().any(|page| page.id == *id);
            let lost: Vec<_> =
                roster.pages.iter().map(|page| page.id.clone()).filter(|id| !in_force(id)).collect();
            self.expire_pages(number, &lost, change.event.at + DROPPED_PAGES_STAY).await
        };
        if let Err(error) = dropped.await {
            tracing::warn!(application = number.as_str(), %error, "pages of a change that lost a race stay behind");
        }
    }

    /// The applications of a unit whose lines are wanted, newest first.
    pub async fn applications_of_unit(
        &self,
        unit: &UnitId,
        wanted: impl Fn(&ApplicationLine) -> bool,
    ) -> Result<Vec<Application>, StoreError> {
        let lines = self.application_lines_of_unit(unit, &Numbers::all()).await?;
        self.applications(lines.iter().filter(|line| wanted(line)).map(|line| &line.number)).await
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
    Item::new(&keys::application(&application.number))
        .number(VERSION, application.version)
        .text(STAGE, application.stage.name().code())
        .body(application)
}

fn event_item(application: &Application, event: &Event) -> Result<Item, StoreError> {
    Item::new(&keys::event(&application.number, event.seq)).body(event)
}
