use domain::application::{EventKind, StageName};
use store::{ApplicationLine, Numbers};

use super::write;
use crate::{Database, Story, agency, members, number, pages, unit};

pub async fn an_application_is_read_as_it_was_written(database: &Database) {
    let (story, changes) = Story::draft(1, &pages(&members(150)));
    assert_eq!(database.table.application(&story.application.number).await.unwrap(), None);
    write(&database.table, &changes).await;
    assert_eq!(database.table.application(&story.application.number).await.unwrap(), Some(story.application));
}

pub async fn a_story_is_kept_with_its_history_in_order(database: &Database) {
    let table = &database.table;
    let (story, changes) = Story::concluded(1, &pages(&members(3)));
    write(table, &changes).await;
    let history = table.history(&story.application.number).await.unwrap();
    let told: Vec<_> = changes.iter().map(|change| change.event.clone()).collect();
    assert_eq!(history, told);
    assert_eq!(history.first().map(|event| event.kind), Some(EventKind::Created));
    assert_eq!(history.last().map(|event| event.to), Some(StageName::Concluded));
}

fn numbers(lines: &[ApplicationLine]) -> Vec<&str> {
    lines.iter().map(|line| line.number.as_str()).collect()
}

pub async fn lists_are_newest_first_and_follow_the_stage(database: &Database) {
    let table = &database.table;
    let (first, changes) = Story::paid(1, &pages(&members(2)));
    write(table, &changes).await;
    let (second, created) = Story::begin(2);
    write(table, &[created]).await;

    let all = Numbers::all();
    let of_unit = table.application_lines_of_unit(&unit().id, &all).await.unwrap();
    let expected = [second.application.number.as_str(), first.application.number.as_str()];
    assert_eq!(numbers(&of_unit), expected);
    let of_agency = table.application_lines_of_agency(&agency().id, None, &all).await.unwrap();
    assert_eq!(of_agency, of_unit);
    assert_eq!(
        table.applications_of_unit(&unit().id, |_| true).await.unwrap(),
        [second.application.clone(), first.application.clone()]
    );
    let in_stage =
        async |stage| table.application_lines_of_agency(&agency().id, Some(&[stage]), &all).await.unwrap();
    let waiting = in_stage(StageName::PaymentReview).await;
    assert_eq!(waiting, of_unit[1..]);
    assert_eq!(waiting[0].payment.as_ref(), first.application.payment_number());
    assert_eq!((waiting[0].people, waiting[0].since), (2, first.now));
    assert!(in_stage(StageName::AwaitPayment).await.is_empty(), "it has left that queue");

    for counts in
        [table.counts_of_agency(&agency().id).await.unwrap(), table.counts_of_unit(&unit().id).await.unwrap()]
    {
        assert_eq!(counts.len(), StageName::ALL.len());
        assert_eq!(counts[&StageName::PaymentReview], 1);
        assert_eq!(counts[&StageName::Draft], 1);
        assert_eq!(counts[&StageName::Concluded], 0);
    }
}

pub async fn lists_give_the_numbers_asked_for(database: &Database) {
    let table = &database.table;
    for n in 1..=3 {
        write(table, &[Story::begin(n).1]).await;
    }
    let day = |text: &str| Some(text.parse().unwrap());
    let one = Numbers::beginning(number(2).as_str());
    for (numbers, expected) in [
        (Numbers::created(day("2026-01-05"), day("2026-01-05")), 3),
        (Numbers::created(day("2026-01-06"), None), 0),
        (Numbers::created(None, day("2026-01-04")), 0),
        (Numbers::created(day("2026-01-06"), day("2026-01-04")), 0),
        (one.clone().and(Numbers::created(day("2026-01-05"), None)), 1),
        (one.and(Numbers::created(day("2026-01-06"), None)), 0),
    ] {
        let of_unit = table.application_lines_of_unit(&unit().id, &numbers).await.unwrap();
        assert_eq!(of_unit.len(), expected, "{numbers:?}");
        for stages in [None, Some(&[StageName::Draft][..])] {
            let of_agency = table.application_lines_of_agency(&agency().id, stages, &numbers).await.unwrap();
            assert_eq!(of_agency, of_unit, "{numbers:?} {stages:?}");
        }
    }
}
