//! Every key string of the table. No other file spells one.

use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use domain::{
    application::{DocumentKind, PaymentStatus, StageName},
    ids::{
        AgencyId, ApplicationNumber, CorrectionId, ExportId, JobId, MemberId, NoticeId, PageId,
        PaymentNumber, PlanId, SessionId, UnitId, UploadId, UserId,
    },
    notice::{Recipient, Reminder},
    verify::VerifyCode,
};

use crate::lines::Numbers;

/// Names of the key attributes, for whoever creates a table.
pub mod schema {
    /// Partition key of the table.
    pub const PARTITION: &str = "PK";
    /// Sort key of the table.
    pub const SORT: &str = "SK";
    /// The time to live, in seconds since 1970.
    pub const EXPIRES: &str = "expiresAt";
    /// The indexes: name, partition key, sort key. Each projects everything.
    pub const INDEXES: [(&str, &str, &str); 3] =
        [("GSI1", "GSI1PK", "GSI1SK"), ("GSI2", "GSI2PK", "GSI2SK"), ("GSI3", "GSI3PK", "GSI3SK")];
}

const STATE: &str = "STATE";
const PROFILE: &str = "PROFILE";
const LINE: &str = "LINE";

/// Where an item lies, in the table or in an index.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    pub(crate) partition: String,
    pub(crate) sort: String,
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.partition, self.sort)
    }
}

/// One of the indexes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Index {
    One,
    Two,
    Three,
}

impl Index {
    /// Its name and the names of its keys.
    pub(crate) const fn schema(self) -> (&'static str, &'static str, &'static str) {
        schema::INDEXES[self as usize]
    }
}

/// Which sort keys of a partition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sort {
    All,
    Prefix(String),
    Before(String),
    From(String),
    Between(String, String),
}

/// What a query reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) index: Option<Index>,
    pub(crate) partition: String,
    pub(crate) sort: Sort,
}

fn key(partition: String, sort: impl Into<String>) -> Key {
    Key { partition, sort: sort.into() }
}

fn range(index: Option<Index>, partition: String, sort: Sort) -> Range {
    Range { index, partition, sort }
}

fn prefix(text: &str) -> Sort {
    Sort::Prefix(text.to_owned())
}

/// An instant as text that sorts by time.
fn sortable(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}

fn app(number: &ApplicationNumber) -> String {
    format!("APP#{number}")
}

pub(crate) fn application(number: &ApplicationNumber) -> Key {
    key(app(number), STATE)
}

/// What lists show of an application: the one item of it that stands in the indexes.
pub(crate) fn application_line(number: &ApplicationNumber) -> Key {
    key(app(number), LINE)
}

/// Index 1: the applications of a unit; the number tells the second of creation.
pub(crate) fn application_of_unit(unit: &UnitId, number: &ApplicationNumber) -> Key {
    key(format!("UNIT#{unit}#APP"), number.as_str())
}

pub(crate) fn applications_of_unit(unit: &UnitId, numbers: &Numbers) -> Range {
    range(Some(Index::One), format!("UNIT#{unit}#APP"), numbers.sort())
}

/// Index 2: one queue per agency and stage, by the time of arrival there.
pub(crate) fn application_in_queue(
    agency: &AgencyId,
    stage: StageName,
    moved: DateTime<Utc>,
    number: &ApplicationNumber,
) -> Key {
    key(format!("AGENCY#{agency}#{}", stage.code()), format!("{}#{number}", sortable(moved)))
}

pub(crate) fn applications_in_queue(agency: &AgencyId, stage: StageName) -> Range {
    range(Some(Index::Two), format!("AGENCY#{agency}#{}", stage.code()), Sort::All)
}

/// Index 3: all applications of an agency's units.
pub(crate) fn application_of_agency(agency: &AgencyId, number: &ApplicationNumber) -> Key {
    key(format!("AGENCY#{agency}#APP"), number.as_str())
}

pub(crate) fn applications_of_agency(agency: &AgencyId, numbers: &Numbers) -> Range {
    range(Some(Index::Three), format!("AGENCY#{agency}#APP"), numbers.sort())
}

pub(crate) fn event(number: &ApplicationNumber, seq: u64) -> Key {
    key(app(number), format!("EVENT#{seq:010}"))
}

pub(crate) fn events(number: &ApplicationNumber) -> Range {
    range(None, app(number), prefix("EVENT#"))
}

pub(crate) fn page(number: &ApplicationNumber, page: &PageId) -> Key {
    key(app(number), format!("ROSTER#{page}"))
}

pub(crate) fn import(number: &ApplicationNumber, id: &UploadId) -> Key {
    key(app(number), format!("IMPORT#{id}"))
}

pub(crate) fn imports(number: &ApplicationNumber) -> Range {
    range(None, app(number), prefix("IMPORT#"))
}

pub(crate) fn document(number: &ApplicationNumber, kind: DocumentKind, document: &str) -> Key {
    key(app(number), format!("DOC#{}#{document}", kind.code()))
}

pub(crate) fn export(number: &ApplicationNumber, id: &ExportId) -> Key {
    key(app(number), format!("EXPORT#{id}"))
}

/// The ULID sorts by time.
pub(crate) fn reveal(number: &ApplicationNumber, id: &str) -> Key {
    key(app(number), format!("REVEAL#{id}"))
}

pub(crate) fn documents(number: &ApplicationNumber) -> Range {
    range(None, app(number), prefix("DOC#"))
}

pub(crate) fn payment(number: &PaymentNumber) -> Key {
    key(format!("PAY#{number}"), STATE)
}

/// What lists show of a payment order: the one item of it that stands in the indexes.
pub(crate) fn payment_line(number: &PaymentNumber) -> Key {
    key(format!("PAY#{number}"), LINE)
}

/// Index 1: the payment orders of a unit; the number counts milliseconds.
pub(crate) fn payment_of_unit(unit: &UnitId, number: &PaymentNumber) -> Key {
    key(format!("UNIT#{unit}#PAY"), number.as_str())
}

pub(crate) fn payments_of_unit(unit: &UnitId, numbers: &Numbers) -> Range {
    range(Some(Index::One), format!("UNIT#{unit}#PAY"), numbers.sort())
}

/// Index 2: the payment orders of an agency that stand alike.
pub(crate) fn payment_of_agency_in(agency: &AgencyId, state: PaymentStatus, number: &PaymentNumber) -> Key {
    key(format!("AGENCY#{agency}#PAY#{}", state.code()), number.as_str())
}

pub(crate) fn payments_of_agency_in(agency: &AgencyId, state: PaymentStatus, numbers: &Numbers) -> Range {
    range(Some(Index::Two), format!("AGENCY#{agency}#PAY#{}", state.code()), numbers.sort())
}

/// Index 3: all payment orders of an agency.
pub(crate) fn payment_of_agency(agency: &AgencyId, number: &PaymentNumber) -> Key {
    key(format!("AGENCY#{agency}#PAY"), number.as_str())
}

pub(crate) fn payments_of_agency(agency: &AgencyId, numbers: &Numbers) -> Range {
    range(Some(Index::Three), format!("AGENCY#{agency}#PAY"), numbers.sort())
}

pub(crate) fn correction(id: &CorrectionId) -> Key {
    key(format!("CHANGE#{id}"), STATE)
}

/// Index 1: the requests of a unit, by time.
pub(crate) fn correction_of_unit(unit: &UnitId, id: &CorrectionId) -> Key {
    key(format!("UNIT#{unit}#CHANGE"), id.as_str())
}

pub(crate) fn corrections_of_unit(unit: &UnitId) -> Range {
    range(Some(Index::One), format!("UNIT#{unit}#CHANGE"), Sort::All)
}

/// Index 2: the requests to an agency, by time.
pub(crate) fn correction_of_agency(agency: &AgencyId, id: &CorrectionId) -> Key {
    key(format!("AGENCY#{agency}#CHANGE"), id.as_str())
}

pub(crate) fn corrections_of_agency(agency: &AgencyId) -> Range {
    range(Some(Index::Two), format!("AGENCY#{agency}#CHANGE"), Sort::All)
}

/// A coverage as it stood before a change.
pub(crate) fn former_enrollment(
    person: &str,
    plan: &PlanId,
    number: &ApplicationNumber,
    change: &CorrectionId,
) -> Key {
    key(format!("PERSON#{person}"), format!("FORMER#{plan}#{number}#{change}"))
}

/// The one item at that place of an index.
pub(crate) fn at(index: Index, key: Key) -> Range {
    range(Some(index), key.partition, Sort::Prefix(key.sort))
}

/// The partition of the slips with the same file.
pub(crate) fn slips_of_file(agency: &AgencyId, sha256: &str) -> String {
    format!("AGENCY#{agency}#SLIP#FILE#{sha256}")
}

/// The partition of the slips of transfers of the same day and sum.
pub(crate) fn slips_of_transfer(agency: &AgencyId, day: NaiveDate, fen: i64) -> String {
    format!("AGENCY#{agency}#SLIP#TRANSFER#{day}#{fen}")
}

pub(crate) fn slip(partition: String, number: &PaymentNumber) -> Key {
    key(partition, number.as_str())
}

pub(crate) fn slips(partition: String) -> Range {
    range(None, partition, Sort::All)
}

pub(crate) fn tier_lock(unit: &UnitId, plan: &PlanId) -> Key {
    key(format!("UNIT#{unit}"), format!("TIER#{plan}"))
}

pub(crate) fn upload(id: &UploadId) -> Key {
    key(format!("UPLOAD#{id}"), STATE)
}

pub(crate) fn enrollment(person: &str, plan: &PlanId, number: &ApplicationNumber) -> Key {
    key(format!("PERSON#{person}"), format!("ENROLL#{plan}#{number}"))
}

pub(crate) fn cover(person: &str, plan: &PlanId) -> Key {
    key(format!("PERSON#{person}"), format!("COVER#{plan}"))
}

/// Index 3: the enrollments of a unit by plan and application, in roster order.
pub(crate) fn enrollment_of_unit(
    unit: &UnitId,
    plan: &PlanId,
    number: &ApplicationNumber,
    member: MemberId,
) -> Key {
    key(format!("UNIT#{unit}#ENROLL"), format!("PLAN#{plan}#{number}#{:010}", member.get()))
}

pub(crate) fn enrollments_of_unit(unit: &UnitId, plan: Option<&PlanId>) -> Range {
    let sort = plan.map_or(Sort::All, |plan| Sort::Prefix(format!("PLAN#{plan}#")));
    range(Some(Index::Three), format!("UNIT#{unit}#ENROLL"), sort)
}

pub(crate) fn account(user: &UserId) -> Key {
    key(format!("USER#{user}"), "ACCOUNT")
}

pub(crate) fn session(user: &UserId, id: &SessionId) -> Key {
    key(format!("USER#{user}"), format!("SESSION#{id}"))
}

pub(crate) fn sessions(user: &UserId) -> Range {
    range(None, format!("USER#{user}"), prefix("SESSION#"))
}

pub(crate) fn failure(subject: &str, at: DateTime<Utc>, serial: u32) -> Key {
    key(format!("FAILURE#{subject}"), format!("{}#{serial:010}", sortable(at)))
}

pub(crate) fn failures(subject: &str, since: Option<DateTime<Utc>>) -> Range {
    let sort = since.map_or(Sort::All, |since| Sort::From(sortable(since)));
    range(None, format!("FAILURE#{subject}"), sort)
}

pub(crate) fn agency(id: &AgencyId) -> Key {
    key("AGENCIES".to_owned(), format!("AGENCY#{id}"))
}

/// The name of a body's box of notices.
fn notice_box(to: &Recipient) -> String {
    match to {
        Recipient::Unit { unit } => format!("UNIT#{unit}"),
        Recipient::Duty { agency, duty } => format!("AGENCY#{agency}#{}", duty.code()),
    }
}

pub(crate) fn notice(to: &Recipient, id: &NoticeId) -> Key {
    key(format!("NOTICE#{}", notice_box(to)), id.as_str())
}

/// The notices of a box whose identities are not below `from`.
pub(crate) fn notices(to: &Recipient, from: &str) -> Range {
    range(None, format!("NOTICE#{}", notice_box(to)), Sort::From(from.to_owned()))
}

fn read(user: &UserId, to: &Recipient) -> String {
    format!("READ#{user}#{}", notice_box(to))
}

/// Up to where an account has read a box; sorts before all identities of notices.
pub(crate) fn notices_read_to(user: &UserId, to: &Recipient) -> Key {
    key(read(user, to), "#TO")
}

/// What an account has read of a box beyond that.
pub(crate) fn notice_read(user: &UserId, to: &Recipient, id: &NoticeId) -> Key {
    key(read(user, to), id.as_str())
}

pub(crate) fn notices_read(user: &UserId, to: &Recipient, from: &str) -> Range {
    range(None, read(user, to), Sort::From(from.to_owned()))
}

/// That a reminder was sent; a window that was extended is reminded of again.
pub(crate) fn reminder(number: &ApplicationNumber, reminder: Reminder, closes_on: NaiveDate) -> Key {
    key(app(number), format!("REMINDER#{closes_on}#{}", reminder.code()))
}

/// All agencies, some fourteen, lie in one partition: their list is public and read without an index.
pub(crate) fn agencies() -> Range {
    range(None, "AGENCIES".to_owned(), Sort::All)
}

pub(crate) fn unit(id: &UnitId) -> Key {
    key(format!("UNIT#{id}"), PROFILE)
}

/// Index 1: the units of an agency.
pub(crate) fn unit_of_agency(agency: &AgencyId, id: &UnitId) -> Key {
    key(format!("AGENCY#{agency}#UNIT"), id.as_str())
}

pub(crate) fn units_of_agency(agency: &AgencyId) -> Range {
    range(Some(Index::One), format!("AGENCY#{agency}#UNIT"), Sort::All)
}

pub(crate) fn plan(id: &PlanId) -> Key {
    key(format!("PLAN#{id}"), PROFILE)
}

pub(crate) fn extension(plan: &PlanId, unit: &UnitId) -> Key {
    key(format!("PLAN#{plan}"), format!("EXT#{unit}"))
}

pub(crate) fn extensions(plan: &PlanId) -> Range {
    range(None, format!("PLAN#{plan}"), prefix("EXT#"))
}

/// Index 1: the plans of an agency.
pub(crate) fn plan_of_agency(agency: &AgencyId, id: &PlanId) -> Key {
    key(format!("AGENCY#{agency}#PLAN"), id.as_str())
}

pub(crate) fn plans_of_agency(agency: &AgencyId) -> Range {
    range(Some(Index::One), format!("AGENCY#{agency}#PLAN"), Sort::All)
}

pub(crate) fn verification(code: &VerifyCode) -> Key {
    key(format!("VERIFY#{code}"), STATE)
}

pub(crate) fn receipt(name: &str) -> Key {
    key(format!("RECEIPT#{name}"), STATE)
}

pub(crate) fn job(id: &JobId) -> Key {
    key(format!("JOB#{id}"), STATE)
}

/// Index 2, sparse: a job stands there until it is sent.
pub(crate) fn unsent_job(created_at: DateTime<Utc>, id: &JobId) -> Key {
    key("JOB#unsent".to_owned(), format!("{}#{id}", sortable(created_at)))
}

pub(crate) fn unsent_jobs(before: DateTime<Utc>) -> Range {
    range(Some(Index::Two), "JOB#unsent".to_owned(), Sort::Before(sortable(before)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    fn number() -> ApplicationNumber {
        ApplicationNumber::allot(at("2026-01-05T01:00:00Z"), 7)
    }

    #[test]
    fn each_kind_of_item_has_its_place() {
        let (unit_id, plan_id) = (UnitId::parse("unit1").unwrap(), PlanId::parse("p-2026").unwrap());
        let agency_id = AgencyId::parse("yiyang").unwrap();
        let id = UploadId::parse("01ARZ3NDEKTSV4RRFFQ69G5FAV").unwrap();
        let page_id = PageId::parse("01ARZ3NDEKTSV4RRFFQ69G5FAV").unwrap();
        let pay = PaymentNumber::parse("JF0000000000000000042").unwrap();
        let (user, notice_id) =
            (UserId::parse("yy").unwrap(), NoticeId::new(at("2026-01-05T02:00:00Z"), "n"));
        let to_unit = Recipient::Unit { unit: unit_id.clone() };
        let duty = Recipient::Duty { agency: agency_id.clone(), duty: domain::caller::Duty::Review };
        let vectors = [
            (application(&number()), "APP#CB20260105090000000007/STATE"),
            (event(&number(), 12), "APP#CB20260105090000000007/EVENT#0000000012"),
            (page(&number(), &page_id), "APP#CB20260105090000000007/ROSTER#01ARZ3NDEKTSV4RRFFQ69G5FAV"),
            (import(&number(), &id), "APP#CB20260105090000000007/IMPORT#01ARZ3NDEKTSV4RRFFQ69G5FAV"),
            (
                document(&number(), DocumentKind::PaymentNotice, pay.as_str()),
                "APP#CB20260105090000000007/DOC#payment_notice#JF0000000000000000042",
            ),
            (
                export(&number(), &ExportId::parse("01ARZ3NDEKTSV4RRFFQ69G5FAV").unwrap()),
                "APP#CB20260105090000000007/EXPORT#01ARZ3NDEKTSV4RRFFQ69G5FAV",
            ),
            (verification(&VerifyCode::draw([0; 15])), "VERIFY#0000-0000-0000-0000/STATE"),
            (payment(&pay), "PAY#JF0000000000000000042/STATE"),
            (tier_lock(&unit_id, &plan_id), "UNIT#unit1/TIER#p-2026"),
            (upload(&id), "UPLOAD#01ARZ3NDEKTSV4RRFFQ69G5FAV/STATE"),
            (enrollment("ab", &plan_id, &number()), "PERSON#ab/ENROLL#p-2026#CB20260105090000000007"),
            (cover("ab", &plan_id), "PERSON#ab/COVER#p-2026"),
            (agency(&agency_id), "AGENCIES/AGENCY#yiyang"),
            (unit(&unit_id), "UNIT#unit1/PROFILE"),
            (plan(&plan_id), "PLAN#p-2026/PROFILE"),
            (extension(&plan_id, &unit_id), "PLAN#p-2026/EXT#unit1"),
            (receipt("unit1#k"), "RECEIPT#unit1#k/STATE"),
            (notice(&duty, &notice_id), "NOTICE#AGENCY#yiyang#review/1767578400000-n"),
            (notice(&to_unit, &notice_id), "NOTICE#UNIT#unit1/1767578400000-n"),
            (notices_read_to(&user, &to_unit), "READ#yy#UNIT#unit1/#TO"),
            (notice_read(&user, &to_unit, &notice_id), "READ#yy#UNIT#unit1/1767578400000-n"),
            (
                reminder(&number(), Reminder::Week, "2026-01-12".parse().unwrap()),
                "APP#CB20260105090000000007/REMINDER#2026-01-12#week",
            ),
            (
                application_in_queue(&agency_id, StageName::AgeReview, at("2026-01-05T01:00:00Z"), &number()),
                "AGENCY#yiyang#age_review/2026-01-05T01:00:00.000Z#CB20260105090000000007",
            ),
        ];
        for (key, expected) in vectors {
            assert_eq!(key.to_string(), expected);
        }
    }

    #[test]
    fn sort_keys_sort_by_what_they_count() {
        assert!(event(&number(), 9).sort < event(&number(), 10).sort);
        let job_id = JobId::parse("a-1").unwrap();
        let (early, late) = (at("2026-01-05T01:00:00Z"), at("2026-01-05T01:00:00.001Z"));
        assert!(unsent_job(early, &job_id).sort < unsent_job(late, &job_id).sort);
        let Sort::Before(bound) = unsent_jobs(late).sort else { panic!("a bound") };
        assert!(unsent_job(early, &job_id).sort < bound);
        assert!(unsent_job(late, &job_id).sort > bound, "the bound itself is not older");
        let Sort::From(bound) = failures("x", Some(late)).sort else { panic!("a bound") };
        assert!(failure("x", late, 0).sort > bound && failure("x", early, 0).sort < bound);
    }

    #[test]
    fn a_plan_is_not_taken_for_one_whose_name_begins_alike() {
        let (unit_id, short) = (UnitId::parse("u").unwrap(), PlanId::parse("p").unwrap());
        let longer =
            enrollment_of_unit(&unit_id, &PlanId::parse("p-2").unwrap(), &number(), MemberId::new(1));
        let Sort::Prefix(prefix) = enrollments_of_unit(&unit_id, Some(&short)).sort else {
            panic!("a prefix")
        };
        assert!(!longer.sort.starts_with(&prefix));
        assert!(enrollment_of_unit(&unit_id, &short, &number(), MemberId::new(1)).sort.starts_with(&prefix));
    }
}
