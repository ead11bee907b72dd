//! What the tests stand on: two accounts, and a browser that keeps its cookie.

use argon2::{Argon2, PasswordHasher as _};
use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, header},
};
use chrono::TimeDelta;
use domain::caller::Caller;
use http_api::{Context, complete};
use http_testkit::Gateway;
use login_function::router;
use runtime::Clock;
use serde_json::{Value, json};
use store::Account;
use testkit::{caller_agency, caller_unit};
use tower::ServiceExt as _;

pub(crate) const PASSWORD: &str = "Canbao-2026";

/// A house with testkit's clerk and agency account, both with the same password.
pub(crate) struct House {
    pub(crate) gateway: Gateway,
    context: Context,
}

pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

impl Reply {
    pub(crate) fn code(&self) -> &str {
        self.body["error"]["code"].as_str().unwrap_or_default()
    }

    pub(crate) fn refusal(&self) -> (u16, &str) {
        (self.status, self.code())
    }

    pub(crate) fn cookie(&self) -> &str {
        self.headers[header::SET_COOKIE].to_str().unwrap()
    }

    /// The cookie as a browser sends it back.
    pub(crate) fn refresh(&self) -> String {
        self.cookie().split(';').next().unwrap().to_owned()
    }

    pub(crate) fn token(&self) -> &str {
        self.body["accessToken"].as_str().unwrap()
    }
}

pub(crate) fn account(caller: Caller) -> Account {
    Account {
        user: caller.user,
        display_name: caller.name,
        password: Argon2::default()
            .hash_password_with_salt(PASSWORD.as_bytes(), &[7; 16])
            .unwrap()
            .to_string(),
        scope: caller.scope,
        must_change_password: false,
        suspended: false,
        version: 1,
    }
}

impl House {
    pub(crate) async fn new() -> Self {
        let gateway = Gateway::new().await;
        for caller in [caller_unit(), caller_agency()] {
            gateway.database.table.put_account(&account(caller)).await.unwrap();
        }
        let context = gateway.context();
        Self { gateway, context }
    }

    /// Lets time pass.
    pub(crate) fn wait(&mut self, time: TimeDelta) {
        self.context.clock = Clock::fixed(self.context.clock.now() + time);
    }

    /// Changes the clerk's account.
    pub(crate) async fn change(&self, change: impl FnOnce(&mut Account)) {
        let mut account = self.gateway.database.table.account(&caller_unit().user).await.unwrap().unwrap();
        change(&mut account);
        account.version += 1;
        self.gateway.database.table.put_account(&account).await.unwrap();
    }

    pub(crate) async fn sign_in(&self, username: &str, password: &str) -> Reply {
        let credentials = json!({ "username": username, "password": password });
        self.ask(Method::POST, "/api/sessions", &[], credentials).await
    }

    /// Signs the clerk in.
    pub(crate) async fn signed_in(&self) -> Reply {
        let reply = self.sign_in(caller_unit().user.as_str(), PASSWORD).await;
        assert_eq!(reply.status, 201, "{}", reply.body);
        reply
    }

    pub(crate) async fn refresh(&self, cookie: &str) -> Reply {
        self.ask(Method::POST, "/api/sessions/refresh", &[("cookie", cookie)], Value::Null).await
    }

    pub(crate) async fn me(&self, token: &str) -> Reply {
        self.ask(Method::GET, "/api/me", &[("authorization", &format!("Bearer {token}"))], Value::Null).await
    }

    pub(crate) async fn ask(
        &self,
        method: Method,
        path: &str,
        headers: &[(&str, &str)],
        body: Value,
    ) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = if body.is_null() {
            Body::empty()
        } else {
            request = request.header(header::CONTENT_TYPE, "application/json");
            Body::from(body.to_string())
        };
        self.answer(request.body(body).unwrap()).await
    }

    /// Sends an event as the gateway writes it.
    pub(crate) async fn send(&self, event: &str) -> Reply {
        let request = lambda_http::request::from_str(event).unwrap();
        self.answer(request.map(|body| Body::from(body.to_vec()))).await
    }

    async fn answer(&self, request: Request<Body>) -> Reply {
        let response = complete(router(self.context.clone())).oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap();
        let body = serde_json::from_slice(&bytes).unwrap_or_default();
        Reply { status: parts.status.as_u16(), headers: parts.headers, body }
    }
}
