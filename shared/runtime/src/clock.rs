//! The time, as an argument.

use chrono::{DateTime, Utc};

/// Tells the time. A function holds one and passes the instants on.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clock(Option<DateTime<Utc>>);

impl Clock {
    /// The machine's clock.
    pub const fn system() -> Self {
        Self(None)
    }

    /// A clock that stands at `at`.
    pub const fn fixed(at: DateTime<Utc>) -> Self {
        Self(Some(at))
    }

    /// The present instant.
    #[expect(clippy::disallowed_methods, reason = "this is where the time comes from")]
    pub fn now(&self) -> DateTime<Utc> {
        self.0.unwrap_or_else(Utc::now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_clock_stands() {
        let at: DateTime<Utc> = "2026-01-01T00:00:00Z".parse().unwrap();
        let clock = Clock::fixed(at);
        assert_eq!((clock.now(), clock.now()), (at, at));
    }
}
