//! What is looked up, through the router, on a table in this process.
#![expect(clippy::unwrap_used, reason = "a test stops at its first surprise")]

use axum::Router;
use domain::{agency::Agency, caller::Caller, ids::PlanId, plan::Plan, roster::Member};
use http_testkit::{Gateway, admin, event_files, finance, reviewer, stranger};
use records_function::router;
use serde_json::{Value, json};
use store::{Enrollment, PersonHasher};
use testkit::{Story, agency, at, caller_agency, caller_unit, member, members, number, pages, plan, unit};

const EVENTS: [(&str, &str); 3] = [
    ("enrollments.json", include_str!("../../../events/records/enrollments.json")),
    ("home.json", include_str!("../../../events/records/home.json")),
    ("notices.json", include_str!("../../../events/records/notices.json")),
];

#[test]
fn every_event_file_is_run_by_a_test() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../events/records");
    assert_eq!(event_files(folder), EVENTS.map(|(name, _)| name));
}

fn to_records(gateway: &Gateway) -> Router {
    router(gateway.context())
}

fn enrollment(member: Member, effective_on: &str) -> Enrollment {
    let hasher = PersonHasher::new(b"a key for tests");
    Enrollment {
        person: hasher.hash(&member.person_key()),
        plan: plan().id,
        application: number(1),
        unit: unit().id,
        agency: agency().id,
        member,
        effective_on: effective_on.parse().unwrap(),
        coverage_to: plan().coverage_to,
        at: at("2026-01-05T01:30:00Z"),
    }
}

#[tokio::test]
async fn people_covered_are_listed_masked_page_by_page() {
    let gateway = Gateway::new().await;
    let mut enrolled: Vec<_> = members(3).into_iter().map(|one| enrollment(one, "2026-01-06")).collect();
    enrolled.push(enrollment(member(4), "2026-01-01"));
    gateway.database.table.enroll(&enrolled).await.unwrap();
    let (_, event) = EVENTS[0];
    let page = gateway.send(to_records(&gateway), event, &caller_unit()).await.ok();
    assert_eq!((&page["total"], page["items"].as_array().unwrap().len()), (&json!(3), 2));
    let person = &page["items"][0];
    assert_eq!((&person["memberId"], &person["status"]), (&json!("1"), &json!("pending")));
    assert_eq!(
        (&person["unit"]["name"], &person["plan"]["name"]),
        (&json!(unit().name), &json!(plan().name))
    );
    assert_eq!(person["documentNumber"], member(1).document.masked());
    let text = page.to_string();
    assert!(!text.contains(member(1).document.as_str()) && text.contains("****"));
}

#[tokio::test]
async fn records_are_found_by_name_ending_unit_and_status() {
    let gateway = Gateway::new().await;
    let enrolled: Vec<_> = members(3).into_iter().map(|one| enrollment(one, "2026-01-01")).collect();
    gateway.database.table.enroll(&enrolled).await.unwrap();
    let count = async |query: &str, caller: &Caller| {
        let path = format!("/api/enrollments?{query}");
        gateway.get(to_records(&gateway), &path, Some(caller)).await.ok()["total"].clone()
    };
    let first = member(1);
    let ending = &first.document.as_str()[12..];
    assert_eq!(count("", &caller_agency()).await, 3);
    assert_eq!(count("", &admin()).await, 3);
    assert_eq!(count("", &stranger()).await, 0);
    assert_eq!(count("unitId=unit1", &stranger()).await, 0);
    assert_eq!(count("unitId=unit1", &caller_agency()).await, 3);
    assert_eq!(count("planId=another", &caller_agency()).await, 0);
    assert_eq!(count(&format!("documentNumberEndsWith={ending}"), &caller_unit()).await, 1);
    assert_eq!(count("status=active", &caller_unit()).await, 3);
    assert_eq!(count("status=expired", &caller_unit()).await, 0);
    let whole = format!("/api/enrollments?documentNumberEndsWith={}", first.document.as_str());
    gateway.get(to_records(&gateway), &whole, Some(&caller_unit())).await.refused(422, "invalid");
    let wrong = "/api/enrollments?status=nonsense";
    gateway.get(to_records(&gateway), wrong, Some(&caller_unit())).await.refused(400, "malformed");
}

#[tokio::test]
async fn the_home_page_counts_what_waits_for_whom() {
    let gateway = Gateway::new().await;
    gateway.tell(&Story::paid(1, &pages(&members(2))).1).await;
    gateway.tell(&[Story::begin(2).1]).await;
    let (_, event) = EVENTS[1];
    let of = |home: &Value, stage: &str| {
        let counts = home["counts"].as_array().unwrap().clone();
        let found = counts.into_iter().find(|count| count["stage"] == stage).unwrap();
        (found["count"].as_u64().unwrap(), found["waitsForMe"].as_bool().unwrap())
    };
    let home = gateway.send(to_records(&gateway), event, &caller_unit()).await.ok();
    assert_eq!((of(&home, "draft"), of(&home, "payment_review")), ((1, true), (1, false)));
    assert_eq!(home["waiting"], 1);
    assert_eq!(home["agencies"][0]["hotline"], agency().hotline);
    assert_eq!(home["plans"][0]["closesOn"], plan().closes_on.to_string());
    for caller in [reviewer(), finance()] {
        let home = gateway.send(to_records(&gateway), event, &caller).await.ok();
        assert_eq!((of(&home, "draft"), of(&home, "payment_review")), ((1, false), (1, true)));
    }
    let home = gateway.send(to_records(&gateway), event, &stranger()).await.ok();
    assert_eq!((&home["waiting"], &home["agencies"]), (&json!(0), &json!([])));
}

#[tokio::test]
async fn plans_of_the_callers_agency_are_listed_open_ones_first() {
    let gateway = Gateway::new().await;
    let later = Plan {
        id: PlanId::parse("yiyang-inpatient-2027").unwrap(),
        opens_on: "2026-11-01".parse().unwrap(),
        closes_on: "2026-12-31".parse().unwrap(),
        coverage_from: "2027-01-01".parse().unwrap(),
        ..plan()
    };
    let foreign = Agency { id: "chenzhou".to_owned().try_into().unwrap(), ..agency() };
    let elsewhere = Plan { id: PlanId::parse("x-2026").unwrap(), agency: foreign.id.clone(), ..plan() };
    let table = &gateway.database.table;
    table.put_agency(&foreign).await.unwrap();
    table.put_plan(&later).await.unwrap();
    table.put_plan(&elsewhere).await.unwrap();
    let page = gateway.get(to_records(&gateway), "/api/plans", Some(&caller_unit())).await.ok();
    assert_eq!(page["total"], 2);
    let (open, closed) = (&page["items"][0], &page["items"][1]);
    assert_eq!((&open["id"], &open["open"]), (&json!(plan().id), &json!(true)));
    assert_eq!((&closed["id"], &closed["open"]), (&json!("yiyang-inpatient-2027"), &json!(false)));
    assert_eq!(open["tiers"][0], json!({"id": "60", "name": "60元档位", "feeFen": 6000}));
    assert_eq!((&open["rules"]["ageMode"], &open["rules"]["minAge"]), (&json!("statutory"), &json!(16)));
    let all = gateway.get(to_records(&gateway), "/api/plans", Some(&admin())).await.ok();
    assert_eq!(all["total"], 3);
}

#[tokio::test]
async fn a_unit_sees_itself_and_an_agency_its_units() {
    let gateway = Gateway::new().await;
    let get = async |path: &str, caller: &Caller| gateway.get(to_records(&gateway), path, Some(caller)).await;
    let own = get("/api/units/me", &caller_unit()).await.ok();
    assert_eq!((&own["name"], &own["agency"]["name"]), (&json!(unit().name), &json!(agency().name)));
    assert_eq!(own["phone"], "138****0000");
    assert_eq!(get("/api/units/unit1", &caller_agency()).await.ok(), own);
    get("/api/units/unit1", &stranger()).await.refused(404, "not_found");
    get("/api/units/me", &caller_agency()).await.refused(404, "not_found");
    assert_eq!(get("/api/units", &caller_unit()).await.ok()["total"], 1);
    assert_eq!(get("/api/units?query=81430900mc", &caller_agency()).await.ok()["total"], 1);
    assert_eq!(get("/api/units?query=nobody", &caller_agency()).await.ok()["total"], 0);
    assert_eq!(get("/api/units", &admin()).await.ok()["total"], 1);
}

#[tokio::test]
async fn some_things_are_told_to_anybody() {
    let gateway = Gateway::new().await;
    let get = async |path: &str| gateway.get(to_records(&gateway), path, None).await;
    let agencies = get("/api/agencies").await.ok();
    assert_eq!(agencies["items"][0]["address"], agency().address);
    assert_eq!(get("/api/health").await.ok(), json!({"status": "ok"}));
    assert!(get("/api/openapi.json").await.ok()["paths"].is_object());
    for path in ["/api/plans", "/api/units", "/api/units/me", "/api/enrollments", "/api/home", "/api/notices"]
    {
        get(path).await.refused(401, "not_signed_in");
    }
}

#[tokio::test]
async fn notices_are_told_to_their_bodies_and_read_by_each_account_for_itself() {
    let gateway = Gateway::new().await;
    let (mut story, mut changes) = Story::paid(1, &pages(&members(2)));
    changes.push(story.reject_payment());
    gateway.tell(&changes).await;
    let ask = async |path: &str, caller: &Caller| gateway.get(to_records(&gateway), path, Some(caller)).await;
    let (_, event) = EVENTS[2];
    let list = gateway.send(to_records(&gateway), event, &caller_unit()).await.ok();
    assert_eq!((&list["total"], &list["unread"], &list["page"]), (&json!(2), &json!(2), &json!(1)));
    let newest = &list["items"][0];
    let payment = story.application.payment_number().unwrap();
    assert_eq!(
        (&newest["kind"], &newest["link"], &newest["read"]),
        (&json!("payment_rejected"), &json!({"kind": "payment", "number": payment}), &json!(false))
    );
    assert!(
        newest["body"].as_str().unwrap().contains("原因：名单：应单位要求退回；名单有误。下一步："),
        "{newest}"
    );

    let path = format!("/api/notices/{}/read", newest["id"].as_str().unwrap());
    let read = async |caller: &Caller| gateway.post(to_records(&gateway), &path, caller, json!({})).await;
    for other in [stranger(), finance(), caller_agency(), admin()] {
        read(&other).await.refused(404, "not_found");
    }
    for _ in 0..2 {
        read(&caller_unit()).await.ok();
    }
    let unread = ask("/api/notices?unread=true", &caller_unit()).await.ok();
    assert_eq!((&unread["total"], unread["items"].as_array().unwrap().len()), (&json!(1), 1));
    let colleague = Caller { user: "unit1-b".to_owned().try_into().unwrap(), ..caller_unit() };
    assert_eq!(ask("/api/notices", &colleague).await.ok()["unread"], 2);

    let all = gateway.post(to_records(&gateway), "/api/notices/read-all", &caller_unit(), json!({})).await;
    all.ok();
    let list = ask("/api/notices", &caller_unit()).await.ok();
    assert_eq!((&list["total"], &list["unread"]), (&json!(2), &json!(0)));
    assert_eq!(ask("/api/notices", &colleague).await.ok()["unread"], 2);
    let waiting = ask("/api/notices?unread=true", &finance()).await.ok();
    assert_eq!(waiting["items"][0]["kind"], "confirmation_wanted");
    assert_eq!(ask("/api/notices", &reviewer()).await.ok()["total"], 0);
    ask("/api/notices?unread=maybe", &admin()).await.refused(400, "malformed");
}
