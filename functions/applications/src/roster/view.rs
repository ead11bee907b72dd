//! A person on a roster, as the API shows them.

use chrono::{Datelike, NaiveDate};
use domain::{
    application::{Application, PersonReview, PersonState},
    person::{DocumentType, Gender, age::RuleSet},
    roster::{InsuranceType, JobCategory, Member},
};
use serde::Serialize;
use store::PersonHasher;
use utoipa::ToSchema;

/// A person on the roster; numbers are masked unless the record is revealed.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Member)]
pub struct MemberView {
    /// The identity on this roster.
    #[schema(example = "17")]
    pub member_id: String,
    /// 姓名.
    pub name: String,
    /// 证件类型.
    #[schema(value_type = String, example = "resident_id")]
    pub document_type: DocumentType,
    /// 证件号码.
    #[schema(example = "430902********0015")]
    pub document_number: String,
    /// 手机号.
    #[schema(example = "138****1234")]
    pub phone: Option<String>,
    /// 性别.
    #[schema(value_type = String, example = "male")]
    pub gender: Gender,
    /// Full years on the plan's reference date.
    pub age: u8,
    /// 出生日期, only in a revealed record.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<NaiveDate>,
    /// 岗位类别.
    #[schema(value_type = Option<String>)]
    pub job_category: Option<JobCategory>,
    /// 医保类型.
    #[schema(value_type = Option<String>)]
    pub insurance_type: Option<InsuranceType>,
    /// 新业态从业者.
    pub new_employment: Option<bool>,
    /// At or past the retirement age on the reference date.
    pub over_age: bool,
    /// The statutory day of retirement, where the birth date is known.
    pub retires_on: Option<NaiveDate>,
    /// `over_age`, `reaches_age_in_period`.
    pub tags: Vec<&'static str>,
    /// What was decided about an over-age person; only in lists and after a change.
    pub review: Option<MemberReview>,
    /// The rules that computed age and tags.
    #[schema(value_type = String)]
    pub rule_set: RuleSet,
}

/// What was decided about an over-age person (NEW-18).
#[derive(Debug, Serialize, ToSchema)]
pub struct MemberReview {
    /// `pending`, `accepted` or `refused`.
    #[schema(value_type = String, example = "accepted")]
    pub state: PersonState,
    /// What the reviewer remarked last.
    pub remark: Option<String>,
}

impl MemberView {
    /// The person with numbers masked and what was decided about them.
    pub fn of(member: &Member, application: &Application, people: &PersonHasher) -> Self {
        let review = member.over_age.then(|| {
            let PersonReview { state, remark } =
                application.review_of(people.fingerprint(&application.number, member));
            MemberReview { state, remark: remark.map(ToOwned::to_owned) }
        });
        Self { review, ..Self::masked(member) }
    }

    /// The person with numbers masked.
    pub fn masked(member: &Member) -> Self {
        let tags = [(member.over_age, "over_age"), (member.reaches_age_in_period, "reaches_age_in_period")];
        Self {
            member_id: member.id.get().to_string(),
            name: member.name.as_str().to_owned(),
            document_type: member.document.kind(),
            document_number: member.document.masked(),
            phone: member.phone.as_ref().map(domain::person::Phone::masked),
            gender: member.gender,
            age: member.age,
            birth_date: None,
            job_category: member.job,
            insurance_type: member.insurance,
            new_employment: member.new_employment,
            over_age: member.over_age,
            retires_on: retires_on(member),
            tags: tags.into_iter().filter_map(|(holds, tag)| holds.then_some(tag)).collect(),
            review: None,
            rule_set: member.rule_set,
        }
    }

    /// The person whole.
    pub fn revealed(member: &Member) -> Self {
        Self {
            document_number: member.document.as_str().to_owned(),
            phone: member.phone.as_ref().map(|phone| phone.as_str().to_owned()),
            birth_date: member.birth,
            ..Self::masked(member)
        }
    }
}

/// The birthday in the month of retirement, or its last day where the month is shorter (E3.2).
fn retires_on(member: &Member) -> Option<NaiveDate> {
    let (month, birth) = (member.retires?, member.birth?);
    (0..=3).find_map(|back| {
        NaiveDate::from_ymd_opt(month.year(), month.month(), birth.day().saturating_sub(back))
    })
}
