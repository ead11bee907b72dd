use domain::application::DocumentKind;
use store::Work;

use super::write;
use crate::{Database, Story, members, number, pages};

pub async fn a_job_is_unsent_until_it_is_noted_as_sent(database: &Database) {
    let table = &database.table;
    let (mut story, changes) = Story::draft(1, &pages(&members(2)));
    write(table, &changes).await;
    let first = write(table, &[story.submit()]).await;
    let written_at = story.now;
    let second = write(table, &[story.withdraw()]).await;
    let (first, second) = (&first[0], &second[0]);

    assert_eq!(table.unsent_jobs(written_at).await.unwrap(), [], "none is older than the first");
    let later = story.now + chrono::Duration::seconds(1);
    assert_eq!(table.unsent_jobs(later).await.unwrap(), [first.clone(), second.clone()], "oldest first");
    table.job_sent(first).await.unwrap();
    table.job_sent(first).await.unwrap();
    assert_eq!(table.unsent_jobs(later).await.unwrap(), std::slice::from_ref(second));
}

pub async fn each_change_asks_for_its_jobs(database: &Database) {
    let (story, changes) = Story::concluded(1, &pages(&members(2)));
    let jobs = write(&database.table, &changes).await;
    let work: Vec<_> = jobs.iter().map(|job| (job.id.as_str(), &job.work)).collect();
    let payment = story.application.payment_number().unwrap().to_string();
    let form = story.application.stage.form().unwrap();
    let (form, pack) = (form.to_string(), form.pack_number());
    let certificate = story.application.number.as_str().replace("CB", "PZ");
    let application = number(1);
    let render = |kind, number| Work::RenderDocument { application: application.clone(), kind, number };
    assert_eq!(
        work,
        [
            (format!("{application}-5-1").as_str(), &render(DocumentKind::PaymentNotice, payment)),
            (format!("{application}-7-1").as_str(), &render(DocumentKind::PaymentApplication, form)),
            (format!("{application}-7-2").as_str(), &render(DocumentKind::StampedPack, pack)),
            (format!("{application}-10-1").as_str(), &Work::Enroll { application: application.clone() }),
            (
                format!("{application}-10-2").as_str(),
                &render(DocumentKind::EnrollmentCertificate, certificate)
            ),
        ]
    );
    let later = story.now + chrono::Duration::seconds(1);
    assert_eq!(database.table.unsent_jobs(later).await.unwrap(), jobs);
}
