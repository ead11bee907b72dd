//! 参保单 as the API shows it.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    application::{
        Application, Capacity, Channel, ChosenPlan, CommandName, Confirmation, Holder, InvoiceState,
        Materials, MemberRemark, PaymentStatus, PaymentTarget, ReasonCode, Rejection, Review, ReviewStatus,
        Stage, StageName, VoucherRemark,
    },
    caller::Caller,
    money::Fen,
    plan::{PlanKind, Tier},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{NamedView, codes};

/// An application, as this caller sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Application)]
pub struct ApplicationView {
    /// 参保单号.
    #[schema(example = "CB20260101000001000042")]
    pub number: String,
    /// 参保单位.
    pub unit: NamedView,
    /// 代办处.
    pub agency: NamedView,
    /// The plan chosen, as it stood then.
    pub plan: Option<PlanView>,
    /// The tier chosen.
    pub tier: Option<TierView>,
    /// Where it stands.
    #[schema(schema_with = codes::stage)]
    pub stage: StageName,
    /// 审核状态.
    #[schema(schema_with = codes::review_status)]
    pub review_status: ReviewStatus,
    /// 缴费状态.
    #[schema(schema_with = codes::payment_status)]
    pub payment_status: PaymentStatus,
    /// The node of the step bar.
    #[schema(minimum = 1, maximum = 7)]
    pub step: u8,
    /// 单位医保参保人数.
    pub insured_headcount: Option<u32>,
    /// What the unit's former application of the plan said there, to be confirmed; only in a supplement.
    pub suggested_headcount: Option<u32>,
    /// 第n次补录 of the plan; 0 for the unit's first application.
    pub supplement: u32,
    /// 参保人数.
    pub headcount: u32,
    /// How many of them are over age.
    pub over_age_count: u32,
    /// 参保标准费用.
    #[schema(value_type = i64)]
    pub standard_fen: Fen,
    /// What the agency granted.
    #[schema(value_type = i64)]
    pub reduction_fen: Fen,
    /// 实际应缴费用.
    #[schema(value_type = i64)]
    pub payable_fen: Fen,
    /// What vouchers of an order since voided add up to: 已转账待用.
    #[schema(value_type = i64)]
    pub carried_fen: Fen,
    /// The payment order in force.
    #[schema(example = "JF1854696125211172864")]
    pub payment_number: Option<String>,
    /// The 缴费申请单 in force.
    #[schema(example = "CR2026010108000000007")]
    pub form_number: Option<String>,
    /// Whether the unit has its 票据.
    #[schema(schema_with = codes::invoice_state)]
    pub invoice_state: InvoiceState,
    /// How many over-age proofs are attached.
    pub proof_count: usize,
    /// When it was created.
    pub created_at: DateTime<Utc>,
    /// When it was last submitted.
    pub submitted_at: Option<DateTime<Utc>>,
    /// When it was brought to its present stage.
    pub moved_at: DateTime<Utc>,
    /// When it was concluded.
    pub concluded_at: Option<DateTime<Utc>>,
    /// First day of coverage, once concluded.
    pub effective_on: Option<NaiveDate>,
    /// The latest decision on over-age people.
    pub review: Option<ReviewView>,
    /// The latest rejection, until the next submission.
    pub rejection: Option<RejectionView>,
    /// 到账确认.
    pub confirmation: Option<ConfirmationView>,
    /// The papers received.
    pub materials: Option<MaterialsView>,
    /// Whose turn it is; null once concluded or void.
    pub holder: Option<HolderView>,
    /// 受理渠道.
    #[schema(schema_with = codes::channel)]
    pub channel: Channel,
    /// Counts the changes; a command may name it in `If-Match`.
    pub version: u64,
    /// What this caller may do now.
    #[schema(schema_with = codes::application_commands)]
    pub allowed_commands: Vec<CommandName>,
}

/// Who holds the ball.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Holder)]
pub struct HolderView {
    /// In what capacity the next step is taken.
    #[schema(schema_with = codes::duty)]
    pub capacity: Capacity,
    /// The body and the capacity, as users read them.
    #[schema(example = "益阳市总工会代办处（经办人员）")]
    pub label: String,
    /// Since when.
    pub since: DateTime<Utc>,
    /// What is to be done, as users read it.
    #[schema(example = "核对名单后提交审核")]
    pub next_step: &'static str,
}

/// A chosen 保障计划.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ChosenPlan)]
pub struct PlanView {
    /// Its identity.
    #[schema(example = "yiyang-inpatient-2026")]
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it covers.
    #[schema(schema_with = plan_kind)]
    pub kind: PlanKind,
    /// First day of the period of coverage.
    pub coverage_from: NaiveDate,
    /// Last day of the period of coverage.
    pub coverage_to: NaiveDate,
}

/// A 档位.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Tier)]
pub struct TierView {
    /// Its identity within the plan.
    #[schema(example = "60")]
    pub id: String,
    /// Its name.
    #[schema(example = "60元档位")]
    pub name: String,
    /// The price per person and period.
    #[schema(value_type = i64, example = 6000)]
    pub fee_fen: Fen,
}

/// Why an application was sent back.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Rejection)]
pub struct RejectionView {
    /// When.
    pub at: DateTime<Utc>,
    /// Who, by display name.
    pub by: String,
    /// Why, from the list.
    #[schema(schema_with = codes::reason_code)]
    pub reason_code: ReasonCode,
    /// The same as users read it.
    pub reason: &'static str,
    /// Why, in words.
    pub comment: String,
    /// What to mend, for a payment.
    #[schema(schema_with = codes::optional_payment_target)]
    pub target: Option<PaymentTarget>,
    /// Remarks on single people.
    pub members: Vec<MemberRemarkView>,
    /// Remarks on single vouchers.
    pub vouchers: Vec<VoucherRemarkView>,
}

/// A decision on over-age people; whom it accepted stands with the people.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Review)]
pub struct ReviewView {
    /// Counts the decisions on this application, from 1.
    pub round: u32,
    /// When.
    pub at: DateTime<Utc>,
    /// Who, by display name.
    pub by: String,
    /// How many people were accepted.
    pub accepted: usize,
    /// How many were refused by name.
    pub refused: usize,
}

/// A reviewer's remark on one person.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = MemberRemark)]
pub struct MemberRemarkView {
    /// The person.
    #[schema(example = "17")]
    pub member_id: String,
    /// What is wrong.
    pub remark: String,
}

/// What finance remarks on one voucher.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = VoucherRemark)]
pub struct VoucherRemarkView {
    /// The voucher.
    pub voucher_id: String,
    /// What is wrong.
    pub remark: String,
}

/// Finance's word that the money has arrived.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Confirmation)]
pub struct ConfirmationView {
    /// When.
    pub at: DateTime<Utc>,
    /// Who, by display name.
    pub by: String,
}

/// The papers that have come.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Materials)]
pub struct MaterialsView {
    /// What was handed in.
    pub items: Vec<String>,
    /// On which day.
    pub received_on: NaiveDate,
    /// Who took it, by display name.
    pub by: String,
    /// Why a missing paper was waived.
    pub waiver: Option<String>,
}

fn plan_kind() -> utoipa::openapi::Object {
    codes::codes_schema([PlanKind::Inpatient, PlanKind::Critical])
}

impl ApplicationView {
    /// The application as `caller` sees it.
    pub fn of(application: &Application, caller: &Caller) -> Self {
        let stage = application.stage.name();
        let (confirmation, materials) = progress(&application.stage);
        let (concluded_at, effective_on) = conclusion(&application.stage);
        let carried = application.carried_vouchers.iter().map(|voucher| voucher.amount);
        Self {
            number: application.number.to_string(),
            unit: (&application.unit).into(),
            agency: (&application.agency).into(),
            plan: application.plan.as_ref().map(PlanView::from),
            tier: application.plan.as_ref().map(|plan| (&plan.tier).into()),
            stage,
            review_status: stage.review_status(),
            payment_status: stage.payment_status(),
            step: application.step(),
            insured_headcount: application.insured_headcount,
            suggested_headcount: application.suggested_headcount,
            supplement: application.supplement,
            headcount: application.roster.headcount(),
            over_age_count: application.roster.over_age(),
            standard_fen: application.standard(),
            reduction_fen: application.reduction,
            invoice_state: application.invoice_state(),
            payable_fen: application.payable(),
            carried_fen: Fen::sum(carried).unwrap_or(Fen::new(i64::MAX)),
            payment_number: application.payment_number().map(ToString::to_string),
            form_number: application.stage.form().map(ToString::to_string),
            proof_count: application.proofs.len(),
            created_at: application.created_at,
            submitted_at: application.submitted_at,
            moved_at: application.moved.at,
            concluded_at,
            effective_on,
            review: application.review.as_ref().map(ReviewView::from),
            rejection: application.rejection.as_ref().map(RejectionView::from),
            confirmation: confirmation.map(ConfirmationView::from),
            materials: materials.map(MaterialsView::from),
            holder: application.holder().map(HolderView::from),
            channel: application.channel,
            version: application.version,
            allowed_commands: application.allowed_commands(caller),
        }
    }
}

const fn progress(stage: &Stage) -> (Option<&Confirmation>, Option<&Materials>) {
    match stage {
        Stage::PaymentReview { confirmation, materials, .. } => (confirmation.as_ref(), materials.as_ref()),
        Stage::PaymentRejected { confirmation, .. } => (confirmation.as_ref(), None),
        Stage::Concluded { confirmation, materials, .. } => (Some(confirmation), Some(materials)),
        Stage::Draft | Stage::AgeReview | Stage::AgeRejected | Stage::AwaitPayment { .. } | Stage::Void => {
            (None, None)
        }
    }
}

const fn conclusion(stage: &Stage) -> (Option<DateTime<Utc>>, Option<NaiveDate>) {
    match stage {
        Stage::Concluded { at, effective_on, .. } => (Some(*at), Some(*effective_on)),
        _ => (None, None),
    }
}

impl From<Holder> for HolderView {
    fn from(holder: Holder) -> Self {
        let Holder { capacity, label, since, next_step } = holder;
        Self { capacity, label, since, next_step }
    }
}

impl From<&ChosenPlan> for PlanView {
    fn from(plan: &ChosenPlan) -> Self {
        Self {
            id: plan.id.to_string(),
            name: plan.name.clone(),
            kind: plan.kind,
            coverage_from: plan.coverage_from,
            coverage_to: plan.coverage_to,
        }
    }
}

impl From<&Tier> for TierView {
    fn from(tier: &Tier) -> Self {
        Self { id: tier.id.to_string(), name: tier.name.clone(), fee_fen: tier.fee }
    }
}

impl From<&Review> for ReviewView {
    fn from(review: &Review) -> Self {
        let (accepted, refused) = (review.accepted(), review.refused());
        Self { round: review.round, at: review.at, by: review.by.clone(), accepted, refused }
    }
}

impl From<&Rejection> for RejectionView {
    fn from(rejection: &Rejection) -> Self {
        Self {
            at: rejection.at,
            by: rejection.by.clone(),
            reason_code: rejection.reason,
            reason: rejection.reason.zh(),
            comment: rejection.comment.clone(),
            target: rejection.target,
            members: rejection.members.iter().map(MemberRemarkView::from).collect(),
            vouchers: rejection.vouchers.iter().map(VoucherRemarkView::from).collect(),
        }
    }
}

impl From<&MemberRemark> for MemberRemarkView {
    fn from(remark: &MemberRemark) -> Self {
        Self { member_id: remark.member_id.get().to_string(), remark: remark.remark.clone() }
    }
}

impl From<&VoucherRemark> for VoucherRemarkView {
    fn from(remark: &VoucherRemark) -> Self {
        Self { voucher_id: remark.voucher_id.to_string(), remark: remark.remark.clone() }
    }
}

impl From<&Confirmation> for ConfirmationView {
    fn from(confirmation: &Confirmation) -> Self {
        Self { at: confirmation.at, by: confirmation.by.clone() }
    }
}

impl From<&Materials> for MaterialsView {
    fn from(materials: &Materials) -> Self {
        Self {
            items: materials.items.clone(),
            received_on: materials.received_on,
            by: materials.by.clone(),
            waiver: materials.waiver.clone(),
        }
    }
}
