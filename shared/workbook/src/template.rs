use domain::roster::Column;
use rust_xlsxwriter::{ConditionalFormatFormula, DataValidation, Format, Workbook, Worksheet, XlsxError};

use crate::instructions::add_instructions;
use crate::layout::{LAST_ROW, NotWritten, ROSTER_SHEET, WRONG, position, prepare_roster_sheet, properties};
use crate::self_check::{saved, write_self_check};

/// The workbook 参保职工汇总表 that clerks fill in (DOC-1): the header in the first row, every column as text, dropdowns
/// and a column that checks each row as it is typed, down to row 10 001, and a sheet of instructions with version and
/// date. The same bytes each time.
pub fn roster_template() -> Result<Vec<u8>, NotWritten> {
    let mut book = Workbook::new();
    book.set_properties(&properties(ROSTER_SHEET)?);
    let roster = book.add_worksheet();
    prepare_roster_sheet(roster)?;
    write_self_check(roster, LAST_ROW)?;
    guard_document_numbers(roster)?;
    add_instructions(&mut book)?;
    saved(&mut book, LAST_ROW)
}

/// Shows in the cell itself what an import would refuse: a number that has lost its digits, an ID number of the wrong
/// length.
fn guard_document_numbers(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let at = position(Column::DocumentNumber);
    let wrong = Format::new().set_background_color(WRONG);
    for rule in ["=ISNUMBER($C2)", "=AND($B2=\"居民身份证\",LEN($C2)>0,LEN($C2)<>18)"] {
        let format = ConditionalFormatFormula::new().set_rule(rule).set_format(&wrong);
        sheet.add_conditional_format(1, at, LAST_ROW, at, &format)?;
    }
    let hint = DataValidation::new()
        .set_input_title("证件号码")?
        .set_input_message("本列为文本格式。从别处复制时请选择“只粘贴值”，否则号码末几位会丢失。")?;
    sheet.add_data_validation(1, at, LAST_ROW, at, &hint)?;
    Ok(())
}
