//! Who is told of what (MENU-7), and when a window is about to close (NEW-22).

use super::*;
use crate::{
    ids::NoticeId,
    notice::{Link, Notice, NoticeKind, Recipient, Reminder, due_reminder, notices, reminder_notices},
};

fn told(application: Application, by: &Caller, command: Command) -> (Application, Vec<Notice>) {
    let change = application.apply(command, by, at(2)).unwrap();
    let told = notices(&change);
    (change.application, told)
}

fn summary(notices: &[Notice]) -> Vec<(&'static str, NoticeKind)> {
    let whose = |notice: &Notice| match &notice.to {
        Recipient::Unit { .. } => "unit",
        Recipient::Duty { duty: Duty::Review, .. } => "review",
        Recipient::Duty { duty: Duty::Finance, .. } => "finance",
        Recipient::Duty { duty: Duty::Manage, .. } => "manage",
    };
    notices.iter().map(|notice| (whose(notice), notice.kind)).collect()
}

#[test]
fn whoever_has_to_act_or_waited_for_the_outcome_is_told() {
    use NoticeKind as K;
    let [draft, review, rejected, awaiting, paying, sent_back, ..] = &in_every_stage()[..] else {
        panic!("eight stages")
    };
    let unit = clerk();
    let (reviewer, finance) = (staff(Duty::Review), staff(Duty::Finance));
    let reject = Command::RejectReview {
        reason: ReasonCode::ProofUnsealed,
        comment: "未盖章".into(),
        members: Vec::new(),
        over_age: people(&[0]),
    };
    let approve = approve(1, people(&[0]));
    let refund = Command::Void { lock: None, comment: Some("退款".into()) };
    let confirm = Command::ConfirmPayment { comment: None };
    let confirmed = after(paying.clone(), vec![(finance.clone(), confirm.clone())]);
    let complete = after(confirmed.clone(), vec![(reviewer.clone(), materials())]);
    let kept = after(awaiting.clone(), vec![(unit.clone(), voucher(2, 60_000))]);
    let vectors = [
        (draft, &unit, proof(3), vec![]),
        (
            &after(draft.clone(), vec![(unit.clone(), proof(3))]),
            &unit,
            submit(1),
            vec![("review", K::ReviewWanted)],
        ),
        (&filled(0), &unit, submit(1), vec![("unit", K::PaymentDue)]),
        (review, &reviewer, approve, vec![("unit", K::PaymentDue)]),
        (review, &reviewer, reject, vec![("unit", K::ReviewRejected)]),
        (review, &reviewer, reduce(1_000, 9), vec![("unit", K::PaymentDue)]),
        (awaiting, &reviewer, reduce(1_000, 9), vec![("unit", K::PaymentDue)]),
        (review, &unit, Command::Withdraw, vec![("review", K::ReviewWithdrawn)]),
        (rejected, &unit, Command::Withdraw, vec![]),
        (rejected, &reviewer, Command::Void { lock: None, comment: None }, vec![("unit", K::Voided)]),
        (awaiting, &unit, Command::Withdraw, vec![]),
        (&kept, &unit, Command::Withdraw, vec![("unit", K::MoneyKept)]),
        (&kept, &unit, submit_payment(1), vec![("finance", K::ConfirmationWanted)]),
        (paying, &finance, confirm, vec![("review", K::MoneyConfirmed), ("unit", K::MoneyConfirmed)]),
        (paying, &reviewer, reject_payment(PaymentTarget::Roster), vec![("unit", K::PaymentRejected)]),
        (&confirmed, &reviewer, materials(), vec![]),
        (&complete, &reviewer, Command::Conclude { plan: Box::new(plan()) }, vec![("unit", K::Concluded)]),
        (sent_back, &unit, Command::Withdraw, vec![("unit", K::MoneyKept), ("finance", K::MoneyKept)]),
        (sent_back, &reviewer, refund, vec![("unit", K::Voided), ("finance", K::Voided)]),
    ];
    for (application, by, command, expected) in vectors {
        let what = format!("{:?} {:?}", application.stage.name(), command.name());
        let (_, told) = told(application.clone(), by, command);
        assert_eq!(summary(&told), expected, "{what}");
        assert!(told.iter().all(|one| one.body.ends_with('。') && !one.body.contains("。。")), "{told:?}");
    }
}

#[test]
fn a_rejection_says_why_and_what_to_do() {
    let review = in_every_stage().swap_remove(1);
    let remark = MemberRemark { member_id: MemberId::new(1), remark: "某某缺合同".into() };
    let command = Command::RejectReview {
        reason: ReasonCode::ProofUnsealed,
        comment: "第2页未盖章。".into(),
        members: vec![remark],
        over_age: people(&[0]),
    };
    let (application, told) = told(review, &staff(Duty::Review), command);
    assert_eq!(
        told[0].body,
        format!(
            "参保单{}（益阳职工住院保障项目2026 60元档位）的超龄审核被驳回。原因：证明材料未盖章（1人未通过，0人通过）；第2页未盖章。\
             其中1名人员有单独说明，请在名单中查看。下一步：{}。",
            application.number,
            application.holder().unwrap().next_step
        )
    );
    assert_eq!(told[0].link, Link::Application(application.number));
    let paying = in_every_stage().swap_remove(4);
    let (application, told) =
        self::told(paying, &staff(Duty::Finance), reject_payment(PaymentTarget::Voucher));
    assert!(told[0].body.contains("原因：缴费凭证：应单位要求退回；请补充。下一步："), "{}", told[0].body);
    assert_eq!(told[0].link, Link::Payment(application.payment_number().unwrap().clone()));
}

#[test]
fn who_entered_for_a_unit_is_told_what_the_unit_is_told() {
    let mut paying = in_every_stage().swap_remove(4);
    paying.channel = Channel::Agency;
    let (_, by_finance) = told(paying.clone(), &staff(Duty::Finance), reject_payment(PaymentTarget::Voucher));
    assert_eq!(
        summary(&by_finance),
        [("unit", NoticeKind::PaymentRejected), ("review", NoticeKind::PaymentRejected)]
    );
    let (_, by_review) = told(paying, &staff(Duty::Review), reject_payment(PaymentTarget::Voucher));
    assert_eq!(summary(&by_review), [("unit", NoticeKind::PaymentRejected)], "they know what they did");
}

#[test]
fn papers_sent_again_after_confirmed_money_wait_for_the_reviewer() {
    let paying = in_every_stage().swap_remove(4);
    let again = after(
        paying,
        vec![
            (staff(Duty::Finance), Command::ConfirmPayment { comment: None }),
            (staff(Duty::Review), reject_payment(PaymentTarget::Materials)),
        ],
    );
    let (_, told) = told(again, &clerk(), submit_payment(2));
    assert_eq!(summary(&told), [("review", NoticeKind::MoneyConfirmed)]);
}

#[test]
fn notices_sort_by_time_and_differ_within_a_change() {
    let sent_back = in_every_stage().swap_remove(5);
    let (_, told) = told(sent_back, &clerk(), Command::Withdraw);
    assert!(told[0].id < told[1].id);
    assert!(told[0].id.as_str() >= NoticeId::bound(at(2)).as_str());
    assert!(told[1].id.as_str() < NoticeId::bound(at(3)).as_str());
    assert_eq!(NoticeId::parse(told[0].id.as_str()), Ok(told[0].id.clone()));
    for text in ["", "1767578400000", "17675784000x0-CB1", "1767578400000-a/b"] {
        assert!(NoticeId::parse(text).is_err(), "{text}");
    }
}

#[test]
fn everybody_reads_in_the_name_of_their_bodies_only() {
    assert_eq!(Recipient::of(&clerk()), [Recipient::Unit { unit: unit().id }]);
    let duty = Duty::Finance;
    assert_eq!(Recipient::of(&staff(duty)), [Recipient::Duty { agency: agency().id, duty }]);
    assert_eq!(Recipient::of(&caller("admin", crate::caller::Scope::Admin)), []);
}

#[test]
fn a_reminder_is_due_a_week_and_a_day_before_the_end_however_late_one_looks() {
    let due = |today: &str| Reminder::on(day(today), day("2026-03-31"));
    let vectors = [
        ("2026-03-23", None),
        ("2026-03-24", Some(Reminder::Week)),
        ("2026-03-29", Some(Reminder::Week)),
        ("2026-03-30", Some(Reminder::Day)),
        ("2026-03-31", Some(Reminder::Day)),
        ("2026-04-01", None),
    ];
    for (today, expected) in vectors {
        assert_eq!(due(today), expected, "{today}");
    }
}

#[test]
fn only_what_can_still_be_missed_is_reminded_of() {
    let (end, today) = (day("2026-03-31"), day("2026-03-30"));
    let reminded: Vec<_> = in_every_stage()
        .iter()
        .filter(|application| due_reminder(application, end, today).is_some())
        .map(|application| application.stage.name())
        .collect();
    assert_eq!(reminded, Reminder::STAGES);
    assert_eq!(due_reminder(&new_draft(), end, today), None, "nobody is on its roster");
}

#[test]
fn a_reminder_tells_how_many_days_are_left_in_shanghai() {
    let (draft, end) = (filled(0), day("2026-03-31"));
    let told =
        |instant: &str| reminder_notices(&draft, Reminder::Day, end, instant.parse().unwrap()).swap_remove(0);
    let notice = told("2026-03-30T15:59:59Z");
    assert_eq!(notice.title, "参保办理即将截止，还有1天");
    assert!(
        notice.body.contains("名单已有10人，尚未提交审核。该保障计划办理期至2026-03-31，还有1天。"),
        "{notice:?}"
    );
    assert_eq!(told("2026-03-30T16:00:00Z").title, "参保办理即将截止，今天截止");
}
