//! The corpus: workbooks good, dirty and hostile, each with what must come of it. `manifest.json` is kept by
//! hand; the files come from [`cases`].

mod cases;
mod people;

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::NaiveDate;
use domain::roster::{Checker, FileProblem, Rules};
use serde_json::{Value, json};
use workbook::{Limits, read_roster};

use crate::support::office::converted;

fn place() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/corpus")
}

/// What comes of a workbook: the code of its refusal, or counts and codes.
fn outcome(bytes: &[u8]) -> Value {
    let roster = match read_roster(bytes, &Limits::default()) {
        Ok(roster) => roster,
        Err(problem) => return json!({ "refused": problem.code().to_string() }),
    };
    let day = |month, day| NaiveDate::from_ymd_opt(2026, month, day).unwrap();
    let rules = Rules::standard(day(1, 1), day(12, 31));
    let mut checker = Checker::new(&rules);
    for row in &roster.rows {
        checker.push(row);
    }
    let verdict = checker.finish();
    let mut codes: BTreeMap<String, u32> = BTreeMap::new();
    let of_the_file = roster.notices.iter().map(FileProblem::issue);
    for issue in of_the_file.chain(verdict.issues) {
        *codes.entry(issue.code.to_string()).or_default() += 1;
    }
    json!({
        "rows": verdict.rows,
        "valid": verdict.valid.len(),
        "error_rows": verdict.error_rows,
        "warning_rows": verdict.warning_rows,
        "duplicates": verdict.duplicates,
        "codes": codes,
    })
}

#[test]
fn every_workbook_of_the_corpus_comes_to_what_its_manifest_says() {
    let manifest = std::fs::read_to_string(place().join("manifest.json")).unwrap();
    let expected: BTreeMap<String, Value> = serde_json::from_str(&manifest).unwrap();
    let files = std::fs::read_dir(place()).unwrap().map(|file| file.unwrap().path());
    let actual: BTreeMap<String, Value> = files
        .filter(|path| path.extension().is_some_and(|extension| extension != "json" && extension != "md"))
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, outcome(&std::fs::read(path).unwrap()))
        })
        .collect();
    for (name, outcome) in &actual {
        assert_eq!(expected.get(name), Some(outcome), "{name}");
    }
    assert_eq!(expected.len(), actual.len(), "the manifest names files that are not there");
}

/// `make corpus` runs it. What LibreOffice makes of some of them stands beside these.
#[test]
#[ignore = "it writes the corpus anew"]
fn write_the_corpus() {
    let cases = cases::all();
    for (name, bytes) in &cases {
        std::fs::write(place().join(name), bytes).unwrap();
    }
    let others: Vec<(&str, &[u8])> = cases
        .iter()
        .filter(|(name, _)| cases::CONVERTED.contains(name))
        .map(|(name, bytes)| (*name, bytes.as_slice()))
        .collect();
    for format in ["xls", "ods", "xlsx"] {
        for ((name, _), bytes) in others.iter().zip(converted("corpus", &others, format)) {
            let stem = name.strip_suffix(".xlsx").unwrap();
            std::fs::write(place().join(format!("{stem}-libreoffice.{format}")), bytes).unwrap();
        }
    }
}
