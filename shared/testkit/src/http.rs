//! An HTTP client of the SDK that answers out of memory.

use std::{fmt, sync::Arc};

use aws_sdk_s3::config::{
    SharedHttpClient,
    http::{HttpRequest, HttpResponse},
};
use aws_smithy_runtime_api::{
    client::http::{HttpConnector, HttpConnectorFuture, http_client_fn},
    shared::IntoShared as _,
};
use aws_smithy_types::body::SdkBody;

/// Answers every request with a function.
#[derive(Clone)]
struct Answering(Arc<dyn Fn(&HttpRequest) -> HttpResponse + Send + Sync>);

impl fmt::Debug for Answering {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answering")
    }
}

impl HttpConnector for Answering {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        HttpConnectorFuture::ready(Ok((self.0)(&request)))
    }
}

/// A client that asks `answer` instead of the network.
pub(crate) fn answering(
    answer: impl Fn(&HttpRequest) -> HttpResponse + Send + Sync + 'static,
) -> SharedHttpClient {
    let connector = Answering(Arc::new(answer));
    http_client_fn(move |_, _| connector.clone().into_shared())
}

/// An answer of that status, media type and body.
pub(crate) fn response(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> HttpResponse {
    let body = body.into();
    let length = body.len().to_string();
    let mut response = HttpResponse::new(status.try_into().unwrap(), SdkBody::from(body));
    response.headers_mut().insert("content-length", length);
    response.headers_mut().insert("content-type", content_type.to_owned());
    response
}
