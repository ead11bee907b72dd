//! Reads one row into a person, saying everything that is wrong with it at once.

use chrono::NaiveDate;

use super::{
    Cell, Column, Finding, InsuranceType, Issue, JobCategory, Member, RawRow, Rules, Severity, assess,
    cell::{date, typed, years, yes_or_no},
};
use crate::person::{
    DocumentError, DocumentNumber, DocumentType, Gender, Name, Parsed, Phone, age::RuleSet, age::full_years,
    text,
};

/// The person in a row, unless something in it is an error.
pub(super) fn read(row: &RawRow, rules: &Rules, issues: &mut Vec<Issue>) -> Option<Member<()>> {
    let before = issues.len();
    let mut reader = Reader { row, rules, issues };
    let name = reader.name();
    let document = reader.document();
    let phone = reader.phone();
    let job = reader.choice(Column::JobCategory, |cell| JobCategory::from_zh(&typed(cell)));
    let insurance = reader.choice(Column::InsuranceType, |cell| InsuranceType::from_zh(&typed(cell)));
    let new_employment = reader.choice(Column::NewEmployment, yes_or_no);
    let document = document?;
    let vitals = reader.vitals(&document)?;
    let mut member = Member {
        id: (),
        name: name?,
        document: document.number,
        phone,
        gender: vitals.gender,
        birth: vitals.birth,
        stated_age: vitals.stated_age,
        job,
        insurance,
        new_employment,
        age: 0,
        over_age: false,
        retires: None,
        reaches_age_in_period: false,
        rule_set: RuleSet::CURRENT,
    };
    assess::assess_into(&mut member, rules, row.row, issues);
    let sound = issues.iter().skip(before).all(|issue| issue.severity != Severity::Error);
    sound.then_some(member)
}

struct Vitals {
    gender: Gender,
    birth: Option<NaiveDate>,
    stated_age: Option<u8>,
}

/// What a column with an optional value holds.
#[derive(Clone, Copy)]
enum Stated<T> {
    Blank,
    Value(T),
    Unreadable,
}

/// What the row says beside the number.
#[derive(Clone, Copy)]
struct Columns {
    gender: Stated<Gender>,
    age: Stated<u8>,
    birth: Stated<NaiveDate>,
}

impl<T> Stated<T> {
    fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Blank | Self::Unreadable => None,
        }
    }
}

struct Reader<'a> {
    row: &'a RawRow,
    rules: &'a Rules,
    issues: &'a mut Vec<Issue>,
}

impl Reader<'_> {
    fn note(&mut self, column: Column, finding: impl Into<Finding>) {
        self.issues.push(Issue::new(self.row.row, column, &finding.into()));
    }

    fn note_as(&mut self, severity: Severity, column: Column, finding: impl Into<Finding>) {
        self.issues.push(Issue::with(self.row.row, column, &finding.into(), severity));
    }

    /// Whether the cell holds an error value, which is then said.
    fn is_error_cell(&mut self, column: Column, severity: Severity) -> bool {
        let found = matches!(self.row.cell(column), Cell::Error(_));
        if found {
            self.note_as(severity, column, Finding::ErrorCell(column));
        }
        found
    }

    fn name(&mut self) -> Option<Name> {
        if self.is_error_cell(Column::Name, Severity::Error) {
            return None;
        }
        match Name::parse(&typed(&self.row.name)) {
            Ok(parsed) => {
                if parsed.cleaned {
                    self.note(Column::Name, Finding::NameCleaned);
                }
                Some(parsed.name)
            }
            Err(error) => {
                self.note(Column::Name, error);
                None
            }
        }
    }

    fn document(&mut self) -> Option<Parsed> {
        let broken = self.is_error_cell(Column::DocumentType, Severity::Error)
            | self.is_error_cell(Column::DocumentNumber, Severity::Error);
        if broken {
            return None;
        }
        let label = typed(&self.row.document_type);
        let declared = DocumentType::from_zh(&label);
        if declared.is_none() && !self.row.document_type.is_blank() {
            self.note(Column::DocumentType, Finding::DocumentTypeUnknown);
            if self.row.document_number.is_blank() {
                self.note(Column::DocumentNumber, DocumentError::Blank);
            }
            return None;
        }
        self.number(declared)
    }

    fn number(&mut self, declared: Option<DocumentType>) -> Option<Parsed> {
        match &self.row.document_number {
            // Fifteen digits are what a number cell can hold; of a longer number the tail is gone.
            Cell::Integer(number) if number.unsigned_abs() < 1_000_000_000_000_000 => {
                self.note(Column::DocumentNumber, Finding::DocumentNumeric);
                return None;
            }
            Cell::Integer(_) | Cell::Decimal(_) => {
                self.note(Column::DocumentNumber, DocumentError::Numeric);
                return None;
            }
            _ => {}
        }
        let raw = typed(&self.row.document_number);
        match DocumentNumber::parse(declared, &raw) {
            Ok(parsed) => {
                for notice in &parsed.notices {
                    self.note(Column::DocumentNumber, *notice);
                }
                Some(parsed)
            }
            Err(DocumentError::TypeMissing) => {
                self.note(Column::DocumentType, DocumentError::TypeMissing);
                self.explain_untyped(&raw);
                None
            }
            Err(error) => {
                self.note(Column::DocumentNumber, error);
                None
            }
        }
    }

    /// A number of eighteen that is not sound is most likely an 身份证号 with a slip, and so is a row of digits of about
    /// that length: one correction should do.
    fn explain_untyped(&mut self, raw: &str) {
        let number = text::compact(raw);
        let length = number.chars().count();
        let digits = (15..=20).contains(&length) && number.chars().all(|c| c.is_ascii_digit() || c == 'X');
        if (length == 18 || digits)
            && let Err(error) = DocumentNumber::parse(Some(DocumentType::ResidentId), raw)
        {
            self.note(Column::DocumentNumber, error);
        }
    }

    fn phone(&mut self) -> Option<Phone> {
        let severity = if self.rules.phone_required { Severity::Error } else { Severity::Warning };
        if self.is_error_cell(Column::Phone, severity) {
            return None;
        }
        if self.row.phone.is_blank() {
            if self.rules.phone_required {
                self.note_as(severity, Column::Phone, Finding::PhoneMissing);
            }
            return None;
        }
        Phone::parse(&typed(&self.row.phone))
            .map_err(|error| self.note_as(severity, Column::Phone, error))
            .ok()
    }

    /// A value out of a list, in a column that may be blank.
    fn choice<T>(&mut self, column: Column, parse: impl Fn(&Cell) -> Option<T>) -> Option<T> {
        match self.stated(column, parse) {
            Stated::Value(value) => Some(value),
            Stated::Blank => None,
            Stated::Unreadable => {
                self.note(column, Finding::NotInList(column));
                None
            }
        }
    }

    fn stated<T>(&mut self, column: Column, parse: impl Fn(&Cell) -> Option<T>) -> Stated<T> {
        let cell = self.row.cell(column);
        if self.is_error_cell(column, Severity::Warning) || cell.is_blank() {
            return Stated::Blank;
        }
        parse(cell).map_or(Stated::Unreadable, Stated::Value)
    }

    /// Gender and age: the number's where it tells them, else the row's (FAQ-3).
    fn vitals(&mut self, document: &Parsed) -> Option<Vitals> {
        let columns = Columns {
            gender: self.stated(Column::Gender, |cell| Gender::from_zh(&typed(cell))),
            age: self.stated(Column::Age, years),
            birth: self.stated(Column::BirthDate, |cell| {
                date(cell).filter(|birth| *birth <= self.rules.reference_date)
            }),
        };
        let must_be_typed = document.number.kind() == DocumentType::Other || document.birth.is_none();
        let gender_blank = matches!(columns.gender, Stated::Blank);
        let age_blank = matches!((columns.age, columns.birth), (Stated::Blank, Stated::Blank));
        if must_be_typed && (gender_blank || age_blank) {
            let column = if age_blank { Column::Age } else { Column::Gender };
            self.note(column, Finding::GenderOrAgeMissing(document.number.kind()));
            return None;
        }
        match (document.gender, document.birth) {
            (Some(gender), Some(born)) => self.by_number(gender, born, columns),
            _ => self.by_columns(columns),
        }
    }

    fn by_number(&mut self, gender: Gender, born: NaiveDate, columns: Columns) -> Option<Vitals> {
        if born > self.rules.reference_date {
            let date = born.format("%Y%m%d").to_string();
            self.note(Column::DocumentNumber, DocumentError::BirthDate(date));
            return None;
        }
        let age = full_years(born, self.rules.reference_date);
        self.compare(Column::Gender, columns.gender, |stated| stated == gender);
        self.compare(Column::Age, columns.age, |stated| may_be_same_age(stated, age));
        self.compare(Column::BirthDate, columns.birth, |stated| stated == born);
        Some(Vitals { gender, birth: Some(born), stated_age: columns.age.value() })
    }

    /// Warns of a column that says something else than the number, or nothing that can be read.
    fn compare<T>(&mut self, column: Column, stated: Stated<T>, agrees: impl Fn(T) -> bool) {
        match stated {
            Stated::Blank => {}
            Stated::Value(value) => {
                if !agrees(value) {
                    self.note(column, Finding::DisagreesWithNumber(column));
                }
            }
            Stated::Unreadable => self.note_as(Severity::Warning, column, Finding::Unreadable(column)),
        }
    }

    fn by_columns(&mut self, Columns { gender, age, birth }: Columns) -> Option<Vitals> {
        for (column, unreadable) in [
            (Column::Gender, matches!(gender, Stated::Unreadable)),
            (Column::Age, matches!(age, Stated::Unreadable)),
            (Column::BirthDate, matches!(birth, Stated::Unreadable)),
        ] {
            if unreadable {
                self.note(column, Finding::Unreadable(column));
            }
        }
        let (gender, stated_age, birth) = (gender.value()?, age.value(), birth.value());
        if let (Some(stated), Some(born)) = (stated_age, birth)
            && !may_be_same_age(stated, full_years(born, self.rules.reference_date))
        {
            self.note(Column::Age, Finding::DisagreesWithBirth);
        }
        (stated_age.is_some() || birth.is_some()).then_some(Vitals { gender, birth, stated_age })
    }
}

/// A typed age is that of the day of typing, which may lie a year before or after the reference date.
const fn may_be_same_age(stated: u8, computed: u8) -> bool {
    stated.abs_diff(computed) <= 1
}
