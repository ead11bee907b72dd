use domain::ids::SessionId;
use serde_json::json;
use store::{Rotation, Session, StoreError};

use super::write;
use crate::{Database, Fault, Story, at, caller_unit, members, number, page_ids, pages, ulid};

pub async fn what_the_service_left_undone_is_asked_for_again(database: &Database) {
    let pages = pages(&members(150));
    let left = json!({ "UnprocessedItems": { "canbao": [
        { "PutRequest": { "Item": {
            "PK": { "S": format!("APP#{}", number(1)) }, "SK": { "S": "ROSTER#left" }
        } } },
    ] } });
    database.faults.push(Fault::answer("BatchWriteItem", &left));
    database.table.put_pages(&number(1), &pages, None).await.unwrap();
    assert_eq!(database.faults.left(), 0);
    let scan = database.client.scan().table_name("canbao").send().await.unwrap();
    let keys: Vec<_> = scan.items().iter().map(|item| item["SK"].as_s().unwrap().as_str()).collect();
    assert_eq!(keys, ["ROSTER#left"], "what was left undone is written, and nothing twice");

    database.table.put_pages(&number(1), &pages, None).await.unwrap();
    let keys: Vec<_> = page_ids(2)
        .iter()
        .map(|page| {
            json!({
                "PK": { "S": format!("APP#{}", number(1)) }, "SK": { "S": format!("ROSTER#{page}") }
            })
        })
        .collect();
    let undone = json!({ "Responses": {}, "UnprocessedKeys": { "canbao": { "Keys": keys } } });
    database.faults.push(Fault::answer("BatchGetItem", &undone));
    let read = database.table.pages(&number(1), &page_ids(2)).await.unwrap();
    assert_eq!(database.faults.left(), 0);
    assert!(pages.iter().map(|(_, people)| people).eq(read.iter()));
}

pub async fn a_busy_item_is_tried_again(database: &Database) {
    let table = &database.table;
    let (mut story, created) = Story::begin(1);
    write(table, &[created]).await;
    let change = story.set_headcount();
    database.faults.push(Fault::cancelled(&["TransactionConflict", "None"]));
    database.faults.push(Fault::cancelled(&["None", "ThrottlingError"]));
    table.commit(&change, None).await.unwrap();
    assert_eq!(database.faults.left(), 0);

    // A condition that does not hold is not tried again, whatever else is busy.
    database.faults.push(Fault::cancelled(&["ConditionalCheckFailed", "TransactionConflict"]));
    let lost = table.commit(&story.choose_plan(), None).await;
    assert!(matches!(lost, Err(StoreError::Conflict)), "{lost:?}");
}

pub async fn a_lost_answer_to_a_rotation_is_no_theft(database: &Database) {
    let table = &database.table;
    let now = at("2026-01-05T00:00:00Z");
    let session = |token: &str| Session {
        id: SessionId::parse(ulid(1)).unwrap(),
        user: caller_unit().user,
        token_hash: token.into(),
        expires_at: at("2026-02-05T00:00:00Z"),
    };
    table.create_session(&session("a")).await.unwrap();
    database.faults.push(Fault::lost_answer("UpdateItem"));
    let first = table.rotate_session(&session("b"), "a", now).await;
    assert!(matches!(first, Err(StoreError::Throttled)), "{first:?}");
    assert_eq!(table.rotate_session(&session("b"), "a", now).await.unwrap(), Rotation::Rotated);
    assert_eq!(table.rotate_session(&session("c"), "b", now).await.unwrap(), Rotation::Rotated);
}

pub async fn passing_failures_are_told_from_lasting_ones(database: &Database) {
    let table = &database.table;
    for (code, passing) in [
        ("ThrottlingException", true),
        ("ProvisionedThroughputExceededException", true),
        ("InternalServerError", true),
        ("ValidationException", false),
        ("AccessDeniedException", false),
        ("ResourceNotFoundException", false),
    ] {
        database.faults.push(Fault::error("GetItem", code));
        let error = table.application(&number(1)).await.unwrap_err();
        assert_eq!(error.is_retryable(), passing, "{code}: {error:?}");
        database.faults.push(Fault::error("TransactWriteItems", code));
        let error = table.create(&Story::begin(1).1, None).await.unwrap_err();
        assert_eq!(error.is_retryable(), passing, "{code}: {error:?}");
    }
    database.faults.push(Fault::cancelled(&["ValidationError", "None"]));
    let invalid = table.create(&Story::begin(1).1, None).await;
    assert!(matches!(invalid, Err(StoreError::Backend { .. })), "{invalid:?}");
}
