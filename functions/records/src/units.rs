//! 我的单位, and the units an agency looks after (inventory MENU-6).

use axum::extract::State;
use domain::{
    agency::Unit,
    caller::{Caller, Scope},
    ids::UnitId,
    person::Phone,
};
use http_api::{ApiError, Context, Json, Page, Paging, Path, Query, SignedIn, views::NamedView};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::scope;

/// A unit.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Unit)]
pub struct UnitView {
    /// Its identity.
    #[schema(example = "unit1")]
    id: String,
    /// Its name, as on documents.
    name: String,
    /// Its agency.
    agency: NamedView,
    /// 统一社会信用代码.
    credit_code: String,
    /// 单位类型.
    kind: String,
    /// 单位地址.
    address: String,
    /// 联系人.
    contact: String,
    /// 联系电话, masked.
    #[schema(example = "138****1234")]
    phone: String,
}

/// Which units are asked for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UnitFilters {
    /// A part of the name or of the credit code.
    query: Option<String>,
}

impl UnitFilters {
    fn admit(&self, unit: &Unit) -> bool {
        let query = self.query.as_deref().unwrap_or_default().trim();
        unit.name.contains(query) || unit.credit_code.contains(&query.to_ascii_uppercase())
    }
}

impl UnitView {
    fn of(unit: &Unit, agency: Option<&String>) -> Self {
        Self {
            id: unit.id.to_string(),
            name: unit.name.clone(),
            agency: NamedView { id: unit.agency.to_string(), name: agency.cloned().unwrap_or_default() },
            credit_code: unit.credit_code.clone(),
            kind: unit.kind.clone(),
            address: unit.address.clone(),
            contact: unit.contact.clone(),
            phone: masked(&unit.phone),
        }
    }
}

/// What may be read of a telephone number: of a mobile one as of people's, of others the last four digits.
fn masked(number: &str) -> String {
    if let Ok(phone) = Phone::parse(number) {
        return phone.masked();
    }
    let length = number.chars().count();
    let shown = if length >= 8 { 4 } else { 0 };
    number.chars().enumerate().map(|(place, c)| if place + shown >= length { c } else { '*' }).collect()
}

/// The units the caller sees.
#[utoipa::path(get, path = "/api/units", tag = "records", params(UnitFilters, Paging),
    responses((status = 200, body = Page<UnitView>)))]
pub async fn list_units(
    State(context): State<Context>,
    SignedIn(caller): SignedIn,
    Query(filters): Query<UnitFilters>,
    paging: Paging,
) -> Result<Json<Page<UnitView>>, ApiError> {
    let mut units = scope::units(&context.table, &caller).await?;
    units.retain(|unit| filters.admit(unit));
    let agencies = scope::agency_names(&context.table).await?;
    Ok(Json(paging.of(units).map(|unit| UnitView::of(&unit, agencies.get(&unit.agency)))))
}

/// One unit; `me` is the first one the caller operates.
#[utoipa::path(get, path = "/api/units/{id}", tag = "records", params(("id" = String, Path)),
    responses((status = 200, body = UnitView)))]
pub async fn get_unit(
    State(context): State<Context>,
    SignedIn(caller): SignedIn,
    Path(id): Path<String>,
) -> Result<Json<UnitView>, ApiError> {
    let id = meant(&id, &caller).ok_or_else(ApiError::not_found)?;
    let unit = context.table.unit(&id).await?.filter(|unit| caller.sees(&unit.id, &unit.agency));
    let unit = unit.ok_or_else(ApiError::not_found)?;
    let agency = context.table.agency(&unit.agency).await?.map(|agency| agency.name);
    Ok(Json(UnitView::of(&unit, agency.as_ref())))
}

fn meant(id: &str, caller: &Caller) -> Option<UnitId> {
    match &caller.scope {
        Scope::Unit { units } if id == "me" => units.first().cloned(),
        _ => UnitId::parse(id).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_telephone_number_is_masked_whatever_its_form() {
        let vectors = [
            ("13812341234", "138****1234"),
            ("0737-0000111", "********0111"),
            ("12345678", "****5678"),
            ("96585", "*****"),
            ("", ""),
        ];
        for (number, expected) in vectors {
            assert_eq!(masked(number), expected);
        }
    }
}
