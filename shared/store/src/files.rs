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

/// What a browser may show: nothing of these runs.
const SHOWN: [&str; 3] = ["image/jpeg", "image/png", "application/pdf"];

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
        self.presigned(key, disposition("attachment", download_name), None, (ttl, now)).await
    }

    /// The same for a picture or a PDF, which was told from its bytes, to be looked at in place. Any other type is
    /// downloaded.
    pub async fn presign_view(
        &self,
        key: &str,
        (name, media_type): (&str, &str),
        ttl: Duration,
        now: DateTime<Utc>,
    ) -> Result<PresignedGet, StoreError> {
        if !SHOWN.contains(&media_type) {
            return self.presign_get(key, name, ttl, now).await;
        }
        self.presigned(key, disposition("inline", name), Some(media_type), (ttl, now)).await
    }

    async fn presigned(
        &self,
        key: &str,
        disposition: String,
        media_type: Option<&str>,
        (ttl, now): (Duration, DateTime<Utc>),
    ) -> Result<PresignedGet, StoreError> {
        let call = self.client.get_object().bucket(&self.bucket).key(key);
        let request: PresignedRequest = call
            .response_content_disposition(disposition)
            .set_response_content_type(media_type.map(ToOwned::to_owned))
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
    now + ttl
}

/// The upper-case hex digit of a number below 16.
fn digit(value: u8) -> char {
    char::from(b"0123456789ABCDEF"[usize::from(value & 15)])
}

/// A download's name, in the form that browsers read whatever the script (RFC 6266, RFC 8187).
fn disposition(kind: &str, name: &str) -> String {
    let mut header = format!("{kind}; filename*=UTF-8''");
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_') {
            header.push(char::from(byte));
        } else {
            header.extend(['%', digit(byte >> 4), digit(byte & 15)]);
        }
    }
    header
}

#[cfg(test)]
mod tests {
    use aws_sdk_s3::config::{BehaviorVersion, Config, Credentials, Region};

    use super::*;

    fn files() -> Files {
        let config = Config::builder()
            .behavior_version(BehaviorVersion::v2026_01_12())
            .region(Region::from_static("cn-north-1"))
            .credentials_provider(Credentials::new("test", "secret", None, None, "test"))
            .build();
        Files::new(Client::from_conf(config), "files")
    }

    fn now() -> DateTime<Utc> {
        "2026-01-05T01:00:00Z".parse().unwrap()
    }

    fn parameter<'a>(url: &'a str, name: &str) -> Option<&'a str> {
        let (_, query) = url.split_once('?')?;
        query.split('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
    }

    const TTL: Duration = Duration::from_mins(15);

    #[tokio::test]
    async fn a_put_is_signed_with_its_type_and_length() {
        let put = files().presign_put("uploads/roster/1", "image/png", 68, TTL, now()).await.unwrap();
        assert!(put.url.starts_with("https://files.s3.cn-north-1.amazonaws.com.cn/uploads/roster/1?"));
        assert_eq!(parameter(&put.url, "X-Amz-SignedHeaders"), Some("content-length%3Bcontent-type%3Bhost"));
        assert_eq!(parameter(&put.url, "X-Amz-Expires"), Some("900"));
        assert_eq!(parameter(&put.url, "X-Amz-Date"), Some("20260105T010000Z"));
        assert!(!put.url.contains("checksum"), "a checksum of no bytes would refuse every file");
        let mut headers = put.headers.clone();
        headers.sort();
        let expected = [("content-length", "68"), ("content-type", "image/png")];
        assert_eq!(headers, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
        assert_eq!(put.expires_at, now() + TTL);
        assert!(!format!("{put:?}").contains("Signature"));
    }

    #[tokio::test]
    async fn a_download_is_saved_under_its_name_and_never_shown() {
        let get = files().presign_get("documents/1.pdf", "缴费通知单 1.pdf", TTL, now()).await.unwrap();
        let disposition = parameter(&get.url, "response-content-disposition").unwrap();
        assert!(
            disposition.starts_with("attachment%3B%20filename%2A%3DUTF-8%27%27%25E7%25BC%25B4"),
            "{disposition}"
        );
        assert_eq!(parameter(&get.url, "X-Amz-Expires"), Some("900"));
    }

    #[tokio::test]
    async fn pictures_and_papers_are_shown_and_nothing_else() {
        let seen = |url: &str| parameter(url, "response-content-disposition").unwrap()[..6].to_owned();
        for media_type in ["image/jpeg", "image/png", "application/pdf"] {
            let get = files().presign_view("a", ("a", media_type), TTL, now()).await.unwrap();
            assert_eq!(seen(&get.url), "inline");
            let answered = parameter(&get.url, "response-content-type").unwrap().replace("%2F", "/");
            assert_eq!(answered, media_type);
        }
        for media_type in ["text/html", "image/svg+xml", "application/ofd"] {
            let get = files().presign_view("a", ("a", media_type), TTL, now()).await.unwrap();
            assert_eq!(seen(&get.url), "attach");
        }
    }

    #[test]
    fn a_name_is_escaped_in_its_header() {
        let vectors = [
            ("a-b_c.xlsx", "attachment; filename*=UTF-8''a-b_c.xlsx"),
            ("名 单", "attachment; filename*=UTF-8''%E5%90%8D%20%E5%8D%95"),
            ("a\"\r\nb", "attachment; filename*=UTF-8''a%22%0D%0Ab"),
        ];
        for (name, expected) in vectors {
            assert_eq!(disposition("attachment", name), expected);
        }
    }
}
