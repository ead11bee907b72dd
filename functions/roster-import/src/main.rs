//! Wires the worker to the roster queue.

use roster_import_function::Worker;
use runtime::{
    Clients, Clock, Entropy, Error, init_tracing,
    sqs::{self, Delivery},
};
use store::Job;

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
    let queues = clients.queues();
    let (worker, queues) = (&worker, &queues);
    sqs::run_deliveries(|delivery: Delivery<Job>| {
        let (receipt, pause, is_last) = (delivery.receipt.clone(), delivery.pause(), delivery.is_last());
        Box::pin(async move {
            let outcome = worker.deliver(delivery).await;
            if outcome.is_err()
                && !is_last
                && let Err(error) = queues.hurry_roster(&receipt, pause).await
            {
                tracing::warn!(%error, "the job comes back later than it might");
            }
            outcome
        })
    })
    .await
}
