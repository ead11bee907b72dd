//! The demo data itself. Names of bodies are those of places; addresses, telephone numbers, credit codes and bank
//! accounts belong to nobody.

use chrono::NaiveDate;
use domain::{
    agency::{Agency, ReceivingAccount, Unit},
    caller::{Duty, Scope},
    ids::{AgencyId, MalformedId, PlanId, TierId, UnitId},
    money::Fen,
    plan::{GRACE_DAYS, LateEffective, Plan, PlanKind, Tier},
    roster::Rules,
};

/// An account to sign in with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DemoAccount {
    pub(crate) user: &'static str,
    pub(crate) name: &'static str,
    pub(crate) side: Side,
}

/// Which side an account is on.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Side {
    Unit(&'static str),
    Agency(&'static str, &'static [Duty]),
    Admin,
}

const ALL_DUTIES: &[Duty] = &[Duty::Review, Duty::Finance, Duty::Manage];

pub(crate) const ACCOUNTS: [DemoAccount; 8] = [
    account("unit1", "益阳市第一中学经办人", Side::Unit("unit1")),
    account("unit2", "桃江县人民医院经办人", Side::Unit("unit2")),
    account("unit3", "郴州市第一小学经办人", Side::Unit("unit3")),
    account("yiyang-review", "益阳代办处经办员", Side::Agency("yiyang", &[Duty::Review])),
    account("yiyang-finance", "益阳代办处财务", Side::Agency("yiyang", &[Duty::Finance])),
    account("yiyang-agency", "益阳代办处主任", Side::Agency("yiyang", ALL_DUTIES)),
    account("chenzhou-agency", "郴州代办处主任", Side::Agency("chenzhou", ALL_DUTIES)),
    account("admin", "系统管理员", Side::Admin),
];

const fn account(user: &'static str, name: &'static str, side: Side) -> DemoAccount {
    DemoAccount { user, name, side }
}

impl Side {
    /// What the account is limited to.
    pub(crate) fn scope(self) -> Result<Scope, MalformedId> {
        Ok(match self {
            Self::Unit(unit) => Scope::Unit { units: vec![UnitId::parse(unit)?] },
            Self::Agency(agency, duties) => {
                Scope::Agency { agency: AgencyId::parse(agency)?, duties: duties.iter().copied().collect() }
            }
            Self::Admin => Scope::Admin,
        })
    }
}

pub(crate) fn agencies() -> Result<Vec<Agency>, MalformedId> {
    Ok(vec![
        Agency {
            id: AgencyId::parse("yiyang")?,
            name: "益阳市总工会代办处".into(),
            address: "益阳市赫山区示范路1号工会大楼101室".into(),
            hotline: "0737-0000100".into(),
            invoice_before_payment: false,
        },
        Agency {
            id: AgencyId::parse("chenzhou")?,
            name: "郴州市总工会代办处".into(),
            address: "郴州市北湖区示范路2号工会大楼201室".into(),
            hotline: "0735-0000100".into(),
            invoice_before_payment: true,
        },
    ])
}

pub(crate) fn units() -> Result<Vec<Unit>, MalformedId> {
    let unit = |id: &str, agency: &str, name: &str, code: &str, address: &str, phone: &str| {
        Ok(Unit {
            id: UnitId::parse(id)?,
            agency: AgencyId::parse(agency)?,
            name: name.into(),
            credit_code: code.into(),
            kind: "事业单位".into(),
            address: address.into(),
            contact: "张示例".into(),
            phone: phone.into(),
        })
    };
    Ok(vec![
        unit(
            "unit1",
            "yiyang",
            "益阳市第一中学",
            "81430902MC2026001Q",
            "益阳市资阳区示范路11号",
            "0737-0000111",
        )?,
        unit(
            "unit2",
            "yiyang",
            "桃江县人民医院",
            "81430922MC2026002T",
            "桃江县桃花江镇示范路12号",
            "0737-0000112",
        )?,
        unit(
            "unit3",
            "chenzhou",
            "郴州市第一小学",
            "81431002MC2026003W",
            "郴州市北湖区示范路13号",
            "0735-0000113",
        )?,
    ])
}

/// The same two plans for both agencies; open on every day a demo may run.
pub(crate) fn plans() -> Result<Vec<Plan>, MalformedId> {
    let kinds = [
        ("inpatient", PlanKind::Inpatient, "职工住院保障项目"),
        ("critical", PlanKind::Critical, "特殊疾病保障项目"),
    ];
    let mut plans = Vec::new();
    for (agency, city) in [("yiyang", "益阳"), ("chenzhou", "郴州")] {
        for (suffix, kind, name) in kinds {
            let (id, name) = (format!("{agency}-{suffix}-2026"), format!("{city}{name}2026"));
            plans.push(plan(PlanId::parse(id)?, AgencyId::parse(agency)?, name, kind, city)?);
        }
    }
    Ok(plans)
}

fn plan(id: PlanId, agency: AgencyId, name: String, kind: PlanKind, city: &str) -> Result<Plan, MalformedId> {
    let (coverage_from, coverage_to) = (day(2026, 1, 1), day(2026, 12, 31));
    Ok(Plan {
        account: receiving_account(&agency, city),
        id,
        agency,
        name,
        kind,
        opens_on: day(2020, 1, 1),
        closes_on: day(2099, 12, 31),
        coverage_from,
        coverage_to,
        tiers: vec![tier("60", 6_000)?, tier("90", 9_000)?],
        rules: Rules::standard(coverage_from, coverage_to),
        pending_account: None,
        account_changed_on: None,
        late_effective: LateEffective::NextDay,
        papers: ["银行转账复印件", "参加人员当月或上个月工资表(盖章)", "医保名册(盖章)"]
            .map(Into::into)
            .into(),
        form_seal: "单位工会章".into(),
        register_seal: "单位人事公章".into(),
        grace_days: GRACE_DAYS,
        reuse_review: true,
    })
}

fn tier(id: &str, fen: i64) -> Result<Tier, MalformedId> {
    Ok(Tier { id: TierId::parse(id)?, name: format!("{id}元档位"), fee: Fen::new(fen) })
}

fn receiving_account(agency: &AgencyId, city: &str) -> ReceivingAccount {
    let (number, cnaps) = if agency.as_str() == "yiyang" {
        ("0000430900202600018", "000055000018")
    } else {
        ("0000431000202600026", "000056300026")
    };
    ReceivingAccount {
        holder: format!("{city}市总工会（演示）"),
        number: number.into(),
        bank: format!("演示银行{city}分行营业部"),
        cnaps: cnaps.into(),
    }
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use domain::organisation::{BankAccount, CnapsCode, CreditCode};

    use super::*;

    #[test]
    fn everything_made_up_is_of_the_right_form() {
        for unit in units().unwrap() {
            assert!(CreditCode::parse(&unit.credit_code).unwrap().is_grassroots_union(), "{}", unit.name);
        }
        let plans = plans().unwrap();
        assert_eq!(plans.len(), 4);
        for plan in plans {
            assert!(BankAccount::parse(&plan.account.number).is_ok());
            assert!(CnapsCode::parse(&plan.account.cnaps).is_ok());
            assert!(plan.is_open(day(2026, 1, 1)) && plan.coverage_from < plan.coverage_to, "{}", plan.name);
        }
    }

    #[test]
    fn every_account_belongs_to_a_body_that_is_there() {
        let agencies: Vec<_> = agencies().unwrap().into_iter().map(|agency| agency.id).collect();
        let units = units().unwrap();
        assert!(units.iter().all(|unit| agencies.contains(&unit.agency)));
        for account in ACCOUNTS {
            match account.side.scope().unwrap() {
                Scope::Unit { units: own } => assert!(units.iter().any(|unit| own == [unit.id.clone()])),
                Scope::Agency { agency, .. } => assert!(agencies.contains(&agency)),
                Scope::Admin => {}
            }
        }
    }
}
