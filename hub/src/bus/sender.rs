//! The half of the bus that sends: many messages in one round trip, in their order.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};

use redis::aio::MultiplexedConnection;
use redis::{Client, RedisError};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use super::{Inside, Outgoing, PATIENCE, RETRY, STALE, State, connect, drop_one, parcel};

/// So many messages go into one round trip.
const TOGETHER: usize = 128;

/// Sends what comes, until the last copy of the bus is gone.
pub(super) async fn run(inside: Weak<Inside>, client: Client, mut queue: mpsc::Receiver<Outgoing>) {
    let mut state = State::new("send");
    let mut some = Vec::with_capacity(TOGETHER);
    loop {
        let shown = inside.upgrade().map(|inside| inside.shown.clone()).unwrap_or_default();
        let failed = match connect(&client, PATIENCE).await {
            Ok(mut connection) => {
                state.is_up(&shown);
                match pump(&inside, &mut connection, &mut queue, &mut some).await {
                    Ok(()) => return,
                    Err(error) => error,
                }
            }
            Err(error) => error,
        };
        state.is_down(&shown, &failed);
        if !drop_for_a_while(&inside, &mut queue, &mut some).await {
            return;
        }
    }
}

/// Sends until there is nobody who could send any more, or Redis fails.
async fn pump(
    inside: &Weak<Inside>,
    connection: &mut MultiplexedConnection,
    queue: &mut mpsc::Receiver<Outgoing>,
    some: &mut Vec<Outgoing>,
) -> Result<(), RedisError> {
    loop {
        some.clear();
        if queue.recv_many(some, TOGETHER).await == 0 {
            return Ok(());
        }
        let Some(inside) = inside.upgrade() else { return Ok(()) };
        let mut pipeline = redis::pipe();
        for outgoing in &*some {
            let message = &outgoing.message;
            if !message.is_stored() && message.at.elapsed() > STALE {
                drop_one(outgoing.contract, message);
                continue;
            }
            let stream = inside.stream(outgoing.contract);
            pipeline.add_command(parcel::append(&stream, inside.node, message)).ignore();
        }
        let sent = pipeline.query_async::<()>(connection).await;
        settle(&inside, some, sent.is_err());
        sent?;
    }
}

/// Drops what comes, for the time between two tries. False where nobody could send any more.
async fn drop_for_a_while(
    inside: &Weak<Inside>,
    queue: &mut mpsc::Receiver<Outgoing>,
    some: &mut Vec<Outgoing>,
) -> bool {
    let end = Instant::now() + RETRY;
    loop {
        some.clear();
        tokio::select! {
            count = queue.recv_many(some, TOGETHER) => {
                let Some(inside) = inside.upgrade().filter(|_| count > 0) else { return false };
                settle(&inside, some, true);
            }
            () = sleep_until(end) => return true,
        }
    }
}

/// These messages wait no more.
fn settle(inside: &Arc<Inside>, some: &[Outgoing], dropped: bool) {
    for outgoing in some {
        let size = outgoing.message.texts.iter().map(|text| text.len()).sum();
        inside.waiting.fetch_sub(size, Ordering::Relaxed);
        if dropped {
            drop_one(outgoing.contract, &outgoing.message);
        }
    }
}
