//! 缴费申请单 (inventory APPL-2, APPL-3): printed by the unit when it has paid, stamped, and handed in with the papers it
//! lists.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{money::Fen, plan::PlanKind};
use serde::{Deserialize, Serialize};

use crate::{
    error::PaperError,
    form::{
        BODY, Proof, day_of, heading, keep_with_seal, minute_of, note_missing, period, seal_place, title,
        two_ends,
    },
    layout::{Align, Cell, Flow, Sheet, Style, Table},
    press::{Imprint, Press},
};

/// What stands on a 缴费申请单; serialised, it is the record of what was printed, so a field added later must be
/// optional. It holds personal data, hence no `Debug`.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PaymentApplication {
    /// What the plan covers: the title follows it (inventory X-15).
    pub plan_kind: PlanKind,
    /// 参保单号 (CB…).
    pub application_number: String,
    /// 申请单号 (CR…), the number of this paper (inventory X-5).
    pub number: String,
    /// 提交时间.
    pub submitted_at: DateTime<Utc>,
    /// 单位名称.
    pub unit: String,
    /// 单位类型, e.g. 机关.
    pub unit_kind: String,
    /// 联系人.
    pub contact: String,
    /// 联系电话.
    pub phone: String,
    /// 受理渠道, e.g. 单位录入.
    pub channel: String,
    /// 保障计划.
    pub plan: String,
    /// 保障期限: first and last day.
    pub coverage: (NaiveDate, NaiveDate),
    /// 代办处.
    pub agency: String,
    /// 参加人数.
    pub people: u32,
    /// 每人金额.
    pub fee: Fen,
    /// 总金额: what is due.
    pub total: Fen,
    /// 备注, may be empty.
    pub remark: String,
    /// 缴费方式, e.g. 线下转账.
    pub method: String,
    /// 转账信息, one per voucher.
    pub transfers: Vec<Transfer>,
    /// The papers handed in with it.
    pub papers: Vec<String>,
    /// Where it is handed in.
    pub agency_address: String,
    /// Whom to call about it.
    pub agency_phone: String,
    /// The seal it needs, e.g. 单位工会章 (inventory X-10).
    pub seal: String,
    /// How it is checked.
    #[serde(default)]
    pub proof: Proof,
    /// Whether it counts no longer (T14): every page is stamped 作废. No part of the record: that comes later.
    #[serde(skip)]
    pub void: bool,
}

/// One voucher of a 缴费申请单.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Transfer {
    /// 付款账号.
    pub account: String,
    /// 付款时间; midnight in Shanghai where only the day is known.
    pub paid_at: DateTime<Utc>,
    /// 户名.
    pub holder: String,
    /// 转账金额.
    pub amount: Fen,
    /// 银行回单内容, may be empty.
    pub receipt_text: String,
}

/// The 缴费申请单 as a PDF.
pub fn payment_application(form: &PaymentApplication) -> Result<Vec<u8>, PaperError> {
    let press = Press::shared()?;
    let mut flow = press.pages(Sheet::A4);
    fill(&mut flow, form, &form.proof)?;
    note_missing(&mut flow);
    let imprint = Imprint {
        title: &name(form),
        number: &form.number,
        author: &form.unit,
        created: form.submitted_at,
        void: form.void,
    };
    press.print(flow, &imprint)
}

fn name(form: &PaymentApplication) -> String {
    format!("{}缴费申请单", form.plan_kind.zh())
}

/// The form from the cursor on.
pub(crate) fn fill(flow: &mut Flow<'_>, form: &PaymentApplication, proof: &Proof) -> Result<(), PaperError> {
    title(flow, &name(form));
    let submitted = format!("提交时间：{}", day_of(form.submitted_at));
    two_ends(flow, &format!("参保单号：{}", form.application_number), &submitted);
    two_ends(flow, &format!("申请单号：{}", form.number), "");
    flow.skip(4.0);
    fields(flow, form);
    transfers(flow, form)?;
    hand_in(flow, form, proof);
    Ok(())
}

fn fields(flow: &mut Flow<'_>, form: &PaymentApplication) {
    let pair =
        |label: &str, value: &str, columns: usize| [Cell::label(label), Cell::value(value).over(columns)];
    let rows = [
        [pair("单位名称", &form.unit, 3), pair("单位类型", &form.unit_kind, 1)].concat(),
        [
            pair("联系人", &form.contact, 1),
            pair("联系电话", &form.phone, 1),
            pair("受理渠道", &form.channel, 1),
        ]
        .concat(),
        pair("保障计划", &form.plan, 5).to_vec(),
        [pair("保障期限", &period(form.coverage), 3), pair("代办处", &form.agency, 1)].concat(),
        [
            pair("参加人数", &format!("{}人", form.people), 1),
            pair("每人金额", &format!("{}元", form.fee), 1),
            pair("总金额", &format!("{}元", form.total), 1),
        ]
        .concat(),
        pair("大写金额", &form.total.capitals(), 5).to_vec(),
        [pair("备注", &form.remark, 3), pair("缴费方式", &form.method, 1)].concat(),
    ];
    Table::new(&[4.0, 6.0, 4.0, 6.0, 4.0, 6.0], BODY).padded(5.0, 5.0).print(flow, rows);
}

fn transfers(flow: &mut Flow<'_>, form: &PaymentApplication) -> Result<(), PaperError> {
    let sum = Fen::sum(form.transfers.iter().map(|transfer| transfer.amount)).ok_or(PaperError::Sum)?;
    heading(flow, "转账信息");
    let rows = form.transfers.iter().enumerate().map(|(at, transfer)| {
        vec![
            Cell::value((at + 1).to_string()).aligned(Align::Centre),
            Cell::value(&transfer.account),
            Cell::value(minute_of(transfer.paid_at)),
            Cell::value(&transfer.holder),
            Cell::value(transfer.amount.to_string()).aligned(Align::Right),
            Cell::value(&transfer.receipt_text),
        ]
    });
    let last = vec![
        Cell::label(format!("合计（{}笔）", form.transfers.len())).over(4),
        Cell::value(sum.to_string()).aligned(Align::Right),
        Cell::blank(),
    ];
    Table::new(&[10.0, 40.0, 30.0, 38.0, 25.0, 27.0], Style::of(9.0))
        .with_head(&["序号", "付款账号", "付款时间", "户名", "转账金额（元）", "银行回单内容"])
        .print(flow, rows.chain([last]));
    Ok(())
}

/// What belongs to it, where it goes, and where it is stamped: on one page, so that the stamp is not on an empty one.
fn hand_in(flow: &mut Flow<'_>, form: &PaymentApplication, proof: &Proof) {
    let papers: Vec<String> = form.papers.iter().map(|paper| format!("□ {paper}")).collect();
    let ask = format!("请打印本申请单，加盖{}，连同以下资料提交至代办处（{}）：", form.seal, form.agency);
    flow.skip(8.0);
    keep_with_seal(flow, [&ask].into_iter().chain(&papers));
    flow.paragraph(&ask, &BODY, Align::Left);
    for paper in papers {
        flow.paragraph(&paper, &BODY, Align::Left);
    }
    let beside = [
        format!("提交地址：{}", form.agency_address),
        format!("联系电话：{}", form.agency_phone),
        "盖章日期：　　　　年　　月　　日".to_owned(),
    ];
    seal_place(flow, &form.seal, &beside, proof);
}
