//! The Lambda function `records`.

use http_api::{Context, serve};
use records_function::router;
use runtime::{Clients, Error, init_tracing};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    init_tracing();
    let clients = Clients::load().await;
    serve(router(Context::load(&clients).await?)).await
}
