//! Notices (MENU-7): one item in the box of each body that is told, and what each account has read of a box.
//!
//! A box belongs to a unit or to a duty at an agency, so that what is read costs the box's own notices and nothing of
//! others'. Of an account there is a mark, up to which everything is read, and one small item for each notice read
//! beyond it.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};
use domain::{
    application::Application,
    ids::{NoticeId, UserId},
    notice::{NOTICE_STAYS, Notice, Recipient, Reminder},
};
use futures::future::try_join_all;

use crate::{
    error::StoreError,
    item::{Item, VERSION, number, text},
    keys,
    table::{Order, Table},
    transaction::{Condition, Transaction},
};

/// Up to where everything is read: a text that the identities of later notices are not below.
const READ_TO: &str = "readTo";

/// Longer than any function runs: what was made this long ago is in its box by now.
const SETTLED: Duration = Duration::minutes(2);

/// Which part of the boxes is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// Only what the account has not read.
    pub unread: bool,
    /// How many newer ones to leave out.
    pub skip: usize,
    /// How many.
    pub take: usize,
}

/// A part of what an account finds in its boxes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inbox {
    /// The part, newest first, each with whether it was read.
    pub items: Vec<(Notice, bool)>,
    /// How many there are of what was asked for.
    pub total: usize,
    /// How many are unread.
    pub unread: usize,
}

/// What an account has read of one box.
struct Reading {
    to: Recipient,
    /// Nothing below has to be looked at: its time is up.
    oldest: String,
    /// Everything below is read.
    read_to: String,
    /// What is read beyond.
    read: BTreeSet<String>,
}

impl Reading {
    fn has(&self, id: &NoticeId) -> bool {
        id.as_str() < self.read_to.as_str() || self.read.contains(id.as_str())
    }
}

impl Table {
    /// What `user` finds in the boxes of these bodies. Costs the notices of a year in these boxes, counted where they
    /// lie; read are only those down to the end of the part.
    pub async fn inbox(
        &self,
        user: &UserId,
        boxes: &[Recipient],
        wanted: Wanted,
        now: DateTime<Utc>,
    ) -> Result<Inbox, StoreError> {
        let found = try_join_all(boxes.iter().map(|to| self.inbox_of(user, to, wanted, now))).await?;
        let mut inbox = Inbox::default();
        for part in found {
            inbox.items.extend(part.items);
            inbox.total += part.total;
            inbox.unread += part.unread;
        }
        inbox.items.sort_by(|(one, _), (other, _)| other.id.cmp(&one.id));
        inbox.items = inbox.items.into_iter().skip(wanted.skip).take(wanted.take).collect();
        Ok(inbox)
    }

    /// The newest of one box, from the first one on to the end of the part.
    async fn inbox_of(
        &self,
        user: &UserId,
        to: &Recipient,
        wanted: Wanted,
        now: DateTime<Utc>,
    ) -> Result<Inbox, StoreError> {
        let reading = self.reading(user, to, now).await?;
        let beyond = self.count(&keys::notices(to, &reading.read_to)).await?;
        let unread = usize::try_from(beyond).unwrap_or_default().saturating_sub(reading.read.len());
        let end = wanted.skip.saturating_add(wanted.take);
        let (total, range, most) = if wanted.unread {
            (unread, keys::notices(to, &reading.read_to), end.saturating_add(reading.read.len()))
        } else {
            let all = keys::notices(to, &reading.oldest);
            (usize::try_from(self.count(&all).await?).unwrap_or_default(), all, end)
        };
        let mut items = Vec::new();
        for item in self.query_first(&range, Order::Descending, most).await? {
            let notice: Notice = item.read_body()?;
            let read = reading.has(&notice.id);
            if !(wanted.unread && read) {
                items.push((notice, read));
            }
        }
        Ok(Inbox { items, total, unread })
    }

    async fn reading(
        &self,
        user: &UserId,
        to: &Recipient,
        now: DateTime<Utc>,
    ) -> Result<Reading, StoreError> {
        let oldest = NoticeId::bound(now - NOTICE_STAYS);
        let mark = self.get(&keys::notices_read_to(user, to)).await?;
        let mark = mark.as_ref().and_then(|item| item.maybe_text(READ_TO)).unwrap_or_default();
        let read_to = oldest.as_str().max(mark).to_owned();
        let read = self.query(&keys::notices_read(user, to, &read_to), Order::Ascending).await?;
        let read = read.iter().map(|item| item.key().sort).collect();
        Ok(Reading { to: to.clone(), oldest, read_to, read })
    }

    /// Notes that `user` has read a notice; `false` when there is no such notice in these boxes.
    pub async fn read_notice(
        &self,
        user: &UserId,
        boxes: &[Recipient],
        id: &NoticeId,
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        if id.as_str() < NoticeId::bound(now - NOTICE_STAYS).as_str() {
            return Ok(false);
        }
        let found = try_join_all(boxes.iter().map(|to| async move {
            let notice = self.get(&keys::notice(to, id)).await?;
            Ok::<_, StoreError>(notice.is_some().then_some(to))
        }));
        let found: Vec<_> = found.await?.into_iter().flatten().collect();
        for to in &found {
            self.put(read_item(user, to, id, now), Condition::none()).await?;
        }
        Ok(!found.is_empty())
    }

    /// Notes that `user` has read everything that is in these boxes now.
    ///
    /// The mark stops short of the present: a notice made just before may still be on its way into the box, and
    /// nobody has read that one. What is there already beyond the mark is noted one by one.
    pub async fn read_all_notices(
        &self,
        user: &UserId,
        boxes: &[Recipient],
        now: DateTime<Utc>,
    ) -> Result<(), StoreError> {
        let settled = NoticeId::bound(now - SETTLED);
        for to in boxes {
            let reading = self.reading(user, to, now).await?;
            let recent = self.query(&keys::notices(to, &settled), Order::Ascending).await?;
            let mut items = Vec::new();
            for item in recent {
                let id = item.read_body::<Notice>()?.id;
                if !reading.has(&id) {
                    items.push(read_item(user, &reading.to, &id, now));
                }
            }
            self.put_many(items).await?;
            self.move_mark(user, to, &settled).await?;
        }
        Ok(())
    }

    /// Never backwards: of two that come at once the later one holds.
    async fn move_mark(&self, user: &UserId, to: &Recipient, read_to: &str) -> Result<(), StoreError> {
        let condition = Condition::of("attribute_not_exists(#to) OR #to < :to")
            .name("#to", READ_TO)
            .value(":to", text(read_to));
        match self.update(&keys::notices_read_to(user, to), "SET #to = :to", condition).await {
            Ok(_) | Err(StoreError::Conflict) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Writes the notices of a reminder, once for each last day of a window: `false` when it was sent before. `Conflict`
    /// when the application is no longer as it was seen.
    pub async fn remind(
        &self,
        application: &Application,
        reminder: Reminder,
        closes_on: chrono::NaiveDate,
        notices: &[Notice],
        now: DateTime<Utc>,
    ) -> Result<bool, StoreError> {
        let key = keys::reminder(&application.number, reminder, closes_on);
        if self.get(&key).await?.is_some() {
            return Ok(false);
        }
        let mut transaction = Transaction::default();
        let sent = Item::new(&key).expires(now + NOTICE_STAYS);
        transaction.put(self, sent, &Condition::absent())?;
        let seen = Condition::equal(VERSION, number(application.version));
        transaction.check(self, &keys::application(&application.number), &seen)?;
        write(&mut transaction, self, notices)?;
        self.transact(transaction).await.map(|()| true)
    }
}

/// Adds notices to the transaction of what they tell of.
pub(crate) fn write(
    transaction: &mut Transaction,
    table: &Table,
    notices: &[Notice],
) -> Result<(), StoreError> {
    for notice in notices {
        let item = Item::new(&keys::notice(&notice.to, &notice.id)).expires(notice.at + NOTICE_STAYS);
        transaction.put(table, item.body(notice)?, &Condition::absent())?;
    }
    Ok(())
}

fn read_item(user: &UserId, to: &Recipient, id: &NoticeId, now: DateTime<Utc>) -> Item {
    Item::new(&keys::notice_read(user, to, id)).expires(now + NOTICE_STAYS)
}
