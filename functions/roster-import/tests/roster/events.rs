use aws_lambda_events::event::sqs::SqsEvent;
use domain::import::{ImportMode, ImportStateName};
use runtime::sqs::batch;
use testkit::{Story, members, pages, unit};

use crate::scene::{Scene, book_of};

const EVENTS: [(&str, &str); 4] = [
    ("apply.json", include_str!("../../../../events/roster-import/apply.json")),
    ("check.json", include_str!("../../../../events/roster-import/check.json")),
    ("enroll.json", include_str!("../../../../events/roster-import/enroll.json")),
    ("poison.json", include_str!("../../../../events/roster-import/poison.json")),
];

/// Runs an event and names the messages that failed.
async fn run(scene: &Scene, name: &str) -> Vec<String> {
    let (_, event) = EVENTS.iter().find(|(known, _)| *known == name).unwrap();
    let event: SqsEvent = serde_json::from_str(event).unwrap();
    let response = batch(event, |job| Box::pin(scene.worker.handle(job))).await;
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
