//! One tier per plan and unit (FAQ-7), kept true across a unit's applications.

use serde::{Deserialize, Serialize};

use crate::ids::{ApplicationNumber, PlanId, TierId, UnitId};

/// Which tier a unit's applications of a plan use, and which applications those are. The tier is free again when
/// none is left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TierLock {
    /// The unit.
    pub unit: UnitId,
    /// The plan.
    pub plan: PlanId,
    /// The tier, while there are holders.
    pub tier: Option<TierId>,
    /// The applications that use it.
    pub holders: Vec<ApplicationNumber>,
    /// The highest 第n次补录 given; 0 while there is none (FAQ-6).
    #[serde(default)]
    pub supplements: u32,
    /// Counts the changes; the write names the one it saw. 0 before the first.
    pub version: u64,
}

impl TierLock {
    /// The lock nobody has taken.
    pub const fn free(unit: UnitId, plan: PlanId) -> Self {
        Self { unit, plan, tier: None, holders: Vec::new(), supplements: 0, version: 0 }
    }

    /// The lock with `number` among its holders, or the tier that others hold. The first holder begins the count of
    /// supplements anew, and every other is one more.
    pub fn take(mut self, number: &ApplicationNumber, tier: &TierId) -> Result<Self, TierId> {
        let known = self.holders.contains(number);
        self.holders.retain(|holder| holder != number);
        if let Some(held) = self.tier.as_ref()
            && !self.holders.is_empty()
            && held != tier
        {
            return Err(held.clone());
        }
        if !known {
            self.supplements = if self.holders.is_empty() { 0 } else { self.supplements + 1 };
        }
        self.holders.push(number.clone());
        self.tier = Some(tier.clone());
        self.version += 1;
        Ok(self)
    }

    /// The lock without `number`.
    #[must_use]
    pub fn release(mut self, number: &ApplicationNumber) -> Self {
        self.holders.retain(|holder| holder != number);
        if self.holders.is_empty() {
            self.tier = None;
        }
        self.version += 1;
        self
    }
}
