//! A bucket in memory, behind the real client.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard},
};

use aws_sdk_s3::{
    Client, Config,
    config::{
        BehaviorVersion, Credentials, Region, RequestChecksumCalculation, http::HttpRequest,
        http::HttpResponse,
    },
};
use store::Files;

use crate::http::{answering, response};

const NAME: &str = "files";

/// A bucket in memory: puts, gets and heads of whole objects.
#[derive(Debug, Clone, Default)]
pub struct Bucket(Arc<Mutex<BTreeMap<String, Object>>>);

/// What lies in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The media type it was stored with.
    pub content_type: String,
}

impl Bucket {
    /// An empty bucket.
    pub fn new() -> Self {
        Self::default()
    }

    /// The bucket as the store knows it.
    pub fn files(&self) -> Files {
        let bucket = self.clone();
        let config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("local"))
            .credentials_provider(Credentials::new("id", "key", None, None, "testkit"))
            .endpoint_url("http://bucket.test")
            .force_path_style(true)
            .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
            .http_client(answering(move |request| bucket.answer(request)))
            .build();
        Files::new(Client::from_conf(config), NAME)
    }

    /// Puts an object, as a browser does.
    pub fn put(&self, key: &str, bytes: impl Into<Vec<u8>>, content_type: &str) {
        let object = Object { bytes: bytes.into(), content_type: content_type.to_owned() };
        self.objects().insert(key.to_owned(), object);
    }

    /// The object of that key.
    pub fn object(&self, key: &str) -> Option<Object> {
        self.objects().get(key).cloned()
    }

    /// The keys of all objects.
    pub fn keys(&self) -> Vec<String> {
        self.objects().keys().cloned().collect()
    }

    fn objects(&self) -> MutexGuard<'_, BTreeMap<String, Object>> {
        self.0.lock().unwrap()
    }

    fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let path = request.uri().split_once(&format!("/{NAME}/")).map_or("", |(_, path)| path);
        let key = path.split('?').next().unwrap_or_default();
        match request.method() {
            "PUT" => {
                let bytes = request.body().bytes().unwrap_or_default();
                self.put(key, bytes, request.headers().get("content-type").unwrap_or_default());
                response(200, "", "")
            }
            method => match self.object(key) {
                Some(object) => {
                    let bytes = if method == "HEAD" { Vec::new() } else { object.bytes };
                    response(200, &object.content_type, bytes)
                }
                // As in S3, whose answers to HEAD have no body to tell what is missing.
                None if method == "HEAD" => response(404, "", ""),
                None => response(404, "application/xml", "<Error><Code>NoSuchKey</Code></Error>"),
            },
        }
    }
}
