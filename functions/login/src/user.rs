//! An account as its holder sees it.

use domain::{
    caller::{Caller, Duty, Role, Scope},
    ids::{AgencyId, UnitId},
};
use http_api::{ApiError, Context};
use serde::Serialize;
use store::{Account, StoreError, Table};
use utoipa::ToSchema;

/// The signed-in account.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct User {
    /// The name it signs in with, which is its identity too.
    id: String,
    username: String,
    display_name: String,
    #[schema(value_type = String, example = "unit")]
    role: Role,
    /// What an agency account may do: of `review`, `finance`, `manage`.
    #[schema(value_type = Vec<String>)]
    duties: Vec<Duty>,
    /// The units it acts for.
    units: Vec<Body>,
    /// The agency it belongs to, or that looks after its units.
    agency: Option<Body>,
    must_change_password: bool,
}

/// A unit or an agency.
#[derive(Serialize, ToSchema)]
#[schema(as = UserBody)]
pub(crate) struct Body {
    id: String,
    name: String,
}

impl User {
    /// The account with the names of the bodies it belongs to.
    pub(crate) async fn of(account: &Account, table: &Table) -> Result<Self, ApiError> {
        let caller = caller(account);
        let (units, agency, duties) = match &account.scope {
            Scope::Unit { units } => {
                let (units, agency) = units_with_agency(units, table).await?;
                (units, agency, Vec::new())
            }
            Scope::Agency { agency, duties } => {
                (Vec::new(), agency_body(agency, table).await?, duties.iter().copied().collect())
            }
            Scope::Admin => (Vec::new(), None, Vec::new()),
        };
        Ok(Self {
            id: account.user.to_string(),
            username: account.user.to_string(),
            display_name: caller.name.clone(),
            role: caller.role(),
            duties,
            units,
            agency,
            must_change_password: account.must_change_password,
        })
    }
}

/// Whom an access token of the account speaks for.
pub(crate) fn caller(account: &Account) -> Caller {
    Caller { user: account.user.clone(), name: account.display_name.clone(), scope: account.scope.clone() }
}

/// The account behind an access token, as it is now. One that is gone or suspended is signed in no more.
pub(crate) async fn account(caller: &Caller, context: &Context) -> Result<Account, ApiError> {
    let account = context.table.account(&caller.user).await?;
    account.filter(|account| !account.suspended).ok_or_else(ApiError::not_signed_in)
}

async fn units_with_agency(ids: &[UnitId], table: &Table) -> Result<(Vec<Body>, Option<Body>), StoreError> {
    let (mut bodies, mut agency) = (Vec::new(), None);
    for id in ids {
        let Some(unit) = table.unit(id).await? else { continue };
        agency.get_or_insert(unit.agency);
        bodies.push(Body { id: unit.id.into(), name: unit.name });
    }
    let agency = match agency {
        Some(id) => agency_body(&id, table).await?,
        None => None,
    };
    Ok((bodies, agency))
}

async fn agency_body(id: &AgencyId, table: &Table) -> Result<Option<Body>, StoreError> {
    Ok(table.agency(id).await?.map(|agency| Body { id: agency.id.into(), name: agency.name }))
}
