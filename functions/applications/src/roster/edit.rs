//! Changing single people: only the pages they stand on are written anew. A page is never changed, so the roster in
//! force stays as it is until the transaction that names the new pages.

use domain::{
    application::{PAGE_MEMBERS, PageRef, Roster, RosterUpdate},
    ids::{MemberId, PageId, PlanId},
    roster::Member,
};

/// A roster with some of its pages rewritten.
pub struct Edit {
    roster: Roster,
    written: Vec<(PageId, Vec<Member>)>,
    replaced: Vec<PageId>,
}

impl Edit {
    /// The roster as it is.
    pub const fn of(roster: Roster) -> Self {
        Self { roster, written: Vec::new(), replaced: Vec::new() }
    }

    /// Puts a person behind the last one, on a new page when the last is full.
    pub fn append(&mut self, last_page: Option<Vec<Member>>, member: Member, id: PageId) {
        if let Some(mut people) = last_page.filter(|people| people.len() < PAGE_MEMBERS) {
            people.push(member);
            self.rewrite(self.roster.pages.len() - 1, people, id);
        } else {
            let page = self.write(vec![member], id);
            self.roster.pages.extend(page);
        }
    }

    /// Gives the page at `index` other people; without any it goes.
    pub fn rewrite(&mut self, index: usize, people: Vec<Member>, id: PageId) {
        let new = self.write(people, id);
        let old: Vec<PageRef> = self.roster.pages.splice(index..=index, new).collect();
        self.replaced.extend(old.into_iter().map(|page| page.id));
    }

    fn write(&mut self, people: Vec<Member>, id: PageId) -> Option<PageRef> {
        let page = PageRef::of(id.clone(), &people)?;
        self.written.push((id, people));
        Some(page)
    }

    /// The pages to write, and the update that puts them in force.
    pub fn finish(self, plan: PlanId) -> (Vec<(PageId, Vec<Member>)>, RosterUpdate) {
        let pages = self.roster.pages.clone();
        let roster = self.roster.next(pages, plan);
        (self.written, RosterUpdate { roster, replaced: self.replaced, imported: false })
    }
}

/// The pages on which the people may stand, last first, so that one that goes moves none still to be visited.
pub fn holding(roster: &Roster, members: &[MemberId]) -> Vec<usize> {
    let holds = |page: &PageRef| members.iter().any(|member| page.may_hold(*member));
    (0..roster.pages.len()).rev().filter(|index| holds(&roster.pages[*index])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page_id(n: u32) -> PageId {
        PageId::parse(format!("01ARZ3NDEKTSV4RRFFQ6{n:06}")).unwrap()
    }

    fn members(ids: std::ops::RangeInclusive<u32>) -> Vec<Member> {
        ids.map(|n| testkit::member(n as usize).with_id(MemberId::new(n))).collect()
    }

    fn roster(pages: &[std::ops::RangeInclusive<u32>]) -> Roster {
        let pages = (0..).zip(pages).filter_map(|(n, ids)| PageRef::of(page_id(n), &members(ids.clone())));
        Roster::default().next(pages.collect(), testkit::plan().id)
    }

    #[test]
    fn a_person_joins_the_last_page_or_begins_a_new_one() {
        let full = roster(&[1..=100]);
        let mut edit = Edit::of(full.clone());
        edit.append(Some(members(1..=100)), members(101..=101).remove(0), page_id(7));
        let (written, update) = edit.finish(testkit::plan().id);
        assert_eq!((written.len(), update.replaced.len()), (1, 0));
        assert_eq!((update.roster.pages.len(), update.roster.headcount()), (2, 101));
        assert_eq!(update.roster.last_member, 101);

        let mut edit = Edit::of(roster(&[1..=100, 101..=101]));
        edit.append(Some(members(101..=101)), members(102..=102).remove(0), page_id(7));
        let (_, update) = edit.finish(testkit::plan().id);
        assert_eq!(update.replaced, [page_id(1)]);
        assert_eq!((update.roster.pages.len(), update.roster.headcount()), (2, 102));
    }

    #[test]
    fn a_page_without_people_goes_and_the_others_stay_in_order() {
        let mut edit = Edit::of(roster(&[1..=2, 3..=3, 4..=5]));
        assert_eq!(holding(&edit.roster, &[MemberId::new(3), MemberId::new(4)]), [2, 1]);
        edit.rewrite(2, members(5..=5), page_id(8));
        edit.rewrite(1, Vec::new(), page_id(9));
        let (written, update) = edit.finish(testkit::plan().id);
        assert_eq!(written.len(), 1);
        assert_eq!(update.roster.headcount(), 3);
        assert_eq!(update.replaced, [page_id(2), page_id(1)]);
        assert_eq!(update.roster.pages[1].id, page_id(8));
        assert_eq!(update.roster.last_member, 5, "an id is never given twice");
    }
}
