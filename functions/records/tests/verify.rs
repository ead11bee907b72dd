//! What anybody is told who checks a paper.
#![expect(clippy::unwrap_used, reason = "a test stops at its first surprise")]

use domain::{application::DocumentKind, money::Fen, verify::VerifyCode};
use http_testkit::Gateway;
use records_function::router;
use serde_json::{Value, json};
use store::Verification;
use testkit::{Story, agency, members, old_member, pages, plan, unit};

struct Scene {
    gateway: Gateway,
    story: Story,
    code: VerifyCode,
}

impl Scene {
    /// A paper of that kind that was made of a submitted draft.
    async fn with(kind: DocumentKind) -> Self {
        let (gateway, code) = (Gateway::new().await, VerifyCode::draw([7; 15]));
        let (mut story, mut changes) = Story::draft(1, &pages(&members(2)));
        changes.push(story.submit());
        gateway.tell(&changes).await;
        let (table, number) = (&gateway.database.table, story.application.number.clone());
        if kind == DocumentKind::OverAgeRegister {
            let register = story.application.register_number();
            table.request_document(&number, kind, &register, story.now).await.unwrap();
        }
        let documents = table.documents(&number).await.unwrap();
        let document = documents.iter().find(|document| document.kind == kind).unwrap();
        let printed = Verification {
            code: code.clone(),
            application: number,
            kind,
            number: document.number.clone(),
            unit: unit().name,
            people: 2,
            amount: Some(Fen::new(12_000)),
            issued_at: document.issued_at,
        };
        table.freeze_facts(document, &json!({}), &printed).await.unwrap();
        Self { gateway, story, code }
    }

    async fn check(&self, code: &str) -> http_testkit::Reply {
        self.gateway.get(router(self.gateway.context()), &format!("/api/verify/{code}"), None).await
    }

    async fn found(&self) -> Value {
        self.check(&self.code.to_string()).await.ok()
    }
}

#[tokio::test]
async fn anybody_is_told_what_a_paper_should_say_and_nobodys_name() {
    let scene = Scene::with(DocumentKind::PaymentNotice).await;
    let found = scene.found().await;
    let order = scene.story.application.stage.order().unwrap();
    assert_eq!((&found["title"], &found["number"]), (&json!("缴费通知单"), &json!(order.number.as_str())));
    assert_eq!((&found["unit"], &found["agency"]), (&json!(unit().name), &json!(agency().name)));
    assert_eq!((&found["headcount"], &found["amountFen"]), (&json!(2), &json!(12_000)));
    assert_eq!((&found["validity"], &found["state"]), (&json!("valid"), &json!("await_payment")));
    assert_eq!(found["account"]["number"], plan().account.number, "the account money really goes to");
    let text = found.to_string();
    for person in [unit().contact, unit().phone, members(1)[0].name.as_str().to_owned()] {
        assert!(!text.contains(&person), "{text}");
    }
    let typed = scene.code.to_string().to_lowercase().replace('-', "");
    assert_eq!(scene.check(&typed).await.ok(), found);
}

#[tokio::test]
async fn a_voided_paper_is_told_from_a_valid_one() {
    let mut scene = Scene::with(DocumentKind::PaymentNotice).await;
    let change = scene.story.withdraw();
    scene.gateway.tell(&[change]).await;
    let found = scene.found().await;
    assert_eq!((&found["validity"], &found["state"]), (&json!("void"), &json!("draft")));
    assert!(found["message"].as_str().unwrap().contains("作废"));
    assert_eq!(found["account"]["number"], plan().account.number);
}

#[tokio::test]
async fn a_register_of_an_earlier_roster_is_told_to_be_replaced() {
    let mut scene = Scene::with(DocumentKind::OverAgeRegister).await;
    assert_eq!(scene.found().await["validity"], "valid");
    let withdrawn = scene.story.withdraw();
    let changed = scene.story.update_roster(&pages(&[old_member(1)]));
    scene.gateway.tell(&[withdrawn, changed]).await;
    assert_eq!(scene.found().await["validity"], "replaced");
}

#[tokio::test]
async fn a_code_that_was_mistyped_or_never_issued_leads_nowhere() {
    let scene = Scene::with(DocumentKind::PaymentNotice).await;
    let never = VerifyCode::draw([8; 15]).to_string();
    assert!(scene.check(&never).await.refused(404, "not_found").contains("请勿按此单据付款"));
    let mut slip = scene.code.to_string();
    slip.replace_range(0..1, "Z");
    for code in [slip.as_str(), "x", "..%2f.."] {
        assert!(scene.check(code).await.refused(404, "not_found").contains("逐字核对"), "{code}");
    }
}
