//! A world of one's own for a test: an agency, a unit, a plan and the accounts, written beside the demo data so that
//! tests that run at the same time cannot meet.

use std::sync::atomic::{AtomicU32, Ordering};

use argon2::{Argon2, PasswordHasher};
use chrono::NaiveDate;
use domain::{
    agency::{Agency, ReceivingAccount, Unit},
    caller::{Duty, Scope},
    ids::{AgencyId, PlanId, TierId, UnitId, UserId},
    money::Fen,
    plan::{GRACE_DAYS, LateEffective, Plan, PlanKind, Tier},
    roster::Rules,
};
use runtime::Clients;
use serde_json::{Value, json};
use store::{Account, Table};

use crate::{
    client::{Answer, Client},
    people::{self, Person},
    wait::until,
};

/// The password of every account of the tests.
pub const PASSWORD: &str = "Canbao-2026";

/// The papers every application needs.
const PAPERS: [&str; 3] = ["银行转账复印件", "参加人员当月或上个月工资表(盖章)", "医保名册(盖章)"];

/// One agency with one unit, and those who work there, signed in.
pub struct World {
    /// The unit, which is also the name its clerk signs in with.
    pub unit: String,
    /// The plan offered, with the tiers 60 and 90.
    pub plan: String,
    /// 单位工会管理员.
    pub clerk: Client,
    /// 经办人员.
    pub reviewer: Client,
    /// 财务.
    pub finance: Client,
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a day")
}

fn tier(id: &str, fen: i64) -> Tier {
    let name = format!("{id}元档位");
    Tier { id: TierId::parse(id).expect("a tier"), name, fee: Fen::new(fen) }
}

fn plan(id: PlanId, agency: AgencyId) -> Plan {
    Plan {
        id,
        agency,
        name: "测试住院保障项目2026".into(),
        kind: PlanKind::Inpatient,
        opens_on: day(2020, 1, 1),
        closes_on: day(2099, 12, 31),
        coverage_from: day(2026, 1, 1),
        coverage_to: day(2026, 12, 31),
        tiers: vec![tier("60", 6_000), tier("90", 9_000)],
        rules: Rules::standard(day(2026, 1, 1), day(2026, 12, 31)),
        account: ReceivingAccount {
            holder: "测试市总工会".into(),
            number: "43001500000050000001".into(),
            bank: "测试银行益阳分行".into(),
            cnaps: "105561000019".into(),
        },
        pending_account: None,
        account_changed_on: None,
        late_effective: LateEffective::NextDay,
        papers: PAPERS.map(Into::into).to_vec(),
        form_seal: "单位工会章".into(),
        register_seal: "单位人事公章".into(),
        grace_days: GRACE_DAYS,
        reuse_review: true,
    }
}

/// Writes an account with the password of the tests.
async fn account(table: &Table, name: &str, scope: Scope) {
    let password = Argon2::default().hash_password(PASSWORD.as_bytes()).expect("a hash").to_string();
    let account = Account {
        user: UserId::parse(name).expect("a user name"),
        display_name: format!("测试账号{name}"),
        password,
        scope,
        must_change_password: false,
        suspended: false,
        version: 1,
    };
    table.put_account(&account).await.expect("an account is written");
}

impl World {
    /// A new agency `t…`, its unit and its people.
    pub async fn new() -> Self {
        static SERIAL: AtomicU32 = AtomicU32::new(0);
        let serial = SERIAL.fetch_add(1, Ordering::Relaxed);
        let name = format!("t{}-{serial}", std::process::id());
        let table = Clients::load().await.table().expect("the table of the stack");
        let agency = AgencyId::parse(format!("{name}-agency")).expect("an agency");
        let unit = UnitId::parse(name.clone()).expect("a unit");
        let plan_id = PlanId::parse(format!("{name}-plan")).expect("a plan");
        table.put_agency(&self::agency(&agency)).await.expect("an agency is written");
        table.put_unit(&self::unit(&unit, &agency)).await.expect("a unit is written");
        table.put_plan(&plan(plan_id.clone(), agency.clone())).await.expect("a plan is written");
        account(&table, &name, Scope::Unit { units: vec![unit] }).await;
        let staff = |duty| Scope::Agency { agency: agency.clone(), duties: [duty].into() };
        let [review, finance] = ["review", "finance"].map(|duty| format!("{name}-{duty}"));
        account(&table, &review, staff(Duty::Review)).await;
        account(&table, &finance, staff(Duty::Finance)).await;
        Self {
            clerk: Client::sign_in(&name).await,
            reviewer: Client::sign_in(&review).await,
            finance: Client::sign_in(&finance).await,
            unit: name,
            plan: plan_id.to_string(),
        }
    }

    /// 管理员 of the agency, signed in.
    pub async fn manager(&self) -> Client {
        let table = Clients::load().await.table().expect("the table of the stack");
        let agency = AgencyId::parse(format!("{}-agency", self.unit)).expect("an agency");
        let name = format!("{}-manage", self.unit);
        account(&table, &name, Scope::Agency { agency, duties: [Duty::Manage].into() }).await;
        Client::sign_in(&name).await
    }

    /// The window of the plan ended long ago; its period lasts.
    pub async fn close_plan(&self) {
        let table = Clients::load().await.table().expect("the table of the stack");
        let id = PlanId::parse(self.plan.clone()).expect("a plan");
        let plan = table.plan(&id).await.expect("the table answers").expect("the plan is there");
        let plan = Plan { closes_on: day(2020, 1, 31), coverage_to: day(2099, 12, 31), ..plan };
        table.put_plan(&plan).await.expect("a plan is written");
    }

    /// The reviewer does from now on what the clerk did.
    pub async fn enter_at_the_agency(&mut self) {
        self.clerk = Client::sign_in(&format!("{}-review", self.unit)).await;
    }

    /// The same plan is offered for the year after, and chosen from now on.
    pub async fn next_year(&mut self) {
        let table = Clients::load().await.table().expect("the table of the stack");
        let id = PlanId::parse(self.plan.clone()).expect("a plan");
        let plan = table.plan(&id).await.expect("the table answers").expect("the plan is there");
        let next = PlanId::parse(format!("{id}-next")).expect("a plan");
        let (from, to) = (day(2027, 1, 1), day(2027, 12, 31));
        let rules = Rules::standard(from, to);
        let plan = Plan { id: next.clone(), coverage_from: from, coverage_to: to, rules, ..plan };
        table.put_plan(&plan).await.expect("a plan is written");
        self.plan = next.to_string();
    }

    /// An empty application of the clerk's.
    pub async fn draft(&self) -> String {
        let application = self.clerk.post("/api/applications", json!({"unitId": self.unit})).await.ok();
        application["number"].as_str().expect("a number").to_owned()
    }

    /// Chooses the plan and a tier.
    pub async fn choose(&self, number: &str, tier: &str) -> Answer {
        let choice = json!({"planId": self.plan, "tierId": tier});
        self.clerk.put(&format!("/api/applications/{number}/plan"), choice).await
    }

    /// Uploads a roster and waits for its preview.
    pub async fn import(&self, number: &str, roster: &[Person]) -> Value {
        let workbook = people::workbook(roster).expect("a workbook");
        self.clerk.import(number, workbook, &["ready", "failed"]).await
    }

    /// Takes an import over and waits until it is done.
    pub async fn apply(&self, number: &str, import: &Value, mode: &str) {
        let id = import["id"].as_str().expect("an import's id");
        let path = format!("/api/applications/{number}/imports/{id}/apply");
        self.clerk.post(&path, json!({"mode": mode})).await.ok();
        let applied = self.clerk.import_in(number, id, &["applied", "failed"]).await;
        assert_eq!(applied["state"], "applied", "{applied}");
    }

    /// How many people are on the roster.
    pub async fn members(&self, number: &str) -> u64 {
        let page = self.clerk.get(&format!("/api/applications/{number}/members")).await.ok();
        page["total"].as_u64().expect("a total")
    }

    /// The over-age people on the roster.
    pub async fn over_age(&self, number: &str) -> Vec<Value> {
        let page = self.clerk.get(&format!("/api/applications/{number}/members?tab=overAge")).await.ok();
        page["items"].as_array().expect("people").clone()
    }

    /// An application at 60元 with everything but the over-age proofs.
    pub async fn draft_with(&self, roster: &[Person]) -> String {
        let number = self.draft().await;
        self.choose(&number, "60").await.ok();
        let headcount = json!({"insuredHeadcount": 100});
        self.clerk.put(&format!("/api/applications/{number}/insured-headcount"), headcount).await.ok();
        let import = self.import(&number, roster).await;
        assert_eq!(import["counts"]["errors"], 0, "{import}");
        self.apply(&number, &import, "append").await;
        number
    }

    /// Submits the application.
    pub async fn submit(&self, number: &str) -> Value {
        self.clerk.post(&format!("/api/applications/{number}/submit"), json!({})).await.ok()
    }

    /// Uploads a small scan that differs for every `n`; gives the upload's id.
    async fn scan(&self, purpose: &str, reference: (&str, &str), n: u32) -> String {
        let bytes = format!("%PDF-1.4\n% scan {n} for {}\n%%EOF\n", reference.1).into_bytes();
        let mut request = json!({
            "purpose": purpose, "fileName": "扫描件.pdf", "contentType": "application/pdf", "sizeBytes": bytes.len(),
        });
        request[reference.0] = reference.1.into();
        let (id, upload) = self.clerk.upload_checked(request, bytes).await;
        assert_eq!(upload["state"], "received", "{upload}");
        id
    }

    /// Attaches an over-age proof.
    pub async fn add_proof(&self, number: &str, n: u32) -> Value {
        let upload = self.scan("age_proof", ("applicationNumber", number), n).await;
        let proof = json!({"uploadId": upload});
        self.clerk.post(&format!("/api/applications/{number}/proofs"), proof).await.ok()
    }

    /// Attaches a voucher; gives the payment order.
    pub async fn add_voucher(&self, payment: &str, n: u32, fen: i64) -> Value {
        let upload = self.scan("voucher", ("paymentNumber", payment), n).await;
        let voucher = json!({
            "uploadId": upload, "amountFen": fen, "transferredAt": "2025-12-09",
            "payerName": "测试单位工会委员会", "payerAccount": "43001234567890123", "receiptText": "互助金",
        });
        self.clerk.post(&format!("/api/payments/{payment}/vouchers"), voucher).await.ok()
    }

    /// Submits, pays and submits the payment; gives the payment order's number.
    pub async fn paid(&self, number: &str, fen: i64) -> String {
        let payment = self.submit(number).await["paymentNumber"].as_str().expect("an order").to_owned();
        self.add_voucher(&payment, 1, fen).await;
        self.clerk.post(&format!("/api/payments/{payment}/submit"), json!({})).await.ok();
        payment
    }

    /// Confirms the money, takes the papers and concludes.
    pub async fn conclude(&self, number: &str, payment: &str) -> Value {
        self.finance.post(&format!("/api/payments/{payment}/confirm"), json!({})).await.ok();
        let items = [&PAPERS[..], &["超龄未退休证明材料(盖章)"]].concat();
        let papers = json!({"items": items, "receivedOn": "2025-12-10"});
        self.reviewer.post(&format!("/api/applications/{number}/materials"), papers).await.ok();
        self.reviewer.post(&format!("/api/applications/{number}/conclude"), json!({})).await.ok()
    }

    /// Waits until the unit has so many enrollment records.
    pub async fn enrolled(&self, people: u64) {
        until("everyone enrolled", || async {
            let page = self.clerk.get("/api/enrollments").await.ok();
            (page["total"] == people).then_some(())
        })
        .await;
    }

    /// Waits until a document is there and reads it.
    pub async fn document(&self, number: &str, kind: &str) -> Vec<u8> {
        let path = format!("/api/applications/{number}/documents/{kind}");
        let url = until("document rendered", || async {
            let answer = self.clerk.get(&path).await;
            answer.body["url"].as_str().map(ToOwned::to_owned)
        })
        .await;
        self.clerk.download(&url).await
    }
}

fn agency(id: &AgencyId) -> Agency {
    Agency {
        id: id.clone(),
        name: "测试市总工会代办处".into(),
        address: "测试市测试路1号".into(),
        hotline: "0737-0000000".into(),
        invoice_before_payment: false,
    }
}

fn unit(id: &UnitId, agency: &AgencyId) -> Unit {
    Unit {
        id: id.clone(),
        agency: agency.clone(),
        name: format!("测试单位{id}"),
        credit_code: "81430900MC12345666".into(),
        kind: "事业单位".into(),
        address: "测试市测试路2号".into(),
        contact: "测试联系人".into(),
        phone: "0737-0000001".into(),
    }
}
