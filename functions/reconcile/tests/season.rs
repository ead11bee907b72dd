//! Drafts of seasons that are over.
#![expect(clippy::unwrap_used, reason = "a test stops at its first surprise")]

use chrono::{DateTime, Utc};
use domain::{
    application::{Change, EventKind, StageName},
    plan::{Extension, Plan},
};
use reconcile_function::Reconciler;
use runtime::Clock;
use testkit::{Database, Outbox, Story, agency, at, members, pages, plan, unit};

/// The window of the test plan ends with 2026, and the fifteen days of grace on this day.
const LAST_DAY: &str = "2027-01-15T04:00:00Z";
const AFTER: &str = "2027-01-16T04:00:00Z";

struct Scene {
    database: Database,
    outbox: Outbox,
}

impl Scene {
    async fn with(stories: &[Vec<Change>]) -> Self {
        let scene = Self { database: Database::in_process().await, outbox: Outbox::new() };
        let table = &scene.database.table;
        table.put_agency(&agency()).await.unwrap();
        table.put_plan(&plan()).await.unwrap();
        for changes in stories {
            let (created, others) = changes.split_first().unwrap();
            table.create(created, None).await.unwrap();
            for change in others {
                table.commit(change, None).await.unwrap();
            }
        }
        scene
    }

    fn on(&self, day: &str) -> Reconciler {
        let now: DateTime<Utc> = at(day);
        Reconciler {
            table: self.database.table.clone(),
            queues: self.outbox.queues(),
            clock: Clock::fixed(now),
        }
    }

    async fn stage(&self, story: &Story) -> StageName {
        self.database.table.application(&story.application.number).await.unwrap().unwrap().stage.name()
    }
}

#[tokio::test]
async fn a_draft_is_closed_once_and_frees_the_tier() {
    let (story, changes) = Story::draft(1, &pages(&members(2)));
    let scene = Scene::with(&[changes]).await;
    assert_eq!(scene.on(LAST_DAY).close_seasons().await.unwrap(), 0);
    assert_eq!(scene.on(AFTER).close_seasons().await.unwrap(), 1);
    assert_eq!(scene.stage(&story).await, StageName::Void);
    assert_eq!(scene.on(AFTER).close_seasons().await.unwrap(), 0);
    let table = &scene.database.table;
    let history = table.history(&story.application.number).await.unwrap();
    assert_eq!(history.iter().filter(|event| event.kind == EventKind::Closed).count(), 1);
    assert!(table.tier_lock(&unit().id, &plan().id).await.unwrap().holders.is_empty());
}

#[tokio::test]
async fn a_unit_with_more_time_and_a_draft_with_money_are_left_alone() {
    let (story, changes) = Story::draft(1, &pages(&members(2)));
    let scene = Scene::with(&[changes]).await;
    let extension = Extension {
        plan: plan().id,
        unit: unit().id,
        closes_on: "2027-02-28".parse().unwrap(),
        reason: "单位改制".into(),
        by: "李强".into(),
        at: at(LAST_DAY),
    };
    scene.database.table.put_extension(&extension).await.unwrap();
    assert_eq!(scene.on(AFTER).close_seasons().await.unwrap(), 0);
    assert_eq!(scene.stage(&story).await, StageName::Draft);

    let (mut paid, mut changes) = Story::paid(1, &pages(&members(2)));
    changes.extend([paid.reject_payment(), paid.withdraw()]);
    let scene = Scene::with(&[changes]).await;
    assert_eq!(scene.on("2030-01-01T04:00:00Z").close_seasons().await.unwrap(), 0);
    assert_eq!(scene.stage(&paid).await, StageName::Draft);
}

#[tokio::test]
async fn what_was_submitted_is_no_draft_any_more() {
    let (mut story, mut changes) = Story::draft(1, &pages(&members(2)));
    changes.push(story.submit());
    let scene = Scene::with(&[changes]).await;
    let earlier = Plan { closes_on: "2026-01-31".parse().unwrap(), ..plan() };
    scene.database.table.put_plan(&earlier).await.unwrap();
    assert_eq!(scene.on(AFTER).close_seasons().await.unwrap(), 0);
    assert_eq!(scene.stage(&story).await, StageName::AwaitPayment);
}
