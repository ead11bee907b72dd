//! Who holds the ball: whose turn it is, since when, and what they have to do (审核进度, NEW-24).

use chrono::{DateTime, Utc};

use super::{Application, Capacity, Channel, Confirmation, Materials, PaymentTarget, Stage};

/// Whose turn it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// In what capacity the next step is taken.
    pub capacity: Capacity,
    /// The body and the capacity, as users read them.
    pub label: String,
    /// Since when.
    pub since: DateTime<Utc>,
    /// What is to be done, as users read it.
    pub next_step: &'static str,
}

impl Application {
    /// Whose turn it is; `None` once the application is concluded or void.
    ///
    /// What the unit does in an application that the agency entered is the reviewer's turn: they brought it so far.
    pub fn holder(&self) -> Option<Holder> {
        let (capacity, since, next_step) = match &self.stage {
            Stage::Concluded { .. } | Stage::Void => return None,
            Stage::AgeReview => (Capacity::Review, self.moved.at, "审核超龄职工的证明材料，通过或驳回"),
            Stage::PaymentReview { confirmation, materials, .. } => {
                self.paid(confirmation.as_ref(), materials.as_ref())
            }
            Stage::Draft
            | Stage::AgeRejected
            | Stage::AwaitPayment { .. }
            | Stage::PaymentRejected { .. } => (self.entering(), self.moved.at, self.step_of_unit()),
        };
        Some(Holder { capacity, label: self.label(capacity), since, next_step })
    }

    const fn entering(&self) -> Capacity {
        match self.channel {
            Channel::Unit => Capacity::Unit,
            Channel::Agency => Capacity::Review,
        }
    }

    /// Finance first: what the reviewer may do beside it does not end the waiting.
    fn paid(
        &self,
        confirmation: Option<&Confirmation>,
        materials: Option<&Materials>,
    ) -> (Capacity, DateTime<Utc>, &'static str) {
        match (confirmation, materials) {
            (None, _) => (Capacity::Finance, self.moved.at, "核对缴费凭证，确认到账"),
            (Some(seen), None) => {
                (Capacity::Review, seen.at.max(self.moved.at), "收取纸质材料并登记，然后办结")
            }
            (Some(seen), Some(_)) => (Capacity::Review, seen.at.max(self.moved.at), "办结"),
        }
    }

    fn step_of_unit(&self) -> &'static str {
        let target = self.rejection.as_ref().and_then(|rejection| rejection.target);
        match &self.stage {
            Stage::Draft if self.plan.is_none() => "选择保障计划和档位",
            Stage::Draft if self.roster.pages.is_empty() => "导入参保职工名单",
            Stage::Draft => "核对名单后提交审核",
            Stage::AgeRejected => "按驳回原因撤回修改，再重新提交审核",
            Stage::AwaitPayment { order } if order.vouchers.is_empty() => "按缴费通知单转账，上传缴费凭证",
            Stage::AwaitPayment { .. } => "核对缴费凭证后确认提交",
            _ => match target {
                Some(PaymentTarget::Roster) | None => "按驳回原因撤回，修改名单后重新提交",
                Some(PaymentTarget::Voucher) => "按驳回原因重新上传缴费凭证，再确认提交",
                Some(PaymentTarget::Materials) => "按驳回原因补齐纸质材料，再确认提交",
            },
        }
    }

    fn label(&self, capacity: Capacity) -> String {
        let body = match capacity {
            Capacity::Unit => &self.unit.name,
            Capacity::Review | Capacity::Finance | Capacity::Manage | Capacity::System => &self.agency.name,
        };
        format!("{body}（{}）", capacity.zh())
    }
}
