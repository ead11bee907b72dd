//! Configuration: what `infra/template.yaml` hands to a function.

use std::collections::HashMap;

/// Something in the way of a start.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// The template does not give the function a variable it needs.
    #[error("environment variable {0} is not set")]
    Missing(&'static str),
    /// A secret cannot be read.
    #[error("secret of {name} cannot be read")]
    Secret {
        /// The variable that names the secret.
        name: &'static str,
        /// Why.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

/// The environment variables of the process, read once. A missing one is an error when it is asked for, which a
/// function does before its first event.
#[derive(Clone)]
pub struct Environment(HashMap<String, String>);

impl Environment {
    /// Reads the process's environment.
    pub fn read() -> Self {
        let text = |(name, value): (std::ffi::OsString, std::ffi::OsString)| {
            Some((name.into_string().ok()?, value.into_string().ok()?))
        };
        Self(std::env::vars_os().filter_map(text).collect())
    }

    /// An environment of these variables alone.
    pub fn of<const N: usize>(variables: [(&str, &str); N]) -> Self {
        Self(variables.map(|(name, value)| (name.to_owned(), value.to_owned())).into())
    }

    fn required(&self, name: &'static str) -> Result<&str, ConfigError> {
        self.optional(name).ok_or(ConfigError::Missing(name))
    }

    fn optional(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The single table.
    pub fn table_name(&self) -> Result<&str, ConfigError> {
        self.required("TABLE_NAME")
    }

    /// The bucket of uploads, staged rosters and documents.
    pub fn files_bucket(&self) -> Result<&str, ConfigError> {
        self.required("FILES_BUCKET")
    }

    /// The origin of the web pages, e.g. `https://canbao.example.org`: printed on papers.
    pub fn web_origin(&self) -> Result<&str, ConfigError> {
        self.required("WEB_ORIGIN")
    }

    /// The queue of roster work, for functions that send to it.
    pub fn roster_queue_url(&self) -> Option<&str> {
        self.optional("ROSTER_QUEUE_URL")
    }

    /// The queue of document work, for functions that send to it.
    pub fn document_queue_url(&self) -> Option<&str> {
        self.optional("DOCUMENT_QUEUE_URL")
    }

    /// The secret that signs access tokens, by ARN or name.
    pub fn token_key_secret(&self) -> Result<&str, ConfigError> {
        self.required("TOKEN_KEY_SECRET")
    }

    /// The secret that keys the hash by which people are looked up, by ARN or name.
    pub fn person_key_secret(&self) -> Result<&str, ConfigError> {
        self.required("PERSON_KEY_SECRET")
    }

    /// The level of our own log lines, `info` unless told.
    pub(crate) fn log_level(&self) -> &str {
        self.optional("RUST_LOG").unwrap_or("info")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_or_empty_variable_is_named() {
        let environment = Environment::of([("TABLE_NAME", "canbao"), ("FILES_BUCKET", "")]);
        assert_eq!(environment.table_name().unwrap(), "canbao");
        let message = environment.files_bucket().unwrap_err().to_string();
        assert_eq!(message, "environment variable FILES_BUCKET is not set");
        assert_eq!(environment.roster_queue_url(), None);
    }
}
