//! The outcome for each over-age person (NEW-18) and the rule on resubmission.

use super::*;

/// Under review with so many over-age people, all as first seen.
fn under_review(versions: &[u8]) -> Application {
    let over_age = u32::try_from(versions.len()).unwrap();
    after(filled(over_age), vec![(clerk(), proof(1)), (clerk(), submit_with(1, people(versions)))])
}

/// Back in the draft, with another set of over-age people.
fn returned(application: Application, by: &Caller, decision: Command, over_age: u32) -> Application {
    let steps = vec![(by.clone(), decision), (clerk(), Command::Withdraw), (clerk(), roster(10, over_age))];
    after(application, steps)
}

#[test]
fn those_who_were_not_refused_pass_without_another_review() {
    let reviewer = staff(Duty::Review);
    let draft = returned(under_review(&[0, 0, 0]), &reviewer, reject_people(&[3], people(&[0, 0, 0])), 2);
    let review = draft.review.clone().unwrap();
    assert_eq!((review.round, review.accepted(), review.refused()), (1, 2, 1));
    assert_eq!((review.by.as_str(), review.at, review.roster), ("STAFF", at(1), 1));
    let change = draft.apply(submit_with(2, people(&[0, 0])), &clerk(), at(5)).unwrap();
    assert_eq!(change.event.kind, EventKind::PassedAsReviewed);
    assert_eq!(change.event.reason.as_deref(), Some("沿用第1版审核结果"));
    assert_eq!(change.application.stage.name(), StageName::AwaitPayment);
}

#[test]
fn whatever_changed_is_reviewed_again() {
    let reviewer = staff(Duty::Review);
    let decision = || reject_people(&[3], people(&[0, 0, 0]));
    let draft = |over_age| returned(under_review(&[0, 0, 0]), &reviewer, decision(), over_age);
    let outcome = |draft: Application, seen: &[u8]| {
        draft.apply(submit_with(2, people(seen)), &clerk(), at(5)).unwrap().application.stage.name()
    };
    assert_eq!(outcome(draft(3), &[0, 0, 0]), StageName::AgeReview, "the refused one is still there");
    assert_eq!(outcome(draft(2), &[0, 9]), StageName::AgeReview, "an edited person is a new one");
    assert_eq!(outcome(draft(1), &[0]), StageName::AgeReview, "one who was accepted is missing");
    assert_eq!(outcome(draft(2), &[]), StageName::AgeReview, "not everybody was looked at");
    let other_proof = after(draft(2), vec![(clerk(), proof(2))]);
    assert_eq!(outcome(other_proof, &[0, 0]), StageName::AgeReview, "another proof came");
    let mut strict = plan();
    strict.reuse_review = false;
    let command =
        Command::Submit { plan: Some(Box::new(strict)), payment: payment(2), over_age: people(&[0, 0]) };
    let change = draft(2).apply(command, &clerk(), at(5)).unwrap();
    assert_eq!(change.application.stage, Stage::AgeReview, "the plan asks for a review each time");
}

#[test]
fn an_approval_holds_after_the_unit_withdrew_and_came_back_unchanged() {
    let approved = returned(under_review(&[0]), &staff(Duty::Review), approve(1, people(&[0])), 1);
    let again = approved.apply(submit_with(2, people(&[0])), &clerk(), at(5)).unwrap();
    assert_eq!(again.event.kind, EventKind::PassedAsReviewed);
}

#[test]
fn a_rejection_that_names_nobody_accepts_nobody() {
    let draft = returned(under_review(&[0]), &staff(Duty::Review), reject_people(&[], people(&[0])), 1);
    let again = draft.apply(submit_with(2, people(&[0])), &clerk(), at(5)).unwrap();
    assert_eq!(again.application.stage, Stage::AgeReview);
}

#[test]
fn only_over_age_people_are_refused() {
    let refusal = under_review(&[0]).apply(reject_people(&[7], people(&[0])), &staff(Duty::Review), at(3));
    assert_eq!(refusal.unwrap_err().fields()[0].0, "members");
}

#[test]
fn each_person_shows_what_was_decided() {
    let [kept, refused] = people(&[0, 0])[..] else { panic!("two people") };
    let review = under_review(&[0, 0]);
    assert_eq!(review.review_of(kept.fingerprint).state, PersonState::Pending);
    let decision = reject_people(&[2], people(&[0, 0]));
    let rejected = after(review, vec![(staff(Duty::Review), decision)]);
    assert_eq!(rejected.review_of(kept.fingerprint).state, PersonState::Accepted);
    let seen = rejected.review_of(refused.fingerprint);
    assert_eq!((seen.state, seen.remark), (PersonState::Refused, Some("第2人缺合同")));
    assert_eq!(rejected.review_of(people(&[5])[0].fingerprint).state, PersonState::Pending);
    let more =
        vec![(clerk(), Command::Withdraw), (clerk(), proof(2)), (clerk(), submit_with(2, people(&[0, 0])))];
    let again = after(rejected, more);
    assert_eq!(again.review_of(kept.fingerprint).state, PersonState::Pending, "on other proofs");
    let seen = again.review_of(refused.fingerprint);
    assert_eq!((seen.state, seen.remark), (PersonState::Pending, Some("第2人缺合同")));
}

#[test]
fn the_outcomes_of_a_thousand_people_take_some_kilobytes_and_larger_sets_none() {
    let people = |count: u32| -> Vec<OverAge> {
        let person = |n: u32| {
            let mut digest = [7; 32];
            digest[..4].copy_from_slice(&n.to_be_bytes());
            OverAge { member: MemberId::new(n), fingerprint: Fingerprint::of(&digest) }
        };
        (1..=count).map(person).collect()
    };
    let reviewed = |count: u32| {
        let draft = after(
            new_draft(),
            vec![
                (clerk(), choose("60")),
                (clerk(), Command::SetInsuredHeadcount(20)),
                (clerk(), roster(count, count)),
                (clerk(), proof(1)),
                (clerk(), submit_with(1, people(count))),
            ],
        );
        after(draft, vec![(staff(Duty::Review), approve(1, people(count)))])
    };
    let thousand = reviewed(1_000);
    let text = serde_json::to_string(&thousand).unwrap();
    assert!(text.len() < 12_000, "{}", text.len());
    assert_eq!(serde_json::from_str::<Application>(&text).unwrap(), thousand);
    let most = u32::try_from(MAX_REVIEWED).unwrap();
    assert!(reviewed(most).review.is_some());
    assert_eq!(reviewed(most + 1).review, None);
}
