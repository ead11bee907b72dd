//! What an application knows of its roster: totals and where the pages lie. The people themselves stand in the
//! pages, which are never rewritten.

use serde::{Deserialize, Serialize};

use crate::{
    ids::{MemberId, PageId, PlanId},
    roster::Member,
};

/// People on one page of a roster.
pub const PAGE_MEMBERS: usize = 100;

/// The roster in force: one generation of pages, in file order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Roster {
    /// Counts the changes.
    pub generation: u32,
    /// The pages, in file order.
    pub pages: Vec<PageRef>,
    /// The highest member id ever given.
    pub last_member: u32,
    /// The plan whose rules checked the people.
    pub assessed_for: Option<PlanId>,
}

/// One page and what is on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRef {
    /// The page.
    pub id: PageId,
    /// The lowest member id on it.
    pub first: MemberId,
    /// The highest member id on it.
    pub last: MemberId,
    /// How many people are on it.
    pub members: u32,
    /// How many of them are over age.
    pub over_age: u32,
}

impl PageRef {
    /// The reference to a page of these people; `None` for nobody.
    pub fn of(id: PageId, members: &[Member]) -> Option<Self> {
        Some(Self {
            id,
            first: members.iter().map(|member| member.id).min()?,
            last: members.iter().map(|member| member.id).max()?,
            members: u32::try_from(members.len()).unwrap_or(u32::MAX),
            over_age: u32::try_from(members.iter().filter(|member| member.over_age).count())
                .unwrap_or(u32::MAX),
        })
    }

    /// Whether the person may be on this page.
    pub fn may_hold(&self, member: MemberId) -> bool {
        (self.first..=self.last).contains(&member)
    }
}

impl Roster {
    /// 参保人数.
    pub fn headcount(&self) -> u32 {
        self.pages.iter().map(|page| page.members).sum()
    }

    /// How many people are over age.
    pub fn over_age(&self) -> u32 {
        self.pages.iter().map(|page| page.over_age).sum()
    }

    /// The next generation, made of `pages`.
    #[must_use]
    pub fn next(&self, pages: Vec<PageRef>, assessed_for: PlanId) -> Self {
        let highest = pages.iter().map(|page| page.last.get()).max().unwrap_or_default();
        Self {
            generation: self.generation + 1,
            pages,
            last_member: self.last_member.max(highest),
            assessed_for: Some(assessed_for),
        }
    }
}
