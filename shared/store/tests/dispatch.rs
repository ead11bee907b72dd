//! Jobs on their way from the table to the queues.
#![expect(clippy::unwrap_used, reason = "a test stops at its first surprise")]

use aws_sdk_sqs::{
    Client,
    config::{BehaviorVersion, Config, Region},
};
use domain::{application::DocumentKind, import::ImportState};
use store::{Job, Queues, Work, dispatch};
use testkit::{Database, Outbox, Story, members, pages};

/// A submitted application, and the job to make its notice.
async fn submitted(database: &Database) -> (Story, Vec<Job>) {
    let (mut story, changes) = Story::draft(1, &pages(&members(2)));
    for change in &changes {
        let written = match change.event.seq {
            1 => database.table.create(change, None).await,
            _ => database.table.commit(change, None).await,
        };
        written.unwrap();
    }
    let jobs = database.table.commit(&story.submit(), None).await.unwrap();
    (story, jobs)
}

async fn unsent(database: &Database, story: &Story) -> Vec<Job> {
    database.table.unsent_jobs(story.now + chrono::Duration::seconds(1)).await.unwrap()
}

#[tokio::test]
async fn a_job_that_was_sent_is_noted_as_sent() {
    let (database, outbox) = (Database::in_process().await, Outbox::new());
    let (story, jobs) = submitted(&database).await;
    dispatch(&database.table, &outbox.queues(), jobs.clone()).await;
    assert_eq!(outbox.take(), jobs);
    assert_eq!(unsent(&database, &story).await, []);
}

#[tokio::test]
async fn a_job_that_cannot_be_sent_stays_for_later() {
    let (database, outbox) = (Database::in_process().await, Outbox::new());
    let (story, jobs) = submitted(&database).await;
    outbox.close(true);
    dispatch(&database.table, &outbox.queues(), jobs.clone()).await;
    assert_eq!(unsent(&database, &story).await, jobs);
}

#[tokio::test]
async fn a_function_without_the_queue_leaves_the_job_for_later() {
    let database = Database::in_process().await;
    let (story, jobs) = submitted(&database).await;
    let config = Config::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::from_static("cn-north-1"))
        .build();
    let roster_only = Queues::new(Client::from_conf(config), Some("http://queues.test/roster".into()), None);
    dispatch(&database.table, &roster_only, jobs.clone()).await;
    assert_eq!(unsent(&database, &story).await, jobs);
}

#[tokio::test]
async fn each_kind_of_work_has_its_queue() {
    let outbox = Outbox::new();
    let (story, _) = Story::begin(1);
    let import = testkit::import(1, ImportState::Queued);
    let application = story.application.number.clone();
    let job = |work| Job { work, ..Job::check_roster(&import, story.now).unwrap() };
    let jobs = [
        Job::check_roster(&import, story.now).unwrap(),
        Job::apply_roster(&import, story.now).unwrap(),
        job(Work::Enroll { application: application.clone() }),
        job(Work::RenderDocument {
            application,
            kind: DocumentKind::PaymentNotice,
            number: "JF0000000000000000001".into(),
        }),
    ];
    for job in &jobs {
        outbox.queues().send(job).await.unwrap();
    }
    assert_eq!(outbox.take(), jobs);
}
