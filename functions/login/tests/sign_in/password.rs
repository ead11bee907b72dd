use chrono::TimeDelta;
use futures::future::join_all;
use serde_json::json;
use testkit::caller_unit;

use crate::house::{House, PASSWORD};

#[tokio::test]
async fn the_right_password_signs_in() {
    let house = House::new().await;
    let name = caller_unit().user;
    for username in [name.to_string(), format!(" {} ", name.as_str().to_uppercase())] {
        let reply = house.sign_in(&username, PASSWORD).await;
        assert_eq!((reply.status, &reply.body["user"]["id"]), (201, &json!(name.as_str())));
        assert_eq!(reply.body["expiresAt"], "2026-01-05T02:15:00Z");
        assert_eq!(house.me(reply.token()).await.status, 200);
    }
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_name_get_the_same_answer() {
    let house = House::new().await;
    let wrong = house.sign_in(caller_unit().user.as_str(), "wrong").await;
    assert_eq!(wrong.refusal(), (401, "invalid_credentials"));
    for name in ["nobody", "", "参保单位", "../admin", &"x".repeat(1000)] {
        let unknown = house.sign_in(name, PASSWORD).await;
        assert_eq!((unknown.status, &unknown.body), (wrong.status, &wrong.body), "{name}");
    }
    assert!(wrong.headers.get("set-cookie").is_none());
}

#[tokio::test]
async fn a_request_without_credentials_is_malformed() {
    let house = House::new().await;
    for body in [json!({}), json!({ "username": "unit1" }), json!({ "username": 1, "password": "x" })] {
        let reply = house.ask(axum::http::Method::POST, "/api/sessions", &[], body).await;
        assert_eq!(reply.refusal(), (400, "malformed"));
    }
}

#[tokio::test]
async fn after_five_failures_the_right_password_is_refused_too_for_a_quarter_of_an_hour() {
    let mut house = House::new().await;
    for name in [caller_unit().user.as_str(), "nobody"] {
        for _ in 0..5 {
            assert_eq!(house.sign_in(name, "wrong").await.code(), "invalid_credentials");
        }
        let locked = house.sign_in(name, PASSWORD).await;
        assert_eq!(locked.refusal(), (429, "locked"), "{name}");
        assert_eq!(locked.headers["retry-after"], "900");
    }
    let other = testkit::caller_agency().user;
    assert_eq!(house.sign_in(other.as_str(), PASSWORD).await.status, 201, "others get in");
    house.wait(TimeDelta::minutes(14));
    assert_eq!(house.sign_in(caller_unit().user.as_str(), PASSWORD).await.status, 429);
    house.wait(TimeDelta::seconds(61));
    assert_eq!(house.sign_in(caller_unit().user.as_str(), PASSWORD).await.status, 201);
}

#[tokio::test]
async fn a_success_forgives_the_failures_before_it() {
    let house = House::new().await;
    for _ in 0..2 {
        for _ in 0..4 {
            house.sign_in(caller_unit().user.as_str(), "wrong").await;
        }
        house.signed_in().await;
    }
}

#[tokio::test]
async fn guesses_made_at_the_same_time_get_no_further() {
    let house = House::new().await;
    let name = caller_unit().user;
    let guesses = (0..20).map(|_| house.sign_in(name.as_str(), "wrong"));
    let judged = join_all(guesses).await.iter().filter(|reply| reply.status == 401).count();
    assert!(judged <= 5, "{judged}");
    assert_eq!(house.sign_in(name.as_str(), PASSWORD).await.status, 429);
}

#[tokio::test]
async fn a_suspended_account_learns_so_by_its_right_password_alone() {
    let house = House::new().await;
    house.change(|account| account.suspended = true).await;
    let name = caller_unit().user;
    assert_eq!(house.sign_in(name.as_str(), "wrong").await.refusal(), (401, "invalid_credentials"));
    assert_eq!(house.sign_in(name.as_str(), PASSWORD).await.refusal(), (403, "suspended"));
}
