//! Which notices a change calls for: one wherever somebody has to act now, or has waited for the outcome (B3).

use super::{
    Notice, NoticeKind,
    letters::{Letter, Side, to_agency, to_unit},
};
use crate::{
    application::{
        Application, Capacity, Change, Channel, Effect, Event, EventKind, PaymentOrder, Stage, StageName,
    },
    money::Fen,
};

/// The notices of a change, at most a handful. They come true with it or not at all.
pub fn notices(change: &Change) -> Vec<Notice> {
    let Change { application, event, .. } = change;
    let mut letters = letters(change);
    if let Some(copy) = for_whoever_entered(application, event, &letters) {
        letters.push(copy);
    }
    let addressed = letters.into_iter().zip(1..);
    addressed
        .map(|(letter, n)| {
            let source = format!("{}-{}-{n}", application.number, event.seq);
            letter.address(application, event.at, &source)
        })
        .collect()
}

/// In an application that the agency entered, what the unit would have to do next is the reviewer's (受理渠道).
fn for_whoever_entered(application: &Application, event: &Event, letters: &[Letter]) -> Option<Letter> {
    let theirs = application.channel == Channel::Agency
        && application.holder().is_some_and(|holder| holder.capacity == Capacity::Review)
        && event.actor.capacity != Capacity::Review
        && !letters.iter().any(|letter| letter.to == Side::Review);
    let letter = letters.iter().find(|letter| letter.to == Side::Unit).filter(|_| theirs)?;
    Some(letter.copied_to(Side::Review))
}

fn letters(change: &Change) -> Vec<Letter> {
    let Change { application, event, .. } = change;
    match event.kind {
        EventKind::Submitted => vec![submitted(application)],
        EventKind::PassedWithoutReview | EventKind::PassedAsReviewed | EventKind::Approved => {
            vec![payment_due(application, event)]
        }
        EventKind::ReductionGranted => vec![reduction_granted(application, event)],
        EventKind::InvoiceIssued | EventKind::InvoiceVoided => vec![invoice(application, event)],
        EventKind::Closed => vec![closed(application, event)],
        EventKind::ReviewRejected => vec![review_rejected(application, event)],
        EventKind::Withdrawn => withdrawn(change),
        EventKind::PaymentSubmitted => vec![payment_submitted(application, event)],
        EventKind::PaymentConfirmed => payment_confirmed(application),
        EventKind::PaymentRejected => vec![payment_rejected(application, event)],
        EventKind::Concluded => vec![concluded(application)],
        EventKind::Voided => voided(application, event),
        EventKind::Created
        | EventKind::PlanChosen
        | EventKind::PlanRemoved
        | EventKind::HeadcountSet
        | EventKind::RosterImported
        | EventKind::RosterEdited
        | EventKind::RosterRestored
        | EventKind::ProofAdded
        | EventKind::ProofRemoved
        | EventKind::VoucherAdded
        | EventKind::VoucherRemoved
        | EventKind::VoucherConfirmed
        | EventKind::MaterialsReceived => Vec::new(),
    }
}

fn submitted(application: &Application) -> Letter {
    let (people, over_age) = (application.roster.headcount(), application.roster.over_age());
    Letter::new(Side::Review, NoticeKind::ReviewWanted, "有参保单待超龄审核")
        .saying(format!("{}已提交，共{people}人，其中超龄{over_age}人", to_agency(application)))
        .next_of(application)
}

fn payment_due(application: &Application, event: &Event) -> Letter {
    let due = application.stage.order().map_or(Fen::new(0), |order| order.due);
    let (title, outcome) = match event.kind {
        EventKind::Approved => ("超龄审核已通过，请缴费", "已通过超龄审核"),
        EventKind::PassedAsReviewed => ("参保单已提交，请缴费", "沿用此前的超龄审核结果，已自动通过审核"),
        _ => ("参保单已提交，请缴费", "无超龄人员，已自动通过审核"),
    };
    let comment = event.comment.as_ref();
    let letter = Letter::new(Side::Unit, NoticeKind::PaymentDue, title)
        .saying(format!("{}{outcome}，应缴{due}元", to_unit(application)));
    let letter = match comment {
        Some(comment) => letter.saying(format!("审核意见：{comment}")),
        None => letter,
    };
    letter.next_of(application).leading_to_payment()
}

/// What is due has changed: a transfer of the old sum would be too much.
fn reduction_granted(application: &Application, event: &Event) -> Letter {
    let letter = Letter::new(Side::Unit, NoticeKind::PaymentDue, "应缴金额已调整")
        .saying(format!("{}的应缴金额已由代办处调整", to_unit(application)))
        .because(event)
        .next_of(application);
    if application.stage.order().is_some() { letter.leading_to_payment() } else { letter }
}

fn invoice(application: &Application, event: &Event) -> Letter {
    let (title, what) = match event.kind {
        EventKind::InvoiceIssued => ("票据已开具", "代办处已开具票据"),
        _ => ("票据已作废", "代办处已作废票据，如已打印或入账请停止使用"),
    };
    let letter = Letter::new(Side::Unit, NoticeKind::Invoice, title);
    let letter = letter.saying(format!("{}的{what}", to_unit(application))).because(event);
    letter.next("在参保单的发票查看中核对和下载")
}

/// The window went by over a draft (T18).
fn closed(application: &Application, event: &Event) -> Letter {
    Letter::new(Side::Unit, NoticeKind::Voided, "参保单已关闭")
        .saying(format!("{}已关闭", to_unit(application)))
        .because(event)
        .next("如需补报，请联系代办处延长办理期后新建参保单")
}

fn review_rejected(application: &Application, event: &Event) -> Letter {
    let letter = Letter::new(Side::Unit, NoticeKind::ReviewRejected, "超龄审核被驳回")
        .saying(format!("{}的超龄审核被驳回", to_unit(application)))
        .because(event);
    let remarks = application.rejection.as_ref().map_or(0, |rejection| rejection.members.len());
    let letter = match remarks {
        0 => letter,
        n => letter.saying(format!("其中{n}名人员有单独说明，请在名单中查看")),
    };
    letter.next_of(application)
}

fn payment_submitted(application: &Application, event: &Event) -> Letter {
    let (due, paid) =
        application.stage.order().map_or((Fen::new(0), Fen::new(0)), |order| (order.due, order.paid()));
    let confirmed = matches!(application.stage, Stage::PaymentReview { confirmation: Some(_), .. });
    let (to, kind, title) = if confirmed {
        (Side::Review, NoticeKind::MoneyConfirmed, "单位已重新提交，待收纸质材料")
    } else {
        (Side::Finance, NoticeKind::ConfirmationWanted, "有缴费单待确认到账")
    };
    let letter = Letter::new(to, kind, title)
        .saying(format!("{}已提交缴费凭证，应缴{due}元，凭证合计{paid}元", to_agency(application)));
    let letter = match &event.comment {
        Some(remark) => letter.saying(format!("单位备注：{remark}")),
        None => letter,
    };
    letter.next_of(application).leading_to_payment()
}

fn payment_confirmed(application: &Application) -> Vec<Letter> {
    let review = Letter::new(Side::Review, NoticeKind::MoneyConfirmed, "款项已到账，待办结")
        .saying(format!("{}的款项，财务已确认到账", to_agency(application)))
        .next_of(application);
    let unit = Letter::new(Side::Unit, NoticeKind::MoneyConfirmed, "款项已到账")
        .saying(format!("{}的款项，财务已确认到账", to_unit(application)));
    let papers = matches!(application.stage, Stage::PaymentReview { materials: None, .. });
    let step = if papers {
        "请按缴费申请单准备纸质材料，交到代办处"
    } else {
        "请等待代办处办结"
    };
    vec![review, unit.next(step)]
}

fn payment_rejected(application: &Application, event: &Event) -> Letter {
    Letter::new(Side::Unit, NoticeKind::PaymentRejected, "缴费审核被驳回")
        .saying(format!("{}的缴费审核被驳回", to_unit(application)))
        .because(event)
        .next_of(application)
        .leading_to_payment()
}

fn concluded(application: &Application) -> Letter {
    let letter = Letter::new(Side::Unit, NoticeKind::Concluded, "参保单已办结");
    let letter = match &application.stage {
        Stage::Concluded { effective_on, .. } => letter.saying(format!(
            "{}已办结，{}人参保，保障自{effective_on}起生效",
            to_unit(application),
            application.roster.headcount()
        )),
        _ => letter,
    };
    letter.next("在职工参保记录中查看已参保职工；漏报人员请新建参保单补录")
}

fn withdrawn(change: &Change) -> Vec<Letter> {
    let Change { application, event, effects } = change;
    if event.from == StageName::AgeReview {
        return vec![
            Letter::new(Side::Review, NoticeKind::ReviewWithdrawn, "待审核的参保单已撤回")
                .saying(format!("{}已由参保单位撤回，无需再审核", to_agency(application))),
        ];
    }
    let voided = effects.iter().find_map(|effect| match effect {
        Effect::VoidPayment(order) => Some(order),
        _ => None,
    });
    match voided.filter(|order| !order.vouchers.is_empty()) {
        Some(order) => money_kept(application, event, order),
        None => Vec::new(),
    }
}

/// Finance has seen an order only once it was submitted.
fn money_kept(application: &Application, event: &Event, order: &PaymentOrder) -> Vec<Letter> {
    let paid = order.paid();
    let unit = Letter::new(Side::Unit, NoticeKind::MoneyKept, "缴费单已作废，凭证保留待用")
        .saying(format!("{}已撤回，缴费单{}作废", to_unit(application), order.number))
        .saying(format!("已上传的缴费凭证合计{paid}元保留，重新提交后自动带入新的缴费单，请勿重复转账"))
        .next_of(application);
    let finance = Letter::new(Side::Finance, NoticeKind::MoneyKept, "缴费单已作废，款项保留待用")
        .saying(format!("{}已撤回，缴费单{}作废", to_agency(application), order.number))
        .saying(format!("凭证合计{paid}元保留待用，单位重新提交后另行确认"));
    match event.from {
        StageName::PaymentRejected => vec![unit, finance],
        _ => vec![unit],
    }
}

fn voided(application: &Application, event: &Event) -> Vec<Letter> {
    let mut letters = Vec::new();
    if event.actor.capacity != Capacity::Unit {
        let unit = Letter::new(Side::Unit, NoticeKind::Voided, "参保单已作废")
            .saying(format!("{}已由{}作废", to_unit(application), event.actor.capacity.zh()))
            .because(event);
        letters.push(unit.next("如需参保，请新建参保单；如有疑问，请咨询代办处"));
    }
    let paid = Fen::sum(application.carried_vouchers.iter().map(|voucher| voucher.amount));
    if !application.carried_vouchers.is_empty() {
        let paid = paid.unwrap_or(Fen::new(i64::MAX));
        let finance = Letter::new(Side::Finance, NoticeKind::Voided, "已缴费的参保单作废，请处理退款")
            .saying(format!("{}已作废，已上传凭证合计{paid}元", to_agency(application)))
            .because(event);
        letters.push(finance.next("核实到账情况并办理退款"));
    }
    letters
}
