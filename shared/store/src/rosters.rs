//! The pages of rosters: written once, never changed, named by the application once they are in force.

use chrono::{DateTime, Utc};
use domain::{
    ids::{ApplicationNumber, PageId},
    roster::Member,
};
use futures::{StreamExt, TryStreamExt, stream};

use crate::{
    codec::{self, CodecError},
    columns,
    error::StoreError,
    item::{Item, expiry},
    keys::{self, schema},
    table::Table,
    transaction::Condition,
};

pub(crate) const BLOB: &str = "blob";

/// Single calls under way at once.
const PARALLEL: usize = 10;

impl Table {
    /// Writes pages that no roster in force names yet. With `expires` they go of their own accord, unless
    /// somebody has an eye on them until then.
    pub async fn put_pages(
        &self,
        application: &ApplicationNumber,
        pages: &[(PageId, Vec<Member>)],
        expires: Option<DateTime<Utc>>,
    ) -> Result<(), StoreError> {
        let mut items = Vec::with_capacity(pages.len());
        for (id, members) in pages {
            let key = keys::page(application, id);
            let blob = pack(members).map_err(|error| StoreError::backend("encode", error))?;
            let item = Item::new(&key).blob(BLOB, blob);
            items.push(match expires {
                Some(at) => item.expires(at),
                None => item,
            });
        }
        self.put_many(items).await
    }

    /// The people on those pages, page by page in the order asked for. A page that is missing is `Inconsistent`.
    pub async fn pages(
        &self,
        application: &ApplicationNumber,
        pages: &[PageId],
    ) -> Result<Vec<Vec<Member>>, StoreError> {
        let keys: Vec<_> = pages.iter().map(|page| keys::page(application, page)).collect();
        let found = self.get_many(&keys).await?;
        keys.iter()
            .map(|key| {
                let item =
                    found.get(key).ok_or_else(|| StoreError::inconsistent(key, "the page is missing"))?;
                unpack(item.read_blob(BLOB)?).map_err(|error| unreadable(item, error))
            })
            .collect()
    }

    /// Lets pages go at `at`. Pages that are gone already are none of its business.
    pub async fn expire_pages(
        &self,
        application: &ApplicationNumber,
        pages: &[PageId],
        at: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let keys: Vec<_> = pages.iter().map(|page| keys::page(application, page)).collect();
        stream::iter(keys.into_iter().map(|key| self.expire(key, at)))
            .buffer_unordered(PARALLEL)
            .try_collect()
            .await
    }

    async fn expire(&self, key: keys::Key, at: DateTime<Utc>) -> Result<(), StoreError> {
        let condition = Condition::present().name("#at", schema::EXPIRES).value(":at", expiry(at));
        match self.update(&key, "SET #at = :at", condition).await {
            Ok(_) | Err(StoreError::Conflict) => Ok(()),
            Err(error) => Err(error),
        }
    }
}

fn pack(members: &[Member]) -> Result<Vec<u8>, CodecError> {
    codec::encode(&columns::columns(members)?)
}

fn unpack(blob: &[u8]) -> Result<Vec<Member>, CodecError> {
    columns::records(codec::decode(blob)?)
}

pub(crate) fn unreadable(item: &Item, error: CodecError) -> StoreError {
    StoreError::inconsistent(&item.key(), error.to_string())
}
