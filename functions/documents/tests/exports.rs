//! Workbooks for downloading, against a table and a bucket in memory.
#![expect(clippy::unwrap_used, reason = "a test stops at its first surprise")]

use documents_function::{WorkError, Worker};
use domain::export::ExportKind;
use runtime::{Clock, Entropy};
use store::{Export, ExportState, Job, Reveal, Seen};
use testkit::{Bucket, Database, Story, at, caller_unit, members, pages, ulid};

struct Scene {
    database: Database,
    bucket: Bucket,
    worker: Worker,
    export: Export,
}

impl Scene {
    /// Three people on a draft, and a workbook asked for.
    async fn asked_for(kind: ExportKind) -> Self {
        let (database, bucket) = (Database::in_process().await, Bucket::new());
        let worker = Worker {
            table: database.table.clone(),
            files: bucket.files(),
            clock: Clock::fixed(at("2026-01-05T02:00:00Z")),
            entropy: Entropy::seeded(1),
            site: "https://canbao.example.org".into(),
        };
        let pages = pages(&members(3));
        let (story, changes) = Story::draft(1, &pages);
        let table = &database.table;
        table.put_pages(&story.application.number, &pages, None).await.unwrap();
        for change in &changes {
            match change.application.version {
                1 => table.create(change, None).await.unwrap(),
                _ => table.commit(change, None).await.unwrap(),
            };
        }
        let export = Export {
            id: ulid(1).try_into().unwrap(),
            application: story.application.number.clone(),
            kind,
            masked: false,
            by: caller_unit().user,
            by_name: caller_unit().name,
            asked_at: story.now,
            state: ExportState::Rendering,
        };
        let scene = Self { database, bucket, worker, export };
        scene.ask().await.unwrap();
        scene
    }

    async fn ask(&self) -> Result<(), store::StoreError> {
        let reveal = Reveal {
            application: self.export.application.clone(),
            seen: Seen::Export(self.export.kind),
            by: self.export.by.clone(),
            reason: "导出".into(),
            at: self.export.asked_at,
        };
        let job = Job::render_export(&self.export).unwrap();
        self.database.table.start_export(&self.export, &job, (&reveal, &ulid(2)), None).await
    }

    async fn work(&self) -> Result<(), WorkError> {
        self.worker.handle(Job::render_export(&self.export).unwrap()).await
    }

    async fn state(&self) -> ExportState {
        let export = self.database.table.export(&self.export.application, &self.export.id).await;
        export.unwrap().unwrap().state
    }
}

#[tokio::test]
async fn a_workbook_is_made_once_however_often_the_job_comes() {
    let scene = Scene::asked_for(ExportKind::Roster).await;
    let jobs = scene.database.table.unsent_jobs(at("2026-02-01T00:00:00Z")).await.unwrap();
    assert!(jobs.contains(&Job::render_export(&scene.export).unwrap()), "a lost job is found and sent again");
    scene.work().await.unwrap();
    assert_eq!(scene.state().await, ExportState::Ready);
    let made = scene.worker.files.get(&scene.export.object_key(), 1 << 20).await.unwrap().unwrap();
    assert!(made.starts_with(b"PK"));

    scene.bucket.put(&scene.export.object_key(), b"left alone".to_vec(), "text/plain");
    scene.work().await.unwrap();
    let there = scene.worker.files.get(&scene.export.object_key(), 1 << 20).await.unwrap().unwrap();
    assert_eq!(there, b"left alone", "a second delivery writes nothing");
}

#[tokio::test]
async fn without_an_earlier_plan_there_is_no_earlier_roster() {
    let scene = Scene::asked_for(ExportKind::PreviousRoster).await;
    scene.work().await.unwrap();
    assert_eq!(scene.state().await, ExportState::Failed);
}

#[tokio::test]
async fn the_same_export_is_not_asked_for_twice() {
    let scene = Scene::asked_for(ExportKind::OverAgeRegister).await;
    assert!(matches!(scene.ask().await, Err(store::StoreError::Conflict)));
}
