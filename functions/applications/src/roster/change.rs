//! Adding, changing and deleting single people, by the same rules as an import.

use axum::extract::State as Shared;
use chrono::NaiveDate;
use domain::{
    application::{Application, Command, CommandName, Missing, Refusal, RosterChange},
    ids::{ApplicationNumber, MemberId},
    person::{DocumentType, Gender},
    plan::Plan,
    roster::{
        Cell, Column, InsuranceType, Issue, JobCategory, MAX_ROWS, Member, RawRow, Rules, Severity, check_one,
    },
};
use http_api::{Answer, ApiError, Case, IfMatch, Json, Once, Path, SignedIn, views::ApplicationView};
use serde::Deserialize;
use store::{elsewhere, generation};
use utoipa::ToSchema;

use super::{
    edit::{Edit, holding},
    reveal::find,
    view::MemberView,
};
use crate::State;

/// A person as typed in. In a change, what is left out stays as it is.
#[derive(Clone, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct MemberEntry {
    /// 姓名.
    name: Option<String>,
    /// 证件类型.
    #[schema(value_type = Option<String>, example = "resident_id")]
    document_type: Option<DocumentType>,
    /// 证件号码.
    document_number: Option<String>,
    /// 手机号.
    phone: Option<String>,
    /// 性别.
    #[schema(value_type = Option<String>)]
    gender: Option<Gender>,
    /// 年龄.
    age: Option<u8>,
    /// 出生日期.
    birth_date: Option<NaiveDate>,
    /// 岗位类别.
    #[schema(value_type = Option<String>)]
    job_category: Option<JobCategory>,
    /// 医保类型.
    #[schema(value_type = Option<String>)]
    insurance_type: Option<InsuranceType>,
    /// 新业态从业者.
    new_employment: Option<bool>,
}

/// The people to delete.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeleteMembers {
    /// Their identities on this roster.
    #[schema(min_items = 1)]
    member_ids: Vec<String>,
}

impl MemberEntry {
    /// The row with what was typed in.
    fn onto(self, mut row: RawRow) -> RawRow {
        let age = self.age.map(|age| Cell::Integer(age.into()));
        let typed = [
            (Column::Name, self.name.map(Cell::text)),
            (Column::DocumentType, self.document_type.map(|kind| Cell::text(kind.zh()))),
            (Column::DocumentNumber, self.document_number.map(Cell::text)),
            (Column::Phone, self.phone.map(Cell::text)),
            (Column::Gender, self.gender.map(|gender| Cell::text(gender.zh()))),
            (Column::Age, age),
            (Column::BirthDate, self.birth_date.map(Cell::Date)),
            (Column::JobCategory, self.job_category.map(|job| Cell::text(job.zh()))),
            (Column::InsuranceType, self.insurance_type.map(|kind| Cell::text(kind.zh()))),
            (Column::NewEmployment, self.new_employment.map(|yes| Cell::text(if yes { "是" } else { "否" }))),
        ];
        for (column, cell) in typed {
            if let Some(cell) = cell {
                *row.cell_mut(column) = cell;
            }
        }
        row
    }
}

/// The API's name of the field behind a column.
const fn field(column: Column) -> &'static str {
    match column {
        Column::Name => "name",
        Column::DocumentType => "documentType",
        Column::DocumentNumber => "documentNumber",
        Column::Phone => "phone",
        Column::Gender => "gender",
        Column::Age => "age",
        Column::BirthDate => "birthDate",
        Column::JobCategory => "jobCategory",
        Column::InsuranceType => "insuranceType",
        Column::NewEmployment => "newEmployment",
    }
}

/// Checks one person; refused with every error at its field.
fn checked(row: &RawRow, rules: &Rules) -> Result<Member<()>, ApiError> {
    let issues = match check_one(row, rules) {
        Ok((draft, _)) => return Ok(draft.member),
        Err(issues) => issues,
    };
    let errors: Vec<&Issue> = issues.iter().filter(|issue| issue.severity == Severity::Error).collect();
    let sentences: Vec<_> = errors.iter().map(|issue| issue.message.as_str()).collect();
    let refused = ApiError::refused("invalid", sentences.join("；"));
    Err(errors.into_iter().fold(refused, |error, issue| {
        error.with_field(issue.column.map_or("member", field), issue.message.clone())
    }))
}

/// The plan whose rules check the people.
pub async fn plan(case: &Case<'_>) -> Result<Plan, ApiError> {
    case.plan().await?.ok_or_else(|| Refusal::Incomplete(vec![Missing::Plan]).into())
}

/// Refuses a person who is on this roster already, in another of the unit's applications, or covered where the plan
/// forbids it.
async fn unknown(
    state: &State,
    case: &Case<'_>,
    plan: &Plan,
    person: &Member<()>,
    itself: Option<MemberId>,
) -> Result<(), ApiError> {
    let key = person.person_key();
    let roster = generation::roster(state.table(), case.application()).await?;
    if roster.iter().any(|member| Some(member.id) != itself && member.person_key() == key) {
        return Err(Refusal::Duplicate("该职工").into());
    }
    let known = elsewhere::known_elsewhere(state.table(), &state.people, case.application(), &plan.id, [key]);
    let issues = known.await?.into_values().map(|elsewhere| elsewhere.issue(0, &plan.rules));
    let error = issues.into_iter().find(|issue| issue.severity == Severity::Error);
    error.map_or(Ok(()), |issue| Err(ApiError::invalid("documentNumber", issue.message)))
}

/// Writes the new pages; the command that names them puts them in force.
pub async fn write(
    state: &State,
    case: &Case<'_>,
    edit: Edit,
    plan: Plan,
    how: RosterChange,
) -> Result<Command, ApiError> {
    let (pages, update) = edit.finish(plan.id, how);
    state.table().put_pages(&case.application().number, &pages, None).await?;
    Ok(Command::UpdateRoster(update))
}

/// 添加单个职工.
#[utoipa::path(post, path = "/api/applications/{number}/members", tag = "roster",
    params(("number" = String, Path), IfMatch), request_body = MemberEntry,
    responses((status = 200, body = MemberView)))]
pub async fn add_member(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    Path(number): Path<ApplicationNumber>,
    seen: IfMatch,
    once: Once<MemberEntry>,
) -> Result<Answer, ApiError> {
    let case = state.commands.begin(&caller, &number, CommandName::EditMembers, seen).await?;
    let plan = plan(&case).await?;
    let person = checked(&once.body.clone().onto(RawRow::default()), &plan.rules)?;
    unknown(&state, &case, &plan, &person, None).await?;
    let roster = &case.application().roster;
    if roster.headcount() >= MAX_ROWS {
        return Err(ApiError::refused("too_many", format!("一份名单最多{MAX_ROWS}人，请新建参保单补录")));
    }
    let member = person.with_id(MemberId::new(roster.last_member + 1));
    let last = match roster.pages.last() {
        Some(page) => state.table().pages(&number, std::slice::from_ref(&page.id)).await?.pop(),
        None => None,
    };
    let mut edit = Edit::of(roster.clone());
    edit.append(last, member.clone(), state.fresh());
    let command = write(&state, &case, edit, plan, RosterChange::Edited).await?;
    let view = |application: &Application| MemberView::of(&member, application, &state.people);
    case.carry_out(command, view, |answer| once.receipt(answer)).await
}

/// Changes one person.
#[utoipa::path(patch, path = "/api/applications/{number}/members/{memberId}", tag = "roster",
    params(("number" = String, Path), ("memberId" = String, Path), IfMatch), request_body = MemberEntry,
    responses((status = 200, body = MemberView)))]
pub async fn change_member(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    Path((number, member)): Path<(ApplicationNumber, u32)>,
    seen: IfMatch,
    Json(entry): Json<MemberEntry>,
) -> Result<Answer, ApiError> {
    let case = state.commands.begin(&caller, &number, CommandName::EditMembers, seen).await?;
    let plan = plan(&case).await?;
    let ((index, mut people), old) = find(&state, case.application(), MemberId::new(member)).await?;
    let person = checked(&entry.onto(RawRow::of(&old)), &plan.rules)?;
    if person.person_key() != old.person_key() {
        unknown(&state, &case, &plan, &person, Some(old.id)).await?;
    }
    let member = person.with_id(old.id);
    people.iter_mut().filter(|one| one.id == member.id).for_each(|one| one.clone_from(&member));
    let mut edit = Edit::of(case.application().roster.clone());
    edit.rewrite(index, people, state.fresh());
    let command = write(&state, &case, edit, plan, RosterChange::Edited).await?;
    let view = |application: &Application| MemberView::of(&member, application, &state.people);
    case.carry_out(command, view, |_| None).await
}

/// 删除所选. People who are gone already are passed over.
#[utoipa::path(post, path = "/api/applications/{number}/members/delete", tag = "roster",
    params(("number" = String, Path), IfMatch), request_body = DeleteMembers,
    responses((status = 200, body = ApplicationView)))]
pub async fn delete_members(
    Shared(state): Shared<State>,
    SignedIn(caller): SignedIn,
    Path(number): Path<ApplicationNumber>,
    seen: IfMatch,
    once: Once<DeleteMembers>,
) -> Result<Answer, ApiError> {
    let case = state.commands.begin(&caller, &number, CommandName::EditMembers, seen).await?;
    let plan = plan(&case).await?;
    let parsed: Result<Vec<u32>, _> = once.body.member_ids.iter().map(|id| id.parse()).collect();
    let gone: Vec<MemberId> = parsed
        .map_err(|_| ApiError::invalid("memberIds", "人员编号不正确，请刷新后再选择"))?
        .into_iter()
        .map(MemberId::new)
        .collect();
    if gone.is_empty() {
        return Err(ApiError::invalid("memberIds", "请先选择要删除的人员"));
    }
    let mut edit = Edit::of(case.application().roster.clone());
    for index in holding(&case.application().roster, &gone) {
        let id = case.application().roster.pages[index].id.clone();
        let people = state.table().pages(&number, &[id]).await?.into_iter().flatten();
        let (leaving, staying): (Vec<Member>, Vec<Member>) = people.partition(|one| gone.contains(&one.id));
        if !leaving.is_empty() {
            edit.rewrite(index, staying, state.fresh());
        }
    }
    let command = write(&state, &case, edit, plan, RosterChange::Deleted).await?;
    let view = |application: &Application| ApplicationView::of(application, &caller);
    case.carry_out(command, view, |answer| once.receipt(answer)).await
}
