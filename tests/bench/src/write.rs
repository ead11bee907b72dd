//! The workbooks that are written.

use std::error::Error;

use domain::roster::RawRow;
use workbook::{ReturnedRow, result_workbook, roster_template};

pub fn by(what: &str, rows: &[RawRow]) -> Result<String, Box<dyn Error>> {
    let bytes = match what {
        "result" => {
            let returned: Vec<_> = rows.iter().map(|row| ReturnedRow { row, issues: &[] }).collect();
            result_workbook(&returned)?
        }
        "template" => roster_template()?,
        _ => return Err("result or template".into()),
    };
    Ok(format!("{} KiB", bytes.len() / 1024))
}
