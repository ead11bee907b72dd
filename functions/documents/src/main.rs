//! Wires the worker to the document queue.

use documents_function::Worker;
use runtime::{Clients, Clock, Entropy, Error, init_tracing, sqs};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    init_tracing();
    let clients = Clients::load().await;
    let worker = Worker {
        table: clients.table()?,
        files: clients.files()?,
        clock: Clock::system(),
        entropy: Entropy::system(),
        site: clients.environment().web_origin()?.to_owned(),
    };
    sqs::run(|job| Box::pin(worker.handle(job))).await
}
