//! Two at once: exactly one wins, and the loser reads why. A repeated request is answered, not repeated.

use reqwest::Method;
use serde_json::json;
use system_tests::{people, world::World};

#[tokio::test]
async fn of_a_withdrawal_and_an_approval_exactly_one_wins() {
    let world = World::new().await;
    let number = world.draft_with(&[people::over_age_person(1)]).await;
    world.add_proof(&number, 1).await;
    for _ in 0..5 {
        world.submit(&number).await;
        let withdraw = format!("/api/applications/{number}/withdraw");
        let approve = format!("/api/applications/{number}/review/approve");
        let (left, right) =
            tokio::join!(world.clerk.post(&withdraw, json!({})), world.reviewer.post(&approve, json!({})));
        let application = world.clerk.get(&format!("/api/applications/{number}")).await.ok();
        match (left.status, right.status) {
            // Where both are accepted the withdrawal came after the approval, which is allowed.
            (200, 409 | 200) => assert_eq!(application["stage"], "draft"),
            (409, 200) => {
                assert_eq!(application["stage"], "await_payment");
                world.clerk.post(&withdraw, json!({})).await.ok();
            }
            other => panic!("{other:?}: {} {}", left.body, right.body),
        }
    }
}

#[tokio::test]
async fn of_two_submissions_one_makes_the_payment_order() {
    let world = World::new().await;
    let number = world.draft_with(&people::people(1)).await;
    let submit = format!("/api/applications/{number}/submit");
    let (left, right) =
        tokio::join!(world.clerk.post(&submit, json!({})), world.clerk.post(&submit, json!({})));
    let mut statuses = [left.status, right.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "{} {}", left.body, right.body);
    assert_eq!(world.clerk.get("/api/payments").await.ok()["total"], 1);
}

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
