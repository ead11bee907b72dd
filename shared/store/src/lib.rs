//! Where Canbao keeps things: one `DynamoDB` table, one S3 bucket, two SQS queues. The only crate that knows AWS data
//! services.
//!
//! Every change of an application is one transaction ([`Table::commit`]): the new snapshot, its line of history, the
//! projections and jobs that follow from it, and whatever keeps a rule true across aggregates. Each write names the
//! version or state it expects; the loser of a race is told [`StoreError::Conflict`] and has changed nothing.
//!
//! Rosters are immutable pages that are written beforehand and come into force with the transaction that names them.

mod accounts;
mod applications;
mod codec;
mod columns;
mod corrections;
mod directory;
mod documents;
pub mod elsewhere;
mod enrollments;
mod error;
mod exports;
mod files;
pub mod generation;
mod imports;
mod item;
mod jobs;
mod keys;
mod lines;
mod notices;
mod over_age;
mod payments;
mod person;
pub mod previous;
mod queues;
mod receipts;
mod reveals;
mod rosters;
mod sessions;
mod slips;
pub mod staged;
mod table;
mod throttle;
mod tier_locks;
mod transaction;
mod uploads;
mod verification;

pub use self::{
    accounts::Account,
    documents::{Document, DocumentState},
    enrollments::{Cover, Enrollment},
    error::StoreError,
    exports::{Export, ExportState},
    files::{Files, ObjectHead, PresignedGet, PresignedPut},
    jobs::{Job, Work},
    keys::schema,
    lines::{ApplicationLine, Numbers, PaymentLine},
    notices::{Inbox, Wanted},
    over_age::over_age,
    payments::PaymentRecord,
    person::PersonHasher,
    queues::{Queues, dispatch},
    receipts::Receipt,
    reveals::{Reveal, Seen},
    sessions::{Rotation, Session},
    table::Table,
    uploads::Delivery,
    verification::Verification,
};
