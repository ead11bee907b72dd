//! 参保凭证 (B5, T12): the agency's word that people are covered, with the list of them. Document numbers are masked:
//! it is shown to others.

use chrono::{DateTime, NaiveDate, Utc};
use domain::{money::Fen, roster::Member};
use serde::{Deserialize, Serialize};

use crate::{
    error::PaperError,
    form::{BODY, LIST, Proof, day_of, day_zh, note_missing, seal_place, title, two_ends},
    layout::{Align, Cell, Flow, Sheet, Style, Table},
    press::{Imprint, Press},
};

const TITLE: &str = "参保凭证";
const LIST_TITLE: &str = "参保职工名单";

/// What stands on a 参保凭证; serialised, it is the record of what was printed, so a field added later must be
/// optional. The people are no part of it: they stand in their roster.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EnrollmentCertificate {
    /// The number of this paper.
    pub number: String,
    /// 参保单号 (CB…).
    pub application_number: String,
    /// 单位名称.
    pub unit: String,
    /// 统一社会信用代码.
    pub credit_code: String,
    /// 保障计划.
    pub plan: String,
    /// 档位.
    pub tier: String,
    /// 保障期限: first and last day.
    pub coverage: (NaiveDate, NaiveDate),
    /// 参保人数.
    pub people: u32,
    /// 缴费金额.
    pub paid: Fen,
    /// The 代办处 that issues it.
    pub agency: String,
    /// 办结时间.
    pub concluded_at: DateTime<Utc>,
    /// How it is checked.
    pub proof: Proof,
    /// Whether it counts no longer: every page is stamped 作废. No part of the record: that comes later.
    #[serde(skip)]
    pub void: bool,
}

/// The 参保凭证 with the list of everybody on the roster as a PDF.
pub fn enrollment_certificate(
    form: &EnrollmentCertificate,
    roster: &[Member],
) -> Result<Vec<u8>, PaperError> {
    let press = Press::shared()?;
    let mut flow = press.pages(Sheet::A4);
    title(&mut flow, TITLE);
    two_ends(
        &mut flow,
        &format!("凭证编号：{}", form.number),
        &format!("办结日期：{}", day_of(form.concluded_at)),
    );
    flow.skip(8.0);
    statement(&mut flow, form);
    fields(&mut flow, form);
    seal_place(&mut flow, &form.agency, &["（参保职工名单附后）".to_owned()], &form.proof);
    flow.skip(6.0);
    two_ends(&mut flow, "", &format!("{}　{}", form.agency, day_of(form.concluded_at)));
    flow.turn_page();
    people(&mut flow, form, roster);
    note_missing(&mut flow);
    let imprint = Imprint {
        title: TITLE,
        number: &form.number,
        author: &form.agency,
        created: form.concluded_at,
        void: form.void,
    };
    press.print(flow, &imprint)
}

fn statement(flow: &mut Flow<'_>, form: &EnrollmentCertificate) {
    let text = format!(
        "　　兹证明{}的职工共{}人已参加{}，保障期限自{}起至{}止。",
        form.unit,
        form.people,
        form.plan,
        day_zh(form.coverage.0),
        day_zh(form.coverage.1),
    );
    flow.paragraph(&text, &Style { leading: 1.9, ..Style::of(12.0) }, Align::Left);
    flow.skip(8.0);
}

fn fields(flow: &mut Flow<'_>, form: &EnrollmentCertificate) {
    let wide = |label: &str, value: &str| vec![Cell::label(label), Cell::value(value).over(3)];
    let rows = [
        wide("单位名称", &form.unit),
        wide("统一社会信用代码", &form.credit_code),
        wide("参保单号", &form.application_number),
        wide("保障计划", &form.plan),
        vec![
            Cell::label("档位"),
            Cell::value(&form.tier),
            Cell::label("参保人数"),
            Cell::value(format!("{}人", form.people)),
        ],
        vec![
            Cell::label("保障起始日"),
            Cell::value(day_zh(form.coverage.0)),
            Cell::label("保障终止日"),
            Cell::value(day_zh(form.coverage.1)),
        ],
        wide("缴费金额", &format!("{}元（{}）", form.paid, form.paid.capitals())),
    ];
    Table::new(&[2.2, 3.2, 1.8, 2.8], BODY).padded(5.0, 6.0).print(flow, rows);
}

/// Two people a row: 10 000 of them take 140 pages instead of 280.
fn people(flow: &mut Flow<'_>, form: &EnrollmentCertificate, roster: &[Member]) {
    flow.paragraph(LIST_TITLE, &Style::of(16.0).strong(), Align::Centre);
    flow.skip(6.0);
    let count = format!("共{}人，保障期限{} 至 {}", roster.len(), form.coverage.0, form.coverage.1);
    two_ends(flow, &format!("单位名称：{}", form.unit), &count);
    flow.skip(3.0);
    let rows = roster.chunks(2).zip((1_usize..).step_by(2)).map(|(pair, serial)| {
        let mut row: Vec<Cell> =
            pair.iter().zip(serial..).flat_map(|(member, serial)| particulars(serial, member)).collect();
        row.resize_with(6, Cell::blank);
        row
    });
    Table::new(&[12.0, 26.0, 47.0, 12.0, 26.0, 47.0], LIST)
        .padded(3.0, 2.5)
        .with_head(&["序号", "姓名", "证件号码", "序号", "姓名", "证件号码"])
        .print(flow, rows);
    flow.skip(4.0);
    flow.paragraph("注：证件号码已隐去部分数字，完整信息以系统记录为准。", &LIST, Align::Left);
}

fn particulars(serial: usize, member: &Member) -> [Cell; 3] {
    [serial.to_string(), member.name.as_str().to_owned(), member.document.masked()]
        .map(|text| Cell::value(text).aligned(Align::Centre))
}
