//! Any bytes as a roster: reading ends in rows or in a problem, and the rows can be checked.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(init: workbook_fuzz::let_panics_unwind(), |bytes: &[u8]| workbook_fuzz::read_and_check(bytes));
