//! One signed-in (or not) caller of the HTTP API.

use reqwest::{Method, header::AUTHORIZATION};
use serde_json::{Value, json};

use crate::{wait::until, world::PASSWORD};

/// An answer, read whole.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body; null when it is not JSON.
    pub body: Value,
}

impl Answer {
    /// The body of a success.
    #[track_caller]
    pub fn ok(self) -> Value {
        assert!((200..300).contains(&self.status), "refused with {}: {}", self.status, self.body);
        self.body
    }

    /// The Chinese sentence of a refusal with this status and code.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> String {
        let error = &self.body["error"];
        assert_eq!((self.status, error["code"].as_str()), (status, Some(code)), "{}", self.body);
        assert!(error["requestId"].as_str().is_some_and(|id| !id.is_empty()), "no request id: {error}");
        let message = error["message"].as_str().unwrap_or_default().to_owned();
        assert!(message.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "not Chinese: {message}");
        message
    }
}

/// A caller of the API.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    token: Option<String>,
}

impl Client {
    /// Nobody in particular.
    pub fn anonymous() -> Self {
        #[expect(clippy::disallowed_methods, reason = "the tests' only setting: where the stack is")]
        let base = std::env::var("CANBAO_URL")
            .expect("CANBAO_URL is not set: these tests need a running stack, start them with `make test`");
        let http = reqwest::Client::builder().cookie_store(true).build().expect("an HTTP client");
        Self { http, base, token: None }
    }

    /// The account, signed in with the demo password.
    pub async fn sign_in(username: &str) -> Self {
        let mut client = Self::anonymous();
        let credentials = json!({"username": username, "password": PASSWORD});
        let session = client.post("/api/sessions", credentials).await.ok();
        client.token = session["accessToken"].as_str().map(Into::into);
        client
    }

    /// The same caller with another access token.
    #[must_use]
    pub fn with_token(mut self, token: &str) -> Self {
        self.token = Some(token.to_owned());
        self
    }

    /// Sends a request with headers of its own.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<Value>,
        headers: &[(&str, &str)],
    ) -> Answer {
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        if let Some(token) = &self.token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await.expect("the stack answers");
        let status = response.status().as_u16();
        let bytes = response.bytes().await.expect("a whole body");
        Answer { status, body: serde_json::from_slice(&bytes).unwrap_or_default() }
    }

    /// `GET path`.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Method::GET, path, None, &[]).await
    }

    /// `POST path`.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(Method::POST, path, Some(body), &[]).await
    }

    /// `PUT path`.
    pub async fn put(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PUT, path, Some(body), &[]).await
    }

    /// `PATCH path`.
    pub async fn patch(&self, path: &str, body: Value) -> Answer {
        self.send(Method::PATCH, path, Some(body), &[]).await
    }

    /// `DELETE path`.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(Method::DELETE, path, None, &[]).await
    }

    /// Asks where to put a file and puts it there, as a browser does; gives the upload's identity.
    pub async fn upload(&self, request: Value, bytes: Vec<u8>) -> String {
        let upload = self.post("/api/uploads", request).await.ok();
        assert_eq!(self.put_file(&upload, bytes).await, 200, "the file store takes what was announced");
        upload["uploadId"].as_str().expect("an upload id").to_owned()
    }

    /// Puts bytes to a presigned address; gives the status.
    pub async fn put_file(&self, upload: &Value, bytes: Vec<u8>) -> u16 {
        let url = upload["url"].as_str().expect("an address");
        let mut request = self.http.put(url).body(bytes);
        for (name, value) in upload["headers"].as_object().expect("headers") {
            request = request.header(name, value.as_str().unwrap_or_default());
        }
        request.send().await.expect("the file store answers").status().as_u16()
    }

    /// Reads a file from a presigned address.
    pub async fn download(&self, url: &str) -> Vec<u8> {
        let response = self.http.get(url).send().await.expect("the file store answers");
        assert_eq!(response.status().as_u16(), 200);
        response.bytes().await.expect("a whole file").to_vec()
    }

    /// Uploads a roster of the application and waits until its import has one of the states.
    pub async fn import(&self, number: &str, workbook: Vec<u8>, states: &[&str]) -> Value {
        let request = json!({
            "purpose": "roster", "applicationNumber": number, "fileName": "名单.xlsx",
            "contentType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "sizeBytes": workbook.len(),
        });
        let id = self.upload(request, workbook).await;
        self.import_in(number, &id, states).await
    }

    /// Waits until an import has one of the states.
    pub async fn import_in(&self, number: &str, id: &str, states: &[&str]) -> Value {
        let path = format!("/api/applications/{number}/imports/{id}");
        until(&format!("import in {states:?}"), || async {
            let answer = self.get(&path).await;
            let state = answer.body["state"].as_str()?;
            states.contains(&state).then_some(answer.body.clone())
        })
        .await
    }

    /// Uploads a file and waits until it was looked at; gives the upload's identity and its state.
    pub async fn upload_checked(&self, request: Value, bytes: Vec<u8>) -> (String, Value) {
        let id = self.upload(request, bytes).await;
        let upload = until("upload looked at", || async {
            let upload = self.get(&format!("/api/uploads/{id}")).await.ok();
            (upload["state"] != "pending").then_some(upload)
        })
        .await;
        (id, upload)
    }
}
