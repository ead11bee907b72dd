//! Accounts beside testkit's clerk and all-round agency account.

use domain::caller::{Caller, Duty, Scope};
use testkit::agency;

fn account(user: &str, scope: Scope) -> Caller {
    Caller { user: user.to_owned().try_into().unwrap(), name: format!("{user}账号"), scope }
}

fn staff(user: &str, duty: Duty) -> Caller {
    account(user, Scope::Agency { agency: agency().id, duties: [duty].into() })
}

/// 经办人员 of testkit's agency, and nothing else.
pub fn reviewer() -> Caller {
    staff("yiyang-review", Duty::Review)
}

/// 财务 of testkit's agency, and nothing else.
pub fn finance() -> Caller {
    staff("yiyang-finance", Duty::Finance)
}

/// The clerk of a unit that has nothing to do with testkit's.
pub fn stranger() -> Caller {
    account("unit3", Scope::Unit { units: vec!["unit3".to_owned().try_into().unwrap()] })
}

/// The operator of the system.
pub fn admin() -> Caller {
    account("admin", Scope::Admin)
}
