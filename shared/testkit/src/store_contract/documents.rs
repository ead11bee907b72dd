use domain::{application::DocumentKind, money::Fen, verify::VerifyCode};
use serde_json::json;
use store::{Document, DocumentState, StoreError, Table, Verification, Work};

use super::write;
use crate::{Database, Story, members, number, pages};

/// A draft that was submitted, and its notice.
async fn noticed(table: &Table) -> (Story, Document) {
    let (mut story, changes) = Story::draft(1, &pages(&members(2)));
    write(table, &changes).await;
    write(table, &[story.submit()]).await;
    let documents = table.documents(&number(1)).await.unwrap();
    let [notice] = documents.as_slice() else { panic!("{documents:?}") };
    (story, notice.clone())
}

async fn read(table: &Table, document: &Document) -> Document {
    table.document(&document.application, document.kind, &document.number).await.unwrap().unwrap()
}

pub async fn documents_are_issued_made_and_voided(database: &Database) {
    let table = &database.table;
    let (mut story, notice) = noticed(table).await;
    let payment = story.application.payment_number().unwrap().to_string();
    assert_eq!((notice.kind, &notice.number), (DocumentKind::PaymentNotice, &payment));
    assert_eq!(
        (&notice.state, notice.voided, notice.issued_at),
        (&DocumentState::Rendering, false, story.now)
    );

    let key = notice.object_key();
    assert_eq!(key, format!("documents/{}/{payment}.pdf", number(1)));
    table.document_ready(&notice, &key, story.now).await.unwrap();
    let ready = read(table, &notice).await;
    assert_eq!(ready.state, DocumentState::Ready { key, at: story.now });

    let jobs = write(table, &[story.withdraw()]).await;
    assert!(matches!(&jobs[0].work, Work::RenderDocument { number, .. } if *number == payment));
    let voided = read(table, &notice).await;
    assert_eq!((voided.voided, voided.state.code()), (true, "rendering"), "it is made again with its stamp");
    assert_eq!(voided.object_key(), format!("documents/{}/{payment}-void.pdf", number(1)));
    table.document_ready(&voided, &voided.object_key(), story.now).await.unwrap();

    write(table, &[story.submit()]).await;
    let kept = table.documents(&number(1)).await.unwrap();
    assert_eq!(kept.iter().map(|document| document.voided).collect::<Vec<_>>(), [true, false]);
    table.document_failed(&kept[1]).await.unwrap();
    assert_eq!(read(table, &kept[1]).await.state, DocumentState::Failed);
    assert_eq!(table.document(&number(1), DocumentKind::PaymentApplication, "CR1").await.unwrap(), None);
}

/// What the code that those bytes draw leads to.
fn verification(document: &Document, random: u8) -> Verification {
    Verification {
        code: VerifyCode::draw([random; 15]),
        application: document.application.clone(),
        kind: document.kind,
        number: document.number.clone(),
        unit: "益阳市第一中学".into(),
        people: 2,
        amount: Some(Fen::new(12_000)),
        issued_at: document.issued_at,
    }
}

pub async fn facts_are_frozen_once(database: &Database) {
    let table = &database.table;
    let (_, notice) = noticed(table).await;
    let (first, later) =
        (json!({ "unit": "益阳市第一中学", "dueFen": 12_000 }), json!({ "unit": "益阳市一中" }));
    let (code, other) = (verification(&notice, 1), verification(&notice, 2));
    assert_eq!(table.freeze_facts(&notice, &first, &code).await.unwrap(), first);
    assert_eq!(table.freeze_facts(&notice, &later, &other).await.unwrap(), first);
    assert_eq!(read(table, &notice).await.facts, Some(first));
    assert_eq!(table.verification(&code.code).await.unwrap(), Some(code), "what is printed is found");
    assert_eq!(table.verification(&other.code).await.unwrap(), None, "what was never printed is not");

    let unknown = Document { number: "JF1".into(), ..notice };
    let ending = table.freeze_facts(&unknown, &later, &other).await;
    assert!(matches!(ending, Err(StoreError::Conflict)), "{ending:?}");
}

pub async fn a_document_is_asked_for_once_and_again_when_it_failed(database: &Database) {
    let table = &database.table;
    let (story, _) = noticed(table).await;
    let (kind, at) = (DocumentKind::OverAgeRegister, story.now);
    let number = story.application.register_number();
    let ask = || table.request_document(&story.application.number, kind, &number, at);
    let job = ask().await.unwrap().unwrap();
    assert!(matches!(&job.work, Work::RenderDocument { number: asked, .. } if *asked == number));
    assert_eq!(ask().await.unwrap(), None, "it is on its way");

    let document = table.document(&story.application.number, kind, &number).await.unwrap().unwrap();
    assert_eq!(table.retry_document(&document, "one", at).await.unwrap(), None, "it has not failed");
    table.document_failed(&document).await.unwrap();
    let again = table.retry_document(&document, "one", at).await.unwrap().unwrap();
    assert_ne!(again.id, job.id);
    assert_eq!(read(table, &document).await.state, DocumentState::Rendering);
    table.document_skipped(&document).await.unwrap();
    assert_eq!(read(table, &document).await.state, DocumentState::Skipped);
}

pub async fn a_stamp_is_never_lost_to_a_late_worker(database: &Database) {
    let table = &database.table;
    let (mut story, notice) = noticed(table).await;
    write(table, &[story.withdraw()]).await;
    let late = table.document_ready(&notice, &notice.object_key(), story.now).await;
    assert!(matches!(late, Err(StoreError::Conflict)), "{late:?}");
    let stored = read(table, &notice).await;
    assert_eq!((stored.voided, stored.state), (true, DocumentState::Rendering));
}
