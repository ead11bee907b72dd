use domain::{
    application::{EventKind, StageName},
    import::{ImportMode, ImportState, ImportStateName},
    roster::Member,
};
use testkit::{Fault, caller_unit, member, members};

use crate::scene::{Scene, book_of};

/// A draft with two people, and a checked file with one of them and three more.
async fn checked() -> Scene {
    let scene = Scene::draft(&members(2)).await;
    let people: Vec<Member> = [2, 3, 4, 5].map(member).to_vec();
    scene.is_checked(book_of(&people)).await;
    scene
}

fn keys(people: &[Member]) -> Vec<String> {
    people.iter().map(Member::person_key).collect()
}

fn expected(people: &[u32]) -> Vec<String> {
    people.iter().map(|n| member(*n).person_key()).collect()
}

#[tokio::test]
async fn rows_are_appended_or_take_the_rosters_place() {
    for (mode, people) in [(ImportMode::Append, &[1, 2, 3, 4, 5][..]), (ImportMode::Replace, &[2, 3, 4, 5])] {
        let scene = checked().await;
        scene.asks(mode).await;
        scene.apply().await;
        assert_eq!(keys(&scene.roster().await), expected(people));
        let import = scene.import().await;
        assert!(matches!(import.state, ImportState::Applied { mode: applied, .. } if applied == mode));
        let application = scene.application().await;
        assert_eq!(application.roster.headcount() as usize, people.len());
        let history = scene.database.table.history(&application.number).await.unwrap();
        let event = history.last().unwrap();
        assert_eq!((event.kind, &event.actor.user), (EventKind::RosterImported, &caller_unit().user));
    }
}

#[tokio::test]
async fn whoever_stays_keeps_the_identity_and_new_people_get_new_ones() {
    let scene = checked().await;
    scene.asks(ImportMode::Replace).await;
    scene.apply().await;
    let ids: Vec<u32> = scene.roster().await.iter().map(|member| member.id.get()).collect();
    assert_eq!(ids, [2, 3, 4, 5]);
    assert_eq!(scene.application().await.roster.last_member, 5);
}

#[tokio::test]
async fn a_second_delivery_changes_nothing() {
    let scene = checked().await;
    scene.asks(ImportMode::Append).await;
    scene.apply().await;
    let (application, import) = (scene.application().await, scene.import().await);
    scene.apply().await;
    assert_eq!((scene.application().await, scene.import().await), (application, import));
}

#[tokio::test]
async fn a_worker_that_died_at_any_write_is_made_up_for() {
    for fault in [
        Fault::error("BatchWriteItem", "InternalServerError"),
        Fault::lost_answer("BatchWriteItem"),
        Fault::error("TransactWriteItems", "InternalServerError"),
        Fault::lost_answer("TransactWriteItems"),
    ] {
        let scene = checked().await;
        scene.asks(ImportMode::Append).await;
        let before = scene.application().await.version;
        scene.database.faults.push(fault.clone());
        let number = &scene.story.application.number;
        assert!(scene.worker.apply_roster(number, &Scene::id()).await.is_err(), "{fault:?}");
        scene.apply().await;
        assert_eq!(keys(&scene.roster().await), expected(&[1, 2, 3, 4, 5]), "{fault:?}");
        assert_eq!(scene.application().await.version, before + 1, "{fault:?}");
        assert_eq!(scene.import().await.state.name(), ImportStateName::Applied);
    }
}

#[tokio::test]
async fn a_change_in_between_is_read_and_kept() {
    let scene = checked().await;
    scene.asks(ImportMode::Append).await;
    let lost = ["ConditionalCheckFailed", "None", "None"];
    scene.database.faults.push(Fault::cancelled(&lost));
    scene.database.faults.push(Fault::cancelled(&lost));
    scene.apply().await;
    assert_eq!(scene.database.faults.left(), 0);
    assert_eq!(scene.roster().await.len(), 5);
}

#[tokio::test]
async fn rows_for_an_application_that_left_the_draft_are_refused_with_a_sentence() {
    let mut scene = checked().await;
    scene.asks(ImportMode::Append).await;
    let submitted = scene.story.submit();
    scene.tell(&[submitted], &[]).await;
    scene.apply().await;
    let ImportState::Failed { code, message } = scene.import().await.state else { panic!("failed") };
    assert_eq!(code, "invalid_transition");
    assert!(message.contains("待缴费") && message.contains("撤回"), "{message}");
    let application = scene.application().await;
    assert_eq!(application.stage.name(), StageName::AwaitPayment);
    assert_eq!(keys(&scene.roster().await), expected(&[1, 2]));
    scene.apply().await;
    assert_eq!(scene.application().await, application);
}

#[tokio::test]
async fn rows_checked_by_the_rules_of_another_plan_are_refused() {
    let mut scene = checked().await;
    scene.asks(ImportMode::Append).await;
    let removed = scene.story.remove_plan();
    scene.tell(&[removed], &[]).await;
    scene.apply().await;
    let ImportState::Failed { code, message } = scene.import().await.state else { panic!("failed") };
    assert_eq!(code, "incomplete");
    assert!(message.contains("请"), "{message}");
}
