//! 缴费单 as lists and detail pages read them: projections, written with every change of their application.

use domain::{
    application::{Application, Change, Effect, Named, PaymentOrder, PaymentStatus},
    ids::{AgencyId, ApplicationNumber, PaymentNumber, UnitId},
};
use serde::{Deserialize, Serialize};

use crate::{
    error::StoreError,
    item::{Item, VERSION, number, text},
    keys, lines,
    table::Table,
    transaction::{Condition, Transaction},
};

const APPLICATION: &str = "application";

/// A payment order and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentRecord {
    /// The application it was opened for.
    pub application: ApplicationNumber,
    /// Who pays.
    pub unit: Named<UnitId>,
    /// Who is paid.
    pub agency: Named<AgencyId>,
    /// The order, in force or as it stood when it was voided.
    pub order: PaymentOrder,
    /// Where it stands; never [`PaymentStatus::None`].
    pub state: PaymentStatus,
    /// The version of the application that wrote this.
    pub version: u64,
}

impl Table {
    /// The payment order of that number, as it is now.
    pub async fn payment(&self, number: &PaymentNumber) -> Result<Option<PaymentRecord>, StoreError> {
        let item = self.get(&keys::payment(number)).await?;
        item.map(|item| item.read_body()).transpose()
    }
}

/// Writes the order in force, and the one that the change voids.
pub(crate) fn write(transaction: &mut Transaction, table: &Table, change: &Change) -> Result<(), StoreError> {
    let application = &change.application;
    if let Some(order) = application.stage.order() {
        put(transaction, table, application, order, application.stage.name().payment_status())?;
    }
    for effect in &change.effects {
        if let Effect::VoidPayment(order) = effect {
            put(transaction, table, application, order, PaymentStatus::Void)?;
        }
    }
    Ok(())
}

fn put(
    transaction: &mut Transaction,
    table: &Table,
    application: &Application,
    order: &PaymentOrder,
    state: PaymentStatus,
) -> Result<(), StoreError> {
    let record = PaymentRecord {
        application: application.number.clone(),
        unit: application.unit.clone(),
        agency: application.agency.clone(),
        order: order.clone(),
        state,
        version: application.version,
    };
    let item = Item::new(&keys::payment(&order.number))
        .text(APPLICATION, application.number.as_str())
        .number(VERSION, record.version)
        .body(&record)?;
    transaction.put(table, item, &new_or_own(application))?;
    let plan = application.plan.as_ref().map(|plan| &plan.id);
    transaction.put(table, lines::of_payment(&record, plan)?, &Condition::none())
}

/// That the number is free, or an older record of the same application.
fn new_or_own(application: &Application) -> Condition {
    let expression = format!(
        "attribute_not_exists({}) OR (#application = :application AND #version < :version)",
        keys::schema::PARTITION
    );
    Condition::of(&expression)
        .name("#application", APPLICATION)
        .name("#version", VERSION)
        .value(":application", text(application.number.as_str()))
        .value(":version", number(application.version))
}
