//! Redis fails, and comes back.

use std::time::{Duration, Instant};

use test_services::{Database, Kind, Redis};

use super::{PATIENCE, Reader, emit_all, node};
use crate::bus::Bus;
use crate::engine::tests::{HIGH, ROOM, event, store};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_may_be_killed_and_restarted_while_events_flow() {
    let database = Database::new(Kind::Postgres);
    let mut redis = Redis::start();
    let bus = || Bus::redis(&redis.url(), "test").expect("a URL");
    let sweep = Duration::from_millis(200);
    let one = node(database.url(), bus(), sweep).await;
    let other = node(database.url(), bus(), sweep).await;
    let (mut here, mut there) = (Reader::new(&one).await, Reader::new(&other).await);
    let mut tasks = emit_all(&one, 0..1000, 4);
    tasks.extend(emit_all(&other, 1000..2000, 4));
    here.read_until(600).await;
    redis.kill();
    here.read_until(1200).await;
    redis.restart();
    let order = here.read_until(2000).await.to_vec();
    assert_eq!(there.read_until(2000).await, order);
    for task in tasks {
        task.await.expect("the task ends");
    }
    let mut sorted = order;
    sorted.sort_unstable();
    assert_eq!(sorted, Vec::from_iter(0..2000));
    // Everything flows again, by itself: transient events come through Redis alone.
    for (from, to) in [(&one, &mut there), (&other, &mut here)] {
        to.read.clear();
        let started = Instant::now();
        while !to.read.contains(&7777) {
            assert!(started.elapsed() < PATIENCE, "Redis is back, and nothing comes through it");
            from.send(event(ROOM, 7777, HIGH));
            tokio::time::sleep(Duration::from_millis(20)).await;
            let numbers = to.client.numbers();
            to.read.extend(numbers);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_redis_that_is_not_there_costs_nobody_anything() {
    let bus = Bus::redis("redis://127.0.0.1:1", "test").expect("a URL");
    let database = Database::new(Kind::Memory);
    let alone = node(database.url(), bus.clone(), Duration::from_secs(1)).await;
    let mut reader = Reader::new(&alone).await;
    let started = Instant::now();
    for number in 0..1000 {
        alone.send(event(ROOM, number, HIGH));
    }
    store(&alone, [event(ROOM, 1000, HIGH)]).await;
    assert_eq!(reader.read_until(1001).await, Vec::from_iter(0..=1000));
    // More than the queue holds, and more bytes.
    let long = "x".repeat(10_000);
    for number in 0..20_000 {
        let mut message = event("room.nobody", number, HIGH);
        message.texts = vec![long.as_str().into()];
        alone.send(message);
    }
    assert!(started.elapsed() < Duration::from_secs(20), "sending waited for Redis");
    let inside = bus.0.as_ref().expect("a bus");
    let started = Instant::now();
    while inside.waiting.load(std::sync::atomic::Ordering::Relaxed) > 0 {
        assert!(started.elapsed() < PATIENCE, "what cannot be sent is dropped");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

#[test]
fn a_url_of_something_else_is_refused() {
    let error = Bus::redis("http://localhost", "test").expect_err("no Redis");
    assert!(error.to_string().starts_with("the URL of Redis is none: expected `redis://HOST:PORT`"), "{error}");
}
