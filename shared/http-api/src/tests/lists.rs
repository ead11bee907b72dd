//! What lists cost: the same, whatever others have stored.

use aws_sdk_dynamodb::types::{AttributeValue, PutRequest, WriteRequest};
use domain::{
    application::{Change, StageName},
    caller::Caller,
};
use futures::{StreamExt as _, stream};
use testkit::{Costs, Database, Story, caller_agency, caller_unit, members, number, pages};

use crate::{
    Paging,
    lists::{ApplicationFilter, page_of_applications, stage_counts},
};

/// Writes an application, and copies of it under other numbers, and another unit and agency where that is said.
async fn copies(
    database: &Database,
    changes: &[Change],
    numbers: impl Iterator<Item = u32>,
    names: &[(&str, &str)],
) {
    let table = &database.table;
    for change in changes {
        match change.event.seq {
            1 => table.create(change, None).await.unwrap(),
            _ => table.commit(change, None).await.unwrap(),
        };
    }
    let original = changes[0].application.number.to_string();
    let mut items = Vec::new();
    for sort in ["STATE", "LINE"] {
        let key = |value: &str| AttributeValue::S(value.to_owned());
        let call =
            database.client.get_item().table_name(&database.name).key("PK", key(&format!("APP#{original}")));
        items.push(call.key("SK", key(sort)).send().await.unwrap().item.unwrap());
    }
    let mut requests = Vec::new();
    for n in numbers {
        for item in &items {
            let mut item = item.clone();
            for value in item.values_mut() {
                if let AttributeValue::S(text) = value {
                    *text = text.replace(&original, number(n).as_str());
                    for (from, to) in names {
                        *text = text.replace(from, to);
                    }
                }
            }
            let put = PutRequest::builder().set_item(Some(item)).build().unwrap();
            requests.push(WriteRequest::builder().put_request(put).build());
        }
    }
    let calls = requests.chunks(25).map(|chunk| {
        let call = database.client.batch_write_item().request_items(&database.name, chunk.to_vec());
        async { call.send().await.unwrap() }
    });
    stream::iter(calls).buffer_unordered(8).collect::<Vec<_>>().await;
}

/// What each list costs: name, entries in all, entries of the page, costs.
async fn costs(database: &Database) -> Vec<(&'static str, usize, usize, Costs)> {
    let waiting = [StageName::AgeReview, StageName::PaymentReview];
    let by = |text: &str| serde_json::from_str::<ApplicationFilter>(text).unwrap();
    let (all, unit, agency) = (ApplicationFilter::default(), caller_unit(), caller_agency());
    let lists: [(_, _, &Caller, Option<&[StageName]>, usize); 7] = [
        ("a unit's own", all.clone(), &unit, None, 1),
        ("an agency's, page 1", all.clone(), &agency, None, 1),
        ("an agency's, last page", all.clone(), &agency, None, 100),
        ("an agency's in one stage", by(r#"{"paymentStatus":"submitted"}"#), &agency, None, 1),
        ("an agency's of one unit", by(r#"{"unitId":"unit1"}"#), &agency, None, 1),
        ("an agency's by number", by(&format!(r#"{{"number":"{}"}}"#, number(7))), &agency, None, 1),
        ("a queue", all, &agency, Some(&waiting), 1),
    ];
    let mut found = Vec::new();
    for (name, filter, caller, queues, page) in lists {
        let paging = Paging { page, page_size: 10 };
        let (page, costs) = database
            .meter
            .of(async {
                let lines = filter.lines(&database.table, caller, queues).await.unwrap();
                page_of_applications(&database.table, caller, lines, paging).await.unwrap()
            })
            .await;
        found.push((name, page.total, page.items.len(), costs));
    }
    let (counts, costs) = database.meter.of(stage_counts(&database.table, &agency)).await;
    found.push(("an agency's counts", counts.unwrap().into_values().sum::<u32>() as usize, 0, costs));
    found
}

/// A house with that many applications of another agency, 1 000 of the agency, 30 of them the unit's own, 60 in review.
async fn house(others: u32) -> Database {
    let database = Database::in_process().await;
    let table = &database.table;
    table.put_unit(&testkit::unit()).await.unwrap();
    let people = pages(&members(300));
    let elsewhere = [("yiyang", "chenzhou"), ("unit1", "unit3")];
    let neighbour = [("unit1", "unit2")];
    copies(&database, &[Story::begin(1).1], 2..=30, &[]).await;
    copies(&database, &[Story::begin(1_000).1], 31..=940, &neighbour).await;
    copies(&database, &Story::paid(2_000, &people).1, 941..=998, &neighbour).await;
    copies(&database, &[Story::begin(5_000).1], 10_001..=10_000 + others, &elsewhere).await;
    database
}

#[tokio::test]
async fn a_list_costs_the_same_whatever_others_have_stored() {
    let (few, many) = (house(10).await, house(10_000).await);
    let (few, many) = (costs(&few).await, costs(&many).await);
    for line in &many {
        println!("{line:?}");
    }
    assert_eq!(few, many);
}
