use super::*;
use crate::{
    calendar::YearMonth,
    person::{DocumentError, DocumentNotice, DocumentType, Gender, NameError, PhoneError},
};

fn month() -> YearMonth {
    YearMonth::new(2026, 5).unwrap()
}

#[test]
#[expect(clippy::too_many_lines, reason = "it is a table")]
fn every_finding_has_its_code_its_severity_and_its_sentence() {
    use Severity::{Error as E, Info as I, Notice as N, Warning as W};
    let types = "居民身份证、港澳台居民居住证、外国人永久居留身份证、护照、港澳台居民来往内地通行证、其他";
    let types = format!("证件类型应为：{types}");
    let table: &[(Finding, &str, Severity, &str)] = &[
        (NameError::Blank.into(), "R101", E, "姓名不能为空"),
        (NameError::Character('?').into(), "R102", E, "姓名含有不允许的字符：?"),
        (NameError::TooLong.into(), "R102", E, "姓名过长：最多30个字"),
        (Finding::NameCleaned, "R103", W, "已自动去除姓名中的空格"),
        (Finding::DocumentTypeUnknown, "R201", E, &types),
        (DocumentError::TypeMissing.into(), "R201", E, &types),
        (DocumentError::Blank.into(), "R202", E, "证件号码不能为空"),
        (
            DocumentError::Numeric.into(),
            "R203",
            E,
            "证件号码被 Excel 存成了数字，末几位已丢失，请将该列设为“文本”后重新填写",
        ),
        (
            Finding::DocumentNumeric,
            "R203",
            E,
            "证件号码被 Excel 存成了数字，可能丢失开头的0，请将该列设为“文本”后重新填写",
        ),
        (DocumentError::Length(17).into(), "R204", E, "身份证号应为18位，现为17位"),
        (
            DocumentError::Legacy { suggestion: "430902196604010015".into() }.into(),
            "R205",
            E,
            "15位旧号码已停用，换算后可能是 430902196604010015，请核对后填写18位号码",
        ),
        (
            DocumentError::BirthDate("19490230".into()).into(),
            "R206",
            E,
            "身份证号中的出生日期“19490230”不存在",
        ),
        (
            DocumentError::CheckCharacter('X').into(),
            "R207",
            E,
            "身份证号校验位不正确（应为X），请核对是否录错",
        ),
        (DocumentError::Region("00".into()).into(), "R208", E, "身份证号前两位“00”不是有效地区"),
        (
            DocumentNotice::TypeCorrected(DocumentType::HmtResidencePermit).into(),
            "R209",
            N,
            "号码为港澳台居民居住证，已更正证件类型",
        ),
        (DocumentNotice::Cleaned.into(), "R210", N, "已自动去除证件号码中的空格和全角字符"),
        (DocumentNotice::LetterO.into(), "R211", W, "证件号码中的字母“O”已改为数字“0”，请核对"),
        (DocumentError::NotDigits.into(), "R212", E, "身份证号前17位应全为数字"),
        (
            DocumentError::Form(DocumentType::Passport).into(),
            "R212",
            E,
            "号码不符合护照的格式，请核对号码和证件类型",
        ),
        (Finding::GenderOrAgeMissing(DocumentType::Other), "R301", E, "证件类型为“其他”时须填写性别和年龄"),
        (Finding::DisagreesWithNumber(Column::Gender), "R302", W, "填写的性别与身份证不一致，已以身份证为准"),
        (Finding::DisagreesWithBirth, "R302", W, "填写的年龄与出生日期不一致，已以出生日期为准"),
        (Finding::BirthNeeded, "R303", E, "仅凭年龄无法判断是否超龄，请填写出生日期"),
        (Finding::Unreadable(Column::Gender), "R304", E, "性别应填：男、女"),
        (Finding::Unreadable(Column::Age), "R304", E, "年龄应为16至100的整数"),
        (Finding::Unreadable(Column::BirthDate), "R304", E, "出生日期应为有效日期，如 1990-01-31"),
        (PhoneError.into(), "R401", W, "手机号应为11位"),
        (Finding::PhoneMissing, "R401", W, "手机号不能为空"),
        (Finding::PhoneShared(4), "R402", W, "该手机号在名单中出现4次"),
        (Finding::DuplicateDiffers(5), "R501", E, "与第5行证件号码相同但内容不同"),
        (Finding::DuplicateSame(5), "R502", N, "与第5行完全相同，已忽略"),
        (
            Finding::ElsewhereInUnit("CB20260101000001000042".into()),
            "R503",
            E,
            "该职工已在申请单 CB20260101000001000042 中",
        ),
        (
            Finding::ElsewhereInPlan(Some(day("2026-01-08"))),
            "R504",
            W,
            "该职工已由其他单位在本计划参保（2026-01-08）",
        ),
        (
            Finding::LeftOut("CB20260101000001000042".into()),
            "R505",
            N,
            "该职工已在申请单 CB20260101000001000042 中，本次补录不再重复计入",
        ),
        (Finding::ElsewhereInPlan(None), "R504", W, "该职工已由其他单位在本计划参保"),
        (Finding::OverAge(Some(month())), "R601", I, "超龄（法定退休 2026-05），需上传证明"),
        (Finding::OverAge(None), "R601", I, "超龄，需上传证明"),
        (Finding::ReachesAge(month()), "R602", I, "保障期内到龄（2026-05）"),
        (Finding::TooYoung(16), "R603", E, "未满16周岁，不能参保"),
        (Finding::GenderOutsidePlan(Gender::Female), "R604", E, "本计划仅限女职工"),
        (
            Finding::TrackUnknown(month()),
            "R605",
            I,
            "未填岗位类别，按55周岁起算；如为生产操作岗，法定退休 2026-05，请核对",
        ),
        (Finding::Minor, "R606", W, "未满18周岁，请核对"),
        (Finding::VeryOld, "R607", W, "年龄超过80周岁，请核对"),
        (Finding::NotInList(Column::InsuranceType), "R701", E, "应填：职工医保、城乡居民医保、其他"),
        (Finding::NotInList(Column::NewEmployment), "R701", E, "应填：是、否"),
        (
            Finding::NotInList(Column::JobCategory),
            "R701",
            E,
            "应填：管理技术岗、生产操作岗、高级职称或县处级",
        ),
        (Finding::HalfEmpty(9), "R901", W, "第9行内容不完整，已跳过"),
        (Finding::ErrorCell(Column::Phone), "R902", E, "手机号单元格是公式错误值，请改为实际内容"),
    ];
    for (finding, code, severity, message) in table {
        assert_eq!(finding.code().to_string(), *code, "{message}");
        assert_eq!(finding.severity(), *severity, "{message}");
        assert_eq!(finding.to_string(), *message);
    }
}

#[test]
fn every_file_problem_has_its_code_and_says_what_to_do() {
    let table = [
        (FileProblem::WrongType(FileKind::Html), "F001", "该文件的实际内容是网页（HTML），不是 Excel 工作簿"),
        (FileProblem::Encrypted, "F002", "文件已加密"),
        (FileProblem::TemplateVersion, "F003", "文件不是用最新模板填写的"),
        (
            FileProblem::HeaderMissing(vec![Column::Name, Column::DocumentNumber]),
            "F004",
            "前20行中没有找到表头（缺少：姓名、证件号码）",
        ),
        (FileProblem::TooManyRows, "F005", "名单超过10000行，请拆分"),
        (FileProblem::Empty, "F006", "名单中没有职工"),
        (FileProblem::TooBig, "F007", "文件过大"),
        (FileProblem::HiddenSheet, "F008", "文件中有隐藏的工作表"),
        (FileProblem::Formulas(3), "F009", "有3个单元格是公式"),
        (FileProblem::Broken, "F010", "文件已损坏"),
    ];
    for (problem, code, beginning) in table {
        let issue = problem.issue();
        assert_eq!((issue.row, issue.code.to_string().as_str()), (0, code));
        assert!(issue.message.starts_with(beginning), "{}", issue.message);
        assert!(issue.message.contains('请') || issue.severity == Severity::Warning, "{}", issue.message);
    }
}

#[test]
fn an_issue_travels_with_its_code_as_a_word() {
    let issue = Issue::new(7, Column::DocumentNumber, &DocumentError::Blank.into());
    let json = serde_json::to_value(&issue).unwrap();
    let expected = serde_json::json!({
        "row": 7,
        "column": "document_number",
        "code": "R202",
        "severity": "error",
        "message": "证件号码不能为空",
    });
    assert_eq!(json, expected);
    assert_eq!(format!("{issue:?}"), "Error R202 in row 7");
}
