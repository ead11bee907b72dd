use domain::{
    import::{Counts, Import, ImportState, ImportStateName},
    roster::{Cell, Code, Member, RawRow},
};
use store::{Enrollment, StoreError, staged};
use testkit::{Fault, Story, at, member, members, old_member, pages, plan};

use crate::scene::{Scene, book, book_of};

fn failure(import: Import) -> (String, String) {
    match import.state {
        ImportState::Failed { code, message } => (code, message),
        state => panic!("{:?}", state.name()),
    }
}

fn counts(import: &Import) -> Counts {
    *import.state.counts().unwrap()
}

async fn codes(scene: &Scene) -> Vec<Code> {
    let staged = staged::staged(&scene.worker.files, &Scene::id()).await.unwrap();
    staged.issues.iter().map(|issue| issue.code).collect()
}

/// One new person, one changed, one unchanged, one over age, one written twice, one with a wrong number.
fn mixed() -> Vec<RawRow> {
    let changed = Member { phone: member(7).phone, ..member(2) };
    let mut rows: Vec<RawRow> =
        [member(3), changed, member(1), old_member(9), member(3)].iter().map(RawRow::of).collect();
    let mut wrong = RawRow::of(&member(4));
    wrong.document_number = Cell::text("430902196604010051");
    rows.push(wrong);
    rows
}

#[tokio::test]
async fn a_file_is_counted_beside_the_roster_and_staged() {
    let scene = Scene::draft(&members(2)).await;
    let import = scene.is_checked(book(&mixed())).await;
    assert_eq!(import.state.name(), ImportStateName::Ready);
    let counts = counts(&import);
    let expected = Counts {
        rows: 6,
        add: 2,
        update: 1,
        unchanged: 1,
        duplicate: 1,
        left_out: 0,
        over_age: 1,
        warnings: counts.warnings,
        errors: 1,
    };
    assert_eq!(counts, expected);
    let staged = staged::staged(&scene.worker.files, &Scene::id()).await.unwrap();
    assert_eq!((staged.drafts.len(), staged.rejected_rows, &staged.plan), (4, 1, &plan().id));
    assert!(staged.issues_total as usize == staged.issues.len() && staged.has_workbook());
    assert_eq!(scene.roster().await, members(2), "nothing is taken over before the clerk's word");
}

#[tokio::test]
async fn the_rows_in_error_come_back_as_a_workbook_that_reads_as_they_were() {
    let scene = Scene::draft(&[]).await;
    scene.is_checked(book(&mixed())).await;
    let returned = scene.bucket.object(&staged::result_key(&Scene::id())).unwrap();
    let returned = workbook::read_roster(&returned.bytes, &workbook::Limits::default()).unwrap();
    assert_eq!(returned.rows.len(), 1);
    assert_eq!(returned.rows[0].document_number, Cell::text("430902196604010051"));
    let clean = Scene::draft(&[]).await;
    clean.is_checked(book_of(&members(3))).await;
    assert_eq!(clean.bucket.object(&staged::result_key(&Scene::id())), None);
}

#[tokio::test]
async fn a_second_delivery_changes_nothing() {
    let scene = Scene::draft(&members(2)).await;
    let first = scene.is_checked(book(&mixed())).await;
    let object = scene.bucket.object(&staged::staged_key(&Scene::id()));
    scene.worker.check_roster(&first.application, &first.id).await.unwrap();
    assert_eq!(scene.import().await, first);
    assert_eq!(scene.bucket.object(&staged::staged_key(&Scene::id())), object);
}

#[tokio::test]
async fn a_worker_that_died_at_any_write_is_made_up_for() {
    // The writes: checking, one report of progress, ready.
    for fatal in 1..=3 {
        let scene = Scene::draft(&members(2)).await;
        scene.arrives(book(&mixed())).await;
        for _ in 1..fatal {
            scene.database.faults.push(Fault::pass("PutItem"));
        }
        scene.database.faults.push(Fault::lost_answer("PutItem"));
        let number = &scene.story.application.number;
        assert!(scene.worker.check_roster(number, &Scene::id()).await.is_err());
        scene.worker.check_roster(number, &Scene::id()).await.unwrap();
        assert_eq!(counts(&scene.import().await).rows, 6);
        assert_eq!(u32::try_from(codes(&scene).await.len()).unwrap(), staged_total(&scene).await);
    }
}

async fn staged_total(scene: &Scene) -> u32 {
    staged::staged(&scene.worker.files, &Scene::id()).await.unwrap().issues_total
}

#[tokio::test]
async fn progress_is_told_a_bounded_number_of_times() {
    let scene = Scene::draft(&[]).await;
    let people = members(2_600);
    let import = scene.is_checked(book_of(&people)).await;
    assert_eq!((counts(&import).rows, counts(&import).add), (2_600, 2_600));
}

#[tokio::test]
async fn a_file_that_is_no_roster_fails_with_its_code_and_a_sentence() {
    let empty = workbook::roster_template().unwrap();
    let vectors = [(empty, "F006"), (b"PK\x03\x04 broken".to_vec(), "F010"), (b"a,b\n1,2".to_vec(), "F001")];
    for (bytes, expected) in vectors {
        let scene = Scene::draft(&[]).await;
        let (code, message) = failure(scene.is_checked(bytes).await);
        assert_eq!(code, expected);
        assert!(message.contains('请'), "{message}");
        assert!(!scene.bucket.keys().iter().any(|key| key.starts_with("staged/")));
    }
}

#[tokio::test]
async fn a_file_for_an_application_that_cannot_take_it_fails_saying_why() {
    let (bare, created) = Story::begin(1);
    let scene = Scene::of(bare, &[created], &[]).await;
    let (code, message) = failure(scene.is_checked(book_of(&members(1))).await);
    assert_eq!((code.as_str(), message.as_str()), ("incomplete", "尚未选择保障计划，请先添加保障计划和档位"));

    let people = pages(&members(2));
    let (mut story, mut changes) = Story::draft(1, &people);
    changes.push(story.submit());
    let scene = Scene::of(story, &changes, &people).await;
    let (code, message) = failure(scene.is_checked(book_of(&members(1))).await);
    assert_eq!(code, "invalid_transition");
    assert!(message.contains("待缴费") && message.contains("撤回"), "{message}");
}

#[tokio::test]
async fn people_in_another_application_of_the_unit_and_plan_are_refused() {
    for (has_plan, refused) in [(true, 2), (false, 0)] {
        let scene = Scene::draft(&[]).await;
        let people = pages(&members(2));
        let (mut other, created) = Story::begin(2);
        other.lock = scene.story.lock.clone();
        let mut changes = vec![created, other.choose_plan(), other.update_roster(&people)];
        if !has_plan {
            changes.push(other.remove_plan());
        }
        scene.tell(&changes, &people).await;
        let counts = counts(&scene.is_checked(book_of(&members(3))).await);
        assert_eq!((counts.add, counts.errors), (3 - refused, refused));
        assert_eq!(codes(&scene).await, vec![Code::R503; refused as usize]);
    }
}

#[tokio::test]
async fn people_whom_another_unit_has_enrolled_are_warned_of_and_ones_own_refused() {
    let scene = Scene::draft(&[]).await;
    let enrollment = |n: u32, unit: &str| Enrollment {
        person: scene.worker.hasher.hash(&member(n).person_key()),
        plan: plan().id,
        application: testkit::number(7),
        unit: unit.to_owned().try_into().unwrap(),
        agency: plan().agency,
        member: member(n),
        effective_on: at("2026-01-02T00:00:00Z").date_naive(),
        coverage_to: plan().coverage_to,
        at: at("2026-01-01T03:00:00Z"),
    };
    let enrolled =
        [enrollment(1, "unit2"), enrollment(2, "unit1"), enrollment(3, "unit2"), enrollment(3, "unit1")];
    scene.database.table.enroll(&enrolled).await.unwrap();
    let import = scene.is_checked(book_of(&members(4))).await;
    assert_eq!(codes(&scene).await, [Code::R504, Code::R503, Code::R503]);
    let counts = counts(&import);
    assert_eq!((counts.add, counts.errors, counts.warnings), (2, 2, 1));
}

#[tokio::test]
async fn an_import_that_was_given_up_stays_so() {
    let scene = Scene::draft(&[]).await;
    scene.arrives(book_of(&members(1))).await;
    let given_up = scene.import().await.discard().unwrap();
    scene.database.table.set_import(&given_up, ImportStateName::Queued).await.unwrap();
    scene.worker.check_roster(&given_up.application, &given_up.id).await.unwrap();
    assert_eq!(scene.import().await.state, ImportState::Discarded);
}

#[tokio::test]
async fn a_lost_race_is_told_from_a_settled_one() {
    let scene = Scene::draft(&[]).await;
    scene.arrives(book_of(&members(1))).await;
    let number = scene.story.application.number.clone();
    scene.database.faults.push(Fault::error("PutItem", "ConditionalCheckFailedException"));
    let lost = scene.worker.check_roster(&number, &Scene::id()).await.unwrap_err();
    let roster_import_function::WorkError::Store(StoreError::Conflict) = lost else { panic!("{lost}") };
    scene.worker.check_roster(&number, &Scene::id()).await.unwrap();
    assert_eq!(scene.import().await.state.name(), ImportStateName::Ready);
}
