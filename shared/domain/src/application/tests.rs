mod invoices;
mod model;
mod notices;
mod review;
mod season;

use std::fmt::Write;

use super::*;
use crate::{
    agency::ReceivingAccount,
    ids::{FormNumber, InvoiceId, MemberId, PageId, ProofId, TierId, UploadId, UserId, VoucherId},
    plan::{GRACE_DAYS, LateEffective},
    roster::ImportMode,
};

const ULID: &str = "01ARZ3NDEKTSV4RRFFQ69G5FA";

fn at(minute: u32) -> DateTime<Utc> {
    format!("2025-12-10T02:{minute:02}:00Z").parse().unwrap()
}

fn ulid(n: u8) -> String {
    format!("{ULID}{n}")
}

pub(crate) fn unit() -> Unit {
    Unit {
        id: UnitId::parse("unit1").unwrap(),
        agency: AgencyId::parse("yiyang").unwrap(),
        name: "益阳市第一中学".into(),
        credit_code: "81430900MC12345666".into(),
        kind: "事业单位".into(),
        address: "益阳市".into(),
        contact: "测试".into(),
        phone: "0737-0000000".into(),
    }
}

pub(crate) fn agency() -> Agency {
    Agency {
        id: AgencyId::parse("yiyang").unwrap(),
        name: "益阳市总工会代办处".into(),
        address: "益阳市".into(),
        hotline: "0737-0000001".into(),
        invoice_before_payment: false,
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn plan() -> Plan {
    let tier = |id: &str, fen| Tier {
        id: TierId::parse(id).unwrap(),
        name: format!("{id}元档位"),
        fee: Fen::new(fen),
    };
    Plan {
        id: PlanId::parse("yiyang-inpatient-2026").unwrap(),
        agency: AgencyId::parse("yiyang").unwrap(),
        name: "益阳职工住院保障项目2026".into(),
        kind: PlanKind::Inpatient,
        opens_on: day("2025-11-01"),
        closes_on: day("2026-03-31"),
        coverage_from: day("2026-01-01"),
        coverage_to: day("2026-12-31"),
        tiers: vec![tier("60", 6000), tier("90", 9000)],
        rules: Rules::standard(day("2026-01-01"), day("2026-12-31")),
        account: ReceivingAccount {
            holder: "益阳市总工会".into(),
            number: "1234567890".into(),
            bank: "测试银行".into(),
            cnaps: "102000000000".into(),
        },
        pending_account: None,
        account_changed_on: None,
        late_effective: LateEffective::NextDay,
        papers: vec!["银行转账复印件".into()],
        form_seal: "单位工会章".into(),
        register_seal: "单位人事公章".into(),
        grace_days: GRACE_DAYS,
        reuse_review: true,
    }
}

pub(crate) fn clerk() -> Caller {
    caller("unit1", crate::caller::Scope::Unit { units: vec![UnitId::parse("unit1").unwrap()] })
}

pub(crate) fn staff(duty: Duty) -> Caller {
    let agency = AgencyId::parse("yiyang").unwrap();
    caller("staff", crate::caller::Scope::Agency { agency, duties: [duty].into() })
}

fn caller(user: &str, scope: crate::caller::Scope) -> Caller {
    Caller { user: UserId::parse(user).unwrap(), name: user.to_uppercase(), scope }
}

fn payment(n: u32) -> PaymentNumber {
    PaymentNumber::allot(at(0), n)
}

fn form(n: u32) -> FormNumber {
    FormNumber::allot(at(0), n)
}

fn file(n: u8) -> FileRef {
    FileRef {
        upload: UploadId::parse(ulid(n)).unwrap(),
        name: "slip.png".into(),
        media_type: "image/png".into(),
        size: 10,
        sha256: n.to_string(),
    }
}

fn voucher(n: u8, fen: i64) -> Command {
    Command::AddVoucher(Voucher {
        id: VoucherId::parse(ulid(n)).unwrap(),
        file: file(n),
        amount: Fen::new(fen),
        transferred_at: at(0),
        payer_name: "益阳市第一中学".into(),
        payer_account: "12345678".into(),
        receipt_text: String::new(),
        added_at: at(0),
        confirmation: None,
    })
}

fn issue(n: u8, fen: i64) -> Command {
    let invoice = Invoice {
        id: InvoiceId::parse(ulid(n)).unwrap(),
        kind: InvoiceKind::UnionReceipt,
        numbers: InvoiceNumbers { code: None, number: format!("NO{n:05}"), check_code: None },
        amount: Fen::new(fen),
        issued_on: day("2025-12-10"),
        file: file(n),
        added_at: at(0),
        by: "李强".into(),
        voided: None,
    };
    Command::IssueInvoice { invoice: Box::new(invoice), before_payment: true }
}

fn void_invoice(n: u8) -> Command {
    Command::VoidInvoice { id: InvoiceId::parse(ulid(n)).unwrap(), reason: "抬头有误".into() }
}

fn proof(n: u8) -> Command {
    Command::AddProof(Proof { id: ProofId::parse(ulid(n)).unwrap(), file: file(n), added_at: at(0) })
}

fn roster_update(members: u32, over_age: u32) -> RosterUpdate {
    let page = PageRef {
        id: PageId::parse(ulid(1)).unwrap(),
        first: MemberId::new(1),
        last: MemberId::new(members),
        members,
        over_age,
    };
    RosterUpdate {
        roster: Roster::default().next(vec![page], plan().id),
        replaced: Vec::new(),
        how: RosterChange::Imported(ImportMode::Append),
    }
}

fn roster(members: u32, over_age: u32) -> Command {
    Command::UpdateRoster(roster_update(members, over_age))
}

fn choose(tier: &str) -> Command {
    Command::ChoosePlan {
        plan: Box::new(plan()),
        tier: TierId::parse(tier).unwrap(),
        lock: TierLock::free(unit().id, plan().id),
        former_headcount: None,
        previous: None,
        reassessed: None,
    }
}

fn submit(n: u32) -> Command {
    Command::Submit { plan: Some(Box::new(plan())), payment: payment(n), over_age: Vec::new() }
}

fn submit_with(n: u32, over_age: Vec<OverAge>) -> Command {
    Command::Submit { plan: Some(Box::new(plan())), payment: payment(n), over_age }
}

/// The first people of a roster, over age; each as the version of their data makes them.
fn people(versions: &[u8]) -> Vec<OverAge> {
    let person = |(member, version): (u32, &u8)| {
        let mut digest = [*version; 32];
        digest[0] = u8::try_from(member).unwrap();
        OverAge { member: MemberId::new(member), fingerprint: Fingerprint::of(&digest) }
    };
    (1..).zip(versions).map(person).collect()
}

fn approve(n: u32, over_age: Vec<OverAge>) -> Command {
    Command::Approve { comment: None, plan: Box::new(plan()), payment: payment(n), over_age }
}

fn reject_people(refused: &[u32], over_age: Vec<OverAge>) -> Command {
    let remark =
        |id: &u32| MemberRemark { member_id: MemberId::new(*id), remark: format!("第{id}人缺合同") };
    Command::RejectReview {
        reason: ReasonCode::ProofIncomplete,
        comment: "请补充".into(),
        members: refused.iter().map(remark).collect(),
        over_age,
    }
}

fn reduce(fen: i64, n: u32) -> Command {
    Command::GrantReduction {
        amount: Fen::new(fen),
        reason: "困难企业".into(),
        plan: Some(Box::new(plan())),
        payment: payment(n),
    }
}

fn submit_payment(n: u32) -> Command {
    Command::SubmitPayment { remark: None, form: form(n) }
}

fn reject_payment(target: PaymentTarget) -> Command {
    Command::RejectPayment {
        target,
        reason: ReasonCode::UnitRequest,
        comment: "请补充".into(),
        vouchers: Vec::new(),
    }
}

fn materials() -> Command {
    Command::ReceiveMaterials {
        items: vec!["银行转账复印件".into()],
        received_on: day("2025-12-10"),
        waiver: None,
        required: plan().papers,
    }
}

fn new_draft() -> Application {
    let number = ApplicationNumber::allot(at(0), 1);
    Application::create(number, &unit(), &agency(), &clerk(), at(0)).unwrap().application
}

/// Gives commands one after the other; each has to be accepted.
fn after(application: Application, commands: Vec<(Caller, Command)>) -> Application {
    commands.into_iter().fold(application, |application, (by, command)| {
        application.apply(command, &by, at(1)).unwrap().application
    })
}

fn filled(over_age: u32) -> Application {
    let commands = [choose("60"), Command::SetInsuredHeadcount(20), roster(10, over_age)];
    after(new_draft(), commands.into_iter().map(|command| (clerk(), command)).collect())
}

/// One application in every stage.
fn in_every_stage() -> Vec<Application> {
    let draft = filled(1);
    let review = after(draft.clone(), vec![(clerk(), proof(1)), (clerk(), submit(1))]);
    let reject = Command::RejectReview {
        reason: ReasonCode::ProofUnsealed,
        comment: "未盖章".into(),
        members: Vec::new(),
        over_age: people(&[0]),
    };
    let rejected = after(review.clone(), vec![(staff(Duty::Review), reject)]);
    let approve = approve(1, people(&[0]));
    let awaiting = after(review.clone(), vec![(staff(Duty::Review), approve)]);
    let paying = after(awaiting.clone(), vec![(clerk(), voucher(2, 60_000)), (clerk(), submit_payment(1))]);
    let sent_back =
        after(paying.clone(), vec![(staff(Duty::Review), reject_payment(PaymentTarget::Voucher))]);
    let concluded = after(
        paying.clone(),
        vec![
            (staff(Duty::Finance), Command::ConfirmPayment { comment: None }),
            (staff(Duty::Review), materials()),
            (staff(Duty::Review), Command::Conclude { plan: Box::new(plan()) }),
        ],
    );
    let void = after(filled(0), vec![(clerk(), Command::Void { lock: None, comment: None })]);
    vec![draft, review, rejected, awaiting, paying, sent_back, concluded, void]
}

#[test]
fn the_table_of_stages_commands_and_capacities() {
    let mut table = String::new();
    for stage in StageName::ALL {
        writeln!(table, "{} {}", stage.code(), stage.zh()).unwrap();
        for command in CommandName::ALL {
            let who: Vec<_> = permitted(stage, command).iter().map(|capacity| capacity.zh()).collect();
            if !who.is_empty() {
                writeln!(table, "  {} {command:?}: {}", command.zh(), who.join(" ")).unwrap();
            }
        }
    }
    println!("{table}");
    assert_eq!(table, include_str!("../../stages.txt"), "stages.txt is the document: change both on purpose");
}

#[test]
fn what_the_table_allows_is_accepted_and_nothing_else() {
    for application in in_every_stage() {
        for by in [clerk(), staff(Duty::Review), staff(Duty::Finance), staff(Duty::Manage)] {
            for command in CommandName::ALL {
                let permitted = permitted(application.stage.name(), command)
                    .iter()
                    .any(|capacity| application.acts_in(&by, *capacity));
                let outcome = application.authorize(&by, command);
                assert_eq!(outcome.is_ok(), permitted, "{:?} {command:?} {by:?}", application.stage.name());
            }
        }
    }
}

#[test]
fn without_over_age_people_submission_leads_straight_to_payment() {
    let change = filled(0).apply(submit(1), &clerk(), at(2)).unwrap();
    assert_eq!(change.application.stage.name(), StageName::AwaitPayment);
    assert_eq!(change.event.kind, EventKind::PassedWithoutReview);
    assert_eq!(change.application.stage.order().unwrap().due, Fen::new(60_000));
    assert!(matches!(change.effects[..], [Effect::IssueDocument { kind: DocumentKind::PaymentNotice, .. }]));
}

#[test]
fn over_age_people_need_a_proof_and_a_review() {
    let refusal = filled(2).apply(submit(1), &clerk(), at(2)).unwrap_err();
    assert_eq!(refusal, Refusal::Incomplete(vec![Missing::Proof(2)]));
    let application = after(filled(2), vec![(clerk(), proof(1)), (clerk(), submit(1))]);
    assert_eq!(application.stage, Stage::AgeReview);
}

#[test]
fn an_empty_draft_is_told_everything_it_lacks_at_once() {
    let Refusal::Incomplete(missing) = new_draft().apply(submit(1), &clerk(), at(1)).unwrap_err() else {
        panic!("not refused as incomplete");
    };
    assert_eq!(missing, [Missing::Plan, Missing::InsuredHeadcount, Missing::Roster]);
}

#[test]
fn submission_is_refused_outside_the_window() {
    let late: DateTime<Utc> = "2026-03-31T16:00:00Z".parse().unwrap();
    assert_eq!(filled(0).apply(submit(1), &clerk(), late).unwrap_err(), Refusal::PlanClosed);
}

#[test]
fn another_tier_of_the_same_plan_is_refused_while_another_application_holds_one() {
    let other = ApplicationNumber::allot(at(0), 2);
    let held = TierLock::free(unit().id, plan().id).take(&other, &TierId::parse("90").unwrap()).unwrap();
    let Command::ChoosePlan { plan, tier, .. } = choose("60") else { panic!("built as a choice") };
    let choose = |plan, tier, lock| Command::ChoosePlan {
        plan,
        tier,
        lock,
        former_headcount: None,
        previous: None,
        reassessed: None,
    };
    let command = choose(plan, tier, held.clone());
    let refusal = new_draft().apply(command.clone(), &clerk(), at(1)).unwrap_err();
    assert_eq!(refusal, Refusal::TierLocked(TierId::parse("90").unwrap()));
    let Command::ChoosePlan { plan, tier, .. } = command else { panic!("built as a choice") };
    let freed = choose(plan, tier, held.release(&other));
    assert!(new_draft().apply(freed, &clerk(), at(1)).is_ok());
}

#[test]
fn payment_below_the_sum_due_is_refused_and_above_it_wants_a_remark() {
    let awaiting = after(filled(0), vec![(clerk(), submit(1))]);
    let under = after(awaiting.clone(), vec![(clerk(), voucher(2, 59_999))]);
    let refusal = under.apply(submit_payment(1), &clerk(), at(2)).unwrap_err();
    assert_eq!(refusal, Refusal::Underpaid { due: Fen::new(60_000), paid: Fen::new(59_999) });
    let over = after(awaiting, vec![(clerk(), voucher(2, 60_001))]);
    let refusal = over.clone().apply(submit_payment(1), &clerk(), at(2)).unwrap_err();
    assert_eq!(refusal.code(), "remark_required");
    let explained = Command::SubmitPayment { remark: Some("多转一分".into()), form: form(1) };
    assert!(over.apply(explained, &clerk(), at(2)).is_ok());
}

#[test]
fn the_same_slip_is_taken_once() {
    let awaiting = after(filled(0), vec![(clerk(), submit(1)), (clerk(), voucher(2, 30_000))]);
    assert_eq!(awaiting.apply(voucher(2, 30_000), &clerk(), at(2)).unwrap_err().code(), "duplicate");
}

#[test]
fn a_unit_cannot_withdraw_during_payment_review_and_is_told_who_can_help() {
    let paying = in_every_stage().swap_remove(4);
    let refusal = paying.apply(Command::Withdraw, &clerk(), at(3)).unwrap_err();
    assert_eq!(refusal.code(), "invalid_transition");
    let message = refusal.message();
    assert!(message.contains("UNIT1") && message.contains("缴费审核中"), "{message}");
    assert!(message.contains("请联系代办处驳回"), "{message}");
}

#[test]
fn vouchers_survive_the_return_to_the_roster() {
    let rejected = in_every_stage().swap_remove(5);
    let change = rejected.apply(Command::Withdraw, &clerk(), at(3)).unwrap();
    assert_eq!(change.application.stage, Stage::Draft);
    assert_eq!(change.application.carried_vouchers.len(), 1);
    let voided = change.effects.iter().filter(|effect| matches!(effect, Effect::VoidDocument { .. })).count();
    assert_eq!(voided, 3, "the notice, the form and the pack it is in");
    assert!(change.effects.iter().any(|effect| matches!(effect, Effect::VoidPayment(_))));
    let again = after(
        change.application,
        vec![(clerk(), submit(2)), (staff(Duty::Review), approve(2, people(&[0])))],
    );
    assert_eq!(again.stage.order().unwrap().vouchers.len(), 1);
    assert!(again.carried_vouchers.is_empty());
}

#[test]
fn a_draft_with_money_is_voided_by_the_agency_only_and_with_a_word_on_the_refund() {
    let draft =
        in_every_stage().swap_remove(5).apply(Command::Withdraw, &clerk(), at(3)).unwrap().application;
    let void = |comment: Option<&str>| Command::Void { lock: None, comment: comment.map(Into::into) };
    assert_eq!(draft.clone().apply(void(None), &clerk(), at(4)).unwrap_err(), Refusal::MoneyAttached);
    assert_eq!(draft.clone().apply(void(None), &staff(Duty::Review), at(4)).unwrap_err().code(), "invalid");
    let change = draft.apply(void(Some("已退款")), &staff(Duty::Review), at(4)).unwrap();
    assert_eq!(change.application.stage, Stage::Void);
}

#[test]
fn confirmed_money_stays_confirmed_when_only_the_papers_are_rejected() {
    let paying = in_every_stage().swap_remove(4);
    let confirmed = after(paying, vec![(staff(Duty::Finance), Command::ConfirmPayment { comment: None })]);
    for (target, kept) in [(PaymentTarget::Materials, true), (PaymentTarget::Voucher, false)] {
        let again = after(
            confirmed.clone(),
            vec![(staff(Duty::Review), reject_payment(target)), (clerk(), submit_payment(2))],
        );
        let Stage::PaymentReview { confirmation, .. } = &again.stage else { panic!("not under review") };
        assert_eq!(confirmation.is_some(), kept, "{target:?}");
    }
}

#[test]
fn conclusion_needs_the_money_and_the_papers() {
    let paying = in_every_stage().swap_remove(4);
    let conclude = || Command::Conclude { plan: Box::new(plan()) };
    let refusal = paying.clone().apply(conclude(), &staff(Duty::Review), at(3)).unwrap_err();
    assert_eq!(refusal, Refusal::NotConfirmed);
    let confirmed = after(paying, vec![(staff(Duty::Finance), Command::ConfirmPayment { comment: None })]);
    assert!(!confirmed.allowed_commands(&staff(Duty::Review)).contains(&CommandName::Conclude));
    assert_eq!(confirmed.apply(conclude(), &staff(Duty::Review), at(3)).unwrap_err(), Refusal::NoMaterials);
}

#[test]
fn a_missing_paper_has_to_be_named_or_waived() {
    let paying = in_every_stage().swap_remove(4);
    let receive = |waiver: Option<&str>| Command::ReceiveMaterials {
        items: Vec::new(),
        received_on: day("2025-12-10"),
        waiver: waiver.map(Into::into),
        required: plan().papers,
    };
    let refusal = paying.clone().apply(receive(None), &staff(Duty::Review), at(3)).unwrap_err();
    assert!(refusal.message().contains("银行转账复印件"));
    assert!(paying.apply(receive(Some("已有电子件")), &staff(Duty::Review), at(3)).is_ok());
}

#[test]
fn an_agency_entry_is_edited_by_the_reviewer_who_made_it() {
    let number = ApplicationNumber::allot(at(0), 1);
    let reviewer = staff(Duty::Review);
    let draft = Application::create(number, &unit(), &agency(), &reviewer, at(0)).unwrap().application;
    assert_eq!(draft.channel, Channel::Agency);
    assert!(draft.clone().apply(choose("60"), &reviewer, at(1)).is_ok());
    assert_eq!(draft.apply(choose("60"), &staff(Duty::Finance), at(1)).unwrap_err().code(), "forbidden");
}

#[test]
fn every_stage_has_its_columns_and_step() {
    let seen: Vec<_> = in_every_stage()
        .iter()
        .map(|application| (application.step(), application.stage.name().payment_status()))
        .collect();
    assert_eq!(
        seen,
        [
            (2, PaymentStatus::None),
            (2, PaymentStatus::None),
            (2, PaymentStatus::None),
            (3, PaymentStatus::Unpaid),
            (5, PaymentStatus::Submitted),
            (4, PaymentStatus::Rejected),
            (7, PaymentStatus::Paid),
            (1, PaymentStatus::Void)
        ]
    );
}

/// Concluded under a plan of the kind and year.
fn concluded(n: u32, kind: PlanKind, year: i32) -> Application {
    let mut application = in_every_stage().remove(6);
    application.number = ApplicationNumber::allot(at(n), n);
    application.created_at = at(n);
    let plan = application.plan.as_mut().unwrap();
    plan.id = PlanId::parse(format!("{kind:?}-{year}").to_lowercase()).unwrap();
    plan.kind = kind;
    plan.coverage_from = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
    application
}

#[test]
fn last_years_roster_is_that_of_the_latest_earlier_plan_of_the_kind_with_its_supplements() {
    let (inpatient, critical) = (PlanKind::Inpatient, PlanKind::Critical);
    let plan = concluded(1, inpatient, 2026).plan.unwrap();
    let draft = Application { stage: Stage::Draft, ..concluded(2, inpatient, 2025) };
    let mut applications = vec![
        concluded(3, inpatient, 2026),
        concluded(4, critical, 2025),
        concluded(5, inpatient, 2027),
        draft,
    ];
    assert_eq!(previous_roster(&plan, &applications), None);
    applications.push(concluded(6, inpatient, 2023));
    applications.push(concluded(8, inpatient, 2024));
    applications.push(concluded(7, inpatient, 2024));
    let found = previous_roster(&plan, &applications).unwrap();
    assert_eq!(found.plan.coverage_from, day("2024-01-01"));
    let numbers: Vec<_> = found.applications.iter().map(|one| &one.number).collect();
    assert_eq!(numbers, [&concluded(7, inpatient, 2024).number, &concluded(8, inpatient, 2024).number]);
}

#[test]
fn the_button_to_undo_stands_there_while_there_is_something_to_undo() {
    let offered = |one: &Application| one.allowed_commands(&clerk()).contains(&CommandName::UndoDelete);
    let update = |one: &Application, members, how, replaced| {
        let update = RosterUpdate { replaced, how, ..roster_update(members, 0) };
        one.clone().apply(Command::UpdateRoster(update), &clerk(), at(3))
    };
    let page = PageId::parse(ulid(1)).unwrap();
    let full = filled(0);
    assert!(!offered(&full));
    assert_eq!(update(&full, 10, RosterChange::Restored, vec![]).unwrap_err(), Refusal::NothingToUndo);
    let deleted = update(&full, 8, RosterChange::Deleted, vec![page.clone()]).unwrap().application;
    assert!(offered(&deleted));
    assert_eq!(deleted.deletions, [Deletion { pages: vec![page], people: 2, at: at(3) }]);
    let restored = update(&deleted, 10, RosterChange::Restored, vec![]).unwrap();
    assert_eq!(restored.event.kind, EventKind::RosterRestored);
    assert!(!offered(&restored.application));
}

#[test]
fn the_ball_is_with_one_side_at_a_time_and_with_nobody_in_the_end() {
    use Capacity::{Finance, Review, Unit};
    let seen: Vec<_> =
        in_every_stage().iter().map(|one| one.holder().map(|holder| holder.capacity)).collect();
    let expected = [Some(Unit), Some(Review), Some(Unit), Some(Unit), Some(Finance), Some(Unit), None, None];
    assert_eq!(seen, expected);
}

#[test]
fn once_the_money_is_confirmed_the_reviewer_holds_the_ball_since_then() {
    let paying = in_every_stage().swap_remove(4);
    let confirm = Command::ConfirmPayment { comment: None };
    let confirmed = paying.apply(confirm, &staff(Duty::Finance), at(7)).unwrap().application;
    let holder = confirmed.holder().unwrap();
    assert_eq!((holder.capacity, holder.since), (Capacity::Review, at(7)));
    assert!(holder.label.contains("代办处") && holder.next_step.contains("登记"), "{holder:?}");
    let complete = after(confirmed, vec![(staff(Duty::Review), materials())]);
    assert_eq!(complete.holder().unwrap().next_step, "办结");
}

#[test]
fn a_rejected_payment_says_what_has_to_be_mended() {
    let steps = [PaymentTarget::Roster, PaymentTarget::Voucher, PaymentTarget::Materials].map(|target| {
        let paying = in_every_stage().swap_remove(4);
        after(paying, vec![(staff(Duty::Review), reject_payment(target))]).holder().unwrap().next_step
    });
    for (step, word) in steps.iter().zip(["名单", "凭证", "纸质材料"]) {
        assert!(step.contains(word), "{step}");
    }
}

#[test]
fn what_the_agency_entered_stays_with_its_reviewer() {
    let number = ApplicationNumber::allot(at(0), 1);
    let draft = Application::create(number, &unit(), &agency(), &staff(Duty::Review), at(0));
    assert_eq!(draft.unwrap().application.holder().unwrap().capacity, Capacity::Review);
}
