//! What a transaction promises, whether it ends well or not.

use std::time::Duration;

use sqlx::Row;
use test_services::{Database, Kind};

use super::{emit, engine, event, numbers, on_every_database};
use crate::store::{Store, StoreError};

on_every_database!(
    events_are_stored_with_the_commit_alone,
    a_dropped_transaction_frees_the_writer,
    a_cancelled_beginning_changes_nothing,
    a_cancelled_commit_without_events_changes_nothing,
    a_cancelled_commit_is_whole_or_nothing,
    a_failed_statement_never_commits_in_part,
);

async fn events_are_stored_with_the_commit_alone(store: Store) {
    let engine = engine(&store, "chat");
    let mut tx = store.begin().await.expect("a transaction begins");
    tx.emit(engine.clone(), event("a", 1));
    drop(tx);
    assert!(numbers(&store, "chat", "a").await.is_empty());
    emit(&store, &engine, &[("a", 2), ("b", 3), ("a", 4)]).await;
    assert_eq!(numbers(&store, "chat", "a").await, [2, 4]);
    assert_eq!(numbers(&store, "chat", "b").await, [3]);
}

async fn a_dropped_transaction_frees_the_writer(store: Store) {
    let engine = engine(&store, "chat");
    for number in 0..20 {
        let mut tx = store.begin().await.expect("a transaction begins");
        tx.next_id("held").await.expect("a number");
        tx.emit(engine.clone(), event("a", number));
        // In the middle of a statement, of a commit, or of nothing.
        match number % 3 {
            0 => drop(tx),
            1 => {
                let _ = tokio::time::timeout(Duration::ZERO, tx.next_id("held")).await;
                drop(tx);
            }
            _ => {
                let waiting = tokio::spawn(async move { tx.next_id("held").await.map(|_| tx) });
                tokio::task::yield_now().await;
                waiting.abort();
            }
        }
        emit(&store, &engine, &[("b", number)]).await;
    }
    assert!(numbers(&store, "chat", "a").await.is_empty());
    assert_eq!(numbers(&store, "chat", "b").await, Vec::from_iter(0..20));
}

async fn a_cancelled_beginning_changes_nothing(store: Store) {
    let engine = engine(&store, "chat");
    for number in 0..200 {
        // Several wait for the writer, and are cancelled at any moment.
        let begun: Vec<_> = (0..3)
            .map(|_| {
                let store = store.clone();
                tokio::spawn(async move { store.begin().await.map(drop) })
            })
            .collect();
        tokio::time::sleep(Duration::from_micros(number % 50 * 10)).await;
        begun.iter().for_each(tokio::task::JoinHandle::abort);
        emit(&store, &engine, &[("a", number)]).await;
    }
    assert_eq!(numbers(&store, "chat", "a").await, Vec::from_iter(0..200));
}

async fn a_cancelled_commit_without_events_changes_nothing(store: Store) {
    let engine = engine(&store, "chat");
    for number in 0..200 {
        let mut tx = store.begin().await.expect("a transaction begins");
        tx.next_id("committed").await.expect("a number");
        let committing = tokio::spawn(tx.commit());
        tokio::time::sleep(Duration::from_micros(number % 50 * 4)).await;
        committing.abort();
        emit(&store, &engine, &[("a", number)]).await;
    }
    assert_eq!(numbers(&store, "chat", "a").await, Vec::from_iter(0..200));
}

async fn a_cancelled_commit_is_whole_or_nothing(store: Store) {
    let engine = engine(&store, "chat");
    for number in 0..50 {
        let mut tx = store.begin().await.expect("a transaction begins");
        tx.emit(engine.clone(), event("a", number));
        tx.emit(engine.clone(), event("b", number));
        let committing = tokio::spawn(tx.commit());
        tokio::time::sleep(Duration::from_micros(number * 20)).await;
        committing.abort();
    }
    emit(&store, &engine, &[("a", 50), ("b", 50)]).await;
    // A commit that was begun goes on: wait until nobody has a connection any more.
    while store.0.writers.num_idle() as u64 != u64::from(store.0.writers.size()) {
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    let (a, b) = (numbers(&store, "chat", "a").await, numbers(&store, "chat", "b").await);
    assert_eq!(a, b);
    assert!(a.contains(&50));
}

async fn a_failed_statement_never_commits_in_part(store: Store) {
    let engine = engine(&store, "chat");
    for emits in [false, true] {
        let mut tx = store.begin().await.expect("a transaction begins");
        let key = i64::from(emits);
        let owner = sqlx::query("INSERT INTO hub_migrations VALUES ('written', $1, '', '')").bind(key);
        owner.execute(tx.conn()).await.expect("a row is written");
        sqlx::query("INSERT INTO hub_migrations VALUES ('written', $1, '', '')")
            .bind(key)
            .execute(tx.conn())
            .await
            .expect_err("it is there already");
        if emits {
            tx.emit(engine.clone(), event("a", 1));
        }
        let committed = tx.commit().await;
        let written = sqlx::query("SELECT 1 FROM hub_migrations WHERE owner = 'written' AND version = $1")
            .bind(key)
            .fetch_optional(store.pool())
            .await
            .expect("rows are read")
            .is_some();
        // PostgreSQL gives up the whole transaction and says so; SQLite the one statement.
        assert_eq!(committed.is_ok(), written, "{committed:?}");
        if let Err(error) = committed {
            assert!(matches!(error, StoreError::Aborted(_)), "{error}");
            assert!(numbers(&store, "chat", "a").await.is_empty());
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_breaks_leaves_no_doubt_before_the_commit_and_says_so_in_it() {
    let database = Database::new(Kind::Postgres);
    let store = Store::open(database.url()).await.expect("it opens");
    let engine = engine(&store, "chat");
    for emits in [true, false] {
        let mut tx = store.begin().await.expect("a transaction begins");
        let row = sqlx::query("SELECT pg_backend_pid()").fetch_one(tx.conn()).await.expect("a number");
        let backend: i32 = row.get(0);
        if emits {
            tx.emit(engine.clone(), event("a", 1));
        }
        let killed = sqlx::query("SELECT pg_terminate_backend($1)").bind(backend).execute(store.pool()).await;
        killed.expect("the connection is cut");
        tx.commit().await.expect_err("there is no connection");
    }
    assert!(numbers(&store, "chat", "a").await.is_empty());
    // Other connections take over.
    for number in 0..20 {
        emit(&store, &engine, &[("a", number)]).await;
    }
    assert_eq!(numbers(&store, "chat", "a").await, Vec::from_iter(0..20));
    store.close().await;
}
