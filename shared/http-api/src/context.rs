//! What every handler may need.

use runtime::{Clients, Clock, Entropy, Error};
use store::Table;

use crate::TokenKeys;

/// The part that the states of all functions share. A function with a state of its own implements
/// [`FromRef`](axum::extract::FromRef) for this, and every extractor of this crate works there.
#[derive(Clone)]
pub struct Context {
    /// The single table.
    pub table: Table,
    /// The keys of access tokens.
    pub tokens: TokenKeys,
    /// The time.
    pub clock: Clock,
    /// Fresh identifiers and serials.
    pub entropy: Entropy,
}

impl Context {
    /// The context of a deployed function: its table, its secret, the machine's time and randomness.
    pub async fn load(clients: &Clients) -> Result<Self, Error> {
        let tokens = TokenKeys::new(&clients.token_key().await?)?;
        Ok(Self { table: clients.table()?, tokens, clock: Clock::system(), entropy: Entropy::system() })
    }
}
