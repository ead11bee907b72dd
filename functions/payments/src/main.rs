//! The Lambda function `payments`.

use http_api::{Commands, Context, serve};
use payments_function::{Payments, router};
use runtime::{Clients, Error, init_tracing};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    init_tracing();
    let clients = Clients::load().await;
    let context = Context::load(&clients).await?;
    let commands = Commands::new(context, clients.queues());
    serve(router(Payments { commands, files: clients.files()? })).await
}
