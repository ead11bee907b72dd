//! The one way in which a request changes an application: see that the caller may, decide, commit together with the
//! receipt, send the jobs.

use axum::extract::FromRef;
use chrono::{DateTime, Utc};
use domain::{
    application::{Application, Command, CommandName},
    caller::Caller,
    ids::ApplicationNumber,
    plan::Plan,
};
use serde::Serialize;
use store::{Job, Queues, Receipt, StoreError, Table};

use crate::{Answer, ApiError, Context, IfMatch};

/// Of what chosen plans are when they cannot be read: it is our fault, not the caller's.
#[derive(Debug, thiserror::Error)]
#[error("the plan of {0} is not there")]
struct PlanMissing(ApplicationNumber);

/// What a function needs to change applications. The state of those that do nothing else.
#[derive(Clone)]
pub struct Commands {
    context: Context,
    queues: Queues,
}

impl FromRef<Commands> for Context {
    fn from_ref(commands: &Commands) -> Self {
        commands.context.clone()
    }
}

impl Commands {
    /// Changes what is in the context's table and sends jobs to these queues.
    pub const fn new(context: Context, queues: Queues) -> Self {
        Self { context, queues }
    }

    /// Table, time and randomness.
    pub const fn context(&self) -> &Context {
        &self.context
    }

    /// The application that a command is for: 404 unless the caller sees it; 403 or 409 unless the caller may give
    /// this command now; 409 when `seen` is another version than the present one.
    pub async fn begin<'a>(
        &'a self,
        caller: &'a Caller,
        number: &ApplicationNumber,
        command: CommandName,
        seen: IfMatch,
    ) -> Result<Case<'a>, ApiError> {
        let application = visible_application(&self.context.table, caller, number).await?;
        application.authorize(caller, command)?;
        seen.check(&application)?;
        Ok(Case { commands: self, caller, now: self.context.clock.now(), application })
    }

    /// Sends jobs that were written. Never fails: what cannot be sent now is sent later.
    pub async fn dispatch(&self, jobs: Vec<Job>) {
        store::dispatch(&self.context.table, &self.queues, jobs).await;
    }
}

/// The application of that number; 404 when it is not there or not the caller's to see.
pub async fn visible_application(
    table: &Table,
    caller: &Caller,
    number: &ApplicationNumber,
) -> Result<Application, ApiError> {
    let found = table.application(number).await?;
    found.filter(|application| application.is_visible_to(caller)).ok_or_else(ApiError::not_found)
}

/// An application, about to be changed.
pub struct Case<'a> {
    commands: &'a Commands,
    caller: &'a Caller,
    now: DateTime<Utc>,
    application: Application,
}

impl Case<'_> {
    /// The application as it stands.
    pub const fn application(&self) -> &Application {
        &self.application
    }

    /// The instant of the change.
    pub const fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// The chosen plan as it stands now for the unit, if one was chosen.
    pub async fn plan(&self) -> Result<Option<Plan>, ApiError> {
        let Some(chosen) = &self.application.plan else { return Ok(None) };
        let table = &self.commands.context.table;
        let plan = table.plan_of_unit(&chosen.id, &self.application.unit.id).await?;
        plan.map(Some).ok_or_else(|| ApiError::internal(PlanMissing(self.application.number.clone())))
    }

    /// [`Case::plan`] in stages that are not reached without one.
    pub async fn chosen_plan(&self) -> Result<Plan, ApiError> {
        let plan = self.plan().await?;
        plan.ok_or_else(|| ApiError::internal(PlanMissing(self.application.number.clone())))
    }

    /// Decides and commits. The answer is 200 with what `view` makes of the new state; `receipt` makes of it what is
    /// kept for a request that comes again, see [`Once::receipt`](crate::Once::receipt).
    pub async fn carry_out<V: Serialize>(
        self,
        command: Command,
        view: impl FnOnce(&Application) -> V,
        receipt: impl FnOnce(&Answer) -> Option<Receipt>,
    ) -> Result<Answer, ApiError> {
        let (name, seen) = (command.name(), self.application.version);
        let number = self.application.number.clone();
        let change = self.application.apply(command, self.caller, self.now)?;
        let answer = Answer::ok(&view(&change.application))?;
        match self.commands.context.table.commit(&change, receipt(&answer)).await {
            Ok(jobs) => {
                self.commands.dispatch(jobs).await;
                Ok(answer)
            }
            Err(StoreError::Conflict) => {
                Err(overtaken(self.commands, self.caller, &number, name, seen).await)
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// What the loser of a race is told: who brought the application where, and when (B3).
async fn overtaken(
    commands: &Commands,
    caller: &Caller,
    number: &ApplicationNumber,
    command: CommandName,
    seen: u64,
) -> ApiError {
    match commands.context.table.application(number).await {
        Ok(Some(present)) if present.version != seen => {
            present.authorize(caller, command).err().unwrap_or_else(|| present.stale()).into()
        }
        // Not the application itself but something that changes with it, as a tier lock.
        Ok(_) => ApiError::conflict(),
        Err(error) => error.into(),
    }
}
