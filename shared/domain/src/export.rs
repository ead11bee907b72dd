//! Workbooks made of a roster for downloading (DOC-2, DOC-3, DOC-4).

use serde::{Deserialize, Serialize};

/// Which workbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExportKind {
    /// 当前名单, in the template's form.
    Roster,
    /// 历史计划参保名单: that of the unit's latest earlier plan, in the template's form.
    PreviousRoster,
    /// 超龄未退休职工名册, to be stamped.
    OverAgeRegister,
}

impl ExportKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Roster, Self::PreviousRoster, Self::OverAgeRegister];

    /// The code that the API and the table use.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Roster => "roster",
            Self::PreviousRoster => "previous_roster",
            Self::OverAgeRegister => "over_age_register",
        }
    }

    /// The workbook's title as users know it.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Roster => "当前名单",
            Self::PreviousRoster => "历史计划参保名单",
            Self::OverAgeRegister => "超龄未退休职工名册",
        }
    }
}
