//! 参保记录: who is covered, by whom, since when. People are found by a keyed hash of their document number.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    ids::{AgencyId, ApplicationNumber, CorrectionId, PlanId, UnitId},
    roster::Member,
};
use futures::{StreamExt, TryStreamExt, stream};
use serde::{Deserialize, Serialize};

use crate::{
    codec,
    error::StoreError,
    item::{Item, json},
    keys::{self, Index},
    rosters::{BLOB, unreadable},
    table::{Order, Table},
    transaction::{Condition, Ending, Obstacle, Transaction},
};

/// People of one transaction: two writes each, a hundred in all.
const CHUNK: usize = 50;
/// Transactions or queries under way at once.
const PARALLEL: usize = 4;
/// Before the unit's name, in the attributes of a person's covers of a plan.
const COVER: &str = "unit:";

/// One person's coverage under one plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrollment {
    /// The keyed hash of who it is: [`crate::PersonHasher`].
    pub person: String,
    /// The plan.
    pub plan: PlanId,
    /// The application that was concluded.
    pub application: ApplicationNumber,
    /// Whose people they are.
    pub unit: UnitId,
    /// The unit's agency.
    pub agency: AgencyId,
    /// The person, as on the roster.
    pub member: Member,
    /// First day of coverage.
    pub effective_on: NaiveDate,
    /// Last day of coverage.
    pub coverage_to: NaiveDate,
    /// When the application was concluded.
    pub at: DateTime<Utc>,
}

/// Who covers a person under a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cover {
    /// The unit.
    pub unit: UnitId,
    /// Its application.
    pub application: ApplicationNumber,
    /// First day of coverage.
    pub since: NaiveDate,
}

/// What is stored of an enrollment beside the person.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Terms {
    person: String,
    plan: PlanId,
    application: ApplicationNumber,
    unit: UnitId,
    agency: AgencyId,
    effective_on: NaiveDate,
    coverage_to: NaiveDate,
    at: DateTime<Utc>,
}

#[derive(Serialize, Deserialize)]
struct StoredCover {
    application: ApplicationNumber,
    since: NaiveDate,
}

impl Enrollment {
    pub(crate) fn item(&self) -> Result<Item, StoreError> {
        let place = keys::enrollment_of_unit(&self.unit, &self.plan, &self.application, self.member.id);
        let key = keys::enrollment(&self.person, &self.plan, &self.application);
        Ok(self.filled(Item::new(&key))?.indexed(Index::Three, &place))
    }

    /// As it stood before a change: kept, and in no list.
    pub(crate) fn former_item(&self, change: &CorrectionId) -> Result<Item, StoreError> {
        let key = keys::former_enrollment(&self.person, &self.plan, &self.application, change);
        self.filled(Item::new(&key))
    }

    fn filled(&self, item: Item) -> Result<Item, StoreError> {
        let terms = Terms {
            person: self.person.clone(),
            plan: self.plan.clone(),
            application: self.application.clone(),
            unit: self.unit.clone(),
            agency: self.agency.clone(),
            effective_on: self.effective_on,
            coverage_to: self.coverage_to,
            at: self.at,
        };
        let blob = codec::encode(&self.member).map_err(|error| StoreError::backend("encode", error))?;
        item.blob(BLOB, blob).body(&terms)
    }

    pub(crate) fn read(item: &Item) -> Result<Self, StoreError> {
        let Terms { person, plan, application, unit, agency, effective_on, coverage_to, at } =
            item.read_body()?;
        let member = codec::decode(item.read_blob(BLOB)?).map_err(|error| unreadable(item, error))?;
        Ok(Self { person, plan, application, unit, agency, member, effective_on, coverage_to, at })
    }
}

impl Table {
    /// Writes enrollments and who covers whom. Those that are there already stay as they are, so the work may be
    /// begun again after a crash.
    pub async fn enroll(&self, enrollments: &[Enrollment]) -> Result<(), StoreError> {
        let distinct: BTreeMap<_, _> =
            enrollments.iter().map(|one| ((&one.person, &one.plan, &one.application), one)).collect();
        let distinct: Vec<&Enrollment> = distinct.into_values().collect();
        stream::iter(distinct.chunks(CHUNK).map(|chunk| self.enroll_chunk(chunk.to_vec())))
            .buffer_unordered(PARALLEL)
            .try_collect()
            .await
    }

    async fn enroll_chunk(&self, mut chunk: Vec<&Enrollment>) -> Result<(), StoreError> {
        while !chunk.is_empty() {
            let mut transaction = Transaction::default();
            for enrollment in &chunk {
                transaction.put(self, enrollment.item()?, &Condition::absent())?;
                cover(&mut transaction, self, enrollment)?;
            }
            let obstacles = match self.attempt(&transaction).await? {
                Ending::Committed => return Ok(()),
                Ending::Cancelled(obstacles) => obstacles,
            };
            // Of each person's two writes the first one has a condition.
            let mut missing = obstacles.iter().step_by(2).map(|one| *one != Obstacle::Unexpected);
            let before = chunk.len();
            chunk.retain(|_| missing.next().unwrap_or(true));
            if chunk.len() == before {
                let what = format!("cancelled: {obstacles:?}");
                return Err(StoreError::backend("TransactWriteItems", what));
            }
        }
        Ok(())
    }

    /// Who covers these people under a plan; people nobody covers are left out.
    pub async fn covers(
        &self,
        plan: &PlanId,
        people: &[String],
    ) -> Result<HashMap<String, Vec<Cover>>, StoreError> {
        let places: HashMap<_, _> = people.iter().map(|person| (keys::cover(person, plan), person)).collect();
        let wanted: Vec<_> = places.keys().cloned().collect();
        let mut covers = HashMap::new();
        for (key, item) in self.get_many(&wanted).await? {
            if let Some(person) = places.get(&key) {
                covers.insert((*person).clone(), read_covers(&item)?);
            }
        }
        Ok(covers)
    }

    /// The enrollments of a unit, under one plan or all, by plan, application and place on the roster.
    pub async fn enrollments_of(
        &self,
        unit: &UnitId,
        plan: Option<&PlanId>,
    ) -> Result<Vec<Enrollment>, StoreError> {
        let items = self.query(&keys::enrollments_of_unit(unit, plan), Order::Ascending).await?;
        items.iter().map(Enrollment::read).collect()
    }

    /// The enrollments of an agency's units, unit by unit.
    pub async fn enrollments_of_agency(
        &self,
        agency: &AgencyId,
        plan: Option<&PlanId>,
    ) -> Result<Vec<Enrollment>, StoreError> {
        let units = self.units_of(agency).await?;
        let found: Vec<Vec<Enrollment>> = stream::iter(
            units.into_iter().map(|unit| async move { self.enrollments_of(&unit.id, plan).await }),
        )
        .buffered(PARALLEL)
        .try_collect()
        .await?;
        Ok(found.into_iter().flatten().collect())
    }
}

/// Adds a unit to those that cover a person; other units' words stay.
fn cover(transaction: &mut Transaction, table: &Table, enrollment: &Enrollment) -> Result<(), StoreError> {
    let stored = StoredCover { application: enrollment.application.clone(), since: enrollment.effective_on };
    let values = Condition::none()
        .name("#unit", &format!("{COVER}{}", enrollment.unit))
        .value(":cover", json(&stored)?);
    let key = keys::cover(&enrollment.person, &enrollment.plan);
    transaction.update(table, &key, "SET #unit = :cover", &values)
}

fn read_covers(item: &Item) -> Result<Vec<Cover>, StoreError> {
    let mut covers = Vec::new();
    for (unit, stored) in item.texts_under(COVER) {
        let StoredCover { application, since } =
            serde_json::from_str(stored).map_err(|_| item.lacks("cover"))?;
        let unit = UnitId::parse(unit).map_err(|_| item.lacks("cover"))?;
        covers.push(Cover { unit, application, since });
    }
    covers.sort_by(|one, other| one.unit.cmp(&other.unit));
    Ok(covers)
}
