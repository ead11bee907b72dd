//! The documents, read back.

mod reader;
mod samples;

use crate::{
    EnrollmentCertificate, Face, OverAgeRegister, PaymentApplication, PaymentNotice, StampedPack,
    enrollment_certificate,
    layout::{MM, Sheet},
    over_age_register, payment_application, payment_notice, stamped_pack,
};
use reader::{page_count, shown, text};
use samples::{LONG_NAME, application, certificate, notice, pack, register, roster, transfers};

fn long_notice() -> PaymentNotice {
    PaymentNotice {
        unit: LONG_NAME.into(),
        unit_address: LONG_NAME.into(),
        plan: LONG_NAME.into(),
        account_changed_on: "2026-01-03".parse().ok(),
        ..notice()
    }
}

fn many_vouchers(count: u32) -> PaymentApplication {
    PaymentApplication { unit: LONG_NAME.into(), transfers: transfers(count, 100), ..application() }
}

fn every_pdf() -> Vec<(&'static str, Vec<u8>)> {
    let void_notice = PaymentNotice { void: true, ..notice() };
    let void_application = PaymentApplication { void: true, ..many_vouchers(40) };
    let void_register = OverAgeRegister { void: true, unit: LONG_NAME.into(), ..register() };
    let void_pack = StampedPack { void: true, register: None, form: many_vouchers(1), ..pack() };
    let void_certificate = EnrollmentCertificate { void: true, unit: LONG_NAME.into(), ..certificate() };
    let rare = PaymentApplication { contact: "王𠮷".into(), remark: "备".repeat(3000), ..application() };
    vec![
        ("notice", payment_notice(&notice()).unwrap()),
        ("long notice", payment_notice(&long_notice()).unwrap()),
        ("void notice", payment_notice(&void_notice).unwrap()),
        ("application", payment_application(&application()).unwrap()),
        ("fifteen vouchers", payment_application(&many_vouchers(15)).unwrap()),
        ("void application", payment_application(&void_application).unwrap()),
        ("rare name, endless remark", payment_application(&rare).unwrap()),
        ("register", over_age_register(&register(), &roster(130, 2)).unwrap()),
        ("void register", over_age_register(&void_register, &roster(3, 1)).unwrap()),
        ("pack", stamped_pack(&pack(), &roster(90, 2)).unwrap()),
        ("void pack", stamped_pack(&void_pack, &roster(90, 2)).unwrap()),
        ("certificate", enrollment_certificate(&certificate(), &roster(185, 2)).unwrap()),
        ("void certificate", enrollment_certificate(&void_certificate, &roster(1, 2)).unwrap()),
    ]
}

#[test]
fn a_notice_holds_every_field_of_the_manual() {
    let text = text(&payment_notice(&notice()).unwrap());
    let expected = [
        "缴费通知单",
        "参保单号：CB20260105092137000001",
        "缴费单号：JF1854696125211172864",
        "保障计划益阳职工住院医疗保障项目2026",
        "单位名称益阳市赫山区示例中学工会委员会",
        "单位地址益阳市赫山区桃花仑西路1号",
        "参保人数186人",
        "应缴会费11160.00元",
        "人民币壹万壹仟壹佰陆拾元整",
        "缴费方式线下对公转账",
        "通过对公转账方式缴存至下述对公账号，保存转账凭证并在湖南工会互助参保系统中上传。",
        "户名益阳市职工互助保障示例代办处",
        "账号1912032009200123456",
        "开户行中国工商银行益阳示例支行",
        "行号102191000790",
        "转账附言CB72864",
        "缴费说明不允许现金及个人打款",
        "校验码7KQM-2XWD-90FG-3TBC",
        "益阳市总工会职工互助保障代办处2026年1月5日",
    ];
    for field in expected {
        assert!(text.contains(field), "{field} not in {text}");
    }
    let lines: Vec<String> =
        shown(&payment_notice(&notice()).unwrap()).into_iter().map(|shown| shown.text).collect();
    assert!(lines.contains(&"1021 9100 0790".to_owned()), "{lines:?}");
}

#[test]
fn an_application_holds_every_field_of_the_manual() {
    let text = text(&payment_application(&application()).unwrap());
    let expected = [
        "职工住院医疗互助缴费申请单",
        "参保单号：CB20260105092137000001",
        "申请单号：CR2026010610544800002",
        "提交时间：2026年1月6日",
        "单位名称益阳市赫山区示例中学工会委员会",
        "单位类型事业单位",
        "联系人战三国",
        "联系电话18900000014",
        "受理渠道单位录入",
        "保障计划益阳职工住院医疗保障项目2026",
        "保障期限2026-01-01至2026-12-31",
        "代办处直属基层工会",
        "参加人数186人",
        "每人金额60.00元",
        "总金额11160.00元",
        "人民币壹万壹仟壹佰陆拾元整",
        "备注-",
        "缴费方式线下转账",
        "转账信息",
        "43050165363600000001",
        "2026-01-06",
        "□银行转账复印件",
        "□参加人员当月或上个月工资表（盖章）",
        "□医保名册（盖章）",
        "提交地址：益阳市赫山区康富南路示例大厦3楼",
        "联系电话：0737-0000000",
        "（单位工会章盖章处）",
    ];
    for field in expected {
        assert!(text.contains(field), "{field} not in {text}");
    }
}

#[test]
fn a_changed_account_is_pointed_out() {
    let changed = text(&payment_notice(&long_notice()).unwrap());
    assert!(changed.contains("收款账户已于2026年1月3日变更，请以本单为准"), "{changed}");
    assert!(!text(&payment_notice(&notice()).unwrap()).contains("变更"));
}

#[test]
fn a_register_lists_the_over_age_people_whole_and_nobody_else() {
    let text = text(&over_age_register(&register(), &roster(9, 3)).unwrap());
    for part in [
        "1赵㛃女居民身份证430903197103150029602025-12",
        "合计：3人",
        "（单位人事公章盖章处）",
        "制表日期：2026年1月5日",
    ] {
        assert!(text.contains(part), "{part} not in {text}");
    }
    assert_eq!(text.matches("2025-12").count(), 3);
}

#[test]
fn a_certificate_lists_everybody_with_masked_numbers() {
    let pdf = enrollment_certificate(&certificate(), &roster(185, 2)).unwrap();
    let text = text(&pdf);
    for part in ["共186人已参加", "自2026年1月9日起至2026年12月31日止", "430921********1237", "185"]
    {
        assert!(text.contains(part), "{part}");
    }
    assert!(!text.contains("430921197609301237"));
    assert_eq!(page_count(&pdf), 4, "a cover and two people a row");
}

#[test]
fn a_pack_says_what_is_on_which_page() {
    let pdf = stamped_pack(&pack(), &roster(90, 2)).unwrap();
    let shown = shown(&pdf);
    let page_of = |text: &str| shown.iter().rev().find(|shown| shown.text == text).unwrap().page;
    let cover: String =
        shown.iter().filter(|shown| shown.page == 1).map(|shown| shown.text.as_str()).collect();
    let pages = page_count(&pdf);
    for (name, seal) in [
        ("职工住院医疗互助缴费申请单", "单位工会章"),
        ("超龄未退休职工名册", "单位人事公章"),
        ("材料交接清单", "-"),
    ] {
        assert!(cover.contains(&format!("{name}第{}页{seal}", page_of(name))), "{name}: {cover}");
    }
    for page in 1..=pages {
        assert!(shown.iter().any(|shown| shown.text == format!("第{page}页 / 共{pages}页")), "{page}");
    }
    let without = text(&stamped_pack(&StampedPack { register: None, ..pack() }, &[]).unwrap());
    assert!(!without.contains("超龄未退休职工名册"));
}

#[test]
fn the_title_follows_the_kind_of_plan_and_the_list_the_papers_asked_for() {
    let critical = PaymentApplication {
        plan_kind: domain::plan::PlanKind::Critical,
        papers: vec!["超龄未退休证明材料(盖章)".into()],
        ..application()
    };
    let critical = text(&payment_application(&critical).unwrap());
    assert!(critical.starts_with("职工特殊疾病互助缴费申请单"));
    assert!(critical.contains("□超龄未退休证明材料(盖章)"));
    assert!(!text(&payment_application(&application()).unwrap()).contains("超龄"));
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    for ((name, first), (_, second)) in every_pdf().into_iter().zip(every_pdf()) {
        assert!(first == second, "{name}");
    }
}

#[test]
fn a_notice_is_small() {
    for notice in [notice(), long_notice(), PaymentNotice { void: true, ..notice() }] {
        let size = payment_notice(&notice).unwrap().len();
        assert!(size <= 45 * 1024, "{size}");
    }
}

#[test]
fn nothing_is_printed_outside_the_margins() {
    let sheet = Sheet::A4;
    for (name, pdf) in every_pdf() {
        for shown in shown(&pdf).iter().filter(|shown| !shown.turned) {
            let inside = shown.left >= sheet.side - 0.1
                && shown.right <= sheet.width - sheet.side + 0.1
                && (8.0 * MM..sheet.height - 15.0 * MM).contains(&shown.baseline);
            assert!(
                inside,
                "{name}, page {}: {} at {}, {}",
                shown.page, shown.text, shown.left, shown.baseline
            );
        }
    }
}

#[test]
fn one_page_is_enough_unless_there_are_many_vouchers() {
    let cases = [(1, 1), (3, 1), (15, 2), (100, 7)];
    for (vouchers, pages) in cases {
        let pdf = payment_application(&many_vouchers(vouchers)).unwrap();
        assert_eq!(page_count(&pdf), pages, "{vouchers} vouchers");
    }
    assert_eq!(page_count(&payment_notice(&long_notice()).unwrap()), 1);
}

#[test]
fn several_pages_are_numbered_and_repeat_the_head_of_the_table() {
    let pdf = payment_application(&many_vouchers(60)).unwrap();
    let pages = u32::try_from(page_count(&pdf)).unwrap();
    let shown = shown(&pdf);
    for page in 1..=pages {
        let on_page: Vec<&str> =
            shown.iter().filter(|shown| shown.page == page).map(|shown| shown.text.as_str()).collect();
        assert!(on_page.contains(&format!("第{page}页 / 共{pages}页").as_str()), "{on_page:?}");
        assert!(on_page.contains(&"CR2026010610544800002"), "{on_page:?}");
        if page < pages {
            assert!(on_page.contains(&"付款账号"), "{on_page:?}");
        }
    }
    let single = text(&payment_application(&application()).unwrap());
    assert!(!single.contains("页/共"));
}

#[test]
fn a_void_paper_is_stamped_on_each_page_and_a_valid_one_on_none() {
    for (name, pdf) in every_pdf() {
        let stamps = shown(&pdf).iter().filter(|shown| shown.turned && shown.text == "作废").count();
        let expected = if name.starts_with("void") { page_count(&pdf) } else { 0 };
        assert_eq!(stamps, expected, "{name}");
    }
}

#[test]
fn a_character_without_a_glyph_is_marked_and_named() {
    let form = PaymentApplication { contact: "王𠮷".into(), ..application() };
    let text = text(&payment_application(&form).unwrap());
    assert!(text.contains("联系人王〓"), "{text}");
    assert!(text.contains("（U+20BB7）"), "{text}");
    assert!(!Face::read().unwrap().has('𠮷'));
}

#[test]
fn rare_characters_of_names_can_be_copied() {
    for name in ["李䶮", "陈𬱖", "赵㛃", "欧阳·买买提"] {
        let form = PaymentApplication { contact: name.into(), ..application() };
        let text = text(&payment_application(&form).unwrap());
        assert!(text.contains(&format!("联系人{name}")), "{text}");
    }
}

#[test]
fn a_sum_beyond_counting_is_an_error() {
    let form = PaymentApplication { transfers: transfers(2, i64::MAX), ..application() };
    assert_eq!(payment_application(&form), Err(crate::PaperError::Sum));
}

#[test]
fn the_file_says_its_title_language_and_date() {
    let (catalog, information) = reader::catalog_and_information(&payment_notice(&notice()).unwrap());
    assert!(catalog.contains("zh-CN"), "{catalog}");
    assert!(information.contains("D:20260105012137+00'00'"), "{information}");
    assert!(information.contains("/Title"), "{information}");
}
