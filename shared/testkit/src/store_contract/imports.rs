use domain::{
    application::PageRef,
    import::{Counts, Import, ImportMode, ImportState, ImportStateName},
    upload::{Purpose, Upload, UploadState},
};
use store::{Delivery, Job, StoreError};

use super::{receipt, write};
use crate::{Database, Story, at, caller_unit, file, import, members, number, pages, upload};

fn counts() -> Counts {
    Counts { rows: 2, add: 2, ..Counts::default() }
}

pub async fn an_upload_is_received_once(database: &Database) {
    let table = &database.table;
    let pending = Upload { purpose: Purpose::AgeProof, ..upload(1) };
    assert_eq!(table.upload(&pending.id).await.unwrap(), None);
    let received = pending.clone().receive(file(1)).unwrap();
    let unknown = table.receive_upload(&received).await;
    assert!(matches!(unknown, Err(StoreError::Conflict)), "{unknown:?}");

    table.put_upload(&pending, Some(receipt("unit1#a"))).await.unwrap();
    let twice = table.put_upload(&pending, Some(receipt("unit1#a"))).await;
    assert!(matches!(twice, Err(StoreError::Replayed(_))), "{twice:?}");
    assert_eq!(table.upload(&pending.id).await.unwrap(), Some(pending.clone()));

    assert_eq!(table.receive_upload(&received).await.unwrap(), Delivery::First);
    assert_eq!(table.receive_upload(&received).await.unwrap(), Delivery::Again);
    let rejected = pending.clone().reject("不是图片").unwrap();
    assert_eq!(table.receive_upload(&rejected).await.unwrap(), Delivery::Again);
    assert_eq!(table.upload(&pending.id).await.unwrap(), Some(received), "the first verdict stands");
}

pub async fn a_roster_is_received_once(database: &Database) {
    let table = &database.table;
    table.put_upload(&upload(1), None).await.unwrap();
    let queued = import(1, ImportState::Queued);
    let job = Job::check_roster(&queued, queued.created_at).unwrap();
    let received = upload(1).receive(file(1)).unwrap();
    assert_eq!(table.receive_roster(&received, &queued, &job).await.unwrap(), Delivery::First);
    assert_eq!(table.receive_roster(&received, &queued, &job).await.unwrap(), Delivery::Again);
    assert_eq!(table.import(&number(1), &queued.id).await.unwrap(), Some(queued.clone()));
    assert_eq!(table.upload(&queued.id).await.unwrap().map(|upload| upload.state), Some(received.state));
    assert_eq!(table.unsent_jobs(at("2026-01-06T00:00:00Z")).await.unwrap(), [job]);

    let later = Import { id: upload(2).id, ..queued.clone() };
    let job = Job::check_roster(&later, later.created_at).unwrap();
    table.put_upload(&upload(2), None).await.unwrap();
    table.receive_roster(&upload(2).receive(file(2)).unwrap(), &later, &job).await.unwrap();
    assert_eq!(table.imports(&number(1)).await.unwrap(), [later, queued], "newest first");
}

pub async fn a_file_that_is_no_roster_fails_its_import(database: &Database) {
    let table = &database.table;
    table.put_upload(&upload(1), None).await.unwrap();
    let failed = import(1, ImportState::Queued).fail("F001", "不是 Excel 文件").unwrap();
    let rejected = upload(1).reject("不是 Excel 文件").unwrap();
    assert_eq!(table.refuse_roster(&rejected, &failed).await.unwrap(), Delivery::First);
    assert_eq!(table.refuse_roster(&rejected, &failed).await.unwrap(), Delivery::Again);
    assert_eq!(table.import(&number(1), &failed.id).await.unwrap(), Some(failed));
    let stored = table.upload(&rejected.id).await.unwrap().unwrap();
    assert!(matches!(stored.state, UploadState::Rejected { .. }));
}

/// A queued import, received.
async fn queued(database: &Database) -> Import {
    let table = &database.table;
    table.put_upload(&upload(1), None).await.unwrap();
    let queued = import(1, ImportState::Queued);
    let job = Job::check_roster(&queued, queued.created_at).unwrap();
    table.receive_roster(&upload(1).receive(file(1)).unwrap(), &queued, &job).await.unwrap();
    queued
}

pub async fn an_import_moves_only_from_the_state_seen(database: &Database) {
    let table = &database.table;
    let import = queued(database).await.start_check().unwrap();
    table.set_import(&import, ImportStateName::Queued).await.unwrap();
    let redelivered = table.set_import(&import, ImportStateName::Queued).await;
    assert!(matches!(redelivered, Err(StoreError::Conflict)), "{redelivered:?}");

    let import = import.progress(1, 2).unwrap();
    table.set_import(&import, ImportStateName::Checking).await.unwrap();
    let discarded = import.clone().discard().unwrap();
    table.set_import(&discarded, ImportStateName::Checking).await.unwrap();
    let late = table.set_import(&import.ready(counts()).unwrap(), ImportStateName::Checking).await;
    assert!(matches!(late, Err(StoreError::Conflict)), "the clerk gave up meanwhile: {late:?}");
    assert_eq!(table.import(&number(1), &discarded.id).await.unwrap(), Some(discarded));
}

pub async fn an_import_is_applied_with_its_roster_or_not_at_all(database: &Database) {
    let table = &database.table;
    let (mut story, created) = Story::begin(1);
    write(table, &[created, story.choose_plan()]).await;
    let import = queued(database).await.start_check().unwrap();
    table.set_import(&import, ImportStateName::Queued).await.unwrap();
    let import = import.ready(counts()).unwrap();
    table.set_import(&import, ImportStateName::Checking).await.unwrap();

    let applying = import.apply(ImportMode::Append, caller_unit()).unwrap();
    let job = Job::apply_roster(&applying, story.now).unwrap();
    table.start_apply(&applying, &job, Some(receipt("unit1#apply"))).await.unwrap();
    let again = table.start_apply(&applying, &job, Some(receipt("unit1#apply"))).await;
    assert!(matches!(again, Err(StoreError::Replayed(_))), "{again:?}");
    let another = table.start_apply(&applying, &job, None).await;
    assert!(matches!(another, Err(StoreError::Conflict)), "{another:?}");

    // Somebody changes the application while the rows are being taken over.
    let mut late = story.clone();
    write(table, &[story.set_headcount()]).await;
    let new = pages(&members(2));
    let applied = applying.clone().applied(story.now).unwrap();
    let lost = table.apply_import(&late.update_roster(&new), &applied).await;
    assert!(matches!(lost, Err(StoreError::Conflict)), "{lost:?}");
    assert_eq!(table.import(&number(1), &applying.id).await.unwrap(), Some(applying));

    let change = story.update_roster(&new);
    table.apply_import(&change, &applied).await.unwrap();
    let stored = table.application(&number(1)).await.unwrap().unwrap();
    assert_eq!(stored.roster.pages, [PageRef::of(new[0].0.clone(), &new[0].1).unwrap()]);
    assert_eq!(table.import(&number(1), &applied.id).await.unwrap(), Some(applied.clone()));
    let redelivered = table.apply_import(&story.update_roster(&new), &applied).await;
    assert!(matches!(redelivered, Err(StoreError::Conflict)), "it is applied: {redelivered:?}");
}
