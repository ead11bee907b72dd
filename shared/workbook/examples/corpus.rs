//! Writes the corpus of workbooks anew, with what LibreOffice makes of some of them: `make corpus`. What each must come
//! to stands in its manifest, which is kept by hand.
#![expect(clippy::panic, reason = "without LibreOffice there is nothing to write")]
#![expect(clippy::unwrap_used, reason = "what cannot be made or written stops everything")]

#[path = "../tests/roster/corpus/cases.rs"]
mod cases;
#[path = "../tests/roster/corpus/people.rs"]
mod people;
#[path = "../tests/roster/support/mod.rs"]
#[expect(dead_code, reason = "the tests need more of it")]
mod support;

use std::path::Path;

use support::office::converted;

fn main() {
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus");
    let cases = cases::all();
    for (name, bytes) in &cases {
        std::fs::write(place.join(name), bytes).unwrap();
    }
    let others: Vec<(&str, &[u8])> = cases
        .iter()
        .filter(|(name, _)| cases::CONVERTED.contains(name))
        .map(|(name, bytes)| (*name, bytes.as_slice()))
        .collect();
    for format in ["xls", "ods", "xlsx"] {
        for ((name, _), bytes) in others.iter().zip(converted("corpus", &others, format)) {
            let stem = name.strip_suffix(".xlsx").unwrap();
            std::fs::write(place.join(format!("{stem}-libreoffice.{format}")), bytes).unwrap();
        }
    }
}
