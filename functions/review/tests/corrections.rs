//! 变更申请 through the router, on a table in this process.
#![expect(clippy::unwrap_used, reason = "a test stops at its first surprise")]

use axum::Router;
use domain::{caller::Caller, ids::MemberId};
use http_testkit::{Gateway, finance, reviewer, stranger};
use review_function::{Reviewing, router};
use serde_json::{Value, json};
use store::{Enrollment, PersonHasher};
use testkit::{Fault, Story, agency, caller_unit, members, pages, plan, unit};

struct Scene {
    gateway: Gateway,
    story: Story,
}

impl Scene {
    /// Three people, covered.
    async fn concluded() -> Self {
        let (story, changes) = Story::concluded(1, &pages(&members(3)));
        let gateway = Gateway::new().await;
        gateway.tell(&changes).await;
        let people = PersonHasher::new(b"a key for tests");
        let enrollment = |member: domain::roster::Member| Enrollment {
            person: people.hash(&member.person_key()),
            plan: plan().id,
            application: story.application.number.clone(),
            unit: unit().id,
            agency: agency().id,
            member,
            effective_on: plan().coverage_from,
            coverage_to: plan().coverage_to,
            at: story.now,
        };
        let enrollments: Vec<_> = members(3).into_iter().map(enrollment).collect();
        gateway.database.table.enroll(&enrollments).await.unwrap();
        Self { gateway, story }
    }

    fn router(&self) -> Router {
        let people = PersonHasher::new(b"a key for tests");
        router(Reviewing { commands: self.gateway.commands(), people })
    }

    fn request(&self, change: &Value) -> Value {
        let mut request = json!({"applicationNumber": self.story.application.number, "memberId": "1", "reason": "录入时写错"});
        for (field, value) in change.as_object().unwrap() {
            request[field] = value.clone();
        }
        request
    }

    async fn ask(&self, change: Value) -> http_testkit::Reply {
        self.gateway.post(self.router(), "/api/changes", &caller_unit(), self.request(&change)).await
    }

    async fn name(&self) -> String {
        let table = &self.gateway.database.table;
        let number = &self.story.application.number;
        let covered = table.enrollment(&unit().id, &plan().id, number, MemberId::new(1)).await.unwrap();
        covered.unwrap().member.name.as_str().to_owned()
    }
}

#[tokio::test]
async fn a_mistyped_name_is_corrected_when_the_reviewer_says_so() {
    let scene = Scene::concluded().await;
    let before = scene.name().await;
    let asked = scene.ask(json!({"name": "欧阳建国"})).await.ok();
    assert_eq!((&asked["state"], &asked["mayDecide"]), (&json!("pending"), &json!(false)));
    assert_eq!((&asked["before"]["name"], &asked["after"]["name"]), (&json!(before), &json!("欧阳建国")));
    assert_eq!(scene.name().await, before, "nothing changes before it is decided");

    let approve = format!("/api/changes/{}/approve", asked["id"].as_str().unwrap());
    let post = async |caller: Caller| scene.gateway.post(scene.router(), &approve, &caller, json!({})).await;
    post(stranger()).await.refused(404, "not_found");
    post(finance()).await.refused(403, "forbidden");
    post(caller_unit()).await.refused(403, "forbidden");
    let waiting =
        scene.gateway.get(scene.router(), "/api/changes?state=pending", Some(&reviewer())).await.ok();
    assert_eq!((&waiting["total"], &waiting["items"][0]["mayDecide"]), (&json!(1), &json!(true)));
    assert_eq!(post(reviewer()).await.ok()["state"], "approved");
    assert_eq!(scene.name().await, "欧阳建国");
    post(reviewer()).await.refused(409, "invalid_transition");
    let own = scene.gateway.get(scene.router(), "/api/changes", Some(&caller_unit())).await.ok();
    assert_eq!(own["items"][0]["decidedBy"], reviewer().name);
    let theirs = scene.gateway.get(scene.router(), "/api/changes", Some(&stranger())).await.ok();
    assert_eq!(theirs["total"], 0);
}

#[tokio::test]
async fn a_refused_request_changes_nothing_and_says_why() {
    let scene = Scene::concluded().await;
    let before = scene.name().await;
    let asked = scene.ask(json!({"name": "欧阳建国", "phone": "13800000009"})).await.ok();
    assert_eq!((&asked["after"]["phone"], &asked["phoneChanges"]), (&json!("138****0009"), &json!(true)));
    let reject = format!("/api/changes/{}/reject", asked["id"].as_str().unwrap());
    let silent = scene.gateway.post(scene.router(), &reject, &reviewer(), json!({"reason": " "})).await;
    silent.refused(422, "invalid");
    let why = json!({"reason": "与身份证不一致"});
    let rejected = scene.gateway.post(scene.router(), &reject, &reviewer(), why).await.ok();
    assert_eq!(rejected["rejection"], "与身份证不一致");
    assert_eq!(scene.name().await, before);
}

#[tokio::test]
async fn what_cannot_be_asked_for_is_told() {
    let scene = Scene::concluded().await;
    scene.ask(json!({})).await.refused(422, "invalid");
    scene.ask(json!({"name": "1"})).await.refused(422, "invalid");
    scene.ask(json!({"phone": "12"})).await.refused(422, "invalid");
    scene.ask(json!({"name": "欧阳建国", "memberId": "9"})).await.refused(422, "invalid");
    scene.ask(json!({"name": "欧阳建国", "reason": ""})).await.refused(422, "invalid");
    let theirs = scene.request(&json!({"name": "欧阳建国"}));
    let stranger = scene.gateway.post(scene.router(), "/api/changes", &stranger(), theirs).await;
    stranger.refused(404, "not_found");
}

#[tokio::test]
async fn a_decision_whose_answer_was_lost_is_told_to_be_made() {
    let scene = Scene::concluded().await;
    let asked = scene.ask(json!({"name": "欧阳建国"})).await.ok();
    let approve = format!("/api/changes/{}/approve", asked["id"].as_str().unwrap());
    scene.gateway.database.faults.push(Fault::lost_answer("TransactWriteItems"));
    assert_eq!(scene.gateway.post(scene.router(), &approve, &reviewer(), json!({})).await.status, 503);
    assert_eq!(scene.name().await, "欧阳建国");
    let again = scene.gateway.post(scene.router(), &approve, &reviewer(), json!({})).await;
    again.refused(409, "invalid_transition");
}
