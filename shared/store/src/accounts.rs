//! Who may sign in.

use domain::{caller::Scope, ids::UserId};
use serde::{Deserialize, Serialize};

use crate::{
    error::StoreError,
    item::{Item, VERSION, number},
    keys,
    table::Table,
    transaction::Condition,
};

/// An account.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// The name it signs in with.
    pub user: UserId,
    /// The name others see.
    pub display_name: String,
    /// The hash of its password, as a PHC string.
    pub password: String,
    /// What it is limited to.
    pub scope: Scope,
    /// Whether it has to choose a password of its own first.
    pub must_change_password: bool,
    /// Whether it may not sign in for now.
    pub suspended: bool,
    /// Counts the writes: 1 for a new account, then one above the one that was read.
    pub version: u64,
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { user, scope, suspended, version, .. } = self;
        f.debug_struct("Account")
            .field("user", user)
            .field("scope", scope)
            .field("suspended", suspended)
            .field("version", version)
            .finish_non_exhaustive()
    }
}

impl Table {
    /// The account of that name, as it is now.
    pub async fn account(&self, user: &UserId) -> Result<Option<Account>, StoreError> {
        let item = self.get(&keys::account(user)).await?;
        item.map(|item| item.read_body()).transpose()
    }

    /// Writes an account; `Conflict` when its version is not one above what is stored.
    pub async fn put_account(&self, account: &Account) -> Result<(), StoreError> {
        let item = Item::new(&keys::account(&account.user)).number(VERSION, account.version).body(account)?;
        let seen = match account.version {
            0 | 1 => Condition::absent(),
            version => Condition::equal(VERSION, number(version - 1)),
        };
        self.put(item, seen).await
    }
}
