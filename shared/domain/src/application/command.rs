//! What may be asked of an application, by whom, and where: one table for the server's check, the page's buttons
//! (`allowedCommands`) and the printed document.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{
    StageName,
    invoice::Invoice,
    payment::{Proof, Voucher},
    rejection::{PaymentTarget, ReasonCode},
    review::OverAge,
    roster::Roster,
    tier_lock::TierLock,
    undo::RosterChange,
};
use crate::{
    caller::Duty,
    ids::{FormNumber, InvoiceId, MemberId, PageId, PaymentNumber, ProofId, TierId, VoucherId},
    money::Fen,
    plan::Plan,
};

/// A request to change an application, with everything the decision needs that the application does not hold.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// 添加保障计划.
    ChoosePlan {
        /// The plan as it stands now.
        plan: Box<Plan>,
        /// The tier wanted.
        tier: TierId,
        /// The unit's lock on that plan.
        lock: TierLock,
        /// 单位医保参保人数 of the unit's former application of the plan, if there is one.
        former_headcount: Option<u32>,
        /// The unit's lock on the plan chosen so far, when that is another one.
        previous: Option<TierLock>,
        /// The roster checked anew by the plan's rules, when one was there that other rules had checked.
        reassessed: Option<RosterUpdate>,
    },
    /// 删除 on the plan card. The roster stays.
    RemovePlan {
        /// The unit's lock on the plan.
        lock: TierLock,
    },
    /// 单位缴纳城镇职工医保人数.
    SetInsuredHeadcount(u32),
    /// An import applied, or people added, changed or deleted by hand.
    UpdateRoster(RosterUpdate),
    /// Attach an over-age proof.
    AddProof(Proof),
    /// Detach an over-age proof.
    RemoveProof(ProofId),
    /// 提交审核 (T3, T4).
    Submit {
        /// The chosen plan as it stands now for the unit.
        plan: Option<Box<Plan>>,
        /// The number of the payment order, used when there is nothing to review.
        payment: PaymentNumber,
        /// The over-age people on the roster.
        over_age: Vec<OverAge>,
    },
    /// 撤回 (T7, T8, T10, T14).
    Withdraw,
    /// 作废 (T17).
    Void {
        /// The unit's lock on the chosen plan.
        lock: Option<TierLock>,
        /// What becomes of money already paid; asked of the agency.
        comment: Option<String>,
    },
    /// The reviewer accepts the over-age people (T5).
    Approve {
        /// A word to the unit.
        comment: Option<String>,
        /// The chosen plan as it stands now.
        plan: Box<Plan>,
        /// The number of the payment order.
        payment: PaymentNumber,
        /// The over-age people on the roster: all are accepted.
        over_age: Vec<OverAge>,
    },
    /// The reviewer refuses (T6).
    RejectReview {
        /// Why, from the list.
        reason: ReasonCode,
        /// Why, in words.
        comment: String,
        /// Those who are refused; the other over-age people count as accepted. Nobody is, when it is empty.
        members: Vec<MemberRemark>,
        /// The over-age people on the roster.
        over_age: Vec<OverAge>,
    },
    /// 减免, granted by the agency (inventory X-16).
    GrantReduction {
        /// All that is taken off the standard.
        amount: Fen,
        /// Why.
        reason: String,
        /// The chosen plan as it stands now.
        plan: Option<Box<Plan>>,
        /// The number of the payment order that takes the place of an open one.
        payment: PaymentNumber,
    },
    /// Attach a voucher.
    AddVoucher(Voucher),
    /// Detach a voucher.
    RemoveVoucher(VoucherId),
    /// 确认提交 (T9, T15).
    SubmitPayment {
        /// Why more than the sum due was paid.
        remark: Option<String>,
        /// The number of the 缴费申请单.
        form: FormNumber,
    },
    /// 确认到账 (T11).
    ConfirmPayment {
        /// A word for the record.
        comment: Option<String>,
    },
    /// One of the transfers has arrived (T11); with the last one the payment is confirmed.
    ConfirmVoucher(VoucherId),
    /// 驳回 of the payment (T13).
    RejectPayment {
        /// What has to be mended.
        target: PaymentTarget,
        /// Why, from the list.
        reason: ReasonCode,
        /// Why, in words.
        comment: String,
        /// Remarks on single vouchers.
        vouchers: Vec<VoucherRemark>,
    },
    /// The papers have come.
    ReceiveMaterials {
        /// What was handed in.
        items: Vec<String>,
        /// On which day.
        received_on: NaiveDate,
        /// Why a missing paper is waived.
        waiver: Option<String>,
        /// The papers the plan asks for.
        required: Vec<String>,
    },
    /// A paper for the money is handed to the unit (PAY-3).
    IssueInvoice {
        /// The paper.
        invoice: Box<Invoice>,
        /// Whether the agency issues papers before the money is there.
        before_payment: bool,
    },
    /// A paper is void from now on.
    VoidInvoice {
        /// The paper.
        id: InvoiceId,
        /// Why.
        reason: String,
    },
    /// 办结 (T12).
    Conclude {
        /// The chosen plan as it stands now.
        plan: Box<Plan>,
    },
    /// The season is over (T18); given by the system alone.
    Close {
        /// The chosen plan as it stands now for the unit.
        plan: Box<Plan>,
        /// The unit's lock on it.
        lock: TierLock,
    },
}

/// A new roster and the pages it no longer needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterUpdate {
    /// The roster as it shall be.
    pub roster: Roster,
    /// Pages of the old roster that the new one does not share.
    pub replaced: Vec<PageId>,
    /// In what way it changed.
    pub how: RosterChange,
}

/// A reviewer's remark on one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MemberRemark {
    /// The person.
    pub member_id: MemberId,
    /// What is wrong.
    pub remark: String,
}

/// What finance remarks on one voucher.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VoucherRemark {
    /// The voucher.
    pub voucher_id: VoucherId,
    /// What is wrong.
    pub remark: String,
}

/// [`Command`] without its data, named as the API's `allowedCommands` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[expect(missing_docs, reason = "the same words as in Command")]
pub enum CommandName {
    ChoosePlan,
    RemovePlan,
    SetInsuredHeadcount,
    ImportRoster,
    EditMembers,
    UndoDelete,
    AddProof,
    RemoveProof,
    Submit,
    Withdraw,
    Void,
    Approve,
    RejectReview,
    GrantReduction,
    AddVoucher,
    RemoveVoucher,
    SubmitPayment,
    ConfirmPayment,
    ConfirmVoucher,
    RejectPayment,
    ReceiveMaterials,
    IssueInvoice,
    VoidInvoice,
    Conclude,
    Close,
}

/// In what capacity someone acts on an application (B1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Capacity {
    /// For the unit that applies.
    Unit,
    /// As 经办人员 of its agency.
    Review,
    /// As 财务 of its agency.
    Finance,
    /// As 管理员 of its agency.
    Manage,
    /// The system itself.
    System,
}

impl Capacity {
    /// The capacity as users read it.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Unit => "参保单位",
            Self::Review => Duty::Review.zh(),
            Self::Finance => Duty::Finance.zh(),
            Self::Manage => Duty::Manage.zh(),
            Self::System => "系统",
        }
    }
}

impl CommandName {
    /// Every command, in the order in which pages offer them.
    pub const ALL: [Self; 25] = [
        Self::ChoosePlan,
        Self::RemovePlan,
        Self::SetInsuredHeadcount,
        Self::ImportRoster,
        Self::EditMembers,
        Self::UndoDelete,
        Self::AddProof,
        Self::RemoveProof,
        Self::Submit,
        Self::Withdraw,
        Self::Void,
        Self::Approve,
        Self::RejectReview,
        Self::GrantReduction,
        Self::AddVoucher,
        Self::RemoveVoucher,
        Self::SubmitPayment,
        Self::ConfirmPayment,
        Self::ConfirmVoucher,
        Self::RejectPayment,
        Self::ReceiveMaterials,
        Self::IssueInvoice,
        Self::VoidInvoice,
        Self::Conclude,
        Self::Close,
    ];

    /// The command as users read it.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::ChoosePlan => "选择保障计划",
            Self::RemovePlan => "删除保障计划",
            Self::SetInsuredHeadcount => "填写医保参保人数",
            Self::ImportRoster => "导入名单",
            Self::EditMembers => "修改名单",
            Self::UndoDelete => "恢复删除的人员",
            Self::AddProof => "上传证明材料",
            Self::RemoveProof => "删除证明材料",
            Self::Submit => "提交审核",
            Self::Withdraw => "撤回",
            Self::Void => "作废",
            Self::Approve => "审核通过",
            Self::RejectReview | Self::RejectPayment => "驳回",
            Self::GrantReduction => "减免费用",
            Self::AddVoucher => "添加缴费凭证",
            Self::RemoveVoucher => "删除缴费凭证",
            Self::SubmitPayment => "确认提交",
            Self::ConfirmPayment => "确认到账",
            Self::ConfirmVoucher => "确认单笔到账",
            Self::ReceiveMaterials => "登记材料",
            Self::IssueInvoice => "开具票据",
            Self::VoidInvoice => "作废票据",
            Self::Conclude => "办结",
            Self::Close => "到期作废",
        }
    }
}

/// Who may give `command` in `stage`: the table of B3. Empty where nobody may.
pub const fn permitted(stage: StageName, command: CommandName) -> &'static [Capacity] {
    use Capacity::{Finance, Manage, Review, System, Unit};
    use CommandName as C;
    use StageName as S;
    match (stage, command) {
        (
            S::Draft,
            C::ChoosePlan
            | C::RemovePlan
            | C::SetInsuredHeadcount
            | C::ImportRoster
            | C::EditMembers
            | C::UndoDelete
            | C::AddProof
            | C::RemoveProof
            | C::Submit,
        )
        | (S::AgeReview | S::AgeRejected | S::AwaitPayment | S::PaymentRejected, C::Withdraw)
        | (S::AwaitPayment | S::PaymentRejected, C::AddVoucher | C::RemoveVoucher | C::SubmitPayment) => {
            &[Unit]
        }
        (S::Draft, C::Void) => &[Unit, Review],
        (S::AgeReview, C::Approve | C::RejectReview)
        | (S::AgeRejected | S::PaymentRejected, C::Void)
        | (S::PaymentReview, C::ReceiveMaterials | C::Conclude) => &[Review],
        (S::Draft | S::AgeReview | S::AwaitPayment, C::GrantReduction) => &[Review, Manage],
        (
            S::AwaitPayment | S::PaymentReview | S::PaymentRejected | S::Concluded,
            C::IssueInvoice | C::VoidInvoice,
        )
        | (S::PaymentReview, C::RejectPayment) => &[Review, Finance],
        (S::Draft, C::Close) => &[System],
        (S::PaymentReview, C::ConfirmPayment | C::ConfirmVoucher) => &[Finance],
        _ => &[],
    }
}
