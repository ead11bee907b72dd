//! Whole files, out and in.

use store::StoreError;
use testkit::Bucket;

#[tokio::test]
async fn a_file_comes_back_as_it_was_put() {
    let bucket = Bucket::new();
    let files = bucket.files();
    files.put("documents/1.pdf", b"%PDF-1.7".to_vec(), "application/pdf").await.unwrap();
    assert_eq!(files.get("documents/1.pdf", 8).await.unwrap().as_deref(), Some(&b"%PDF-1.7"[..]));
    let head = files.head("documents/1.pdf").await.unwrap().unwrap();
    assert_eq!(head.content_type.as_deref(), Some("application/pdf"));
    files.put("documents/1.pdf", b"%PDF-2.0 ".to_vec(), "application/pdf").await.unwrap();
    assert_eq!(files.get("documents/1.pdf", 9).await.unwrap().as_deref(), Some(&b"%PDF-2.0 "[..]));
}

#[tokio::test]
async fn a_file_that_is_not_there_is_none() {
    let files = Bucket::new().files();
    assert_eq!(files.get("documents/1.pdf", 8).await.unwrap(), None);
    assert_eq!(files.head("documents/1.pdf").await.unwrap(), None);
}

#[tokio::test]
async fn a_file_above_the_limit_is_not_read() {
    let bucket = Bucket::new();
    bucket.put("uploads/roster/1", vec![0; 9], "application/octet-stream");
    let read = bucket.files().get("uploads/roster/1", 8).await;
    assert!(matches!(read, Err(StoreError::Inconsistent { .. })), "{read:?}");
}
