//! Nobody sees or does what is not theirs.

use serde_json::json;
use system_tests::{client::Client, people, world::World};

#[tokio::test]
async fn another_units_application_does_not_exist() {
    let (mine, other) = (World::new().await, World::new().await);
    let number = mine.draft_with(&people::people(1)).await;
    let payment = mine.submit(&number).await["paymentNumber"].as_str().unwrap().to_owned();
    let absent = "CB20000101000000000000";
    for stranger in [&other.clerk, &other.reviewer, &other.finance] {
        for path in ["", "/history", "/members", "/imports", "/proofs", "/documents"] {
            let there = stranger.get(&format!("/api/applications/{number}{path}")).await;
            let nowhere = stranger.get(&format!("/api/applications/{absent}{path}")).await;
            assert_eq!(there.refused(404, "not_found"), nowhere.refused(404, "not_found"));
        }
        stranger.get(&format!("/api/payments/{payment}")).await.refused(404, "not_found");
        let withdraw = format!("/api/applications/{number}/withdraw");
        stranger.post(&withdraw, json!({})).await.refused(404, "not_found");
    }
}

#[tokio::test]
async fn without_signing_in_nothing_is_to_be_had() {
    let anonymous = Client::anonymous();
    for path in ["/api/me", "/api/applications", "/api/payments", "/api/enrollments", "/api/home"] {
        anonymous.get(path).await.refused(401, "not_signed_in");
        let forged = anonymous.clone().with_token("eyJhbGciOiJub25lIn0.e30.");
        forged.get(path).await.refused(401, "not_signed_in");
    }
}

#[tokio::test]
async fn duties_are_kept_apart() {
    let world = World::new().await;
    let number = world.draft_with(&[people::over_age_person(1)]).await;
    world.add_proof(&number, 1).await;
    world.submit(&number).await;
    let approve = format!("/api/applications/{number}/review/approve");
    world.finance.post(&approve, json!({})).await.refused(403, "forbidden");
    world.clerk.post(&approve, json!({})).await.refused(403, "forbidden");
    world.reviewer.post(&approve, json!({})).await.ok();
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_are_told_the_same() {
    let world = World::new().await;
    let anonymous = Client::anonymous();
    let attempt = |name: &str| json!({"username": name, "password": "wrong-Password-1"});
    let wrong = anonymous.post("/api/sessions", attempt(&world.unit)).await;
    let unknown = anonymous.post("/api/sessions", attempt("nobody-of-that-name")).await;
    assert_eq!(wrong.refused(401, "invalid_credentials"), unknown.refused(401, "invalid_credentials"));
    for _ in 0..4 {
        anonymous.post("/api/sessions", attempt(&world.unit)).await;
    }
    anonymous.post("/api/sessions", attempt(&world.unit)).await.refused(429, "locked");
}
