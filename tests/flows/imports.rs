//! Rosters: staged, checked, applied; nothing half done, nothing lost.

use serde_json::json;
use system_tests::{people, world::World};

#[tokio::test]
async fn nothing_changes_before_apply_and_appending_updates_by_document_number() {
    let world = World::new().await;
    let number = world.draft().await;
    world.choose(&number, "60").await.ok();
    let import = world.import(&number, &people::people(3)).await;
    assert_eq!(import["state"], "ready");
    assert_eq!((&import["counts"]["rows"], &import["counts"]["add"]), (&json!(3), &json!(3)));
    assert_eq!(world.members(&number).await, 0);
    world.apply(&number, &import, "append").await;
    assert_eq!(world.members(&number).await, 3);

    let mut changed = people::people(4);
    changed[0].phone = "13700000000".into();
    let second = world.import(&number, &changed).await;
    let counts = &second["counts"];
    assert_eq!((&counts["add"], &counts["update"], &counts["unchanged"]), (&json!(1), &json!(1), &json!(2)));
    world.apply(&number, &second, "append").await;
    assert_eq!(world.members(&number).await, 4);
    let third = world.import(&number, &people::people(1)).await;
    world.apply(&number, &third, "replace").await;
    assert_eq!(world.members(&number).await, 1);
    let imports = world.clerk.get(&format!("/api/applications/{number}/imports")).await.ok();
    assert_eq!(imports["total"], 3);
}

#[tokio::test]
async fn rows_in_error_come_back_in_a_workbook_and_the_others_go_in() {
    let world = World::new().await;
    let number = world.draft().await;
    world.choose(&number, "60").await.ok();
    let mut roster = people::people(4);
    roster[1].document_number = "430902196604010051".into();
    roster[2].name = String::new();
    let import = world.import(&number, &roster).await;
    assert_eq!((&import["counts"]["errors"], &import["counts"]["add"]), (&json!(2), &json!(2)));
    let issues = import["issues"].as_array().unwrap();
    assert_eq!(issues[0]["row"], 3);
    assert_eq!(issues[0]["code"], "R207");
    assert!(issues[0]["message"].as_str().unwrap().contains("校验位"));
    let returned = world.clerk.download(import["resultWorkbook"].as_str().unwrap()).await;
    assert!(returned.starts_with(b"PK"));
    world.apply(&number, &import, "append").await;
    assert_eq!(world.members(&number).await, 2);
}

#[tokio::test]
async fn a_file_that_is_no_workbook_ends_in_failed_with_advice() {
    let world = World::new().await;
    let number = world.draft().await;
    world.choose(&number, "60").await.ok();
    for bytes in ["姓名,证件号码\n".as_bytes().to_vec(), b"PK\x03\x04 cut off".to_vec()] {
        let import = world.clerk.import(&number, bytes, &["failed"]).await;
        let sentence = import["failure"]["message"].as_str().unwrap();
        assert!(sentence.contains("另存为") || sentence.contains("重新"), "{sentence}");
    }
}

#[tokio::test]
async fn a_discarded_import_cannot_be_applied() {
    let world = World::new().await;
    let number = world.draft().await;
    world.choose(&number, "60").await.ok();
    let import = world.import(&number, &people::people(1)).await;
    let path = format!("/api/applications/{number}/imports/{}", import["id"].as_str().unwrap());
    world.clerk.delete(&path).await.ok();
    let answer = world.clerk.post(&format!("{path}/apply"), json!({"mode": "append"})).await;
    answer.refused(409, "invalid_transition");
}

#[tokio::test]
async fn an_import_into_an_application_that_left_the_draft_is_refused() {
    let world = World::new().await;
    let number = world.draft_with(&people::people(1)).await;
    let import = world.import(&number, &people::people(2)).await;
    world.submit(&number).await;
    let path = format!("/api/applications/{number}/imports/{}/apply", import["id"].as_str().unwrap());
    world.clerk.post(&path, json!({"mode": "append"})).await.refused(409, "invalid_transition");
    let headcount = &world.clerk.get(&format!("/api/applications/{number}")).await.ok()["headcount"];
    assert_eq!(*headcount, 1);
}

#[tokio::test]
async fn single_people_are_added_changed_and_deleted_by_the_same_rules() {
    let world = World::new().await;
    let number = world.draft_with(&people::people(2)).await;
    let members = format!("/api/applications/{number}/members");
    let person = people::person(50);
    let wrong =
        json!({"name": person.name, "documentType": "resident_id", "documentNumber": "430902196604010051"});
    let sentence = world.clerk.post(&members, wrong).await.refused(422, "invalid");
    assert!(sentence.contains("校验位"), "{sentence}");
    let right =
        json!({"name": person.name, "documentType": "resident_id", "documentNumber": person.document_number});
    let added = world.clerk.post(&members, right.clone()).await.ok();
    world.clerk.post(&members, right).await.refused(422, "duplicate");
    let id = added["memberId"].as_str().unwrap();
    let changed = world.clerk.patch(&format!("{members}/{id}"), json!({"phone": "13711112222"})).await.ok();
    assert_eq!(changed["phone"], "137****2222");
    let shown = world.clerk.post(&format!("{members}/{id}/reveal"), json!({"reason": "核对证件"})).await.ok();
    assert_eq!(shown["documentNumber"], person.document_number.as_str());
    world.clerk.post(&format!("{members}/delete"), json!({"memberIds": [id]})).await.ok();
    assert_eq!(world.members(&number).await, 2);
}

#[tokio::test]
async fn ten_thousand_people_go_in_whole() {
    let world = World::new().await;
    let number = world.draft().await;
    world.choose(&number, "60").await.ok();
    let import = world.import(&number, &people::people(10_000)).await;
    assert_eq!(import["counts"]["add"], 10_000, "{}", import["counts"]);
    world.apply(&number, &import, "replace").await;
    let application = world.clerk.get(&format!("/api/applications/{number}")).await.ok();
    assert_eq!(application["standardFen"], 60_000_000);
    let last =
        world.clerk.get(&format!("/api/applications/{number}/members?page=1000&pageSize=10")).await.ok();
    assert_eq!((last["items"].as_array().unwrap().len(), &last["total"]), (10, &json!(10_000)));
}

#[tokio::test]
async fn more_than_ten_thousand_rows_are_refused() {
    let world = World::new().await;
    let number = world.draft().await;
    world.choose(&number, "60").await.ok();
    let workbook = people::workbook(&people::people(10_001)).unwrap();
    let import = world.clerk.import(&number, workbook, &["failed"]).await;
    let sentence = import["failure"]["message"].as_str().unwrap();
    assert!(sentence.contains("10000"), "{sentence}");
}
