//! Which tier of a plan a unit is bound to.

use domain::{
    application::TierLock,
    ids::{PlanId, UnitId},
};

use crate::{
    error::StoreError,
    item::{Item, VERSION, number},
    keys,
    table::Table,
    transaction::{Condition, Transaction},
};

impl Table {
    /// The unit's lock on a plan; free when nobody ever took it.
    pub async fn tier_lock(&self, unit: &UnitId, plan: &PlanId) -> Result<TierLock, StoreError> {
        match self.get(&keys::tier_lock(unit, plan)).await? {
            Some(item) => item.read_body(),
            None => Ok(TierLock::free(unit.clone(), plan.clone())),
        }
    }
}

/// Writes a lock that counts one more change than the one the decision saw.
pub(crate) fn set(transaction: &mut Transaction, table: &Table, lock: &TierLock) -> Result<(), StoreError> {
    let item =
        Item::new(&keys::tier_lock(&lock.unit, &lock.plan)).number(VERSION, lock.version).body(lock)?;
    let seen = match lock.version {
        0 | 1 => Condition::absent(),
        version => Condition::equal(VERSION, number(version - 1)),
    };
    transaction.put(table, item, &seen)
}
