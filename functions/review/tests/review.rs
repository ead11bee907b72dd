//! What the 经办人员 does, through the router, on a table in this process.
#![expect(clippy::unwrap_used, reason = "a test stops at its first surprise")]

use axum::Router;
use domain::{
    application::{Change, Command, Proof, StageName, TierLock},
    ids::{PaymentNumber, ProofId},
    roster::Member,
};
use http_testkit::{Gateway, admin, event_files, finance, reviewer, stranger};
use review_function::{Reviewing, router};
use serde_json::json;
use store::{PersonHasher, Work};
use testkit::{Story, caller_agency, caller_unit, file, members, old_member, pages, plan, ulid, unit};

const EVENTS: [(&str, &str); 2] = [
    ("approve.json", include_str!("../../../events/review/approve.json")),
    ("queue.json", include_str!("../../../events/review/queue.json")),
];

const OVER_AGE_PAPER: &str = "超龄未退休证明材料(盖章)";

#[test]
fn every_event_file_is_run_by_a_test() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../events/review");
    assert_eq!(event_files(folder), EVENTS.map(|(name, _)| name));
}

/// The `n`-th application, ready to be submitted; the unit's other ones left the lock on the tier like this.
fn draft_beside(lock: TierLock, n: u32, people: &[Member]) -> (Story, Vec<Change>) {
    let (mut story, created) = Story::begin(n);
    story.lock = lock;
    let changes =
        vec![created, story.choose_plan(), story.set_headcount(), story.update_roster(&pages(people))];
    (story, changes)
}

/// The first application: two people and one over age, proven and submitted.
fn in_age_review() -> (Story, Vec<Change>) {
    in_age_review_beside(TierLock::free(unit().id, plan().id), 1)
}

/// Two people, and one over age.
fn people() -> Vec<Member> {
    [members(2), vec![old_member(3)]].concat()
}

fn in_age_review_beside(lock: TierLock, n: u32) -> (Story, Vec<Change>) {
    let (mut story, mut changes) = draft_beside(lock, n, &people());
    let id = ProofId::parse(ulid(n)).unwrap();
    let proof = Proof { id, file: file(n), added_at: story.now };
    changes.push(story.give(&caller_unit(), Command::AddProof(proof)));
    changes.push(story.submit());
    assert_eq!(story.application.stage.name(), StageName::AgeReview);
    (story, changes)
}

/// Writes the first application with its people, who are under review.
async fn tell_in_age_review(gateway: &Gateway) -> Story {
    let (story, changes) = in_age_review();
    let table = &gateway.database.table;
    table.put_pages(&story.application.number, &pages(&people()), None).await.unwrap();
    gateway.tell(&changes).await;
    story
}

fn to_review(gateway: &Gateway) -> Router {
    let people = PersonHasher::new(b"a key for tests");
    router(Reviewing { commands: gateway.commands(), people })
}

#[tokio::test]
async fn an_approval_opens_the_payment_and_asks_for_the_notice() {
    let gateway = Gateway::new().await;
    tell_in_age_review(&gateway).await;
    let (_, event) = EVENTS[0];
    let approved = gateway.send(to_review(&gateway), event, &reviewer()).await.ok();
    assert_eq!((&approved["stage"], &approved["payableFen"]), (&json!("await_payment"), &json!(18_000)));
    let sent = gateway.outbox.take();
    assert!(matches!(&sent[..], [job] if matches!(job.work, Work::RenderDocument { .. })), "{sent:?}");

    let again = gateway.send(to_review(&gateway), event, &reviewer()).await.ok();
    assert_eq!(again, approved, "the same key gets the first answer");
    assert!(gateway.outbox.take().is_empty());
}

#[tokio::test]
async fn a_decision_that_was_taken_is_told_to_whom_comes_late() {
    let gateway = Gateway::new().await;
    tell_in_age_review(&gateway).await;
    let path = "/api/applications/CB20260105090000000001/review/reject";
    let reject = json!({
        "reasonCode": "proof_unsealed", "comment": "请加盖单位人事章",
        "members": [{"memberId": "3", "remark": "缺劳动合同"}],
    });
    let rejected = gateway.post(to_review(&gateway), path, &reviewer(), reject.clone()).await.ok();
    assert_eq!(rejected["rejection"]["members"], json!([{"memberId": "3", "remark": "缺劳动合同"}]));
    assert_eq!(rejected["rejection"]["reason"], "证明材料未盖章");
    let late = gateway.post(to_review(&gateway), path, &caller_agency(), reject).await;
    let sentence = late.refused(409, "invalid_transition");
    assert!(sentence.contains("yiyang-review账号") && sentence.contains("超龄审核驳回"), "{sentence}");
}

#[tokio::test]
async fn of_two_decisions_at_once_one_wins_and_the_other_is_told() {
    let gateway = Gateway::new().await;
    tell_in_age_review(&gateway).await;
    let path = |decision: &str| format!("/api/applications/CB20260105090000000001/review/{decision}");
    let (approve, reject) = (path("approve"), path("reject"));
    let (one, other) = (reviewer(), caller_agency());
    let no = json!({"reasonCode": "other", "comment": "材料有误"});
    let (approved, rejected) = tokio::join!(
        gateway.post(to_review(&gateway), &approve, &one, json!({})),
        gateway.post(to_review(&gateway), &reject, &other, no),
    );
    let (winner, loser) = if approved.status == 200 { (approved, rejected) } else { (rejected, approved) };
    winner.ok();
    let sentence = loser.refused(409, "invalid_transition");
    assert!(sentence.contains("该申请单已由"), "{sentence}");
}

#[tokio::test]
async fn who_may_not_decide_changes_nothing() {
    let gateway = Gateway::new().await;
    tell_in_age_review(&gateway).await;
    let (_, event) = EVENTS[0];
    gateway.send(to_review(&gateway), event, &stranger()).await.refused(404, "not_found");
    for caller in [caller_unit(), finance(), admin()] {
        gateway.send(to_review(&gateway), event, &caller).await.refused(403, "forbidden");
    }
    let path = "/api/applications/CB20260105090000000001/review/reject";
    for body in [json!({}), json!({"reasonCode": "nonsense", "comment": "x"})] {
        gateway.post(to_review(&gateway), path, &reviewer(), body).await.refused(400, "malformed");
    }
    let silent = json!({"reasonCode": "other", "comment": " "});
    gateway.post(to_review(&gateway), path, &reviewer(), silent).await.refused(422, "invalid");
    let waiting = gateway.get(to_review(&gateway), "/api/reviews?queue=age", Some(&reviewer())).await.ok();
    assert_eq!(waiting["total"], 1);
}

#[tokio::test]
async fn a_version_that_was_overtaken_is_refused() {
    let gateway = Gateway::new().await;
    let story = tell_in_age_review(&gateway).await;
    let path = format!("/api/applications/{}/review/approve", story.application.number);
    let seen = |version: u64| format!("\"{version}\"");
    let version = story.application.version;
    let approve = async |version: &str| {
        let headers = [("if-match", version)];
        let method = axum::http::Method::POST;
        gateway.ask(to_review(&gateway), method, &path, Some(&reviewer()), Some(json!({})), &headers).await
    };
    let sentence = approve(&seen(version - 1)).await.refused(409, "conflict");
    assert!(sentence.contains("王芳于2026-01-05 09:05处理为“超龄审核中”"), "{sentence}");
    approve(&seen(version)).await.ok();
}

#[tokio::test]
async fn the_longest_waiting_comes_first_and_only_the_agency_sees_the_queue() {
    let gateway = Gateway::new().await;
    let (early, early_changes) = Story::paid(2, &pages(&members(1)));
    let (mut late, mut late_changes) = draft_beside(early.lock.clone(), 1, &members(2));
    late_changes.extend([late.submit(), late.add_voucher(), late.submit_payment()]);
    gateway.tell(&early_changes).await;
    gateway.tell(&late_changes).await;
    // The first one comes back later.
    let back = [late.reject_payment(), late.submit_payment()];
    gateway.tell(&back).await;
    gateway.tell(&in_age_review_beside(late.lock.clone(), 3).1).await;
    let (_, event) = EVENTS[1];
    let queue = gateway.send(to_review(&gateway), event, &reviewer()).await.ok();
    let numbers = [&queue["items"][0]["number"], &queue["items"][1]["number"]];
    assert_eq!(numbers, [early.application.number.as_str(), late.application.number.as_str()]);
    assert_eq!(queue["total"], 2);
    let all = gateway.get(to_review(&gateway), "/api/reviews", Some(&admin())).await.ok();
    assert_eq!(all["total"], 3);
    gateway.get(to_review(&gateway), "/api/reviews", Some(&caller_unit())).await.refused(403, "forbidden");
    gateway.get(to_review(&gateway), "/api/reviews", None).await.refused(401, "not_signed_in");
}

#[tokio::test]
async fn a_conclusion_needs_money_and_papers_and_enrolls_everybody() {
    let gateway = Gateway::new().await;
    let (mut story, changes) = Story::paid(1, &pages(&members(3)));
    gateway.tell(&changes).await;
    let number = story.application.number.clone();
    let post = async |path: &str, body| {
        let path = format!("/api/applications/{number}/{path}");
        gateway.post(to_review(&gateway), &path, &reviewer(), body).await
    };
    post("conclude", json!({})).await.refused(422, "payment_not_confirmed");
    let confirmed = story.confirm_payment();
    gateway.tell(&[confirmed]).await;
    post("conclude", json!({})).await.refused(422, "materials_missing");
    let future = json!({"items": plan().papers, "receivedOn": "2026-01-06"});
    post("materials", future).await.refused(422, "invalid");
    post("materials", json!({"items": plan().papers, "receivedOn": "2026-01-05"})).await.ok();
    gateway.outbox.take();
    let concluded = post("conclude", json!({})).await.ok();
    assert_eq!((&concluded["stage"], &concluded["effectiveOn"]), (&json!("concluded"), &json!("2026-01-06")));
    let sent = gateway.outbox.take();
    assert!(
        sent.iter().any(|job| matches!(&job.work, Work::Enroll { application } if *application == number))
    );
}

#[tokio::test]
async fn over_age_people_need_one_paper_more_unless_it_is_waived() {
    let gateway = Gateway::new().await;
    let (mut story, mut changes) = in_age_review();
    let approve = Command::Approve {
        comment: None,
        plan: Box::new(plan()),
        payment: PaymentNumber::allot(story.now, 1),
        over_age: Vec::new(),
    };
    changes.push(story.give(&caller_agency(), approve));
    changes.extend([story.add_voucher(), story.submit_payment()]);
    gateway.tell(&changes).await;
    let path = format!("/api/applications/{}/materials", story.application.number);
    let lacking = json!({"items": plan().papers, "receivedOn": "2026-01-05"});
    let sentence =
        gateway.post(to_review(&gateway), &path, &reviewer(), lacking).await.refused(422, "invalid");
    assert!(sentence.contains(OVER_AGE_PAPER), "{sentence}");
    let waived =
        json!({"items": plan().papers, "receivedOn": "2026-01-05", "waiver": "证明材料已在系统核验"});
    let taken = gateway.post(to_review(&gateway), &path, &reviewer(), waived).await.ok();
    assert_eq!(taken["materials"]["waiver"], "证明材料已在系统核验");
}
