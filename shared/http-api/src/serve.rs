//! A router, made complete and served.

use std::time::Instant;

use axum::{
    Router,
    body::Body,
    extract::{DefaultBodyLimit, MatchedPath, Request},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::{Next, from_fn},
    response::{IntoResponse as _, Response},
};
use lambda_http::request::RequestContext;
use runtime::{Error, caught};

use crate::{ApiError, once::Fingerprint};

/// The largest body. Files go to S3 and never through here.
const MAX_BODY: usize = 1024 * 1024;

/// What every answer says, unless the handler said otherwise.
const HEADERS: [(HeaderName, HeaderValue); 4] = [
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'")),
];

/// Serves the router to Lambda's HTTP events, for ever.
pub async fn serve(router: Router) -> Result<(), Error> {
    lambda_http::run(complete(router)).await
}

/// The router with what all have in common: errors in one form with the request's id, a panic as 500, a limit for
/// bodies, security headers, one log line per request.
pub fn complete(router: Router) -> Router {
    router
        .fallback(async || ApiError::not_found())
        .method_not_allowed_fallback(async || {
            ApiError::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "该地址不支持此请求方法")
        })
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(from_fn(around))
}

async fn around(mut request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let line = Line::of(&request);
    let fingerprint = Fingerprint::default();
    request.extensions_mut().insert(fingerprint.clone());
    let response = match caught(next.run(request)).await {
        Ok(response) => fingerprint.guard(response),
        Err(panicked) => ApiError::internal(panicked).into_response(),
    };
    let (mut response, error) = named(response, &line.request_id);
    harden(response.headers_mut());
    line.log(&response, error.as_ref(), begun);
    response
}

/// Puts the request's id into an error; headers stay as the handler set them.
fn named(mut response: Response, request_id: &str) -> (Response, Option<ApiError>) {
    let Some(error) = response.extensions_mut().remove::<ApiError>() else { return (response, None) };
    let (parts, _) = response.into_parts();
    let body: Body = error.render(request_id).into_body();
    (Response::from_parts(parts, body), Some(error))
}

fn harden(headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        headers.entry(name).or_insert(value);
    }
}

/// What the log may say of a request: the route, never the path, its query or its body.
struct Line {
    method: Method,
    route: String,
    request_id: String,
}

impl Line {
    fn of(request: &Request) -> Self {
        let route = request.extensions().get::<MatchedPath>();
        Self {
            method: request.method().clone(),
            route: route.map_or("none", MatchedPath::as_str).to_owned(),
            request_id: request_id(request),
        }
    }

    fn log(&self, response: &Response, error: Option<&ApiError>, begun: Instant) {
        let Self { method, route, request_id } = self;
        let status = response.status().as_u16();
        let duration_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        let code = error.map(ApiError::code);
        if let Some(cause) = error.and_then(ApiError::cause) {
            tracing::error!(%method, route, status, code, duration_ms, http_request_id = request_id, cause, "answered");
        } else {
            tracing::info!(%method, route, status, code, duration_ms, http_request_id = request_id, "answered");
        }
    }
}

/// The id by which the gateway's access log knows the request, or else Lambda's.
fn request_id(request: &Request) -> String {
    let gateway = match request.extensions().get::<RequestContext>() {
        Some(RequestContext::ApiGatewayV2(context)) => context.request_id.clone(),
        _ => None,
    };
    let invocation = || request.extensions().get::<lambda_http::Context>().map(|one| one.request_id.clone());
    gateway.or_else(invocation).unwrap_or_default()
}
