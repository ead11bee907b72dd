//! Files: uploads, staged rosters, finished documents.

use std::time::Duration;

use aws_sdk_s3::{
    Client,
    error::SdkError,
    operation::{get_object::GetObjectError, head_object::HeadObjectError},
    presigning::{PresignedRequest, PresigningConfig},
    primitives::ByteStream,
};
use chrono::{DateTime, Utc};

use crate::error::{StoreError, failed};

/// The bucket that holds everything but the table.
#[derive(Debug, Clone)]
pub struct Files {
    client: Client,
    bucket: String,
}

/// A request by which a browser puts a file into the bucket. The URL is a secret until it expires.
#[derive(Clone, PartialEq, Eq)]
pub struct PresignedPut {
    /// Where to.
    pub url: String,
    /// Headers that have to be sent exactly so; the signature covers them.
    pub headers: Vec<(String, String)>,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

/// A request by which a browser downloads a file. The URL is a secret until it expires.
#[derive(Clone, PartialEq, Eq)]
pub struct PresignedGet {
    /// Where from.
    pub url: String,
    /// Until when.
    pub expires_at: DateTime<Utc>,
}

impl std::fmt::Debug for PresignedPut {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PresignedPut").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for PresignedGet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PresignedGet").field("expires_at", &self.expires_at).finish_non_exhaustive()
    }
}

/// What is known of a file without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectHead {
    /// Its length in bytes.
    pub size: u64,
    /// The media type it was stored with.
    pub content_type: Option<String>,
}

impl Files {
    /// The bucket of that name.
    pub fn new(client: Client, bucket: impl Into<String>) -> Self {
        Self { client, bucket: bucket.into() }
    }

    /// Lets a browser put one file of exactly that type and length, once or again, until `ttl` from `now`.
    pub async fn presign_put(
        &self,
        key: &str,
        content_type: &str,
        size: u64,
        ttl: Duration,
        now: DateTime<Utc>,
    ) -> Result<PresignedPut, StoreError> {
        let length = i64::try_from(size).map_err(|error| StoreError::backend("PutObject", error))?;
        let call = self.client.put_object().bucket(&self.bucket).key(key);
        let request = call
            .content_type(content_type)
            .content_length(length)
            .presigned(presigning(ttl, now)?)
            .await
            .map_err(|error| failed("PutObject", error))?;
        let headers = request.headers().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        Ok(PresignedPut { url: request.uri().to_owned(), headers, expires_at: ending(ttl, now) })
    }

    /// Lets a browser download a file under the name `download_name`, never shown within the page, until `ttl` from
    /// `now`.
    pub async fn presign_get(
        &self,
        key: &str,
        download_name: &str,
        ttl: Duration,
        now: DateTime<Utc>,
    ) -> Result<PresignedGet, StoreError> {
        let call = self.client.get_object().bucket(&self.bucket).key(key);
        let request: PresignedRequest = call
            .response_content_disposition(attachment(download_name))
            .presigned(presigning(ttl, now)?)
            .await
            .map_err(|error| failed("GetObject", error))?;
        Ok(PresignedGet { url: request.uri().to_owned(), expires_at: ending(ttl, now) })
    }

    /// The bytes of a file; `None` when there is none. More than `max_bytes` are refused before they are read.
    pub async fn get(&self, key: &str, max_bytes: u64) -> Result<Option<Vec<u8>>, StoreError> {
        let answer = match self.client.get_object().bucket(&self.bucket).key(key).send().await {
            Ok(answer) => answer,
            Err(SdkError::ServiceError(error)) if matches!(error.err(), GetObjectError::NoSuchKey(_)) => {
                return Ok(None);
            }
            Err(error) => return Err(failed("GetObject", error)),
        };
        let size = answer.content_length().and_then(|length| u64::try_from(length).ok());
        if size.is_none_or(|size| size > max_bytes) {
            return Err(StoreError::inconsistent(&key, format!("is not of at most {max_bytes} bytes")));
        }
        let body = answer.body.collect().await.map_err(|error| StoreError::backend("GetObject", error))?;
        Ok(Some(body.to_vec()))
    }

    /// Writes a file, over what was there.
    pub async fn put(&self, key: &str, bytes: Vec<u8>, content_type: &str) -> Result<(), StoreError> {
        let call = self.client.put_object().bucket(&self.bucket).key(key).content_type(content_type);
        call.body(ByteStream::from(bytes)).send().await.map(drop).map_err(|error| failed("PutObject", error))
    }

    /// What is known of a file; `None` when there is none.
    pub async fn head(&self, key: &str) -> Result<Option<ObjectHead>, StoreError> {
        match self.client.head_object().bucket(&self.bucket).key(key).send().await {
            Ok(answer) => Ok(Some(ObjectHead {
                size: answer
                    .content_length()
                    .and_then(|length| u64::try_from(length).ok())
                    .unwrap_or_default(),
                content_type: answer.content_type().map(ToOwned::to_owned),
            })),
            Err(SdkError::ServiceError(error)) if matches!(error.err(), HeadObjectError::NotFound(_)) => {
                Ok(None)
            }
            Err(error) => Err(failed("HeadObject", error)),
        }
    }
}

fn presigning(ttl: Duration, now: DateTime<Utc>) -> Result<PresigningConfig, StoreError> {
    PresigningConfig::builder()
        .start_time(now.into())
        .expires_in(ttl)
        .build()
        .map_err(|error| StoreError::backend("presign", error))
}

fn ending(ttl: Duration, now: DateTime<Utc>) -> DateTime<Utc> {
    now + chrono::Duration::from_std(ttl).unwrap_or_default()
}

/// The upper-case hex digit of a number below 16.
fn digit(value: u8) -> char {
    char::from(b"0123456789ABCDEF"[usize::from(value & 15)])
}

/// A download's name, in the form that browsers read whatever the script (RFC 6266, RFC 8187).
fn attachment(name: &str) -> String {
    let mut header = String::from("attachment; filename*=UTF-8''");
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
            header.push(char::from(byte));
        } else {
            header.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    header
}
