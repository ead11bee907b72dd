use domain::ids::SessionId;
use serde_json::json;
use store::{Rotation, Session, StoreError};

use super::write;
use crate::{Database, Fault, Story, at, caller_unit, members, number, page_ids, pages, ulid};

pub async fn what_the_service_left_undone_is_asked_for_again(database: &Database) {
    let pages = pages(&members(150));
    let left = json!({ "UnprocessedItems": { &database.name: [
        { "PutRequest": { "Item": {
            "PK": { "S": format!("APP#{}", number(1)) }, "SK": { "S": "ROSTER#left" }
        } } },
    ] } });
    database.faults.push(Fault::answer("BatchWriteItem", &left));
    database.table.put_pages(&number(1), &pages, None).await.unwrap();
    assert_eq!(database.faults.left(), 0);
    let scan = database.client.scan().table_name(&database.name).send().await.unwrap();
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
    let undone = json!({ "Responses": {}, "UnprocessedKeys": { &database.name: { "Keys": keys } } });
    database.faults.push(Fault::answer("BatchGetItem", &undone));
    let read = database.table.pages(&number(1), &page_ids(2)).await.unwrap();
    assert_eq!(database.faults.left(), 0);
    assert!(pages.iter().map(|(_, people)| people).eq(read.iter()));
}

pub async fn an_answer_in_parts_is_read_to_its_end(database: &Database) {
    let table = &database.table;
    let (story, changes) = Story::draft(1, &pages(&members(2)));
    write(table, &changes).await;
    let key = json!({ "PK": { "S": format!("APP#{}", number(1)) }, "SK": { "S": "EVENT#0000000002" } });
    let part = json!({ "Items": [], "Count": 0, "ScannedCount": 0, "LastEvaluatedKey": key });
    database.faults.push(Fault::answer("Query", &part));
    let history = table.history(&story.application.number).await.unwrap();
    assert_eq!(
        history.iter().map(|event| event.seq).collect::<Vec<_>>(),
        [3, 4],
        "from where the part ended"
    );

    let now = at("2026-01-05T01:00:00Z");
    table.record_failure("password#unit1", now, 1, chrono::Duration::minutes(15)).await.unwrap();
    let key = json!({ "PK": { "S": "FAILURE#password#unit1" }, "SK": { "S": "2026-01-05T00:59:59.000Z#1" } });
    let part = json!({ "Count": 2, "ScannedCount": 2, "LastEvaluatedKey": key });
    database.faults.push(Fault::answer("Query", &part));
    assert_eq!(table.failures("password#unit1", now - chrono::Duration::minutes(1)).await.unwrap(), 3);
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
