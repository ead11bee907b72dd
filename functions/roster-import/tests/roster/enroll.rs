use domain::application::Stage;
use testkit::{Fault, Story, members, pages, plan, unit};

use crate::scene::Scene;

async fn concluded(people: u32) -> Scene {
    let pages = pages(&members(people));
    let (story, changes) = Story::concluded(1, &pages);
    Scene::of(story, &changes, &pages).await
}

#[tokio::test]
async fn everybody_on_the_roster_is_enrolled_however_often_it_is_asked_for() {
    let scene = concluded(130).await;
    let Stage::Concluded { at, effective_on, .. } = scene.application().await.stage else {
        panic!("concluded")
    };
    for _ in 0..2 {
        scene.worker.enroll(&scene.story.application.number).await.unwrap();
        let enrollments = scene.database.table.enrollments_of(&unit().id, None).await.unwrap();
        assert_eq!(enrollments.len(), 130);
        assert!(enrollments.iter().map(|one| &one.member).eq(&members(130)));
        assert!(enrollments.iter().all(|one| {
            (one.at, one.effective_on, one.coverage_to) == (at, effective_on, plan().coverage_to)
        }));
    }
    let hash = scene.worker.hasher.hash(&members(1)[0].person_key());
    let covers = scene.database.table.covers(&plan().id, std::slice::from_ref(&hash)).await.unwrap();
    assert_eq!(covers[&hash].len(), 1);
}

#[tokio::test]
async fn a_worker_that_died_half_way_is_made_up_for() {
    for fault in
        [Fault::error("TransactWriteItems", "InternalServerError"), Fault::lost_answer("TransactWriteItems")]
    {
        let scene = concluded(130).await;
        scene.database.faults.push(fault);
        assert!(scene.worker.enroll(&scene.story.application.number).await.is_err());
        scene.worker.enroll(&scene.story.application.number).await.unwrap();
        assert_eq!(scene.database.table.enrollments_of(&unit().id, None).await.unwrap().len(), 130);
    }
}

#[tokio::test]
async fn nobody_is_enrolled_before_the_conclusion() {
    let scene = Scene::draft(&members(3)).await;
    assert!(scene.worker.enroll(&scene.story.application.number).await.is_err());
    assert!(scene.database.table.enrollments_of(&unit().id, None).await.unwrap().is_empty());
}
