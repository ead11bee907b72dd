use domain::application::DocumentKind;
use serde_json::json;
use store::{Document, DocumentState, StoreError, Table, Work};

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

pub async fn facts_are_frozen_once(database: &Database) {
    let table = &database.table;
    let (_, notice) = noticed(table).await;
    let first = json!({ "unit": "益阳市第一中学", "dueFen": 12_000 });
    assert_eq!(table.freeze_facts(&notice, &first).await.unwrap(), first);
    let later = json!({ "unit": "益阳市一中" });
    assert_eq!(table.freeze_facts(&notice, &later).await.unwrap(), first);
    assert_eq!(read(table, &notice).await.facts, Some(first));

    let unknown = Document { number: "JF1".into(), ..notice };
    let ending = table.freeze_facts(&unknown, &later).await;
    assert!(matches!(ending, Err(StoreError::Conflict)), "{ending:?}");
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
