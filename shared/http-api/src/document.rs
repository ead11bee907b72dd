//! The document of the whole API: every function's operations, and what they have in common.

use serde::Serialize;
use utoipa::{
    PartialSchema as _, ToSchema,
    openapi::{
        Components, ContentBuilder, InfoBuilder, ObjectBuilder, OpenApi, Ref, RefOr, ResponseBuilder,
        SecurityRequirement, Type,
        path::{Operation, ParameterBuilder, ParameterIn, PathItem},
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

use crate::RefusedField;

/// The body of every error.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ErrorBody {
    error: ErrorDetail,
}

#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ErrorDetail {
    /// For programs, in `snake_case`.
    code: &'static str,
    /// For people, in Chinese: what is wrong and what to do.
    message: String,
    /// Names the request in the log.
    request_id: String,
    /// The fields that are wrong, if single fields are.
    fields: Vec<RefusedField>,
}

impl ErrorBody {
    pub(crate) fn of(code: &'static str, message: &str, request_id: &str, fields: &[RefusedField]) -> Self {
        let (message, request_id) = (message.to_owned(), request_id.to_owned());
        Self { error: ErrorDetail { code, message, request_id, fields: fields.to_vec() } }
    }
}

/// The document of the whole API from the documents of its functions. Every operation needs a bearer token, unless
/// it says `security(())`, and may answer with [`ErrorBody`].
pub fn openapi(parts: impl IntoIterator<Item = OpenApi>) -> OpenApi {
    let mut document = OpenApi::default();
    document.info = InfoBuilder::new().title("Canbao").version("1").build();
    for part in parts {
        document.merge(part);
    }
    let components = document.components.get_or_insert_with(Components::new);
    add_common(components);
    document.security = Some(vec![SecurityRequirement::new("bearer", [""; 0])]);
    for operation in document.paths.paths.values_mut().flat_map(operations) {
        may_fail(operation);
    }
    for item in document.paths.paths.values_mut() {
        item.post.as_mut().map(may_come_again);
    }
    document
}

fn add_common(components: &mut Components) {
    let mut schemas = vec![(ErrorBody::name().into_owned(), ErrorBody::schema())];
    ErrorBody::schemas(&mut schemas);
    components.schemas.extend(schemas);
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
    components.security_schemes.insert("bearer".into(), SecurityScheme::Http(bearer).into());
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    let PathItem { get, put, post, delete, patch, .. } = item;
    [get, put, post, delete, patch].into_iter().flatten()
}

fn may_fail(operation: &mut Operation) {
    let schema = RefOr::Ref(Ref::from_schema_name(ErrorBody::name()));
    let content = ContentBuilder::new().schema(Some(schema)).build();
    let response = ResponseBuilder::new().description("Refused").content("application/json", content).build();
    operation.responses.responses.entry("default".into()).or_insert_with(|| response.into());
}

fn may_come_again(operation: &mut Operation) {
    if operation.security.is_some() {
        return;
    }
    let parameter = ParameterBuilder::new()
        .name("Idempotency-Key")
        .parameter_in(ParameterIn::Header)
        .description(Some("The same key with the same body gets the first answer again"))
        .schema(Some(ObjectBuilder::new().schema_type(Type::String).max_length(Some(255))))
        .build();
    operation.parameters.get_or_insert_with(Vec::new).push(parameter.into());
}
