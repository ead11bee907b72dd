use domain::application::{Effect, PaymentStatus, Stage};
use store::{Numbers, StoreError};

use super::write;
use crate::{Database, Story, agency, members, pages, unit};

pub async fn payments_follow_their_application(database: &Database) {
    let table = &database.table;
    let (mut story, changes) = Story::draft(1, &pages(&members(2)));
    write(table, &changes).await;
    write(table, &[story.submit()]).await;
    let number = story.application.payment_number().unwrap().clone();
    let unpaid = table.payment(&number).await.unwrap().unwrap();
    assert_eq!(
        (unpaid.state, unpaid.application.clone()),
        (PaymentStatus::Unpaid, story.application.number.clone())
    );
    assert_eq!(unpaid.version, story.application.version);

    write(table, &[story.add_voucher(), story.submit_payment()]).await;
    let submitted = table.payment(&number).await.unwrap().unwrap();
    assert_eq!((submitted.state, submitted.order.vouchers.len()), (PaymentStatus::Submitted, 1));
    write(table, &[story.reject_payment()]).await;
    assert_eq!(table.payment(&number).await.unwrap().unwrap().state, PaymentStatus::Rejected);

    let withdrawn = story.withdraw();
    assert!(withdrawn.effects.iter().any(|effect| matches!(effect, Effect::VoidPayment(_))));
    write(table, &[withdrawn, story.submit()]).await;
    let voided = table.payment(&number).await.unwrap().unwrap();
    assert_eq!(
        (voided.state, voided.order.vouchers.len()),
        (PaymentStatus::Void, 1),
        "kept as it stood last"
    );

    let all = Numbers::all();
    let of_unit = table.payment_lines_of_unit(&unit().id, &all).await.unwrap();
    let states: Vec<_> = of_unit.iter().map(|payment| payment.state).collect();
    assert_eq!(states, [PaymentStatus::Unpaid, PaymentStatus::Void], "newest first");
    let of_agency = async |state| table.payment_lines_of_agency(&agency().id, state, &all).await.unwrap();
    assert_eq!(of_agency(None).await, of_unit);
    assert_eq!(of_agency(Some(PaymentStatus::Void)).await, of_unit[1..]);
    assert!(of_agency(Some(PaymentStatus::Rejected)).await.is_empty(), "it stands so no more");
    let records = table.payments(of_unit.iter().map(|line| &line.number)).await.unwrap();
    assert_eq!(records[1], voided);
}

pub async fn a_payment_number_belongs_to_one_application(database: &Database) {
    let table = &database.table;
    let (mut one, changes) = Story::draft(1, &pages(&members(2)));
    write(table, &changes).await;
    let (mut other, created) = Story::begin(2);
    other.lock = one.lock.clone();
    write(
        table,
        &[created, other.choose_plan(), other.set_headcount(), other.update_roster(&pages(&members(2)))],
    )
    .await;

    // Only the number is the same: this application counts more changes.
    write(table, &[other.set_headcount(), other.set_headcount()]).await;
    let first = one.submit();
    write(table, std::slice::from_ref(&first)).await;
    let mut second = other.submit();
    if let (Stage::AwaitPayment { order }, Stage::AwaitPayment { order: taken }) =
        (&mut second.application.stage, &first.application.stage)
    {
        order.number = taken.number.clone();
    }
    let ending = table.commit(&second, None).await;
    assert!(matches!(ending, Err(StoreError::Conflict)), "{ending:?}");
}
