use domain::application::{Application, EventKind, StageName};

use super::write;
use crate::{Database, Story, agency, members, pages, unit};

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

fn numbers(applications: &[Application]) -> Vec<&str> {
    applications.iter().map(|application| application.number.as_str()).collect()
}

pub async fn lists_are_newest_first_and_follow_the_stage(database: &Database) {
    let table = &database.table;
    let (first, changes) = Story::paid(1, &pages(&members(2)));
    write(table, &changes).await;
    let (second, created) = Story::begin(2);
    write(table, &[created]).await;

    let of_unit = table.applications_of_unit(&unit().id).await.unwrap();
    let expected = [second.application.number.as_str(), first.application.number.as_str()];
    assert_eq!(numbers(&of_unit), expected);
    let of_agency = table.applications_of_agency(&agency().id, None).await.unwrap();
    assert_eq!(numbers(&of_agency), expected);
    let waiting = table.applications_of_agency(&agency().id, Some(StageName::PaymentReview)).await.unwrap();
    assert_eq!(numbers(&waiting), [first.application.number.as_str()]);
    let left = table.applications_of_agency(&agency().id, Some(StageName::AwaitPayment)).await.unwrap();
    assert_eq!(numbers(&left), [] as [&str; 0], "it has left that queue");

    for counts in
        [table.counts_of_agency(&agency().id).await.unwrap(), table.counts_of_unit(&unit().id).await.unwrap()]
    {
        assert_eq!(counts.len(), StageName::ALL.len());
        assert_eq!(counts[&StageName::PaymentReview], 1);
        assert_eq!(counts[&StageName::Draft], 1);
        assert_eq!(counts[&StageName::Concluded], 0);
    }
}
