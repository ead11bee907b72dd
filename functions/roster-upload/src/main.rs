//! Wires the worker to the bucket's notifications.

use roster_upload_function::Worker;
use runtime::{Clients, Clock, Error, init_tracing, s3};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    init_tracing();
    let clients = Clients::load().await;
    let worker = Worker {
        table: clients.table()?,
        files: clients.files()?,
        queues: clients.queues(),
        clock: Clock::system(),
    };
    s3::run(|object| Box::pin(worker.arrived(object))).await
}
