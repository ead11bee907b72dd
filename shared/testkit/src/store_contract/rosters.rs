use aws_sdk_dynamodb::types::AttributeValue;
use store::{StoreError, schema};

use super::write;
use crate::{Database, Story, at, members, number, page_id, page_ids, pages};

pub async fn ten_thousand_people_come_back_in_their_order(database: &Database) {
    let pages = pages(&members(10_000));
    assert_eq!(pages.len(), 100);
    database.table.put_pages(&number(1), &pages, None).await.unwrap();
    let mut wanted = page_ids(100);
    wanted.reverse();
    let read = database.table.pages(&number(1), &wanted).await.unwrap();
    assert!(pages.iter().rev().map(|(_, people)| people).eq(read.iter()));
}

/// A write costs one unit per KiB begun, the names of its attributes included.
pub async fn ten_thousand_people_cost_few_write_units(database: &Database) {
    database.table.put_pages(&number(1), &pages(&members(10_000)), None).await.unwrap();
    let (mut units, mut bytes) = (0, 0);
    let mut start = None;
    loop {
        let call = database.client.scan().table_name(&database.name).set_exclusive_start_key(start);
        let answer = call.send().await.unwrap();
        for item in answer.items() {
            let size: usize = item.iter().map(|(name, value)| name.len() + length(value)).sum();
            units += size.div_ceil(1024);
            bytes += size;
        }
        start = answer.last_evaluated_key;
        if start.is_none() {
            break;
        }
    }
    assert!(units <= 450, "{units} write units for {bytes} bytes");
}

fn length(value: &AttributeValue) -> usize {
    match value {
        AttributeValue::S(text) => text.len(),
        AttributeValue::B(bytes) => bytes.as_ref().len(),
        other => panic!("{other:?} on a page"),
    }
}

pub async fn a_missing_page_is_no_empty_page(database: &Database) {
    database.table.put_pages(&number(1), &pages(&members(150)), None).await.unwrap();
    let read = database.table.pages(&number(1), &[page_id(0), page_id(2)]).await;
    assert!(matches!(read, Err(StoreError::Inconsistent { .. })), "{read:?}");
    let elsewhere = database.table.pages(&number(2), &[page_id(0)]).await;
    assert!(matches!(elsewhere, Err(StoreError::Inconsistent { .. })), "pages belong to one application");
    assert_eq!(database.table.pages(&number(1), &[]).await.unwrap(), Vec::<Vec<_>>::new());
}

/// When each stored page goes, in seconds since 1970, by page.
async fn expiries(database: &Database) -> Vec<Option<String>> {
    let call = database
        .client
        .query()
        .table_name(&database.name)
        .key_condition_expression("PK = :p AND begins_with(SK, :s)")
        .expression_attribute_values(":p", AttributeValue::S(format!("APP#{}", number(1))))
        .expression_attribute_values(":s", AttributeValue::S("ROSTER#".into()));
    let answer = call.send().await.unwrap();
    answer.items().iter().map(|item| item.get(schema::EXPIRES).map(|at| at.as_n().unwrap().clone())).collect()
}

pub async fn a_replaced_roster_lets_its_pages_go(database: &Database) {
    let table = &database.table;
    let old = pages(&members(150));
    table.put_pages(&number(1), &old, None).await.unwrap();
    let (mut story, changes) = Story::draft(1, &old);
    write(table, &changes).await;
    assert_eq!(expiries(database).await, [None, None]);

    let new = vec![(page_id(2), members(10))];
    table.put_pages(&number(1), &new, None).await.unwrap();
    write(table, &[story.update_roster(&new)]).await;
    let goes = (story.now + chrono::Duration::days(31)).timestamp().to_string();
    assert_eq!(expiries(database).await, [Some(goes.clone()), Some(goes), None]);

    let gone = [page_id(77)];
    table.expire_pages(&number(1), &gone, at("2026-01-06T00:00:00Z")).await.unwrap();
    assert_eq!(expiries(database).await.len(), 3, "a page that is gone does not come back");
}

pub async fn a_change_that_loses_a_race_leaves_no_pages_behind(database: &Database) {
    let table = &database.table;
    let (first, second) = (vec![(page_id(1), members(2))], vec![(page_id(2), members(3))]);
    table.put_pages(&number(1), &[first.clone(), second.clone()].concat(), None).await.unwrap();
    let (mut story, created) = Story::begin(1);
    write(table, &[created, story.choose_plan()]).await;
    let mut late = story.clone();
    write(table, &[story.update_roster(&first)]).await;
    let lost = table.commit(&late.update_roster(&second), None).await;
    assert!(matches!(lost, Err(StoreError::Conflict)), "{lost:?}");
    let goes = (late.now + chrono::Duration::days(31)).timestamp().to_string();
    assert_eq!(expiries(database).await, [None, Some(goes)], "the roster in force stays");
}

pub async fn a_big_roster_is_replaced_in_one_change(database: &Database) {
    let table = &database.table;
    let old = pages(&members(10_000));
    table.put_pages(&number(1), &old, None).await.unwrap();
    let (mut story, changes) = Story::draft(1, &old);
    write(table, &changes).await;
    let new: Vec<_> = (200..).map(page_id).zip(old.into_iter().map(|(_, people)| people)).collect();
    table.put_pages(&number(1), &new, None).await.unwrap();
    write(table, &[story.update_roster(&new)]).await;
    let stored = table.application(&number(1)).await.unwrap().unwrap();
    assert_eq!(stored.roster.headcount(), 10_000);
    assert_eq!(stored.roster.pages[0].id, page_id(200));
}
