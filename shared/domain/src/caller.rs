//! Who is calling, and what they may see. What they may do to an application stands in
//! [`crate::application::Command`]'s table.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::ids::{AgencyId, UnitId, UserId};

/// The side an account belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// 单位工会管理员.
    Unit,
    /// 代办处.
    Agency,
    /// The operator of the system.
    Admin,
}

/// What an agency account may do; one person may hold several, and each act records the duty used (B1, Q-10).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Duty {
    /// 经办人员: reviews, receives papers, concludes.
    Review,
    /// 财务: confirms that money has arrived.
    Finance,
    /// Manages plans, units and accounts of the agency.
    Manage,
}

impl Duty {
    /// The code that the API and the table use.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Review => "review",
            Self::Finance => "finance",
            Self::Manage => "manage",
        }
    }

    /// The duty as users read it.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Review => "经办人员",
            Self::Finance => "财务",
            Self::Manage => "管理员",
        }
    }
}

/// What a caller's view is limited to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "role", rename_all = "snake_case")]
pub enum Scope {
    /// The units the operator acts for.
    Unit {
        /// At least one.
        units: Vec<UnitId>,
    },
    /// One agency, with the duties held there.
    Agency {
        /// The agency.
        agency: AgencyId,
        /// The duties.
        duties: BTreeSet<Duty>,
    },
    /// Everything, read only where people's data is concerned.
    Admin,
}

/// A signed-in account, as its access token tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Caller {
    /// The account.
    pub user: UserId,
    /// The name that history and refusals show to others.
    pub name: String,
    /// What the account is limited to.
    pub scope: Scope,
}

impl Caller {
    /// The side the caller is on.
    pub const fn role(&self) -> Role {
        match self.scope {
            Scope::Unit { .. } => Role::Unit,
            Scope::Agency { .. } => Role::Agency,
            Scope::Admin => Role::Admin,
        }
    }

    /// Whether the caller holds `duty` at `agency`.
    pub fn holds(&self, duty: Duty, agency: &AgencyId) -> bool {
        matches!(&self.scope, Scope::Agency { agency: own, duties } if own == agency && duties.contains(&duty))
    }

    /// Whether the caller is an operator of `unit`.
    pub fn operates(&self, unit: &UnitId) -> bool {
        matches!(&self.scope, Scope::Unit { units } if units.contains(unit))
    }

    /// Whether something of `unit`, looked after by `agency`, exists for this caller. What does not is answered as
    /// not found, never as forbidden.
    pub fn sees(&self, unit: &UnitId, agency: &AgencyId) -> bool {
        match &self.scope {
            Scope::Unit { units } => units.contains(unit),
            Scope::Agency { agency: own, .. } => own == agency,
            Scope::Admin => true,
        }
    }
}
