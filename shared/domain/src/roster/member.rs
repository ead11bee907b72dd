//! A person on a roster.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    calendar::YearMonth,
    ids::MemberId,
    person::{DocumentNumber, Gender, Name, Phone, age::RuleSet, age::Track, text},
};

/// 岗位类别: which retirement age a woman's work gives her (E3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobCategory {
    /// 管理技术岗: 55 before the delay.
    Management,
    /// 生产操作岗: 50 before the delay.
    Production,
    /// 高级职称或县处级: as men.
    Senior,
}

impl JobCategory {
    /// All of them, in the template's order.
    pub const ALL: [Self; 3] = [Self::Management, Self::Production, Self::Senior];

    /// The label.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Management => "管理技术岗",
            Self::Production => "生产操作岗",
            Self::Senior => "高级职称或县处级",
        }
    }

    /// The category of that label, or of a shorter word for it.
    pub fn from_zh(label: &str) -> Option<Self> {
        Some(match text::compact(label).as_ref() {
            "管理技术岗" | "管理岗" | "技术岗" | "管理技术岗位" | "管理岗位" | "专业技术岗" => {
                Self::Management
            }
            "生产操作岗" | "生产岗" | "操作岗" | "生产操作岗位" | "工勤岗" | "工勤技能岗" => {
                Self::Production
            }
            "高级职称或县处级" | "高级职称" | "县处级" | "县处级及以上" => Self::Senior,
            _ => return None,
        })
    }

    /// The track of a woman in this category.
    pub const fn women_track(self) -> Track {
        match self {
            Self::Management => Track::Women55,
            Self::Production => Track::Women50,
            Self::Senior => Track::Men,
        }
    }
}

/// 医保类型 (Q-8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InsuranceType {
    /// 职工医保.
    Employee,
    /// 城乡居民医保.
    Resident,
    /// 其他.
    Other,
}

impl InsuranceType {
    /// All of them, in the template's order.
    pub const ALL: [Self; 3] = [Self::Employee, Self::Resident, Self::Other];

    /// The label.
    pub const fn zh(self) -> &'static str {
        match self {
            Self::Employee => "职工医保",
            Self::Resident => "城乡居民医保",
            Self::Other => "其他",
        }
    }

    /// The type of that label, or of a usual word for it.
    pub fn from_zh(label: &str) -> Option<Self> {
        Some(match text::compact(label).as_ref() {
            "职工医保"
            | "城镇职工医保"
            | "职工医疗保险"
            | "职工基本医疗保险"
            | "城镇职工医疗保险"
            | "城镇职工基本医疗保险" => Self::Employee,
            "城乡居民医保"
            | "居民医保"
            | "城镇居民医保"
            | "居民医疗保险"
            | "城乡居民医疗保险"
            | "城乡居民基本医疗保险"
            | "新农合" => Self::Resident,
            "其他" | "其它" => Self::Other,
            _ => return None,
        })
    }
}

/// A person on a roster, as stored: by the hundred on a page, hence the short names. `Member<()>` is a person who
/// has no identity on a roster yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member<Id = MemberId> {
    /// The identity on its roster.
    #[serde(rename = "i")]
    pub id: Id,
    /// 姓名.
    #[serde(rename = "n")]
    pub name: Name,
    /// 证件类型 and 证件号码.
    #[serde(rename = "d")]
    pub document: DocumentNumber,
    /// 手机号.
    #[serde(rename = "p", default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// 性别, from the number where it tells.
    #[serde(rename = "g")]
    pub gender: Gender,
    /// 出生日期, from the number where it tells.
    #[serde(rename = "b", default, skip_serializing_if = "Option::is_none")]
    pub birth: Option<NaiveDate>,
    /// 年龄 as typed.
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    pub stated_age: Option<u8>,
    /// 岗位类别.
    #[serde(rename = "j", default, skip_serializing_if = "Option::is_none")]
    pub job: Option<JobCategory>,
    /// 医保类型.
    #[serde(rename = "m", default, skip_serializing_if = "Option::is_none")]
    pub insurance: Option<InsuranceType>,
    /// 新业态从业者.
    #[serde(rename = "e", default, skip_serializing_if = "Option::is_none")]
    pub new_employment: Option<bool>,
    /// Full years on the plan's reference date; as typed when there is no birth date.
    #[serde(rename = "y")]
    pub age: u8,
    /// At or past the retirement age on the reference date.
    #[serde(rename = "o")]
    pub over_age: bool,
    /// The month of retirement; unknown without a birth date.
    #[serde(rename = "r", default, skip_serializing_if = "Option::is_none")]
    pub retires: Option<YearMonth>,
    /// 期内到龄: reaches the retirement age within the period of coverage.
    #[serde(rename = "q", default, skip_serializing_if = "std::ops::Not::not")]
    pub reaches_age_in_period: bool,
    /// The rules that computed the four above.
    #[serde(rename = "v")]
    pub rule_set: RuleSet,
}

impl<Id> Member<Id> {
    /// The same person under another identity.
    pub fn with_id<New>(self, id: New) -> Member<New> {
        Member {
            id,
            name: self.name,
            document: self.document,
            phone: self.phone,
            gender: self.gender,
            birth: self.birth,
            stated_age: self.stated_age,
            job: self.job,
            insurance: self.insurance,
            new_employment: self.new_employment,
            age: self.age,
            over_age: self.over_age,
            retires: self.retires,
            reaches_age_in_period: self.reaches_age_in_period,
            rule_set: self.rule_set,
        }
    }

    /// Whether both say the same of the same person; the identities do not count.
    pub fn says_the_same<Other>(&self, other: &Member<Other>) -> bool {
        self.name == other.name
            && self.document == other.document
            && self.phone == other.phone
            && self.gender == other.gender
            && self.birth == other.birth
            && self.stated_age == other.stated_age
            && self.job == other.job
            && self.insurance == other.insurance
            && self.new_employment == other.new_employment
            && self.age == other.age
            && self.over_age == other.over_age
            && self.retires == other.retires
            && self.reaches_age_in_period == other.reaches_age_in_period
    }

    /// What tells this person from others: see [`DocumentNumber::person_key`].
    pub fn person_key(&self) -> String {
        self.document.person_key()
    }

    /// All that is known of the person but the identity on the roster: whoever was changed in any of it is reviewed
    /// anew. Personal data: to be hashed with a key.
    pub fn review_key(&self) -> String {
        let Self { gender, birth, stated_age, job, insurance, new_employment, retires, .. } = self;
        let (name, phone) = (self.name.as_str(), self.phone.as_ref().map(Phone::as_str));
        let rest = (phone, gender, birth, stated_age, job, insurance, new_employment, retires);
        format!("{}\n{name}\n{rest:?}", self.person_key())
    }
}

/// A person read from a row that may be taken onto a roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberDraft {
    /// The row as Excel shows it.
    #[serde(rename = "r")]
    pub row: u32,
    /// The person.
    #[serde(rename = "m")]
    pub member: Member<()>,
}

impl MemberDraft {
    /// What tells this person from others: see [`DocumentNumber::person_key`].
    pub fn person_key(&self) -> String {
        self.member.person_key()
    }
}
