use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::json;
use system_tests::{client::Client, openapi};

const COMMITTED: &str = include_str!("../../functions/records/openapi.json");
const TEMPLATE: &str = include_str!("../../infra/template.yaml");

/// What anybody may call. May only get shorter.
const PUBLIC: [(&str, &str); 7] = [
    ("POST", "/api/sessions"),
    ("POST", "/api/sessions/refresh"),
    ("DELETE", "/api/sessions/current"),
    ("GET", "/api/agencies"),
    ("GET", "/api/verify/{code}"),
    ("GET", "/api/health"),
    ("GET", "/api/openapi.json"),
];

#[test]
fn the_committed_document_is_the_one_the_routers_give() {
    assert!(COMMITTED == openapi::document(), "functions/records/openapi.json is stale: run `make openapi`");
}

#[test]
fn the_template_routes_what_the_functions_serve_and_nothing_else() {
    let served: BTreeSet<_> = openapi::parts()
        .iter()
        .flat_map(|(function, part)| {
            openapi::operations(part)
                .into_iter()
                .map(|(method, path)| (*function, format!("{method} {path}")))
        })
        .map(|(function, route)| format!("{function}: {route}"))
        .collect();
    assert_eq!(routed(), served);
}

/// `Function: METHOD /path` of every route in the template, where a route's key and target stand on lines of their own.
fn routed() -> BTreeSet<String> {
    let values = |key: &str| -> Vec<&str> {
        TEMPLATE.lines().filter_map(|line| line.trim().strip_prefix(key)).map(str::trim).collect()
    };
    let targets = values("Target: !Sub integrations/").into_iter().map(|target| {
        let function = target.strip_prefix("${").and_then(|rest| rest.strip_suffix("Integration}"));
        function.unwrap_or(target)
    });
    let routes = values("RouteKey:");
    assert_eq!(routes.len(), targets.len(), "every route has a target");
    targets.zip(routes).map(|(function, route)| format!("{function}: {route}")).collect()
}

#[tokio::test]
async fn every_operation_but_the_public_ones_wants_a_caller() {
    let anonymous = Client::anonymous();
    for (method, path) in openapi::parts().iter().flat_map(|(_, part)| openapi::operations(part)) {
        let public = PUBLIC.contains(&(method.as_str(), path.as_str()));
        let verb = Method::from_bytes(method.as_bytes()).unwrap();
        let body = (method != "GET").then(|| json!({}));
        let concrete = path
            .replace("{number}", "CB20000101000000000000")
            .replace("{paymentNumber}", "JF0000000000000000000")
            .replace("{kind}", "payment_notice")
            .replace(['{', '}'], "");
        let answer = anonymous.send(verb, &concrete, body, &[]).await;
        if !public {
            answer.refused(401, "not_signed_in");
        } else if path.contains('{') {
            answer.refused(404, "not_found");
        } else if method == "GET" {
            answer.ok();
        }
    }
}

#[tokio::test]
async fn the_document_is_served_as_committed() {
    let served = Client::anonymous().get("/api/openapi.json").await.ok();
    let committed: serde_json::Value = serde_json::from_str(COMMITTED).unwrap();
    assert_eq!(served, committed);
}

#[tokio::test]
async fn malformed_requests_are_told_so_in_chinese_and_change_nothing() {
    let clerk = Client::sign_in("unit1").await;
    let before = clerk.get("/api/applications").await.ok()["total"].clone();
    clerk.get("/api/applications/not-a-number").await.refused(404, "not_found");
    clerk.get("/api/applications?pageSize=1000").await.refused(400, "malformed");
    clerk.post("/api/uploads", json!({"purpose": "nonsense"})).await.refused(400, "malformed");
    clerk.post("/api/applications", json!({"unitId": 7})).await.refused(400, "malformed");
    assert_eq!(clerk.get("/api/applications").await.ok()["total"], before);
}
