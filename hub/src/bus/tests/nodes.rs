//! What two nodes promise together.

use std::time::Duration;

use test_services::{Database, Kind, redis_server};

use super::{NEVER, Reader, emit_all, node};
use crate::bus::Bus;
use crate::engine::tests::{HIGH, LOW, ROOM, but, event, keyed, store};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_clients_of_both_nodes_see_one_order() {
    let database = Database::new(Kind::Postgres);
    let (url, prefix) = redis_server();
    let bus = || Bus::redis(&url, &prefix).expect("a URL");
    let one = node(database.url(), bus(), NEVER).await;
    let other = node(database.url(), bus(), NEVER).await;
    let mut readers = Vec::new();
    for engine in [&one, &other, &one, &other] {
        readers.push(Reader::new(engine).await);
    }
    settle(&one, &other, &mut readers).await;
    let mut tasks = emit_all(&one, 0..2500, 8);
    tasks.extend(emit_all(&other, 2500..5000, 8));
    let mut orders = Vec::new();
    for reader in &mut readers {
        orders.push(reader.read_until(5000).await.to_vec());
    }
    for task in tasks {
        task.await.expect("the task ends");
    }
    for order in &orders {
        assert_eq!(order, &orders[0]);
    }
    let mut sorted = orders.swap_remove(0);
    sorted.sort_unstable();
    assert_eq!(sorted, Vec::from_iter(0..5000));
}

/// Waits until each node reads what the other sends.
async fn settle(
    one: &std::sync::Arc<crate::engine::Engine>,
    other: &std::sync::Arc<crate::engine::Engine>,
    readers: &mut [Reader],
) {
    for (from, at) in [(one, 1), (other, 0)] {
        while readers[at].read.is_empty() {
            from.send(event(ROOM, 0, HIGH));
            tokio::time::sleep(Duration::from_millis(20)).await;
            let numbers = readers[at].client.numbers();
            readers[at].read.extend(numbers);
        }
        readers[at].read.clear();
    }
    // The last of them may still be on their way: what is stored now comes behind them.
    for (number, from) in [(1_000_001, one), (1_000_002, other)] {
        store(from, [event(ROOM, number, HIGH)]).await;
    }
    for reader in readers {
        while !(reader.read.contains(&1_000_001) && reader.read.contains(&1_000_002)) {
            reader.read.extend(reader.client.numbers());
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        reader.read.clear();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn transient_events_travel_with_all_that_they_are() {
    let database = Database::new(Kind::Postgres);
    let (url, prefix) = redis_server();
    let bus = || Bus::redis(&url, &prefix).expect("a URL");
    let one = node(database.url(), bus(), NEVER).await;
    let other = node(database.url(), bus(), NEVER).await;
    let mut readers = vec![Reader::new(&one).await, Reader::new(&other).await];
    settle(&one, &other, &mut readers).await;
    let left_out = readers[1].client.session.id;
    one.send(but(event(ROOM, 1, HIGH), |message| message.except = Some(left_out)));
    one.send(keyed(ROOM, 2, LOW, "same"));
    one.send(keyed(ROOM, 3, LOW, "same"));
    one.send(event(ROOM, 4, HIGH));
    // The second took the place of the first in the window that the fourth ended.
    assert_eq!(readers[0].read_until(3).await, [1, 3, 4]);
    assert_eq!(readers[1].read_until(2).await, [3, 4]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_redis_the_log_alone_brings_what_other_nodes_store() {
    let database = Database::new(Kind::Postgres);
    let sweep = Duration::from_millis(50);
    let one = node(database.url(), Bus::none(), sweep).await;
    let other = node(database.url(), Bus::none(), sweep).await;
    let (mut here, mut there) = (Reader::new(&one).await, Reader::new(&other).await);
    let mut tasks = emit_all(&one, 0..300, 4);
    tasks.extend(emit_all(&other, 300..600, 4));
    let order = here.read_until(600).await.to_vec();
    assert_eq!(there.read_until(600).await, order);
    for task in tasks {
        task.await.expect("the task ends");
    }
    let mut sorted = order;
    sorted.sort_unstable();
    assert_eq!(sorted, Vec::from_iter(0..600));
}
