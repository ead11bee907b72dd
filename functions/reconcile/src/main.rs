//! Wires the reconciler to its schedule.

use reconcile_function::Reconciler;
use runtime::{Clients, Clock, Error, init_tracing, schedule};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    init_tracing();
    let clients = Clients::load().await;
    let reconciler = Reconciler { table: clients.table()?, queues: clients.queues(), clock: Clock::system() };
    schedule::run(|| Box::pin(reconciler.tick())).await
}
