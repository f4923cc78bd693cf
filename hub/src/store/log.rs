//! The log of stored events: one row per channel that says where it stands, one per event.
//!
//! `hub_channels` has of each channel its head (the offset of its newest event), its floor (everything up to it was deleted) and
//! its epoch. The row of the head is what makes offsets gapless and commit-ordered: raising it locks it until the transaction ends,
//! so the next one waits and then counts on. `hub_log` has the events, each with a mark that rises from commit to commit, by which a
//! sweep finds what is new.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use sqlx::any::AnyArguments;
use sqlx::query::Query;
use sqlx::{Any, AnyConnection, AssertSqlSafe, Row};

use super::migrate::Migration;
use super::place::Kind;
use super::{Store, StoreError};
use crate::message::{Address, Message, Position};

/// The hub's own tables.
pub(super) const TABLES: &[Migration] = &[
    Migration {
        version: 1,
        name: "log",
        sql: "
        CREATE TABLE hub_lineage (one BIGINT NOT NULL PRIMARY KEY, epoch TEXT NOT NULL, identity TEXT NOT NULL);
        CREATE TABLE hub_channels (
            contract TEXT NOT NULL,
            address TEXT NOT NULL,
            head BIGINT NOT NULL,
            floor BIGINT NOT NULL,
            epoch TEXT NOT NULL,
            PRIMARY KEY (contract, address)
        );
        CREATE TABLE hub_log (
            contract TEXT NOT NULL,
            address TEXT NOT NULL,
            place BIGINT NOT NULL,
            event TEXT NOT NULL,
            priority TEXT NOT NULL,
            texts TEXT NOT NULL,
            stored_at BIGINT NOT NULL,
            mark BIGINT NOT NULL,
            PRIMARY KEY (contract, address, place)
        );
        CREATE INDEX hub_log_mark ON hub_log (contract, mark);
        CREATE TABLE hub_sequences (name TEXT NOT NULL PRIMARY KEY, last BIGINT NOT NULL);
    ",
    },
    Migration {
        version: 2,
        name: "renewals",
        sql: "ALTER TABLE hub_channels ADD COLUMN renewed_at BIGINT NOT NULL DEFAULT 0",
    },
];

/// Where a channel stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    /// Its newest event.
    pub(crate) position: Position,
    /// Everything up to this offset was deleted.
    pub(crate) floor: u64,
}

impl Head {
    /// Whether everything after a position is still there.
    pub(crate) fn covers(&self, since: &Position) -> bool {
        since.epoch == self.position.epoch && (self.floor..=self.position.offset).contains(&since.offset)
    }

    /// Whether a position is of an event that the log has no more, though it goes on under the same epoch: it went back.
    pub(crate) fn is_behind(&self, seen: &Position) -> bool {
        seen.epoch == self.position.epoch && self.position.offset < seen.offset
    }
}

/// An event as the log has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) position: Position,
    pub(crate) event: String,
    /// The name of its priority.
    pub(crate) priority: String,
    /// The JSON texts of its frame: under its name, then under each alias.
    pub(crate) texts: Vec<Arc<str>>,
    /// When it was stored, in milliseconds since 1970.
    pub(crate) stored_at: i64,
}

/// How far a sweep has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Mark(i64);

/// Marks of SQLite: they rise with every transaction, and those up to the last one that ended can be seen by every reader.
#[derive(Debug, Default)]
pub(super) struct Marks {
    given: AtomicI64,
    seen: AtomicI64,
}

impl Marks {
    fn next(&self) -> i64 {
        let now = milliseconds(SystemTime::now());
        let given =
            self.given.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |last| Some(now.max(last.saturating_add(1))));
        now.max(given.unwrap_or_else(|last| last).saturating_add(1))
    }

    /// Goes on behind the last mark of a file that was written before, even if the clock was set back since.
    pub(super) fn go_on(&self, mark: i64) {
        self.given.fetch_max(mark, Ordering::SeqCst);
        self.done(mark);
    }

    /// The transaction with this mark has been committed.
    pub(super) fn done(&self, mark: i64) {
        self.seen.fetch_max(mark, Ordering::SeqCst);
    }
}

impl Store {
    /// Where a channel stands.
    pub(crate) async fn head(&self, contract: &str, address: &str) -> Result<Head, StoreError> {
        let row = sqlx::query(
            "SELECT COALESCE(c.head, 0), COALESCE(c.floor, 0), COALESCE(c.epoch, l.epoch)
             FROM hub_lineage l LEFT JOIN hub_channels c ON c.contract = $1 AND c.address = $2",
        )
        .bind(contract)
        .bind(address)
        .fetch_one(self.pool())
        .await?;
        let epoch: String = row.try_get(2)?;
        let position = Position { offset: offset(row.try_get(0)?), epoch: epoch.into() };
        Ok(Head { position, floor: offset(row.try_get(1)?) })
    }

    /// The events of a channel that follow an offset, in order and without a gap, at most so many; none where what follows was
    /// deleted. An empty answer: nothing follows.
    pub(crate) async fn read(
        &self,
        contract: &str,
        address: &str,
        after: u64,
        limit: u32,
    ) -> Result<Option<Vec<Entry>>, StoreError> {
        let rows = sqlx::query(
            "SELECT l.place, c.epoch, l.event, l.priority, l.texts, l.stored_at
             FROM hub_log l JOIN hub_channels c ON c.contract = l.contract AND c.address = l.address
             WHERE l.contract = $1 AND l.address = $2 AND l.place > $3 ORDER BY l.place LIMIT $4",
        )
        .bind(contract)
        .bind(address)
        .bind(i64::try_from(after).unwrap_or(i64::MAX))
        .bind(i64::from(limit))
        .fetch_all(self.pool())
        .await?;
        let mut entries = Vec::with_capacity(rows.len());
        let mut expected = after;
        let mut epoch: Arc<str> = "".into();
        for row in &rows {
            let place = offset(row.try_get(0)?);
            expected = expected.saturating_add(1);
            if place != expected {
                return Ok(None);
            }
            let own: &str = row.try_get(1)?;
            if own != &*epoch {
                epoch = own.into();
            }
            let texts: &str = row.try_get(4)?;
            entries.push(Entry {
                position: Position { offset: place, epoch: epoch.clone() },
                event: row.try_get(2)?,
                priority: row.try_get(3)?,
                texts: texts.split('\n').map(Arc::from).collect(),
                stored_at: row.try_get(5)?,
            });
        }
        Ok(Some(entries))
    }

    /// Finds where the marks of an SQLite file stand. Without it, every sweep until the first commit would look through the whole
    /// log.
    pub(super) async fn find_marks(&self) -> Result<(), StoreError> {
        if self.kind() == Kind::Sqlite {
            let row = sqlx::query("SELECT COALESCE(MAX(mark), 0) FROM hub_log").fetch_one(self.pool()).await?;
            self.marks().go_on(row.try_get(0)?);
        }
        Ok(())
    }

    /// The point that a sweep which begins now counts from. What is committed after this call lies behind it.
    pub(crate) async fn mark(&self) -> Result<Mark, StoreError> {
        match self.kind() {
            Kind::Sqlite => Ok(Mark(self.marks().seen.load(Ordering::SeqCst))),
            Kind::Postgres => {
                // Every transaction below this number has ended: what it wrote can be seen from now on.
                let row = sqlx::query("SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint");
                let running: i64 = row.fetch_one(self.pool()).await?.try_get(0)?;
                Ok(Mark(running.saturating_sub(1)))
            }
        }
    }

    /// The channels of a contract that have events since a mark, each with the offset of the newest, and the mark to ask with
    /// next time. A channel may be named twice over, never left out.
    pub(crate) async fn changed(&self, contract: &str, since: Mark) -> Result<(Vec<(String, u64)>, Mark), StoreError> {
        let next = self.mark().await?;
        let rows =
            sqlx::query("SELECT address, MAX(place) FROM hub_log WHERE contract = $1 AND mark > $2 GROUP BY address")
                .bind(contract)
                .bind(since.0)
                .fetch_all(self.pool())
                .await?;
        let changed = rows.iter().map(|row| Ok((row.try_get(0)?, offset(row.try_get(1)?))));
        Ok((changed.collect::<Result<_, sqlx::Error>>()?, next))
    }
}

/// The messages that go to one channel, in their order.
pub(super) struct Batch<'a> {
    pub(super) contract: &'static str,
    pub(super) address: Address,
    pub(super) messages: Vec<&'a mut Message>,
}

/// Writes the messages of one channel to the log and gives them their positions. Locks the channel until the transaction ends.
pub(super) async fn append(
    conn: &mut AnyConnection,
    kind: Kind,
    mark: Option<i64>,
    batch: Batch<'_>,
) -> Result<(), sqlx::Error> {
    let channel = (batch.contract, &*batch.address);
    let mut messages = batch.messages;
    for some in messages.chunks_mut(ROWS) {
        let count = i64::try_from(some.len()).unwrap_or(i64::MAX);
        let (head, epoch) = match kind {
            Kind::Postgres => append_at_once(conn, channel, count, some).await?,
            Kind::Sqlite => {
                let (head, epoch) = raise(conn, channel, count).await?;
                insert(conn, channel, mark, head.saturating_sub(count), some).await?;
                (head, epoch)
            }
        };
        let epoch: Arc<str> = epoch.into();
        for (message, place) in some.iter_mut().zip(head.saturating_sub(count).saturating_add(1)..) {
            message.position = Some(Position { offset: offset(place), epoch: epoch.clone() });
        }
    }
    Ok(())
}

/// So many rows go into one statement.
const ROWS: usize = 100;

const RAISE: &str = "INSERT INTO hub_channels (contract, address, head, floor, epoch)
     VALUES ($1, $2, $3, 0, (SELECT epoch FROM hub_lineage))
     ON CONFLICT (contract, address) DO UPDATE SET head = hub_channels.head + excluded.head
     RETURNING head, epoch";

/// Raises the head of a channel: its new value, and the epoch.
async fn raise(
    conn: &mut AnyConnection,
    (contract, address): (&str, &str),
    count: i64,
) -> Result<(i64, String), sqlx::Error> {
    let row = sqlx::query(RAISE).bind(contract).bind(address).bind(count).fetch_one(conn).await?;
    Ok((row.try_get(0)?, row.try_get(1)?))
}

/// Inserts the rows that follow on a place.
async fn insert(
    conn: &mut AnyConnection,
    (contract, address): (&str, &str),
    mark: Option<i64>,
    after: i64,
    messages: &[&mut Message],
) -> Result<(), sqlx::Error> {
    let rows = rows(messages.len(), 6, |number, at| {
        format!("($1, $2, $3, $4, $5 + {number}, ${at}, ${}, ${})", at + 1, at + 2)
    });
    let sql = format!(
        "INSERT INTO hub_log (contract, address, stored_at, mark, place, event, priority, texts) VALUES {rows}"
    );
    let now = milliseconds(SystemTime::now());
    let query = sqlx::query(AssertSqlSafe(sql)).bind(contract).bind(address).bind(now).bind(mark).bind(after);
    bind(query, messages).execute(conn).await?;
    Ok(())
}

/// Raises the head and inserts the rows in one statement, as a round trip costs more than the work. The mark is the number of the
/// transaction.
async fn append_at_once(
    conn: &mut AnyConnection,
    (contract, address): (&str, &str),
    count: i64,
    messages: &[&mut Message],
) -> Result<(i64, String), sqlx::Error> {
    let rows = rows(messages.len(), 5, |number, at| format!("({number}::bigint, ${at}, ${}, ${})", at + 1, at + 2));
    let sql = format!(
        "WITH head AS ({RAISE}), entries AS (
             INSERT INTO hub_log (contract, address, stored_at, mark, place, event, priority, texts)
             SELECT $1, $2, $4, pg_current_xact_id()::text::bigint, head.head - $3 + row.number, row.event, row.priority, row.texts
             FROM head, (VALUES {rows}) AS row (number, event, priority, texts)
         )
         SELECT head, epoch FROM head"
    );
    let now = milliseconds(SystemTime::now());
    let query = sqlx::query(AssertSqlSafe(sql)).bind(contract).bind(address).bind(count).bind(now);
    let row = bind(query, messages).fetch_one(conn).await?;
    Ok((row.try_get(0)?, row.try_get(1)?))
}

/// A list of rows, each made of its number, from 1, and the number of the first of its three parameters.
fn rows(count: usize, first: usize, row: impl Fn(usize, usize) -> String) -> String {
    (0..count).map(|at| row(at + 1, first + 3 * at)).collect::<Vec<_>>().join(", ")
}

/// Binds event, priority and texts of each message.
fn bind<'q>(query: Query<'q, Any, AnyArguments>, messages: &[&mut Message]) -> Query<'q, Any, AnyArguments> {
    messages.iter().fold(query, |query, message| {
        query.bind(message.event.to_string()).bind(message.priority.name).bind(message.texts.join("\n"))
    })
}

/// The mark of a transaction: on PostgreSQL its own number, which the statement takes itself.
pub(super) fn next_mark(store: &Store) -> Option<i64> {
    (store.kind() == Kind::Sqlite).then(|| store.marks().next())
}

fn offset(stored: i64) -> u64 {
    u64::try_from(stored).unwrap_or(0)
}

pub(super) fn milliseconds(time: SystemTime) -> i64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
