//! The log: heads, positions, what is new, what is forgotten.

use std::time::{Duration, Instant};

use test_services::{Database, Kind};

use super::{emit, engine, engine_with, numbers, on_every_database};
use crate::config::Config;
use crate::message::Position;
use crate::store::{Mark, Store};

on_every_database!(
    heads_and_entries_agree,
    a_channel_without_events_has_a_position,
    a_sweep_finds_what_is_new,
    old_events_are_forgotten_in_portions,
    an_engine_keeps_within_its_retention,
    a_log_that_went_back_is_another,
);

async fn heads_and_entries_agree(store: Store) {
    let (chat, shop) = (engine(&store, "chat"), engine(&store, "shop"));
    emit(&store, &chat, &[("a", 1), ("a", 2)]).await;
    let mut tx = store.begin().await.expect("a transaction begins");
    tx.emit(shop.clone(), super::event("a", 7));
    tx.emit(chat.clone(), super::event("a", 3));
    tx.commit().await.expect("it is committed");
    let head = store.head("chat", "a").await.expect("a head");
    assert_eq!((head.position.offset, head.floor), (3, 0));
    let entries = store.read("chat", "a", 1, 10).await.expect("read").expect("whole");
    let places: Vec<_> = entries.iter().map(|entry| entry.position.to_string()).collect();
    let epoch = head.position.epoch;
    assert_eq!(places, [format!("2.{epoch}"), format!("3.{epoch}")]);
    assert_eq!(entries[0].event, "counted");
    assert_eq!(numbers(&store, "shop", "a").await, [7]);
    // More than one statement holds.
    let many: Vec<_> = (0..1000).map(|number| ("many", number)).collect();
    emit(&store, &chat, &many).await;
    assert_eq!(numbers(&store, "chat", "many").await, Vec::from_iter(0..1000));
    assert_eq!(store.read("chat", "many", 990, 5).await.expect("read").expect("whole").len(), 5);
}

async fn a_channel_without_events_has_a_position(store: Store) {
    let engine = engine(&store, "chat");
    let before = store.head("chat", "a").await.expect("a head");
    assert_eq!(before.position.offset, 0);
    emit(&store, &engine, &[("a", 1)]).await;
    let after = store.head("chat", "a").await.expect("a head");
    assert!(after.covers(&before.position));
    assert!(!before.covers(&after.position));
    assert!(before.is_behind(&after.position));
    assert!(!after.covers(&Position { offset: 1, epoch: "other".into() }));
}

async fn a_sweep_finds_what_is_new(store: Store) {
    let engine = engine(&store, "chat");
    emit(&store, &engine, &[("a", 1)]).await;
    let mark = settled(&store).await;
    emit(&store, &engine, &[("b", 1), ("b", 2), ("c", 3)]).await;
    let (mut changed, _) = store.changed("chat", mark).await.expect("a sweep");
    changed.sort();
    assert_eq!(changed, [("b".to_owned(), 2), ("c".to_owned(), 1)]);
    assert_eq!(store.changed("shop", mark).await.expect("a sweep").0, []);
    let mark = settled(&store).await;
    emit(&store, &engine, &[("a", 2)]).await;
    assert_eq!(store.changed("chat", mark).await.expect("a sweep").0, [("a".to_owned(), 2)]);
}

/// A mark after which there is nothing. PostgreSQL counts transactions for the whole server, and names a channel again for as
/// long as one runs that is older: here, one of another test.
async fn settled(store: &Store) -> Mark {
    let mut mark = store.mark().await.expect("a mark");
    loop {
        let (changed, next) = store.changed("chat", mark).await.expect("a sweep");
        if changed.is_empty() {
            return next;
        }
        mark = next;
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn old_events_are_forgotten_in_portions(store: Store) {
    let engine = engine(&store, "chat");
    let many: Vec<_> = (0..1200).map(|number| (if number % 3 == 0 { "a" } else { "b" }, number)).collect();
    emit(&store, &engine, &many).await;
    assert_eq!(store.forget("chat", Duration::from_secs(60)).await.expect("nothing is old"), 0);
    let mut tx = store.begin().await.expect("a transaction begins");
    sqlx::query("UPDATE hub_log SET stored_at = stored_at - 100000 WHERE address = 'b' OR place <= 300")
        .execute(tx.conn())
        .await
        .expect("made older");
    tx.commit().await.expect("it is committed");
    assert_eq!(store.forget("shop", Duration::from_secs(60)).await.expect("another contract"), 0);
    assert_eq!(store.forget("chat", Duration::from_secs(60)).await.expect("the old ones"), 1100);
    let head = store.head("chat", "a").await.expect("a head");
    assert_eq!((head.position.offset, head.floor), (400, 300));
    assert!(head.covers(&Position { offset: 300, ..head.position.clone() }));
    assert!(!head.covers(&Position { offset: 299, ..head.position.clone() }));
    assert_eq!(store.read("chat", "a", 299, 10).await.expect("read"), None);
    assert_eq!(store.read("chat", "a", 300, 1000).await.expect("read").map(|entries| entries.len()), Some(100));
    // Offsets go on where they were.
    emit(&store, &engine, &[("b", 1)]).await;
    let head = store.head("chat", "b").await.expect("a head");
    assert_eq!((head.position.offset, head.floor), (801, 800));
}

async fn an_engine_keeps_within_its_retention(store: Store) {
    let config = Config { retention: Duration::ZERO, ..Config::default() };
    let engine = engine_with(&store, "chat", config);
    emit(&store, &engine, &[("a", 1), ("a", 2)]).await;
    let started = Instant::now();
    while store.head("chat", "a").await.expect("a head").floor < 2 {
        assert!(started.elapsed() < Duration::from_secs(60), "old events stay");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn a_log_that_went_back_is_another(store: Store) {
    let engine = engine(&store, "chat");
    emit(&store, &engine, &[("a", 1), ("b", 1)]).await;
    let (a, b) = (store.head("chat", "a").await.expect("a head"), store.head("chat", "b").await.expect("a head"));
    let seen = Position { offset: 5, epoch: a.position.epoch.clone() };
    assert!(a.is_behind(&seen));
    store.renew("chat", "a", &seen.epoch).await.expect("a new epoch");
    let renewed = store.head("chat", "a").await.expect("a head");
    assert_ne!(renewed.position.epoch, a.position.epoch);
    assert_eq!((renewed.position.offset, renewed.floor), (1, 1));
    // A second who saw it changes nothing.
    store.renew("chat", "a", &seen.epoch).await.expect("it is done already");
    assert_eq!(store.head("chat", "a").await.expect("a head"), renewed);
    assert_eq!(store.head("chat", "b").await.expect("a head"), b);
    store.forget_positions().await.expect("all are new");
    assert!(!store.head("chat", "b").await.expect("a head").covers(&b.position));
    assert!(!store.head("chat", "new").await.expect("a head").covers(&Position { offset: 0, epoch: b.position.epoch }));
}

#[tokio::test]
async fn a_file_keeps_its_epochs_and_another_file_does_not() {
    let database = Database::new(Kind::File);
    let store = Store::open(database.url()).await.expect("it opens");
    emit(&store, &engine(&store, "chat"), &[("a", 1)]).await;
    let head = store.head("chat", "a").await.expect("a head");
    store.close().await;
    let store = Store::open(database.url()).await.expect("it opens again");
    assert_eq!(store.head("chat", "a").await.expect("a head"), head);
    store.close().await;
    // A backup that is put in its place.
    let path = std::path::Path::new(database.url().strip_prefix("sqlite:").expect("a file"));
    let backup = path.with_extension("backup");
    std::fs::copy(path, &backup).expect("a copy");
    std::fs::rename(&backup, path).expect("put in place");
    let store = Store::open(database.url()).await.expect("it opens once more");
    assert!(!store.head("chat", "a").await.expect("a head").covers(&head.position));
    assert_eq!(numbers(&store, "chat", "a").await, [1]);
    store.close().await;
}

#[tokio::test]
async fn tables_that_were_made_again_have_new_epochs() {
    let database = Database::new(Kind::Postgres);
    let store = Store::open(database.url()).await.expect("it opens");
    emit(&store, &engine(&store, "chat"), &[("a", 1)]).await;
    let head = store.head("chat", "a").await.expect("a head");
    let again = Store::open(database.url()).await.expect("a second node opens it");
    assert_eq!(again.head("chat", "a").await.expect("a head"), head);
    // What the restore of a dump does.
    let mut tx = store.begin().await.expect("a transaction begins");
    let restored = "CREATE TABLE restored AS TABLE hub_channels; DROP TABLE hub_channels;
                    ALTER TABLE restored RENAME TO hub_channels;
                    ALTER TABLE hub_channels ADD PRIMARY KEY (contract, address);";
    sqlx::raw_sql(restored).execute(tx.conn()).await.expect("restored");
    tx.commit().await.expect("it is committed");
    again.close().await;
    let again = Store::open(database.url()).await.expect("it opens");
    assert!(!again.head("chat", "a").await.expect("a head").covers(&head.position));
    again.close().await;
    store.close().await;
}
