//! One suite for all databases: SQLite in memory, SQLite in a file, PostgreSQL.

mod concurrent;
mod log;
mod migrations;
mod statements;
mod transactions;

use std::sync::Arc;

use event_contracts_runtime::Priority;
use test_services::{Database, Kind};

use super::Store;
use crate::bus::Bus;
use crate::config::Config;
use crate::engine::tests::FACTS;
use crate::engine::{Engine, Facts};
use crate::message::{Message, Wire};

/// Makes one test of a function for each database. The function takes an open store.
macro_rules! on_every_database {
    ($($name:ident),* $(,)?) => {
        mod memory {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                $crate::store::tests::on(test_services::Kind::Memory, super::$name).await;
            })*
        }
        mod file {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                $crate::store::tests::on(test_services::Kind::File, super::$name).await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $name() {
                $crate::store::tests::on(test_services::Kind::Postgres, super::$name).await;
            })*
        }
    };
}
pub(crate) use on_every_database;

pub(crate) async fn on<F: Future<Output = ()>>(kind: Kind, test: impl FnOnce(Store) -> F) {
    let database = Database::new(kind);
    let store = Store::open(database.url()).await.expect("the database opens");
    test(store.clone()).await;
    store.close().await;
}

/// An engine of a contract of this name, to which nobody is connected.
fn engine(store: &Store, name: &'static str) -> Arc<Engine> {
    engine_with(store, name, Config::default())
}

fn engine_with(store: &Store, name: &'static str, config: Config) -> Arc<Engine> {
    Engine::new(Facts { name, ..FACTS }, Wire::Plain, config, store.clone(), Bus::none())
}

/// An event whose text is its number.
fn event(address: &str, number: u64) -> Message {
    Message::new("counted".into(), address.into(), &Priority::BASE, vec![format!("{{\"number\":{number}}}").into()])
}

/// Emits events in a transaction of their own.
async fn emit(store: &Store, engine: &Arc<Engine>, events: &[(&str, u64)]) {
    let mut tx = store.begin().await.expect("a transaction begins");
    for (address, number) in events {
        tx.emit(engine.clone(), event(address, *number));
    }
    tx.commit().await.expect("it is committed");
}

/// The numbers in a channel's log, from the beginning.
async fn numbers(store: &Store, contract: &str, address: &str) -> Vec<u64> {
    let entries = store.read(contract, address, 0, 1_000_000).await.expect("the log can be read").expect("it is whole");
    entries.iter().map(|entry| number(&entry.texts[0])).collect()
}

fn number(text: &str) -> u64 {
    text.trim_matches(|letter: char| !letter.is_ascii_digit()).parse().expect("a number")
}
