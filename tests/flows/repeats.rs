//! A repeated request is answered, not repeated; a late one is told.

use reqwest::Method;
use serde_json::json;
use system_tests::world::World;

#[tokio::test]
async fn the_same_idempotency_key_gives_the_first_answer_again() {
    let world = World::new().await;
    let send = async |key: &str, body| {
        world.clerk.send(Method::POST, "/api/applications", Some(body), &[("Idempotency-Key", key)]).await
    };
    let first = send("k-1", json!({})).await;
    let again = send("k-1", json!({})).await;
    assert_eq!((first.status, &first.body), (again.status, &again.body));
    send("k-1", json!({"unitId": world.unit})).await.refused(422, "idempotency_key_reused");
    let other = send("k-2", json!({})).await;
    assert_ne!(other.body["number"], first.body["number"]);
    assert_eq!(world.clerk.get("/api/applications").await.ok()["total"], 2);
}

#[tokio::test]
async fn a_stale_version_is_told_who_was_faster() {
    let world = World::new().await;
    let number = world.draft().await;
    let path = format!("/api/applications/{number}/insured-headcount");
    let body = || Some(json!({"insuredHeadcount": 30}));
    world.clerk.send(Method::PUT, &path, body(), &[("If-Match", "\"1\"")]).await.ok();
    let stale = world.clerk.send(Method::PUT, &path, body(), &[("If-Match", "\"1\"")]).await;
    stale.refused(409, "conflict");
}
