//! Why a command was not carried out, in the words the user reads.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    Move, StageName,
    command::{Capacity, CommandName, permitted},
};
use crate::{calendar::shanghai, ids::TierId, money::Fen};

/// A command that was refused; nothing has changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// The caller may see the application but this is another one's task.
    NotYours {
        /// Whose it is.
        capacities: &'static [Capacity],
    },
    /// The command does not fit the stage.
    InvalidTransition {
        /// What was asked.
        command: CommandName,
        /// The present stage.
        stage: StageName,
        /// Who moved it there, and when.
        moved: Move,
    },
    /// The caller read an older version.
    Stale {
        /// The present stage.
        stage: StageName,
        /// Who moved it there, and when.
        moved: Move,
    },
    /// Things that must be there before submission.
    Incomplete(Vec<Missing>),
    /// The plan takes no submissions today.
    PlanClosed,
    /// The plan is not offered to this unit.
    PlanUnknown,
    /// Another application of the unit uses another tier of the plan (FAQ-7).
    TierLocked(TierId),
    /// The vouchers add up to less than is due.
    Underpaid {
        /// The sum due.
        due: Fen,
        /// The sum of the vouchers.
        paid: Fen,
    },
    /// More than is due was paid, and nobody said why.
    OverpaidWithoutRemark {
        /// The sum due.
        due: Fen,
        /// The sum of the vouchers.
        paid: Fen,
    },
    /// More would be taken off than there is to pay.
    ReductionExceeds {
        /// What is taken off.
        reduction: Fen,
        /// 参保标准费用.
        standard: Fen,
    },
    /// The plan is looked after by others.
    NotManager,
    /// It takes a second person.
    SamePerson,
    /// The draft may still be submitted.
    NotOver,
    /// The same thing is already there.
    Duplicate(&'static str),
    /// Somebody was faster: it is done, once is enough.
    AlreadyDone {
        /// What was done.
        what: &'static str,
        /// Who did it, by display name.
        by: String,
        /// On which day (Asia/Shanghai).
        on: NaiveDate,
    },
    /// There is no such proof, voucher or person.
    Unknown(&'static str),
    /// More than the limit.
    TooMany {
        /// Of what.
        what: &'static str,
        /// The limit.
        limit: usize,
    },
    /// A value that cannot be taken; field and sentence.
    Invalid {
        /// The API's name of the field.
        field: &'static str,
        /// What is wrong and what to do.
        message: String,
    },
    /// No deletion that can still be undone.
    NothingToUndo,
    /// So many of the deleted people are on the roster again.
    CameBack(usize),
    /// A transfer that finance has seen arrive is not taken away.
    VoucherConfirmed,
    /// Conclusion before the money is confirmed.
    NotConfirmed,
    /// Conclusion before the papers have come.
    NoMaterials,
    /// Money was paid: the agency has to decide what becomes of it.
    MoneyAttached,
    /// A paper for money that finance has not seen, and the agency issues none before that (PAY-3).
    InvoiceTooEarly,
    /// A paper for the sum due is out: it is voided first (T10, T14).
    InvoiceIssued,
}

/// Something submission needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// No plan and tier chosen.
    Plan,
    /// 单位医保参保人数 not filled in.
    InsuredHeadcount,
    /// Nobody on the roster.
    Roster,
    /// Over-age people without a proof.
    Proof(u32),
}

impl Missing {
    /// The API's name of the field, and what to do.
    pub fn field(self) -> (&'static str, String) {
        match self {
            Self::Plan => ("plan", "尚未选择保障计划，请先添加保障计划和档位".into()),
            Self::InsuredHeadcount => ("insuredHeadcount", "请填写单位缴纳城镇职工医保人数".into()),
            Self::Roster => ("members", "名单中还没有人员，请导入名单或添加职工".into()),
            Self::Proof(people) => (
                "proofs",
                format!("名单含有{people}名超龄职工，请下载超龄未退休职工名册，盖章后上传证明材料"),
            ),
        }
    }
}

fn when(at: DateTime<Utc>) -> String {
    shanghai(at).format("%Y-%m-%d %H:%M").to_string()
}

fn standing(stage: StageName, moved: &Move) -> String {
    format!("该申请单已由{}于{}处理为“{}”", moved.by, when(moved.at), stage.zh())
}

/// Says what can be done about a command that does not fit the stage, and by whom.
fn way_out(command: CommandName, stage: StageName) -> &'static str {
    use CommandName as C;
    match (stage, command) {
        (StageName::PaymentReview, C::Withdraw) => "缴费审核中不能撤回，请联系代办处驳回后再撤回",
        (StageName::PaymentReview | StageName::PaymentRejected, C::GrantReduction) => {
            "提交缴费凭证后不能减免，请驳回并由参保单位撤回后再减免"
        }
        (StageName::Concluded, _) => "已办结的申请单不能再修改，漏报人员请新建参保单补录",
        (StageName::Void, _) => "已作废的申请单不能再办理，请新建参保单",
        _ if !permitted(stage, C::Withdraw).is_empty() => "如需修改，请参保单位先撤回",
        (StageName::PaymentReview, _) => "如需修改，请联系代办处驳回",
        _ => "请刷新页面后按当前状态办理",
    }
}

impl Refusal {
    /// The machine-readable code of the API's error.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotYours { .. } | Self::NotManager => "forbidden",
            Self::InvalidTransition { .. } | Self::AlreadyDone { .. } => "invalid_transition",
            Self::Stale { .. } => "conflict",
            Self::Incomplete(_) => "incomplete",
            Self::PlanClosed => "plan_closed",
            Self::PlanUnknown => "plan_unknown",
            Self::TierLocked(_) => "tier_locked",
            Self::Underpaid { .. } => "underpaid",
            Self::OverpaidWithoutRemark { .. } => "remark_required",
            Self::ReductionExceeds { .. } => "reduction_exceeds",
            Self::SamePerson => "same_person",
            Self::NotOver => "not_over",
            Self::Duplicate(_) => "duplicate",
            Self::Unknown(_) => "not_found",
            Self::TooMany { .. } => "too_many",
            Self::Invalid { .. } => "invalid",
            Self::NothingToUndo => "nothing_to_undo",
            Self::CameBack(_) => "came_back",
            Self::VoucherConfirmed => "voucher_confirmed",
            Self::NotConfirmed => "payment_not_confirmed",
            Self::NoMaterials => "materials_missing",
            Self::MoneyAttached => "money_attached",
            Self::InvoiceTooEarly => "invoice_too_early",
            Self::InvoiceIssued => "invoice_issued",
        }
    }

    /// The sentence for the user: what is wrong, and what to do.
    pub fn message(&self) -> String {
        match self {
            Self::NotYours { capacities } => {
                let whose: Vec<_> = capacities.iter().map(|capacity| capacity.zh()).collect();
                format!("您的账号不能办理此操作，应由{}办理", whose.join("或"))
            }
            Self::InvalidTransition { command, stage, moved } => {
                format!("{}，不能{}。{}", standing(*stage, moved), command.zh(), way_out(*command, *stage))
            }
            Self::Stale { stage, moved } => {
                format!("{}，您看到的不是最新内容，请刷新后再操作", standing(*stage, moved))
            }
            Self::Incomplete(missing) => {
                let sentences: Vec<_> = missing.iter().map(|one| one.field().1).collect();
                sentences.join("；")
            }
            Self::PlanClosed => "该保障计划不在参保办理期内，请联系代办处".into(),
            Self::PlanUnknown => "没有这个保障计划或档位，请重新选择".into(),
            Self::TierLocked(tier) => {
                format!(
                    "一个保障计划一个单位只能选择一个档位，本单位该计划的其他参保单已选择{tier}元档位，请选择相同档位"
                )
            }
            Self::Underpaid { due, paid } => {
                format!("凭证金额合计{paid}元，少于应缴{due}元，请补缴后继续添加凭证")
            }
            Self::OverpaidWithoutRemark { due, paid } => {
                format!("凭证金额合计{paid}元，多于应缴{due}元，请核对；如确已多缴，请填写备注说明")
            }
            Self::ReductionExceeds { reduction, standard } => {
                format!("减免金额{reduction}元超过参保标准费用{standard}元，请代办处先调整减免金额")
            }
            Self::NotManager => "您的账号不能管理该保障计划，应由代办处管理员办理".into(),
            Self::SamePerson => "收款账户的变更须由另一名财务或管理员确认，不能由提出人本人确认".into(),
            Self::NotOver => "办理期尚未结束，或已有缴费凭证，不能自动作废".into(),
            Self::Duplicate(what) => format!("{what}已经添加过，请勿重复添加"),
            Self::AlreadyDone { what, by, on } => {
                format!("该申请单已由{by}于{on}{what}，无需重复办理，请刷新页面")
            }
            Self::Unknown(what) => format!("没有找到该{what}，可能已被删除，请刷新后再试"),
            Self::TooMany { what, limit } => format!("{what}最多{limit}份，请删除不需要的再添加"),
            Self::Invalid { message, .. } => message.clone(),
            Self::NothingToUndo => "没有可以恢复的删除：删除的人员只能在30天内恢复，请重新添加或导入".into(),
            Self::CameBack(people) => {
                format!("删除的人员中有{people}人已重新加入名单，不能再恢复，其余人员请重新添加或导入")
            }
            Self::VoucherConfirmed => "该笔转账财务已确认到账，不能删除。如有疑问，请联系代办处".into(),
            Self::NotConfirmed => "财务尚未确认到账，不能办结".into(),
            Self::NoMaterials => "尚未登记纸质材料，不能办结".into(),
            Self::InvoiceTooEarly => "财务确认到账后才能开票；本代办处不办理先开票后缴费".into(),
            Self::InvoiceIssued => "已开具票据，金额不能再变。请联系代办处先作废票据".into(),
            Self::MoneyAttached => {
                "该申请单已有缴费凭证，只能由代办处作废，请联系代办处并说明退款事宜".into()
            }
        }
    }

    /// The fields that are wrong, with a sentence each.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Incomplete(missing) => missing.iter().map(|one| one.field()).collect(),
            Self::Invalid { field, message } => vec![(field, message.clone())],
            Self::TierLocked(_) => vec![("tierId", self.message())],
            Self::OverpaidWithoutRemark { .. } => vec![("remark", self.message())],
            _ => Vec::new(),
        }
    }
}
