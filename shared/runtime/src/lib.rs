//! What every function starts with: time, randomness, configuration, logging, AWS clients, and the loops that
//! take events from SQS, S3 and the scheduler.
//!
//! The only crate that asks the machine for the time, for random bytes and for environment variables; everywhere
//! else they are arguments.

mod clients;
mod clock;
mod entropy;
mod environment;
mod guard;
pub mod s3;
pub mod schedule;
pub mod sqs;
mod telemetry;

pub use self::{
    clients::Clients,
    clock::Clock,
    entropy::Entropy,
    environment::{ConfigError, Environment},
    guard::{Panicked, caught},
    telemetry::{chain, init_tracing},
};
/// What a `main` ends with: anything that kept the function from starting or from asking for its next event.
pub use lambda_runtime::Error;
