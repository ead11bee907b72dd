//! The 21 steps of the manual, and the way through review when someone is over age.

use serde_json::{Value, json};
use system_tests::{people, wait::until, world::World};

#[tokio::test]
async fn a_roster_without_over_age_people_goes_from_draft_to_concluded() {
    let world = World::new().await;
    let number = world.draft_with(&people::people(12)).await;
    let clerk = &world.clerk;

    let application = world.submit(&number).await;
    assert_eq!(application["stage"], "await_payment");
    assert_eq!(application["reviewStatus"], "approved");
    assert_eq!(application["paymentStatus"], "unpaid");
    assert_eq!(application["payableFen"], 72_000);

    let payment = application["paymentNumber"].as_str().unwrap().to_owned();
    let order = clerk.get(&format!("/api/payments/{payment}")).await.ok();
    assert_eq!(order["dueFen"], 72_000);
    assert_eq!(order["remarkCode"].as_str().unwrap().len(), 7);
    let notice = world.document(&number, "payment_notice").await;
    assert!(notice.starts_with(b"%PDF"));

    world.add_voucher(&payment, 1, 30_000).await;
    let order = world.add_voucher(&payment, 2, 42_000).await;
    assert_eq!(order["paidFen"], 72_000);
    let first = order["vouchers"][0]["id"].as_str().unwrap().to_owned();
    let order = clerk.delete(&format!("/api/payments/{payment}/vouchers/{first}")).await.ok();
    assert_eq!(order["paidFen"], 42_000);
    clerk.post(&format!("/api/payments/{payment}/submit"), json!({})).await.refused(422, "underpaid");
    world.add_voucher(&payment, 3, 30_000).await;
    clerk.post(&format!("/api/payments/{payment}/submit"), json!({})).await.ok();
    let form = world.document(&number, "payment_application").await;
    assert!(form.starts_with(b"%PDF"));

    let concluded = world.conclude(&number, &payment).await;
    assert_eq!(concluded["stage"], "concluded");
    assert_eq!(concluded["paymentStatus"], "paid");
    assert_eq!(concluded["step"], 7);
    let enrolled = until("everyone enrolled", || async {
        let page = clerk.get("/api/enrollments?pageSize=100").await.ok();
        (page["total"] == 12).then_some(page)
    })
    .await;
    let masked = enrolled["items"][0]["documentNumber"].as_str().unwrap();
    assert!(masked.contains("****"), "{masked}");

    let history = clerk.get(&format!("/api/applications/{number}/history")).await.ok();
    let events: Vec<_> = history["items"].as_array().unwrap().iter().map(|event| &event["event"]).collect();
    assert_eq!(events.first().copied(), Some(&Value::from("created")));
    assert_eq!(events.last().copied(), Some(&Value::from("concluded")));
}

#[tokio::test]
async fn over_age_people_are_proven_refused_proven_again_and_accepted() {
    let world = World::new().await;
    let mut roster = people::people(5);
    roster.push(people::over_age_person(1));
    let number = world.draft_with(&roster).await;
    let clerk = &world.clerk;

    let members = clerk.get(&format!("/api/applications/{number}/members?tab=overAge")).await.ok();
    assert_eq!(members["counts"], json!({"all": 6, "overAge": 1}));
    let person = &members["items"][0];
    assert_eq!(person["overAge"], true);
    assert!(person["documentNumber"].as_str().unwrap().contains("****"));
    let submit = format!("/api/applications/{number}/submit");
    let sentence = clerk.post(&submit, json!({})).await.refused(422, "incomplete");
    assert!(sentence.contains("1名超龄职工"), "{sentence}");

    world.add_proof(&number, 1).await;
    let application = world.submit(&number).await;
    assert_eq!(application["stage"], "age_review");
    let queue = world.reviewer.get("/api/reviews?queue=age").await.ok();
    assert_eq!(queue["items"][0]["number"], number.as_str());

    let reject = json!({
        "reasonCode": "proof_unsealed", "comment": "请加盖单位人事章",
        "members": [{"memberId": person["memberId"], "remark": "缺劳动合同"}],
    });
    let rejected =
        world.reviewer.post(&format!("/api/applications/{number}/review/reject"), reject).await.ok();
    assert_eq!(rejected["stage"], "age_rejected");
    let application = clerk.get(&format!("/api/applications/{number}")).await.ok();
    assert_eq!(application["rejection"]["comment"], "请加盖单位人事章");

    clerk.post(&format!("/api/applications/{number}/withdraw"), json!({})).await.ok();
    world.add_proof(&number, 2).await;
    world.submit(&number).await;
    let approve = format!("/api/applications/{number}/review/approve");
    let approved = world.reviewer.post(&approve, json!({"comment": "材料齐全"})).await.ok();
    assert_eq!(approved["stage"], "await_payment");
    assert_eq!(approved["payableFen"], 36_000);
}

#[tokio::test]
async fn withdrawing_from_review_keeps_the_roster_and_the_proofs() {
    let world = World::new().await;
    let number = world.draft_with(&[people::person(1), people::over_age_person(2)]).await;
    world.add_proof(&number, 1).await;
    world.submit(&number).await;
    let withdrawn = world.clerk.post(&format!("/api/applications/{number}/withdraw"), json!({})).await.ok();
    assert_eq!(withdrawn["stage"], "draft");
    assert_eq!((&withdrawn["headcount"], &withdrawn["overAgeCount"]), (&json!(2), &json!(1)));
    let proofs = world.clerk.get(&format!("/api/applications/{number}/proofs")).await.ok();
    assert_eq!(proofs["items"].as_array().unwrap().len(), 1);
}
