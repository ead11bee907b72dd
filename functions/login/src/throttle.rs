//! Guessing is slow: five wrong passwords in a quarter of an hour, and a name is closed for a while, whoever asks and
//! whether or not there is such an account.

use chrono::TimeDelta;
use http_api::{ApiError, Context};
use sha2::{Digest as _, Sha256};

/// How many wrong passwords are forgiven.
const FORGIVEN: u32 = 5;

/// For how long a wrong password counts.
const WINDOW: TimeDelta = TimeDelta::minutes(15);

/// An attempt that counts as a failure until it has succeeded, so that attempts made at the same time are no way
/// around the limit.
pub(crate) struct Attempt<'a> {
    context: &'a Context,
    subject: String,
}

impl<'a> Attempt<'a> {
    /// Begins an attempt; 429 when the name is closed.
    pub(crate) async fn begin(context: &'a Context, username: &str) -> Result<Self, ApiError> {
        let attempt = Self { context, subject: subject(username) };
        // Not counted while closed: who waits gets in again.
        if attempt.failures().await? >= FORGIVEN {
            return Err(locked());
        }
        let (now, serial) = (context.clock.now(), context.entropy.serial());
        context.table.record_failure(&attempt.subject, now, serial, WINDOW).await?;
        if attempt.failures().await? > FORGIVEN {
            return Err(locked());
        }
        Ok(attempt)
    }

    /// The password was right: nothing of this name's failures counts any more.
    pub(crate) async fn succeed(self) -> Result<(), ApiError> {
        Ok(self.context.table.clear_failures(&self.subject).await?)
    }

    async fn failures(&self) -> Result<u32, ApiError> {
        Ok(self.context.table.failures(&self.subject, self.context.clock.now() - WINDOW).await?)
    }
}

fn locked() -> ApiError {
    let seconds = u32::try_from(WINDOW.num_seconds()).unwrap_or(u32::MAX);
    ApiError::too_often("locked", "密码错误次数过多，账号已暂时锁定，请15分钟后再试", seconds)
}

/// What failures are counted under. Hashed: people type other things than names into the field.
fn subject(username: &str) -> String {
    let digest = Sha256::digest(username.as_bytes());
    format!("password-{}", crate::refresh::hex(&digest))
}
