use aws_lambda_events::event::sqs::SqsEvent;
use domain::import::{Import, ImportMode, ImportState, ImportStateName};
use runtime::sqs::{DELIVERIES, deliveries};
use store::Job;
use testkit::{Story, members, pages, unit};

use crate::scene::{Scene, book_of};

const EVENTS: [(&str, &str); 6] = [
    ("apply.json", include_str!("../../../../events/roster-import/apply.json")),
    ("carry-over.json", include_str!("../../../../events/roster-import/carry-over.json")),
    ("check.json", include_str!("../../../../events/roster-import/check.json")),
    ("enroll.json", include_str!("../../../../events/roster-import/enroll.json")),
    ("last-delivery.json", include_str!("../../../../events/roster-import/last-delivery.json")),
    ("poison.json", include_str!("../../../../events/roster-import/poison.json")),
];

/// Runs an event and names the messages that failed.
async fn run(scene: &Scene, name: &str) -> Vec<String> {
    let (_, event) = EVENTS.iter().find(|(known, _)| *known == name).unwrap();
    let event: SqsEvent = serde_json::from_str(event).unwrap();
    let response = deliveries(event, |delivery| Box::pin(scene.worker.deliver(delivery))).await;
    response.batch_item_failures.into_iter().map(|failure| failure.item_identifier).collect()
}

#[test]
fn every_event_file_is_run_by_a_test() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../events/roster-import");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    assert_eq!(files, EVENTS.map(|(name, _)| name));
}

#[tokio::test]
async fn a_file_is_checked_and_then_taken_over() {
    let scene = Scene::draft(&[]).await;
    scene.arrives(book_of(&members(3))).await;
    assert!(run(&scene, "check.json").await.is_empty());
    assert_eq!(scene.import().await.state.name(), ImportStateName::Ready);
    scene.asks(ImportMode::Append).await;
    assert!(run(&scene, "apply.json").await.is_empty());
    assert_eq!(scene.roster().await.len(), 3);
}

#[tokio::test]
async fn last_years_people_are_checked_without_a_file() {
    let people = pages(&members(3));
    let (earlier, mut changes) = Story::concluded(2, &people);
    for plan in changes.iter_mut().filter_map(|change| change.application.plan.as_mut()) {
        plan.id = "yiyang-inpatient-2025".to_owned().try_into().unwrap();
        plan.coverage_from = "2025-01-01".parse().unwrap();
    }
    let (mut story, created) = Story::begin(1);
    story.lock = earlier.lock;
    changes.extend([created, story.choose_plan()]);
    let import = Import::carry_over(Scene::id(), story.application.number.clone(), "2025", story.now);
    let scene = Scene::of(story, &changes, &people).await;
    scene.database.table.start_import(&import, &Job::carry_over(&import).unwrap(), None).await.unwrap();
    assert!(run(&scene, "carry-over.json").await.is_empty());
    let ImportState::Ready { counts } = scene.import().await.state else { panic!("not ready") };
    assert_eq!((counts.rows, counts.add, counts.errors), (3, 3, 0));
}

#[test]
fn the_queue_delivers_as_often_as_the_workers_believe() {
    let template = include_str!("../../../../infra/template.yaml");
    let limits: Vec<_> = template.lines().filter(|line| line.contains("maxReceiveCount:")).collect();
    assert!(!limits.is_empty());
    for limit in limits {
        assert!(limit.contains(&format!("maxReceiveCount: {DELIVERIES} ")), "{limit}");
    }
}

#[tokio::test]
async fn a_file_whose_check_never_ends_has_failed_with_the_last_delivery_and_the_operator_hears_of_it() {
    let scene = Scene::draft(&[]).await;
    scene.arrives(book_of(&members(3))).await;
    assert_eq!(run(&scene, "last-delivery.json").await.len(), 1);
    let ImportState::Failed { code, message } = scene.import().await.state else { panic!("not failed") };
    assert_eq!(code, "not_processed");
    assert!(message.contains("名单没有任何变化") && message.contains("重新上传"), "{message}");
    assert!(
        run(&scene, "last-delivery.json").await.is_empty(),
        "sent back from the failures it finds an end"
    );
    assert!(run(&scene, "check.json").await.is_empty());
    assert_eq!(scene.import().await.state.name(), ImportStateName::Failed);
}

#[tokio::test]
async fn giving_up_leaves_what_has_come_to_an_end_alone() {
    let scene = Scene::draft(&[]).await;
    scene.is_checked(book_of(&members(3))).await;
    assert!(run(&scene, "last-delivery.json").await.is_empty());
    assert_eq!(scene.import().await.state.name(), ImportStateName::Ready);
}

#[tokio::test]
async fn a_concluded_application_enrolls_its_people() {
    let people = pages(&members(3));
    let (story, changes) = Story::concluded(1, &people);
    let scene = Scene::of(story, &changes, &people).await;
    assert!(run(&scene, "enroll.json").await.is_empty());
    assert_eq!(scene.database.table.enrollments_of(&unit().id, None).await.unwrap().len(), 3);
}

#[tokio::test]
async fn poison_is_put_aside_and_the_rest_of_the_batch_done() {
    let scene = Scene::draft(&[]).await;
    scene.arrives(book_of(&members(3))).await;
    let failed = run(&scene, "poison.json").await;
    assert_eq!(failed.len(), 3, "no JSON, nothing at all, and a job of another queue: {failed:?}");
    assert_eq!(scene.import().await.state.name(), ImportStateName::Ready);
}
