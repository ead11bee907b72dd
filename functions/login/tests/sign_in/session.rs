use axum::http::Method;
use chrono::TimeDelta;
use domain::caller::Scope;
use http_testkit::event_files;
use serde_json::Value;
use testkit::{caller_agency, caller_unit};

use crate::house::House;

const EVENTS: [(&str, &str); 4] = [
    ("refresh-cookie-header.json", include_str!("../../../../events/login/refresh-cookie-header.json")),
    ("refresh.json", include_str!("../../../../events/login/refresh.json")),
    ("sign-in.json", include_str!("../../../../events/login/sign-in.json")),
    ("sign-out.json", include_str!("../../../../events/login/sign-out.json")),
];

#[test]
fn every_event_file_is_run_by_a_test() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../events/login");
    assert_eq!(event_files(folder), EVENTS.map(|(name, _)| name));
}

/// The cookie comes in a list of its own on AWS, and as a header where the gateway is another one.
#[tokio::test]
async fn a_session_lives_through_the_gateway() {
    let house = House::new().await;
    let [(_, header), (_, list), (_, sign_in), (_, sign_out)] = EVENTS;
    let begun = house.send(sign_in).await;
    let secure = "; Path=/api/sessions; Max-Age=43200; HttpOnly; SameSite=Strict; Secure";
    assert!(begun.cookie().ends_with(secure), "{}", begun.cookie());
    let renewed = house.send(&list.replace("{{refresh}}", &begun.refresh())).await;
    assert_eq!(renewed.status, 200, "{}", renewed.body);
    let again = house.send(&header.replace("{{refresh}}", &renewed.refresh())).await;
    assert!(again.cookie().ends_with("; HttpOnly; SameSite=Strict"), "plain HTTP: {}", again.cookie());
    let out = sign_out.replace("{{refresh}}", &again.refresh()).replace("{{caller}}", again.token());
    let out = house.send(&out).await;
    assert_eq!((out.status, out.refresh()), (204, "canbao_refresh=".into()));
    assert_eq!(house.refresh(&again.refresh()).await.refusal(), (401, "not_signed_in"));
}

#[tokio::test]
async fn a_refresh_token_that_comes_again_ends_the_session_for_both_holders() {
    let house = House::new().await;
    let (stolen, other) = (house.signed_in().await.refresh(), house.signed_in().await.refresh());
    let renewed = house.refresh(&stolen).await;
    assert_eq!(renewed.status, 200);
    let replayed = house.refresh(&stolen).await;
    assert_eq!(replayed.refusal(), (401, "not_signed_in"));
    assert!(replayed.cookie().contains("Max-Age=0"), "{}", replayed.cookie());
    assert_eq!(house.refresh(&renewed.refresh()).await.status, 401);
    assert_eq!(house.refresh(&other).await.status, 200, "another sign-in goes on");
}

#[tokio::test]
async fn a_session_goes_on_while_it_is_used_and_ends_twelve_hours_after() {
    let mut house = House::new().await;
    let mut cookie = house.signed_in().await.refresh();
    for _ in 0..3 {
        house.wait(TimeDelta::hours(11));
        let renewed = house.refresh(&cookie).await;
        assert_eq!(renewed.status, 200);
        assert_eq!(house.me(renewed.token()).await.status, 200);
        cookie = renewed.refresh();
    }
    house.wait(TimeDelta::hours(12));
    assert_eq!(house.refresh(&cookie).await.status, 401);
}

#[tokio::test]
async fn without_a_good_cookie_nothing_is_renewed() {
    let house = House::new().await;
    let cookie = house.signed_in().await.refresh();
    let (head, secret) = cookie.rsplit_once('.').unwrap();
    let forged = [
        String::new(),
        "canbao_refresh=".into(),
        format!("{head}.{}", secret.chars().rev().collect::<String>()),
        cookie.replace(caller_unit().user.as_str(), caller_agency().user.as_str()),
        cookie.replace(caller_unit().user.as_str(), "nobody"),
    ];
    for cookie in &forged[..2] {
        assert_eq!(house.refresh(cookie).await.refusal(), (401, "not_signed_in"), "{cookie}");
    }
    for cookie in &forged[3..] {
        assert_eq!(house.refresh(cookie).await.refusal(), (401, "not_signed_in"), "{cookie}");
    }
    assert_eq!(house.refresh(&cookie).await.status, 200);
    assert_eq!(house.refresh(&forged[2]).await.status, 401);
}

#[tokio::test]
async fn a_renewed_token_tells_what_the_account_may_do_now() {
    let house = House::new().await;
    let cookie = house.signed_in().await.refresh();
    house.change(|account| account.scope = Scope::Admin).await;
    let renewed = house.refresh(&cookie).await;
    assert_eq!(renewed.body["user"]["role"], "admin");
    house.change(|account| account.suspended = true).await;
    assert_eq!(house.refresh(&renewed.refresh()).await.status, 401);
}

#[tokio::test]
async fn nobody_signs_out_another_one() {
    let house = House::new().await;
    let cookie = house.signed_in().await.refresh();
    let path = "/api/sessions/current";
    let nobody = house.ask(Method::DELETE, path, &[("cookie", &cookie)], Value::Null).await;
    assert_eq!(nobody.refusal(), (401, "not_signed_in"));
    let other = house.sign_in(caller_agency().user.as_str(), crate::house::PASSWORD).await;
    let authorization = format!("Bearer {}", other.token());
    let headers = [("cookie", cookie.as_str()), ("authorization", authorization.as_str())];
    assert_eq!(house.ask(Method::DELETE, path, &headers, Value::Null).await.status, 204);
    assert_eq!(house.refresh(&cookie).await.status, 200);
}
