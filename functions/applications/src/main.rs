//! The Lambda function `applications`.

use applications_function::{State, router};
use http_api::{Commands, Context, TokenKeys, serve};
use runtime::{Clients, Clock, Entropy, Error, init_tracing};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    init_tracing();
    let clients = Clients::load().await;
    let context = Context {
        table: clients.table()?,
        tokens: TokenKeys::new(&clients.token_key().await?)?,
        clock: Clock::system(),
        entropy: Entropy::system(),
    };
    let state = State {
        commands: Commands::new(context, clients.queues()),
        files: clients.files()?,
        people: clients.person_hasher().await?,
    };
    serve(router(state)).await
}
