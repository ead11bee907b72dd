//! The stamped pack (NEW-12): everything a unit hands in on paper, in one file to be printed, stamped and scanned:
//! a cover that leads back to the application, the 缴费申请单, the over-age register where somebody is over age, and
//! the list by which unit and agency tick off what belongs to it.

use domain::roster::Member;
use serde::{Deserialize, Serialize};

use crate::{
    PaymentApplication, application,
    error::PaperError,
    form::{
        BODY, Proof, day_of, keep_with_seal, note_missing, period, proof_place, seal_place, title, two_ends,
    },
    layout::{Align, Cell, Flow, MM, Sheet, Style, Table},
    press::{Imprint, Press},
    register::{self, OverAgeRegister},
};

const CHECKLIST: &str = "材料交接清单";
const REGISTER: &str = "超龄未退休职工名册";

/// What stands in a pack; serialised, it is the record of what was printed, so a field added later must be optional.
/// It holds personal data, hence no `Debug`. The over-age people are no part of it: they stand in their roster.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StampedPack {
    /// The number of this paper.
    pub number: String,
    /// The 缴费申请单 as it was issued.
    pub form: PaymentApplication,
    /// The register, where somebody is over age.
    pub register: Option<OverAgeRegister>,
    /// How the pack is checked; the agency finds the application by it.
    pub proof: Proof,
    /// Whether it counts no longer: every page is stamped 作废. No part of the record: that comes later.
    #[serde(skip)]
    pub void: bool,
}

/// The side of the QR code on the cover, which is read from a pile.
const COVER_QR: f32 = 36.0 * MM;

/// A part of the pack: what it is, the page (from 1) it begins on, the seal it needs.
struct Part {
    name: String,
    page: usize,
    seal: String,
}

/// The pack as a PDF, its pages numbered through.
pub fn stamped_pack(pack: &StampedPack, roster: &[Member]) -> Result<Vec<u8>, PaperError> {
    let press = Press::shared()?;
    let mut flow = press.pages(Sheet::A4);
    flow.turn_page();
    let parts = parts(&mut flow, pack, roster)?;
    flow.fill_in(0, |flow| cover(flow, pack, &parts));
    note_missing(&mut flow);
    let name = cover_title(pack);
    let imprint = Imprint {
        title: &name,
        number: &pack.number,
        author: &pack.form.unit,
        created: pack.form.submitted_at,
        void: pack.void,
    };
    press.print(flow, &imprint)
}

fn cover_title(pack: &StampedPack) -> String {
    format!("{}参保材料", pack.form.plan_kind.zh())
}

fn parts(flow: &mut Flow<'_>, pack: &StampedPack, roster: &[Member]) -> Result<Vec<Part>, PaperError> {
    let form = &pack.form;
    let name = format!("{}缴费申请单", form.plan_kind.zh());
    let mut parts = vec![Part { name, page: flow.page_count(), seal: form.seal.clone() }];
    application::fill(flow, form, &Proof::default())?;
    if let Some(list) = &pack.register {
        flow.turn_page();
        parts.push(Part { name: REGISTER.to_owned(), page: flow.page_count(), seal: list.seal.clone() });
        register::fill(flow, list, roster, &Proof::default());
    }
    flow.turn_page();
    parts.push(Part { name: CHECKLIST.to_owned(), page: flow.page_count(), seal: String::new() });
    checklist(flow, pack);
    Ok(parts)
}

fn cover(flow: &mut Flow<'_>, pack: &StampedPack, parts: &[Part]) {
    let form = &pack.form;
    flow.skip(28.0 * MM);
    flow.paragraph(&cover_title(pack), &Style::of(26.0).strong(), Align::Centre);
    flow.skip(4.0 * MM);
    flow.paragraph(&form.unit, &Style::of(15.0), Align::Centre);
    flow.skip(12.0 * MM);
    let wide = |label: &str, value: &str| vec![Cell::label(label), Cell::value(value).over(3)];
    let two = |label: &str, value: &str| [Cell::label(label), Cell::value(value)];
    let rows = [
        wide("参保单号", &form.application_number),
        wide("申请单号", &form.number),
        wide("保障计划", &form.plan),
        [two("保障期限", &period(form.coverage)), two("参加人数", &format!("{}人", form.people))].concat(),
        wide("总金额", &format!("{}元（{}）", form.total, form.total.capitals())),
        [two("代办处", &form.agency), two("提交时间", &day_of(form.submitted_at))].concat(),
    ];
    Table::new(&[2.0, 4.0, 1.8, 2.4], BODY).padded(5.0, 6.0).print(flow, rows);
    flow.skip(8.0 * MM);
    contents(flow, parts);
    flow.skip(8.0 * MM);
    let (left, top, width) = (flow.sheet().side, flow.y(), flow.sheet().measure());
    proof_place(flow, &pack.proof, (left, top), width, COVER_QR);
    flow.skip(COVER_QR + 4.0 * MM);
    flow.paragraph(
        "代办处收件时请扫码打开参保单，按材料交接清单逐项核对并登记材料已收。",
        &BODY,
        Align::Left,
    );
}

fn contents(flow: &mut Flow<'_>, parts: &[Part]) {
    let middle = |text: String| Cell::value(text).aligned(Align::Centre);
    let rows = (1_usize..).zip(parts).map(|(serial, part)| {
        let page = format!("第{}页", part.page);
        vec![middle(serial.to_string()), Cell::value(&part.name), middle(page), middle(part.seal.clone())]
    });
    Table::new(&[1.0, 5.0, 1.6, 2.6], BODY).with_head(&["序号", "目录", "页码", "须加盖"]).print(flow, rows);
}

/// Everything that is handed in, ticked once by the unit and once by the agency.
fn checklist(flow: &mut Flow<'_>, pack: &StampedPack) {
    let form = &pack.form;
    title(flow, CHECKLIST);
    two_ends(flow, &format!("单位名称：{}", form.unit), &format!("申请单号：{}", form.number));
    flow.skip(4.0);
    let own = [format!("缴费申请单（加盖{}）", form.seal)];
    let list = pack.register.iter().map(|list| format!("{REGISTER}（加盖{}）", list.seal));
    let papers = own.into_iter().chain(list).chain(form.papers.iter().cloned());
    let tick = || Cell::value("□").aligned(Align::Centre);
    let rows = (1_usize..).zip(papers).map(|(serial, paper)| {
        let serial = Cell::value(serial.to_string()).aligned(Align::Centre);
        vec![serial, Cell::value(paper), Cell::blank(), tick(), tick(), Cell::blank()]
    });
    Table::new(&[1.1, 6.0, 1.1, 1.7, 2.0, 2.0], BODY)
        .padded(4.0, 6.0)
        .with_head(&["序号", "材料名称", "份数", "单位已备", "代办处收讫", "备注"])
        .print(flow, rows);
    let ask = format!("提交地址：{}　联系电话：{}", form.agency_address, form.agency_phone);
    flow.skip(8.0);
    keep_with_seal(flow, [&ask].into_iter());
    flow.paragraph(&ask, &BODY, Align::Left);
    let beside = [
        "单位移交人（签字）：".to_owned(),
        String::new(),
        "代办处接收人（签字）：".to_owned(),
        String::new(),
        "接收日期：　　　　年　　月　　日".to_owned(),
    ];
    seal_place(flow, "代办处收件", &beside, &Proof::default());
}
