//! Nodes of different versions share a stream.

use std::time::Duration;

use test_services::{Database, Kind, redis_server};

use super::{NEVER, Reader, node};
use crate::bus::Bus;
use crate::engine::tests::{FACTS, ROOM};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_another_version_sends_is_passed_over() {
    let database = Database::new(Kind::Memory);
    let (url, prefix) = redis_server();
    let here = node(database.url(), Bus::redis(&url, &prefix).expect("a URL"), NEVER).await;
    let mut reader = Reader::new(&here).await;
    let client = redis::Client::open(url).expect("a URL");
    let mut connection = client.get_multiplexed_async_connection().await.expect("Redis is there");
    let stream = format!("{prefix}:events:{}", FACTS.name);
    let known = |number: u64| {
        let text = format!("[\"event\",{number}]");
        ["v", "1", "node", "abc", "kind", "event", "event", "event", "to", ROOM, "priority", "high", "texts", &text]
            .map(str::to_owned)
            .to_vec()
    };
    let mut newer = known(1);
    newer[1] = "2".to_owned();
    let mut unknown = known(2);
    unknown[5] = "weather".to_owned();
    let mut odd = known(3);
    odd[1] = "one".to_owned();
    let mut more = known(4);
    more.extend(["colour".to_owned(), "blue".to_owned()]);
    let entries = [newer, unknown, odd, vec!["only".to_owned(), "this".to_owned()], more];
    // Until the node reads the stream from somewhere: then all of them, once more.
    while reader.read.is_empty() {
        append(&mut connection, &stream, &known(0)).await;
        tokio::time::sleep(Duration::from_millis(20)).await;
        let numbers = reader.client.numbers();
        reader.read.extend(numbers);
    }
    for entry in &entries {
        append(&mut connection, &stream, entry).await;
    }
    while !reader.read.contains(&4) {
        let count = reader.read.len() + 1;
        reader.read_until(count).await;
    }
    reader.read.retain(|number| *number != 0);
    assert_eq!(reader.read, [4]);
}

async fn append(connection: &mut redis::aio::MultiplexedConnection, stream: &str, fields: &[String]) {
    redis::cmd("XADD").arg(stream).arg("*").arg(fields).query_async::<()>(connection).await.expect("an entry");
}
