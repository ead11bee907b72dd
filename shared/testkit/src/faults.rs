//! What a test lets go wrong on the way to a service.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex},
};

use aws_sdk_dynamodb::config::{
    RuntimeComponents, SharedHttpClient,
    http::{HttpRequest, HttpResponse},
};
use aws_smithy_runtime_api::{
    client::{
        http::{HttpClient as _, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, http_client_fn},
        result::ConnectorError,
    },
    shared::IntoShared as _,
};
use aws_smithy_types::body::SdkBody;

use crate::meter::Meter;

/// Stands for the service's own status.
const PASSED: u16 = 0;

/// An answer that is given in place of the service's.
#[derive(Debug, Clone)]
pub struct Fault {
    operation: &'static str,
    status: u16,
    body: String,
    /// Whether the call is carried out all the same, and only its answer is lost.
    carried_out: bool,
}

impl Fault {
    /// An error of that code.
    pub fn error(operation: &'static str, code: &str) -> Self {
        let body = format!(r#"{{"__type":"com.amazonaws.dynamodb.v20120810#{code}","message":"injected"}}"#);
        Self { operation, status: 400, body, carried_out: false }
    }

    /// A transaction cancelled for those reasons, one per write.
    pub fn cancelled(reasons: &[&str]) -> Self {
        let reasons: Vec<_> = reasons.iter().map(|code| serde_json::json!({ "Code": code })).collect();
        let body = serde_json::json!({
            "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
            "Message": "injected",
            "CancellationReasons": reasons,
        });
        Self { operation: "TransactWriteItems", status: 400, body: body.to_string(), carried_out: false }
    }

    /// An answer with that body.
    pub fn answer(operation: &'static str, body: &serde_json::Value) -> Self {
        Self { operation, status: 200, body: body.to_string(), carried_out: false }
    }

    /// Nothing: one call of that operation passes before the next fault is due.
    pub const fn pass(operation: &'static str) -> Self {
        Self { operation, status: PASSED, body: String::new(), carried_out: true }
    }

    /// The call is carried out, and the answer lost.
    pub fn lost_answer(operation: &'static str) -> Self {
        Self { carried_out: true, ..Self::error(operation, "InternalServerError") }
    }
}

/// Faults that are still to come, in that order. Calls of other operations pass.
#[derive(Debug, Clone, Default)]
pub struct Faults(Arc<Mutex<VecDeque<Fault>>>);

impl Faults {
    /// Adds a fault.
    pub fn push(&self, fault: Fault) {
        self.0.lock().unwrap().push_back(fault);
    }

    /// How many are still to come.
    pub fn left(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    fn next(&self, request: &HttpRequest) -> Option<Fault> {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let mut faults = self.0.lock().unwrap();
        let due = faults.front().is_some_and(|fault| target.ends_with(&format!(".{}", fault.operation)));
        due.then(|| faults.pop_front()).flatten()
    }

    /// A client whose calls run into the faults before they reach `http`; the meter counts those
    /// that do.
    pub(crate) fn before(&self, http: SharedHttpClient, meter: &Meter) -> SharedHttpClient {
        let (faults, meter) = (self.clone(), meter.clone());
        http_client_fn(move |settings, components| {
            FaultyConnector {
                faults: faults.clone(),
                meter: meter.clone(),
                http: http.clone(),
                settings: settings.clone(),
                components: components.clone(),
            }
            .into_shared()
        })
    }
}

#[derive(Debug)]
struct FaultyConnector {
    faults: Faults,
    meter: Meter,
    http: SharedHttpClient,
    settings: HttpConnectorSettings,
    components: RuntimeComponents,
}

impl HttpConnector for FaultyConnector {
    fn call(&self, mut request: HttpRequest) -> HttpConnectorFuture {
        let (meter, metered) = (self.meter.clone(), self.meter.before(&mut request));
        let fault = self.faults.next(&request);
        let connector = self.http.http_connector(&self.settings, &self.components);
        HttpConnectorFuture::new(async move {
            let Some(fault) = fault else {
                let answer = connector.call(request).await?;
                return Ok(match metered {
                    Some(operation) => meter.after(operation, answer).await,
                    None => answer,
                });
            };
            if fault.status == PASSED {
                return connector.call(request).await;
            }
            if fault.carried_out {
                connector.call(request).await?;
            }
            let status = fault.status.try_into().map_err(|error| ConnectorError::user(Box::new(error)))?;
            Ok(HttpResponse::new(status, SdkBody::from(fault.body)))
        })
    }
}
