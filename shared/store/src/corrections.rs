//! 变更申请, and the coverage as it stands after one.

use domain::{
    correction::Correction,
    ids::{AgencyId, ApplicationNumber, CorrectionId, MemberId, PlanId, UnitId},
};

use crate::{
    codec,
    enrollments::Enrollment,
    error::StoreError,
    item::{Item, STATE, text},
    keys::{self, Index},
    notices,
    rosters::BLOB,
    table::{Order, Table},
    transaction::{Condition, Transaction},
};

impl Table {
    /// The request of that identity.
    pub async fn correction(&self, id: &CorrectionId) -> Result<Option<Correction>, StoreError> {
        let item = self.get(&keys::correction(id)).await?;
        item.map(|item| item.read_body()).transpose()
    }

    /// The requests of a unit, oldest first.
    pub async fn corrections_of_unit(&self, unit: &UnitId) -> Result<Vec<Correction>, StoreError> {
        let items = self.query(&keys::corrections_of_unit(unit), Order::Ascending).await?;
        items.iter().map(Item::read_body).collect()
    }

    /// The requests to an agency, oldest first.
    pub async fn corrections_of_agency(&self, agency: &AgencyId) -> Result<Vec<Correction>, StoreError> {
        let items = self.query(&keys::corrections_of_agency(agency), Order::Ascending).await?;
        items.iter().map(Item::read_body).collect()
    }

    /// The coverage of one person of a unit.
    pub async fn enrollment(
        &self,
        unit: &UnitId,
        plan: &PlanId,
        application: &ApplicationNumber,
        member: MemberId,
    ) -> Result<Option<Enrollment>, StoreError> {
        let place = keys::enrollment_of_unit(unit, plan, application, member);
        let items = self.query(&keys::at(Index::Three, place), Order::Ascending).await?;
        items.first().map(Enrollment::read).transpose()
    }

    /// Writes a new request, with the notice of it.
    pub async fn ask_correction(&self, correction: &Correction) -> Result<(), StoreError> {
        let mut transaction = Transaction::default();
        transaction.put(self, item(correction)?, &Condition::absent())?;
        notices::write(&mut transaction, self, &[correction.notice()])?;
        self.transact(transaction).await
    }

    /// Writes a decision, with the notice of it and, when it was accepted, the coverage as it stands from now on; the one
    /// before is kept. `Conflict` when the request is decided by now, or the coverage another one.
    pub async fn decide_correction(
        &self,
        correction: &Correction,
        coverage: Option<(&Enrollment, &Enrollment)>,
    ) -> Result<(), StoreError> {
        let mut transaction = Transaction::default();
        transaction.put(self, item(correction)?, &Condition::equal(STATE, text("pending")))?;
        if let Some((before, after)) = coverage {
            let seen = codec::encode(&before.member).map_err(|error| StoreError::backend("encode", error))?;
            let unchanged = Condition::equal(BLOB, aws_sdk_dynamodb::types::AttributeValue::B(seen.into()));
            transaction.put(self, after.item()?, &unchanged)?;
            transaction.put(self, before.former_item(&correction.id)?, &Condition::absent())?;
        }
        notices::write(&mut transaction, self, &[correction.notice()])?;
        self.transact(transaction).await
    }
}

fn item(correction: &Correction) -> Result<Item, StoreError> {
    Item::new(&keys::correction(&correction.id))
        .indexed(Index::One, &keys::correction_of_unit(&correction.unit, &correction.id))
        .indexed(Index::Two, &keys::correction_of_agency(&correction.agency, &correction.id))
        .text(STATE, correction.state.code())
        .body(correction)
}
