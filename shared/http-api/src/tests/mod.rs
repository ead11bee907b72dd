//! The crate from outside: requests to a router, over a table in the test's own process.

mod documents;
mod errors;
mod lists;

mod once;
mod requests;
mod routers;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode, header, request::Builder},
};
use chrono::{DateTime, Utc};
use domain::caller::Caller;
use runtime::{Clock, Entropy};
use serde_json::Value;
use testkit::Database;
use tower::ServiceExt as _;

use crate::{Context, TokenKeys, complete};

const KEY: &str = "0123456789abcdef0123456789abcdef";

fn now() -> DateTime<Utc> {
    testkit::at("2026-01-05T01:00:00Z")
}

async fn context() -> (Context, Database) {
    let database = Database::in_process().await;
    let context = Context {
        table: database.table.clone(),
        tokens: TokenKeys::new(KEY).unwrap(),
        clock: Clock::fixed(now()),
        entropy: Entropy::seeded(1),
    };
    (context, database)
}

fn bearer(caller: &Caller) -> String {
    let token = TokenKeys::new(KEY).unwrap().issue(caller, now()).unwrap().token;
    format!("Bearer {token}")
}

struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    body: Value,
}

impl Reply {
    fn code(&self) -> &str {
        self.body["error"]["code"].as_str().unwrap_or_default()
    }

    /// The fields that are wrong, with a sentence each.
    fn fields(&self) -> Vec<(&str, &str)> {
        let fields = self.body["error"]["fields"].as_array().unwrap();
        fields.iter().map(|one| (one["field"].as_str().unwrap(), one["message"].as_str().unwrap())).collect()
    }
}

fn get(path: &str) -> Builder {
    Request::get(path)
}

fn post(path: &str) -> Builder {
    Request::post(path).header(header::CONTENT_TYPE, "application/json")
}

/// Sends the request through the router as it is served.
async fn send(router: Router, request: Builder, body: impl Into<Body>) -> Reply {
    let response = complete(router).oneshot(request.body(body.into()).unwrap()).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap();
    let body = if bytes.is_empty() { Value::Null } else { serde_json::from_slice(&bytes).unwrap() };
    Reply { status: parts.status, headers: parts.headers, body }
}
