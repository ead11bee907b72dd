//! The document queue's jobs, against a table and a bucket in memory.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at its first surprise")]

use aws_lambda_events::event::sqs::SqsEvent;
use documents_function::{Facts, WorkError, Worker};
use domain::{
    agency::Unit,
    application::{Change, DocumentKind, Stage},
    export::ExportKind,
    roster::Member,
    verify::VerifyCode,
};
use runtime::{Clock, Entropy, sqs::batch};
use serde::Deserialize as _;
use store::{Document, DocumentState, Export, ExportState, Job, Reveal, Seen, Work};
use testkit::{
    Bucket, Database, Fault, Story, agency, at, caller_unit, member, members, old_member, pages, plan, ulid,
    unit,
};

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
    async fn of((story, changes): (Story, Vec<Change>), people: &[Member]) -> Self {
        let (database, bucket) = (Database::in_process().await, Bucket::new());
        let worker = Worker {
            table: database.table.clone(),
            files: bucket.files(),
            clock: Clock::fixed(at("2026-01-05T02:00:00Z")),
            entropy: Entropy::seeded(1),
            site: "https://canbao.example.org".into(),
        };
        let table = &database.table;
        table.put_agency(&agency()).await.unwrap();
        table.put_unit(&unit()).await.unwrap();
        table.put_plan(&plan()).await.unwrap();
        table.put_pages(&story.application.number, &pages(people), None).await.unwrap();
        let scene = Self { database, bucket, worker, story };
        scene.tell(&changes).await;
        scene
    }

    /// Three people, submitted: a notice is asked for.
    async fn submitted() -> Self {
        let (mut story, mut changes) = Story::draft(1, &pages(&members(3)));
        changes.push(story.submit());
        Self::of((story, changes), &members(3)).await
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
    assert_eq!(facts.proof.code.len(), 19, "{:?}", facts.proof);
    assert_eq!(facts.issued_at, scene.story.now);
}

#[tokio::test]
async fn a_form_lists_what_was_paid_and_what_has_to_be_handed_in() {
    let scene = Scene::of(Story::paid(1, &pages(&members(2))), &members(2)).await;
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
    scene.database.faults.push(Fault::lost_answer("TransactWriteItems"));
    assert_eq!(scene.work().await.len(), 1, "died after the facts were frozen");
    let renamed = Unit { name: "益阳市第一中学（新）".into(), ..unit() };
    scene.database.table.put_unit(&renamed).await.unwrap();
    assert!(scene.work().await.is_empty());
    let document = scene.document(DocumentKind::PaymentNotice).await;
    let facts = Facts::deserialize(document.facts.unwrap()).unwrap();
    let bytes = scene.pdf(DocumentKind::PaymentNotice).await;
    assert_eq!(facts.clone().render(false, &[]).unwrap(), bytes, "the same facts give the same bytes");
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
    let document = scene.document(DocumentKind::PaymentNotice).await;
    assert_eq!((document.state, document.voided), (DocumentState::Skipped, true));
    assert!(scene.bucket.keys().is_empty());
}

/// Three people over age and two who are not, up to a submitted payment.
async fn with_over_age() -> Scene {
    let people: Vec<Member> = (1..=5).map(|n| if n <= 3 { old_member(n) } else { member(n) }).collect();
    let (mut story, mut changes) = Story::draft(1, &pages(&people));
    changes.extend([
        story.add_proof(),
        story.submit(),
        story.approve(),
        story.add_voucher(),
        story.submit_payment(),
    ]);
    Scene::of((story, changes), &people).await
}

#[tokio::test]
async fn a_pack_comes_and_goes_with_the_form_in_it() {
    let mut scene = with_over_age().await;
    assert!(scene.work().await.is_empty());
    let valid = scene.pdf(DocumentKind::StampedPack).await;
    let document = scene.document(DocumentKind::StampedPack).await;
    let Facts::StampedPack(list) = Facts::deserialize(document.facts.unwrap()).unwrap() else {
        panic!("a pack")
    };
    assert_eq!(list.paper.form.number, scene.story.application.stage.form().unwrap().as_str());
    assert_eq!(list.paper.register.unwrap().people, 3);
    let rejected = scene.story.reject_payment();
    let withdrawn = scene.story.withdraw();
    scene.tell(&[rejected, withdrawn]).await;
    assert!(scene.work().await.is_empty());
    assert!(scene.document(DocumentKind::StampedPack).await.voided);
    assert_ne!(scene.pdf(DocumentKind::StampedPack).await, valid, "it bears the stamp");
}

#[tokio::test]
async fn what_is_stored_of_a_paper_names_nobody_in_it() {
    let scene = with_over_age().await;
    scene.work().await;
    for document in scene.database.table.documents(&scene.story.application.number).await.unwrap() {
        let facts = document.facts.unwrap().to_string();
        assert!(!facts.contains(old_member(1).document.as_str()), "{}", document.kind.code());
        assert!(!facts.contains(old_member(1).name.as_str()), "{}", document.kind.code());
    }
}

#[tokio::test]
async fn a_register_is_that_of_the_roster_it_was_asked_for() {
    let people: Vec<Member> = (1..=3).map(old_member).collect();
    let mut scene = Scene::of(Story::draft(1, &pages(&people)), &people).await;
    let (table, number) = (scene.database.table.clone(), scene.story.application.number.clone());
    let ask = |register: String, at| {
        let (table, number) = (table.clone(), number.clone());
        async move {
            let job = table.request_document(&number, DocumentKind::OverAgeRegister, &register, at).await;
            job.unwrap().unwrap()
        }
    };
    let first = scene.story.application.register_number();
    let job = ask(first.clone(), scene.story.now).await;
    scene.worker.handle(job).await.unwrap();
    let bytes = scene.pdf(DocumentKind::OverAgeRegister).await;
    let document = scene.document(DocumentKind::OverAgeRegister).await;
    let facts = Facts::deserialize(document.facts.unwrap()).unwrap();
    assert_eq!(facts.render(false, &people).unwrap(), bytes, "the same facts and people give the same bytes");

    let change = scene.story.update_roster(&pages(&people[..2]));
    let late = ask(scene.story.application.register_number(), scene.story.now).await;
    scene.tell(&[change]).await;
    assert_ne!(scene.story.application.register_number(), first);
    let change = scene.story.update_roster(&pages(&people[..1]));
    scene.tell(&[change]).await;
    scene.worker.handle(late).await.unwrap();
    let documents = table.documents(&number).await.unwrap();
    let states: Vec<_> = documents.iter().map(|document| document.state.code()).collect();
    assert_eq!(states, ["ready", "skipped"], "the roster moved on before the second was made");
}

#[tokio::test]
async fn a_certificate_is_issued_with_the_conclusion_and_found_by_its_code() {
    let scene = Scene::of(Story::concluded(1, &pages(&members(250))), &members(250)).await;
    assert!(scene.work().await.is_empty());
    scene.pdf(DocumentKind::EnrollmentCertificate).await;
    let document = scene.document(DocumentKind::EnrollmentCertificate).await;
    let facts = Facts::deserialize(document.facts.unwrap()).unwrap();
    assert_eq!(facts.pages().len(), 3);
    let Facts::EnrollmentCertificate(list) = facts else { panic!("a certificate") };
    let Stage::Concluded { effective_on, .. } = scene.story.application.stage else { panic!("concluded") };
    assert_eq!((list.paper.people, list.paper.coverage), (250, (effective_on, plan().coverage_to)));
    let code = VerifyCode::parse(&list.paper.proof.code).unwrap();
    assert_eq!(list.paper.proof.url, format!("https://canbao.example.org/verify/{code}"));
    let found = scene.database.table.verification(&code).await.unwrap().unwrap();
    assert_eq!((found.kind, found.number, found.people), (document.kind, document.number, 250));
    assert_eq!((found.unit, found.amount), (unit().name, Some(list.paper.paid)));
}
