//! Two at once (R3): whatever the order, the state is one that some order explains, and who loses reads why. Each kind
//! is run `CANBAO_RACES` times.

use domain::money::Fen;
use reqwest::Method;
use serde_json::{Value, json};
use system_tests::{
    client::{Answer, Client},
    people,
    world::World,
};

const TIER: i64 = 6_000;

/// How often each kind of race is run.
fn races() -> usize {
    #[expect(clippy::disallowed_methods, reason = "a setting of the soak run")]
    let set = std::env::var("CANBAO_RACES").ok();
    set.map_or(200, |times| times.parse().expect("CANBAO_RACES is a number"))
}

async fn application(client: &Client, number: &str) -> Value {
    client.get(&format!("/api/applications/{number}")).await.ok()
}

/// Exactly one of the two was done; the other one reads in which state it found the application, and since when.
#[track_caller]
fn one_wins(left: Answer, right: Answer) -> (Value, bool) {
    let (winner, loser, left_won) = match (left.status, right.status) {
        (200..300, 409) => (left, right, true),
        (409, 200..300) => (right, left, false),
        other => panic!("{other:?}: {} {}", left.body, right.body),
    };
    let code = loser.body["error"]["code"].as_str().unwrap_or_default().to_owned();
    assert!(["invalid_transition", "conflict"].contains(&code.as_str()), "{}", loser.body);
    loser.refused(409, &code);
    (winner.body, left_won)
}

#[tokio::test]
async fn a_withdrawal_and_an_approval() {
    let world = World::new().await;
    let number = world.draft_with(&[people::over_age_person(1)]).await;
    world.add_proof(&number, 1).await;
    let members = world.clerk.get(&format!("/api/applications/{number}/members")).await.ok();
    let member = members["items"][0]["memberId"].as_str().expect("a person").to_owned();
    let withdraw = format!("/api/applications/{number}/withdraw");
    let approve = format!("/api/applications/{number}/review/approve");
    for round in 0..races() {
        // Somebody whom nobody has reviewed yet, or the submission would pass by the last approval.
        let phone = json!({"phone": format!("138{round:08}")});
        let path = format!("/api/applications/{number}/members/{member}");
        world.clerk.patch(&path, phone).await.ok();
        assert_eq!(world.submit(&number).await["stage"], "age_review");
        let (left, right) =
            tokio::join!(world.clerk.post(&withdraw, json!({})), world.reviewer.post(&approve, json!({})));
        let stage = application(&world.clerk, &number).await["stage"].clone();
        if (left.status, right.status) == (200, 200) {
            // The withdrawal came after the approval, which is allowed.
            assert_eq!(stage, "draft");
        } else if one_wins(left, right).1 {
            assert_eq!(stage, "draft");
        } else {
            assert_eq!(stage, "await_payment");
            world.clerk.post(&withdraw, json!({})).await.ok();
        }
    }
}

#[tokio::test]
async fn two_submissions() {
    let world = World::new().await;
    let number = world.draft_with(&people::people(1)).await;
    let submit = format!("/api/applications/{number}/submit");
    for round in 1..=races() {
        let (left, right) =
            tokio::join!(world.clerk.post(&submit, json!({})), world.clerk.post(&submit, json!({})));
        let (winner, _) = one_wins(left, right);
        assert_eq!(winner["paymentNumber"], application(&world.clerk, &number).await["paymentNumber"]);
        assert_eq!(world.clerk.get("/api/payments?pageSize=1").await.ok()["total"], round);
        world.clerk.post(&format!("/api/applications/{number}/withdraw"), json!({})).await.ok();
    }
}

#[tokio::test]
async fn two_confirmations() {
    let world = World::new().await;
    let number = world.draft_with(&people::people(1)).await;
    let payment = world.paid(&number, TIER).await;
    let confirm = format!("/api/payments/{payment}/confirm");
    let reject =
        json!({"target": "voucher", "reasonCode": "voucher_illegible", "comment": "凭证不清楚，请重新上传"});
    for _ in 0..races() {
        let (left, right) =
            tokio::join!(world.finance.post(&confirm, json!({})), world.finance.post(&confirm, json!({})));
        one_wins(left, right);
        world.finance.post(&format!("/api/payments/{payment}/reject"), reject.clone()).await.ok();
        world.clerk.post(&format!("/api/payments/{payment}/submit"), json!({})).await.ok();
    }
    let history = world.clerk.get(&format!("/api/applications/{number}/history")).await.ok();
    let confirmed = history["items"].as_array().expect("a history").iter();
    assert_eq!(confirmed.filter(|line| line["event"] == "payment_confirmed").count(), races());
}

#[tokio::test]
async fn an_approval_and_a_rejection() {
    let world = World::new().await;
    let number = world.draft_with(&[people::over_age_person(1)]).await;
    world.add_proof(&number, 1).await;
    let members = world.clerk.get(&format!("/api/applications/{number}/members")).await.ok();
    let member = members["items"][0]["memberId"].as_str().expect("a person").to_owned();
    let review = |what: &str| format!("/api/applications/{number}/review/{what}");
    let reasons = json!({"reasonCode": "proof_illegible", "comment": "证明材料不清楚"});
    for round in 0..races() {
        let phone = json!({"phone": format!("138{round:08}")});
        let path = format!("/api/applications/{number}/members/{member}");
        world.clerk.patch(&path, phone).await.ok();
        assert_eq!(world.submit(&number).await["stage"], "age_review");
        let (approve, reject) = (review("approve"), review("reject"));
        let (left, right) = tokio::join!(
            world.reviewer.post(&approve, json!({})),
            world.reviewer.post(&reject, reasons.clone())
        );
        let stage = if one_wins(left, right).1 { "await_payment" } else { "age_rejected" };
        assert_eq!(application(&world.clerk, &number).await["stage"], stage);
        world.clerk.post(&format!("/api/applications/{number}/withdraw"), json!({})).await.ok();
    }
}

#[tokio::test]
async fn a_submission_and_an_edit() {
    let world = World::new().await;
    let number = world.draft_with(&people::people(1)).await;
    let members = format!("/api/applications/{number}/members");
    let submit = format!("/api/applications/{number}/submit");
    for round in 1..=races() {
        let person = people::person(round);
        let body = json!({
            "name": person.name, "documentType": "resident_id", "documentNumber": person.document_number,
        });
        let (left, right) =
            tokio::join!(world.clerk.post(&submit, json!({})), world.clerk.post(&members, body.clone()));
        match (left.status, right.status) {
            // The edit overtook the submission, which has to look again.
            (409, 200) => {
                left.refused(409, "conflict");
                world.submit(&number).await;
            }
            (200, 409) => {
                let code = right.body["error"]["code"].clone();
                right.refused(409, code.as_str().unwrap_or_default());
            }
            (200, 200) => {}
            other => panic!("{other:?}: {} {}", left.body, right.body),
        }
        let submitted = application(&world.clerk, &number).await;
        assert_eq!(submitted["stage"], "await_payment");
        let people = world.members(&number).await;
        let due = Fen::new(TIER).checked_mul(u32::try_from(people).expect("few")).expect("a sum");
        assert_eq!((&submitted["headcount"], &submitted["payableFen"]), (&json!(people), &json!(due)));
        world.clerk.post(&format!("/api/applications/{number}/withdraw"), json!({})).await.ok();
        if people > 1 {
            let page = world.clerk.get(&members).await.ok();
            let last = page["items"][1]["memberId"].clone();
            world.clerk.post(&format!("{members}/delete"), json!({"memberIds": [last]})).await.ok();
        }
    }
}

/// Imports take longer than requests, so a race of them is two things: the same one taken over twice, and another one
/// beside it.
#[tokio::test]
async fn two_imports_and_one_of_them_twice() {
    let world = World::new().await;
    let number = world.draft().await;
    world.choose(&number, "60").await.ok();
    for round in 0..races().div_ceil(2) {
        let [one, other] = [0, 1].map(|n| [people::person(2 * round + n)]);
        let (one, other) = tokio::join!(world.import(&number, &one), world.import(&number, &other));
        let path = |import: &Value| {
            let id = import["id"].as_str().expect("an import");
            format!("/api/applications/{number}/imports/{id}")
        };
        let append = json!({"mode": "append"});
        let (first, second) = (path(&one), path(&other));
        let apply = format!("{first}/apply");
        let beside = format!("{second}/apply");
        let (left, right, other) = tokio::join!(
            world.clerk.post(&apply, append.clone()),
            world.clerk.post(&apply, append.clone()),
            world.clerk.post(&beside, append.clone())
        );
        one_wins(left, right);
        other.ok();
        for path in [first, second] {
            let id = path.rsplit('/').next().expect("an id");
            let import = world.clerk.import_in(&number, id, &["applied", "failed"]).await;
            assert_eq!(import["state"], "applied", "{import}");
        }
        assert_eq!(world.members(&number).await, 2 * round as u64 + 2);
    }
}

#[tokio::test]
async fn the_same_idempotency_key_at_the_same_time() {
    let world = World::new().await;
    for round in 1..=races() {
        let key = format!("race-{round}");
        let send = async || {
            let header = [("Idempotency-Key", key.as_str())];
            world.clerk.send(Method::POST, "/api/applications", Some(json!({})), &header).await
        };
        let (left, right) = tokio::join!(send(), send());
        assert_eq!(left.ok()["number"], right.ok()["number"]);
    }
    assert_eq!(world.clerk.get("/api/applications?pageSize=1").await.ok()["total"], races());
}
