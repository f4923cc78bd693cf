//! The half of the bus that receives: reads every contract's stream on from where it stopped, again after every outage.

use std::collections::HashMap;
use std::sync::{Arc, Weak};
use std::time::Duration;

use metrics::histogram;
use redis::aio::MultiplexedConnection;
use redis::streams::{StreamId, StreamRangeReply, StreamReadReply};
use redis::{Client, RedisError};
use tokio::time::{Instant, sleep};

use super::{Inside, PATIENCE, RETRY, STALE, State, connect, parcel};

/// So long Redis keeps a reader that there is nothing for.
const BLOCK: Duration = Duration::from_secs(1);

/// So many entries of a stream are read at a time.
const TOGETHER: usize = 512;

/// The id of an entry: milliseconds of Redis' clock, and a number among those of one millisecond.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Id(u64, u64);

impl Id {
    fn parse(text: &str) -> Option<Self> {
        let (milliseconds, number) = text.split_once('-')?;
        Some(Self(milliseconds.parse().ok()?, number.parse().ok()?))
    }
}

/// How far each contract's stream was read.
type Places = HashMap<&'static str, Id>;

/// Reads until the last copy of the bus is gone.
pub(super) async fn run(inside: Weak<Inside>, client: Client) {
    let mut state = State::new("receive");
    let mut places = Places::new();
    loop {
        let Some(shown) = inside.upgrade().map(|inside| inside.shown.clone()) else { return };
        let read = async {
            let mut connection = connect(&client, BLOCK + PATIENCE).await?;
            state.is_up(&shown);
            follow(&inside, &mut connection, &mut places).await
        };
        // A new contract is read over a new connection: this one may be waiting for a second.
        if let Err(error) = read.await {
            state.is_down(&shown, &error);
            sleep(RETRY).await;
        }
    }
}

/// Reads until another contract joins, or the bus is gone.
async fn follow(
    inside: &Weak<Inside>,
    connection: &mut MultiplexedConnection,
    places: &mut Places,
) -> Result<(), RedisError> {
    let Some(contracts) = inside.upgrade().map(|inside| inside.contracts()) else { return Ok(()) };
    let clock = Clock::read(connection).await?;
    for contract in &contracts {
        let Some(stream) = inside.upgrade().map(|inside| inside.stream(contract)) else { return Ok(()) };
        find_place(connection, &stream, contract, places).await?;
    }
    loop {
        let Some(held) = inside.upgrade() else { return Ok(()) };
        let streams: Vec<_> = contracts.iter().map(|contract| held.stream(contract)).collect();
        drop(held);
        let mut command = redis::cmd("XREAD");
        command.arg("COUNT").arg(TOGETHER).arg("BLOCK").arg(BLOCK.as_millis() as u64).arg("STREAMS");
        command.arg(&streams);
        for contract in &contracts {
            let Id(milliseconds, number) = places.get(contract).copied().unwrap_or_default();
            command.arg(format!("{milliseconds}-{number}"));
        }
        let Some(reply) = read_or_join(inside, connection, command, contracts.is_empty()).await? else { return Ok(()) };
        let Some(held) = inside.upgrade() else { return Ok(()) };
        for read in reply.keys {
            let Some(contract) = contracts.iter().find(|contract| held.stream(contract) == read.key) else { continue };
            for entry in &read.ids {
                if let Some(id) = Id::parse(&entry.id) {
                    places.insert(contract, id);
                    hand_over(&held, contract, entry, clock.age(id));
                }
            }
        }
    }
}

/// What can be read; none once another contract has joined, or the bus is gone.
async fn read_or_join(
    inside: &Weak<Inside>,
    connection: &mut MultiplexedConnection,
    command: redis::Cmd,
    nothing: bool,
) -> Result<Option<StreamReadReply>, RedisError> {
    let Some(held) = inside.upgrade() else { return Ok(None) };
    let joined = held.joined.notified();
    if nothing {
        // The bus stays for as long as this future does: look again soon whether anybody else has it.
        let waited = tokio::time::timeout(BLOCK, joined).await;
        return Ok(waited.is_err().then(StreamReadReply::default));
    }
    tokio::select! {
        reply = command.query_async::<Option<StreamReadReply>>(connection) => Ok(Some(reply?.unwrap_or_default())),
        () = joined => Ok(None),
    }
}

/// Where to read a stream on from: its end at first, then where reading stopped. Where the stream went back, as Redis lost it or
/// its clock was set, all of it is new.
async fn find_place(
    connection: &mut MultiplexedConnection,
    stream: &str,
    contract: &'static str,
    places: &mut Places,
) -> Result<(), RedisError> {
    let mut command = redis::cmd("XREVRANGE");
    command.arg(stream).arg("+").arg("-").arg("COUNT").arg(1);
    let newest: StreamRangeReply = command.query_async(connection).await?;
    let end = newest.ids.first().and_then(|entry| Id::parse(&entry.id)).unwrap_or_default();
    let place = places.entry(contract).or_insert(end);
    if *place > end {
        *place = Id::default();
    }
    Ok(())
}

fn hand_over(inside: &Arc<Inside>, contract: &str, entry: &StreamId, age: Duration) {
    for engine in inside.engines(contract) {
        let Some(mut message) = parcel::read(entry, inside.node, &engine.facts) else { continue };
        histogram!("hub_bus_lag_seconds", "contract" => engine.facts.name).record(age);
        if !message.is_stored() && age > STALE {
            continue;
        }
        if let Some(at) = message.at.checked_sub(age) {
            message.at = at;
        }
        engine.deliver(&Arc::new(message));
    }
}

/// Redis' clock, which gives entries their ids.
struct Clock {
    read_at: Instant,
    milliseconds: u64,
}

impl Clock {
    async fn read(connection: &mut MultiplexedConnection) -> Result<Self, RedisError> {
        let (seconds, microseconds): (u64, u64) = redis::cmd("TIME").query_async(connection).await?;
        let milliseconds = seconds.saturating_mul(1000).saturating_add(microseconds / 1000);
        Ok(Self { read_at: Instant::now(), milliseconds })
    }

    /// How long ago an entry was written.
    fn age(&self, id: Id) -> Duration {
        let elapsed = u64::try_from(self.read_at.elapsed().as_millis()).unwrap_or(u64::MAX);
        Duration::from_millis(self.milliseconds.saturating_add(elapsed).saturating_sub(id.0))
    }
}
