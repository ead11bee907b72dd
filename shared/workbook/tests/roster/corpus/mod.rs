//! The corpus: workbooks good, dirty and hostile, each with what must come of it. `manifest.json` is kept by
//! hand; the files come from [`cases`], and `make corpus` writes them anew.

pub mod cases;
mod people;

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use std::path::PathBuf;

use chrono::NaiveDate;
use domain::roster::{Checker, FileProblem, Rules};
use serde_json::{Value, json};
use workbook::{Limits, read_roster};

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

/// What stands in a file, part by part; the day on which it was written is no part of it.
fn parts(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    if let Ok(mut file) = cfb::CompoundFile::open(Cursor::new(bytes)) {
        let streams: Vec<PathBuf> =
            file.walk().filter(cfb::Entry::is_stream).map(|entry| entry.path().to_owned()).collect();
        let mut read = |path: &PathBuf| {
            let mut part = Vec::new();
            file.open_stream(path).and_then(|mut stream| stream.read_to_end(&mut part)).unwrap();
            part
        };
        return streams.iter().map(|path| (path.display().to_string(), read(path))).collect();
    }
    let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else {
        return BTreeMap::from([(String::new(), bytes.to_vec())]);
    };
    let count = archive.len();
    let part = |at| {
        let mut entry = archive.by_index(at).unwrap();
        let mut part = Vec::new();
        entry.read_to_end(&mut part).unwrap();
        (entry.name().unwrap().into_owned(), part)
    };
    (0..count).map(part).filter(|(name, _)| name != "docProps/core.xml").collect()
}

#[test]
fn the_corpus_is_what_its_cases_write() {
    for (name, bytes) in cases::all() {
        let committed = std::fs::read(place().join(name)).unwrap_or_else(|_| panic!("{name}: `make corpus`"));
        assert!(parts(&committed) == parts(&bytes), "{name} is not what its case writes: `make corpus`");
    }
    for name in cases::CONVERTED {
        for format in ["xls", "ods", "xlsx"] {
            let converted = format!("{}-libreoffice.{format}", name.trim_end_matches(".xlsx"));
            assert!(place().join(&converted).exists(), "{converted}: `make corpus`");
        }
    }
}
