//! Ways back: FAQ-4, FAQ-5, and rejections of money and papers.

use serde_json::json;
use system_tests::{people, world::World};

#[tokio::test]
async fn during_payment_review_only_the_agency_can_send_it_back() {
    let world = World::new().await;
    let number = world.draft_with(&people::people(2)).await;
    let payment = world.paid(&number, 12_000).await;
    let withdraw = format!("/api/applications/{number}/withdraw");
    let sentence = world.clerk.post(&withdraw, json!({})).await.refused(409, "invalid_transition");
    assert!(sentence.contains("缴费审核中") && sentence.contains("请联系代办处驳回"), "{sentence}");

    let reject = json!({"target": "roster", "reasonCode": "unit_request", "comment": "单位补报一人"});
    world.finance.post(&format!("/api/payments/{payment}/reject"), reject).await.ok();
    let draft = world.clerk.post(&withdraw, json!({})).await.ok();
    assert_eq!(draft["stage"], "draft");
    let voided = world.clerk.get(&format!("/api/payments/{payment}")).await.ok();
    assert_eq!(voided["state"], "void");

    let import = world.import(&number, &[people::person(7)]).await;
    assert_eq!(import["counts"]["add"], 1);
    world.apply(&number, &import, "append").await;
    let again = world.submit(&number).await;
    assert_eq!(again["payableFen"], 18_000);
    let order =
        world.clerk.get(&format!("/api/payments/{}", again["paymentNumber"].as_str().unwrap())).await.ok();
    assert_eq!(order["paidFen"], 12_000, "the money already transferred counts again");
}

#[tokio::test]
async fn a_rejected_voucher_is_replaced_without_touching_the_roster() {
    let world = World::new().await;
    let number = world.draft_with(&people::people(1)).await;
    let payment = world.paid(&number, 6_000).await;
    let reject = json!({"target": "voucher", "reasonCode": "voucher_illegible", "comment": "看不清金额"});
    let order = world.finance.post(&format!("/api/payments/{payment}/reject"), reject).await.ok();
    let slip = order["vouchers"][0]["id"].as_str().unwrap().to_owned();
    world.clerk.delete(&format!("/api/payments/{payment}/vouchers/{slip}")).await.ok();
    world.add_voucher(&payment, 9, 6_000).await;
    world.clerk.post(&format!("/api/payments/{payment}/submit"), json!({})).await.ok();
    let application = world.clerk.get(&format!("/api/applications/{number}")).await.ok();
    assert_eq!(application["stage"], "payment_review");
    assert_eq!(application["paymentNumber"], payment.as_str());
}

#[tokio::test]
async fn overpayment_wants_a_remark() {
    let world = World::new().await;
    let number = world.draft_with(&people::people(1)).await;
    let payment = world.submit(&number).await["paymentNumber"].as_str().unwrap().to_owned();
    world.add_voucher(&payment, 1, 7_000).await;
    let submit = format!("/api/payments/{payment}/submit");
    world.clerk.post(&submit, json!({})).await.refused(422, "remark_required");
    world.clerk.post(&submit, json!({"remark": "多转10元，请抵下次"})).await.ok();
}

#[tokio::test]
async fn conclusion_needs_both_duties_and_the_papers() {
    let world = World::new().await;
    let number = world.draft_with(&people::people(1)).await;
    let payment = world.paid(&number, 6_000).await;
    let conclude = format!("/api/applications/{number}/conclude");
    world.reviewer.post(&conclude, json!({})).await.refused(422, "payment_not_confirmed");
    let confirm = format!("/api/payments/{payment}/confirm");
    world.reviewer.post(&confirm, json!({})).await.refused(403, "forbidden");
    world.finance.post(&confirm, json!({})).await.ok();
    world.reviewer.post(&conclude, json!({})).await.refused(422, "materials_missing");
    let lacking = json!({"items": [], "receivedOn": "2025-12-10"});
    let materials = format!("/api/applications/{number}/materials");
    let sentence = world.reviewer.post(&materials, lacking).await.refused(422, "invalid");
    assert!(sentence.contains("银行转账复印件"), "{sentence}");
}

#[tokio::test]
async fn a_withdrawn_notice_is_kept_and_stamped_void() {
    let world = World::new().await;
    let number = world.draft_with(&people::people(1)).await;
    world.submit(&number).await;
    let valid = world.document(&number, "payment_notice").await;
    world.clerk.post(&format!("/api/applications/{number}/withdraw"), json!({})).await.ok();
    let documents = world.clerk.get(&format!("/api/applications/{number}/documents")).await.ok();
    assert_eq!(documents["items"][0]["voided"], true);
    let stamped = world.document(&number, "payment_notice").await;
    assert_ne!(valid, stamped, "the void one bears a stamp");
}
