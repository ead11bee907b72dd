//! 变更申请 (T16, inventory MENU-10): a covered person's name or telephone was mistyped. The unit asks, the agency decides;
//! what was there before is kept.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    application::{Application, MAX_COMMENT, Refusal, StageName},
    calendar::business_day,
    caller::{Caller, Duty},
    ids::{AgencyId, ApplicationNumber, CorrectionId, MemberId, NoticeId, PlanId, UnitId},
    notice::{Link, Notice, NoticeKind, Recipient},
    person::{Name, Phone},
    roster::Member,
};

/// What may be corrected of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonFields {
    /// 姓名.
    pub name: Name,
    /// 手机号.
    pub phone: Option<Phone>,
}

impl From<&Member> for PersonFields {
    fn from(member: &Member) -> Self {
        Self { name: member.name.clone(), phone: member.phone.clone() }
    }
}

/// Who did something, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// By display name.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
}

/// Where a request stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum CorrectionState {
    /// 待审核.
    Pending,
    /// 已变更.
    Approved(Done),
    /// 已驳回.
    Rejected {
        /// By whom and when.
        #[serde(flatten)]
        done: Done,
        /// Why.
        reason: String,
    },
}

impl CorrectionState {
    /// The code that the API and the table use.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved(_) => "approved",
            Self::Rejected { .. } => "rejected",
        }
    }
}

/// One request to correct a covered person.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// Its identity.
    pub id: CorrectionId,
    /// The application by which the person is covered.
    pub application: ApplicationNumber,
    /// The plan.
    pub plan: PlanId,
    /// Whose person it is.
    pub unit: UnitId,
    /// Who decides.
    pub agency: AgencyId,
    /// The person on the application's roster.
    pub member: MemberId,
    /// What stands there now.
    pub before: PersonFields,
    /// What shall stand there.
    pub after: PersonFields,
    /// Why.
    pub reason: String,
    /// Who asked.
    pub asked: Done,
    /// Where it stands.
    pub state: CorrectionState,
}

impl std::fmt::Debug for Correction {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Correction")
            .field("id", &self.id)
            .field("state", &self.state.code())
            .finish_non_exhaustive()
    }
}

impl Correction {
    /// Asks for a correction. Only of concluded applications, by those who operate the unit, and of something.
    pub fn ask(
        id: CorrectionId,
        application: &Application,
        member: &Member,
        after: PersonFields,
        reason: &str,
        by: &Caller,
        at: DateTime<Utc>,
    ) -> Result<Self, Refusal> {
        if !by.operates(&application.unit.id) {
            return Err(Refusal::NotYours { capacities: &[crate::application::Capacity::Unit] });
        }
        let plan = application.plan.as_ref().filter(|_| application.stage.name() == StageName::Concluded);
        let plan = plan.ok_or_else(|| {
            refused("applicationNumber", "办结后的人员才能申请变更；未办结的请直接修改名单")
        })?;
        let before = PersonFields::from(member);
        if before == after {
            return Err(refused("name", "没有需要变更的内容，请修改姓名或手机号"));
        }
        Ok(Self {
            id,
            application: application.number.clone(),
            plan: plan.id.clone(),
            unit: application.unit.id.clone(),
            agency: application.agency.id.clone(),
            member: member.id,
            before,
            after,
            reason: text("reason", reason, "请填写变更原因")?,
            asked: Done { by: by.name.clone(), at },
            state: CorrectionState::Pending,
        })
    }

    /// Accepts it.
    pub fn approve(mut self, by: &Caller, at: DateTime<Utc>) -> Result<Self, Refusal> {
        self.decidable(by)?;
        self.state = CorrectionState::Approved(Done { by: by.name.clone(), at });
        Ok(self)
    }

    /// Refuses it.
    pub fn reject(mut self, reason: &str, by: &Caller, at: DateTime<Utc>) -> Result<Self, Refusal> {
        self.decidable(by)?;
        let reason = text("reason", reason, "请填写驳回原因")?;
        self.state = CorrectionState::Rejected { done: Done { by: by.name.clone(), at }, reason };
        Ok(self)
    }

    fn decidable(&self, by: &Caller) -> Result<(), Refusal> {
        if !by.holds(Duty::Review, &self.agency) {
            return Err(Refusal::NotYours { capacities: &[crate::application::Capacity::Review] });
        }
        let already = |what, done: &Done| {
            Err(Refusal::AlreadyDone { what, by: done.by.clone(), on: business_day(done.at) })
        };
        match &self.state {
            CorrectionState::Pending => Ok(()),
            CorrectionState::Approved(done) => already("通过变更申请", done),
            CorrectionState::Rejected { done, .. } => already("驳回变更申请", done),
        }
    }

    /// The person as corrected.
    pub fn applied_to(&self, member: &Member) -> Member {
        Member { name: self.after.name.clone(), phone: self.after.phone.clone(), ..member.clone() }
    }

    /// Who is told: the reviewers of a request, the unit of a decision. Nobody's name stands in it.
    pub fn notice(&self) -> Notice {
        let (to, kind, title, at, next) = match &self.state {
            CorrectionState::Pending => (
                Recipient::Duty { agency: self.agency.clone(), duty: Duty::Review },
                NoticeKind::CorrectionWanted,
                "有变更申请待审核",
                self.asked.at,
                "在变更申请中核对后通过或驳回".to_owned(),
            ),
            CorrectionState::Approved(done) => (
                Recipient::Unit { unit: self.unit.clone() },
                NoticeKind::CorrectionDecided,
                "变更申请已通过",
                done.at,
                "在职工参保记录中核对".to_owned(),
            ),
            CorrectionState::Rejected { done, reason } => (
                Recipient::Unit { unit: self.unit.clone() },
                NoticeKind::CorrectionDecided,
                "变更申请被驳回",
                done.at,
                format!("{}。请核对后重新申请", reason.trim_end_matches('。')),
            ),
        };
        Notice {
            id: NoticeId::new(at, &format!("{}-{}", self.id, self.state.code())),
            to,
            at,
            kind,
            title: title.to_owned(),
            body: format!("参保单{}一名职工的变更申请。{next}。", self.application),
            link: Link::Application(self.application.clone()),
        }
    }
}

fn refused(field: &'static str, message: &str) -> Refusal {
    Refusal::Invalid { field, message: message.to_owned() }
}

fn text(field: &'static str, raw: &str, missing: &str) -> Result<String, Refusal> {
    let text = raw.trim();
    match text.chars().count() {
        0 => Err(refused(field, missing)),
        1..=MAX_COMMENT => Ok(text.to_owned()),
        _ => Err(refused(field, "文字过长，请控制在500字以内")),
    }
}
