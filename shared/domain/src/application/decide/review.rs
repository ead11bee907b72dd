//! The decision on over-age people (T5, T6).

use super::{Act, Outcome, limited, required_text};
use crate::{
    application::{Application, EventKind, MemberRemark, ReasonCode, Refusal, Rejection, Stage},
    ids::PaymentNumber,
    plan::Plan,
};

impl Application {
    pub(super) fn approve(
        &mut self,
        comment: Option<String>,
        plan: &Plan,
        payment: PaymentNumber,
        act: Act<'_>,
    ) -> Result<Outcome, Refusal> {
        let notice = self.open_payment(plan, payment, act.at);
        Ok(Outcome::new(EventKind::Approved).saying(limited("comment", comment)?).with(notice))
    }

    pub(super) fn reject_review(
        &mut self,
        reason: ReasonCode,
        comment: String,
        members: Vec<MemberRemark>,
        act: Act<'_>,
    ) -> Result<Outcome, Refusal> {
        required_text("comment", &comment, "请填写驳回原因")?;
        if members.iter().any(|remark| remark.member_id.get() > self.roster.last_member) {
            return Err(Refusal::Unknown("人员"));
        }
        self.rejection = Some(Rejection {
            at: act.at,
            by: act.by.name.clone(),
            reason,
            comment: comment.clone(),
            target: None,
            members,
        });
        self.stage = Stage::AgeRejected;
        Ok(Outcome::new(EventKind::ReviewRejected).because(reason.zh()).saying(Some(comment)))
    }
}
