//! An object has arrived in the bucket: what it is, its bytes decide. A roster starts its import, any other file is
//! filed under its upload, and what is not what it was sent for is refused with advice.

mod verify;

use domain::{
    application::FileRef,
    import::Import,
    upload::{Upload, UploadRefusal, UploadState},
};
use runtime::{Clock, s3::Object};
use sha2::{Digest as _, Sha256};
use store::{Files, Job, Queues, StoreError, Table, dispatch};

pub use self::verify::media_type;

/// The machine-readable reason of an import whose file was refused on arrival.
pub const REJECTED: &str = "file_rejected";

/// Takes in what arrives.
#[derive(Debug, Clone)]
pub struct Worker {
    /// Where uploads and imports stand.
    pub table: Table,
    /// Where the bytes lie.
    pub files: Files,
    /// Who goes on with a roster.
    pub queues: Queues,
    /// The time.
    pub clock: Clock,
}

impl Worker {
    /// Takes in one object. An object that nobody announced is left where it is; one that was taken in before
    /// changes nothing.
    pub async fn arrived(&self, object: Object) -> Result<(), StoreError> {
        let Some(upload) = self.announced(&object.key).await? else {
            tracing::warn!(size = object.size, "nobody announced this object");
            return Ok(());
        };
        if upload.state != UploadState::Pending {
            // A second delivery. If the first died before it could send its job, the reconciler does.
            tracing::info!(upload = upload.id.as_str(), "taken in before");
            return Ok(());
        }
        match self.verify(&upload, object.size).await? {
            Ok(file) => self.receive(upload, file).await,
            Err(reason) => self.reject(upload, reason).await,
        }
    }

    async fn announced(&self, key: &str) -> Result<Option<Upload>, StoreError> {
        let Some((purpose, id)) = Upload::parse_object_key(key) else { return Ok(None) };
        Ok(self.table.upload(&id).await?.filter(|upload| upload.purpose == purpose))
    }

    /// The verified file, or why it is refused.
    async fn verify(&self, upload: &Upload, size: u64) -> Result<Result<FileRef, String>, StoreError> {
        let purpose = upload.purpose;
        if size == 0 {
            return Ok(Err(UploadRefusal::Empty(purpose).message()));
        }
        if size > purpose.max_bytes() {
            return Ok(Err(UploadRefusal::TooLarge(purpose).message()));
        }
        let key = upload.object_key();
        let bytes = self.files.get(&key, purpose.max_bytes()).await?;
        let bytes = bytes.ok_or(StoreError::Inconsistent { key, what: "arrived, and is missing".into() })?;
        Ok(media_type(purpose, &bytes).map(|media_type| file(upload, media_type, &bytes)))
    }

    async fn receive(&self, upload: Upload, file: FileRef) -> Result<(), StoreError> {
        let import = Import::queue(&upload, self.clock.now());
        let sha256 = file.sha256.clone();
        let Ok(upload) = upload.receive(file) else { return Ok(()) };
        let Some(import) = import else { return self.table.receive_upload(&upload).await.map(drop) };
        let earlier = self.table.imports(&import.application).await?;
        let import = import.of_file(&sha256, &earlier);
        let job = Job::check_roster(&import, import.created_at)?;
        self.table.receive_roster(&upload, &import, &job).await?;
        dispatch(&self.table, &self.queues, vec![job]).await;
        Ok(())
    }

    async fn reject(&self, upload: Upload, reason: String) -> Result<(), StoreError> {
        tracing::info!(upload = upload.id.as_str(), purpose = upload.purpose.code(), "refused");
        let import = Import::queue(&upload, self.clock.now());
        let import = import.and_then(|import| import.fail(REJECTED, reason.clone()).ok());
        let Ok(upload) = upload.reject(reason) else { return Ok(()) };
        match import {
            Some(import) => self.table.refuse_roster(&upload, &import).await,
            None => self.table.receive_upload(&upload).await,
        }
        .map(drop)
    }
}

fn file(upload: &Upload, media_type: &str, bytes: &[u8]) -> FileRef {
    FileRef {
        upload: upload.id.clone(),
        name: upload.file_name.clone(),
        media_type: media_type.to_owned(),
        size: bytes.len() as u64,
        sha256: hex(&Sha256::digest(bytes)),
    }
}

fn hex(bytes: &[u8]) -> String {
    let digits = |byte: &u8| [byte >> 4, byte & 15].map(|digit| char::from_digit(digit.into(), 16));
    bytes.iter().flat_map(digits).flatten().collect()
}
