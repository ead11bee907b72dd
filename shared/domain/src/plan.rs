//! 保障计划: what is offered, to whom, at what price, under which rules (E1).

mod account;
mod extension;

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

pub use self::{account::AccountChange, extension::Extension};
use crate::{
    agency::ReceivingAccount,
    ids::{AgencyId, PlanId, TierId},
    money::Fen,
    roster::Rules,
};

/// What a plan covers; the title of the 缴费申请单 follows it (inventory X-15).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanKind {
    /// 职工住院医疗互助.
    Inpatient,
    /// 特殊疾病互助.
    Critical,
}

impl PlanKind {
    /// The words that stand before 缴费申请单.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Inpatient => "职工住院医疗互助",
            Self::Critical => "职工特殊疾病互助",
        }
    }
}

/// One 档位.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tier {
    /// Its identity within the plan.
    pub id: TierId,
    /// e.g. 60元档位.
    pub name: String,
    /// The price per person and period.
    pub fee: Fen,
}

/// When coverage begins for people enrolled after the period has begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LateEffective {
    /// With the period, whatever the day of conclusion.
    PeriodStart,
    /// On the day after the conclusion.
    #[default]
    NextDay,
    /// On the first of the month after the conclusion.
    NextMonth,
}

/// How long drafts are left alone where a plan does not say otherwise, in days.
pub const GRACE_DAYS: u16 = 15;

/// Asked for beside a plan's papers when someone is over age (inventory APPL-3).
const OVER_AGE_PAPER: &str = "超龄未退休证明材料(盖章)";

/// A 保障计划 of one agency and season.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Its identity.
    pub id: PlanId,
    /// The agency that offers it, and whose units see it.
    pub agency: AgencyId,
    /// Its name, as on documents.
    pub name: String,
    /// What it covers.
    pub kind: PlanKind,
    /// First day on which applications may be submitted.
    pub opens_on: NaiveDate,
    /// Last day on which applications may be submitted.
    pub closes_on: NaiveDate,
    /// First day of the period of coverage.
    pub coverage_from: NaiveDate,
    /// Last day of the period of coverage.
    pub coverage_to: NaiveDate,
    /// The prices, at least one.
    pub tiers: Vec<Tier>,
    /// The rules a roster is checked by.
    pub rules: Rules,
    /// Where the money goes.
    pub account: ReceivingAccount,
    /// Another account that somebody proposed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending_account: Option<AccountChange>,
    /// Since when the money goes to this account, if it once went to another; printed on notices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_changed_on: Option<NaiveDate>,
    /// When late enrolment takes effect.
    pub late_effective: LateEffective,
    /// 提交资料: the papers handed in with every application, beside the over-age proof.
    pub papers: Vec<String>,
    /// The seal the 缴费申请单 asks for (inventory X-10).
    pub form_seal: String,
    /// The seal the 超龄未退休职工名册 asks for (inventory X-10).
    #[serde(default = "register_seal")]
    pub register_seal: String,
    /// Days after the window, that of the unit's extension too, on which a draft is still left alone (T18).
    #[serde(default = "grace_days")]
    pub grace_days: u16,
    /// Whether a submission with the over-age people and proofs of an earlier acceptance needs no new review.
    #[serde(default = "reuse_review")]
    pub reuse_review: bool,
}

/// 单位人事公章 (inventory AGE-4).
fn register_seal() -> String {
    "单位人事公章".to_owned()
}

const fn grace_days() -> u16 {
    GRACE_DAYS
}

const fn reuse_review() -> bool {
    true
}

impl Plan {
    /// The tier of that identity.
    pub fn tier(&self, id: &TierId) -> Option<&Tier> {
        self.tiers.iter().find(|tier| tier.id == *id)
    }

    /// 提交资料: the papers that have to come before an application with so many over-age people is concluded.
    pub fn required_papers(&self, over_age: u32) -> Vec<String> {
        let mut papers = self.papers.clone();
        if over_age > 0 && !papers.iter().any(|paper| paper == OVER_AGE_PAPER) {
            papers.push(OVER_AGE_PAPER.to_owned());
        }
        papers
    }

    /// Whether applications may be submitted on `day`.
    pub fn is_open(&self, day: NaiveDate) -> bool {
        (self.opens_on..=self.closes_on).contains(&day)
    }

    /// Whether the window and the days of grace after it are over on `day`, counted from `since` where that is later.
    pub fn is_over(&self, since: NaiveDate, day: NaiveDate) -> bool {
        let grace = Days::new(self.grace_days.into());
        self.closes_on.max(since).checked_add_days(grace).is_some_and(|end| day > end)
    }

    /// The first day of coverage for people whose application is concluded on `day`.
    pub fn effective_on(&self, day: NaiveDate) -> NaiveDate {
        let late = match self.late_effective {
            LateEffective::PeriodStart => None,
            LateEffective::NextDay => day.succ_opt(),
            LateEffective::NextMonth => {
                chrono::Datelike::with_day(&day, 1).map(|first| crate::calendar::add_months_clipped(first, 1))
            }
        };
        late.map_or(self.coverage_from, |day| day.max(self.coverage_from))
    }
}
