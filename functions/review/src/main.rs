//! The Lambda function `review`.

use http_api::{Commands, Context, serve};
use review_function::{Reviewing, router};
use runtime::{Clients, Error, init_tracing};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    init_tracing();
    let clients = Clients::load().await;
    let context = Context::load(&clients).await?;
    let people = clients.person_hasher().await?;
    serve(router(Reviewing { commands: Commands::new(context, clients.queues()), people })).await
}
