//! The decision on over-age people (T5, T6).

use super::{Act, Outcome, limited, required_text};
use crate::{
    application::{Application, EventKind, MemberRemark, OverAge, ReasonCode, Refusal, Rejection, Stage},
    ids::PaymentNumber,
    plan::Plan,
};

impl Application {
    pub(super) fn approve(
        &mut self,
        comment: Option<String>,
        plan: &Plan,
        payment: PaymentNumber,
        over_age: &[OverAge],
        act: Act<'_>,
    ) -> Result<Outcome, Refusal> {
        self.decided(over_age, None, act.name, act.at);
        let notice = self.open_payment(plan, payment, act.at);
        Ok(Outcome::new(EventKind::Approved).saying(limited("comment", comment)?).with(notice))
    }

    pub(super) fn reject_review(
        &mut self,
        reason: ReasonCode,
        comment: String,
        members: Vec<MemberRemark>,
        over_age: &[OverAge],
        act: Act<'_>,
    ) -> Result<Outcome, Refusal> {
        required_text("comment", &comment, "请填写驳回原因")?;
        let is_over_age = |remark: &MemberRemark| over_age.iter().any(|one| one.member == remark.member_id);
        if !members.iter().all(is_over_age) {
            let message = "只能对名单中的超龄职工填写审核意见，请刷新后再试".into();
            return Err(Refusal::Invalid { field: "members", message });
        }
        self.decided(over_age, Some(&members), act.name, act.at);
        let refused =
            over_age.iter().filter(|one| members.iter().any(|remark| remark.member_id == one.member));
        let because = match refused.count() {
            0 => reason.zh().to_owned(),
            refused => format!(
                "{}（{refused}人未通过，{}人通过）",
                reason.zh(),
                over_age.len().saturating_sub(refused)
            ),
        };
        self.rejection = Some(Rejection {
            at: act.at,
            by: act.name.to_owned(),
            reason,
            comment: comment.clone(),
            target: None,
            members,
            vouchers: Vec::new(),
        });
        self.stage = Stage::AgeRejected;
        Ok(Outcome::new(EventKind::ReviewRejected).because(because).saying(Some(comment)))
    }
}
