//! 缴费通知单 (inventory A11): tells a unit what to pay, where to, and how to be recognised.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{agency::ReceivingAccount, money::Fen};
use serde::{Deserialize, Serialize};

use crate::{
    error::PaperError,
    form::{BODY, Proof, day_of, day_zh, in_fours, note_missing, seal_place, title, two_ends},
    layout::{Cell, Flow, Sheet, Table},
    press::{Imprint, Press},
};

const TITLE: &str = "缴费通知单";

/// What stands on a 缴费通知单; serialised, it is the record of what was printed, so a field added later must be
/// optional.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PaymentNotice {
    /// 参保单号 (CB…).
    pub application_number: String,
    /// 缴费单号 (JF…).
    pub payment_number: String,
    /// 保障计划.
    pub plan: String,
    /// 单位名称.
    pub unit: String,
    /// 单位地址.
    pub unit_address: String,
    /// 参保人数.
    pub people: u32,
    /// 应缴会费.
    pub due: Fen,
    /// 线下对公缴费: where the money goes.
    pub account: ReceivingAccount,
    /// When the account took the place of another one, if that is not long ago: payers must not use the old one.
    #[serde(default)]
    pub account_changed_on: Option<NaiveDate>,
    /// 转账附言: the code by which the agency finds the transfer in its bank statement.
    pub remark: String,
    /// How the agency and the bank tell a notice that was issued.
    #[serde(default)]
    pub proof: Proof,
    /// The system in which vouchers are uploaded, as its users call it (inventory X-18).
    pub system: String,
    /// The 代办处 that issues it.
    pub agency: String,
    /// When it was issued.
    pub issued_at: DateTime<Utc>,
    /// Whether it counts no longer (T10, T14): every page is stamped 作废. No part of the record: that comes later.
    #[serde(skip)]
    pub void: bool,
}

/// The 缴费通知单 as a PDF.
pub fn payment_notice(notice: &PaymentNotice) -> Result<Vec<u8>, PaperError> {
    let press = Press::shared()?;
    let mut flow = press.pages(Sheet::A4);
    title(&mut flow, TITLE);
    let numbers =
        (format!("参保单号：{}", notice.application_number), format!("缴费单号：{}", notice.payment_number));
    two_ends(&mut flow, &numbers.0, &numbers.1);
    flow.skip(4.0);
    fields(&mut flow, notice);
    seal_place(&mut flow, "代办处", &[], &notice.proof);
    flow.skip(6.0);
    two_ends(&mut flow, "", &format!("{}　{}", notice.agency, day_of(notice.issued_at)));
    note_missing(&mut flow);
    let imprint = Imprint {
        title: TITLE,
        number: &notice.payment_number,
        author: &notice.agency,
        created: notice.issued_at,
        void: notice.void,
    };
    press.print(flow, &imprint)
}

fn fields(flow: &mut Flow<'_>, notice: &PaymentNotice) {
    let wide = |label: &str, value: Cell| vec![Cell::label(label), value.over(3)];
    let ReceivingAccount { holder, number, bank, cnaps } = &notice.account;
    let how = format!("通过对公转账方式缴存至下述对公账号，保存转账凭证并在{}中上传。", notice.system);
    let mut rows = vec![
        wide("保障计划", Cell::value(&notice.plan)),
        wide("单位名称", Cell::value(&notice.unit)),
        wide("单位地址", Cell::value(&notice.unit_address)),
        vec![
            Cell::label("参保人数"),
            Cell::value(format!("{}人", notice.people)),
            Cell::label("应缴会费"),
            Cell::value(format!("{} 元", notice.due)).strong().sized(13.0),
        ],
        wide("应缴会费（大写）", Cell::value(notice.due.capitals()).strong()),
        wide("缴费方式", Cell::value("线下对公转账")),
        wide("线下对公缴费方式", Cell::value(how)),
        wide("户名", Cell::value(holder)),
        wide("账号", Cell::value(in_fours(number)).strong().sized(13.0)),
        wide("开户行", Cell::value(bank)),
        wide("行号", Cell::value(in_fours(cnaps))),
    ];
    if let Some(day) = notice.account_changed_on {
        let warning = format!("收款账户已于{}变更，请以本单为准，勿向原账户转账。", day_zh(day));
        rows.push(wide("账户变更提示", Cell::value(warning).strong()));
    }
    rows.extend([
        wide("转账附言", Cell::value(&notice.remark).strong().sized(20.0)),
        wide(
            "缴费说明",
            Cell::value(
                "不允许现金及个人打款。转账时请将上面的附言码填入“附言”或“用途”栏，以便及时确认到账。",
            ),
        ),
    ]);
    Table::new(&[2.1, 3.0, 1.6, 3.3], BODY).padded(6.0, 5.5).print(flow, rows);
}
