//! Priorities, windows, merging and time to live, within one channel.

use std::time::Duration;

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use tokio::time::{advance, pause};

use super::*;

/// A node, and a client in its room; the clock stands still.
async fn room() -> (Arc<Engine>, Client) {
    let engine = node().await;
    let client = Client::plain(&engine);
    client.enter(ROOM).await;
    pause();
    (engine, client)
}

async fn pass(milliseconds: u64) {
    // Timers that were set are known to the clock before it moves, and have run after it did.
    tokio::task::yield_now().await;
    advance(Duration::from_millis(milliseconds)).await;
    for _ in 0..4 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn an_urgent_event_takes_along_what_waits_before_it() {
    let (engine, client) = room().await;
    engine.send(event(ROOM, 1, NORMAL));
    engine.send(event(ROOM, 2, LOW));
    assert_eq!(client.numbers(), [0; 0]);
    engine.send(event(ROOM, 3, HIGH));
    assert_eq!(client.numbers(), [1, 2, 3]);
    pass(1000).await;
    assert_eq!(client.numbers(), [0; 0]);
}

#[tokio::test]
async fn the_nearest_deadline_counts_for_the_whole_line() {
    let (engine, client) = room().await;
    engine.send(event(ROOM, 1, LOW));
    pass(50).await;
    engine.send(event(ROOM, 2, NORMAL));
    pass(95).await;
    assert_eq!(client.numbers(), [0; 0]);
    pass(10).await;
    assert_eq!(client.numbers(), [1, 2]);
    engine.send(event(ROOM, 3, LOW));
    pass(495).await;
    assert_eq!(client.numbers(), [0; 0]);
    pass(10).await;
    assert_eq!(client.numbers(), [3]);
}

#[tokio::test]
async fn one_channel_does_not_wait_for_another() {
    let engine = node().await;
    let client = Client::plain(&engine);
    client.enter(ROOM).await;
    client.enter("room.2").await;
    // The database is asked before the clock stands still: its patience ends at once when nothing else is to do.
    pause();
    engine.send(event(ROOM, 1, NORMAL));
    engine.send(event("room.2", 2, HIGH));
    assert_eq!(client.numbers(), [2]);
}

#[tokio::test]
async fn a_newer_event_replaces_the_older_of_its_key() {
    let (engine, client) = room().await;
    engine.send(keyed(ROOM, 1, LOW, "a"));
    engine.send(keyed(ROOM, 2, LOW, "b"));
    engine.send(keyed(ROOM, 3, LOW, "a"));
    let aside = Client::plain(&engine);
    engine.send(but(keyed(ROOM, 4, LOW, "a"), |message| message.except = Some(aside.session.id)));
    engine.send(but(keyed(ROOM, 5, LOW, "b"), |message| message.event = "other".into()));
    pass(505).await;
    assert_eq!(client.numbers(), [2, 3, 4, 5], "who is not told of the newer one still hears the older");
}

#[tokio::test]
async fn stored_events_are_neither_merged_nor_too_old() {
    let engine = node().await;
    let client = Client::plain(&engine);
    client.enter(ROOM).await;
    store(&engine, [keyed(ROOM, 1, LOW, "a"), keyed(ROOM, 2, LOW, "a")]).await;
    pause();
    pass(500).await;
    pass(60_000).await;
    assert_eq!(client.numbers(), [1, 2]);
}

#[tokio::test]
async fn what_is_too_old_is_not_written() {
    let (engine, client) = room().await;
    engine.send(event(ROOM, 1, LOW));
    engine.send(event(ROOM, 2, HIGH));
    pass(5_001).await;
    assert_eq!(client.numbers(), [2]);
}

#[tokio::test]
async fn former_names_are_sent_beside_the_right_one_and_the_sender_is_spared() {
    let (engine, client) = room().await;
    let sender = Client::plain(&engine);
    sender.enter(ROOM).await;
    let mut message = event(ROOM, 1, HIGH);
    message.texts.push("[\"former\",1]".into());
    message.except = Some(sender.session.id);
    engine.send(message);
    assert_eq!(client.read(), ["2[\"event\",1]", "2[\"former\",1]"]);
    assert_eq!(sender.read(), [""; 0]);
}

#[tokio::test]
async fn a_line_goes_before_it_grows_without_bound() {
    let (engine, client) = room().await;
    for number in 0..5000 {
        engine.send(event(ROOM, number, NORMAL));
    }
    assert!(client.numbers().len() >= 4000);
}

#[tokio::test]
async fn who_takes_is_woken_once() {
    let (engine, client) = room().await;
    for number in 0..10 {
        engine.send(event(ROOM, number, HIGH));
    }
    assert_eq!(client.asked.wakes.load(Ordering::SeqCst), 1);
    assert_eq!(client.numbers().len(), 10);
    engine.send(event(ROOM, 10, HIGH));
    assert_eq!(client.asked.wakes.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn mixed_priorities_keep_one_order() {
    let mut random = StdRng::seed_from_u64(7);
    let engine = node().await;
    let clients: Vec<Client> = (0..3).map(|_| Client::plain(&engine)).collect();
    for client in &clients {
        client.enter(ROOM).await;
    }
    let mut heard = vec![Vec::new(); clients.len()];
    let mut sent = Vec::new();
    for number in 0..2000 {
        sent.push(number);
        let priority = [HIGH, NORMAL][random.random_range(0..2)];
        if random.random_ratio(1, 5) {
            store(&engine, [event(ROOM, number, priority)]).await;
        } else {
            engine.send(event(ROOM, number, priority));
        }
        if random.random_ratio(1, 50) {
            tokio::time::sleep(Duration::from_millis(random.random_range(0..5))).await;
        }
        let reader = random.random_range(0..clients.len());
        heard[reader].extend(clients[reader].numbers());
    }
    for (heard, client) in heard.iter_mut().zip(&clients) {
        until("the last window", || {
            heard.extend(client.numbers());
            heard.len() >= sent.len()
        })
        .await;
        assert_eq!(*heard, sent);
    }
}
