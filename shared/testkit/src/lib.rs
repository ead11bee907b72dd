//! What tests share: made-up people and bodies, the story of one application from draft to conclusion, a database in
//! the test's own process, and the contract that any `DynamoDB` has to keep for the store.
//!
//! A mistake in a test is a panic, so this crate panics where others return errors.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::missing_panics_doc,
    reason = "a test stops at its first surprise"
)]

mod bucket;
mod builders;
mod database;
mod faults;
mod http;
mod meter;
mod outbox;
pub mod store_contract;
mod story;

pub use self::{
    bucket::{Bucket, Object},
    builders::{
        agency, at, caller_agency, caller_unit, document_number, file, import, member, members, number,
        old_member, page_id, page_ids, pages, plan, ulid, unit, upload,
    },
    database::Database,
    faults::{Fault, Faults},
    meter::{Costs, Meter},
    outbox::Outbox,
    story::Story,
};
