//! What goes out for the unit comes back unchanged, and nothing in it is ever a formula.
#![expect(clippy::unwrap_used, reason = "a test stops at its first surprise")]

use std::io::{Cursor, Read};

use domain::{
    ids::MemberId,
    roster::{
        Cell, Checker, ImportMode, Member, MemberDraft, Preview, RawRow, Rules, check_one, merge, preview,
    },
};
use workbook::{Limits, RegisterHeading, Watermark, export_roster, over_age_register, read_roster};

fn rules() -> Rules {
    Rules::standard("2026-01-01".parse().unwrap(), "2026-12-31".parse().unwrap())
}

fn row(name: &str, kind: &str, number: &str) -> RawRow {
    RawRow {
        row: 2,
        name: Cell::text(name),
        document_type: Cell::text(kind),
        document_number: Cell::text(number),
        ..RawRow::default()
    }
}

/// Everything a row can say, and as little as it can.
fn people() -> Vec<Member> {
    let full = RawRow {
        phone: Cell::text("13812341234"),
        age: Cell::Integer(40),
        job_category: Cell::text("生产操作岗"),
        insurance_type: Cell::text("城乡居民医保"),
        new_employment: Cell::Bool(true),
        ..row("阿依古丽·买买提", "居民身份证", "43090219850505007X")
    };
    let other = RawRow {
        gender: Cell::text("男"),
        age: Cell::Integer(45),
        new_employment: Cell::Bool(false),
        ..row("TOM", "其他", "AB 123")
    };
    let passport = RawRow {
        gender: Cell::text("女"),
        age: Cell::text("41"),
        birth_date: Cell::text("1984-11-01"),
        ..row("李雷", "中国护照", "E12345678")
    };
    let rows = [
        full,
        other,
        passport,
        row("韩梅", "居民身份证", "43092319841101220X"),
        row("老王", "居民身份证", "430981195903123379"),
        row("港澳", "港澳台居民居住证", "810000199408230021"),
    ];
    let drafts =
        rows.iter().map(|row| MemberDraft { row: 2, member: check_one(row, &rules()).unwrap().0.member });
    merge(Vec::new(), drafts.collect(), ImportMode::Append, 0).members
}

fn mark() -> Watermark {
    let at = "2026-01-05T01:00:00Z".parse().unwrap();
    Watermark { name: "益阳市第一中学".into(), account: "unit1".into(), at }
}

fn part(workbook: &[u8], name: &str) -> String {
    let mut text = String::new();
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn an_exported_roster_is_read_as_the_same_people_without_a_word() {
    let people = people();
    let bytes = export_roster("当前名单", &people, false, &mark()).unwrap();
    let roster = read_roster(&bytes, &Limits::default()).unwrap();
    assert_eq!(roster.notices, []);
    let rules = rules();
    let mut checker = Checker::new(&rules);
    for row in &roster.rows {
        checker.push(row);
    }
    let found = checker.finish();
    assert_eq!(
        preview(&people, &found.valid),
        Preview { unchanged: 6, ..Preview::default() },
        "{:?}",
        found.issues
    );
    assert_eq!(found.error_rows + found.warning_rows, 0, "{:?}", found.issues);
}

#[test]
fn a_copy_bears_account_and_time_on_every_row_every_page_and_in_its_properties() {
    let people = people();
    let bytes = export_roster("当前名单", &people, false, &mark()).unwrap();
    let text = "益阳市第一中学（unit1）2026-01-05 09:00";
    assert!(part(&bytes, "xl/sharedStrings.xml").contains(text));
    let sheet = part(&bytes, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains(&format!("导出：{text}")), "the footer");
    assert!((2..8).all(|row| sheet.contains(&format!("<c r=\"K{row}\""))));
    assert!(part(&bytes, "docProps/custom.xml").contains("<vt:lpwstr>unit1</vt:lpwstr>"));
    assert_eq!(
        export_roster("当前名单", &people, false, &mark()).unwrap(),
        bytes,
        "the same bytes each time"
    );
}

#[test]
fn masked_copies_hold_no_number_and_no_birthday() {
    let bytes = export_roster("当前名单", &people(), true, &mark()).unwrap();
    let strings = part(&bytes, "xl/sharedStrings.xml");
    for secret in ["43090219850505007X", "13812341234", "1984-11-01", "E12345678", "AB123"] {
        assert!(!strings.contains(secret), "{secret}");
    }
    assert!(strings.contains("138****1234"));
}

#[test]
fn what_looks_like_a_formula_stays_text() {
    let mut people = people();
    let number = "@SUM(1)";
    people[1] = {
        let row =
            RawRow { gender: Cell::text("男"), age: Cell::Integer(45), ..row("TOM", "其他", number) };
        check_one(&row, &rules()).unwrap().0.member.with_id(MemberId::new(2))
    };
    let heading = RegisterHeading { unit: "=1+1", plan: "+计划", application: "CB" };
    people[1].over_age = true;
    let register = over_age_register(&heading, &people, false, &mark()).unwrap();
    assert!(!part(&register, "xl/worksheets/sheet1.xml").contains("<f>"));
    assert!(part(&register, "xl/sharedStrings.xml").contains(number));
    let roster = export_roster("=1", &people, false, &mark()).unwrap();
    let back = read_roster(&roster, &Limits::default()).unwrap();
    assert_eq!(back.rows[1].document_number, Cell::text(number));
    let sheet = part(&roster, "xl/worksheets/sheet1.xml");
    assert!(sheet.contains("<c r=\"C3\" s=") && !sheet.contains("<f>@SUM"));
}

#[test]
fn the_register_lists_the_over_age_people_alone_with_room_for_hand_and_seal() {
    let heading = RegisterHeading { unit: "益阳市第一中学", plan: "住院2026", application: "CB1" };
    let bytes = over_age_register(&heading, &people(), false, &mark()).unwrap();
    let strings = part(&bytes, "xl/sharedStrings.xml");
    assert!(strings.contains("430981195903123379") && !strings.contains("43090219850505007X"));
    assert!(strings.contains("单位人事（盖章）") && strings.contains("是否在职"));
    let read = read_roster(&bytes, &Limits::default()).unwrap();
    assert_eq!(read.rows[0].name, Cell::text("老王"));
}

#[test]
fn ten_thousand_people_are_all_there() {
    let one = people().remove(3);
    let people: Vec<Member> = (1..=10_000).map(|n| one.clone().with_id(MemberId::new(n))).collect();
    let bytes = export_roster("当前名单", &people, false, &mark()).unwrap();
    assert_eq!(read_roster(&bytes, &Limits::default()).unwrap().rows.len(), 10_000);
}
