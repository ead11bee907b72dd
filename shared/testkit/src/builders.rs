//! Made-up people, bodies and files. The same argument gives the same thing.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{
    agency::{Agency, ReceivingAccount, Unit},
    application::{FileRef, PAGE_MEMBERS},
    caller::{Caller, Duty, Scope},
    ids::{ApplicationNumber, MemberId, PageId},
    import::{Import, ImportState},
    money::Fen,
    person::{DocumentNumber, Gender, Name, Phone, age::RuleSet},
    plan::{GRACE_DAYS, LateEffective, Plan, PlanKind, Tier},
    roster::{InsuranceType, JobCategory, Member, Rules, assess},
    upload::{Purpose, Upload, UploadState},
};

/// The instant that an RFC 3339 text names.
pub fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The `n`-th identifier of the form that uploads, pages and sessions have.
pub fn ulid(n: u32) -> String {
    const DIGITS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let digits = (0..7).rev().map(|place| char::from(DIGITS[(n >> (5 * place) & 31) as usize]));
    format!("01KE5A0000000000000{}", digits.collect::<String>())
}

/// The `n`-th page.
pub fn page_id(n: u32) -> PageId {
    PageId::parse(ulid(n)).unwrap()
}

/// The first `count` pages.
pub fn page_ids(count: u32) -> Vec<PageId> {
    (0..count).map(page_id).collect()
}

/// The number of the `n`-th application.
pub fn number(n: u32) -> ApplicationNumber {
    ApplicationNumber::allot(at("2026-01-05T01:00:00Z"), n)
}

/// 益阳市总工会代办处.
pub fn agency() -> Agency {
    Agency {
        id: "yiyang".to_owned().try_into().unwrap(),
        name: "益阳市总工会代办处".into(),
        address: "益阳市赫山区测试路1号".into(),
        hotline: "0737-0000000".into(),
        invoice_before_payment: false,
    }
}

/// 益阳市第一中学, of [`agency()`].
pub fn unit() -> Unit {
    Unit {
        id: "unit1".to_owned().try_into().unwrap(),
        agency: agency().id,
        name: "益阳市第一中学".into(),
        credit_code: "81430900MC12345666".into(),
        kind: "事业单位".into(),
        address: "益阳市资阳区测试路2号".into(),
        contact: "王芳".into(),
        phone: "13800000000".into(),
    }
}

/// The inpatient plan of [`agency()`] for 2026, tiers `60` and `90`, open from November to the end of the year.
pub fn plan() -> Plan {
    let (from, to) = (day("2026-01-01"), day("2026-12-31"));
    let tier = |yuan: i64| Tier {
        id: yuan.to_string().try_into().unwrap(),
        name: format!("{yuan}元档位"),
        fee: Fen::new(yuan * 100),
    };
    Plan {
        id: "yiyang-inpatient-2026".to_owned().try_into().unwrap(),
        agency: agency().id,
        name: "益阳职工住院保障项目2026".into(),
        kind: PlanKind::Inpatient,
        opens_on: day("2025-11-01"),
        closes_on: to,
        coverage_from: from,
        coverage_to: to,
        tiers: vec![tier(60), tier(90)],
        rules: Rules::standard(from, to),
        account: ReceivingAccount {
            holder: "益阳市总工会".into(),
            number: "43000000000000000001".into(),
            bank: "测试银行益阳分行".into(),
            cnaps: "000000000000".into(),
        },
        pending_account: None,
        account_changed_on: None,
        late_effective: LateEffective::default(),
        papers: vec!["参保职工汇总表".into()],
        form_seal: "单位工会公章".into(),
        register_seal: "单位人事公章".into(),
        grace_days: GRACE_DAYS,
        reuse_review: true,
    }
}

/// The operator of [`unit()`].
pub fn caller_unit() -> Caller {
    Caller {
        user: "unit1".to_owned().try_into().unwrap(),
        name: "王芳".into(),
        scope: Scope::Unit { units: vec![unit().id] },
    }
}

/// An account of [`agency()`] with every duty.
pub fn caller_agency() -> Caller {
    Caller {
        user: "yiyang-agency".to_owned().try_into().unwrap(),
        name: "李强".into(),
        scope: Scope::Agency {
            agency: agency().id,
            duties: [Duty::Review, Duty::Finance, Duty::Manage].into(),
        },
    }
}

/// A sound resident number: county, birth and sequence, with its check character.
pub fn document_number(county: u32, birth: NaiveDate, sequence: u32) -> String {
    let body = format!("{county:06}{}{:03}", birth.format("%Y%m%d"), sequence % 1000);
    let sum: usize = body
        .bytes()
        .zip([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
        .map(|(digit, weight)| usize::from(digit - b'0') * weight)
        .sum();
    format!("{body}{}", char::from(b"10X98765432"[sum % 11]))
}

/// A number between 0 and `below` that looks as if drawn: `n` and `salt` give it.
fn scatter(n: u32, salt: u32, below: u32) -> u32 {
    let mut x = u64::from(n).wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ (u64::from(salt) << 32 | u64::from(salt));
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    u32::try_from((x ^ (x >> 31)) % u64::from(below)).unwrap()
}

fn name(n: u32) -> Name {
    const FAMILY: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡";
    const GIVEN: &str = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国文辉玉兰红梅春生志鹏宇欣雨佳怡子轩浩然梓涵思源俊晨曦嘉诚";
    let pick = |set: &str, salt: u32| {
        let count = u32::try_from(set.chars().count()).unwrap();
        set.chars().nth(scatter(n, salt, count) as usize).unwrap()
    };
    let mut name = String::from(pick(FAMILY, 1));
    name.push(pick(GIVEN, 2));
    if !n.is_multiple_of(4) {
        name.push(pick(GIVEN, 3));
    }
    Name::parse(&name).unwrap().name
}

fn person(n: u32, birth: NaiveDate) -> Member {
    const COUNTIES: [u32; 8] = [430_902, 430_903, 430_921, 430_922, 430_923, 430_981, 430_102, 110_105];
    // Of one birthday and county there are up to 999 people: the sequence tells them apart.
    let digits = document_number(COUNTIES[scatter(n, 4, 8) as usize], birth, 1 + n % 999);
    let parsed = DocumentNumber::parse(None, &digits).unwrap();
    let phone = format!("1{}{:08}", 30 + scatter(n, 5, 69), scatter(n, 6, 100_000_000));
    let mut member = Member {
        id: MemberId::new(n),
        name: name(n),
        document: parsed.number,
        phone: Some(Phone::parse(&phone).unwrap()),
        gender: parsed.gender.unwrap_or(Gender::Male),
        birth: Some(birth),
        stated_age: None,
        job: Some(JobCategory::ALL[scatter(n, 7, 3) as usize]),
        insurance: Some(InsuranceType::ALL[scatter(n, 8, 2) as usize]),
        new_employment: Some(n.is_multiple_of(10)),
        age: 0,
        over_age: false,
        retires: None,
        reaches_age_in_period: false,
        rule_set: RuleSet::CURRENT,
    };
    assess(&mut member, &plan().rules, n);
    member
}

/// The `n`-th person of working age; no two have the same document number.
pub fn member(n: u32) -> Member {
    let days = u64::from(n / 999 * 37 + scatter(n % 999, 9, 7_600));
    let birth = day("1979-06-01").checked_add_days(chrono::Days::new(days)).unwrap();
    person(n, birth)
}

/// The `n`-th person over age.
pub fn old_member(n: u32) -> Member {
    person(n, day("1958-01-01").checked_add_days(chrono::Days::new(u64::from(n % 1_000))).unwrap())
}

/// The first `count` people of working age.
pub fn members(count: u32) -> Vec<Member> {
    (1..=count).map(member).collect()
}

/// Those people on pages.
pub fn pages(members: &[Member]) -> Vec<(PageId, Vec<Member>)> {
    (0..).map(page_id).zip(members.chunks(PAGE_MEMBERS).map(<[_]>::to_vec)).collect()
}

/// The file of the `n`-th upload.
pub fn file(n: u32) -> FileRef {
    FileRef {
        upload: ulid(n).try_into().unwrap(),
        name: "文件.png".into(),
        media_type: "image/png".into(),
        size: 68,
        sha256: format!("{n:064x}"),
    }
}

/// The `n`-th upload: a roster of [`number`]`(n)` that is yet to come.
pub fn upload(n: u32) -> Upload {
    Upload {
        id: ulid(n).try_into().unwrap(),
        purpose: Purpose::Roster,
        owner: caller_unit().user,
        unit: unit().id,
        agency: agency().id,
        application: Some(number(n)),
        payment: None,
        file_name: "参保职工汇总表.xlsx".into(),
        content_type: Purpose::Roster.content_types()[0].into(),
        size: 20_000,
        state: UploadState::Pending,
        created_at: at("2026-01-05T01:10:00Z"),
    }
}

/// The import of [`upload`]`(n)`.
pub fn import(n: u32, state: ImportState) -> Import {
    let upload = upload(n);
    Import { state, ..Import::queue(&upload, at("2026-01-05T01:11:00Z")).unwrap() }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ten_thousand_people_are_ten_thousand_people() {
        let people = members(10_000);
        assert_eq!(people.iter().map(Member::person_key).collect::<HashSet<_>>().len(), people.len());
        assert!(people.iter().all(|member| !member.over_age && member.age >= 18));
        assert!((1..100).map(old_member).all(|member| member.over_age));
    }

    #[test]
    fn identifiers_differ_and_sort_by_their_count() {
        let pages = page_ids(5_000);
        assert!(pages.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn a_document_number_carries_its_check_character() {
        assert_eq!(document_number(430_902, day("1966-04-01"), 1), "430902196604010015");
        assert_eq!(document_number(430_923, day("1984-11-01"), 220), "43092319841101220X");
    }
}
