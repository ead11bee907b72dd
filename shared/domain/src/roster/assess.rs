//! What follows from who a person is, under the rules of a plan: age, over age or not, taken or not (E3.2).

use chrono::NaiveDate;

use super::{Column, Finding, Issue, JobCategory, Member, Rules};
use crate::{
    calendar::YearMonth,
    person::{
        Gender,
        age::{AgeMode, OverAge, RuleSet, Track, full_years, over_age_by_years, retirement_date},
    },
};

const OF_AGE: u8 = 18;
const VERY_OLD: u8 = 80;

impl Rules {
    /// The track of a person of that gender and 岗位类别.
    pub fn track(&self, gender: Gender, job: Option<JobCategory>) -> Track {
        match gender {
            Gender::Male => Track::Men,
            Gender::Female => job.map_or(self.female_track, JobCategory::women_track),
        }
    }
}

/// Computes age and flags of a person anew, as on another plan or after an edit, and says what there is to say of
/// `row`. The person may be taken if no issue is an error.
pub fn assess<Id>(member: &mut Member<Id>, rules: &Rules, row: u32) -> Vec<Issue> {
    let mut issues = Vec::new();
    assess_into(member, rules, row, &mut issues);
    issues
}

pub(super) fn assess_into<Id>(member: &mut Member<Id>, rules: &Rules, row: u32, issues: &mut Vec<Issue>) {
    let mut note = |column, finding| issues.push(Issue::new(row, column, &finding));
    member.rule_set = RuleSet::CURRENT;
    match member.birth {
        Some(birth) => by_birth(member, birth, rules),
        None => {
            if by_years(member, rules) == OverAge::DependsOnBirthday {
                note(Column::BirthDate, Finding::BirthNeeded);
            }
        }
    }
    if member.age < rules.min_age {
        note(Column::Age, Finding::TooYoung(rules.min_age));
    } else if member.age < OF_AGE {
        note(Column::Age, Finding::Minor);
    } else if member.age > VERY_OLD {
        note(Column::Age, Finding::VeryOld);
    }
    if let Some(gender) = rules.gender_limit.filter(|gender| *gender != member.gender) {
        note(Column::Gender, Finding::GenderOutsidePlan(gender));
    }
    if member.over_age {
        note(Column::Age, Finding::OverAge(member.retires));
    } else if let Some(month) = member.retires.filter(|_| member.reaches_age_in_period) {
        note(Column::Age, Finding::ReachesAge(month));
    }
    if let Some(month) = over_age_on_earlier_track(member, rules) {
        note(Column::JobCategory, Finding::TrackUnknown(month));
    }
}

fn by_birth<Id>(member: &mut Member<Id>, birth: NaiveDate, rules: &Rules) {
    let track = rules.track(member.gender, member.job);
    let retires = retirement_date(birth, member.gender, track, rules.age_mode);
    member.age = full_years(birth, rules.reference_date);
    member.retires = Some(YearMonth::of(retires));
    member.over_age = retires <= rules.reference_date;
    member.reaches_age_in_period = !member.over_age && retires <= rules.coverage_to;
}

fn by_years<Id>(member: &mut Member<Id>, rules: &Rules) -> OverAge {
    let track = rules.track(member.gender, member.job);
    member.age = member.stated_age.unwrap_or_default();
    let answer = over_age_by_years(member.age, rules.reference_date, member.gender, track, rules.age_mode);
    member.retires = None;
    member.over_age = answer == OverAge::Yes;
    member.reaches_age_in_period = false;
    answer
}

/// The month of retirement on the 50 track of a woman who is past it, while nothing but a default put her on a
/// later one.
fn over_age_on_earlier_track<Id>(member: &Member<Id>, rules: &Rules) -> Option<YearMonth> {
    let undecided = member.gender == Gender::Female
        && member.job.is_none()
        && !member.over_age
        && rules.age_mode == AgeMode::Statutory;
    let birth = member.birth.filter(|_| undecided)?;
    let earlier = retirement_date(birth, Gender::Female, Track::Women50, AgeMode::Statutory);
    (earlier <= rules.reference_date).then(|| YearMonth::of(earlier))
}
