//! Tables that bring themselves up to date.

use test_services::{Database, Kind};

use super::on_every_database;
use crate::store::{Migration, Store};

on_every_database!(steps_are_applied_once, a_wrong_step_leaves_nothing, a_changed_step_is_refused);

const FIRST: Migration =
    Migration { version: 1, name: "rooms", sql: "CREATE TABLE rooms (id BIGINT NOT NULL PRIMARY KEY);" };
const SECOND: Migration = Migration {
    version: 2,
    name: "names",
    sql: "ALTER TABLE rooms ADD COLUMN name TEXT; CREATE INDEX rooms_name ON rooms (name); INSERT INTO rooms VALUES (1, 'a;b');",
};

async fn steps_are_applied_once(store: Store) {
    store.migrate("app", &[FIRST]).await.expect("the first step");
    for _ in 0..2 {
        store.migrate("app", &[FIRST, SECOND]).await.expect("the second step");
    }
    // An older version of the program.
    store.migrate("app", &[FIRST]).await.expect("nothing to do");
    sqlx::query("SELECT id, name FROM rooms").fetch_one(store.pool()).await.expect("one row");
}

async fn a_wrong_step_leaves_nothing(store: Store) {
    let wrong = Migration { sql: "ALTER TABLE rooms ADD COLUMN name TEXT; CREATE NONSENSE;", ..SECOND };
    let error = store.migrate("app", &[FIRST, wrong]).await.expect_err("no such statement");
    assert!(error.to_string().starts_with("cannot apply the migration app 2 (names): "), "{error}");
    store.migrate("app", &[FIRST, SECOND]).await.expect("nothing was half done");
}

async fn a_changed_step_is_refused(store: Store) {
    store.migrate("app", &[FIRST]).await.expect("the first step");
    let changed = Migration { sql: "CREATE TABLE rooms (id TEXT);", ..FIRST };
    let error = store.migrate("app", &[changed]).await.expect_err("it was changed");
    assert!(error.to_string().contains("changed after it was applied"), "{error}");
    let error = store.migrate("app", &[FIRST, FIRST]).await.expect_err("the order");
    assert!(error.to_string().contains("versions must rise"), "{error}");
    // Another application has its own numbers.
    store.migrate("other", &[Migration { sql: "CREATE TABLE others (id BIGINT);", ..FIRST }]).await.expect("its own");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_nodes_may_start_at_once() {
    let database = Database::new(Kind::Postgres);
    let nodes: Vec<_> = (0..8)
        .map(|_| {
            let url = format!("{}&connections=2", database.url());
            tokio::spawn(async move {
                let store = Store::open(&url).await.expect("it opens");
                store.migrate("app", &[FIRST, SECOND]).await.expect("it migrates");
                store.close().await;
            })
        })
        .collect();
    for node in nodes {
        node.await.expect("the node starts");
    }
}

#[tokio::test]
async fn what_cannot_be_opened_is_named_without_the_password() {
    let error = Store::open("postgres://me:secret@127.0.0.1:1/chat").await.expect_err("nobody listens there");
    assert!(error.to_string().starts_with("cannot open the database `postgres://me@127.0.0.1:1/chat`: "), "{error}");
    assert!(!format!("{error:?}").contains("secret"), "{error:?}");
    let error = Store::open("sqlite:/dev/null/chat.db").await.expect_err("no folder");
    assert!(error.to_string().starts_with("cannot open the database `sqlite:/dev/null/chat.db`: "), "{error}");
}
