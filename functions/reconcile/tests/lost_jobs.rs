//! Jobs that were written and never sent.
#![expect(clippy::unwrap_used, reason = "a test stops at its first surprise")]

use chrono::Duration;
use reconcile_function::{Reconciler, Summary};
use runtime::Clock;
use serde::de::IgnoredAny;
use testkit::{Database, Outbox, Story, members, pages};

const EVENTS: [(&str, &str); 1] =
    [("every-minute.json", include_str!("../../../events/reconcile/every-minute.json"))];

struct Scene {
    database: Database,
    outbox: Outbox,
    story: Story,
}

impl Scene {
    /// An application was submitted, and whoever did it died before the job for its paper was sent.
    async fn with_a_lost_job() -> Self {
        let (database, outbox) = (Database::in_process().await, Outbox::new());
        let (mut story, changes) = Story::draft(1, &pages(&members(3)));
        let submitted = story.submit();
        let (created, others) = changes.split_first().unwrap();
        database.table.create(created, None).await.unwrap();
        for change in others.iter().chain([&submitted]) {
            database.table.commit(change, None).await.unwrap();
        }
        Self { database, outbox, story }
    }

    fn after(&self, seconds: i64) -> Reconciler {
        Reconciler {
            table: self.database.table.clone(),
            queues: self.outbox.queues(),
            clock: Clock::fixed(self.story.now + Duration::seconds(seconds)),
        }
    }
}

#[test]
fn every_event_file_is_run_by_a_test() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../events/reconcile");
    let files =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert_eq!(files.collect::<Vec<_>>(), EVENTS.map(|(name, _)| name));
}

#[tokio::test]
async fn a_lost_job_is_sent_once() {
    let scene = Scene::with_a_lost_job().await;
    for (_, event) in EVENTS {
        let _: IgnoredAny = serde_json::from_str(event).unwrap();
        scene.after(61).tick().await.unwrap();
        assert_eq!(scene.outbox.take().len(), 1);
        let (summary, failure) = scene.after(120).send_lost_jobs().await.unwrap();
        assert_eq!(summary, Summary::default());
        assert!(failure.is_none() && scene.outbox.take().is_empty());
    }
}

#[tokio::test]
async fn a_young_job_is_left_to_whoever_wrote_it() {
    let scene = Scene::with_a_lost_job().await;
    scene.after(30).tick().await.unwrap();
    assert!(scene.outbox.take().is_empty());
}

#[tokio::test]
async fn a_job_that_cannot_be_sent_fails_the_run_and_stays() {
    let scene = Scene::with_a_lost_job().await;
    scene.outbox.close(true);
    let (summary, failure) = scene.after(61).send_lost_jobs().await.unwrap();
    assert_eq!(summary, Summary { found: 1, sent: 0, failed: 1 });
    assert!(failure.is_some() && scene.after(61).tick().await.is_err());
    scene.outbox.close(false);
    scene.after(122).tick().await.unwrap();
    assert_eq!(scene.outbox.take().len(), 1);
}
