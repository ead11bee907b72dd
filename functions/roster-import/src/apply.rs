//! The clerk wants the valid rows: they become the next generation of the roster, in one transaction with the
//! import's end.

use domain::{
    application::{Application, Change, Command, CommandName, Missing, Refusal, RosterChange},
    caller::Caller,
    ids::{ApplicationNumber, UploadId},
    import::{Import, ImportMode, ImportState},
    roster::{MAX_ROWS, merge},
};
use store::{
    StoreError, generation,
    staged::{Staged, staged},
};

use crate::{WorkError, Worker};

/// Attempts at one import while the application changes under it; after that the job is delivered again.
const ATTEMPTS: u32 = 5;

/// The most people of one application: a roster's pages are listed in the application, which is one item.
const MAX_PEOPLE: usize = 5 * MAX_ROWS as usize;

/// Why the rows cannot be taken over: the code and the sentence for the clerk.
struct Refused {
    code: &'static str,
    message: String,
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self { code: refusal.code(), message: refusal.message() }
    }
}

impl Worker {
    /// Takes over the valid rows: the import ends in `applied` or `failed`.
    pub async fn apply_roster(&self, number: &ApplicationNumber, id: &UploadId) -> Result<(), WorkError> {
        for _ in 1..ATTEMPTS {
            match self.apply_once(number, id).await {
                Err(WorkError::Store(StoreError::Conflict)) => {}
                outcome => return outcome,
            }
        }
        self.apply_once(number, id).await
    }

    async fn apply_once(&self, number: &ApplicationNumber, id: &UploadId) -> Result<(), WorkError> {
        let import = self.import(number, id).await?;
        let ImportState::Applying { mode, by, .. } = import.state.clone() else { return Ok(()) };
        let application = self.application(number).await?;
        match self.change(application, id, mode, &by).await? {
            Ok(change) => self.commit(&change, import).await,
            Err(Refused { code, message }) => {
                let from = import.state.name();
                let import = import.fail(code, message).map_err(|_| StoreError::Conflict)?;
                Ok(self.table.set_import(&import, from).await?)
            }
        }
    }

    /// The change that takes the rows over; its pages are written, and in force once it is committed.
    async fn change(
        &self,
        application: Application,
        id: &UploadId,
        mode: ImportMode,
        by: &Caller,
    ) -> Result<Result<Change, Refused>, WorkError> {
        let staged = staged(&self.files, id).await?;
        if let Err(refused) = fits(&application, &staged, by) {
            return Ok(Err(refused));
        }
        let existing = generation::roster(&self.table, &application).await?;
        let merged = merge(existing, staged.drafts, mode, application.roster.last_member);
        if merged.members.len() > MAX_PEOPLE {
            return Ok(Err(too_many(merged.members.len())));
        }
        let now = self.clock.now();
        let mut page_id = || self.entropy.id(now);
        let update = generation::write_generation(
            &self.table,
            &application,
            merged.members,
            &staged.plan,
            RosterChange::Imported(mode),
            &mut page_id,
        )
        .await?;
        Ok(application.apply(Command::UpdateRoster(update), by, now).map_err(Refused::from))
    }

    async fn commit(&self, change: &Change, import: Import) -> Result<(), WorkError> {
        let import = import.applied(self.clock.now()).map_err(|_| StoreError::Conflict)?;
        self.table.apply_import(change, &import).await?;
        Ok(())
    }
}

/// Whether the rows were checked by the rules that hold now, and may be taken over at all. Asked before any page is
/// written.
fn fits(application: &Application, staged: &Staged, by: &Caller) -> Result<(), Refused> {
    application.authorize(by, CommandName::ImportRoster)?;
    let plan = application.plan.as_ref().ok_or_else(|| Refusal::Incomplete(vec![Missing::Plan]))?;
    if plan.id != staged.plan || plan.rules != staged.rules {
        return Err(Refused {
            code: "plan_changed",
            message: "校验之后更换了保障计划，名单需按新计划重新校验，请重新上传该文件".into(),
        });
    }
    Ok(())
}

fn too_many(people: usize) -> Refused {
    let message = format!("导入后名单共{people}人，一张参保单最多{MAX_PEOPLE}人，请新建参保单办理其余人员");
    Refused { code: "too_many", message }
}
