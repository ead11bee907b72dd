use chrono::Duration;
use domain::{
    application::Change,
    caller::Duty,
    ids::UserId,
    notice::{Notice, NoticeKind, Recipient, Reminder, reminder_notices},
};
use store::{Inbox, StoreError, Wanted};

use super::write;
use crate::{Database, Story, agency, at, members, pages, unit};

const ALL: Wanted = Wanted { unread: false, skip: 0, take: 100 };
const UNREAD: Wanted = Wanted { unread: true, ..ALL };
/// When the boxes are looked into: long after the stories.
const NOW: &str = "2026-01-20T00:00:00Z";

fn user(name: &str) -> UserId {
    UserId::parse(name).unwrap()
}

fn of_unit() -> Recipient {
    Recipient::Unit { unit: unit().id }
}

fn of(duty: Duty) -> Recipient {
    Recipient::Duty { agency: agency().id, duty }
}

fn kinds(inbox: &Inbox) -> Vec<NoticeKind> {
    inbox.items.iter().map(|(notice, _)| notice.kind).collect()
}

async fn inbox(database: &Database, name: &str, boxes: &[Recipient], wanted: Wanted) -> Inbox {
    database.table.inbox(&user(name), boxes, wanted, at(NOW)).await.unwrap()
}

/// A draft that can be submitted, after another one of the same unit and plan.
fn draft_after(earlier: &Story, n: u32) -> (Story, Vec<Change>) {
    let (mut story, created) = Story::begin(n);
    story.lock = earlier.lock.clone();
    let changes =
        vec![created, story.choose_plan(), story.set_headcount(), story.update_roster(&pages(&members(2)))];
    (story, changes)
}

/// A concluded application and a submitted one, told by four notices to the unit, two to finance, one to the reviewers.
async fn told(database: &Database) -> Vec<Change> {
    let (first, mut changes) = Story::concluded(1, &pages(&members(2)));
    let (mut second, draft) = draft_after(&first, 2);
    changes.extend(draft);
    changes.extend([second.submit(), second.add_voucher(), second.submit_payment()]);
    write(&database.table, &changes).await;
    changes
}

pub async fn notices_come_true_with_their_change(database: &Database) {
    let changes = told(database).await;
    let expected = |to: &Recipient| {
        let mut notices: Vec<Notice> = changes.iter().flat_map(domain::notice::notices).collect();
        notices.retain(|notice| notice.to == *to);
        notices.sort_by(|one, other| other.id.cmp(&one.id));
        notices
    };
    for to in [of_unit(), of(Duty::Review), of(Duty::Finance), of(Duty::Manage)] {
        let inbox = inbox(database, "anybody", std::slice::from_ref(&to), ALL).await;
        let told: Vec<_> = inbox.items.iter().map(|(notice, _)| notice.clone()).collect();
        assert_eq!(told, expected(&to), "newest first");
        assert_eq!((inbox.total, inbox.unread), (told.len(), told.len()));
    }
    let lost = database.table.commit(changes.last().unwrap(), None).await.unwrap_err();
    assert!(matches!(lost, StoreError::Conflict), "{lost}");
    assert_eq!(inbox(database, "anybody", &[of_unit()], ALL).await.total, 4, "the loser told nobody");
}

pub async fn an_inbox_has_pages_over_all_its_boxes(database: &Database) {
    told(database).await;
    let boxes = [of(Duty::Review), of(Duty::Finance), of_unit()];
    let whole = inbox(database, "x", &boxes, ALL).await;
    assert_eq!((whole.total, whole.items.len()), (7, 7));
    assert!(whole.items.windows(2).all(|pair| pair[0].0.id > pair[1].0.id));
    for wanted in [ALL, UNREAD] {
        let mut gathered = Vec::new();
        for skip in [0, 3, 6, 9] {
            let part = inbox(database, "x", &boxes, Wanted { skip, take: 3, ..wanted }).await;
            assert_eq!(part.total, 7);
            gathered.extend(part.items);
        }
        assert_eq!(gathered, whole.items);
    }
    assert_eq!(inbox(database, "x", &[], ALL).await, Inbox::default());
}

pub async fn each_account_has_its_own_unread_notices(database: &Database) {
    told(database).await;
    let (table, boxes) = (&database.table, [of_unit()]);
    let second = inbox(database, "one", &boxes, ALL).await.items[1].0.id.clone();
    for _ in 0..2 {
        assert!(table.read_notice(&user("one"), &boxes, &second, at(NOW)).await.unwrap());
    }
    let unread = inbox(database, "one", &boxes, UNREAD).await;
    assert_eq!((unread.total, unread.unread, unread.items.len()), (3, 3, 3));
    assert!(unread.items.iter().all(|(notice, read)| notice.id != second && !read));
    let all = inbox(database, "one", &boxes, ALL).await;
    let read: Vec<_> = all.items.iter().map(|(_, read)| *read).collect();
    assert_eq!((all.total, all.unread, &read[..3]), (4, 3, &[false, true, false][..]));
    assert_eq!(inbox(database, "other", &boxes, ALL).await.unread, 4);
    assert!(!table.read_notice(&user("one"), &[of(Duty::Review)], &second, at(NOW)).await.unwrap());
    assert!(!table.read_notice(&user("one"), &[], &second, at(NOW)).await.unwrap());
}

pub async fn all_is_read_that_was_there_and_nothing_that_was_on_its_way(database: &Database) {
    let table = &database.table;
    let (mut story, changes) = Story::draft(1, &pages(&members(2)));
    write(table, &changes).await;
    write(table, &[story.submit()]).await;
    let moment = story.now + Duration::seconds(30);
    let slow = {
        let (mut other, draft) = draft_after(&story, 2);
        write(table, &draft).await;
        other.now = story.now - Duration::minutes(1);
        other.submit()
    };
    let (one, boxes) = (user("one"), [of_unit()]);
    table.read_all_notices(&one, &boxes, moment).await.unwrap();
    assert_eq!(table.inbox(&one, &boxes, ALL, moment).await.unwrap().unread, 0);
    write(table, &[slow]).await;
    let late = table.inbox(&one, &boxes, UNREAD, moment).await.unwrap();
    assert_eq!(kinds(&late), [NoticeKind::PaymentDue], "made before, there only after");
    table.read_all_notices(&one, &boxes, moment + Duration::days(1)).await.unwrap();
    table.read_all_notices(&one, &boxes, moment).await.unwrap();
    let end = table.inbox(&one, &boxes, ALL, moment + Duration::days(1)).await.unwrap();
    assert_eq!((end.total, end.unread), (2, 0), "a mark never moves backwards");
    assert!(end.items.iter().all(|(_, read)| *read));
}

pub async fn a_notice_is_gone_after_its_year(database: &Database) {
    told(database).await;
    let boxes = [of_unit()];
    let one = user("one");
    let id = inbox(database, "one", &boxes, ALL).await.items[0].0.id.clone();
    let later = at("2027-01-06T00:00:00Z");
    for wanted in [ALL, UNREAD] {
        assert_eq!(database.table.inbox(&one, &boxes, wanted, later).await.unwrap(), Inbox::default());
    }
    assert!(!database.table.read_notice(&one, &boxes, &id, later).await.unwrap());
}

pub async fn a_reminder_is_sent_once_for_each_end_of_a_window(database: &Database) {
    let table = &database.table;
    let (mut story, changes) = Story::draft(1, &pages(&members(2)));
    write(table, &changes).await;
    let (draft, now) = (story.application.clone(), story.now);
    let remind = async |application, reminder, closes_on: &str| {
        let closes_on = closes_on.parse().unwrap();
        let notices = reminder_notices(application, reminder, closes_on, now);
        table.remind(application, reminder, closes_on, &notices, now).await
    };
    assert!(remind(&draft, Reminder::Day, "2026-01-06").await.unwrap());
    assert!(!remind(&draft, Reminder::Day, "2026-01-06").await.unwrap());
    assert!(remind(&draft, Reminder::Week, "2026-01-12").await.unwrap(), "the window was extended");
    write(table, &[story.set_headcount()]).await;
    let overtaken = remind(&draft, Reminder::Day, "2026-01-12").await.unwrap_err();
    assert!(matches!(overtaken, StoreError::Conflict), "{overtaken}");
    let inbox = inbox(database, "one", &[of_unit()], ALL).await;
    assert_eq!(kinds(&inbox), [NoticeKind::WindowCloses; 2]);
}
