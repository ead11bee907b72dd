use chrono::Duration;
use domain::ids::SessionId;
use store::{Account, Rotation, Session, StoreError};

use crate::{Database, at, caller_unit, ulid};

fn account() -> Account {
    let caller = caller_unit();
    Account {
        user: caller.user,
        display_name: caller.name,
        password: "$argon2id$v=19$…".into(),
        scope: caller.scope,
        must_change_password: true,
        suspended: false,
        version: 1,
    }
}

pub async fn an_account_is_written_over_the_version_seen(database: &Database) {
    let table = &database.table;
    assert_eq!(table.account(&account().user).await.unwrap(), None);
    table.put_account(&account()).await.unwrap();
    let taken = table.put_account(&account()).await;
    assert!(matches!(taken, Err(StoreError::Conflict)), "{taken:?}");

    let changed = Account { must_change_password: false, version: 2, ..account() };
    table.put_account(&changed).await.unwrap();
    let stale = table.put_account(&Account { suspended: true, version: 2, ..account() }).await;
    assert!(matches!(stale, Err(StoreError::Conflict)), "{stale:?}");
    assert_eq!(table.account(&account().user).await.unwrap(), Some(changed));
}

fn session(token: &str) -> Session {
    Session {
        id: SessionId::parse(ulid(1)).unwrap(),
        user: caller_unit().user,
        token_hash: token.into(),
        expires_at: at("2026-02-05T00:00:00Z"),
    }
}

pub async fn a_session_is_rotated_and_its_old_token_ends_it(database: &Database) {
    let table = &database.table;
    let now = at("2026-01-05T00:00:00Z");
    let rotate =
        async |seen: &str, next: &str| table.rotate_session(&session(next), seen, now).await.unwrap();
    assert_eq!(rotate("a", "b").await, Rotation::Ended, "there is none yet");
    table.create_session(&session("a")).await.unwrap();
    assert_eq!(rotate("a", "b").await, Rotation::Rotated);
    assert_eq!(rotate("b", "c").await, Rotation::Rotated);
    assert_eq!(rotate("a", "x").await, Rotation::Reused);
    assert_eq!(rotate("c", "d").await, Rotation::Ended, "over for the holder of the good token too");

    table.create_session(&session("a")).await.unwrap();
    let other = Session { id: SessionId::parse(ulid(2)).unwrap(), ..session("z") };
    table.create_session(&other).await.unwrap();
    table.end_session(&other.user, &other.id).await.unwrap();
    assert_eq!(table.rotate_session(&other, "z", now).await.unwrap(), Rotation::Ended);
    assert_eq!(rotate("a", "b").await, Rotation::Rotated, "ending one leaves the others");
    table.end_sessions(&other.user).await.unwrap();
    assert_eq!(rotate("b", "c").await, Rotation::Ended);
}

pub async fn an_expired_session_has_ended(database: &Database) {
    let table = &database.table;
    table.create_session(&session("a")).await.unwrap();
    let ended = table.rotate_session(&session("b"), "a", session("a").expires_at).await.unwrap();
    assert_eq!(ended, Rotation::Ended);
}

pub async fn failures_count_within_their_window(database: &Database) {
    let table = &database.table;
    let now = at("2026-01-05T01:00:00Z");
    let window = Duration::minutes(15);
    for (minutes, serial) in [(0, 1), (5, 2), (14, 3), (14, 4)] {
        table
            .record_failure("password#unit1", now + Duration::minutes(minutes), serial, window)
            .await
            .unwrap();
    }
    table.record_failure("password#unit2", now, 1, window).await.unwrap();
    let count = async |subject: &str, minutes| {
        table.failures(subject, now + Duration::minutes(minutes) - window).await.unwrap()
    };
    assert_eq!(count("password#unit1", 15).await, 4);
    assert_eq!(count("password#unit1", 16).await, 3);
    assert_eq!(count("password#unit1", 30).await, 0);
    table.clear_failures("password#unit1").await.unwrap();
    assert_eq!(count("password#unit1", 15).await, 0);
    assert_eq!(count("password#unit2", 15).await, 1);
}
