//! Supplements (FAQ-6), reductions, closing (T18), and what the agency enters itself.

use super::*;

#[test]
fn a_supplement_is_numbered_and_suggests_the_former_headcount() {
    let choose = |lock: TierLock| Command::ChoosePlan {
        plan: Box::new(plan()),
        tier: TierId::parse("60").unwrap(),
        lock,
        former_headcount: Some(120),
        previous: None,
        reassessed: None,
    };
    let chosen = |n: u32, lock: TierLock| {
        let number = ApplicationNumber::allot(at(n), n);
        let draft = Application::create(number, &unit(), &agency(), &clerk(), at(0)).unwrap().application;
        let change = draft.apply(choose(lock), &clerk(), at(1)).unwrap();
        let lock = change.effects.iter().find_map(|effect| match effect {
            Effect::SetTierLock(lock) => Some(lock.clone()),
            _ => None,
        });
        (change.application, lock.unwrap())
    };
    let (first, lock) = chosen(1, TierLock::free(unit().id, plan().id));
    assert_eq!((first.supplement, first.suggested_headcount), (0, None));
    let (second, lock) = chosen(2, lock);
    assert_eq!((second.supplement, second.suggested_headcount), (1, Some(120)));
    assert_eq!(second.insured_headcount, None, "the unit confirms it");
    let (third, lock) = chosen(3, lock);
    assert_eq!(third.supplement, 2);
    let (fourth, _) = chosen(4, lock.clone().release(&third.number).release(&second.number));
    assert_eq!(fourth.supplement, 3, "a number is given once while the first stands");
    let again = second.apply(choose(lock.clone()), &clerk(), at(2)).unwrap().application;
    assert_eq!(again.supplement, 1, "choosing anew changes nothing");
    let free = lock.release(&first.number).release(&again.number).release(&third.number);
    assert_eq!(chosen(5, free).0.supplement, 0);
}

#[test]
fn a_plan_is_chosen_within_its_window_only() {
    let late: DateTime<Utc> = "2026-03-31T16:00:00Z".parse().unwrap();
    assert_eq!(new_draft().apply(choose("60"), &clerk(), late).unwrap_err(), Refusal::PlanClosed);
}

#[test]
fn a_reduction_lowers_what_is_due_and_never_exceeds_the_standard() {
    let draft = filled(0);
    for by in [staff(Duty::Review), staff(Duty::Manage)] {
        let change = draft.clone().apply(reduce(10_000, 1), &by, at(2)).unwrap();
        assert_eq!(change.application.payable(), Fen::new(50_000));
        assert!(change.event.comment.unwrap().contains("困难企业"));
    }
    for by in [clerk(), staff(Duty::Finance)] {
        assert_eq!(draft.clone().apply(reduce(10_000, 1), &by, at(2)).unwrap_err().code(), "forbidden");
    }
    let review = staff(Duty::Review);
    for (fen, code) in [(60_001, "reduction_exceeds"), (-1, "invalid"), (0, "invalid")] {
        assert_eq!(draft.clone().apply(reduce(fen, 1), &review, at(2)).unwrap_err().code(), code);
    }
    let shrunk = after(draft, vec![(review.clone(), reduce(60_000, 1)), (clerk(), roster(9, 0))]);
    let refusal = shrunk.clone().apply(submit(1), &clerk(), at(3)).unwrap_err();
    assert_eq!(refusal.code(), "reduction_exceeds");
    let free = after(shrunk, vec![(review, reduce(54_000, 1)), (clerk(), submit(1))]);
    assert_eq!(free.payable(), Fen::ZERO);
    assert!(free.allowed_commands(&clerk()).contains(&CommandName::SubmitPayment));
    assert!(free.apply(submit_payment(1), &clerk(), at(4)).is_ok(), "nothing is due, nothing is shown");
}

#[test]
fn a_reduction_of_an_open_order_makes_another_one_that_keeps_the_vouchers() {
    let awaiting = after(filled(0), vec![(clerk(), submit(1)), (clerk(), voucher(2, 30_000))]);
    let change = awaiting.apply(reduce(30_000, 2), &staff(Duty::Review), at(2)).unwrap();
    let order = change.application.stage.order().unwrap();
    assert_eq!((&order.number, order.due, order.paid()), (&payment(2), Fen::new(30_000), Fen::new(30_000)));
    assert!(change.application.carried_vouchers.is_empty());
    let effects: Vec<_> = change
        .effects
        .iter()
        .map(|effect| match effect {
            Effect::VoidDocument { kind, number } => format!("void {} {number}", kind.code()),
            Effect::VoidPayment(order) => format!("void order {}", order.number),
            Effect::IssueDocument { kind, number } => format!("issue {} {number}", kind.code()),
            other => format!("{other:?}"),
        })
        .collect();
    let expected = [
        format!("void payment_notice {}", payment(1)),
        format!("void order {}", payment(1)),
        format!("issue payment_notice {}", payment(2)),
    ];
    assert_eq!(effects, expected);
    let paying = after(change.application, vec![(clerk(), submit_payment(1))]);
    let refusal = paying.apply(reduce(1, 3), &staff(Duty::Review), at(4)).unwrap_err();
    assert!(refusal.message().contains("提交缴费凭证后不能减免"), "{}", refusal.message());
}

#[test]
fn a_draft_is_closed_by_the_system_after_the_window_and_the_days_of_grace() {
    let lock = || TierLock::free(unit().id, plan().id);
    let close = |plan: Plan| Command::Close { plan: Box::new(plan), lock: lock() };
    let noon = |on: &str| -> DateTime<Utc> { format!("{on}T04:00:00Z").parse().unwrap() };
    let (last, after_it) = (noon("2026-04-15"), noon("2026-04-16"));
    let draft = filled(0);
    assert_eq!(draft.clone().apply_as_system(close(plan()), last).unwrap_err(), Refusal::NotOver);
    let longer = Plan { closes_on: day("2026-05-31"), ..plan() };
    assert_eq!(draft.clone().apply_as_system(close(longer), after_it).unwrap_err(), Refusal::NotOver);
    let change = draft.clone().apply_as_system(close(plan()), after_it).unwrap();
    assert_eq!(change.application.stage, Stage::Void);
    let told = crate::notice::notices(&change);
    assert_eq!(told.iter().map(|one| one.title.as_str()).collect::<Vec<_>>(), ["参保单已关闭"]);
    assert_eq!((change.event.kind, change.event.actor.capacity), (EventKind::Closed, Capacity::System));
    assert_eq!(change.application.moved.by, "系统");
    assert!(matches!(change.effects[..], [Effect::SetTierLock(_)]));
    for by in [clerk(), staff(Duty::Review), staff(Duty::Manage)] {
        assert_eq!(draft.clone().apply(close(plan()), &by, after_it).unwrap_err().code(), "forbidden");
    }
    let text = serde_json::to_string(&change.event).unwrap();
    assert_eq!(serde_json::from_str::<Event>(&text).unwrap(), change.event);
}

#[test]
fn a_draft_with_money_or_returned_late_is_not_closed() {
    let today = day("2026-04-16");
    assert!(filled(0).is_over(&plan(), today));
    let paid = in_every_stage().swap_remove(5).apply(Command::Withdraw, &clerk(), at(3)).unwrap().application;
    assert!(!paid.is_over(&plan(), day("2030-01-01")), "money");
    let review = in_every_stage().swap_remove(1);
    let late: DateTime<Utc> = "2026-04-10T02:00:00Z".parse().unwrap();
    let returned = review.apply(Command::Withdraw, &clerk(), late).unwrap().application;
    assert!(!returned.is_over(&plan(), day("2026-04-25")) && returned.is_over(&plan(), day("2026-04-26")));
    assert!(!new_draft().is_over(&plan(), today), "no plan");
    for other in in_every_stage().into_iter().skip(1) {
        assert!(!other.is_over(&plan(), day("2030-01-01")), "{:?}", other.stage.name());
    }
}

#[test]
fn what_a_reviewer_does_for_the_unit_is_recorded_as_the_reviewers_act() {
    let number = ApplicationNumber::allot(at(0), 1);
    let reviewer = staff(Duty::Review);
    let draft = Application::create(number, &unit(), &agency(), &reviewer, at(0)).unwrap().application;
    let commands =
        [choose("60"), Command::SetInsuredHeadcount(20), roster(10, 0), submit(1), voucher(2, 60_000)];
    let paid = commands.into_iter().fold(draft, |application, command| {
        let change = application.apply(command, &reviewer, at(1)).unwrap();
        assert_eq!(change.event.actor.capacity, Capacity::Review);
        change.application
    });
    let back = after(paid, vec![(reviewer.clone(), Command::Withdraw)]);
    let void = Command::Void { lock: None, comment: Some("已退款".into()) };
    assert!(back.apply(void, &reviewer, at(2)).is_ok(), "the agency decides on the money");
}
