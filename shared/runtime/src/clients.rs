//! AWS clients, made once before the first event.

use std::time::Duration;

use aws_config::{BehaviorVersion, SdkConfig, timeout::TimeoutConfig};
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use store::{Files, PersonHasher, Queues, Table};

use crate::{ConfigError, Environment};

/// Where the function's data is, by the variables it was given.
#[derive(Clone)]
pub struct Clients {
    sdk: SdkConfig,
    environment: Environment,
}

impl Clients {
    /// Reads the environment and the credentials. `AWS_ENDPOINT_URL`, over plain HTTP too, leads to another stack.
    pub async fn load() -> Self {
        // ring, not the default provider: it starts sooner and is a third of the size.
        let https = aws_smithy_http_client::Builder::new()
            .tls_provider(Provider::Rustls(CryptoMode::Ring))
            .build_https();
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(Duration::from_secs(2))
            .operation_attempt_timeout(Duration::from_secs(10))
            .build();
        let sdk = aws_config::defaults(BehaviorVersion::latest())
            .http_client(https)
            .timeout_config(timeouts)
            .load()
            .await;
        Self { sdk, environment: Environment::read() }
    }

    /// The variables themselves.
    pub const fn environment(&self) -> &Environment {
        &self.environment
    }

    /// The single table.
    pub fn table(&self) -> Result<Table, ConfigError> {
        let client = aws_sdk_dynamodb::Client::new(&self.sdk);
        Ok(Table::new(client, self.environment.table_name()?.to_owned()))
    }

    /// The bucket of uploads, staged rosters and documents.
    pub fn files(&self) -> Result<Files, ConfigError> {
        // An endpoint of one's own seldom resolves a host name for every bucket.
        let path_style = self.sdk.endpoint_url().is_some();
        let config = aws_sdk_s3::config::Builder::from(&self.sdk).force_path_style(path_style).build();
        Ok(Files::new(aws_sdk_s3::Client::from_conf(config), self.environment.files_bucket()?.to_owned()))
    }

    /// The queues this function may send to.
    pub fn queues(&self) -> Queues {
        let client = aws_sdk_sqs::Client::new(&self.sdk);
        let [roster, document] = [self.environment.roster_queue_url(), self.environment.document_queue_url()];
        Queues::new(client, roster.map(Into::into), document.map(Into::into))
    }

    /// The text that signs access tokens.
    pub async fn token_key(&self) -> Result<String, ConfigError> {
        self.secret("TOKEN_KEY_SECRET", self.environment.token_key_secret()?).await
    }

    /// What turns a document number into the key people are looked up by.
    pub async fn person_hasher(&self) -> Result<PersonHasher, ConfigError> {
        let key = self.secret("PERSON_KEY_SECRET", self.environment.person_key_secret()?).await?;
        Ok(PersonHasher::new(key.as_bytes()))
    }

    async fn secret(&self, name: &'static str, id: &str) -> Result<String, ConfigError> {
        let client = aws_sdk_secretsmanager::Client::new(&self.sdk);
        let answer = client.get_secret_value().secret_id(id).send().await;
        let answer = answer.map_err(|error| ConfigError::Secret { name, source: error.into() })?;
        let text = answer.secret_string.filter(|text| !text.is_empty());
        text.ok_or_else(|| ConfigError::Secret { name, source: "it is empty".into() })
    }
}
