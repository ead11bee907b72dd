//! The bodies and plans that applications are about. Writing one replaces what was there.

use domain::{
    agency::{Agency, Unit},
    ids::{AgencyId, PlanId, UnitId},
    plan::{Extension, Plan},
};
use futures::try_join;

use crate::{
    error::StoreError,
    item::{BODY, Item, text},
    keys::{self, Index},
    table::{Order, Table},
    transaction::Condition,
};

impl Table {
    /// The agency of that identity.
    pub async fn agency(&self, id: &AgencyId) -> Result<Option<Agency>, StoreError> {
        let item = self.get(&keys::agency(id)).await?;
        item.map(|item| item.read_body()).transpose()
    }

    /// All agencies, by identity.
    pub async fn agencies(&self) -> Result<Vec<Agency>, StoreError> {
        let items = self.query(&keys::agencies(), Order::Ascending).await?;
        items.iter().map(Item::read_body).collect()
    }

    /// Writes an agency.
    pub async fn put_agency(&self, agency: &Agency) -> Result<(), StoreError> {
        self.put(Item::new(&keys::agency(&agency.id)).body(agency)?, Condition::none()).await
    }

    /// The unit of that identity.
    pub async fn unit(&self, id: &UnitId) -> Result<Option<Unit>, StoreError> {
        let item = self.get(&keys::unit(id)).await?;
        item.map(|item| item.read_body()).transpose()
    }

    /// The units of an agency, by identity.
    pub async fn units_of(&self, agency: &AgencyId) -> Result<Vec<Unit>, StoreError> {
        let items = self.query(&keys::units_of_agency(agency), Order::Ascending).await?;
        items.iter().map(Item::read_body).collect()
    }

    /// Writes a unit.
    pub async fn put_unit(&self, unit: &Unit) -> Result<(), StoreError> {
        let item = Item::new(&keys::unit(&unit.id))
            .indexed(Index::One, &keys::unit_of_agency(&unit.agency, &unit.id))
            .body(unit)?;
        self.put(item, Condition::none()).await
    }

    /// The plan of that identity.
    pub async fn plan(&self, id: &PlanId) -> Result<Option<Plan>, StoreError> {
        let item = self.get(&keys::plan(id)).await?;
        item.map(|item| item.read_body()).transpose()
    }

    /// The plans of an agency, by identity.
    pub async fn plans_of(&self, agency: &AgencyId) -> Result<Vec<Plan>, StoreError> {
        let items = self.query(&keys::plans_of_agency(agency), Order::Ascending).await?;
        items.iter().map(Item::read_body).collect()
    }

    /// Writes a plan.
    pub async fn put_plan(&self, plan: &Plan) -> Result<(), StoreError> {
        let item = Item::new(&keys::plan(&plan.id))
            .indexed(Index::One, &keys::plan_of_agency(&plan.agency, &plan.id))
            .body(plan)?;
        self.put(item, Condition::none()).await
    }

    /// Changes a plan as `change` says, unless it does not say so or somebody else was faster (`Conflict`). `None` when
    /// there is no such plan.
    pub async fn change_plan<E: From<StoreError>>(
        &self,
        id: &PlanId,
        change: impl FnOnce(Plan) -> Result<Plan, E>,
    ) -> Result<Option<Plan>, E> {
        let Some(item) = self.get(&keys::plan(id)).await? else { return Ok(None) };
        let plan = change(item.read_body()?)?;
        let seen = text(item.read_text(BODY)?);
        let item = Item::new(&keys::plan(&plan.id))
            .indexed(Index::One, &keys::plan_of_agency(&plan.agency, &plan.id))
            .body(&plan)?;
        self.put(item, Condition::equal(BODY, seen)).await?;
        Ok(Some(plan))
    }

    /// The plan as it stands for a unit, with the window that the unit was granted.
    pub async fn plan_of_unit(&self, id: &PlanId, unit: &UnitId) -> Result<Option<Plan>, StoreError> {
        let (plan, extension) = try_join!(self.plan(id), self.extension(id, unit))?;
        Ok(plan.map(|plan| plan.extended(extension.as_ref())))
    }

    /// The longer window of a unit, if it was granted one.
    pub async fn extension(&self, plan: &PlanId, unit: &UnitId) -> Result<Option<Extension>, StoreError> {
        let item = self.get(&keys::extension(plan, unit)).await?;
        item.map(|item| item.read_body()).transpose()
    }

    /// All longer windows of a plan, by unit.
    pub async fn extensions(&self, plan: &PlanId) -> Result<Vec<Extension>, StoreError> {
        let items = self.query(&keys::extensions(plan), Order::Ascending).await?;
        items.iter().map(Item::read_body).collect()
    }

    /// Writes a longer window, in place of one granted before.
    pub async fn put_extension(&self, extension: &Extension) -> Result<(), StoreError> {
        let item = Item::new(&keys::extension(&extension.plan, &extension.unit)).body(extension)?;
        self.put(item, Condition::none()).await
    }

    /// Whether nothing was ever set up here: there is no agency.
    pub async fn is_empty(&self) -> Result<bool, StoreError> {
        Ok(self.count(&keys::agencies()).await? == 0)
    }
}
