use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

use axum::{
    Router,
    extract::{FromRef, State},
    http::header,
    routing::post as on_post,
};
use chrono::TimeDelta;
use domain::caller::Caller;
use runtime::Clock;
use serde::Deserialize;
use serde_json::json;
use testkit::Database;

use super::{Reply, bearer, context, now, post, send};
use crate::{Answer, ApiError, Context, Once};

/// Counts how often it was carried out.
#[derive(Clone)]
struct Counter {
    context: Context,
    count: Arc<AtomicU32>,
}

impl FromRef<Counter> for Context {
    fn from_ref(counter: &Counter) -> Self {
        counter.context.clone()
    }
}

#[derive(Deserialize)]
struct Step {
    by: u32,
}

async fn count(State(counter): State<Counter>, once: Once<Step>) -> Result<Answer, ApiError> {
    if once.body.by == 0 {
        return Err(ApiError::invalid("by", "须大于 0"));
    }
    let count = counter.count.fetch_add(once.body.by, Ordering::Relaxed) + once.body.by;
    let answer = Answer::created(&json!({ "count": count }))?;
    if let Some(receipt) = once.receipt(&answer) {
        counter.context.table.put_receipt(receipt, counter.context.clock.now()).await?;
    }
    Ok(answer)
}

struct Api {
    counter: Counter,
    _database: Database,
}

impl Api {
    async fn new() -> Self {
        let (context, database) = context().await;
        Self { counter: Counter { context, count: Arc::default() }, _database: database }
    }

    async fn call(&self, caller: &Caller, key: Option<&str>, body: &'static str) -> Reply {
        let router = Router::new().route("/count", on_post(count)).with_state(self.counter.clone());
        let request = post("/count").header(header::AUTHORIZATION, bearer(caller));
        let request = key.into_iter().fold(request, |request, key| request.header("Idempotency-Key", key));
        send(router, request, body).await
    }
}

const BODY: &str = r#"{"by":1}"#;

#[tokio::test]
async fn the_same_request_gets_the_first_answer_and_is_carried_out_once() {
    let (api, clerk) = (Api::new().await, testkit::caller_unit());
    for _ in 0..3 {
        let reply = api.call(&clerk, Some("k"), BODY).await;
        assert_eq!((reply.status.as_u16(), &reply.body), (201, &json!({ "count": 1 })));
        assert_eq!(reply.headers[header::CONTENT_TYPE], "application/json");
    }
    assert_eq!(api.call(&clerk, Some("other"), BODY).await.body["count"], 2);
    assert_eq!(api.call(&clerk, None, BODY).await.body["count"], 3);
}

#[tokio::test]
async fn another_request_under_the_same_key_is_refused() {
    let (api, clerk) = (Api::new().await, testkit::caller_unit());
    api.call(&clerk, Some("k"), BODY).await;
    let reply = api.call(&clerk, Some("k"), r#"{"by":2}"#).await;
    assert_eq!((reply.status.as_u16(), reply.code()), (422, "idempotency_key_reused"));
    assert_eq!(api.counter.count.load(Ordering::Relaxed), 1);
}

#[tokio::test]
async fn another_caller_has_keys_of_their_own() {
    let api = Api::new().await;
    api.call(&testkit::caller_unit(), Some("k"), BODY).await;
    assert_eq!(api.call(&testkit::caller_agency(), Some("k"), BODY).await.body["count"], 2);
}

#[tokio::test]
async fn a_refusal_is_not_kept() {
    let (api, clerk) = (Api::new().await, testkit::caller_unit());
    assert_eq!(api.call(&clerk, Some("k"), r#"{"by":0}"#).await.status, 422);
    assert_eq!(api.call(&clerk, Some("k"), BODY).await.status, 201);
}

#[tokio::test]
async fn a_key_is_free_again_after_a_day() {
    let (mut api, clerk) = (Api::new().await, testkit::caller_unit());
    api.call(&clerk, Some("k"), BODY).await;
    let tokens = api.counter.context.tokens.clone();
    api.counter.context.clock = Clock::fixed(now() + TimeDelta::hours(24));
    let token = tokens.issue(&clerk, now() + TimeDelta::hours(24)).unwrap().token;
    let router = Router::new().route("/count", on_post(count)).with_state(api.counter.clone());
    let request = post("/count")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header("Idempotency-Key", "k");
    assert_eq!(send(router, request, BODY).await.body["count"], 2);
}

#[tokio::test]
async fn a_key_that_is_none_is_refused() {
    let (api, clerk) = (Api::new().await, testkit::caller_unit());
    let long = "k".repeat(256);
    for key in ["", "钥匙", &long] {
        assert_eq!(api.call(&clerk, Some(key), BODY).await.code(), "malformed", "{key}");
    }
    assert_eq!(api.call(&clerk, Some(&long[1..]), BODY).await.status, 201);
}

/// What a transaction answers that runs into the receipt of a request that was faster.
#[tokio::test]
async fn the_loser_of_a_race_gets_the_winners_answer() {
    let (api, clerk) = (Api::new().await, testkit::caller_unit());
    let race = async |State(counter): State<Counter>, once: Once<Step>| {
        let winners = Answer::created(&json!({ "count": 1 }))?;
        let mut receipt = once.receipt(&winners).unwrap();
        if once.body.by == 2 {
            receipt.request = "another".into();
        }
        counter.context.table.put_receipt(receipt, now()).await?;
        let mine = Answer::created(&json!({ "count": 2 }))?;
        counter.context.table.put_receipt(once.receipt(&mine).unwrap(), now()).await?;
        Ok::<_, ApiError>(mine)
    };
    for (key, body, status, code) in
        [("same", BODY, 201, ""), ("other", r#"{"by":2}"#, 422, "idempotency_key_reused")]
    {
        let router = Router::new().route("/count", on_post(race)).with_state(api.counter.clone());
        let request =
            post("/count").header(header::AUTHORIZATION, bearer(&clerk)).header("Idempotency-Key", key);
        let reply = send(router, request, body).await;
        assert_eq!((reply.status.as_u16(), reply.code()), (status, code));
        assert!(!code.is_empty() || reply.body["count"] == 1);
    }
}
