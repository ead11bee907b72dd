use axum::http::Method;
use domain::{
    caller::{Caller, Scope},
    ids::UserId,
};
use serde_json::{Value, json};
use testkit::{agency, caller_agency, caller_unit, unit};

use crate::house::{House, PASSWORD, Reply, account};

#[tokio::test]
async fn an_account_sees_itself_with_the_bodies_it_belongs_to() {
    let house = House::new().await;
    let clerk = house.signed_in().await;
    let name = caller_unit();
    let expected = json!({
        "id": name.user.as_str(), "username": name.user.as_str(), "displayName": name.name, "role": "unit",
        "duties": [], "units": [{ "id": unit().id.as_str(), "name": unit().name }],
        "agency": { "id": agency().id.as_str(), "name": agency().name }, "mustChangePassword": false,
    });
    assert_eq!(clerk.body["user"], expected);
    assert_eq!(house.me(clerk.token()).await.body, expected);

    let staff = house.sign_in(caller_agency().user.as_str(), PASSWORD).await.body["user"].take();
    assert_eq!((&staff["role"], &staff["units"]), (&json!("agency"), &json!([])));
    assert_eq!((&staff["duties"], &staff["agency"]["name"]), (&duties(), &json!(agency().name)));
}

fn duties() -> Value {
    let Scope::Agency { duties, .. } = caller_agency().scope else { unreachable!("an agency account") };
    serde_json::to_value(duties).unwrap()
}

#[tokio::test]
async fn the_operator_belongs_to_nobody() {
    let house = House::new().await;
    let operator =
        Caller { user: UserId::parse("admin").unwrap(), name: "系统管理员".into(), scope: Scope::Admin };
    house.gateway.database.table.put_account(&account(operator)).await.unwrap();
    let user = house.sign_in("admin", PASSWORD).await.body["user"].take();
    assert_eq!((&user["role"], &user["agency"], &user["units"]), (&json!("admin"), &Value::Null, &json!([])));
}

#[tokio::test]
async fn a_token_of_an_account_that_is_suspended_or_gone_shows_nothing() {
    let house = House::new().await;
    let token = house.signed_in().await.token().to_owned();
    house.change(|account| account.suspended = true).await;
    assert_eq!(house.me(&token).await.refusal(), (401, "not_signed_in"));
    let gone = Caller { user: UserId::parse("gone").unwrap(), ..caller_unit() };
    let token = house.gateway.context().tokens.issue(&gone, testkit::at(http_testkit::NOW)).unwrap().token;
    assert_eq!(house.me(&token).await.status, 401);
    assert_eq!(house.me("x").await.status, 401);
}

async fn change(house: &House, token: &str, present: &str, new: &str) -> Reply {
    let authorization = format!("Bearer {token}");
    let body = json!({ "currentPassword": present, "newPassword": new });
    house.ask(Method::PUT, "/api/me/password", &[("authorization", &authorization)], body).await
}

const NEW: &str = "a-new-one-2027";

#[tokio::test]
async fn a_new_password_ends_every_session_but_the_one_it_begins() {
    let house = House::new().await;
    house.change(|account| account.must_change_password = true).await;
    let (mine, elsewhere) = (house.signed_in().await, house.signed_in().await);
    assert_eq!(mine.body["user"]["mustChangePassword"], true);
    let changed = change(&house, mine.token(), PASSWORD, NEW).await;
    assert_eq!(changed.status, 204, "{}", changed.body);
    for old in [mine.refresh(), elsewhere.refresh()] {
        assert_eq!(house.refresh(&old).await.status, 401);
    }
    let renewed = house.refresh(&changed.refresh()).await;
    assert_eq!((renewed.status, &renewed.body["user"]["mustChangePassword"]), (200, &json!(false)));
    let name = caller_unit().user;
    assert_eq!(house.sign_in(name.as_str(), PASSWORD).await.status, 401);
    assert_eq!(house.sign_in(name.as_str(), NEW).await.status, 201);
}

#[tokio::test]
async fn a_refused_change_changes_nothing_and_names_the_field() {
    let house = House::new().await;
    let session = house.signed_in().await;
    let vectors = [
        ("wrong", NEW, "currentPassword"),
        (PASSWORD, "short1", "newPassword"),
        (PASSWORD, PASSWORD, "newPassword"),
    ];
    for (present, new, field) in vectors {
        let reply = change(&house, session.token(), present, new).await;
        assert_eq!(reply.refusal(), (422, "invalid"));
        assert_eq!(reply.body["error"]["fields"][0]["field"], field);
    }
    assert_eq!(change(&house, "x", PASSWORD, NEW).await.refusal(), (401, "not_signed_in"));
    assert_eq!(house.refresh(&session.refresh()).await.status, 200);
    house.signed_in().await;
}

#[tokio::test]
async fn whoever_has_a_token_does_not_guess_the_password_with_it() {
    let house = House::new().await;
    let token = house.signed_in().await.token().to_owned();
    for _ in 0..5 {
        assert_eq!(change(&house, &token, "wrong", NEW).await.status, 422);
    }
    assert_eq!(change(&house, &token, PASSWORD, NEW).await.refusal(), (429, "locked"));
}
