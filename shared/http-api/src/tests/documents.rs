use serde_json::json;
use utoipa::ToSchema;
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{Answer, ApiError, IfMatch, Json, Nothing, Once, Page, Paging, openapi};

#[derive(serde::Serialize, ToSchema)]
struct Thing {
    name: String,
}

/// Lists things.
#[utoipa::path(get, path = "/things", params(Paging), security(()), responses((status = 200, body = Page<Thing>)))]
async fn list_things(paging: Paging) -> Json<Page<Thing>> {
    Json(paging.of([Thing { name: "thing".into() }]))
}

/// Makes a thing.
#[utoipa::path(post, path = "/things", params(IfMatch), request_body = Nothing, responses((status = 201, body = Thing)))]
async fn make_thing(_: IfMatch, _: Once<Nothing>) -> Result<Answer, ApiError> {
    Ok(Answer::nothing())
}

fn document() -> serde_json::Value {
    let routes: OpenApiRouter<crate::Context> = OpenApiRouter::new().routes(routes!(list_things, make_thing));
    serde_json::to_value(openapi([routes.into_openapi()])).unwrap()
}

#[test]
fn every_operation_needs_a_token_unless_it_says_otherwise() {
    let document = document();
    assert_eq!(document["security"], json!([{ "bearer": [] }]));
    assert_eq!(document["components"]["securitySchemes"]["bearer"]["scheme"], "bearer");
    assert_eq!(document["paths"]["/things"]["get"]["security"], json!([{}]));
    assert_eq!(document["paths"]["/things"]["post"]["security"], json!(null));
}

#[test]
fn every_operation_may_be_refused_and_the_schema_says_how() {
    let document = document();
    for method in ["get", "post"] {
        let refused = &document["paths"]["/things"][method]["responses"]["default"]["content"];
        assert_eq!(refused["application/json"]["schema"]["$ref"], "#/components/schemas/ErrorBody");
    }
    let schemas = &document["components"]["schemas"];
    let required = json!(["code", "message", "requestId", "fields"]);
    assert_eq!(schemas["ErrorDetail"]["required"], required);
    assert!(schemas["RefusedField"].is_object() && schemas["Thing"].is_object());
}

#[test]
fn parameters_stand_where_they_are_read() {
    let document = document();
    let names = |method: &str| -> Vec<String> {
        let parameters = document["paths"]["/things"][method]["parameters"].as_array().unwrap();
        parameters.iter().map(|one| format!("{} in {}", one["name"], one["in"]).replace('"', "")).collect()
    };
    assert_eq!(names("get"), ["page in query", "pageSize in query"]);
    assert_eq!(names("post"), ["If-Match in header", "Idempotency-Key in header"]);
}
