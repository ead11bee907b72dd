//! What a test's calls cost.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use aws_sdk_dynamodb::config::http::{HttpRequest, HttpResponse};
use aws_smithy_types::{body::SdkBody, byte_stream::ByteStream};
use serde_json::{Value, json};

/// Counts calls and the capacity units that the database says they took, while it is running.
#[derive(Debug, Clone, Default)]
pub struct Meter(Arc<Mutex<Option<Costs>>>);

/// By operation, the calls and their capacity units in halves, which are whole numbers.
pub type Costs = BTreeMap<String, (u32, u32)>;

impl Meter {
    /// What `work` costs.
    pub async fn of<T>(&self, work: impl Future<Output = T>) -> (T, Costs) {
        *self.0.lock().unwrap() = Some(Costs::new());
        let outcome = work.await;
        (outcome, self.0.lock().unwrap().take().unwrap_or_default())
    }

    /// Asks for the units, while somebody wants to know them.
    pub(crate) fn before(&self, request: &mut HttpRequest) -> Option<String> {
        self.0.lock().unwrap().as_ref()?;
        let operation = request.headers().get("x-amz-target")?.rsplit('.').next()?.to_owned();
        let mut body: Value = serde_json::from_slice(request.body().bytes()?).ok()?;
        body["ReturnConsumedCapacity"] = json!("TOTAL");
        let body = body.to_string();
        request.headers_mut().insert("content-length", body.len().to_string());
        *request.body_mut() = SdkBody::from(body);
        Some(operation)
    }

    /// Notes the units told in an answer.
    pub(crate) async fn after(&self, operation: String, answer: HttpResponse) -> HttpResponse {
        let status = answer.status();
        let bytes = ByteStream::new(answer.into_body()).collect().await.unwrap().into_bytes();
        let body: Value = serde_json::from_slice(&bytes).unwrap_or_default();
        let told = &body["ConsumedCapacity"];
        let one = std::slice::from_ref(told);
        let halves = told
            .as_array()
            .map_or(one, Vec::as_slice)
            .iter()
            .map(|part| halves(&part["CapacityUnits"]))
            .sum::<u32>();
        if let Some(costs) = self.0.lock().unwrap().as_mut() {
            let (calls, units) = costs.entry(operation).or_default();
            *calls += 1;
            *units += halves;
        }
        HttpResponse::new(status, SdkBody::from(bytes))
    }
}

/// `1.5` as three halves.
fn halves(units: &Value) -> u32 {
    let text = units.to_string();
    let (whole, rest) = text.split_once('.').unwrap_or((&text, "0"));
    whole.parse::<u32>().unwrap_or_default() * 2 + u32::from(rest.starts_with('5'))
}
