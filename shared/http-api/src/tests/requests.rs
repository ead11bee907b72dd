use axum::{
    Router,
    http::header,
    routing::{get as on_get, post as on_post},
};
use domain::{
    application::{Application, StageName},
    ids::{ApplicationNumber, PlanId},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Reply, get, post, send};
use crate::{IfMatch, Json, Paging, Path, Query};

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Order {
    plan_id: PlanId,
    people: Vec<Person>,
}

#[derive(Serialize, Deserialize)]
struct Person {
    age: u8,
}

async fn order(request: axum::http::request::Builder, body: impl Into<axum::body::Body>) -> Reply {
    let router = Router::new().route("/orders", on_post(async |Json(order): Json<Order>| Json(order)));
    send(router, request, body).await
}

#[tokio::test]
async fn what_can_be_read_is_read() {
    let body = json!({ "planId": "p-1", "people": [{ "age": 30 }] });
    for kind in
        ["application/json", "application/json; charset=utf-8", "Application/JSON", "application/x+json"]
    {
        let request = axum::http::Request::post("/orders").header(header::CONTENT_TYPE, kind);
        let reply = order(request, body.to_string()).await;
        assert_eq!((reply.status.as_u16(), &reply.body), (200, &body), "{kind}");
    }
}

#[tokio::test]
async fn a_malformed_body_is_told_by_its_field_and_never_repeated() {
    let vectors = [
        (r#"{"people":[]}"#, "planId", "缺少必填项"),
        ("", "planId", "缺少必填项"),
        (r#"{"planId":"p","people":[],"admin":1}"#, "admin", "没有这个字段"),
        (r#"{"planId":"p","planId":"p","people":[]}"#, "planId", "重复出现"),
        (r#"{"planId":7,"people":[]}"#, "planId", "类型不正确"),
        (r#"{"planId":"SECRET","people":[]}"#, "planId", "取值不正确"),
        (r#"{"planId":"p","people":[{"age":1},{}]}"#, "people[1].age", "缺少必填项"),
        (r#"{"planId":"p","people":[{"age":"SECRET"}]}"#, "people[0].age", "类型不正确"),
        (r#"{"planId":"p","people":[{"age":300}]}"#, "people[0].age", "取值不正确"),
    ];
    for (body, field, message) in vectors {
        let reply = order(post("/orders"), body).await;
        assert_eq!((reply.status.as_u16(), reply.code()), (400, "malformed"), "{body}");
        assert_eq!(reply.fields(), [(field, message)], "{body}");
        assert!(!reply.body.to_string().contains("SECRET"), "{body}");
    }
}

#[tokio::test]
async fn what_is_no_json_is_refused() {
    for body in ["{", "[]", "null", r#"{"planId":"p","people":[]} x"#, "\u{0}", "{\"planId\":\"\u{1}\"}"] {
        let reply = order(post("/orders"), body).await;
        assert_eq!((reply.status.as_u16(), reply.code()), (400, "malformed"), "{body}");
    }
    let depth = "[".repeat(100_000);
    assert_eq!(order(post("/orders"), depth).await.status, 400);
}

#[tokio::test]
async fn another_type_and_too_much_are_refused() {
    let form = axum::http::Request::post("/orders").header(header::CONTENT_TYPE, "text/plain");
    let reply = order(form, "{}").await;
    assert_eq!((reply.status.as_u16(), reply.code()), (415, "unsupported_media_type"));
    let reply = order(post("/orders"), vec![b' '; 1024 * 1024 + 1]).await;
    assert_eq!((reply.status.as_u16(), reply.code()), (413, "too_large"));
}

#[tokio::test]
async fn a_path_that_names_nothing_is_not_found() {
    let router = || {
        Router::new().route("/{number}", on_get(async |Path(number): Path<ApplicationNumber>| Json(number)))
    };
    let reply = send(router(), get("/CB20260105090000000007"), "").await;
    assert_eq!(reply.body, "CB20260105090000000007");
    for path in ["/CB1", "/%FF", "/..%2F..", "/%E5%8F%82%E4%BF%9D"] {
        let reply = send(router(), get(path), "").await;
        assert_eq!((reply.status.as_u16(), reply.code()), (404, "not_found"), "{path}");
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Filters {
    plan_id: Option<PlanId>,
    stage: Option<StageName>,
}

async fn filtered(query: &str) -> Reply {
    let list = async |Query(filters): Query<Filters>, paging: Paging| {
        let found = [filters.plan_id.map(String::from), filters.stage.map(|stage| stage.code().to_owned())];
        Json(paging.of(found).map(Option::unwrap_or_default))
    };
    send(Router::new().route("/", on_get(list)), get(&format!("/{query}")), "").await
}

#[tokio::test]
async fn filters_and_paging_are_read_beside_each_other() {
    let reply = filtered("?planId=p-1&stage=&pageSize=1&page=1&other=x").await;
    assert_eq!(reply.body, json!({ "items": ["p-1"], "total": 2, "page": 1, "pageSize": 1 }));
    let reply = filtered("?stage=draft&page=2&pageSize=1").await;
    assert_eq!(reply.body["items"], json!(["draft"]));
    let reply = filtered("?page=9").await;
    assert_eq!(reply.body, json!({ "items": [], "total": 2, "page": 9, "pageSize": 10 }));
    let far = format!("?page={}", usize::MAX);
    assert_eq!(filtered(&far).await.body["items"], json!([]));
}

#[tokio::test]
async fn a_malformed_query_is_told_by_its_field() {
    let vectors = [
        ("?planId=A%20B", "planId"),
        ("?stage=drafted", "stage"),
        ("?page=0", "page"),
        ("?page=x", "page"),
        ("?page=-1", "page"),
        ("?pageSize=0", "pageSize"),
        ("?pageSize=101", "pageSize"),
    ];
    for (query, field) in vectors {
        let reply = filtered(query).await;
        assert_eq!((reply.status.as_u16(), reply.code()), (400, "malformed"), "{query}");
        assert_eq!(reply.fields()[0].0, field, "{query}");
    }
}

async fn seen(value: Option<&str>) -> Reply {
    let router = Router::new().route("/", on_get(async |IfMatch(version): IfMatch| Json(version)));
    let request = value.into_iter().fold(get("/"), |request, value| request.header(header::IF_MATCH, value));
    send(router, request, "").await
}

#[tokio::test]
async fn a_version_is_read_from_if_match() {
    for (value, expected) in
        [(None, json!(null)), (Some("\"3\""), json!(3)), (Some("3"), json!(3)), (Some("*"), json!(null))]
    {
        assert_eq!(seen(value).await.body, expected, "{value:?}");
    }
    for value in ["\"x\"", "", "-1", "\"3\", \"4\""] {
        assert_eq!(seen(Some(value)).await.code(), "malformed", "{value}");
    }
}

#[test]
fn a_command_for_an_older_version_is_refused_and_told_who_was_there() {
    let number = ApplicationNumber::allot(super::now(), 1);
    let (unit, agency) = (testkit::unit(), testkit::agency());
    let change = Application::create(number, &unit, &agency, &testkit::caller_unit(), super::now()).unwrap();
    assert_eq!(IfMatch(Some(1)).check(&change.application), Ok(()));
    assert_eq!(IfMatch(None).check(&change.application), Ok(()));
    assert_eq!(IfMatch(Some(2)).check(&change.application).unwrap_err().code(), "conflict");
}
