//! Changing single people: only the pages they stand on are written anew. A page is never changed, so the roster in
//! force stays as it is until the transaction that names the new pages.

use domain::{
    application::{PAGE_MEMBERS, PageRef, Roster, RosterChange, RosterUpdate},
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

    /// Puts people back among those `there`, who are on the page at `index`, each before the first of a higher identity:
    /// where they stood, in a roster that counts in its order. What is too much for one page goes on another.
    pub fn put_back(
        &mut self,
        index: usize,
        there: Vec<Member>,
        back: Vec<Member>,
        mut id: impl FnMut() -> PageId,
    ) {
        let mut people = there;
        for member in back {
            let place = people.iter().position(|one| one.id > member.id).unwrap_or(people.len());
            people.insert(place, member);
        }
        let new: Vec<PageRef> =
            people.chunks(PAGE_MEMBERS).filter_map(|page| self.write(page.to_vec(), id())).collect();
        let end = self.roster.pages.len().min(index + 1);
        let old: Vec<PageRef> = self.roster.pages.splice(index..end, new).collect();
        self.replaced.extend(old.into_iter().map(|page| page.id));
    }

    fn write(&mut self, people: Vec<Member>, id: PageId) -> Option<PageRef> {
        let page = PageRef::of(id.clone(), &people)?;
        self.written.push((id, people));
        Some(page)
    }

    /// The pages to write, and the update that puts them in force.
    pub fn finish(self, plan: PlanId, how: RosterChange) -> (Vec<(PageId, Vec<Member>)>, RosterUpdate) {
        let pages = self.roster.pages.clone();
        let roster = self.roster.next(pages, plan);
        (self.written, RosterUpdate { roster, replaced: self.replaced, how })
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
        ids.map(|n| testkit::member(n).with_id(MemberId::new(n))).collect()
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
        let (written, update) = edit.finish(testkit::plan().id, RosterChange::Edited);
        assert_eq!((written.len(), update.replaced.len()), (1, 0));
        assert_eq!((update.roster.pages.len(), update.roster.headcount()), (2, 101));
        assert_eq!(update.roster.last_member, 101);

        let mut edit = Edit::of(roster(&[1..=100, 101..=101]));
        edit.append(Some(members(101..=101)), members(102..=102).remove(0), page_id(7));
        let (_, update) = edit.finish(testkit::plan().id, RosterChange::Edited);
        assert_eq!(update.replaced, [page_id(1)]);
        assert_eq!((update.roster.pages.len(), update.roster.headcount()), (2, 102));
    }

    #[test]
    fn a_page_without_people_goes_and_the_others_stay_in_order() {
        let mut edit = Edit::of(roster(&[1..=2, 3..=3, 4..=5]));
        assert_eq!(holding(&edit.roster, &[MemberId::new(3), MemberId::new(4)]), [2, 1]);
        edit.rewrite(2, members(5..=5), page_id(8));
        edit.rewrite(1, Vec::new(), page_id(9));
        let (written, update) = edit.finish(testkit::plan().id, RosterChange::Edited);
        assert_eq!(written.len(), 1);
        assert_eq!(update.roster.headcount(), 3);
        assert_eq!(update.replaced, [page_id(2), page_id(1)]);
        assert_eq!(update.roster.pages[1].id, page_id(8));
        assert_eq!(update.roster.last_member, 5, "an id is never given twice");
    }

    #[test]
    fn people_come_back_where_they_stood_and_a_full_page_becomes_two() {
        let ids = |people: &[Member]| people.iter().map(|one| one.id.get()).collect::<Vec<_>>();
        let mut edit = Edit::of(roster(&[1..=1, 3..=4]));
        edit.put_back(0, members(1..=1), members(2..=2), || page_id(7));
        let (written, update) = edit.finish(testkit::plan().id, RosterChange::Restored);
        assert_eq!(ids(&written[0].1), [1, 2]);
        assert_eq!((update.replaced, update.roster.headcount()), (vec![page_id(0)], 4));
        assert_eq!(update.roster.pages[1].id, page_id(1));

        let mut fresh = (7..).map(page_id);
        let mut edit = Edit::of(roster(&[2..=100, 102..=102]));
        let back = [members(1..=1), members(101..=101)].concat();
        edit.put_back(0, members(2..=100), back, || fresh.next().unwrap());
        let (written, update) = edit.finish(testkit::plan().id, RosterChange::Restored);
        assert_eq!(ids(&written[0].1), (1..=100).collect::<Vec<_>>());
        assert_eq!(ids(&written[1].1), [101]);
        let pages: Vec<_> = update.roster.pages.iter().map(|page| page.id.clone()).collect();
        assert_eq!(pages, [page_id(7), page_id(8), page_id(1)]);
    }

    #[test]
    fn people_come_back_to_an_empty_roster() {
        let mut edit = Edit::of(Roster::default());
        edit.put_back(0, Vec::new(), members(1..=2), || page_id(7));
        let (_, update) = edit.finish(testkit::plan().id, RosterChange::Restored);
        assert_eq!((update.roster.headcount(), update.replaced.len()), (2, 0));
    }
}
