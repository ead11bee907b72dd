//! The change of a receiving account takes two people (NEW-14): whoever could redirect the money of a whole season alone
//! is whom a fraud would look for.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::Plan;
use crate::{
    agency::ReceivingAccount,
    application::{MAX_COMMENT, Refusal},
    calendar::business_day,
    caller::{Caller, Duty},
    ids::UserId,
    organisation::{BankAccount, CnapsCode},
};

/// A new account that somebody proposed and nobody else has confirmed yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountChange {
    /// The account.
    pub account: ReceivingAccount,
    /// Why.
    pub reason: String,
    /// Who proposed it.
    pub by: UserId,
    /// The same by display name.
    pub by_name: String,
    /// When.
    pub at: DateTime<Utc>,
}

impl ReceivingAccount {
    /// Reads an account as typed; what is wrong is refused by its field.
    pub fn parse(holder: &str, number: &str, bank: &str, cnaps: &str) -> Result<Self, Refusal> {
        let named = |field, text: &str, message: &str| {
            let text = text.trim();
            let fits = (1..=100).contains(&text.chars().count());
            fits.then(|| text.to_owned()).ok_or_else(|| refused(field, message))
        };
        let number = BankAccount::parse(number).map_err(|error| refused("number", &error.to_string()))?;
        let cnaps = CnapsCode::parse(cnaps).map_err(|error| refused("cnaps", &error.to_string()))?;
        Ok(Self {
            holder: named("holder", holder, "户名应为1至100字")?,
            number: number.as_str().to_owned(),
            bank: named("bank", bank, "开户行应为1至100字")?,
            cnaps: cnaps.as_str().to_owned(),
        })
    }
}

fn refused(field: &'static str, message: &str) -> Refusal {
    Refusal::Invalid { field, message: message.to_owned() }
}

impl Plan {
    /// Whether the caller has a word in where the plan's money goes: manages the agency or its finances.
    pub fn is_paid_to(&self, caller: &Caller) -> bool {
        caller.holds(Duty::Manage, &self.agency) || caller.holds(Duty::Finance, &self.agency)
    }

    /// Proposes another account, in place of one proposed before.
    pub fn propose_account(
        mut self,
        account: ReceivingAccount,
        reason: &str,
        by: &Caller,
        at: DateTime<Utc>,
    ) -> Result<Self, Refusal> {
        if !self.is_paid_to(by) {
            return Err(Refusal::NotManager);
        }
        if account == self.account {
            return Err(refused("number", "与现有收款账户相同，无需变更"));
        }
        let reason = reason.trim();
        if !(1..=MAX_COMMENT).contains(&reason.chars().count()) {
            return Err(refused("reason", &format!("请填写变更原因，{MAX_COMMENT}字以内")));
        }
        self.pending_account = Some(AccountChange {
            account,
            reason: reason.to_owned(),
            by: by.user.clone(),
            by_name: by.name.clone(),
            at,
        });
        Ok(self)
    }

    /// Puts the proposed account in force; somebody else has to. The account seen must be the one proposed.
    pub fn confirm_account(mut self, number: &str, by: &Caller, at: DateTime<Utc>) -> Result<Self, Refusal> {
        if !self.is_paid_to(by) {
            return Err(Refusal::NotManager);
        }
        let change = self.pending_account.take().ok_or(Refusal::Unknown("待确认的收款账户"))?;
        if change.by == by.user {
            return Err(Refusal::SamePerson);
        }
        let seen = BankAccount::parse(number);
        if !seen.is_ok_and(|seen| seen.as_str() == change.account.number) {
            return Err(refused("number", "与待确认的账号不一致，请对照书面材料重新输入账号"));
        }
        self.account = change.account;
        self.account_changed_on = Some(business_day(at));
        Ok(self)
    }

    /// Drops the proposal.
    pub fn drop_account(mut self, by: &Caller) -> Result<Self, Refusal> {
        if !self.is_paid_to(by) {
            return Err(Refusal::NotManager);
        }
        self.pending_account.take().ok_or(Refusal::Unknown("待确认的收款账户"))?;
        Ok(self)
    }

    /// Since when the money goes to this account, if it once went to another.
    pub fn changed_to(&self, account: &ReceivingAccount) -> Option<NaiveDate> {
        self.account_changed_on.filter(|_| *account == self.account)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::application::tests::{clerk, plan, staff};

    fn now() -> DateTime<Utc> {
        "2026-01-05T02:00:00Z".parse().unwrap()
    }

    fn other() -> ReceivingAccount {
        ReceivingAccount::parse("益阳市总工会", "1912 0320 0920 0000 001", "工行益阳分行", "102191000790")
            .unwrap()
    }

    #[test]
    fn an_account_changes_when_a_second_person_has_read_its_number_again() {
        let first = staff(Duty::Finance);
        let second = Caller { user: UserId::parse("another").unwrap(), ..staff(Duty::Manage) };
        let before = plan();
        let proposed = before.clone().propose_account(other(), "开户行合并", &first, now()).unwrap();
        assert_eq!(proposed.account, before.account, "a proposal changes nothing");
        let number = other().number;
        assert_eq!(proposed.clone().confirm_account(&number, &first, now()), Err(Refusal::SamePerson));
        let mistyped = proposed.clone().confirm_account("1912032009200000002", &second, now());
        assert_eq!(mistyped.unwrap_err().fields()[0].0, "number");
        let after = proposed.confirm_account(&number, &second, now()).unwrap();
        assert_eq!((&after.account, after.pending_account.as_ref()), (&other(), None));
        assert_eq!(after.changed_to(&other()), "2026-01-05".parse().ok());
        assert_eq!(after.changed_to(&before.account), None);
        assert_eq!(after.confirm_account(&number, &second, now()).unwrap_err().code(), "not_found");
    }

    #[test]
    fn nobody_else_has_a_word_in_it_and_a_proposal_can_be_dropped() {
        for by in [clerk(), staff(Duty::Review)] {
            assert_eq!(plan().propose_account(other(), "x", &by, now()), Err(Refusal::NotManager));
        }
        let manager = staff(Duty::Manage);
        let same = plan().propose_account(plan().account, "x", &manager, now());
        assert_eq!(same.unwrap_err().code(), "invalid");
        assert_eq!(plan().propose_account(other(), " ", &manager, now()).unwrap_err().code(), "invalid");
        let proposed = plan().propose_account(other(), "x", &manager, now()).unwrap();
        assert_eq!(proposed.drop_account(&manager).unwrap(), plan());
        assert_eq!(plan().drop_account(&manager).unwrap_err().code(), "not_found");
    }

    #[test]
    fn an_account_is_read_by_its_fields() {
        let vectors = [
            (("", "19120320", "工行", "102191000790"), "holder"),
            (("益阳市总工会", "1912", "工行", "102191000790"), "number"),
            (("益阳市总工会", "19120320", " ", "102191000790"), "bank"),
            (("益阳市总工会", "19120320", "工行", "10219100079"), "cnaps"),
        ];
        for ((holder, number, bank, cnaps), field) in vectors {
            let refused = ReceivingAccount::parse(holder, number, bank, cnaps).unwrap_err();
            assert_eq!(refused.fields()[0].0, field);
        }
    }
}
