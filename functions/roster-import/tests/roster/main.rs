//! The roster queue's jobs, against a table and a bucket in memory.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test stops at its first surprise")]

mod apply;
mod check;
mod enroll;
mod events;
mod scene;
