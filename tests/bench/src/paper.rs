//! The papers that are printed: a payment notice, and the registers of so many people.

use std::error::Error;

use chrono::NaiveDate;
use domain::{
    agency::ReceivingAccount,
    ids::MemberId,
    money::Fen,
    person::{DocumentNumber, Name, age::RuleSet},
    roster::Member,
};
use paper::{
    EnrollmentCertificate, OverAgeRegister, PaymentNotice, Proof, enrollment_certificate, over_age_register,
    payment_notice,
};

use crate::people;

const UNIT: &str = "益阳市赫山区示例中学工会委员会";
const AGENCY: &str = "益阳市总工会职工互助保障代办处";
const PLAN: &str = "益阳职工住院医疗保障项目2026";
const APPLICATION: &str = "CB20260105092137000001";
const ISSUED: i64 = 1_767_576_097;

/// `notice`, `register` or `certificate` of these people.
pub fn by(what: &str, people: &[Member]) -> Result<Vec<u8>, Box<dyn Error>> {
    let issued_at = chrono::DateTime::from_timestamp(ISSUED, 0).ok_or("an instant")?;
    let (from, to) = (day(2026, 1)?, NaiveDate::from_ymd_opt(2026, 12, 31).ok_or("a day")?);
    let count = u32::try_from(people.len())?;
    Ok(match what {
        "notice" => payment_notice(&notice(issued_at))?,
        "register" => {
            let head = OverAgeRegister {
                number: "MC20260105092137000001-3".into(),
                application_number: APPLICATION.into(),
                unit: UNIT.into(),
                plan: PLAN.into(),
                people: count,
                reference_on: from,
                seal: "单位人事公章".into(),
                proof: proof(),
                made_at: issued_at,
                void: false,
            };
            over_age_register(&head, people)?
        }
        "certificate" => {
            let head = EnrollmentCertificate {
                number: "PZ20260105092137000001".into(),
                application_number: APPLICATION.into(),
                unit: UNIT.into(),
                credit_code: "81430900MC12345666".into(),
                plan: PLAN.into(),
                tier: "60元档位".into(),
                coverage: (from, to),
                people: count,
                paid: Fen::new(6_000 * i64::from(count)),
                agency: AGENCY.into(),
                concluded_at: issued_at,
                proof: proof(),
                void: false,
            };
            enrollment_certificate(&head, people)?
        }
        _ => return Err("notice, register or certificate".into()),
    })
}

fn notice(issued_at: chrono::DateTime<chrono::Utc>) -> PaymentNotice {
    PaymentNotice {
        application_number: APPLICATION.into(),
        payment_number: "JF1854696125211172864".into(),
        plan: PLAN.into(),
        unit: UNIT.into(),
        unit_address: "益阳市赫山区桃花仑西路1号".into(),
        people: 186,
        due: Fen::new(1_116_000),
        account: ReceivingAccount {
            holder: "益阳市职工互助保障示例代办处".into(),
            number: "1912032009200123456".into(),
            bank: "中国工商银行益阳示例支行".into(),
            cnaps: "102191000790".into(),
        },
        account_changed_on: None,
        remark: "CB72864".into(),
        proof: proof(),
        system: "湖南工会互助参保系统".into(),
        agency: AGENCY.into(),
        issued_at,
        void: false,
    }
}

fn proof() -> Proof {
    let code = "7KQM-2XWD-90FG-3TBC";
    Proof { code: code.into(), url: format!("https://canbao.example.org/verify/{code}") }
}

fn day(year: i32, month: u32) -> Result<NaiveDate, Box<dyn Error>> {
    Ok(NaiveDate::from_ymd_opt(year, month, 1).ok_or("a day")?)
}

/// The first `n` people, all of them over age.
pub fn members(n: usize) -> Result<Vec<Member>, Box<dyn Error>> {
    (0..n).map(member).collect()
}

fn member(n: usize) -> Result<Member, Box<dyn Error>> {
    let person = people::person(n);
    let parsed = DocumentNumber::parse(None, &person.document_number).map_err(|_| "a sound number")?;
    Ok(Member {
        id: MemberId::new(u32::try_from(n)?),
        name: Name::parse(&person.name).map_err(|_| "a name")?.name,
        document: parsed.number,
        phone: None,
        gender: parsed.gender.ok_or("a number that tells the gender")?,
        birth: parsed.birth,
        stated_age: None,
        job: None,
        insurance: None,
        new_employment: None,
        age: 61,
        over_age: true,
        retires: "2025-12".parse().ok(),
        reaches_age_in_period: false,
        rule_set: RuleSet::CURRENT,
    })
}
