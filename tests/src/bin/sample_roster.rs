//! Writes a synthetic roster for a walk through the clerk's job: `sample-roster ROWS OVER_AGE FILE`.

use std::{env, error::Error, fs};

use system_tests::people;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = env::args().skip(1).collect();
    let [rows, over_age, file] = &arguments[..] else {
        return Err("usage: sample-roster ROWS OVER_AGE FILE".into());
    };
    let mut roster = people::people(rows.parse()?);
    roster.extend((0..over_age.parse()?).map(people::over_age_person));
    fs::write(file, people::workbook(&roster)?)?;
    Ok(())
}
