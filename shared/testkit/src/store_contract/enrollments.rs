use std::slice::from_ref;

use domain::{
    ids::{PlanId, UnitId},
    roster::Member,
};
use store::{Enrollment, PersonHasher};

use crate::{Database, Fault, agency, at, member, members, number, plan, unit};

fn enrollment(member: Member) -> Enrollment {
    Enrollment {
        person: PersonHasher::new(b"a key of the tests").hash(&member.person_key()),
        plan: plan().id,
        application: number(1),
        unit: unit().id,
        agency: agency().id,
        member,
        effective_on: plan().coverage_from,
        coverage_to: plan().coverage_to,
        at: at("2026-01-05T03:00:00Z"),
    }
}

fn enrollments(count: u32) -> Vec<Enrollment> {
    members(count).into_iter().map(enrollment).collect()
}

pub async fn people_enrolled_twice_are_enrolled_once(database: &Database) {
    let table = &database.table;
    let people = enrollments(120);
    table.enroll(&people).await.unwrap();
    table.enroll(&people).await.unwrap();
    // The same people within one call, too.
    table.enroll(&[people.clone(), people.clone()].concat()).await.unwrap();
    let late: Vec<_> =
        people.iter().map(|one| Enrollment { effective_on: one.coverage_to, ..one.clone() }).collect();
    table.enroll(&late).await.unwrap();
    assert_eq!(table.enrollments_of(&unit().id, None).await.unwrap(), people, "they stay as they were");
}

pub async fn nobody_is_left_out_because_others_are_busy(database: &Database) {
    let table = &database.table;
    let people = enrollments(2);
    table.enroll(&people[..1]).await.unwrap();
    database.faults.push(Fault::cancelled(&[
        "ConditionalCheckFailed",
        "None",
        "TransactionConflict",
        "None",
    ]));
    table.enroll(&people).await.unwrap();
    assert_eq!(database.faults.left(), 0);
    assert_eq!(table.enrollments_of(&unit().id, None).await.unwrap(), people);
}

pub async fn an_interrupted_enrollment_is_finished(database: &Database) {
    let table = &database.table;
    let people = enrollments(120);
    let scattered: Vec<_> = people.iter().step_by(7).cloned().collect();
    table.enroll(&scattered).await.unwrap();
    database.faults.push(Fault::error("TransactWriteItems", "ValidationException"));
    assert!(table.enroll(&people).await.is_err());
    table.enroll(&people).await.unwrap();
    assert_eq!(table.enrollments_of(&unit().id, None).await.unwrap(), people);
}

pub async fn covers_tell_every_unit(database: &Database) {
    let table = &database.table;
    let people = enrollments(130);
    table.enroll(&people).await.unwrap();
    let second = Enrollment {
        unit: UnitId::parse("unit2").unwrap(),
        application: number(2),
        effective_on: plan().coverage_from.succ_opt().unwrap(),
        ..people[0].clone()
    };
    table.enroll(from_ref(&second)).await.unwrap();

    let mut hashes: Vec<_> = people.iter().map(|one| one.person.clone()).collect();
    hashes.push(enrollment(member(9_999)).person);
    hashes.push(hashes[0].clone());
    let covers = table.covers(&plan().id, &hashes).await.unwrap();
    assert_eq!(covers.len(), 130, "people nobody covers are left out, and nobody is asked for twice");
    let both = &covers[&people[0].person];
    let told: Vec<_> =
        both.iter().map(|cover| (cover.unit.as_str(), &cover.application, cover.since)).collect();
    let first = &people[0];
    assert_eq!(
        told,
        [
            ("unit1", &first.application, first.effective_on),
            ("unit2", &second.application, second.effective_on)
        ]
    );
    let other = table.covers(&PlanId::parse("another").unwrap(), &hashes).await.unwrap();
    assert!(other.is_empty());
    assert!(table.covers(&plan().id, &[]).await.unwrap().is_empty());
}

pub async fn enrollments_are_listed_by_unit_and_plan(database: &Database) {
    let table = &database.table;
    table.put_unit(&unit()).await.unwrap();
    let people = enrollments(130);
    let other = Enrollment { plan: PlanId::parse("yiyang-inpatient").unwrap(), ..people[0].clone() };
    table.enroll(&people).await.unwrap();
    table.enroll(from_ref(&other)).await.unwrap();

    let all = table.enrollments_of(&unit().id, None).await.unwrap();
    assert_eq!(all.len(), 131);
    assert_eq!(table.enrollments_of(&unit().id, Some(&plan().id)).await.unwrap(), people, "in roster order");
    assert_eq!(table.enrollments_of(&unit().id, Some(&other.plan)).await.unwrap(), [other]);
    assert_eq!(table.enrollments_of_agency(&agency().id, None).await.unwrap(), all);
    let nobody = table.enrollments_of(&UnitId::parse("unit2").unwrap(), None).await.unwrap();
    assert!(nobody.is_empty());
}
