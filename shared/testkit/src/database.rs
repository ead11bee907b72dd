//! A table to test with.

use aws_sdk_dynamodb::{
    Client, Config,
    config::{BehaviorVersion, Credentials, Region, SharedHttpClient, retry::RetryConfig},
    types::{
        AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection,
        ProjectionType, ScalarAttributeType,
    },
};
use store::{Table, schema};
use tokio::net::TcpListener;

use crate::{faults::Faults, meter::Meter};

/// A `DynamoDB` with one empty table of the form the store expects.
#[derive(Debug)]
pub struct Database {
    /// The table.
    pub table: Table,
    /// Its name.
    pub name: String,
    /// The way to the table itself, for what the store does not offer.
    pub client: Client,
    /// What goes wrong on the way there.
    pub faults: Faults,
    /// What calls cost.
    pub meter: Meter,
}

/// The table's name in a database of its own.
const NAME: &str = "canbao";

impl Database {
    /// One in this process, over a port of the system's choice. It ends with the test's runtime.
    pub async fn in_process() -> Self {
        let database = dynoxide::Database::memory().expect("a database in memory");
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a free port");
        let port = listener.local_addr().expect("a bound port").port();
        tokio::spawn(dynoxide::server::serve_on(listener, database));
        Self::at(&format!("http://127.0.0.1:{port}"), NAME).await
    }

    /// One that is served elsewhere over plain HTTP, with a new table of that name.
    pub async fn at(endpoint: &str, name: &str) -> Self {
        let (faults, meter) = (Faults::default(), Meter::default());
        let http = aws_smithy_http_client::Builder::new().build_http();
        let client = client(endpoint, faults.before(http, &meter));
        create(&client, name).await;
        Self { table: Table::new(client.clone(), name), name: name.to_owned(), client, faults, meter }
    }
}

/// A client that asks once: a test wants to see each failure.
fn client(endpoint: &str, http: SharedHttpClient) -> Client {
    let config = Config::builder()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::from_static("cn-north-1"))
        .credentials_provider(Credentials::new("test", "test", None, None, "test"))
        .endpoint_url(endpoint)
        .retry_config(RetryConfig::disabled())
        .http_client(http)
        .build();
    Client::from_conf(config)
}

fn keys(partition: &str, sort: &str) -> Vec<KeySchemaElement> {
    [(partition, KeyType::Hash), (sort, KeyType::Range)]
        .into_iter()
        .map(|(name, kind)| KeySchemaElement::builder().attribute_name(name).key_type(kind).build().unwrap())
        .collect()
}

fn attribute(name: &str) -> AttributeDefinition {
    AttributeDefinition::builder()
        .attribute_name(name)
        .attribute_type(ScalarAttributeType::S)
        .build()
        .unwrap()
}

async fn create(client: &Client, name: &str) {
    let mut call = client
        .create_table()
        .table_name(name)
        .billing_mode(BillingMode::PayPerRequest)
        .set_key_schema(Some(keys(schema::PARTITION, schema::SORT)))
        .attribute_definitions(attribute(schema::PARTITION))
        .attribute_definitions(attribute(schema::SORT));
    for (index, partition, sort) in schema::INDEXES {
        let index = GlobalSecondaryIndex::builder()
            .index_name(index)
            .set_key_schema(Some(keys(partition, sort)))
            .projection(Projection::builder().projection_type(ProjectionType::All).build())
            .build()
            .unwrap();
        call = call
            .attribute_definitions(attribute(partition))
            .attribute_definitions(attribute(sort))
            .global_secondary_indexes(index);
    }
    call.send().await.expect("a new table");
}
