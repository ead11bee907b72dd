//! The OpenAPI document of the whole API, put together from the functions' routers.

use utoipa::openapi::OpenApi;

/// Every HTTP function, as the template names its integration, and the part of the document that it serves.
pub fn parts() -> Vec<(&'static str, OpenApi)> {
    vec![
        ("Login", login_function::openapi()),
        ("Applications", applications_function::openapi()),
        ("Review", review_function::openapi()),
        ("Payments", payments_function::openapi()),
        ("Records", records_function::openapi()),
    ]
}

/// The document, as `GET /api/openapi.json` serves it.
pub fn document() -> String {
    let parts: Vec<_> = parts().into_iter().map(|(_, part)| part).collect();
    let mut text = http_api::openapi(parts).to_pretty_json().expect("a document that is JSON");
    text.push('\n');
    text
}

/// The operations of a document: method in capitals, path.
pub fn operations(document: &OpenApi) -> Vec<(String, String)> {
    let json = serde_json::to_value(document).unwrap_or_default();
    let Some(paths) = json["paths"].as_object() else { return Vec::new() };
    let operations = paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().into_iter().flat_map(|methods| methods.keys());
        methods
            .filter(|method| ["get", "put", "post", "delete", "patch"].contains(&method.as_str()))
            .map(|method| (method.to_uppercase(), path.clone()))
    });
    operations.collect()
}
