//! The life cycle against a model (R4): random commands of random callers, judged by a table that is written down here
//! a second time, and by sums that are counted a second time. `PROPTEST_CASES` sets how many sequences are run.

use proptest::prelude::*;

use super::*;

type Cell = (StageName, CommandName, &'static str);

/// Who may do what where: U 参保单位, R 经办人员, F 财务, M 管理员, S the system.
const TABLE: &[Cell] = {
    use CommandName as C;
    use StageName as S;
    &[
        (S::Draft, C::ChoosePlan, "U"),
        (S::Draft, C::RemovePlan, "U"),
        (S::Draft, C::SetInsuredHeadcount, "U"),
        (S::Draft, C::ImportRoster, "U"),
        (S::Draft, C::EditMembers, "U"),
        (S::Draft, C::UndoDelete, "U"),
        (S::Draft, C::AddProof, "U"),
        (S::Draft, C::RemoveProof, "U"),
        (S::Draft, C::Submit, "U"),
        (S::Draft, C::GrantReduction, "RM"),
        (S::Draft, C::Void, "UR"),
        (S::Draft, C::Close, "S"),
        (S::AgeReview, C::Withdraw, "U"),
        (S::AgeReview, C::Approve, "R"),
        (S::AgeReview, C::RejectReview, "R"),
        (S::AgeReview, C::GrantReduction, "RM"),
        (S::AgeRejected, C::Withdraw, "U"),
        (S::AgeRejected, C::Void, "R"),
        (S::AwaitPayment, C::Withdraw, "U"),
        (S::AwaitPayment, C::AddVoucher, "U"),
        (S::AwaitPayment, C::RemoveVoucher, "U"),
        (S::AwaitPayment, C::SubmitPayment, "U"),
        (S::AwaitPayment, C::GrantReduction, "RM"),
        (S::AwaitPayment, C::IssueInvoice, "RF"),
        (S::AwaitPayment, C::VoidInvoice, "RF"),
        (S::PaymentReview, C::IssueInvoice, "RF"),
        (S::PaymentReview, C::VoidInvoice, "RF"),
        (S::PaymentRejected, C::IssueInvoice, "RF"),
        (S::PaymentRejected, C::VoidInvoice, "RF"),
        (S::Concluded, C::IssueInvoice, "RF"),
        (S::Concluded, C::VoidInvoice, "RF"),
        (S::PaymentReview, C::ConfirmPayment, "F"),
        (S::PaymentReview, C::ConfirmVoucher, "F"),
        (S::PaymentReview, C::RejectPayment, "RF"),
        (S::PaymentReview, C::ReceiveMaterials, "R"),
        (S::PaymentReview, C::Conclude, "R"),
        (S::PaymentRejected, C::Withdraw, "U"),
        (S::PaymentRejected, C::AddVoucher, "U"),
        (S::PaymentRejected, C::RemoveVoucher, "U"),
        (S::PaymentRejected, C::SubmitPayment, "U"),
        (S::PaymentRejected, C::Void, "R"),
    ]
};

/// One step: whether it follows the table, and what else is drawn for it.
#[derive(Debug, Clone, Copy)]
struct Step {
    guided: bool,
    pick: usize,
    who: usize,
    n: u8,
}

/// What is counted beside the application.
#[derive(Debug)]
struct Model {
    stage: StageName,
    planned: bool,
    fee: i64,
    people: u32,
    over_age: Vec<u8>,
    reduction: i64,
    money: i64,
    proofs: Vec<u8>,
    accepted: Option<(Vec<u8>, Vec<u8>)>,
    invoiced: i64,
    confirmed: bool,
    papers: bool,
    steps: u8,
}

impl Model {
    const fn standard(&self) -> i64 {
        if self.planned { self.fee * self.people as i64 } else { 0 }
    }

    fn payable(&self) -> i64 {
        (self.standard() - self.reduction).max(0)
    }

    fn seen(&self) -> (Vec<u8>, Vec<u8>) {
        let mut proofs = self.proofs.clone();
        proofs.sort_unstable();
        (self.over_age.clone(), proofs)
    }

    /// The command and the caller of a step; what the step does not say follows from what is there.
    fn command(&self, step: Step, application: &Application) -> (char, Command) {
        let fitting: Vec<&Cell> = TABLE
            .iter()
            .filter(|(stage, name, _)| {
                *stage == self.stage && *name != CommandName::Void && *name != CommandName::Close
            })
            .collect();
        let (name, who) = match fitting.get(step.pick % fitting.len().max(1)) {
            Some((_, name, who)) if step.guided => (*name, who.chars().nth(step.who % who.len()).unwrap()),
            _ => {
                let name = CommandName::ALL[step.pick % CommandName::ALL.len()];
                (name, ['U', 'R', 'F', 'M', 'S', 'X'][step.who % 6])
            }
        };
        (who, self.built(name, step.n, application))
    }

    fn built(&self, name: CommandName, n: u8, application: &Application) -> Command {
        let over_age = || people(&self.over_age);
        let plan = || Box::new(plan());
        let lock = || TierLock::free(unit().id, super::plan().id);
        let serial = u32::from(self.steps) + 2;
        match name {
            CommandName::ChoosePlan => choose(if n.is_multiple_of(2) { "60" } else { "90" }),
            CommandName::RemovePlan => Command::RemovePlan { lock: lock() },
            CommandName::SetInsuredHeadcount => Command::SetInsuredHeadcount(u32::from(n)),
            CommandName::ImportRoster | CommandName::EditMembers => {
                roster(u32::from(n % 4) + 2, u32::from(n / 4 % 3))
            }
            CommandName::UndoDelete => {
                let Command::UpdateRoster(update) = roster(2, 0) else { panic!("a roster") };
                Command::UpdateRoster(RosterUpdate { how: RosterChange::Restored, ..update })
            }
            CommandName::AddProof => proof(n % 4),
            CommandName::RemoveProof => Command::RemoveProof(ProofId::parse(ulid(n % 4)).unwrap()),
            CommandName::Submit => {
                Command::Submit { plan: Some(plan()), payment: payment(serial), over_age: over_age() }
            }
            CommandName::Withdraw => Command::Withdraw,
            CommandName::Void => Command::Void { lock: None, comment: Some("已退款".into()) },
            CommandName::Approve => approve(serial, over_age()),
            CommandName::RejectReview => {
                let last = u32::try_from(self.over_age.len()).unwrap();
                let named = if n.is_multiple_of(2) { vec![last] } else { Vec::new() };
                reject_people(&named, over_age())
            }
            CommandName::GrantReduction => reduce(i64::from(n % 8) * 6_000, serial),
            CommandName::AddVoucher => {
                let due = application.stage.order().map_or(0, |order| order.due.get() - order.paid().get());
                voucher(n % 8, if n.is_multiple_of(3) { 1_000 } else { due.max(1) })
            }
            CommandName::RemoveVoucher => Command::RemoveVoucher(VoucherId::parse(ulid(n % 8)).unwrap()),
            CommandName::SubmitPayment => {
                let remark = (!n.is_multiple_of(4)).then(|| "多缴".to_owned());
                Command::SubmitPayment { remark, form: form(serial) }
            }
            CommandName::ConfirmPayment => Command::ConfirmPayment { comment: None },
            CommandName::ConfirmVoucher => {
                let vouchers = application.stage.order().map(|order| &order.vouchers[..]).unwrap_or_default();
                let some = vouchers.get(usize::from(n) % vouchers.len().max(1));
                Command::ConfirmVoucher(
                    some.map_or_else(|| VoucherId::parse(ulid(n % 8)).unwrap(), |one| one.id.clone()),
                )
            }
            CommandName::RejectPayment => reject_payment(
                [PaymentTarget::Roster, PaymentTarget::Voucher, PaymentTarget::Materials][usize::from(n % 3)],
            ),
            CommandName::ReceiveMaterials => materials(),
            CommandName::IssueInvoice => issue(n % 4, i64::from(n / 4 % 8) * 6_000),
            CommandName::VoidInvoice => void_invoice(n % 4),
            CommandName::Conclude => Command::Conclude { plan: plan() },
            CommandName::Close => Command::Close { plan: plan(), lock: lock() },
        }
    }

    /// Counts what an accepted command did, without a look at the application.
    fn note(&mut self, command: &Command) {
        use StageName as S;
        match command {
            Command::ChoosePlan { tier, .. } => {
                (self.planned, self.fee) = (true, if tier.as_str() == "60" { 6_000 } else { 9_000 });
            }
            Command::RemovePlan { .. } => self.planned = false,
            Command::UpdateRoster(update) => {
                self.people = update.roster.headcount();
                self.over_age = vec![0; update.roster.over_age() as usize];
            }
            Command::AddProof(proof) => self.proofs.push(proof.file.sha256.parse().unwrap()),
            Command::RemoveProof(id) => self.proofs.retain(|n| ulid(*n) != id.as_str()),
            Command::Submit { .. } => {
                let passes = self.over_age.is_empty() || self.accepted.as_ref() == Some(&self.seen());
                self.stage = if passes { S::AwaitPayment } else { S::AgeReview };
            }
            Command::Approve { .. } => {
                self.accepted = Some(self.seen());
                self.stage = S::AwaitPayment;
            }
            Command::RejectReview { members, .. } => {
                let (mut people, proofs) = self.seen();
                people.truncate(if members.is_empty() { 0 } else { people.len() - 1 });
                self.accepted = Some((people, proofs)).filter(|(people, _)| !people.is_empty());
                self.stage = S::AgeRejected;
            }
            Command::GrantReduction { amount, .. } => self.reduction = amount.get(),
            Command::AddVoucher(voucher) => {
                self.money += voucher.amount.get();
                self.confirmed = false;
            }
            Command::SubmitPayment { .. } => self.stage = S::PaymentReview,
            Command::ConfirmPayment { .. } => self.confirmed = true,
            Command::ReceiveMaterials { .. } => self.papers = true,
            Command::RejectPayment { target, .. } => {
                self.confirmed &= *target == PaymentTarget::Materials;
                self.papers = false;
                self.stage = S::PaymentRejected;
            }
            Command::Conclude { .. } => self.stage = S::Concluded,
            Command::Withdraw => {
                self.confirmed = false;
                self.stage = S::Draft;
            }
            Command::Void { .. } | Command::Close { .. } => self.stage = S::Void,
            Command::IssueInvoice { invoice, .. } => self.invoiced += invoice.amount.get(),
            Command::SetInsuredHeadcount(_)
            | Command::ConfirmVoucher(_)
            | Command::RemoveVoucher(_)
            | Command::VoidInvoice { .. } => {}
        }
    }
}

fn caller_of(who: char) -> Caller {
    match who {
        'U' => clerk(),
        'R' => staff(Duty::Review),
        'F' => staff(Duty::Finance),
        'M' => staff(Duty::Manage),
        _ => caller("other", crate::caller::Scope::Unit { units: vec![UnitId::parse("unit9").unwrap()] }),
    }
}

/// What the good papers add up to.
fn invoiced(application: &Application) -> i64 {
    application.valid_invoices().map(|invoice| invoice.amount.get()).sum()
}

/// All money that was brought and is still there, in the order in force or waiting for one.
fn money(application: &Application) -> i64 {
    let order = application.stage.order().map_or(Fen::ZERO, PaymentOrder::paid);
    let carried = Fen::sum(application.carried_vouchers.iter().map(|voucher| voucher.amount));
    order.get() + carried.unwrap().get()
}

fn run(steps: &[Step]) -> Result<(), TestCaseError> {
    let mut application = after(filled(0), Vec::new());
    let mut model = Model {
        stage: StageName::Draft,
        planned: true,
        fee: 6_000,
        people: 10,
        over_age: Vec::new(),
        reduction: 0,
        money: 0,
        proofs: Vec::new(),
        accepted: None,
        invoiced: 0,
        confirmed: false,
        papers: false,
        steps: 0,
    };
    for step in steps {
        let (who, command) = model.command(*step, &application);
        model.steps += 1;
        if let Some(change) = decided(&model, who, &command, &application)? {
            follow(&mut model, &application, &command, &change)?;
            application = change.application;
            agree(&model, &application, command.name())?;
        }
    }
    Ok(())
}

/// What becomes of the command; the table says who may give it in which stage, and nothing else refuses by it.
fn decided(
    model: &Model,
    who: char,
    command: &Command,
    application: &Application,
) -> Result<Option<Change>, TestCaseError> {
    let (name, now) = (command.name(), at(u32::from(model.steps)));
    let allowed = TABLE
        .iter()
        .any(|(stage, one, who_may)| *stage == model.stage && *one == name && who_may.contains(who));
    let outcome = if who == 'S' {
        application.clone().apply_as_system(command.clone(), now)
    } else {
        application.clone().apply(command.clone(), &caller_of(who), now)
    };
    match outcome {
        Ok(change) => {
            prop_assert!(allowed, "{:?} by {} in {:?}", name, who, model.stage);
            Ok(Some(change))
        }
        Err(refusal) => {
            let by_table = matches!(refusal, Refusal::NotYours { .. } | Refusal::InvalidTransition { .. });
            prop_assert_eq!(by_table, !allowed, "{:?} {:?} by {}: {:?}", model.stage, name, who, refusal);
            Ok(None)
        }
    }
}

/// The model makes the same step; the history tells of it.
fn follow(
    model: &mut Model,
    before: &Application,
    command: &Command,
    change: &Change,
) -> Result<(), TestCaseError> {
    let Change { application, event, .. } = change;
    prop_assert_eq!(application.version, before.version + 1);
    prop_assert_eq!(event.seq, application.version);
    prop_assert_eq!((event.from, event.to), (before.stage.name(), application.stage.name()));
    if command.name() == CommandName::RemoveVoucher {
        let gone = money(before) - money(application);
        prop_assert!(gone > 0);
        model.money -= gone;
        model.confirmed = false;
    }
    if command.name() == CommandName::ConfirmVoucher {
        let all = |one: &Application| {
            one.stage.order().unwrap().vouchers.iter().all(|it| it.confirmation.is_some())
        };
        prop_assert!(!all(before));
        model.confirmed |= all(application);
    }
    if command.name() == CommandName::VoidInvoice {
        model.invoiced -= invoiced(before) - invoiced(application);
    }
    if command.name() == CommandName::Conclude {
        prop_assert!(model.confirmed && model.papers && model.money >= model.payable());
    }
    model.note(command);
    Ok(())
}

/// Stage, sums and whose turn it is are what the model says.
fn agree(model: &Model, application: &Application, name: CommandName) -> Result<(), TestCaseError> {
    prop_assert_eq!(application.stage.name(), model.stage, "after {:?}", name);
    prop_assert_eq!(application.payable().get(), model.payable());
    prop_assert_eq!(money(application), model.money, "money is never lost");
    prop_assert_eq!(invoiced(application), model.invoiced);
    let fixed = !matches!(model.stage, StageName::Draft | StageName::AgeReview | StageName::AgeRejected);
    prop_assert!(model.invoiced == 0 || (fixed && model.invoiced <= model.payable()));
    if let Some(order) = application.stage.order() {
        prop_assert_eq!(order.due.get(), model.payable());
        prop_assert!(model.reduction <= model.standard());
    }
    if application.stage.name() == StageName::PaymentReview {
        prop_assert!(model.money >= model.payable(), "submitted with too little");
    }
    let over = matches!(model.stage, StageName::Concluded | StageName::Void);
    prop_assert_eq!(application.holder().is_none(), over);
    Ok(())
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = (prop::bool::weighted(0.85), any::<u16>(), any::<u16>(), any::<u8>())
        .prop_map(|(guided, pick, who, n)| Step { guided, pick: pick.into(), who: who.into(), n });
    prop::collection::vec(step, 1..50)
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: ProptestConfig::default().cases.max(2_000),
        failure_persistence: None,
        ..ProptestConfig::default()
    })]

    #[test]
    fn no_sequence_of_commands_leaves_the_table_or_loses_money(steps in steps()) {
        run(&steps)?;
    }
}
