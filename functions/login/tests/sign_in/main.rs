//! Signing in and out through the router, on a table in this process.
#![expect(clippy::unwrap_used, reason = "a test stops at its first surprise")]

mod house;
mod me;
mod password;
mod session;
