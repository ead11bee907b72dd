use domain::roster::Column;
use rust_xlsxwriter::{
    Color, ConditionalFormatFormula, DataValidation, Format, FormatAlign, FormatBorder, Workbook, Worksheet,
    XlsxError,
};

use crate::layout::{
    LAST_ROW, NotWritten, ROSTER_SHEET, TEMPLATE_VERSION, choices, header_format, is_required, position,
    prepare_roster_sheet, properties, template_date_text,
};

const INSTRUCTIONS_SHEET: &str = "填写说明";

/// The workbook 参保职工汇总表 that clerks fill in (DOC-1): the header in the first row, every column as text, dropdowns
/// down to row 10 001, and a sheet of instructions with version and date. The same bytes each time.
pub fn roster_template() -> Result<Vec<u8>, NotWritten> {
    let mut book = Workbook::new();
    book.set_properties(&properties(ROSTER_SHEET)?);
    let roster = book.add_worksheet();
    prepare_roster_sheet(roster)?;
    guard_document_numbers(roster)?;
    write_instructions(book.add_worksheet())?;
    Ok(book.save_to_buffer()?)
}

/// Shows at once what an import would refuse: a number that has lost its digits, an ID number of the wrong length.
fn guard_document_numbers(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let at = position(Column::DocumentNumber);
    let wrong = Format::new().set_background_color(Color::RGB(0x00FF_C7CE));
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

fn write_instructions(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let title = Format::new().set_bold().set_font_size(14);
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_name(INSTRUCTIONS_SHEET)?;
    sheet.set_column_width(0, 18)?.set_column_width(1, 10)?.set_column_width(2, 90)?;
    sheet.write_with_format(0, 0, "参保职工汇总表填写说明", &title)?;
    sheet.write(1, 0, format!("模板版本：{TEMPLATE_VERSION}（{}）", template_date_text()))?;
    let mut row = 3;
    for (number, note) in (1..).zip(NOTES) {
        sheet.write(row, 0, format!("{number}. {note}"))?;
        row += 1;
    }
    row += 1;
    for (at, header) in (0..).zip(["栏目", "是否必填", "填写要求"]) {
        sheet.write_with_format(row, at, header, &header_format(false))?;
    }
    let cell = wrapped.set_border(FormatBorder::Thin);
    for column in Column::ALL {
        row += 1;
        sheet.write_with_format(row, 0, column.zh(), &cell)?;
        sheet.write_with_format(row, 1, if is_required(column) { "必填" } else { "选填" }, &cell)?;
        sheet.write_with_format(row, 2, requirement(column), &cell)?;
    }
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    Ok(())
}

const NOTES: [&str; 5] = [
    "请在“参保职工汇总表”中从第2行起填写，每名职工一行，单次导入不超过10000行；人数更多时可分多次导入。",
    "各列均已设为文本格式。从其他表格复制时请选择“只粘贴值”，以免身份证号被 Excel 存成数字而丢失末几位。",
    "表头名称请勿修改；列的顺序可以调整，也可以增加自用的列，空行会自动跳过。",
    "证件类型为“其他”时，必须填写性别和年龄；有居民身份证的职工，性别和年龄由系统根据身份证号计算。",
    "导入后系统逐行检查，有误的行可下载结果文件，在其中改正后重新上传。",
];

fn requirement(column: Column) -> String {
    let listed = || choices(column).unwrap_or_default().join("、");
    match column {
        Column::Name => "与证件上的姓名一致，不超过30个字，少数民族姓名中的“·”照写。".to_owned(),
        Column::DocumentType | Column::InsuranceType => format!("从下拉列表中选择：{}。", listed()),
        Column::DocumentNumber => "居民身份证号为18位，末位为X的填写大写字母X。".to_owned(),
        Column::Phone => "11位手机号码。".to_owned(),
        Column::Gender => format!("{}；证件类型为“其他”时必填。", listed()),
        Column::Age => "周岁，整数；证件类型为“其他”时必填。".to_owned(),
        Column::BirthDate => "如1985-05-05；证件类型为“其他”且接近法定退休年龄时请填写。".to_owned(),
        Column::JobCategory => format!("女职工用于计算法定退休年龄，从下拉列表中选择：{}。", listed()),
        Column::NewEmployment => format!("网约车司机、外卖骑手、快递员等填“是”，其余填“否”：{}。", listed()),
    }
}
