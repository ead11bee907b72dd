//! Lists, a page at a time.

use axum::{extract::FromRequestParts, http::request::Parts};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{ApiError, extract};

/// The most items of one page.
const MAX_PAGE_SIZE: usize = 100;

/// Which page of a list is asked for. An extractor beside [`Query`](crate::Query) for the filters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// The page, from 1.
    #[param(minimum = 1, default = 1)]
    pub page: usize,
    /// How many items a page has.
    #[param(minimum = 1, maximum = 100, default = 10)]
    pub page_size: usize,
}

impl Default for Paging {
    fn default() -> Self {
        Self { page: 1, page_size: 10 }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Paging {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        let paging: Self = extract::query(parts.uri.query().unwrap_or_default())?;
        let refused = |field, message| Err(ApiError::malformed(message).with_field(field, message));
        match paging {
            Self { page: 0, .. } => refused("page", "页码从 1 开始"),
            Self { page_size, .. } if !(1..=MAX_PAGE_SIZE).contains(&page_size) => {
                refused("pageSize", "每页条数须为 1 至 100")
            }
            _ => Ok(paging),
        }
    }
}

impl Paging {
    /// How many items come before the page.
    pub const fn skipped(self) -> usize {
        (self.page - 1).saturating_mul(self.page_size)
    }

    /// The page's part of a whole list.
    pub fn of<T>(self, all: impl IntoIterator<Item = T, IntoIter: ExactSizeIterator>) -> Page<T> {
        let all = all.into_iter();
        let total = all.len();
        let items = all.skip(self.skipped()).take(self.page_size).collect();
        Page { items, total, page: self.page, page_size: self.page_size }
    }
}

/// One page of a list, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// How many items the whole list has.
    pub total: usize,
    /// The page, from 1.
    pub page: usize,
    /// How many items a page has.
    pub page_size: usize,
}

impl<T> Page<T> {
    /// The page with every item seen another way.
    pub fn map<U>(self, see: impl FnMut(T) -> U) -> Page<U> {
        let items = self.items.into_iter().map(see).collect();
        Page { items, total: self.total, page: self.page, page_size: self.page_size }
    }
}
