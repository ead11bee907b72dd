use axum::{
    Router,
    http::{Request, header},
    routing::get as on_get,
};
use chrono::TimeDelta;
use lambda_http::{aws_lambda_events::apigw::ApiGatewayV2httpRequestContext, request::RequestContext};
use runtime::Clock;

use super::{bearer, context, get, now, post, send};
use crate::{ApiError, Json, SignedIn};

fn panicking() -> Router {
    Router::new().route("/", on_get(async || -> Result<(), ApiError> { panic!("a name of a person") }))
}

#[tokio::test]
async fn a_panic_is_an_error_like_any_other() {
    let reply = send(panicking(), get("/"), "").await;
    assert_eq!((reply.status.as_u16(), reply.code()), (500, "internal"));
    assert!(!reply.body.to_string().contains("person"));
}

#[tokio::test]
async fn an_unknown_path_or_method_is_told_in_the_same_form() {
    let reply = send(panicking(), get("/other"), "").await;
    assert_eq!((reply.status.as_u16(), reply.code()), (404, "not_found"));
    let reply = send(panicking(), post("/"), "{}").await;
    assert_eq!((reply.status.as_u16(), reply.code()), (405, "method_not_allowed"));
    assert_eq!(reply.headers[header::ALLOW], "GET,HEAD");
}

#[tokio::test]
async fn an_error_names_the_request_by_the_gateways_id() {
    let mut gateway = ApiGatewayV2httpRequestContext::default();
    gateway.request_id = Some("JKJaXmPLvHcESHA=".into());
    let request = Request::get("/other").extension(RequestContext::ApiGatewayV2(gateway));
    let reply = send(panicking(), request, "").await;
    assert_eq!(reply.body["error"]["requestId"], "JKJaXmPLvHcESHA=");
}

#[tokio::test]
async fn every_answer_carries_the_security_headers_unless_the_handler_says_otherwise() {
    let router = Router::new()
        .route("/open", on_get(async || ([(header::CACHE_CONTROL, "max-age=3600")], Json(1))))
        .route("/closed", on_get(async || ([(header::SET_COOKIE, "a=b")], ApiError::not_signed_in())));
    let open = send(router.clone(), get("/open"), "").await;
    assert_eq!(open.headers[header::CACHE_CONTROL], "max-age=3600");
    let closed = send(router, get("/closed"), "").await;
    assert_eq!(closed.headers[header::CACHE_CONTROL], "no-store");
    assert_eq!(closed.headers[header::SET_COOKIE], "a=b", "headers beside an error stay");
    for reply in [open, closed] {
        assert_eq!(reply.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
        assert!(
            reply.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().contains("default-src 'none'")
        );
    }
}

#[tokio::test]
async fn only_a_good_token_signs_in() {
    let (context, _database) = context().await;
    let token = bearer(&testkit::caller_unit());
    let me = async |SignedIn(caller): SignedIn| Json(caller.user);
    let router = Router::new().route("/", on_get(me)).with_state(context.clone());
    let reply = send(router.clone(), get("/").header(header::AUTHORIZATION, &token), "").await;
    assert_eq!(reply.body, testkit::caller_unit().user.as_str());
    let lower = token.replacen("Bearer", "bearer", 1);
    assert_eq!(send(router.clone(), get("/").header(header::AUTHORIZATION, lower), "").await.status, 200);
    for value in
        ["", "Bearer", "Bearer ", "Basic dTpw", "Bearer x.y.z", &token.replacen('.', "", 1), &token[7..]]
    {
        let reply = send(router.clone(), get("/").header(header::AUTHORIZATION, value), "").await;
        assert_eq!((reply.status.as_u16(), reply.code()), (401, "not_signed_in"), "{value}");
    }
    assert_eq!(send(router, get("/"), "").await.status, 401);
    let later = crate::Context { clock: Clock::fixed(now() + TimeDelta::minutes(15)), ..context };
    let router = Router::new().route("/", on_get(me)).with_state(later);
    assert_eq!(send(router, get("/").header(header::AUTHORIZATION, &token), "").await.status, 401);
}
