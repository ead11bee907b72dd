//! What the tests print. Every name, number and account is made up.

use crate::{
    EnrollmentCertificate, OverAgeRegister, PaymentApplication, PaymentNotice, Proof, StampedPack, Transfer,
};
use domain::{
    agency::ReceivingAccount,
    ids::MemberId,
    money::Fen,
    person::{DocumentNumber, Gender, Name, age::RuleSet},
    plan::PlanKind,
    roster::Member,
};

/// A unit whose name does not fit a line.
pub const LONG_NAME: &str = "湖南省益阳市高新技术产业开发区职工互助保障服务中心（朝阳街道、鱼形山街道、谢林港镇）联合基层工会委员会 \
    Yiyang National High-tech Industrial Development Zone Joint Trade Union Committee";

pub fn notice() -> PaymentNotice {
    PaymentNotice {
        application_number: "CB20260105092137000001".into(),
        payment_number: "JF1854696125211172864".into(),
        plan: "益阳职工住院医疗保障项目2026".into(),
        unit: "益阳市赫山区示例中学工会委员会".into(),
        unit_address: "益阳市赫山区桃花仑西路1号".into(),
        people: 186,
        due: Fen::new(1_116_000),
        account: ReceivingAccount {
            holder: "益阳市职工互助保障示例代办处".into(),
            number: "1912032009200123456".into(),
            bank: "中国工商银行益阳示例支行".into(),
            cnaps: "102191000790".into(),
        },
        remark: "CB72864".into(),
        account_changed_on: None,
        proof: proof(),
        system: "湖南工会互助参保系统".into(),
        agency: "益阳市总工会职工互助保障代办处".into(),
        issued_at: "2026-01-05T01:21:37Z".parse().unwrap(),
        void: false,
    }
}

pub fn application() -> PaymentApplication {
    PaymentApplication {
        plan_kind: PlanKind::Inpatient,
        application_number: "CB20260105092137000001".into(),
        number: "CR2026010610544800002".into(),
        submitted_at: "2026-01-06T02:54:48Z".parse().unwrap(),
        unit: "益阳市赫山区示例中学工会委员会".into(),
        unit_kind: "事业单位".into(),
        contact: "战三国".into(),
        phone: "18900000014".into(),
        channel: "单位录入".into(),
        plan: "益阳职工住院医疗保障项目2026".into(),
        coverage: ("2026-01-01".parse().unwrap(), "2026-12-31".parse().unwrap()),
        agency: "直属基层工会".into(),
        people: 186,
        fee: Fen::new(6_000),
        total: Fen::new(1_116_000),
        remark: String::new(),
        method: "线下转账".into(),
        transfers: transfers(1, 1_116_000),
        papers: ["银行转账复印件", "参加人员当月或上个月工资表（盖章）", "医保名册（盖章）"]
            .map(String::from)
            .to_vec(),
        agency_address: "益阳市赫山区康富南路示例大厦3楼".into(),
        agency_phone: "0737-0000000".into(),
        seal: "单位工会章".into(),
        proof: proof(),
        void: false,
    }
}

pub fn transfers(count: u32, fen: i64) -> Vec<Transfer> {
    (1..=count)
        .map(|at| Transfer {
            account: format!("43050165363600{at:06}"),
            paid_at: "2026-01-05T16:00:00Z".parse().unwrap(),
            holder: "益阳市赫山区示例中学工会委员会".into(),
            amount: Fen::new(fen),
            receipt_text: if at % 2 == 0 {
                format!("互助费 第{at}笔 附言CB72864")
            } else {
                String::new()
            },
        })
        .collect()
}

pub fn proof() -> Proof {
    let code = "7KQM-2XWD-90FG-3TBC".to_owned();
    Proof { url: format!("https://canbao.example.org/verify/{code}"), code }
}

pub fn register() -> OverAgeRegister {
    OverAgeRegister {
        number: "MC20260105092137000001-3".into(),
        application_number: "CB20260105092137000001".into(),
        unit: "益阳市赫山区示例中学工会委员会".into(),
        plan: "益阳职工住院医疗保障项目2026".into(),
        people: 3,
        reference_on: "2026-01-01".parse().unwrap(),
        seal: "单位人事公章".into(),
        proof: proof(),
        made_at: "2026-01-05T01:21:37Z".parse().unwrap(),
        void: false,
    }
}

pub fn pack() -> StampedPack {
    let papers = [application().papers, vec!["超龄未退休证明材料（盖章）".into()]].concat();
    StampedPack {
        number: "ZL2026010610544800002".into(),
        form: PaymentApplication { papers, ..application() },
        register: Some(register()),
        proof: proof(),
        void: false,
    }
}

pub fn certificate() -> EnrollmentCertificate {
    EnrollmentCertificate {
        number: "PZ20260105092137000001".into(),
        application_number: "CB20260105092137000001".into(),
        unit: "益阳市赫山区示例中学工会委员会".into(),
        credit_code: "81430900MC12345666".into(),
        plan: "益阳职工住院医疗保障项目2026".into(),
        tier: "60元档位".into(),
        coverage: ("2026-01-09".parse().unwrap(), "2026-12-31".parse().unwrap()),
        people: 186,
        paid: Fen::new(1_116_000),
        agency: "益阳市总工会职工互助保障代办处".into(),
        concluded_at: "2026-01-08T02:00:00Z".parse().unwrap(),
        proof: proof(),
        void: false,
    }
}

/// People one of whom in `every` is over age.
pub fn roster(count: u32, every: u32) -> Vec<Member> {
    (1..=count).map(|n| member(n, n.is_multiple_of(every))).collect()
}

fn member(n: u32, over_age: bool) -> Member {
    const NAMES: [&str; 6] = ["战三国", "欧阳示例", "李䶮", "赵㛃", "买买提·艾山江", "周测试"];
    let number = ["430902196604010015", "430921197609301237", "43092319841101220X", "430903197103150029"];
    let number = number[n as usize % number.len()];
    let document = DocumentNumber::parse(None, number).unwrap();
    Member {
        id: MemberId::new(n),
        name: Name::parse(NAMES[n as usize % NAMES.len()]).unwrap().name,
        document: document.number,
        phone: None,
        gender: if n.is_multiple_of(2) { Gender::Male } else { Gender::Female },
        birth: None,
        stated_age: None,
        job: None,
        insurance: None,
        new_employment: None,
        age: 60,
        over_age,
        retires: "2025-12".parse().ok(),
        reaches_age_in_period: false,
        rule_set: RuleSet::CURRENT,
    }
}
