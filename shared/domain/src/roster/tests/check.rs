use std::collections::HashMap;

use super::*;
use crate::person::{DocumentType, Gender, age::AgeMode, age::Track};

/// The codes found in one row under rules, and the person if it may be taken.
fn one(row: &RawRow, rules: &Rules) -> (Vec<String>, Option<Member<()>>) {
    let (issues, member) = match check_one(row, rules) {
        Ok((draft, issues)) => (issues, Some(draft.member)),
        Err(issues) => (issues, None),
    };
    (issues.iter().map(|issue| issue.code.to_string()).collect(), member)
}

fn codes(row: &RawRow) -> (Vec<String>, bool) {
    let (codes, member) = one(row, &rules());
    (codes, member.is_some())
}

#[test]
fn a_row_is_told_everything_that_is_wrong_with_it() {
    let typed =
        |kind: &str, number: &str| RawRow { document_type: Cell::text(kind), ..person(2, "王芳", number) };
    let with = |column, cell| {
        let mut row = sound(2);
        *row.cell_mut(column) = cell;
        row
    };
    let vectors: Vec<(RawRow, &[&str], bool)> = vec![
        (sound(2), &[], true),
        (person(2, "", "43090219850505007X"), &["R101"], false),
        (person(2, "王芳1", "43090219850505007X"), &["R102"], false),
        (person(2, "王 芳", "43090219850505007X"), &["R103"], true),
        (typed("驾驶证", "43090219850505007X"), &["R201"], false),
        (typed("驾驶证", ""), &["R201", "R202"], false),
        (typed("", "43090219850505007X"), &[], true),
        (typed("", "E12345678"), &["R201"], false),
        (typed("", "430902196604010051"), &["R201", "R207"], false),
        (person(2, "王芳", ""), &["R202"], false),
        (with(Column::DocumentNumber, Cell::Integer(430_902_196_604_009_984)), &["R203"], false),
        (with(Column::DocumentNumber, Cell::Decimal("430902196604009984.5".into())), &["R203"], false),
        (with(Column::DocumentNumber, Cell::Integer(12_345_678)), &["R203"], false),
        (person(2, "王芳", "4.3090219660401E+17"), &["R203"], false),
        (person(2, "王芳", "43090219660401001"), &["R204"], false),
        (person(2, "王芳", "430902660401001"), &["R205"], false),
        (person(2, "王芳", "11010119490230002X"), &["R206"], false),
        (person(2, "王芳", "430902196604010051"), &["R207"], false),
        (person(2, "王芳", "110105194912310021"), &["R207"], false),
        (person(2, "王芳", "000902196604010015"), &["R208"], false),
        (person(2, "陈大文", "810000199408230021"), &["R209"], true),
        (person(2, "John Smith", "932682198501010017"), &["R209"], true),
        (person(2, "王芳", "430902 19850505 007x"), &["R210"], true),
        (person(2, "王芳", "43O90219850505007X"), &["R211"], true),
        (typed("护照", "E1"), &["R212"], false),
        (typed("护照", "E12345678"), &["R301"], false),
        (with(Column::Gender, Cell::text("女")), &["R302"], true),
        (with(Column::Gender, Cell::text("男")), &[], true),
        (with(Column::Gender, Cell::text("未知")), &["R304"], true),
        (with(Column::Age, Cell::Integer(30)), &["R302"], true),
        (with(Column::Age, Cell::Integer(40)), &[], true),
        (with(Column::Age, Cell::Integer(41)), &[], true),
        (with(Column::BirthDate, Cell::text("1985/5/5")), &[], true),
        (with(Column::BirthDate, Cell::text("1985/5/6")), &["R302"], true),
        (with(Column::Phone, Cell::Integer(13_812_341_234)), &[], true),
        (with(Column::Phone, Cell::text("1381234")), &["R401"], true),
        (with(Column::Phone, Cell::Error("#N/A".into())), &["R902"], true),
        (with(Column::Name, Cell::Error("#REF!".into())), &["R902"], false),
        (with(Column::DocumentNumber, Cell::Error("#N/A".into())), &["R902"], false),
        (with(Column::InsuranceType, Cell::text("居民医保")), &[], true),
        (with(Column::InsuranceType, Cell::text("商业保险")), &["R701"], false),
        (with(Column::NewEmployment, Cell::text("外卖")), &["R701"], false),
        (with(Column::JobCategory, Cell::text("后勤")), &["R701"], false),
        (person(2, "", "430902196604010051"), &["R101", "R207"], false),
        (person(2, "王小明", "430902201206010013"), &["R603"], false),
        (person(2, "王小明", "430902200806010012"), &["R606"], true),
        (person(2, "王大明", "430902194006010016"), &["R607", "R601"], true),
    ];
    for (row, expected, taken) in vectors {
        assert_eq!(codes(&row), (expected.iter().map(ToString::to_string).collect(), taken));
    }
}

#[test]
fn the_number_wins_over_what_is_typed_beside_it() {
    let row = RawRow {
        gender: Cell::text("女"),
        age: Cell::Integer(20),
        job_category: Cell::text("管理岗"),
        insurance_type: Cell::text("职工医保"),
        new_employment: Cell::text("否"),
        phone: Cell::text("+86 138-1234-1234"),
        ..sound(2)
    };
    let member = one(&row, &rules()).1.unwrap();
    assert_eq!(member.gender, Gender::Male);
    assert_eq!(member.birth, Some(day("1985-05-05")));
    assert_eq!((member.age, member.stated_age), (40, Some(20)));
    assert_eq!(member.job, Some(JobCategory::Management));
    assert_eq!(member.insurance, Some(InsuranceType::Employee));
    assert_eq!(member.new_employment, Some(false));
    assert_eq!(member.phone.unwrap().as_str(), "13812341234");
    assert_eq!(member.retires.unwrap().to_string(), "2048-05");
}

/// Number; age, over age, reaches it in the period, month of retirement; codes.
type Judged = (&'static str, u8, bool, bool, &'static str, &'static [&'static str]);

#[test]
fn statutory_age_decides_who_is_over_age_on_the_first_day() {
    let vectors: [Judged; 6] = [
        ("430981195903123379", 66, true, false, "2019-03", &["R601"]),
        ("430902196604010015", 59, false, true, "2026-08", &["R602"]),
        ("430903197103150029", 54, false, true, "2026-07", &["R602", "R605"]),
        ("430921197609301237", 49, false, false, "2039-09", &[]),
        ("43092319841101220X", 41, false, false, "2042-11", &[]),
        ("11010519491231002X", 76, true, false, "2004-12", &["R601"]),
    ];
    for (number, age, over_age, reaches, retires, expected) in vectors {
        let (codes, member) = one(&person(2, "王芳", number), &rules());
        let member = member.unwrap();
        assert_eq!(
            (member.age, member.over_age, member.reaches_age_in_period),
            (age, over_age, reaches),
            "{number}"
        );
        assert_eq!(member.retires.unwrap().to_string(), retires, "{number}");
        assert_eq!(codes, expected, "{number}");
    }
}

#[test]
fn a_woman_is_over_age_by_her_work() {
    let over_age = |job: &str, female_track| {
        let row = RawRow { job_category: Cell::text(job), ..person(2, "王芳", "430903197103150029") };
        one(&row, &Rules { female_track, ..rules() }).1.unwrap().over_age
    };
    assert!(!over_age("", Track::Women55));
    assert!(over_age("", Track::Women50));
    assert!(over_age("生产操作岗", Track::Women55));
    assert!(!over_age("管理技术岗", Track::Women50));
    assert!(!over_age("高级职称或县处级", Track::Women50));
}

#[test]
fn the_plan_decides_by_flat_ages_if_it_says_so() {
    let flat = Rules { age_mode: AgeMode::Fixed { male: 60, female: 50 }, ..rules() };
    let over_age = |number| one(&person(2, "王芳", number), &flat).1.unwrap().over_age;
    assert!(over_age("430903197103150029"));
    assert!(!over_age("430902196604010015"));
}

#[test]
fn people_without_an_id_card_are_judged_by_what_is_typed() {
    let with_birth = |mut row: RawRow, birth: &str| {
        row.birth_date = Cell::text(birth);
        row
    };
    let row = |gender, age| other("李雷", "军0001", gender, age);
    let vectors: Vec<(RawRow, &[&str], Option<bool>)> = vec![
        (row("男", Cell::Integer(45)), &[], Some(false)),
        (row("男", Cell::text("61")), &["R601"], Some(true)),
        (row("男", Cell::Integer(60)), &["R303"], None),
        (with_birth(row("男", Cell::Integer(60)), "1965-10-01"), &["R601"], Some(true)),
        (with_birth(row("男", Cell::Integer(60)), "1965-10-02"), &["R602"], Some(false)),
        (with_birth(row("男", Cell::Empty), "1985-01-01"), &[], Some(false)),
        (with_birth(row("男", Cell::Integer(30)), "1985-01-01"), &["R302"], Some(false)),
        (with_birth(row("男", Cell::Integer(30)), "1985-13-01"), &["R304"], None),
        (row("", Cell::Integer(45)), &["R301"], None),
        (row("男", Cell::Empty), &["R301"], None),
        (row("男", Cell::text("四十")), &["R304"], None),
        (row("男", Cell::Integer(101)), &["R304"], None),
        (row("X", Cell::Integer(45)), &["R304"], None),
        (row("男", Cell::Integer(15)), &["R603"], None),
        (row("男", Cell::Integer(16)), &["R606"], Some(false)),
        (row("女", Cell::Integer(81)), &["R601", "R607"], Some(true)),
    ];
    for (row, expected, over_age) in vectors {
        let (mut codes, member) = one(&row, &rules());
        codes.sort();
        assert_eq!(
            (codes, member.map(|member| member.over_age)),
            (expected.iter().map(ToString::to_string).collect(), over_age)
        );
    }
}

#[test]
fn an_id_number_under_another_type_still_tells_the_birth() {
    let row = other("李雷", "430981195903123379", "男", Cell::Integer(40));
    let (codes, member) = one(&row, &rules());
    let member = member.unwrap();
    assert_eq!(member.document.kind(), DocumentType::Other);
    assert!(member.over_age);
    assert_eq!(codes, ["R302", "R601"]);
    assert_eq!(member.person_key(), "I:430981195903123379");
}

#[test]
fn the_plan_limits_who_is_taken() {
    let women = Rules { gender_limit: Some(Gender::Female), ..rules() };
    assert_eq!(one(&sound(2), &women).0, ["R604"]);
    let phone = Rules { phone_required: true, ..rules() };
    assert_eq!(one(&sound(2), &phone), (vec!["R401".to_owned()], None));
    let adults = Rules { min_age: 45, ..rules() };
    assert_eq!(one(&sound(2), &adults), (vec!["R603".to_owned()], None));
}

#[test]
fn a_number_of_the_future_names_no_birthday() {
    let early = Rules::standard(day("1980-01-01"), day("1980-12-31"));
    assert_eq!(one(&sound(2), &early), (vec!["R206".to_owned()], None));
}

#[test]
fn a_file_is_checked_against_itself() {
    let rows = vec![
        sound(3),
        RawRow { row: 4, ..RawRow::default() },
        person(5, "李雷", "430921197609301237"),
        sound(6),
        RawRow { phone: Cell::text("13812341234"), ..sound(7) },
        person(8, "", ""),
        person(9, "合计：3人", ""),
        person(10, "韩梅梅", ""),
        person(11, "王 芳", "43090219850505007x"),
    ];
    let checked = check(rows, &rules(), |_| {});
    let found: Vec<(u32, String)> =
        checked.issues.iter().map(|issue| (issue.row, issue.code.to_string())).collect();
    let expected =
        [(6, "R502"), (7, "R501"), (8, "R901"), (9, "R901"), (10, "R202"), (11, "R103"), (11, "R502")];
    assert_eq!(found, expected.map(|(row, code)| (row, code.to_owned())));
    assert_eq!(checked.issues[0].message, "与第3行完全相同，已忽略");
    assert_eq!(checked.issues[1].message, "与第3行证件号码相同但内容不同");
    assert_eq!(checked.valid.iter().map(|draft| draft.row).collect::<Vec<_>>(), [3, 5]);
    assert_eq!(checked.rows, 8);
    assert_eq!((checked.duplicates, checked.error_rows, checked.warning_rows), (2, 2, 3));
    assert_eq!(checked.over_age(), 0);
}

#[test]
fn a_header_repeated_on_a_printed_page_is_nobody() {
    let header = RawRow {
        document_type: Cell::text("证件类型"),
        ..person(3, "姓 名*", "身份证号码（必填）")
    };
    let checked = check([sound(2), header, person(4, "姓名", "")], &rules(), |_| {});
    let codes: Vec<_> = checked.issues.iter().map(|issue| (issue.row, issue.code)).collect();
    assert_eq!(codes, [(4, Code::R202)], "{:?}", checked.issues);
    assert_eq!(checked.rows, 2);
}

#[test]
fn without_a_type_a_row_of_digits_is_told_what_an_id_number_lacks() {
    let told = |number: &str| {
        let row = RawRow { document_type: Cell::Empty, ..person(2, "王芳", number) };
        one(&row, &rules()).0
    };
    assert_eq!(told("430902660401001"), ["R201", "R205"]);
    assert_eq!(told("4309021966040100151"), ["R201", "R204"]);
    assert_eq!(told("430902196604010051"), ["R201", "R207"]);
    assert_eq!(told("E12345678"), ["R201"]);
}

#[test]
fn a_phone_on_more_than_three_people_is_told_on_each() {
    let numbers = ["43090219850505007X", "430921197609301237", "43092319841101220X", "430902196604010015"];
    let shared = |people: usize| {
        let rows =
            numbers.iter().take(people).zip(2..).map(|(number, row)| RawRow {
                phone: Cell::text("13812341234"),
                ..person(row, "王芳", number)
            });
        let checked = check(rows, &rules(), |_| {});
        let issues = checked.issues.iter().filter(|issue| issue.code == Code::R402);
        issues.map(|issue| issue.message.clone()).collect::<Vec<_>>()
    };
    assert_eq!(shared(3), Vec::<String>::new());
    assert_eq!(shared(4), vec!["该手机号在名单中出现4次"; 4]);
}

#[test]
fn people_enrolled_elsewhere_are_refused_or_told() {
    let rows =
        || [sound(2), person(3, "李雷", "430921197609301237"), person(4, "韩梅", "43092319841101220X")];
    let known = HashMap::from([
        (
            "I:43090219850505007X".to_owned(),
            Elsewhere::SameUnit { application: "CB20260101000001000042".to_owned() },
        ),
        ("I:430921197609301237".to_owned(), Elsewhere::OtherUnit { since: Some(day("2026-01-08")) }),
    ]);
    let apply = |rules: Rules| {
        let mut checked = check(rows(), &rules, |_| {});
        checked.apply_known(&known, &rules, false);
        let taken: Vec<u32> = checked.valid.iter().map(|draft| draft.row).collect();
        let found: Vec<_> =
            checked.issues.iter().map(|issue| (issue.row, issue.code, issue.severity)).collect();
        (taken, found, checked.error_rows, checked.warning_rows)
    };
    let same_unit = (2, Code::R503, Severity::Error);
    assert_eq!(apply(rules()), (vec![3, 4], vec![same_unit, (3, Code::R504, Severity::Warning)], 1, 1));
    let block = Rules { duplicate_elsewhere: DuplicatePolicy::Block, ..rules() };
    assert_eq!(apply(block), (vec![4], vec![same_unit, (3, Code::R504, Severity::Error)], 2, 0));
}

#[test]
fn a_supplement_leaves_out_whom_the_unit_has_enrolled_already() {
    let rows = [sound(2), person(3, "李雷", "430921197609301237")];
    let application = "CB20260101000001000042".to_owned();
    let known = HashMap::from([("I:43090219850505007X".to_owned(), Elsewhere::SameUnit { application })]);
    let mut checked = check(rows, &rules(), |_| {});
    checked.apply_known(&known, &rules(), true);
    let found: Vec<_> = checked.issues.iter().map(|issue| (issue.row, issue.code, issue.severity)).collect();
    assert_eq!(found, [(2, Code::R505, Severity::Notice)]);
    assert_eq!((checked.rows, checked.valid.len(), checked.left_out, checked.error_rows), (2, 1, 1, 0));
}

#[test]
fn progress_is_told_on_the_way() {
    let mut told = Vec::new();
    let checked = check((0..1_200).map(|row| person(row, "", "")), &rules(), |done| told.push(done));
    assert_eq!(told, [500, 1_000]);
    assert_eq!(checked.rows, 1_200);
}

#[test]
fn a_person_survives_being_edited_and_being_stored() {
    let row = RawRow {
        gender: Cell::text("女"),
        age: Cell::Integer(45),
        birth_date: Cell::text("1980-06-30"),
        job_category: Cell::text("生产操作岗"),
        insurance_type: Cell::text("其他"),
        new_employment: Cell::Bool(true),
        phone: Cell::text("13812341234"),
        document_type: Cell::text("护照"),
        ..person(2, "Jane Doe", "E12345678")
    };
    let member = one(&row, &rules()).1.unwrap();
    assert_eq!(one(&RawRow::of(&member), &rules()).1.as_ref(), Some(&member));
    let stored = serde_json::to_string(&member.clone().with_id(crate::ids::MemberId::new(7))).unwrap();
    let read: Member = serde_json::from_str(&stored).unwrap();
    assert!(read.says_the_same(&member));
    assert_eq!(read.id.get(), 7);
}

#[test]
fn another_plan_judges_the_same_person_anew() {
    let mut member = one(&person(2, "李雷", "430902196604010015"), &rules()).1.unwrap();
    let next = Rules::standard(day("2027-01-01"), day("2027-12-31"));
    let issues = assess(&mut member, &next, 2);
    assert_eq!((member.age, member.over_age, member.reaches_age_in_period), (60, true, false));
    assert_eq!(issues.iter().map(|issue| issue.code).collect::<Vec<_>>(), [Code::R601]);
}

#[test]
fn rules_say_only_what_they_change() {
    let json = r#"{"reference_date":"2026-01-01","coverage_from":"2026-01-01","coverage_to":"2026-12-31"}"#;
    assert_eq!(serde_json::from_str::<Rules>(json).unwrap(), rules());
    let flat = Rules { age_mode: AgeMode::Fixed { male: 60, female: 55 }, ..rules() };
    let stored = serde_json::to_value(&flat).unwrap();
    assert_eq!(stored["age_mode"], serde_json::json!({"mode": "fixed", "male": 60, "female": 55}));
    assert_eq!(serde_json::from_value::<Rules>(stored).unwrap(), flat);
}
