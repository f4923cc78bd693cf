//! Clients that read too slowly.

use super::*;

const KEPT: &Priority = &Priority { name: "kept", ..Priority::BASE };
const DROPPED: &Priority = &Priority { name: "dropped", when_slow: WhenSlow::Drop, ..Priority::BASE };

/// A node that sheds from 1,000 waiting bytes on and gives up at 2,000, and a client in its room.
async fn room() -> (Arc<Engine>, Client) {
    let mut config = quiet();
    config.slow_clients.shed_bytes = 1_000;
    config.slow_clients.most_bytes = 2_000;
    let engine = node_with(config).await;
    let client = Client::plain(&engine);
    client.enter(ROOM).await;
    (engine, client)
}

/// Events of 15 bytes: `2["event",100]` and what counts.
fn some(engine: &Arc<Engine>, numbers: std::ops::Range<u64>, priority: &'static Priority) {
    for number in numbers {
        engine.send(event(ROOM, number, priority));
    }
}

#[tokio::test]
async fn what_may_be_dropped_is_and_the_client_is_told() {
    let (engine, client) = room().await;
    some(&engine, 100..300, DROPPED);
    assert!(client.session.waiting_bytes() <= 1_000);
    let told = client.read();
    let heard = told.iter().filter(|text| number(text).is_some()).count();
    assert_eq!(heard, 71);
    assert_eq!(told.last().expect("it works"), "2[\"hub:dropped\",{\"events\":{\"event\":129}}]");
    assert_eq!(client.closed(), None);
    some(&engine, 300..301, DROPPED);
    assert_eq!(client.read(), ["2[\"event\",300]"], "it is told once");
}

#[tokio::test]
async fn what_may_be_merged_is() {
    let (engine, client) = room().await;
    some(&engine, 100..171, KEPT);
    for number in 200..10_000 {
        engine.send(keyed(ROOM, number, KEPT, if number % 2 == 0 { "even" } else { "odd" }));
    }
    assert_eq!(client.closed(), None);
    assert!(client.session.waiting_slots() < 1_000, "merging costs no memory");
    let heard = client.numbers();
    assert_eq!(heard[..71], (100..171).collect::<Vec<_>>());
    assert_eq!(heard[71..], [9_998, 9_999]);
}

#[tokio::test]
async fn whoever_reads_nothing_has_to_come_back() {
    let (engine, client) = room().await;
    let other = Client::plain(&engine);
    other.enter(ROOM).await;
    let mut heard = Vec::new();
    for number in 1..=400 {
        store(&engine, [event(ROOM, number, KEPT)]).await;
        heard.extend(other.numbers());
        assert!(client.session.waiting_bytes() <= 2_000);
    }
    assert_eq!(client.closed(), Some(Close::Slow));
    assert_eq!((other.closed(), heard), (None, (1..=400).collect::<Vec<_>>()));
    let waited = client.numbers();
    assert_eq!(waited, (1..=waited.len() as u64).collect::<Vec<_>>(), "what it did get has no hole");
}

#[tokio::test]
async fn the_last_word_finds_room() {
    let (engine, client) = room().await;
    some(&engine, 100..400, KEPT);
    assert_eq!(client.closed(), Some(Close::Slow));
    client.session.tell(&engine, crate::notice::Notice::Closing, &"why");
    assert_eq!(client.read().last().expect("it works"), "2[\"hub:closing\",\"why\"]");
}
