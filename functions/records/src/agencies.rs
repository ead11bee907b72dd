//! 代办处: where to go and whom to ring, for anybody.

use axum::extract::State;
use domain::agency::Agency;
use http_api::{ApiError, Context, Json, Page, Paging};
use serde::Serialize;
use utoipa::ToSchema;

/// An agency.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Agency)]
pub struct AgencyView {
    /// Its identity.
    #[schema(example = "yiyang")]
    id: String,
    /// Its name.
    name: String,
    /// Where papers are handed in.
    address: String,
    /// 咨询电话.
    hotline: String,
    /// Whether an invoice may be issued before payment (inventory PAY-3).
    invoice_before_payment: bool,
}

impl From<&Agency> for AgencyView {
    fn from(agency: &Agency) -> Self {
        Self {
            id: agency.id.to_string(),
            name: agency.name.clone(),
            address: agency.address.clone(),
            hotline: agency.hotline.clone(),
            invoice_before_payment: agency.invoice_before_payment,
        }
    }
}

/// All agencies.
#[utoipa::path(get, path = "/api/agencies", tag = "records", params(Paging), security(()),
    responses((status = 200, body = Page<AgencyView>)))]
pub async fn list_agencies(
    State(context): State<Context>,
    paging: Paging,
) -> Result<Json<Page<AgencyView>>, ApiError> {
    let page = paging.of(context.table.agencies().await?);
    Ok(Json(page.map(|agency| AgencyView::from(&agency))))
}
