//! What tests of the functions behind the HTTP API share: the gateway's place, in the test's own process. Requests
//! come as the gateway sends them, tables, queues and bucket are testkit's.
//!
//! A mistake in a test is a panic, so this crate panics where others return errors.
#![expect(clippy::unwrap_used, clippy::missing_panics_doc, reason = "a test stops at its first surprise")]

mod callers;

use std::path::Path;

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Method, Request, header},
};
use domain::{application::Change, caller::Caller};
use http_api::{Commands, Context, TokenKeys, complete};
use runtime::{Clock, Entropy};
use serde_json::Value;
use testkit::{Bucket, Database, Outbox, agency, at, plan, unit};
use tower::ServiceExt as _;

pub use self::callers::{admin, finance, reviewer, stranger};

/// The instant at which everything happens, an hour after a [`Story`](testkit::Story) begins.
pub const NOW: &str = "2026-01-05T02:00:00Z";

/// Stands in for the gateway, and for all that lies behind the functions.
pub struct Gateway {
    /// The table, with testkit's agency, unit and plan.
    pub database: Database,
    /// The files.
    pub bucket: Bucket,
    /// The queues.
    pub outbox: Outbox,
    context: Context,
}

/// An answer, read whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// The body; null when it is not JSON.
    pub body: Value,
}

impl Reply {
    /// The body of a success.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert!((200..300).contains(&self.status), "refused with {}: {}", self.status, self.body);
        self.body
    }

    /// The sentence of a refusal with this status and code.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> String {
        let error = &self.body["error"];
        assert_eq!((self.status, error["code"].as_str()), (status, Some(code)), "{}", self.body);
        error["message"].as_str().unwrap_or_default().to_owned()
    }
}

impl Gateway {
    /// A gateway before an empty house: an agency, a unit and a plan, and nothing has happened yet.
    pub async fn new() -> Self {
        let database = Database::in_process().await;
        let table = database.table.clone();
        table.put_agency(&agency()).await.unwrap();
        table.put_unit(&unit()).await.unwrap();
        table.put_plan(&plan()).await.unwrap();
        let tokens = TokenKeys::new("a-key-for-tests-and-for-tests-alone").unwrap();
        let (clock, entropy) = (Clock::fixed(at(NOW)), Entropy::seeded(1));
        let context = Context { table, tokens, clock, entropy };
        Self { database, bucket: Bucket::new(), outbox: Outbox::new(), context }
    }

    /// What every function's state is made of.
    pub fn context(&self) -> Context {
        self.context.clone()
    }

    /// The state of functions that change applications.
    pub fn commands(&self) -> Commands {
        Commands::new(self.context(), self.outbox.queues())
    }

    /// Writes what has happened, the story of an application from its creation on.
    pub async fn tell(&self, changes: &[Change]) {
        let table = &self.context.table;
        for change in changes {
            match change.application.version {
                1 => table.create(change, None).await.unwrap(),
                _ => table.commit(change, None).await.unwrap(),
            };
        }
    }

    /// Sends an event as the gateway writes it. `{{caller}}` in it becomes the caller's access token.
    pub async fn send(&self, router: Router, event: &str, caller: &Caller) -> Reply {
        let event = event.replace("{{caller}}", &self.token(caller));
        let request = lambda_http::request::from_str(&event).unwrap();
        answer(router, request.map(into_body)).await
    }

    /// Sends a request without a body; nobody is signed in without a caller.
    pub async fn get(&self, router: Router, path: &str, caller: Option<&Caller>) -> Reply {
        self.ask(router, Method::GET, path, caller, None, &[]).await
    }

    /// Sends a `POST`.
    pub async fn post(&self, router: Router, path: &str, caller: &Caller, body: Value) -> Reply {
        self.ask(router, Method::POST, path, Some(caller), Some(body), &[]).await
    }

    /// Sends a request.
    pub async fn ask(
        &self,
        router: Router,
        method: Method,
        path: &str,
        caller: Option<&Caller>,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(caller) = caller {
            request = request.header(header::AUTHORIZATION, format!("Bearer {}", self.token(caller)));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = match body {
            Some(body) => {
                let json = request.header(header::CONTENT_TYPE, "application/json");
                json.body(Body::from(body.to_string()))
            }
            None => request.body(Body::empty()),
        };
        answer(router, request.unwrap()).await
    }

    fn token(&self, caller: &Caller) -> String {
        self.context.tokens.issue(caller, at(NOW)).unwrap().token
    }
}

async fn answer(router: Router, request: Request<Body>) -> Reply {
    let response = complete(router).oneshot(request).await.unwrap();
    let status = response.status().as_u16();
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    Reply { status, body: serde_json::from_slice(&bytes).unwrap_or_default() }
}

fn into_body(body: lambda_http::Body) -> Body {
    match body {
        lambda_http::Body::Text(text) => Body::from(text),
        lambda_http::Body::Binary(bytes) => Body::from(bytes),
        _ => Body::empty(),
    }
}

/// The names of the files in a folder of events, sorted: each has to be run by a test.
pub fn event_files(folder: impl AsRef<Path>) -> Vec<String> {
    let files = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
