//! 超龄未退休职工名册 (DOC-4, inventory AGE-4): the over-age people of a roster, completed by hand, stamped, and
//! uploaded or handed in as the unit's own proof. Names and numbers are whole: it is the unit's paper.

use chrono::{DateTime, NaiveDate, Utc};
use domain::roster::Member;
use serde::{Deserialize, Serialize};

use crate::{
    error::PaperError,
    form::{BODY, LIST, Proof, day_of, keep_with_seal, note_missing, seal_place, title, two_ends},
    layout::{Align, Cell, Flow, Sheet, Table},
    press::{Imprint, Press},
};

const TITLE: &str = "超龄未退休职工名册";
const STATEMENT: &str = "以上人员均已达到法定退休年龄，现仍在本单位在职，未办理退休手续，情况属实。";

/// What heads and ends an over-age register; serialised, it is the record of what was printed, so a field added later
/// must be optional. The people are no part of it: they stand in their roster.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OverAgeRegister {
    /// The number of this paper: another roster has another register.
    pub number: String,
    /// 参保单号 (CB…).
    pub application_number: String,
    /// 单位名称.
    pub unit: String,
    /// 保障计划.
    pub plan: String,
    /// How many are over age.
    pub people: u32,
    /// The day on which ages count.
    pub reference_on: NaiveDate,
    /// The seal it needs, e.g. 单位人事公章 (inventory X-10).
    pub seal: String,
    /// How it is checked.
    pub proof: Proof,
    /// When it was made.
    pub made_at: DateTime<Utc>,
    /// Whether it counts no longer: every page is stamped 作废. No part of the record: that comes later.
    #[serde(skip)]
    pub void: bool,
}

/// The over-age people of a roster as a PDF.
pub fn over_age_register(form: &OverAgeRegister, roster: &[Member]) -> Result<Vec<u8>, PaperError> {
    let press = Press::shared()?;
    let mut flow = press.pages(Sheet::A4);
    fill(&mut flow, form, roster, &form.proof);
    note_missing(&mut flow);
    let imprint = Imprint {
        title: TITLE,
        number: &form.number,
        author: &form.unit,
        created: form.made_at,
        void: form.void,
    };
    press.print(flow, &imprint)
}

/// The register from the cursor on.
pub(crate) fn fill(flow: &mut Flow<'_>, form: &OverAgeRegister, roster: &[Member], proof: &Proof) {
    title(flow, TITLE);
    let made = format!("制表日期：{}", day_of(form.made_at));
    two_ends(flow, &format!("单位名称：{}", form.unit), &format!("参保单号：{}", form.application_number));
    two_ends(flow, &format!("保障计划：{}", form.plan), &made);
    flow.skip(4.0);
    let people = roster.iter().filter(|member| member.over_age);
    let rows = (1_usize..).zip(people).map(|(serial, member)| line(serial, member));
    let total = vec![Cell::label(format!("合计：{}人", form.people)).over(9)];
    Table::new(&[9.0, 25.0, 9.0, 21.0, 37.0, 9.0, 17.0, 15.0, 28.0], LIST)
        .padded(3.0, 4.5)
        .with_head(&[
            "序号",
            "姓名",
            "性别",
            "证件类型",
            "证件号码",
            "年龄",
            "法定退休年月",
            "是否在职",
            "未退休原因及证明材料",
        ])
        .print(flow, rows.chain([total]));
    ending(flow, form, proof);
}

fn line(serial: usize, member: &Member) -> Vec<Cell> {
    let middle = |text: String| Cell::value(text).aligned(Align::Centre);
    vec![
        middle(serial.to_string()),
        middle(member.name.as_str().to_owned()),
        middle(member.gender.zh().to_owned()),
        middle(member.document.kind().zh().to_owned()),
        middle(member.document.as_str().to_owned()),
        middle(member.age.to_string()),
        middle(member.retires.map(|month| month.to_string()).unwrap_or_default()),
        Cell::blank(),
        Cell::blank(),
    ]
}

/// The unit's word for it, and where it is signed and stamped.
fn ending(flow: &mut Flow<'_>, form: &OverAgeRegister, proof: &Proof) {
    let note = format!(
        "注：年龄为{}的周岁年龄；“是否在职”“未退休原因及证明材料”两栏由单位填写。",
        form.reference_on
    );
    let words = [STATEMENT.to_owned(), note];
    flow.skip(8.0);
    keep_with_seal(flow, words.iter());
    for text in &words {
        flow.paragraph(text, &BODY, Align::Left);
    }
    let beside = [
        "经办人（签字）：　　　　　　　联系电话：".to_owned(),
        "盖章日期：　　　　年　　月　　日".to_owned(),
    ];
    seal_place(flow, &form.seal, &beside, proof);
}
