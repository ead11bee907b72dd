//! Workbooks made in memory, good, dirty and hostile, through the crate's front door.
#![expect(clippy::panic, reason = "a test without LibreOffice has failed")]
#![expect(clippy::unwrap_used, reason = "a test that cannot make its workbook has failed")]

mod corpus;
mod opening;
mod reading;
mod refusing;
mod support;
mod writing;
