//! What an application's SQL may lean on, on every database.

use sqlx::Row;

use super::on_every_database;
use crate::store::{Migration, Store};

on_every_database!(nulls_and_types_travel, returning_gives_rows, sequences_count, foreign_keys_hold);

const ITEMS: &[Migration] = &[Migration {
    version: 1,
    name: "items",
    sql: "CREATE TABLE items (id BIGINT NOT NULL PRIMARY KEY, name TEXT, weight DOUBLE PRECISION, parent BIGINT REFERENCES items (id));",
}];

async fn nulls_and_types_travel(store: Store) {
    store.migrate("test", ITEMS).await.expect("a table is made");
    let mut tx = store.begin().await.expect("a transaction begins");
    for (id, name, weight) in [(1_i64, Some("é\u{1F600}'\"\\"), Some(0.25_f64)), (i64::MAX, None, None)] {
        sqlx::query("INSERT INTO items (id, name, weight, parent) VALUES ($1, $2, $3, $4)")
            .bind(id)
            .bind(name)
            .bind(weight)
            .bind(None::<i64>)
            .execute(tx.conn())
            .await
            .expect("a row is written");
    }
    tx.commit().await.expect("it is committed");
    let rows = sqlx::query(
        "SELECT id, name, weight, parent FROM items WHERE id >= $1 AND ($2 IS NULL OR name = $2) ORDER BY id",
    )
    .bind(1_i64)
    .bind(None::<String>)
    .fetch_all(store.pool())
    .await
    .expect("rows are read");
    type Read = (i64, Option<String>, Option<f64>, Option<i64>);
    let read: Vec<Read> = rows.iter().map(|row| (row.get(0), row.get(1), row.get(2), row.get(3))).collect();
    assert_eq!(read, [(1, Some("é\u{1F600}'\"\\".to_owned()), Some(0.25), None), (i64::MAX, None, None, None)]);
    let count: i64 = sqlx::query("SELECT COUNT(*) FROM items").fetch_one(store.pool()).await.expect("a count").get(0);
    assert_eq!(count, 2);
}

async fn returning_gives_rows(store: Store) {
    store.migrate("test", ITEMS).await.expect("a table is made");
    let mut tx = store.begin().await.expect("a transaction begins");
    let sql = "INSERT INTO items (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = excluded.name RETURNING name";
    for name in ["first", "second"] {
        let row = sqlx::query(sql).bind(7_i64).bind(name).fetch_one(tx.conn()).await.expect("a row is written");
        assert_eq!(row.get::<String, _>(0), name);
    }
    let gone = sqlx::query("DELETE FROM items WHERE id = $1 RETURNING id").bind(8_i64).fetch_optional(tx.conn()).await;
    assert!(gone.expect("nothing is deleted").is_none());
    tx.commit().await.expect("it is committed");
}

async fn sequences_count(store: Store) {
    let mut tx = store.begin().await.expect("a transaction begins");
    assert_eq!(tx.next_id("messages").await.expect("a number"), 1);
    assert_eq!(tx.next_id("messages").await.expect("a number"), 2);
    assert_eq!(tx.next_id("threads").await.expect("a number"), 1);
    let error = tx.next_id("messages; --").await.expect_err("no name");
    assert!(error.to_string().starts_with("`messages; --` cannot name a sequence"), "{error}");
    tx.commit().await.expect("it is committed");
    let mut tx = store.begin().await.expect("a transaction begins");
    assert_eq!(tx.next_id("messages").await.expect("a number"), 3);
}

async fn foreign_keys_hold(store: Store) {
    store.migrate("test", ITEMS).await.expect("a table is made");
    let mut tx = store.begin().await.expect("a transaction begins");
    let orphan = sqlx::query("INSERT INTO items (id, parent) VALUES (1, 2)").execute(tx.conn()).await;
    let error = orphan.expect_err("there is no such parent");
    assert!(error.as_database_error().is_some_and(|error| error.is_foreign_key_violation()), "{error}");
}
