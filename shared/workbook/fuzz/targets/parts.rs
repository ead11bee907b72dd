//! Any bytes as the part of a workbook that matters most, in a container that is sound: a fuzzer seldom gets past the
//! checksums of a zip. The first byte says which part.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(init: workbook_fuzz::let_panics_unwind(), |bytes: &[u8]| {
    if let Some((which, part)) = bytes.split_first() {
        workbook_fuzz::read_and_check(&workbook_fuzz::contain(*which, part));
    }
});
