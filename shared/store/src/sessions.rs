//! Sign-ins that last: one family of refresh tokens per sign-in, of which the latest alone is good.

use chrono::{DateTime, Utc};
use domain::ids::{SessionId, UserId};

use crate::{
    error::StoreError,
    item::{Item, expiry, text},
    keys::{self, schema},
    table::{Order, Table},
    transaction::Condition,
};

const TOKEN: &str = "token";

/// A sign-in and its latest refresh token.
#[derive(Clone, PartialEq, Eq)]
pub struct Session {
    /// Its identity.
    pub id: SessionId,
    /// Whose it is.
    pub user: UserId,
    /// The hash of the latest token.
    pub token_hash: String,
    /// When it ends unless it is renewed.
    pub expires_at: DateTime<Utc>,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("id", &self.id).field("user", &self.user).finish_non_exhaustive()
    }
}

/// What came of a request for the next token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rotation {
    /// The new token is the good one now.
    Rotated,
    /// The token had been used before: one of two holders is a thief, so the session is over for both.
    Reused,
    /// There is no such session, or it has ended.
    Ended,
}

impl Table {
    /// Begins a session.
    pub async fn create_session(&self, session: &Session) -> Result<(), StoreError> {
        let item = Item::new(&keys::session(&session.user, &session.id))
            .text(TOKEN, &session.token_hash)
            .expires(session.expires_at);
        self.put(item, Condition::absent()).await
    }

    /// Replaces the token whose hash is `seen` by that of `session`, which ends later then.
    pub async fn rotate_session(
        &self,
        session: &Session,
        seen: &str,
        now: DateTime<Utc>,
    ) -> Result<Rotation, StoreError> {
        let key = keys::session(&session.user, &session.id);
        let condition = Condition::of("#token = :seen AND #expires > :now")
            .name("#token", TOKEN)
            .name("#expires", schema::EXPIRES)
            .value(":seen", text(seen))
            .value(":now", expiry(now))
            .value(":token", text(&session.token_hash))
            .value(":expires", expiry(session.expires_at));
        match self.update(&key, "SET #token = :token, #expires = :expires", condition).await {
            Ok(_) => Ok(Rotation::Rotated),
            Err(StoreError::Conflict) => self.judge_token(session, &key, now).await,
            Err(error) => Err(error),
        }
    }

    /// Tells why a token was not the latest one.
    async fn judge_token(
        &self,
        session: &Session,
        key: &keys::Key,
        now: DateTime<Utc>,
    ) -> Result<Rotation, StoreError> {
        let Some(item) = self.get(key).await? else { return Ok(Rotation::Ended) };
        if item.read_expiry()? <= now {
            return Ok(Rotation::Ended);
        }
        // The call was carried out, its answer was lost, and it was made again below us.
        if item.read_text(TOKEN)? == session.token_hash {
            return Ok(Rotation::Rotated);
        }
        self.delete(key).await?;
        Ok(Rotation::Reused)
    }

    /// Ends a session, if it has not ended.
    pub async fn end_session(&self, user: &UserId, id: &SessionId) -> Result<(), StoreError> {
        self.delete(&keys::session(user, id)).await
    }

    /// Ends all sessions of an account.
    pub async fn end_sessions(&self, user: &UserId) -> Result<(), StoreError> {
        for item in self.query(&keys::sessions(user), Order::Ascending).await? {
            self.delete(&item.key()).await?;
        }
        Ok(())
    }
}
