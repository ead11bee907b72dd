//! The workbooks that are written.

use std::error::Error;

use chrono::DateTime;
use domain::{
    ids::MemberId,
    roster::{Member, RawRow, check},
};
use workbook::{ReturnedRow, Watermark, export_roster, result_workbook, roster_template};

use crate::roster;

/// What there is to write, made before anything is measured.
pub enum Work {
    Export(Vec<Member>),
    Result(Vec<RawRow>),
    Template,
}

impl Work {
    pub fn of(what: &str, n: usize) -> Result<Self, Box<dyn Error>> {
        match what {
            "export" => Ok(Self::Export(people(n)?)),
            "result" => Ok(Self::Result(roster::rows(n))),
            "template" => Ok(Self::Template),
            _ => Err("export, result or template".into()),
        }
    }

    pub fn write(&self) -> Result<String, Box<dyn Error>> {
        let bytes = match self {
            Self::Export(people) => export_roster("名单", people, false, &mark())?,
            Self::Result(rows) => {
                let returned: Vec<_> = rows.iter().map(|row| ReturnedRow { row, issues: &[] }).collect();
                result_workbook(&returned)?
            }
            Self::Template => roster_template()?,
        };
        Ok(format!("{} KiB", bytes.len() / 1024))
    }
}

/// The first `n` people that may be taken; of a hundred rows three may not.
fn people(n: usize) -> Result<Vec<Member>, Box<dyn Error>> {
    let rules = roster::rules().ok_or("no such day")?;
    let valid = check(roster::rows(n + n / 20), &rules, |_| ()).valid;
    Ok((1..).zip(valid).take(n).map(|(id, draft)| draft.member.with_id(MemberId::new(id))).collect())
}

fn mark() -> Watermark {
    Watermark {
        name: "益阳市第一中学".to_owned(), account: "unit1".to_owned(), at: DateTime::UNIX_EPOCH
    }
}
