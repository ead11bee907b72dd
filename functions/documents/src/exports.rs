//! Workbooks of people for downloading (DOC-2, DOC-3, DOC-4).

use domain::{
    application::Application,
    export::ExportKind,
    ids::{ApplicationNumber, ExportId},
    roster::Member,
};
use store::{Export, ExportState, StoreError, generation, previous};
use workbook::{NotWritten, RegisterHeading, Watermark, export_roster, over_age_register};

use crate::{WorkError, Worker, found};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

impl Worker {
    /// Makes one workbook of the people as they are now, unless it is made already.
    pub(crate) async fn export(
        &self,
        application: &ApplicationNumber,
        id: &ExportId,
    ) -> Result<(), WorkError> {
        let export = found(self.table.export(application, id).await?, &format!("export {id}"))?;
        if export.state != ExportState::Rendering {
            return Ok(());
        }
        let application = found(self.table.application(application).await?, application.as_str())?;
        let people = self.people(&application, export.kind).await?;
        let written = people.map(|(title, people)| write(&export, &application, &title, &people));
        let state = match written {
            Some(Ok(bytes)) => {
                self.files.put(&export.object_key(), bytes, XLSX).await?;
                ExportState::Ready
            }
            Some(Err(error)) => {
                self.end(Export { state: ExportState::Failed, ..export }).await?;
                return Err(error.into());
            }
            None => ExportState::Failed,
        };
        self.end(Export { state, ..export }).await
    }

    /// Whoever else ended it meanwhile wrote the same workbook.
    async fn end(&self, export: Export) -> Result<(), WorkError> {
        match self.table.end_export(&export).await {
            Ok(()) | Err(StoreError::Conflict) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    /// The people, and what the workbook is called; nothing when there is no earlier roster any more.
    async fn people(
        &self,
        application: &Application,
        kind: ExportKind,
    ) -> Result<Option<(String, Vec<Member>)>, StoreError> {
        if kind != ExportKind::PreviousRoster {
            let people = generation::roster(&self.table, application).await?;
            return Ok(Some((kind.zh().to_owned(), people)));
        }
        let Some(found) = previous::find(&self.table, application).await? else { return Ok(None) };
        Ok(Some((format!("{}：{}", kind.zh(), found.plan.name), found.people(&self.table).await?)))
    }
}

fn write(
    export: &Export,
    application: &Application,
    title: &str,
    people: &[Member],
) -> Result<Vec<u8>, NotWritten> {
    let mark = Watermark {
        name: export.by_name.clone(),
        account: export.by.as_str().to_owned(),
        at: export.asked_at,
    };
    match export.kind {
        ExportKind::Roster | ExportKind::PreviousRoster => export_roster(title, people, export.masked, &mark),
        ExportKind::OverAgeRegister => {
            let heading = RegisterHeading {
                unit: &application.unit.name,
                plan: application.plan.as_ref().map_or("", |plan| &plan.name),
                application: application.number.as_str(),
            };
            over_age_register(&heading, people, export.masked, &mark)
        }
    }
}
