//! What the tests print. Every name, number and account is made up.

use crate::{PaymentApplication, PaymentNotice, Transfer};
use domain::{agency::ReceivingAccount, money::Fen, plan::PlanKind};

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
        verify_code: "7KQM-2XWD".into(),
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
