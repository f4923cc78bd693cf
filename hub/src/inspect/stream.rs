//! The stream: what happens, as lines of JSON, until who looks goes or the server stops.

use std::collections::{BTreeMap, VecDeque};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde::Serialize;
use serde_json::{Value, json};
use tokio::select;
use tokio::time::{Instant, interval};

use super::feed::{Counts, Watching};
use super::line::Line;
use super::present::Present;
use super::tap::{Record, What};
use super::{Inspected, Window};

/// How often a line is written.
const TICK: Duration = Duration::from_millis(100);

/// Every how many lines it is told who is there.
const PRESENT_EVERY: u32 = 10;

/// So many messages are followed at most until they have left all queues.
const MOST_FOLLOWED: usize = 1024;

/// So long a message is followed at most.
const FOLLOWED_FOR: Duration = Duration::from_secs(10);

/// A line of the stream.
#[derive(Serialize)]
struct Batch<'a> {
    events: Vec<Line<'a>>,
    /// Of events of earlier lines: the id, how many queues they left, and how many microseconds the slowest of them took.
    left: Vec<(u64, u32, u64)>,
    /// How many events there were that no line tells of.
    skipped: u64,
    counts: BTreeMap<&'static str, Counts>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    present: Vec<Present>,
}

/// `GET /inspect/models`
pub(super) async fn models(State(window): State<Window>) -> Json<Vec<Value>> {
    let contracts = window.inspected.iter().map(|inspected| {
        let facts = &inspected.engine().facts;
        json!({
            "contract": facts.name,
            "version": facts.version,
            "fingerprint": facts.fingerprint,
            "judged": facts.judge.is_some(),
            "model": inspected.model(),
        })
    });
    Json(contracts.collect())
}

/// `GET /inspect/events`
pub(super) async fn events(State(window): State<Window>) -> Response {
    let lines = stream::unfold(Stream::begin(window), async |mut stream| {
        let line = stream.next().await?;
        Some((Ok::<_, Infallible>(line), stream))
    });
    ([(header::CONTENT_TYPE, "application/x-ndjson")], Body::from_stream(lines)).into_response()
}

/// One who looks.
struct Stream {
    window: Window,
    watching: Watching,
    ticks: tokio::time::Interval,
    count: u32,
    last_id: u64,
    followed: VecDeque<Followed>,
}

/// A message on its way to its receivers.
struct Followed {
    id: u64,
    record: Arc<Record>,
    told: u32,
    until: Instant,
}

impl Stream {
    fn begin(window: Window) -> Self {
        let engines = window.inspected.iter().map(|inspected| inspected.engine().clone()).collect();
        Self {
            watching: Watching::begin(engines),
            window,
            ticks: interval(TICK),
            count: 0,
            last_id: 0,
            followed: VecDeque::new(),
        }
    }

    /// The next line; none once the server stops.
    async fn next(&mut self) -> Option<String> {
        select! {
            biased;
            () = self.window.life.stopping() => return None,
            _ = self.ticks.tick() => {}
        }
        let taken = self.watching.feed.take();
        let left = self.left();
        let first = self.last_id.wrapping_add(1);
        self.follow(taken.records.iter());
        let events = (first..).zip(&taken.records).filter_map(|(id, record)| {
            let inspected = self.window.of(record.contract)?;
            Some(Line::of(record, id, inspected))
        });
        let is_due = self.count.is_multiple_of(PRESENT_EVERY);
        let batch = Batch {
            events: events.collect(),
            left,
            skipped: taken.skipped,
            counts: taken.counts,
            present: self
                .window
                .inspected
                .iter()
                .filter(|_| is_due)
                .map(|inspected: &Inspected| Present::of(inspected))
                .collect(),
        };
        self.count = self.count.wrapping_add(1);
        let mut line = serde_json::to_string(&batch).ok()?;
        line.push('\n');
        Some(line)
    }

    /// Begins to follow the messages among new records.
    fn follow<'r>(&mut self, records: impl Iterator<Item = &'r Arc<Record>>) {
        let until = Instant::now() + FOLLOWED_FOR;
        for record in records {
            self.last_id = self.last_id.wrapping_add(1);
            if matches!(record.what, What::Sent { recipients, .. } if recipients > 0) {
                self.followed.push_back(Followed { id: self.last_id, record: record.clone(), told: 0, until });
            }
        }
        let excess = self.followed.len().saturating_sub(MOST_FOLLOWED);
        self.followed.drain(..excess);
    }

    /// Which messages have left more queues since this was last asked.
    fn left(&mut self) -> Vec<(u64, u32, u64)> {
        let now = Instant::now();
        let mut left = Vec::new();
        self.followed.retain_mut(|followed| {
            let What::Sent { message, recipients, .. } = &followed.record.what else { return false };
            let (count, slowest) = message.left.so_far();
            if count > followed.told {
                followed.told = count;
                left.push((followed.id, count, slowest));
            }
            u64::from(count) < *recipients && followed.until > now
        });
        left
    }
}
