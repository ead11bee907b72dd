//! Rosters on their way in: read, checked, shown to the clerk, and taken over (B4, inventory XL).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use crate::roster::ImportMode;
use crate::{
    caller::Caller,
    ids::{ApplicationNumber, UploadId},
    upload::{Purpose, Upload},
};

/// What the checks found. Every row with data is counted in `rows`; those in error are left out of the roster.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Rows with data.
    pub rows: u32,
    /// People not on the roster yet.
    pub add: u32,
    /// People on the roster of whom the file says something new.
    pub update: u32,
    /// People on the roster of whom the file says the same.
    pub unchanged: u32,
    /// Rows that repeat another row.
    pub duplicate: u32,
    /// Rows whose people the unit has enrolled already: a supplement leaves them out (FAQ-6).
    #[serde(default)]
    pub left_out: u32,
    /// Over-age people among the valid rows.
    pub over_age: u32,
    /// Warnings, any number per row.
    pub warnings: u32,
    /// Rows in error.
    pub errors: u32,
}

/// Where an import stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum ImportState {
    /// 排队.
    Queued,
    /// 校验中.
    Checking {
        /// Rows checked.
        done: u32,
        /// Rows in all; 0 while the file is being read.
        total: u32,
    },
    /// 待确认: the clerk looks at the preview.
    Ready {
        /// What the checks found.
        counts: Counts,
    },
    /// The valid rows are being taken over.
    Applying {
        /// What the checks found.
        counts: Counts,
        /// What becomes of the people who are not in the file.
        mode: ImportMode,
        /// Who asked for it: the roster is changed in that account's name.
        by: Caller,
    },
    /// 已导入.
    Applied {
        /// What the checks found.
        counts: Counts,
        /// What became of the people who were not in the file.
        mode: ImportMode,
        /// When.
        at: DateTime<Utc>,
    },
    /// 失败: nothing was taken over.
    Failed {
        /// The machine-readable reason.
        code: String,
        /// The reason for the user, and what to do.
        message: String,
    },
    /// 已放弃.
    Discarded,
}

/// [`ImportState`] without its data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the same words as in ImportState")]
pub enum ImportStateName {
    Queued,
    Checking,
    Ready,
    Applying,
    Applied,
    Failed,
    Discarded,
}

impl ImportStateName {
    /// The code that the API and the table use.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Checking => "checking",
            Self::Ready => "ready",
            Self::Applying => "applying",
            Self::Applied => "applied",
            Self::Failed => "failed",
            Self::Discarded => "discarded",
        }
    }

    /// The state as users read it.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Queued => "排队中",
            Self::Checking => "校验中",
            Self::Ready => "待确认",
            Self::Applying => "导入中",
            Self::Applied => "已导入",
            Self::Failed => "失败",
            Self::Discarded => "已放弃",
        }
    }
}

impl ImportState {
    /// The state's name.
    pub const fn name(&self) -> ImportStateName {
        match self {
            Self::Queued => ImportStateName::Queued,
            Self::Checking { .. } => ImportStateName::Checking,
            Self::Ready { .. } => ImportStateName::Ready,
            Self::Applying { .. } => ImportStateName::Applying,
            Self::Applied { .. } => ImportStateName::Applied,
            Self::Failed { .. } => ImportStateName::Failed,
            Self::Discarded => ImportStateName::Discarded,
        }
    }

    /// What the checks found, once they are done.
    pub const fn counts(&self) -> Option<&Counts> {
        match self {
            Self::Ready { counts } | Self::Applying { counts, .. } | Self::Applied { counts, .. } => {
                Some(counts)
            }
            Self::Queued | Self::Checking { .. } | Self::Failed { .. } | Self::Discarded => None,
        }
    }
}

/// Why an import was not moved on; nothing has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ImportRefusal {
    /// The step does not fit the state.
    NotNow {
        /// The present state.
        state: ImportStateName,
    },
    /// There is not one valid row.
    NothingToImport,
}

impl ImportRefusal {
    /// The machine-readable code of the API's error.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotNow { .. } => "invalid_transition",
            Self::NothingToImport => "nothing_to_import",
        }
    }

    /// The sentence for the user: what is wrong, and what to do.
    pub fn message(&self) -> String {
        match self {
            Self::NotNow { state } => {
                format!("该导入目前为“{}”，不能这样操作，请刷新页面后按当前状态办理", state.zh())
            }
            Self::NothingToImport => "文件中没有可以导入的人员，请按提示修改后重新上传".into(),
        }
    }
}

/// One roster file on its way into an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    /// Its identity, which is that of its upload.
    pub id: UploadId,
    /// The application.
    pub application: ApplicationNumber,
    /// The file's name.
    pub file_name: String,
    /// When the file arrived.
    pub created_at: DateTime<Utc>,
    /// The file's SHA-256 in hexadecimal; none where no file was sent, or it was refused on arrival.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// An earlier import of the same application that brought the very same bytes. It is said, and hinders nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duplicate_of: Option<UploadId>,
    /// Where it stands.
    pub state: ImportState,
}

impl Import {
    /// The import of a roster that arrived at `at`; `None` for any other file.
    pub fn queue(upload: &Upload, at: DateTime<Utc>) -> Option<Self> {
        let application = upload.application.clone().filter(|_| upload.purpose == Purpose::Roster)?;
        Some(Self {
            id: upload.id.clone(),
            application,
            file_name: upload.file_name.clone(),
            created_at: at,
            sha256: None,
            duplicate_of: None,
            state: ImportState::Queued,
        })
    }

    /// The import of the roster of an earlier plan, which needs no file (NEW-9).
    pub fn carry_over(
        id: UploadId,
        application: ApplicationNumber,
        plan_name: &str,
        at: DateTime<Utc>,
    ) -> Self {
        Self {
            id,
            application,
            file_name: format!("沿用上年名单（{plan_name}）"),
            created_at: at,
            sha256: None,
            duplicate_of: None,
            state: ImportState::Queued,
        }
    }

    /// The import, knowing the digest of its file: of the `earlier` ones of the application the newest of the same
    /// bytes is noted, unless it failed or was discarded.
    #[must_use]
    pub fn of_file(mut self, sha256: &str, earlier: &[Self]) -> Self {
        let same = earlier
            .iter()
            .filter(|one| one.id != self.id && one.sha256.as_deref() == Some(sha256))
            .filter(|one| !matches!(one.state, ImportState::Failed { .. } | ImportState::Discarded));
        self.duplicate_of = same.max_by_key(|one| one.created_at).map(|one| one.id.clone());
        self.sha256 = Some(sha256.to_owned());
        self
    }

    /// The worker begins, or begins again after a crash.
    pub fn start_check(self) -> Result<Self, ImportRefusal> {
        match self.state {
            ImportState::Queued | ImportState::Checking { .. } => {
                Ok(self.at(ImportState::Checking { done: 0, total: 0 }))
            }
            _ => self.refuse(),
        }
    }

    /// So many rows are checked.
    pub fn progress(self, done: u32, total: u32) -> Result<Self, ImportRefusal> {
        match self.state {
            ImportState::Checking { .. } => Ok(self.at(ImportState::Checking { done, total })),
            _ => self.refuse(),
        }
    }

    /// The checks are done.
    pub fn ready(self, counts: Counts) -> Result<Self, ImportRefusal> {
        match self.state {
            ImportState::Checking { .. } => Ok(self.at(ImportState::Ready { counts })),
            _ => self.refuse(),
        }
    }

    /// The clerk wants the valid rows.
    pub fn apply(self, mode: ImportMode, by: Caller) -> Result<Self, ImportRefusal> {
        let ImportState::Ready { counts } = self.state else { return self.refuse() };
        let kept = if mode == ImportMode::Replace { counts.unchanged } else { 0 };
        if counts.add == 0 && counts.update == 0 && kept == 0 {
            return Err(ImportRefusal::NothingToImport);
        }
        Ok(self.at(ImportState::Applying { counts, mode, by }))
    }

    /// The valid rows are on the roster.
    pub fn applied(self, at: DateTime<Utc>) -> Result<Self, ImportRefusal> {
        match self.state {
            ImportState::Applying { counts, mode, .. } => {
                Ok(self.at(ImportState::Applied { counts, mode, at }))
            }
            _ => self.refuse(),
        }
    }

    /// The file cannot be read, or the rows cannot be taken over any more.
    pub fn fail(self, code: impl Into<String>, message: impl Into<String>) -> Result<Self, ImportRefusal> {
        match self.state {
            ImportState::Queued | ImportState::Checking { .. } | ImportState::Applying { .. } => {
                Ok(self.at(ImportState::Failed { code: code.into(), message: message.into() }))
            }
            _ => self.refuse(),
        }
    }

    /// The worker has tried as often as it may, and something that is not the file's fault kept it from coming to an
    /// end: the clerk must not wait for ever. Nothing was taken over.
    pub fn give_up(self) -> Result<Self, ImportRefusal> {
        let message = match self.state {
            ImportState::Applying { .. } => {
                "系统多次尝试后仍未能完成导入，名单没有任何变化，请稍后重新上传该文件再导入；如仍失败，请联系代办处"
            }
            _ => {
                "系统多次尝试后仍未能完成校验，名单没有任何变化，请稍后重新上传或重新沿用；如仍失败，请联系代办处"
            }
        };
        self.fail("not_processed", message)
    }

    /// The clerk gives up on the file.
    pub fn discard(self) -> Result<Self, ImportRefusal> {
        match self.state {
            ImportState::Queued
            | ImportState::Checking { .. }
            | ImportState::Ready { .. }
            | ImportState::Failed { .. } => Ok(self.at(ImportState::Discarded)),
            _ => self.refuse(),
        }
    }

    fn at(mut self, state: ImportState) -> Self {
        self.state = state;
        self
    }

    fn refuse(&self) -> Result<Self, ImportRefusal> {
        Err(ImportRefusal::NotNow { state: self.state.name() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        caller::Scope,
        ids::{UnitId, UserId},
    };

    fn at() -> DateTime<Utc> {
        "2026-01-05T01:00:00Z".parse().unwrap()
    }

    fn import(state: ImportState) -> Import {
        Import {
            id: UploadId::parse("01ARZ3NDEKTSV4RRFFQ69G5FAV").unwrap(),
            application: ApplicationNumber::allot(at(), 1),
            file_name: "名单.xlsx".into(),
            created_at: at(),
            sha256: None,
            duplicate_of: None,
            state,
        }
    }

    fn clerk() -> Caller {
        let unit = UnitId::parse("unit1").unwrap();
        let scope = Scope::Unit { units: vec![unit] };
        Caller { user: UserId::parse("unit1").unwrap(), name: "益阳市第一中学".into(), scope }
    }

    fn states() -> [ImportState; 7] {
        let counts = Counts { rows: 3, add: 1, ..Counts::default() };
        let mode = ImportMode::Append;
        [
            ImportState::Queued,
            ImportState::Checking { done: 1, total: 3 },
            ImportState::Ready { counts },
            ImportState::Applying { counts, mode, by: clerk() },
            ImportState::Applied { counts, mode, at: at() },
            ImportState::Failed { code: "F001".into(), message: "文件类型不对".into() },
            ImportState::Discarded,
        ]
    }

    /// The states from which the step is taken, and the one it leads to.
    fn reached(
        step: impl Fn(Import) -> Result<Import, ImportRefusal>,
    ) -> Vec<(ImportStateName, ImportStateName)> {
        states()
            .into_iter()
            .filter_map(|state| {
                let from = state.name();
                match step(import(state)) {
                    Ok(import) => Some((from, import.state.name())),
                    Err(refusal) => {
                        assert_eq!(refusal, ImportRefusal::NotNow { state: from });
                        None
                    }
                }
            })
            .collect()
    }

    #[test]
    fn each_step_fits_its_states_and_no_other() {
        use ImportStateName as N;
        assert_eq!(reached(Import::start_check), [(N::Queued, N::Checking), (N::Checking, N::Checking)]);
        assert_eq!(reached(|import| import.progress(2, 3)), [(N::Checking, N::Checking)]);
        assert_eq!(reached(|import| import.ready(Counts::default())), [(N::Checking, N::Ready)]);
        assert_eq!(reached(|import| import.apply(ImportMode::Append, clerk())), [(N::Ready, N::Applying)]);
        assert_eq!(reached(|import| import.applied(at())), [(N::Applying, N::Applied)]);
        assert_eq!(
            reached(|import| import.fail("F001", "…")),
            [(N::Queued, N::Failed), (N::Checking, N::Failed), (N::Applying, N::Failed)]
        );
        assert_eq!(reached(Import::give_up), reached(|import| import.fail("F001", "…")));
        assert_eq!(
            reached(Import::discard),
            [
                (N::Queued, N::Discarded),
                (N::Checking, N::Discarded),
                (N::Ready, N::Discarded),
                (N::Failed, N::Discarded)
            ]
        );
    }

    #[test]
    fn without_a_valid_row_there_is_nothing_to_take_over() {
        let unchanged = Counts { rows: 2, unchanged: 2, ..Counts::default() };
        let vectors = [
            (Counts::default(), ImportMode::Append, false),
            (Counts::default(), ImportMode::Replace, false),
            (unchanged, ImportMode::Append, false),
            (unchanged, ImportMode::Replace, true),
            (Counts { update: 1, ..unchanged }, ImportMode::Append, true),
        ];
        for (counts, mode, taken) in vectors {
            let result = import(ImportState::Ready { counts }).apply(mode, clerk());
            assert_eq!(result.is_ok(), taken, "{counts:?} {mode:?}");
        }
    }

    #[test]
    fn a_file_sent_again_is_known_by_its_bytes_unless_the_first_came_to_nothing() {
        let id = |n: u32| UploadId::parse(format!("01ARZ3NDEKTSV4RRFFQ6{n:06}")).unwrap();
        for state in states() {
            let counts = !matches!(state, ImportState::Failed { .. } | ImportState::Discarded);
            let earlier = [
                Import { id: id(1), ..import(state.clone()) }.of_file("aa", &[]),
                Import { id: id(2), ..import(state) }.of_file("bb", &[]),
            ];
            let again = Import { id: id(3), ..import(ImportState::Queued) }.of_file("aa", &earlier);
            assert_eq!(again.duplicate_of, counts.then(|| id(1)));
            assert_eq!(again.sha256.as_deref(), Some("aa"));
            let other = Import { id: id(3), ..import(ImportState::Queued) }.of_file("cc", &earlier);
            assert_eq!(other.duplicate_of, None);
            let itself = earlier[0].clone().of_file("aa", &earlier);
            assert_eq!(itself.duplicate_of, None, "a second delivery is no second file");
        }
    }

    #[test]
    fn refusals_say_what_to_do() {
        assert_eq!(
            ImportRefusal::NotNow { state: ImportStateName::Applied }.message(),
            "该导入目前为“已导入”，不能这样操作，请刷新页面后按当前状态办理"
        );
        assert!(ImportRefusal::NothingToImport.message().contains("请"));
    }
}
