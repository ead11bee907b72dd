//! The Lambda function `login`.

use http_api::Context;
use login_function::router;
use runtime::{Clients, Error, init_tracing};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    init_tracing();
    let clients = Clients::load().await;
    let context = Context::load(&clients).await?;
    http_api::serve(router(context)).await
}
