use super::*;
use crate::ids::MemberId;

const FIRST: &str = "43090219850505007X";
const SECOND: &str = "430921197609301237";
const THIRD: &str = "43092319841101220X";

fn drafts(people: &[(&str, &str)]) -> Vec<MemberDraft> {
    let rows = people.iter().zip(2..).map(|((name, number), row)| person(row, name, number));
    let checked = check(rows, &rules(), |_| {});
    assert_eq!(checked.valid.len(), people.len());
    checked.valid
}

fn roster(people: &[(&str, &str)]) -> Vec<Member> {
    merge(Vec::new(), drafts(people), ImportMode::Append, 0).members
}

fn shown(members: &[Member]) -> Vec<(u32, String)> {
    members.iter().map(|member| (member.id.get(), member.name.as_str().to_owned())).collect()
}

fn expected(people: &[(u32, &str)]) -> Vec<(u32, String)> {
    people.iter().map(|(id, name)| (*id, (*name).to_owned())).collect()
}

#[test]
fn the_first_import_counts_from_one() {
    assert_eq!(shown(&roster(&[("王芳", FIRST), ("李雷", SECOND)])), expected(&[(1, "王芳"), (2, "李雷")]));
}

#[test]
fn appending_updates_in_place_and_adds_at_the_end() {
    let existing = roster(&[("王芳", FIRST), ("李雷", SECOND)]);
    let incoming = drafts(&[("韩梅", THIRD), ("李磊", SECOND), ("王芳", FIRST)]);
    let counts = preview(&existing, &incoming);
    assert_eq!(counts, Preview { add: 1, update: 1, unchanged: 1, absent: 0 });
    let merged = merge(existing, incoming, ImportMode::Append, 0);
    assert_eq!(shown(&merged.members), expected(&[(1, "王芳"), (2, "李磊"), (3, "韩梅")]));
    assert_eq!((merged.add, merged.update, merged.unchanged, merged.removed), (1, 1, 1, 0));
}

#[test]
fn replacing_takes_the_order_of_the_file_and_keeps_identities() {
    let existing = roster(&[("王芳", FIRST), ("李雷", SECOND)]);
    let merged = merge(existing, drafts(&[("韩梅", THIRD), ("李雷", SECOND)]), ImportMode::Replace, 0);
    assert_eq!(shown(&merged.members), expected(&[(3, "韩梅"), (2, "李雷")]));
    assert_eq!((merged.add, merged.update, merged.unchanged, merged.removed), (1, 0, 1, 1));
}

#[test]
fn an_identity_is_never_given_twice() {
    let mut existing = roster(&[("王芳", FIRST), ("李雷", SECOND)]);
    existing.pop();
    let merged = merge(existing, drafts(&[("韩梅", THIRD)]), ImportMode::Append, 2);
    assert_eq!(merged.members[1].id, MemberId::new(3));
}

#[test]
fn rosters_of_two_years_differ_in_people_and_particulars_not_in_age() {
    let before = roster(&[("王芳", FIRST), ("李雷", SECOND)]);
    let mut now = roster(&[("王芳", FIRST), ("韩梅", THIRD)]);
    now[0].age += 1;
    now[0].over_age = true;
    let found = difference(&before, &now);
    assert_eq!(found, Difference { new: 1, left: 1, changed: 0, same: 1 });
    let renamed = roster(&[("王方", FIRST), ("李雷", SECOND)]);
    assert_eq!(difference(&before, &renamed), Difference { new: 0, left: 0, changed: 1, same: 1 });
}

#[test]
fn what_a_file_is_silent_about_stays_as_it_is_known() {
    let told = RawRow {
        phone: Cell::text("13812341234"),
        insurance_type: Cell::text("职工医保"),
        new_employment: Cell::text("是"),
        ..person(2, "王芳", FIRST)
    };
    let checked = |row| check([row], &rules(), |_| {}).valid;
    let existing = merge(Vec::new(), checked(told.clone()), ImportMode::Append, 0).members;
    for mode in [ImportMode::Append, ImportMode::Replace] {
        let silent = checked(person(2, "王芳", FIRST));
        assert_eq!(preview(&existing, &silent).unchanged, 1);
        assert_eq!(merge(existing.clone(), silent, mode, 0).members, existing, "{mode:?}");

        let other = checked(RawRow { phone: Cell::text("13912341234"), ..person(2, "王芳", FIRST) });
        assert_eq!(preview(&existing, &other).update, 1);
        let merged = merge(existing.clone(), other, mode, 0).members.remove(0);
        assert_eq!(merged.phone.map(|phone| phone.as_str().to_owned()).as_deref(), Some("13912341234"));
        assert_eq!(merged.insurance, existing[0].insurance);
    }
}
