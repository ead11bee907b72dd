//! The system from outside: what the flow and API tests share. They talk HTTP to a running stack, whose address
//! `make test` puts into the environment, and wait on conditions, never for a time.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a helper of tests fails by panicking, all of them do"
)]

pub mod client;
pub mod openapi;
pub mod people;
pub mod wait;
pub mod world;
