//! LibreOffice, which opens what is written here and computes it.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Formulas are computed when a workbook is opened, whatever results it brings along.
const SETTINGS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"#;

/// Opens each workbook and saves it in the other format; one start of the program does for all of them.
pub fn converted(name: &str, books: &[(&str, &[u8])], format: &str) -> Vec<Vec<u8>> {
    let place = scratch().join(name);
    let _ = std::fs::remove_dir_all(&place);
    let (settings, out) = (place.join("profile/user"), place.join("out"));
    for directory in [&settings, &out] {
        std::fs::create_dir_all(directory).unwrap();
    }
    std::fs::write(settings.join("registrymodifications.xcu"), SETTINGS).unwrap();
    let files: Vec<PathBuf> = books.iter().map(|(file, _)| place.join(file)).collect();
    for (file, (_, bytes)) in files.iter().zip(books) {
        std::fs::write(file, bytes).unwrap();
    }
    run(&place, &out, &files, format);
    let saved = |file: &PathBuf| std::fs::read(out.join(file.with_extension(format).file_name().unwrap()));
    files
        .iter()
        .map(|file| saved(file).unwrap_or_else(|_| panic!("{} does not open", file.display())))
        .collect()
}

/// Tests have a place of their own for files, examples have not.
fn scratch() -> PathBuf {
    option_env!("CARGO_TARGET_TMPDIR").map_or_else(std::env::temp_dir, PathBuf::from)
}

fn run(place: &Path, out: &Path, files: &[PathBuf], format: &str) {
    let done = Command::new("soffice")
        .arg(format!("-env:UserInstallation=file://{}", place.join("profile").display()))
        .args(["--headless", "--norestore", "--convert-to", format, "--outdir"])
        .arg(out)
        .args(files)
        .output();
    match done {
        Ok(output) => assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr)),
        Err(error) if error.kind() == ErrorKind::NotFound => panic!(
            "soffice is not installed; the workbooks written here are opened in LibreOffice: \
             apt-get install --no-install-recommends libreoffice-calc-nogui"
        ),
        Err(error) => panic!("soffice does not start: {error}"),
    }
}
