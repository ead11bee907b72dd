//! The column that checks a row while it is typed (E2.6, E3.1): the same questions as the import's, answered by the
//! spreadsheet itself. No array constants and nothing newer than Excel 2007, so that WPS and LibreOffice compute it too.

use domain::person::DocumentType;
use domain::roster::{Column, JobCategory};
use rust_xlsxwriter::{Color, ConditionalFormatFormula, Format, Formula, Workbook, Worksheet, XlsxError};

use crate::instructions::Bounds;
use crate::layout::{DOUBTFUL, LAST_ROW, NotWritten, WRONG, behind_columns, header_format, letter, position};
use crate::shared_formula::{same_as_above, share};

/// The column's header. It is no column of the roster: whatever stands in it is not read.
pub(crate) const CHECK_HEADER: &str = "自动检查";
/// What a row shows that has nothing to correct.
pub(crate) const PASSED: &str = "通过";
/// How a row begins that is taken, with a proof.
const OVER_AGE: &str = "超龄";

/// Fills the column in, from the first row for people to `last`, from 0.
pub(crate) fn write_self_check(sheet: &mut Worksheet, last: u32) -> Result<(), XlsxError> {
    let at = behind_columns();
    let plain = Format::new().set_font_color(Color::RGB(0x0054_8235));
    sheet.set_column_width(at, 34)?;
    sheet.write_with_format(0, at, CHECK_HEADER, &header_format(false))?;
    sheet.write_formula_with_format(1, at, Formula::new(formula(FIRST)).set_result(""), &plain)?;
    for row in 2..=last {
        sheet.write_formula_with_format(row, at, same_as_above(), &plain)?;
    }
    colour(sheet, at, last)
}

/// The first row for people, as Excel counts.
const FIRST: u32 = 2;

/// The finished workbook, with the formula once and not in every row to `last`.
pub(crate) fn saved(book: &mut Workbook, last: u32) -> Result<Vec<u8>, NotWritten> {
    let column = letter(behind_columns());
    let range = format!("{column}{FIRST}:{column}{}", last.max(1) + 1);
    share(&book.save_to_buffer()?, &formula(FIRST), &range)
}

fn colour(sheet: &mut Worksheet, at: u16, last: u32) -> Result<(), XlsxError> {
    let cell = format!("${}2", letter(at));
    let over_age = format!("LEFT({cell},2)=\"{OVER_AGE}\"");
    for (rule, background) in [
        (format!("=AND({cell}<>\"\",{cell}<>\"{PASSED}\",NOT({over_age}))"), WRONG),
        (format!("={over_age}"), DOUBTFUL),
    ] {
        let format = Format::new().set_font_color(Color::RGB(0)).set_background_color(background);
        let rule = ConditionalFormatFormula::new().set_rule(rule.as_str()).set_format(&format);
        sheet.add_conditional_format(1, at, last.max(1), at, &rule)?;
    }
    Ok(())
}

/// A question about a row, and what the cell says when the answer is yes.
struct Question {
    when: String,
    says: String,
}

/// The check of one row, as Excel counts rows: the first question that is answered with yes says its piece.
fn formula(row: u32) -> String {
    let questions = questions(row);
    let mut formula = String::from("=");
    for Question { when, says } in &questions {
        formula.extend(["IF(", when, ",", says, ","]);
    }
    formula.push_str(&quoted(PASSED));
    formula.extend(std::iter::repeat_n(')', questions.len()));
    formula
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

fn cell(column: Column, row: u32) -> String {
    format!("{}{row}", letter(position(column)))
}

fn questions(row: u32) -> Vec<Question> {
    let [name, kind, number, gender] =
        [Column::Name, Column::DocumentType, Column::DocumentNumber, Column::Gender]
            .map(|one| cell(one, row));
    let [age, birth] = [Column::Age, Column::BirthDate].map(|one| cell(one, row));
    let ask = |when: String, says: &str| Question { when, says: quoted(says) };
    let mut questions = vec![
        ask(format!("{name}&{number}=\"\""), ""),
        ask(format!("{name}=\"\""), "请填写姓名"),
        ask(format!("{number}=\"\""), "请填写证件号码"),
        ask(format!("ISNUMBER({number})"), "号码已变成数字，末几位可能丢失，请设为文本格式后重新填写"),
        repeated(&number),
    ];
    let without_id = is_other_document(&kind, &number);
    questions.push(Question {
        when: without_id,
        says: format!("IF(OR({gender}=\"\",{age}&{birth}=\"\"),\"请填写性别和年龄\",{})", quoted(PASSED)),
    });
    questions.extend(about_id(&number, &cell(Column::JobCategory, row)));
    questions
}

/// The same number further up. `COUNTIF` would compare the first fifteen digits alone; a header that moves with the
/// rows, unlike the first row for people, is never deleted.
fn repeated(number: &str) -> Question {
    let column = letter(position(Column::DocumentNumber));
    let last = LAST_ROW + 1;
    let found = format!("MATCH({number},{column}$1:{column}${last},0)");
    Question {
        when: format!("{found}<ROW()-ROW({column}$1)+1"),
        says: format!("\"与第\"&{found}+ROW({column}$1)-1&\"行证件号码重复\""),
    }
}

/// Documents whose numbers do not tell gender and birth (FAQ-3).
fn is_other_document(kind: &str, number: &str) -> String {
    let is = |one: DocumentType| format!("{kind}={}", quoted(one.zh()));
    format!(
        "OR({},{},{},AND({},LEN({number})<>18))",
        is(DocumentType::Passport),
        is(DocumentType::HmtTravelPermit),
        is(DocumentType::Other),
        is(DocumentType::ForeignPermanentResident)
    )
}

fn about_id(number: &str, job: &str) -> Vec<Question> {
    let Bounds { digits, men, women_55, women_50, working_age } = Bounds::in_sheet();
    let digit = format!("MID({number},ROW({digits}),1)");
    let check = format!("MOD(SUMPRODUCT({digit}*2^(18-ROW({digits}))),11)");
    let born = format!("DATEVALUE(MID({number},7,4)&\"-\"&MID({number},11,2)&\"-\"&MID({number},13,2))");
    let bound = format!(
        "IF(MOD(MID({number},17,1),2)=1,{men},IF({job}={},{women_50},IF({job}={},{men},{women_55})))",
        quoted(JobCategory::Production.zh()),
        quoted(JobCategory::Senior.zh())
    );
    let ask = |when: String, says: &str| Question { when, says: quoted(says) };
    vec![
        Question {
            when: format!("LEN({number})<>18"),
            says: format!("\"身份证号应为18位，现为\"&LEN({number})&\"位\""),
        },
        ask(format!("ISERROR(SUMPRODUCT(--{digit}))"), "身份证号前17位应全为数字"),
        ask(format!("ISERROR({born})"), "身份证号中的出生日期不存在"),
        ask(
            format!("MID(\"10X98765432\",{check}+1,1)<>UPPER(RIGHT({number},1))"),
            "身份证号校验位不正确，请核对是否录错",
        ),
        ask(format!("{born}>{working_age}"), "未满16周岁，不能参保"),
        ask(format!("{born}<={bound}"), "超龄，需上传证明"),
    ]
}
