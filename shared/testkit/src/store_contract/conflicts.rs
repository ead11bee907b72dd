use domain::application::{Change, TierLock};
use futures::future::join_all;
use store::StoreError;

use super::{receipt, write};
use crate::{Database, Story, at, plan, unit};

pub async fn a_taken_number_is_a_conflict(database: &Database) {
    let (_, created) = Story::begin(1);
    database.table.create(&created, None).await.unwrap();
    let again = database.table.create(&created, None).await;
    assert!(matches!(again, Err(StoreError::Conflict)), "{again:?}");
    let mut later = created;
    later.event.seq = 2;
    let again = database.table.create(&later, None).await;
    assert!(matches!(again, Err(StoreError::Conflict)), "whatever its history says: {again:?}");
}

pub async fn of_two_changes_of_one_version_exactly_one_wins(database: &Database) {
    let table = &database.table;
    let (story, created) = Story::begin(1);
    write(table, &[created]).await;
    let (first, second) = (story.clone().set_headcount(), story.clone().choose_plan());
    table.commit(&first, None).await.unwrap();
    let lost = table.commit(&second, None).await;
    assert!(matches!(lost, Err(StoreError::Conflict)), "{lost:?}");
    let stored = table.application(&story.application.number).await.unwrap();
    assert_eq!(stored, Some(first.application));
    let lock = table.tier_lock(&unit().id, &plan().id).await.unwrap();
    assert_eq!(lock, TierLock::free(unit().id, plan().id), "nothing of the loser was written");
    assert_eq!(table.history(&story.application.number).await.unwrap().len(), 2);
}

pub async fn of_many_racing_changes_exactly_one_wins(database: &Database) {
    let table = &database.table;
    let (story, created) = Story::begin(1);
    write(table, &[created]).await;
    let changes: Vec<Change> = (0..8).map(|_| story.clone().set_headcount()).collect();
    let endings = join_all(changes.iter().map(|change| table.commit(change, None))).await;
    assert_eq!(endings.iter().filter(|ending| ending.is_ok()).count(), 1);
    let lost = endings.iter().filter(|ending| matches!(ending, Err(StoreError::Conflict))).count();
    assert_eq!(lost, 7, "{endings:?}");
}

pub async fn a_change_of_a_version_that_is_not_there_is_a_conflict(database: &Database) {
    let table = &database.table;
    let (mut story, created) = Story::begin(1);
    write(table, &[created]).await;
    story.set_headcount();
    let ending = table.commit(&story.set_headcount(), None).await;
    assert!(matches!(ending, Err(StoreError::Conflict)), "{ending:?}");
    assert_eq!(table.history(&story.application.number).await.unwrap().len(), 1);
}

pub async fn a_change_from_another_stage_is_a_conflict(database: &Database) {
    let table = &database.table;
    let (mut story, created) = Story::begin(1);
    write(table, &[created]).await;
    let mut change = story.set_headcount();
    change.event.from = domain::application::StageName::AgeReview;
    let ending = table.commit(&change, None).await;
    assert!(matches!(ending, Err(StoreError::Conflict)), "{ending:?}");
}

pub async fn a_request_that_comes_again_gets_its_first_answer(database: &Database) {
    let table = &database.table;
    let (mut story, created) = Story::begin(1);
    table.create(&created, Some(receipt("unit1#a"))).await.unwrap();
    let change = story.set_headcount();
    table.commit(&change, Some(receipt("unit1#b"))).await.unwrap();

    // The version has moved on and the receipt is there: that it was carried out is the one that counts.
    let again = table.commit(&change, Some(receipt("unit1#b"))).await;
    let Err(StoreError::Replayed(stored)) = again else { panic!("{again:?}") };
    assert_eq!(*stored, receipt("unit1#b"));
    let created_again = table.create(&created, Some(receipt("unit1#a"))).await;
    assert!(matches!(created_again, Err(StoreError::Replayed(_))), "{created_again:?}");

    assert_eq!(table.receipt("unit1#b").await.unwrap(), Some(receipt("unit1#b")));
    assert_eq!(table.receipt("unit1#c").await.unwrap(), None);
    let now = at("2026-01-05T02:00:00Z");
    let alone = table.put_receipt(receipt("unit1#b"), now).await;
    assert!(matches!(alone, Err(StoreError::Replayed(_))), "{alone:?}");
}

pub async fn an_expired_receipt_is_in_nobodys_way(database: &Database) {
    let table = &database.table;
    table.put_receipt(receipt("unit1#a"), at("2026-01-05T02:00:00Z")).await.unwrap();
    table.put_receipt(receipt("unit1#a"), at("2026-01-06T00:00:00Z")).await.unwrap();
}

pub async fn of_two_tiers_taken_at_once_exactly_one_wins(database: &Database) {
    let table = &database.table;
    let ((mut one, created), (mut other, created_too)) = (Story::begin(1), Story::begin(2));
    write(table, &[created, created_too]).await;
    let (sixty, ninety) = (one.choose_tier("60"), other.choose_tier("90"));
    let endings = join_all([table.commit(&sixty, None), table.commit(&ninety, None)]).await;
    assert_eq!(endings.iter().filter(|ending| ending.is_ok()).count(), 1, "{endings:?}");
    assert_eq!(endings.iter().filter(|ending| matches!(ending, Err(StoreError::Conflict))).count(), 1);
    let lock = table.tier_lock(&unit().id, &plan().id).await.unwrap();
    assert_eq!((lock.version, lock.holders.len()), (1, 1));
}

pub async fn a_lock_that_moved_on_stops_the_change(database: &Database) {
    let table = &database.table;
    let ((mut one, created), (mut other, created_too)) = (Story::begin(1), Story::begin(2));
    write(table, &[created, created_too, one.choose_plan()]).await;
    // The other has read the lock before the first one took it.
    let stale = other.clone().choose_plan();
    let ending = table.commit(&stale, None).await;
    assert!(matches!(ending, Err(StoreError::Conflict)), "{ending:?}");
    let (mut third, created) = Story::begin(3);
    write(table, &[created]).await;
    other.lock = table.tier_lock(&unit().id, &plan().id).await.unwrap();
    third.lock = other.lock.clone();
    table.commit(&other.choose_plan(), None).await.unwrap();
    let ending = table.commit(&third.choose_plan(), None).await;
    assert!(matches!(ending, Err(StoreError::Conflict)), "{ending:?}");
    let lock = table.tier_lock(&unit().id, &plan().id).await.unwrap();
    assert_eq!((lock.version, lock.holders.len()), (2, 2));
}

pub async fn a_released_lock_can_be_taken_with_another_tier(database: &Database) {
    let table = &database.table;
    let (mut story, created) = Story::begin(1);
    write(table, &[created, story.choose_tier("60"), story.remove_plan(), story.choose_tier("90")]).await;
    let lock = table.tier_lock(&unit().id, &plan().id).await.unwrap();
    assert_eq!(lock, story.lock);
    assert_eq!(lock.tier.map(String::from), Some("90".to_owned()));
}
