//! What the outbox costs: `commits [URL]` writes rows with an event each, and the same rows without.
//!
//! A line a comparison: what, ours, theirs, the ratio and its quartiles, with tabs between; seconds a commit.

#[path = "../../../src/pair.rs"]
#[allow(dead_code, reason = "shared with the benchmark itself, which uses all of it")]
mod pair;

use std::time::{Duration, Instant};

use event_hub::{Bus, Config, Hub, Store};
use fanout::{TEXT, now};
use pair::{Side, paired};

use crate::plain::events::LoadNote;
use crate::plain::types::Tick;
use crate::plain::{Meta, Plain};

event_contracts_macros::contract!(pub mod plain = "contracts/plain.yaml");

/// So many commits are one measurement.
const COMMITS: u32 = 400;

fn main() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let folder = tempfile::tempdir().expect("a folder");
    let url = std::env::args().nth(1).unwrap_or_else(|| format!("sqlite:{}", folder.path().join("hub.db").display()));
    let store = runtime.block_on(async {
        let store = Store::open(&url).await.expect("a database");
        let mut tx = store.begin().await.expect("a database");
        let table = "CREATE TABLE IF NOT EXISTS bench_messages (number BIGINT NOT NULL, text TEXT NOT NULL)";
        sqlx::query(table).execute(tx.conn()).await.expect("a table");
        tx.commit().await.expect("a database");
        store
    });
    let hub: Hub<Plain> = runtime.block_on(async { Hub::new(store, Bus::default(), Config::default(), |_| Meta {}) });
    for writers in [1, 16] {
        let measure = |tells: bool| {
            let (runtime, hub) = (&runtime, &hub);
            Side::measured(move || runtime.block_on(commits(hub, writers, tells)))
        };
        let paired = paired(7, measure(true), measure(false));
        println!(
            "{writers}\t{}\t{}\t{}\t{}\t{}",
            paired.ours, paired.peer, paired.ratio, paired.quartiles.0, paired.quartiles.1
        );
    }
}

/// The time of a commit, with so many writers at once, each in a room of its own.
async fn commits(hub: &Hub<Plain>, writers: u32, tells: bool) -> Duration {
    let start = Instant::now();
    let all = (0..writers).map(|writer| {
        let hub = hub.clone();
        tokio::spawn(async move {
            for number in 0..COMMITS / writers {
                let mut tx = hub.store().begin().await.expect("a database");
                sqlx::query("INSERT INTO bench_messages (number, text) VALUES ($1, $2)")
                    .bind(i64::from(number))
                    .bind(TEXT)
                    .execute(tx.conn())
                    .await
                    .expect("a row");
                if tells {
                    let tick =
                        Tick { room_id: writer.to_string(), number: number.into(), sent_at: now(), text: TEXT.into() };
                    hub.emit(&mut tx, &LoadNote(tick)).expect("no limit");
                }
                tx.commit().await.expect("a database");
            }
        })
    });
    for one in all.collect::<Vec<_>>() {
        one.await.expect("it writes");
    }
    start.elapsed() / COMMITS
}
