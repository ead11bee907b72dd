//! The version a caller has read.

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};
use domain::application::{Application, Refusal};
use utoipa::{
    IntoParams,
    openapi::{
        ObjectBuilder, Type,
        path::{Parameter, ParameterBuilder, ParameterIn},
    },
};

use crate::ApiError;

/// `If-Match: "<version>"`, if it was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IfMatch(pub Option<u64>);

impl IfMatch {
    /// Refuses a command for a version that is no longer the present one, saying who changed it and when.
    pub fn check(self, application: &Application) -> Result<(), Refusal> {
        match self.0 {
            Some(seen) if seen != application.version => Err(application.stale()),
            _ => Ok(()),
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for IfMatch {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let Some(value) = parts.headers.get(header::IF_MATCH) else { return Ok(Self(None)) };
        let version = value.to_str().ok().map(|text| text.trim().trim_matches('"')).unwrap_or_default();
        match version.parse() {
            Ok(version) => Ok(Self(Some(version))),
            Err(_) if version == "*" => Ok(Self(None)),
            Err(_) => Err(ApiError::malformed("If-Match 须为所读到的版本号，如 \"3\"")),
        }
    }
}

impl IntoParams for IfMatch {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let parameter = ParameterBuilder::new()
            .name("If-Match")
            .parameter_in(ParameterIn::Header)
            .description(Some("The version read, quoted; 409 `conflict` if it is no longer the present one"))
            .schema(Some(ObjectBuilder::new().schema_type(Type::String)));
        vec![parameter.build()]
    }
}
