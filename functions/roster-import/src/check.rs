//! A file that has arrived is read and checked, and shown to the clerk as a preview.

use domain::{
    application::{Application, ChosenPlan, CommandName, Missing, Refusal, StageName},
    ids::{ApplicationNumber, UploadId},
    import::{Import, ImportRefusal, ImportStateName},
    roster::{Checked, Checker, FileProblem, MemberDraft, RawRow},
    upload::Purpose,
};
use store::{StoreError, elsewhere::known_elsewhere, generation, staged::put_staged};
use workbook::{Limits, Roster};

use crate::{Verdict, WorkError, Worker};

/// The most reports of progress on one file.
const REPORTS: usize = 20;
/// Rows that are checked faster than a report is written.
const REPORT_EVERY: usize = 500;

/// A file that cannot be checked: the code and the sentence for the clerk.
pub(crate) struct Hopeless {
    code: String,
    message: String,
}

/// Where the rows of an import come from.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Source {
    /// The file that was uploaded.
    File,
    /// The roster of the unit's latest earlier plan.
    PreviousRoster,
}

impl From<Refusal> for Hopeless {
    fn from(refusal: Refusal) -> Self {
        Self { code: refusal.code().to_owned(), message: refusal.message() }
    }
}

impl From<FileProblem> for Hopeless {
    fn from(problem: FileProblem) -> Self {
        Self { code: problem.code().to_string(), message: problem.to_string() }
    }
}

impl Worker {
    /// Checks a file: the import ends in `ready` or `failed`, unless the clerk gave it up meanwhile.
    pub async fn check_roster(&self, number: &ApplicationNumber, id: &UploadId) -> Result<(), WorkError> {
        self.check(number, id, Source::File).await
    }

    pub(crate) async fn check(
        &self,
        number: &ApplicationNumber,
        id: &UploadId,
        source: Source,
    ) -> Result<(), WorkError> {
        match self.check_once(number, id, source).await {
            Err(WorkError::Store(StoreError::Conflict)) if self.is_settled(number, id).await? => Ok(()),
            outcome => outcome,
        }
    }

    async fn check_once(
        &self,
        number: &ApplicationNumber,
        id: &UploadId,
        source: Source,
    ) -> Result<(), WorkError> {
        let import = self.import(number, id).await?;
        let from = import.state.name();
        let Ok(import) = import.start_check() else { return Ok(()) };
        self.table.set_import(&import, from).await?;
        let application = self.application(number).await?;
        match self.read(&application, id, source).await? {
            Ok((plan, roster)) => self.judge(import, &application, &plan, &roster).await,
            Err(Hopeless { code, message }) => self.conclude(import.fail(code, message)).await,
        }
    }

    /// Whether somebody else brought the import to an end that no check changes.
    async fn is_settled(&self, number: &ApplicationNumber, id: &UploadId) -> Result<bool, WorkError> {
        Ok(self.import(number, id).await?.start_check().is_err())
    }

    async fn read(
        &self,
        application: &Application,
        id: &UploadId,
        source: Source,
    ) -> Result<Result<(ChosenPlan, Roster), Hopeless>, WorkError> {
        let plan = match open_plan(application) {
            Ok(plan) => plan.clone(),
            Err(refusal) => return Ok(Err(refusal.into())),
        };
        let roster = match source {
            Source::File => self.uploaded(id).await?.map_err(Hopeless::from),
            Source::PreviousRoster => self.previous_rows(application).await?,
        };
        Ok(roster.map(|roster| (plan, roster)))
    }

    async fn uploaded(&self, id: &UploadId) -> Result<Result<Roster, FileProblem>, StoreError> {
        let key = format!("uploads/{}/{id}", Purpose::Roster.code());
        let bytes = self.files.get(&key, Purpose::Roster.max_bytes()).await?;
        let bytes = bytes.ok_or(StoreError::Inconsistent { key, what: "is missing".into() })?;
        Ok(workbook::read_roster(&bytes, &Limits::default()))
    }

    async fn judge(
        &self,
        import: Import,
        application: &Application,
        plan: &ChosenPlan,
        roster: &Roster,
    ) -> Result<(), WorkError> {
        let (import, mut checked) = self.check_rows(import, plan, &roster.rows).await?;
        let people = checked.valid.iter().map(MemberDraft::person_key);
        let known = known_elsewhere(&self.table, &self.hasher, application, &plan.id, people).await?;
        checked.apply_known(&known, &plan.rules, application.supplement > 0);
        let present = generation::roster(&self.table, application).await?;
        let verdict = Verdict::new(roster, checked, plan, &present)?;
        put_staged(&self.files, &import.id, &verdict.staged, verdict.workbook).await?;
        self.conclude(import.ready(verdict.counts)).await
    }

    async fn check_rows(
        &self,
        mut import: Import,
        plan: &ChosenPlan,
        rows: &[RawRow],
    ) -> Result<(Import, Checked), WorkError> {
        let mut checker = Checker::new(&plan.rules);
        let (mut done, step) = (0, rows.len().div_ceil(REPORTS).max(REPORT_EVERY));
        for chunk in rows.chunks(step) {
            import = self.report(import, done, rows.len()).await?;
            for row in chunk {
                checker.push(row);
            }
            done += chunk.len();
        }
        Ok((import, checker.finish()))
    }

    async fn report(&self, import: Import, done: usize, total: usize) -> Result<Import, WorkError> {
        let rows = |n| u32::try_from(n).unwrap_or(u32::MAX);
        let import = import.progress(rows(done), rows(total)).map_err(|_| StoreError::Conflict)?;
        self.table.set_import(&import, ImportStateName::Checking).await?;
        Ok(import)
    }

    async fn conclude(&self, import: Result<Import, ImportRefusal>) -> Result<(), WorkError> {
        let import = import.map_err(|_| StoreError::Conflict)?;
        Ok(self.table.set_import(&import, ImportStateName::Checking).await?)
    }

    pub(crate) async fn import(
        &self,
        number: &ApplicationNumber,
        id: &UploadId,
    ) -> Result<Import, WorkError> {
        self.table.import(number, id).await?.ok_or_else(|| WorkError::NoImport(id.clone()))
    }

    pub(crate) async fn application(&self, number: &ApplicationNumber) -> Result<Application, WorkError> {
        self.table.application(number).await?.ok_or_else(|| WorkError::NoApplication(number.clone()))
    }
}

/// The plan whose rules a file is checked by; refused where no roster may be changed.
fn open_plan(application: &Application) -> Result<&ChosenPlan, Refusal> {
    let stage = application.stage.name();
    if stage != StageName::Draft {
        let moved = application.moved.clone();
        return Err(Refusal::InvalidTransition { command: CommandName::ImportRoster, stage, moved });
    }
    application.plan.as_ref().ok_or_else(|| Refusal::Incomplete(vec![Missing::Plan]))
}
