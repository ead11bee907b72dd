//! Where a slip of a transfer was brought before: what makes the same file, or the same transfer, stand out (A11).

use std::collections::BTreeSet;

use domain::{
    application::{Application, Change, EventKind, Voucher},
    calendar::business_day,
    ids::{AgencyId, PaymentNumber},
};

use crate::{
    error::StoreError,
    item::Item,
    keys,
    table::{Order, Table},
    transaction::{Condition, Transaction},
};

/// What slips are found by. An account number stands in no key.
fn traces(agency: &AgencyId, voucher: &Voucher) -> [String; 2] {
    let (day, fen) = (business_day(voucher.transferred_at), voucher.amount.get());
    [keys::slips_of_file(agency, &voucher.file.sha256), keys::slips_of_transfer(agency, day, fen)]
}

/// Leaves the traces of a voucher that a change adds. They stay when it is removed: who follows one looks whether the
/// voucher is still there.
pub(crate) fn write(transaction: &mut Transaction, table: &Table, change: &Change) -> Result<(), StoreError> {
    let added =
        (change.event.kind == EventKind::VoucherAdded).then_some(change.application.stage.order()).flatten();
    let Some((order, voucher)) = added.and_then(|order| Some((order, order.vouchers.last()?))) else {
        return Ok(());
    };
    for partition in traces(&change.application.agency.id, voucher) {
        let item = Item::new(&keys::slip(partition, &order.number)).body(&order.number)?;
        transaction.put(table, item, &Condition::none())?;
    }
    Ok(())
}

impl Table {
    /// The vouchers of other applications of the same agency with the same file, or of a transfer of the same day and
    /// sum; those that were removed are not among them.
    pub async fn vouchers_like(
        &self,
        application: &Application,
        voucher: &Voucher,
    ) -> Result<Vec<(PaymentNumber, Voucher)>, StoreError> {
        let mut numbers = BTreeSet::new();
        for partition in traces(&application.agency.id, voucher) {
            let items = self.query(&keys::slips(partition), Order::Ascending).await?;
            for item in &items {
                numbers.insert(item.read_body()?);
            }
        }
        let others = self.payments(&numbers).await?;
        let others = others.into_iter().filter(|record| record.application != application.number);
        let like =
            |other: &Voucher| other.file.sha256 == voucher.file.sha256 || other.is_same_transfer(voucher);
        Ok(others
            .flat_map(|record| {
                let number = record.order.number;
                record.order.vouchers.into_iter().map(move |other| (number.clone(), other))
            })
            .filter(|(_, other)| like(other))
            .collect())
    }
}
