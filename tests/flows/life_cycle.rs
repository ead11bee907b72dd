//! What is rarer than the clerk's yearly job: people refused one by one, supplements, entry by the agency, more time,
//! reductions.

use serde_json::{Value, json};
use system_tests::{people, world::World};

#[tokio::test]
async fn those_refused_are_dropped_and_the_others_go_on_without_another_review() {
    let world = World::new().await;
    let mut roster = people::people(3);
    roster.extend((1..=3).map(people::over_age_person));
    let number = world.draft_with(&roster).await;
    world.add_proof(&number, 1).await;
    assert_eq!(world.submit(&number).await["stage"], "age_review");
    let people = world.over_age(&number).await;
    assert!(people.iter().all(|person| person["review"]["state"] == "pending"));

    let reject = format!("/api/applications/{number}/review/reject");
    let refused = |id: &Value| {
        json!({
            "reasonCode": "proof_incomplete", "comment": "一人材料不齐",
            "members": [{"memberId": id, "remark": "缺劳动合同"}],
        })
    };
    world.reviewer.post(&reject, refused(&json!("999"))).await.refused(422, "invalid");
    let rejected = world.reviewer.post(&reject, refused(&people[1]["memberId"])).await.ok();
    assert_eq!(rejected["review"]["accepted"], 2);
    assert_eq!(rejected["holder"]["capacity"], "unit");

    let seen = world.over_age(&number).await;
    let states: Vec<_> = seen.iter().map(|person| &person["review"]["state"]).collect();
    assert_eq!(states, ["accepted", "refused", "accepted"]);
    assert_eq!(seen[1]["review"]["remark"], "缺劳动合同");

    world.clerk.post(&format!("/api/applications/{number}/withdraw"), json!({})).await.ok();
    let gone = json!({"memberIds": [people[1]["memberId"]]});
    world.clerk.post(&format!("/api/applications/{number}/members/delete"), gone).await.ok();
    let submitted = world.submit(&number).await;
    assert_eq!((&submitted["stage"], &submitted["payableFen"]), (&json!("await_payment"), &json!(30_000)));
    let history = world.clerk.get(&format!("/api/applications/{number}/history")).await.ok();
    assert_eq!(history["items"].as_array().unwrap().last().unwrap()["reason"], "沿用第1版审核结果");
}

#[tokio::test]
async fn a_supplement_keeps_the_tier_and_leaves_out_whom_the_first_application_covers() {
    let world = World::new().await;
    let first = world.draft_with(&people::people(2)).await;
    let payment = world.paid(&first, 12_000).await;
    world.conclude(&first, &payment).await;

    let second = world.draft().await;
    world.choose(&second, "90").await.refused(422, "tier_locked");
    let chosen = world.choose(&second, "60").await.ok();
    assert_eq!((&chosen["supplement"], &chosen["suggestedHeadcount"]), (&json!(1), &json!(100)));
    assert_eq!(chosen["insuredHeadcount"], Value::Null, "it has to be confirmed");

    let import = world.import(&second, &people::people(3)).await;
    let counts = &import["counts"];
    assert_eq!(
        (&counts["rows"], &counts["add"], &counts["leftOut"], &counts["errors"]),
        (&json!(3), &json!(1), &json!(2), &json!(0))
    );
    let issues = import["issues"].as_array().unwrap();
    let left_out: Vec<_> = issues.iter().filter(|issue| issue["code"] == "R505").collect();
    assert_eq!(left_out.len(), 2);
    assert!(left_out[0]["message"].as_str().unwrap().contains(&first));
    world.apply(&second, &import, "append").await;
    let submit = format!("/api/applications/{second}/submit");
    world.clerk.post(&submit, json!({})).await.refused(422, "incomplete");
    let headcount = json!({"insuredHeadcount": 101});
    world.clerk.put(&format!("/api/applications/{second}/insured-headcount"), headcount).await.ok();
    assert_eq!(world.submit(&second).await["payableFen"], 6_000);
}

#[tokio::test]
async fn the_agency_enters_an_application_for_a_unit_from_draft_to_payment() {
    let mut world = World::new().await;
    let unit = std::mem::replace(&mut world.clerk, system_tests::client::Client::anonymous());
    world.enter_at_the_agency().await;
    let mut roster = people::people(1);
    roster.push(people::over_age_person(1));
    let number = world.draft_with(&roster).await;
    world.add_proof(&number, 1).await;
    let submitted = world.submit(&number).await;
    assert_eq!((&submitted["channel"], &submitted["stage"]), (&json!("agency"), &json!("age_review")));
    world.clerk.post(&format!("/api/applications/{number}/review/approve"), json!({})).await.ok();
    let opened = unit.get(&format!("/api/applications/{number}")).await.ok();
    let payment = opened["paymentNumber"].as_str().unwrap().to_owned();
    world.add_voucher(&payment, 1, 12_000).await;
    world.clerk.post(&format!("/api/payments/{payment}/submit"), json!({})).await.ok();
    assert_eq!(world.conclude(&number, &payment).await["stage"], "concluded");
    let history = unit.get(&format!("/api/applications/{number}/history")).await.ok();
    let duties = history["items"].as_array().unwrap().iter().map(|event| event["actor"]["duty"].as_str());
    assert!(duties.flatten().all(|duty| duty == "review" || duty == "finance"), "{history}");
}

#[tokio::test]
async fn a_unit_with_more_time_may_still_apply() {
    let world = World::new().await;
    world.close_plan().await;
    let number = world.draft().await;
    world.choose(&number, "60").await.refused(422, "plan_closed");

    let path = format!("/api/plans/{}/extensions", world.plan);
    let longer = json!({"unitId": world.unit, "closesOn": "2099-06-30", "reason": "单位改制，名单迟到"});
    world.clerk.post(&path, longer.clone()).await.refused(404, "not_found");
    world.reviewer.post(&path, longer.clone()).await.refused(403, "forbidden");
    let manager = world.manager().await;
    let past = json!({"unitId": world.unit, "closesOn": "2020-02-01", "reason": "x"});
    manager.post(&path, past).await.refused(422, "invalid");
    let granted = manager.post(&path, longer).await.ok();
    assert_eq!(granted["unit"]["id"], world.unit.as_str());
    assert_eq!(manager.get(&path).await.ok()["items"][0]["reason"], "单位改制，名单迟到");

    let plans = world.clerk.get("/api/plans").await.ok();
    assert_eq!(
        (&plans["items"][0]["closesOn"], &plans["items"][0]["open"]),
        (&json!("2099-06-30"), &json!(true))
    );
    let others = world.reviewer.get("/api/plans").await.ok();
    assert_eq!(others["items"][0]["closesOn"], "2020-01-31", "the plan itself stays closed");
    world.choose(&number, "60").await.ok();
    let import = world.import(&number, &people::people(1)).await;
    world.apply(&number, &import, "append").await;
    let headcount = json!({"insuredHeadcount": 9});
    world.clerk.put(&format!("/api/applications/{number}/insured-headcount"), headcount).await.ok();
    assert_eq!(world.submit(&number).await["stage"], "await_payment");
}

#[tokio::test]
async fn a_reduction_opens_another_order_and_keeps_the_slip() {
    let world = World::new().await;
    let number = world.draft_with(&people::people(2)).await;
    let first = world.submit(&number).await["paymentNumber"].as_str().unwrap().to_owned();
    world.add_voucher(&first, 1, 7_000).await;
    let path = format!("/api/applications/{number}/reduction");
    let reduction = |fen: i64| json!({"amountFen": fen, "reason": "困难企业减免"});
    world.clerk.post(&path, reduction(5_000)).await.refused(403, "forbidden");
    world.reviewer.post(&path, reduction(12_001)).await.refused(422, "reduction_exceeds");
    let reduced = world.reviewer.post(&path, reduction(5_000)).await.ok();
    let fen = [&reduced["standardFen"], &reduced["reductionFen"], &reduced["payableFen"]];
    assert_eq!(fen, [&json!(12_000), &json!(5_000), &json!(7_000)]);
    let second = reduced["paymentNumber"].as_str().unwrap().to_owned();
    assert_ne!(first, second);
    assert_eq!(world.clerk.get(&format!("/api/payments/{first}")).await.ok()["state"], "void");
    let order = world.clerk.get(&format!("/api/payments/{second}")).await.ok();
    assert_eq!((&order["dueFen"], &order["paidFen"]), (&json!(7_000), &json!(7_000)));
    world.clerk.post(&format!("/api/payments/{second}/submit"), json!({})).await.ok();
    world.reviewer.post(&path, reduction(0)).await.refused(409, "invalid_transition");
}

#[tokio::test]
async fn the_unit_reads_the_paper_that_its_agency_issued_and_voided() {
    let world = World::new().await;
    let number = world.draft_with(&people::people(2)).await;
    let payment = world.paid(&number, 12_000).await;
    let announce = |name: &str, bytes: &[u8]| {
        json!({
            "purpose": "invoice", "applicationNumber": number, "fileName": name,
            "contentType": "application/pdf", "sizeBytes": bytes.len(),
        })
    };
    let picture = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    let (_, refused) = world.finance.upload_checked(announce("票据.pdf", &picture), picture.clone()).await;
    assert!(refused["reason"].as_str().unwrap().contains("pdf 或 ofd"), "{refused}");
    let paper = b"%PDF-1.4\n% paper\n%%EOF\n".to_vec();
    world.clerk.post("/api/uploads", announce("票据.pdf", &paper)).await.refused(403, "forbidden");
    let (upload, _) = world.finance.upload_checked(announce("票据.pdf", &paper), paper.clone()).await;
    let invoices = format!("/api/applications/{number}/invoices");
    let invoice = json!({
        "uploadId": upload, "kind": "union_receipt", "number": "NO0000123", "amountFen": 12_000,
        "issuedOn": "2025-12-10",
    });
    world.finance.post(&invoices, invoice.clone()).await.refused(422, "invoice_too_early");
    world.finance.post(&format!("/api/payments/{payment}/confirm"), json!({})).await.ok();
    world.finance.post(&invoices, invoice).await.ok();
    let seen = world.clerk.get(&invoices).await.ok();
    let url = seen["items"][0]["fileUrl"].as_str().unwrap();
    assert_eq!(world.clerk.download(url).await, paper);
    let application = world.clerk.get(&format!("/api/applications/{number}")).await.ok();
    assert_eq!(application["invoiceState"], "issued");

    let id = seen["items"][0]["id"].as_str().unwrap();
    let void = json!({"reason": "抬头有误"});
    world.finance.post(&format!("{invoices}/{id}/void"), void).await.ok();
    let after = world.clerk.get(&invoices).await.ok();
    assert_eq!(after["items"][0]["voided"]["reason"], "抬头有误");
    assert!(after["note"].as_str().unwrap().starts_with("尚未开票"));
    let notices = world.clerk.get("/api/notices").await.ok();
    assert_eq!(notices["items"][0]["title"], "票据已作废");
}
