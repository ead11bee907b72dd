//! Rosters beyond one file: taken out as workbooks, carried over from last year, sent twice, deleted and brought back.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at its first surprise")]

use domain::roster::{Cell, RawRow};
use serde_json::{Value, json};
use system_tests::{
    client::Client,
    people::{self, Person},
    wait::until,
    world::World,
};
use workbook::{Limits, read_roster};

/// Asks for a workbook and waits for it.
async fn export(client: &Client, number: &str, kind: &str) -> (Value, Vec<u8>) {
    let exports = format!("/api/applications/{number}/exports");
    let asked = client.post(&exports, json!({"kind": kind})).await;
    assert_eq!(asked.status, 202, "{}", asked.body);
    let path = format!("{exports}/{}", asked.body["id"].as_str().unwrap());
    let ready = until("a workbook made", || async {
        let export = client.get(&path).await.ok();
        (export["state"] != "rendering").then_some(export)
    })
    .await;
    let url = ready["url"].as_str().unwrap_or_else(|| panic!("{ready}"));
    (ready.clone(), client.download(url).await)
}

fn rows(workbook: &[u8]) -> Vec<RawRow> {
    read_roster(workbook, &Limits::default()).unwrap().rows
}

fn man(birth: &str) -> Person {
    Person { document_number: people::resident_id(birth, 1), gender: "男".into(), ..people::person(700) }
}

fn offers(application: &Value, command: &str) -> bool {
    application["allowedCommands"].as_array().unwrap().iter().any(|one| one == command)
}

#[tokio::test]
async fn an_exported_roster_comes_back_unchanged_and_the_agency_gets_masked_numbers() {
    let world = World::new().await;
    let exports = |number: &str| format!("/api/applications/{number}/exports");
    let empty = world.draft().await;
    world.clerk.post(&exports(&empty), json!({"kind": "roster"})).await.refused(422, "nothing_to_export");

    let mut roster = people::people(3);
    roster.push(people::over_age_person(5));
    let number = world.draft_with(&roster).await;
    let (own, workbook) = export(&world.clerk, &number, "roster").await;
    assert_eq!(own["masked"], false);
    assert_eq!(rows(&workbook)[0].document_number, Cell::text(&roster[0].document_number));
    let import = world.clerk.import(&number, workbook, &["ready", "failed"]).await;
    let counts = &import["counts"];
    assert_eq!((&counts["rows"], &counts["unchanged"]), (&json!(4), &json!(4)), "{import}");
    assert_eq!((&counts["errors"], &counts["warnings"]), (&json!(0), &json!(0)), "{import}");

    let (theirs, masked) = export(&world.reviewer, &number, "roster").await;
    assert_eq!(theirs["masked"], true);
    let Cell::Text(shown) = &rows(&masked)[0].document_number else { panic!("a text") };
    assert!(shown.contains("***") && *shown != roster[0].document_number, "{shown}");
    let path = format!("{}/{}", exports(&number), theirs["id"].as_str().unwrap());
    world.clerk.get(&path).await.refused(404, "not_found");

    let (_, register) = export(&world.clerk, &number, "over_age_register").await;
    assert_eq!(rows(&register)[0].document_number, Cell::text(&roster[3].document_number));
    let previous = json!({"kind": "previous_roster"});
    world.clerk.post(&exports(&number), previous).await.refused(422, "no_previous_roster");
}

#[tokio::test]
async fn last_years_people_are_carried_over_by_this_years_rules() {
    let mut world = World::new().await;
    // Of age on 2027-01-01, not on 2026-01-01.
    let mut enrolled = people::people(3);
    enrolled.push(man("19660501"));
    for roster in [&enrolled[..], &[people::person(9)]] {
        let number = world.draft_with(roster).await;
        let fen = 6_000 * i64::try_from(roster.len()).unwrap();
        let payment = world.paid(&number, fen).await;
        world.conclude(&number, &payment).await;
    }
    world.next_year().await;
    let other = world.draft_with(&[people::person(0)]).await;
    let number = world.draft().await;
    let path = format!("/api/applications/{number}/carry-over");
    world.clerk.post(&path, json!({})).await.refused(422, "incomplete");
    world.choose(&number, "60").await.ok();
    let before = world.clerk.get(&path).await.ok();
    assert_eq!(before["source"]["people"], 5, "the supplement counts");
    assert_eq!(before["difference"], json!({"new": 0, "left": 5, "changed": 0, "same": 0}));
    let (_, workbook) = export(&world.clerk, &number, "previous_roster").await;
    assert_eq!(rows(&workbook).len(), 5);

    let started = world.clerk.post(&path, json!({})).await;
    assert_eq!(started.status, 202, "{}", started.body);
    let import = world.clerk.import_in(&number, started.body["id"].as_str().unwrap(), &["ready"]).await;
    let counts = &import["counts"];
    assert_eq!((&counts["add"], &counts["leftOut"], &counts["overAge"]), (&json!(4), &json!(1), &json!(1)));
    let issues = import["issues"].as_array().unwrap();
    let left_out = issues.iter().find(|issue| issue["severity"] == "notice").unwrap();
    assert_eq!((&left_out["code"], &left_out["row"]), (&json!("R505"), &json!(2)));
    assert!(left_out["message"].as_str().unwrap().contains(&other));
    assert_eq!(world.members(&number).await, 0, "nothing changes before it is applied");
    world.apply(&number, &import, "append").await;
    assert_eq!(world.members(&number).await, 4);
    let after = world.clerk.get(&path).await.ok();
    assert_eq!(after["difference"], json!({"new": 0, "left": 1, "changed": 0, "same": 4}));
}

#[tokio::test]
async fn a_file_sent_again_is_recognised_and_hindered_by_nothing() {
    let world = World::new().await;
    let number = world.draft().await;
    world.choose(&number, "60").await.ok();
    let workbook = people::workbook(&people::people(2)).unwrap();
    let first = world.clerk.import(&number, workbook.clone(), &["ready"]).await;
    assert_eq!(first["duplicateOf"], Value::Null);
    let second = world.clerk.import(&number, workbook.clone(), &["ready"]).await;
    assert_eq!(second["duplicateOf"]["id"], first["id"]);
    assert_eq!(second["duplicateOf"]["state"], "ready");
    world.apply(&number, &second, "append").await;
    assert_eq!(world.members(&number).await, 2);

    for import in [&first, &second] {
        let path = format!("/api/applications/{number}/imports/{}", import["id"].as_str().unwrap());
        world.clerk.delete(&path).await;
    }
    let third = world.clerk.import(&number, workbook, &["ready"]).await;
    assert_eq!(third["duplicateOf"]["id"], second["id"], "what was given up does not count");
    assert_eq!(third["duplicateOf"]["state"], "applied");
}

#[tokio::test]
async fn deleted_people_come_back_one_deletion_after_the_other_to_where_they_stood() {
    let world = World::new().await;
    let number = world.draft_with(&people::people(5)).await;
    let application = format!("/api/applications/{number}");
    let members = format!("{application}/members");
    let undo = format!("{members}/undo-delete");
    let ids = || async {
        let page = world.clerk.get(&members).await.ok();
        let items = page["items"].as_array().unwrap().iter();
        items.map(|item| item["memberId"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let delete = |gone: Vec<String>| {
        let path = format!("{members}/delete");
        let client = world.clerk.clone();
        async move { client.post(&path, json!({"memberIds": gone})).await.ok() }
    };
    let all = ids().await;
    world.clerk.post(&undo, json!({})).await.refused(422, "nothing_to_undo");
    let deleted = delete(vec![all[1].clone(), all[3].clone()]).await;
    assert!(offers(&deleted, "undoDelete"), "{deleted}");
    delete(vec![all[0].clone()]).await;
    world.clerk.post(&undo, json!({})).await.ok();
    assert_eq!(ids().await, [&all[0], &all[2], &all[4]].map(String::clone));
    let restored = world.clerk.post(&undo, json!({})).await.ok();
    assert_eq!(ids().await, all);
    assert!(!offers(&restored, "undoDelete"));

    delete(all.clone()).await;
    assert_eq!(world.members(&number).await, 0);
    let import = world.import(&number, &[people::person(2)]).await;
    world.apply(&number, &import, "append").await;
    let sentence = world.clerk.post(&undo, json!({})).await.refused(422, "came_back");
    assert!(sentence.contains("1人已重新加入"), "{sentence}");
    let import = world.import(&number, &people::people(3)).await;
    world.apply(&number, &import, "replace").await;
    assert!(!offers(&world.clerk.get(&application).await.ok(), "undoDelete"));
    world.clerk.post(&undo, json!({})).await.refused(422, "nothing_to_undo");
}
