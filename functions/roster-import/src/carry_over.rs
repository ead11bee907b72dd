//! Last year's roster instead of a file (NEW-9): its people are rows like any other, and checked as such.

use domain::{
    application::{Application, Refusal},
    ids::{ApplicationNumber, UploadId},
    roster::{Column, RawRow},
};
use store::{StoreError, previous};
use workbook::Roster;

use crate::{
    WorkError, Worker,
    check::{Hopeless, Source},
};

impl Worker {
    /// Checks the roster of the unit's latest earlier plan by the rules of the chosen one: the import ends in `ready`
    /// or `failed`, like that of a file.
    pub async fn carry_over(&self, number: &ApplicationNumber, id: &UploadId) -> Result<(), WorkError> {
        self.check(number, id, Source::PreviousRoster).await
    }

    pub(crate) async fn previous_rows(
        &self,
        application: &Application,
    ) -> Result<Result<Roster, Hopeless>, StoreError> {
        let Some(found) = previous::find(&self.table, application).await? else {
            // Asked for when there was one; it can only have been the plan that changed meanwhile.
            return Ok(Err(Refusal::Unknown("历史名单").into()));
        };
        let people = found.people(&self.table).await?;
        // The rows are those of the workbook that an export of the same people would be.
        let rows = (2..).zip(&people).map(|(row, member)| RawRow { row, ..RawRow::of(member) });
        Ok(Ok(Roster {
            sheet: found.plan.name,
            header_row: 1,
            columns: Column::ALL.to_vec(),
            rows: rows.collect(),
            notices: Vec::new(),
        }))
    }
}
