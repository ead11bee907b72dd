//! Objects arrive, in the form in which S3 tells of them.
#![expect(clippy::unwrap_used, reason = "a test stops at its first surprise")]

use chrono::Duration;
use domain::{
    import::{Import, ImportState},
    upload::{Purpose, Upload, UploadState},
};
use roster_upload_function::{REJECTED, Worker};
use runtime::{
    Clock,
    s3::{Notification, Object, each},
};
use store::{StoreError, Work};
use testkit::{Bucket, Database, Fault, Outbox, at, upload};

const EVENTS: [(&str, &str); 5] = [
    ("proof-arrived.json", include_str!("../../../events/roster-upload/proof-arrived.json")),
    ("roster-arrived.json", include_str!("../../../events/roster-upload/roster-arrived.json")),
    ("test-event.json", include_str!("../../../events/roster-upload/test-event.json")),
    ("unknown-key.json", include_str!("../../../events/roster-upload/unknown-key.json")),
    ("url-encoded-key.json", include_str!("../../../events/roster-upload/url-encoded-key.json")),
];

const ROSTER: &str = "01KE6B1Z8M00000000000000R1";
const PROOF: &str = "01KE6B1Z8M00000000000000P1";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

struct Scene {
    database: Database,
    bucket: Bucket,
    outbox: Outbox,
    worker: Worker,
}

impl Scene {
    async fn new() -> Self {
        let database = Database::in_process().await;
        let (bucket, outbox) = (Bucket::new(), Outbox::new());
        let worker = Worker {
            table: database.table.clone(),
            files: bucket.files(),
            queues: outbox.queues(),
            clock: Clock::fixed(at("2026-01-05T01:12:00Z")),
        };
        Self { database, bucket, outbox, worker }
    }

    /// An upload is announced and its bytes put.
    async fn send(&self, purpose: Purpose, bytes: &[u8]) -> Upload {
        let id = if purpose == Purpose::Roster { ROSTER } else { PROOF };
        let upload = Upload { id: id.to_owned().try_into().unwrap(), purpose, ..upload(1) };
        self.database.table.put_upload(&upload, None).await.unwrap();
        self.bucket.put(&upload.object_key(), bytes, "application/octet-stream");
        upload
    }

    async fn arrives(&self, upload: &Upload, size: u64) -> Result<(), StoreError> {
        self.worker.arrived(Object { key: upload.object_key(), size }).await
    }

    async fn event(&self, name: &str) {
        let (_, event) = EVENTS.iter().find(|(known, _)| *known == name).unwrap();
        let event: Notification = serde_json::from_str(event).unwrap();
        each(event, |object| Box::pin(self.worker.arrived(object))).await.unwrap();
    }

    async fn state(&self, upload: &Upload) -> UploadState {
        self.database.table.upload(&upload.id).await.unwrap().unwrap().state
    }

    async fn imports(&self, upload: &Upload) -> Vec<Import> {
        self.database.table.imports(upload.application.as_ref().unwrap()).await.unwrap()
    }

    async fn unsent(&self) -> usize {
        let later = at("2026-01-05T01:12:00Z") + Duration::minutes(5);
        self.database.table.unsent_jobs(later).await.unwrap().len()
    }
}

#[test]
fn every_event_file_is_run_by_a_test() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../events/roster-upload");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    files.sort();
    assert_eq!(files, EVENTS.map(|(name, _)| name));
}

#[tokio::test]
async fn a_roster_starts_its_import_once_however_often_it_is_told_of() {
    let scene = Scene::new().await;
    let upload = scene.send(Purpose::Roster, &workbook::roster_template().unwrap()).await;
    for _ in 0..3 {
        scene.event("roster-arrived.json").await;
    }
    assert!(matches!(scene.state(&upload).await, UploadState::Received { file } if file.size > 0));
    let imports = scene.imports(&upload).await;
    assert_eq!(imports.len(), 1);
    assert_eq!((&imports[0].id, &imports[0].state), (&upload.id, &ImportState::Queued));
    let sent = scene.outbox.take();
    let work = Work::CheckRoster { application: upload.application.unwrap(), import: upload.id };
    assert_eq!(sent.into_iter().map(|job| job.work).collect::<Vec<_>>(), [work]);
    assert_eq!(scene.unsent().await, 0);
}

#[tokio::test]
async fn a_roster_that_is_none_fails_where_the_clerk_looks() {
    let scene = Scene::new().await;
    let upload = scene.send(Purpose::Roster, b"%PDF-1.7\n").await;
    for _ in 0..2 {
        scene.event("roster-arrived.json").await;
    }
    let UploadState::Rejected { reason } = scene.state(&upload).await else { panic!("rejected") };
    assert!(reason.contains("PDF") && reason.contains("请"), "{reason}");
    let imports = scene.imports(&upload).await;
    assert_eq!(imports.len(), 1);
    assert_eq!(imports[0].state, ImportState::Failed { code: REJECTED.into(), message: reason });
    assert_eq!((scene.outbox.take(), scene.unsent().await), (Vec::new(), 0));
}

#[tokio::test]
async fn a_proof_is_filed_under_what_its_bytes_are() {
    for event in ["proof-arrived.json", "url-encoded-key.json"] {
        let scene = Scene::new().await;
        let upload = scene.send(Purpose::AgeProof, PNG).await;
        scene.event(event).await;
        scene.event(event).await;
        let UploadState::Received { file } = scene.state(&upload).await else { panic!("received") };
        assert_eq!((file.media_type.as_str(), file.size), ("image/png", PNG.len() as u64));
        assert_eq!(file.sha256.len(), 64);
        assert_eq!(file.upload, upload.id);
        assert!(scene.imports(&upload).await.is_empty() && scene.outbox.take().is_empty());
    }
}

#[tokio::test]
async fn a_proof_that_is_something_else_is_refused_with_advice() {
    let scene = Scene::new().await;
    let upload = scene.send(Purpose::AgeProof, b"<svg onload='x'>").await;
    scene.event("proof-arrived.json").await;
    let UploadState::Rejected { reason } = scene.state(&upload).await else { panic!("rejected") };
    assert_eq!(reason, "该证明材料文件的实际内容不是图片或 PDF，请上传 jpg、png 或 pdf 文件");
    assert!(scene.imports(&upload).await.is_empty());
}

#[tokio::test]
async fn size_decides_before_the_bytes_are_read() {
    let limit = Purpose::AgeProof.max_bytes();
    for (size, word) in [(0, "空"), (limit + 1, "10MB")] {
        let scene = Scene::new().await;
        let upload = scene.send(Purpose::AgeProof, PNG).await;
        scene.arrives(&upload, size).await.unwrap();
        let UploadState::Rejected { reason } = scene.state(&upload).await else { panic!("rejected") };
        assert!(reason.contains(word), "{reason}");
    }
}

#[tokio::test]
async fn what_nobody_announced_changes_nothing() {
    let scene = Scene::new().await;
    for event in ["roster-arrived.json", "unknown-key.json", "test-event.json"] {
        scene.event(event).await;
    }
    let announced = scene.send(Purpose::AgeProof, PNG).await;
    let elsewhere = announced.object_key().replace("age_proof", "voucher");
    scene.worker.arrived(Object { key: elsewhere, size: 9 }).await.unwrap();
    assert_eq!(scene.state(&announced).await, UploadState::Pending);
    assert!(scene.outbox.take().is_empty());
}

#[tokio::test]
async fn a_job_that_cannot_be_sent_is_left_to_the_reconciler() {
    let scene = Scene::new().await;
    scene.outbox.close(true);
    let upload = scene.send(Purpose::Roster, &workbook::roster_template().unwrap()).await;
    scene.event("roster-arrived.json").await;
    assert_eq!(scene.imports(&upload).await.len(), 1);
    assert_eq!(scene.unsent().await, 1);
}

#[tokio::test]
async fn an_answer_that_is_lost_leaves_nothing_half_done() {
    let scene = Scene::new().await;
    let upload = scene.send(Purpose::Roster, &workbook::roster_template().unwrap()).await;
    scene.database.faults.push(Fault::lost_answer("TransactWriteItems"));
    assert!(scene.arrives(&upload, 9).await.is_err(), "so that it is told of again");
    scene.arrives(&upload, 9).await.unwrap();
    assert_eq!(scene.imports(&upload).await.len(), 1);
    assert_eq!(scene.unsent().await + scene.outbox.take().len(), 1);
}
