//! Reminders before a window closes.
#![expect(clippy::unwrap_used, reason = "a test stops at its first surprise")]

use chrono::{DateTime, Utc};
use domain::{
    application::Change,
    notice::{NoticeKind, Recipient},
    plan::Extension,
};
use reconcile_function::Reconciler;
use runtime::Clock;
use store::Wanted;
use testkit::{Database, Fault, Outbox, Story, agency, at, caller_unit, members, pages, plan, unit};

/// The window of the test plan ends with 2026.
const WEEK_BEFORE: &str = "2026-12-24T04:00:00Z";
const DAY_BEFORE: &str = "2026-12-30T04:00:00Z";

struct Scene(Database);

impl Scene {
    async fn with(stories: &[Vec<Change>]) -> Self {
        let scene = Self(Database::in_process().await);
        let table = &scene.0.table;
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
        Reconciler { table: self.0.table.clone(), queues: Outbox::new().queues(), clock: Clock::fixed(now) }
    }

    /// The titles of the reminders in the unit's box.
    async fn reminders(&self) -> Vec<String> {
        let boxes = [Recipient::Unit { unit: unit().id }];
        let wanted = Wanted { unread: false, skip: 0, take: 20 };
        let now = at("2026-12-31T04:00:00Z");
        let inbox = self.0.table.inbox(&caller_unit().user, &boxes, wanted, now).await.unwrap();
        let notices = inbox.items.into_iter().map(|(notice, _)| notice);
        notices.filter(|one| one.kind == NoticeKind::WindowCloses).map(|one| one.title).collect()
    }
}

#[tokio::test]
async fn a_draft_is_reminded_of_a_week_and_a_day_before_and_each_time_once() {
    let (_, changes) = Story::draft(1, &pages(&members(2)));
    let scene = Scene::with(&[changes]).await;
    assert_eq!(scene.on("2026-12-20T04:00:00Z").remind().await.unwrap(), 0);
    for (day, sent) in
        [(WEEK_BEFORE, 1), (WEEK_BEFORE, 0), ("2026-12-26T04:00:00Z", 0), (DAY_BEFORE, 1), (DAY_BEFORE, 0)]
    {
        assert_eq!(scene.on(day).remind().await.unwrap(), sent, "{day}");
    }
    assert_eq!(scene.reminders().await, ["参保办理即将截止，还有1天", "参保办理即将截止，还有7天"]);
}

#[tokio::test]
async fn what_was_paid_needs_no_reminder_and_an_empty_draft_neither() {
    let (_, paid) = Story::paid(1, &pages(&members(2)));
    let (_, empty) = Story::begin(2);
    let scene = Scene::with(&[paid, vec![empty]]).await;
    assert_eq!(scene.on(DAY_BEFORE).remind().await.unwrap(), 0);
}

#[tokio::test]
async fn a_unit_with_more_time_is_reminded_of_its_own_last_day() {
    let (_, changes) = Story::draft(1, &pages(&members(2)));
    let scene = Scene::with(&[changes]).await;
    let earlier = domain::plan::Plan { closes_on: "2026-06-30".parse().unwrap(), ..plan() };
    scene.0.table.put_plan(&earlier).await.unwrap();
    let extension = Extension {
        plan: plan().id,
        unit: unit().id,
        closes_on: "2026-08-31".parse().unwrap(),
        reason: "单位改制".into(),
        by: "李强".into(),
        at: at("2026-07-01T04:00:00Z"),
    };
    scene.0.table.put_extension(&extension).await.unwrap();
    assert_eq!(scene.on("2026-07-10T04:00:00Z").remind().await.unwrap(), 0);
    assert_eq!(scene.on("2026-08-25T04:00:00Z").remind().await.unwrap(), 1);
    assert_eq!(scene.reminders().await, ["参保办理即将截止，还有6天"]);
}

#[tokio::test]
async fn a_reminder_whose_answer_was_lost_is_not_sent_twice() {
    let (_, changes) = Story::draft(1, &pages(&members(2)));
    let scene = Scene::with(&[changes]).await;
    scene.0.faults.push(Fault::lost_answer("TransactWriteItems"));
    assert!(scene.on(DAY_BEFORE).remind().await.is_err());
    assert_eq!(scene.on(DAY_BEFORE).remind().await.unwrap(), 0);
    assert_eq!(scene.reminders().await.len(), 1);
}
