//! What is told costs nothing while nobody looks, and is bounded while somebody does.

use std::sync::Arc;

use event_contracts_runtime::Priority;

use super::feed::{Counts, MOST, Watching};
use super::tap::{Tap, What};
use crate::engine::tests::{Client, event, node};
use crate::message::{Message, SessionId};

const NOW: &Priority = &Priority::BASE;

fn send(engine: &Arc<crate::engine::Engine>, number: u64) {
    let message: Message = event("room.1", number, NOW);
    engine.send(message);
}

#[test]
fn while_nobody_looks_nothing_is_made() {
    let tap = Tap::new("test");
    tap.tell(|| unreachable!("nobody looks"));
}

#[tokio::test]
async fn what_was_begun_is_ended_with_who_looks() {
    let engine = node().await;
    let (one, other) = (Watching::begin(vec![engine.clone()]), Watching::begin(vec![engine.clone()]));
    drop(one);
    assert!(engine.tap.is_watched());
    send(&engine, 1);
    assert_eq!(other.feed.take().records.len(), 1);
    drop(other);
    assert!(!engine.tap.is_watched());
}

#[tokio::test]
async fn who_reads_too_slowly_is_told_how_much_was_skipped() {
    let engine = node().await;
    let watching = Watching::begin(vec![engine.clone()]);
    for number in 0..MOST as u64 + 10 {
        send(&engine, number);
    }
    let taken = watching.feed.take();
    assert_eq!((taken.records.len(), taken.skipped), (MOST, 10));
    let counts = taken.counts.values().copied().next().expect("counted");
    assert_eq!(counts, Counts { sent: MOST as u64 + 10, ..counts });
    // There is room again.
    send(&engine, 0);
    let taken = watching.feed.take();
    assert_eq!((taken.records.len(), taken.skipped), (1, 0));
}

#[tokio::test]
async fn large_frames_fill_it_sooner() {
    let tap = Tap::new("test");
    let feed = Arc::default();
    tap.attach(&feed);
    let text: Arc<str> = "x".repeat(1024 * 1024).into();
    for _ in 0..10 {
        tap.tell(|| What::Said { session: SessionId::random(), text: text.clone() });
    }
    let taken = feed.take();
    assert_eq!((taken.records.len(), taken.skipped), (8, 2));
}

#[tokio::test]
async fn it_is_seen_when_an_event_left_the_queue() {
    let engine = node().await;
    let client = Client::plain(&engine);
    client.enter("room.1").await;
    let watching = Watching::begin(vec![engine.clone()]);
    send(&engine, 1);
    let taken = watching.feed.take();
    let Some(What::Sent { message, recipients: 1, .. }) = taken.records.front().map(|record| &record.what) else {
        panic!("one event for one client")
    };
    assert_eq!(message.left.so_far().0, 0);
    assert_eq!(client.read().len(), 1);
    assert_eq!(message.left.so_far().0, 1);
}
