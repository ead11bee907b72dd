//! Wires the worker to the roster queue.

use roster_import_function::Worker;
use runtime::{Clients, Clock, Entropy, Error, init_tracing, sqs};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    init_tracing();
    let clients = Clients::load().await;
    let worker = Worker {
        table: clients.table()?,
        files: clients.files()?,
        hasher: clients.person_hasher().await?,
        clock: Clock::system(),
        entropy: Entropy::system(),
    };
    sqs::run(|job| Box::pin(worker.handle(job))).await
}
