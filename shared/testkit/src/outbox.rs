//! Queues that only remember what was sent.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};

use aws_sdk_sqs::{
    Client, Config,
    config::{
        BehaviorVersion, Credentials, Region, http::HttpRequest, http::HttpResponse, retry::RetryConfig,
    },
};
use store::{Job, Queues};

use crate::http::{answering, response};

const JSON: &str = "application/x-amz-json-1.0";

const ROSTER: &str = "http://queues.test/roster";
const DOCUMENT: &str = "http://queues.test/document";

/// Both queues, in memory, behind the real client.
#[derive(Debug, Clone, Default)]
pub struct Outbox {
    sent: Arc<Mutex<Vec<Job>>>,
    closed: Arc<AtomicBool>,
}

impl Outbox {
    /// Two empty queues.
    pub fn new() -> Self {
        Self::default()
    }

    /// The queues as the store knows them.
    pub fn queues(&self) -> Queues {
        let outbox = self.clone();
        let config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new("local"))
            .credentials_provider(Credentials::new("id", "key", None, None, "testkit"))
            .retry_config(RetryConfig::disabled())
            .http_client(answering(move |request| outbox.answer(request)))
            .build();
        Queues::new(Client::from_conf(config), Some(ROSTER.to_owned()), Some(DOCUMENT.to_owned()))
    }

    /// Refuses whatever is sent from now on, or takes it again.
    pub fn close(&self, closed: bool) {
        self.closed.store(closed, Ordering::Relaxed);
    }

    /// Takes out what was sent, oldest first.
    pub fn take(&self) -> Vec<Job> {
        std::mem::take(&mut *self.sent.lock().unwrap())
    }

    fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let sent = request.body().bytes().unwrap_or_default();
        let sent: serde_json::Value = serde_json::from_slice(sent).unwrap_or_default();
        let job = sent["MessageBody"].as_str().and_then(|body| serde_json::from_str(body).ok());
        match job {
            Some(job) if !self.closed.load(Ordering::Relaxed) => {
                self.sent.lock().unwrap().push(job);
                response(200, JSON, r#"{"MessageId":"1"}"#)
            }
            _ => response(400, JSON, r#"{"__type":"com.amazonaws.sqs#InvalidMessageContents"}"#),
        }
    }
}
