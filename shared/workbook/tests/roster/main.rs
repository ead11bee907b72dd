//! Workbooks made in memory, good, dirty and hostile, through the crate's front door.
#![expect(clippy::unwrap_used, reason = "a test that cannot make its workbook has failed")]

mod reading;
mod refusing;
mod support;
mod writing;
