//! One unit, one application, one file on its way in.

use domain::{
    application::{Application, Change},
    ids::{PageId, UploadId},
    import::{Import, ImportMode, ImportState},
    roster::{Member, RawRow},
    upload::{Upload, UploadState},
};
use roster_import_function::Worker;
use runtime::{Clock, Entropy};
use store::{Job, PersonHasher, generation};
use testkit::{Bucket, Database, Story, at, caller_unit, file, import, pages, ulid, upload};
use workbook::{ReturnedRow, result_workbook};

pub(crate) struct Scene {
    pub(crate) database: Database,
    pub(crate) bucket: Bucket,
    pub(crate) worker: Worker,
    pub(crate) story: Story,
}

/// A workbook of these rows, in the template's form.
pub(crate) fn book(rows: &[RawRow]) -> Vec<u8> {
    let rows: Vec<_> = rows.iter().map(|row| ReturnedRow { row, issues: &[] }).collect();
    result_workbook(&rows).unwrap()
}

/// A workbook of these people.
pub(crate) fn book_of(people: &[Member]) -> Vec<u8> {
    book(&people.iter().map(RawRow::of).collect::<Vec<_>>())
}

impl Scene {
    /// A draft with these people on its roster.
    pub(crate) async fn draft(people: &[Member]) -> Self {
        let pages = pages(people);
        let (story, changes) = Story::draft(1, &pages);
        Self::of(story, &changes, &pages).await
    }

    /// An application with that story and those pages.
    pub(crate) async fn of(story: Story, changes: &[Change], pages: &[(PageId, Vec<Member>)]) -> Self {
        let (database, bucket) = (Database::in_process().await, Bucket::new());
        let worker = Worker {
            table: database.table.clone(),
            files: bucket.files(),
            hasher: PersonHasher::new(b"key"),
            clock: Clock::fixed(at("2026-01-05T02:00:00Z")),
            entropy: Entropy::seeded(1),
        };
        let scene = Self { database, bucket, worker, story };
        scene.tell(changes, pages).await;
        scene
    }

    /// Writes what happened to an application.
    pub(crate) async fn tell(&self, changes: &[Change], pages: &[(PageId, Vec<Member>)]) {
        let table = &self.database.table;
        for change in changes {
            if change.application.version == 1 {
                table.put_pages(&change.application.number, pages, None).await.unwrap();
                table.create(change, None).await.unwrap();
            } else {
                table.commit(change, None).await.unwrap();
            }
        }
    }

    pub(crate) fn id() -> UploadId {
        ulid(1).try_into().unwrap()
    }

    /// A roster has arrived.
    pub(crate) async fn arrives(&self, bytes: Vec<u8>) {
        let waiting: Upload = upload(1);
        assert_eq!(waiting.state, UploadState::Pending);
        let table = &self.database.table;
        table.put_upload(&waiting, None).await.unwrap();
        self.bucket.put(&waiting.object_key(), bytes, "application/octet-stream");
        let import = import(1, ImportState::Queued);
        let job = Job::check_roster(&import, import.created_at).unwrap();
        table.receive_roster(&waiting.receive(file(1)).unwrap(), &import, &job).await.unwrap();
    }

    /// A roster has arrived and was checked.
    pub(crate) async fn is_checked(&self, bytes: Vec<u8>) -> Import {
        self.arrives(bytes).await;
        self.worker.check_roster(&self.story.application.number, &Self::id()).await.unwrap();
        self.import().await
    }

    /// The clerk asks for the rows.
    pub(crate) async fn asks(&self, mode: ImportMode) {
        let import = self.import().await.apply(mode, caller_unit()).unwrap();
        let job = Job::apply_roster(&import, at("2026-01-05T01:30:00Z")).unwrap();
        self.database.table.start_apply(&import, &job, None).await.unwrap();
    }

    pub(crate) async fn apply(&self) {
        self.worker.apply_roster(&self.story.application.number, &Self::id()).await.unwrap();
    }

    pub(crate) async fn import(&self) -> Import {
        let number = &self.story.application.number;
        self.database.table.import(number, &Self::id()).await.unwrap().unwrap()
    }

    pub(crate) async fn application(&self) -> Application {
        self.database.table.application(&self.story.application.number).await.unwrap().unwrap()
    }

    pub(crate) async fn roster(&self) -> Vec<Member> {
        generation::roster(&self.database.table, &self.application().await).await.unwrap()
    }
}
