//! The document queue's jobs, against a table and a bucket in memory.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at its first surprise")]

use aws_lambda_events::event::sqs::SqsEvent;
use documents_function::{Facts, WorkError, Worker};
use domain::{
    agency::Unit,
    application::{Change, DocumentKind},
    export::ExportKind,
};
use runtime::{Clock, Entropy, sqs::batch};
use serde::Deserialize as _;
use store::{Document, DocumentState, Export, ExportState, Job, Reveal, Seen, Work};
use testkit::{Bucket, Database, Fault, Story, agency, at, caller_unit, members, pages, plan, ulid, unit};

const EVENTS: [(&str, &str); 3] = [
    ("export.json", include_str!("../../../events/documents/export.json")),
    ("notice.json", include_str!("../../../events/documents/notice.json")),
    ("poison.json", include_str!("../../../events/documents/poison.json")),
];

struct Scene {
    database: Database,
    bucket: Bucket,
    worker: Worker,
    story: Story,
}

impl Scene {
    async fn of((story, changes): (Story, Vec<Change>)) -> Self {
        let (database, bucket) = (Database::in_process().await, Bucket::new());
        let worker = Worker {
            table: database.table.clone(),
            files: bucket.files(),
            clock: Clock::fixed(at("2026-01-05T02:00:00Z")),
            entropy: Entropy::seeded(1),
        };
        let table = &database.table;
        table.put_agency(&agency()).await.unwrap();
        table.put_unit(&unit()).await.unwrap();
        table.put_plan(&plan()).await.unwrap();
        let scene = Self { database, bucket, worker, story };
        scene.tell(&changes).await;
        scene
    }

    /// Three people, submitted: a notice is asked for.
    async fn submitted() -> Self {
        let (mut story, mut changes) = Story::draft(1, &pages(&members(3)));
        changes.push(story.submit());
        Self::of((story, changes)).await
    }

    async fn tell(&self, changes: &[Change]) {
        for change in changes {
            match change.application.version {
                1 => self.database.table.create(change, None).await.unwrap(),
                _ => self.database.table.commit(change, None).await.unwrap(),
            };
        }
    }

    /// Does every job that was ever asked for, in order.
    async fn work(&self) -> Vec<WorkError> {
        let jobs = self.database.table.unsent_jobs(at("2026-02-01T00:00:00Z")).await.unwrap();
        let mut errors = Vec::new();
        for job in jobs.into_iter().filter(|job| matches!(job.work, Work::RenderDocument { .. })) {
            errors.extend(self.worker.handle(job).await.err());
        }
        errors
    }

    async fn asks_for_a_workbook(&self) -> Export {
        let export = Export {
            id: ulid(1).try_into().unwrap(),
            application: self.story.application.number.clone(),
            kind: ExportKind::Roster,
            masked: false,
            by: caller_unit().user,
            by_name: caller_unit().name,
            asked_at: self.story.now,
            state: ExportState::Rendering,
        };
        let reveal = Reveal {
            application: export.application.clone(),
            seen: Seen::Export(export.kind),
            by: export.by.clone(),
            reason: "导出".into(),
            at: export.asked_at,
        };
        let table = &self.database.table;
        table.put_pages(&export.application, &pages(&members(3)), None).await.unwrap();
        let job = Job::render_export(&export).unwrap();
        table.start_export(&export, &job, (&reveal, &ulid(2)), None).await.unwrap();
        export
    }

    async fn document(&self, kind: DocumentKind) -> Document {
        let documents = self.database.table.documents(&self.story.application.number).await.unwrap();
        documents.into_iter().find(|document| document.kind == kind).unwrap()
    }

    /// The file that the record names.
    async fn pdf(&self, kind: DocumentKind) -> Vec<u8> {
        let document = self.document(kind).await;
        let DocumentState::Ready { key, .. } = &document.state else { panic!("{:?}", document.state) };
        assert_eq!(*key, document.object_key());
        let object = self.bucket.object(key).unwrap();
        assert_eq!(object.content_type, "application/pdf");
        assert!(object.bytes.starts_with(b"%PDF-1."));
        object.bytes
    }
}

#[test]
fn every_event_file_is_run_by_a_test() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../events/documents");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    assert_eq!(files, EVENTS.map(|(name, _)| name));
}

#[tokio::test]
async fn the_events_are_done_as_they_come_from_the_queue() {
    let scene = Scene::submitted().await;
    let export = scene.asks_for_a_workbook().await;
    for (name, event) in EVENTS {
        let event: SqsEvent = serde_json::from_str(event).unwrap();
        let asked = event.records.len();
        let response = batch(event, |job| Box::pin(scene.worker.handle(job))).await;
        let failed = if name == "poison.json" { asked } else { 0 };
        assert_eq!(response.batch_item_failures.len(), failed, "{name}");
    }
    scene.pdf(DocumentKind::PaymentNotice).await;
    assert!(scene.bucket.object(&export.object_key()).unwrap().bytes.starts_with(b"PK"));
}

#[tokio::test]
async fn a_notice_says_what_is_due_and_where_to_pay() {
    let scene = Scene::submitted().await;
    assert!(scene.work().await.is_empty());
    scene.pdf(DocumentKind::PaymentNotice).await;
    let document = scene.document(DocumentKind::PaymentNotice).await;
    let Facts::PaymentNotice(facts) = Facts::deserialize(document.facts.unwrap()).unwrap() else {
        panic!("a notice")
    };
    let order = scene.story.application.stage.order().unwrap();
    assert_eq!((facts.people, facts.due, &facts.account), (3, order.due, &plan().account));
    assert_eq!((facts.unit, facts.unit_address), (unit().name, unit().address));
    assert_eq!((facts.payment_number, facts.remark), (order.number.to_string(), order.number.remark_code()));
    assert_eq!(facts.verify_code.len(), 19, "{}", facts.verify_code);
    assert_eq!(facts.issued_at, scene.story.now);
}

#[tokio::test]
async fn a_form_lists_what_was_paid_and_what_has_to_be_handed_in() {
    let scene = Scene::of(Story::paid(1, &pages(&members(2)))).await;
    assert!(scene.work().await.is_empty());
    scene.pdf(DocumentKind::PaymentApplication).await;
    let document = scene.document(DocumentKind::PaymentApplication).await;
    let Facts::PaymentApplication(facts) = Facts::deserialize(document.facts.unwrap()).unwrap() else {
        panic!("a form")
    };
    let order = scene.story.application.stage.order().unwrap();
    assert_eq!((facts.people, facts.total), (2, order.due));
    assert_eq!(facts.transfers.len(), 1);
    assert_eq!((facts.papers, facts.seal), (plan().papers, plan().form_seal));
    assert_eq!(facts.coverage, (plan().coverage_from, plan().coverage_to));
}

#[tokio::test]
async fn what_was_said_once_is_said_again_whatever_has_changed_since() {
    let scene = Scene::submitted().await;
    scene.database.faults.push(Fault::lost_answer("UpdateItem"));
    assert_eq!(scene.work().await.len(), 1, "died after the facts were frozen");
    let renamed = Unit { name: "益阳市第一中学（新）".into(), ..unit() };
    scene.database.table.put_unit(&renamed).await.unwrap();
    assert!(scene.work().await.is_empty());
    let document = scene.document(DocumentKind::PaymentNotice).await;
    let facts = Facts::deserialize(document.facts.unwrap()).unwrap();
    let bytes = scene.pdf(DocumentKind::PaymentNotice).await;
    assert_eq!(facts.clone().render(false).unwrap(), bytes, "the same facts give the same bytes");
    let Facts::PaymentNotice(facts) = facts else { panic!("a notice") };
    assert_eq!(facts.unit, unit().name);
}

#[tokio::test]
async fn a_second_delivery_changes_nothing() {
    let scene = Scene::submitted().await;
    scene.work().await;
    let (document, bytes) =
        (scene.document(DocumentKind::PaymentNotice).await, scene.pdf(DocumentKind::PaymentNotice).await);
    assert!(scene.work().await.is_empty());
    assert_eq!(scene.document(DocumentKind::PaymentNotice).await, document);
    assert_eq!(scene.pdf(DocumentKind::PaymentNotice).await, bytes);
}

#[tokio::test]
async fn a_paper_that_is_voided_is_stamped_and_the_old_one_kept() {
    let mut scene = Scene::submitted().await;
    scene.work().await;
    let valid = scene.pdf(DocumentKind::PaymentNotice).await;
    let withdrawn = scene.story.withdraw();
    scene.tell(&[withdrawn]).await;
    assert!(scene.work().await.is_empty());
    let document = scene.document(DocumentKind::PaymentNotice).await;
    assert!(document.voided && document.object_key().ends_with("-void.pdf"));
    assert_ne!(scene.pdf(DocumentKind::PaymentNotice).await, valid);
    assert_eq!(scene.bucket.keys().len(), 2);
}

#[tokio::test]
async fn a_paper_that_was_voided_before_it_was_ever_made_is_not_made_up() {
    let mut scene = Scene::submitted().await;
    let withdrawn = scene.story.withdraw();
    scene.tell(&[withdrawn]).await;
    assert!(scene.work().await.is_empty());
    assert_eq!(scene.document(DocumentKind::PaymentNotice).await.state, DocumentState::Failed);
    assert!(scene.bucket.keys().is_empty());
}
