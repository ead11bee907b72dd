use domain::{
    agency::{Agency, Unit},
    ids::{AgencyId, UnitId},
};

use crate::{Database, agency, plan, unit};

pub async fn the_directory_gives_back_what_it_was_given(database: &Database) {
    let table = &database.table;
    assert!(table.is_empty().await.unwrap());
    let other = Agency { id: AgencyId::parse("chenzhou").unwrap(), ..agency() };
    let second = Unit { id: UnitId::parse("unit2").unwrap(), ..unit() };
    for agency in [&agency(), &other] {
        table.put_agency(agency).await.unwrap();
    }
    for unit in [&unit(), &second] {
        table.put_unit(unit).await.unwrap();
    }
    table.put_plan(&plan()).await.unwrap();

    assert!(!table.is_empty().await.unwrap());
    assert_eq!(table.agency(&agency().id).await.unwrap(), Some(agency()));
    assert_eq!(table.agencies().await.unwrap(), [other.clone(), agency()]);
    assert_eq!(table.unit(&unit().id).await.unwrap(), Some(unit()));
    assert_eq!(table.units_of(&agency().id).await.unwrap(), [unit(), second]);
    assert_eq!(table.units_of(&other.id).await.unwrap(), []);
    assert_eq!(table.plan(&plan().id).await.unwrap(), Some(plan()));
    assert_eq!(table.plans_of(&agency().id).await.unwrap(), [plan()]);
    assert_eq!(table.plans_of(&other.id).await.unwrap(), []);

    let renamed = Unit { name: "益阳市一中".into(), ..unit() };
    table.put_unit(&renamed).await.unwrap();
    assert_eq!(table.unit(&unit().id).await.unwrap(), Some(renamed));
}
