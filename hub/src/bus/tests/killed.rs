//! A node is killed while it sends: a process of its own, ended by SIGKILL.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use test_services::{Database, Kind, redis_server};

use super::{Reader, node};
use crate::bus::Bus;
use crate::engine::tests::{FACTS, HIGH, ROOM, event, store};

/// Tells the process of the killed node what it lives on: a database, a Redis, a prefix.
const TOLD: &str = "HUB_TEST_KILLED_NODE";

/// A process that is killed at the latest when the test ends.
struct Victim(Child);

impl Drop for Victim {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What the process does that is to be killed; by itself, as one of the tests, nothing.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_killed_node() {
    let Ok(told) = std::env::var(TOLD) else { return };
    let [database, redis, prefix] = told.split('\n').collect::<Vec<_>>()[..] else { return };
    let bus = if redis.is_empty() { Bus::none() } else { Bus::redis(redis, prefix).expect("a URL") };
    let engine = node(database, bus, Duration::from_secs(1)).await;
    for number in 0.. {
        store(&engine, [event(ROOM, number, HIGH)]).await;
        println!("\ncommitted {number}");
    }
}

/// Starts a node, and kills it in the middle of whatever it does. Gives the last number that it reported as committed.
async fn kill_a_node(database: &str, redis: &str, prefix: &str) -> u64 {
    let victim = Command::new(std::env::current_exe().expect("this program"))
        .args(["--exact", "bus::tests::killed::the_killed_node", "--nocapture"])
        .env(TOLD, [database, redis, prefix].join("\n"))
        .stdout(Stdio::piped())
        .spawn();
    let mut victim = Victim(victim.expect("a process starts"));
    let output = victim.0.stdout.take().expect("its output");
    let committed = tokio::task::spawn_blocking(move || {
        let lines = BufReader::new(output).lines().map_while(Result::ok);
        let mut numbers = lines.filter_map(|line| line.strip_prefix("committed ")?.parse::<u64>().ok());
        numbers.find(|number| *number == 400).expect("it commits");
        victim.0.kill().expect("it is killed");
        numbers.last().unwrap_or(400)
    });
    committed.await.expect("the output is read")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_killed_node_committed_reaches_the_clients_of_the_other() {
    let database = Database::new(Kind::Postgres);
    let (url, prefix) = redis_server();
    let here = node(database.url(), Bus::redis(&url, &prefix).expect("a URL"), Duration::from_millis(100)).await;
    let mut reader = Reader::new(&here).await;
    let committed = kill_a_node(database.url(), &url, &prefix).await;
    // What the log has now is all that there will ever be.
    let log = here.store.read(FACTS.name, ROOM, 0, 100_000).await.expect("read").expect("whole");
    assert!(log.len() as u64 > committed, "what it reported as committed is in the log");
    let read = reader.read_until(log.len()).await;
    assert_eq!(read, Vec::from_iter(0..log.len() as u64));
    // And the channel goes on.
    store(&here, [event(ROOM, 1_000_000, HIGH)]).await;
    assert_eq!(reader.read_until(log.len() + 1).await.last(), Some(&1_000_000));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_killed_process_committed_is_in_its_file() {
    let database = Database::new(Kind::File);
    let committed = kill_a_node(database.url(), "", "").await;
    let here = node(database.url(), Bus::none(), Duration::from_secs(1)).await;
    let log = here.store.read(FACTS.name, ROOM, 0, 100_000).await.expect("read").expect("whole");
    assert!(log.len() as u64 > committed, "what it reported as committed is in the log");
    store(&here, [event(ROOM, 1_000_000, HIGH)]).await;
    let head = here.store.head(FACTS.name, ROOM).await.expect("a head");
    assert_eq!(head.position.offset, log.len() as u64 + 1);
}
