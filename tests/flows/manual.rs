//! The questions and answers of the manual, and its lists.

use serde_json::json;
use system_tests::{people, world::World};

#[tokio::test]
async fn one_unit_has_one_tier_per_plan() {
    let world = World::new().await;
    let first = world.draft().await;
    world.choose(&first, "60").await.ok();
    let second = world.draft().await;
    let sentence = world.choose(&second, "90").await.refused(422, "tier_locked");
    assert!(sentence.contains("60元档位"), "{sentence}");
    world.clerk.delete(&format!("/api/applications/{first}")).await.ok();
    world.choose(&second, "90").await.ok();
}

#[tokio::test]
async fn another_document_needs_gender_and_age() {
    let world = World::new().await;
    let number = world.draft().await;
    world.choose(&number, "60").await.ok();
    let foreign = |gender: &str, age: &str| people::Person {
        document_type: "其他".into(),
        document_number: "AB123456".into(),
        gender: gender.into(),
        age: age.into(),
        ..people::person(1)
    };
    let bare = world.import(&number, &[foreign("", "")]).await;
    assert_eq!(bare["issues"][0]["code"], "R301");
    let full = world.import(&number, &[foreign("女", "30")]).await;
    assert_eq!(full["counts"]["add"], 1, "{full}");
}

#[tokio::test]
async fn people_missed_are_added_by_a_new_application_and_the_covered_ones_are_told() {
    let world = World::new().await;
    let number = world.draft_with(&people::people(2)).await;
    let payment = world.paid(&number, 12_000).await;
    world.conclude(&number, &payment).await;
    world.enrolled(2).await;

    let supplement = world.draft().await;
    world.choose(&supplement, "60").await.ok();
    let import = world.import(&supplement, &people::people(3)).await;
    let counts = &import["counts"];
    assert_eq!((&counts["add"], &counts["leftOut"], &counts["errors"]), (&json!(1), &json!(2), &json!(0)));
    assert_eq!(import["issues"][0]["code"], "R505");
    assert!(import["issues"][0]["message"].as_str().unwrap().contains(&number));
}

#[tokio::test]
async fn the_list_filters_by_number_plan_status_and_day() {
    let world = World::new().await;
    let first = world.draft_with(&people::people(1)).await;
    let second = world.draft().await;
    world.submit(&first).await;
    let count = async |query: &str| {
        let page = world.clerk.get(&format!("/api/applications?{query}")).await.ok();
        page["total"].as_u64().unwrap()
    };
    assert_eq!(count("").await, 2);
    assert_eq!(count(&format!("number={second}")).await, 1);
    assert_eq!(count("reviewStatus=approved").await, 1);
    assert_eq!(count("paymentStatus=unpaid").await, 1);
    assert_eq!(count(&format!("planId={}", world.plan)).await, 1);
    assert_eq!(count("createdFrom=2000-01-01&createdTo=2000-01-02").await, 0);
    assert_eq!(count(&format!("unitId={}", world.unit)).await, 2);
    let home = world.clerk.get("/api/home").await.ok();
    assert!(home.to_string().contains("await_payment"), "{home}");
}

#[tokio::test]
async fn a_refused_file_says_why() {
    let world = World::new().await;
    let number = world.draft_with(&[people::over_age_person(3)]).await;
    let request = |name: &str, kind: &str, size: usize| json!({"purpose": "age_proof", "applicationNumber": number, "fileName": name, "contentType": kind, "sizeBytes": size});
    let big = request("扫描.pdf", "application/pdf", 11 * 1024 * 1024);
    world.clerk.post("/api/uploads", big).await.refused(413, "too_large");
    let program = request("a.exe", "application/octet-stream", 10);
    world.clerk.post("/api/uploads", program).await.refused(415, "unsupported_media_type");
    let renamed = b"not a picture at all".to_vec();
    let (id, upload) =
        world.clerk.upload_checked(request("a.jpg", "image/jpeg", renamed.len()), renamed).await;
    assert_eq!(upload["state"], "rejected");
    assert!(upload["reason"].as_str().unwrap().contains("jpg"), "{upload}");
    let proof = json!({"uploadId": id});
    let attach = world.clerk.post(&format!("/api/applications/{number}/proofs"), proof).await;
    assert_eq!(attach.status, 422, "{}", attach.body);
}
