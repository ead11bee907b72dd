//! Fills an empty table with the agencies, units, plans and accounts that the local stack starts with. All of it is
//! made up. A table that has data is left alone.

mod data;

use argon2::{Argon2, PasswordHasher as _};
use runtime::{Clients, Entropy};
use store::{Account, StoreError, Table};

type Failure = Box<dyn std::error::Error + Send + Sync>;

/// The password of every demo account.
const PASSWORD: &str = "Canbao-2026";

#[tokio::main(flavor = "current_thread")]
#[expect(clippy::print_stdout, reason = "a command line tool says what it did")]
async fn main() -> Result<(), Failure> {
    let table = Clients::load().await.table()?;
    if !table.is_empty().await? {
        println!("demo data: the table has data already, nothing was changed");
        return Ok(());
    }
    let loaded = load(&table, &Entropy::system()).await?;
    println!("demo data: loaded {loaded}");
    println!("accounts, password {PASSWORD}: {}", data::ACCOUNTS.map(|account| account.user).join(", "));
    Ok(())
}

/// Writes everything. The agencies come last: while there is none, the table counts as empty, and a load that was
/// cut short is done again.
async fn load(table: &Table, entropy: &Entropy) -> Result<String, Failure> {
    let (agencies, units, plans) = (data::agencies()?, data::units()?, data::plans()?);
    for unit in &units {
        table.put_unit(unit).await?;
    }
    for plan in &plans {
        table.put_plan(plan).await?;
    }
    for demo in data::ACCOUNTS {
        match table.put_account(&account(demo, entropy)?).await {
            // Left by a load that was cut short.
            Ok(()) | Err(StoreError::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    for agency in &agencies {
        table.put_agency(agency).await?;
    }
    let [agencies, units, plans] = [agencies.len(), units.len(), plans.len()];
    Ok(format!("{agencies} agencies, {units} units, {plans} plans, {} accounts", data::ACCOUNTS.len()))
}

fn account(demo: data::DemoAccount, entropy: &Entropy) -> Result<Account, Failure> {
    let password = Argon2::default().hash_password_with_salt(PASSWORD.as_bytes(), &entropy.bytes::<16>())?;
    Ok(Account {
        user: demo.user.to_owned().try_into()?,
        display_name: demo.name.to_owned(),
        password: password.to_string(),
        scope: demo.side.scope()?,
        must_change_password: false,
        suspended: false,
        version: 1,
    })
}

#[cfg(test)]
mod tests {
    use argon2::{PasswordVerifier as _, password_hash::phc::PasswordHash};
    use domain::ids::UserId;
    use testkit::Database;

    use super::*;

    #[tokio::test]
    async fn an_empty_table_is_filled_and_every_account_has_the_password() {
        let Database { table, .. } = Database::in_process().await;
        let loaded = load(&table, &Entropy::seeded(1)).await.unwrap();
        assert_eq!(loaded, "2 agencies, 3 units, 4 plans, 8 accounts");
        assert!(!table.is_empty().await.unwrap());
        for demo in data::ACCOUNTS {
            let account = table.account(&UserId::parse(demo.user).unwrap()).await.unwrap().unwrap();
            let hash = PasswordHash::new(&account.password).unwrap();
            assert!(hash.to_string().starts_with("$argon2id$"), "{}", demo.user);
            Argon2::default().verify_password(PASSWORD.as_bytes(), &hash).unwrap();
        }
    }

    #[tokio::test]
    async fn a_load_that_was_cut_short_is_done_again() {
        let Database { table, .. } = Database::in_process().await;
        let first = account(data::ACCOUNTS[0], &Entropy::seeded(1)).unwrap();
        table.put_account(&first).await.unwrap();
        assert!(table.is_empty().await.unwrap());
        load(&table, &Entropy::seeded(2)).await.unwrap();
        assert!(!table.is_empty().await.unwrap());
    }
}
