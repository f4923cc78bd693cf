//! How many events may pass.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use dashmap::DashMap;
use dashmap::mapref::one::RefMut;
use event_contracts_runtime::{Limits, Rate};
use parking_lot::Mutex;
use tokio::time::Instant;

use super::bucket::{Bucket, Pace};
use crate::message::EVERYBODY;
use crate::refusal::{Code, Refusal};

/// How many events may pass, of whom and whereto.
#[derive(Debug)]
pub(crate) struct Limiter {
    began: Instant,
    per_connection: Option<Limit>,
    per_user: Option<(Limit, Keyed)>,
    per_channel: Option<(Limit, Keyed)>,
    total: Option<(Limit, Mutex<Bucket>)>,
}

/// How fast one client has been sending.
#[derive(Debug, Default)]
pub(crate) struct Paces {
    connection: Bucket,
    /// Somebody without a token is a user of their own.
    anonymous: Bucket,
}

#[derive(Clone, Copy, Debug)]
struct Limit {
    rate: Rate,
    pace: Pace,
}

impl Limit {
    fn of(rate: Rate) -> Self {
        Self { rate, pace: Pace::of(rate) }
    }

    fn check(self, bucket: Bucket, now: u64, whose: &dyn fmt::Display) -> Result<(), Refusal> {
        let Some(wait) = bucket.wait(self.pace, now) else { return Ok(()) };
        let message = format!("more than {} events in {} {whose}", self.rate.count, Span(self.rate.per));
        Err(Refusal::new(Code::RateLimited, message).retry_after(wait))
    }
}

impl Limiter {
    pub(crate) fn new(limits: &Limits) -> Self {
        let keyed = |rate| (Limit::of(rate), Keyed::default());
        Self {
            began: Instant::now(),
            per_connection: limits.per_connection.map(Limit::of),
            per_user: limits.per_user.map(keyed),
            per_channel: limits.per_channel.map(keyed),
            total: limits.total.map(|rate| (Limit::of(rate), Mutex::default())),
        }
    }

    /// Lets an event of a client pass.
    ///
    /// # Errors
    /// `RateLimited`: of this connection, or of its user over all connections and requests.
    pub(crate) fn let_in(&self, paces: &mut Paces, user: Option<&str>) -> Result<(), Refusal> {
        if self.per_connection.is_none() && self.per_user.is_none() {
            return Ok(());
        }
        let now = self.now();
        if let Some(limit) = self.per_connection {
            limit.check(paces.connection, now, &"over this connection")?;
        }
        if let Some((limit, users)) = &self.per_user {
            match user {
                Some(user) => {
                    let mut bucket = users.bucket(user, now);
                    limit.check(*bucket, now, &"of this user")?;
                    bucket.take(limit.pace, now);
                }
                None => {
                    limit.check(paces.anonymous, now, &"without a token")?;
                    paces.anonymous.take(limit.pace, now);
                }
            }
        }
        if let Some(limit) = self.per_connection {
            paces.connection.take(limit.pace, now);
        }
        Ok(())
    }

    /// Lets an event of the server pass; `user` caused it by something else than an event that was let in.
    ///
    /// # Errors
    /// `RateLimited`: of this user, on this channel, or in all.
    pub(crate) fn let_out(&self, to: &str, user: Option<&str>) -> Result<(), Refusal> {
        if self.per_user.is_none() && self.per_channel.is_none() && self.total.is_none() {
            return Ok(());
        }
        let now = self.now();
        // Locks are always taken in this order.
        let mut user = match (&self.per_user, user) {
            (Some((limit, users)), Some(user)) => Some((*limit, users.bucket(user, now))),
            _ => None,
        };
        let mut channel = match &self.per_channel {
            Some((limit, channels)) if to != EVERYBODY => Some((*limit, channels.bucket(to, now))),
            _ => None,
        };
        let mut total = self.total.as_ref().map(|(limit, bucket)| (*limit, bucket.lock()));
        if let Some((limit, bucket)) = &user {
            limit.check(**bucket, now, &"of this user")?;
        }
        if let Some((limit, bucket)) = &channel {
            limit.check(**bucket, now, &format_args!("on the channel `{to}`"))?;
        }
        if let Some((limit, bucket)) = &total {
            limit.check(**bucket, now, &"in all")?;
        }
        if let Some((limit, bucket)) = &mut user {
            bucket.take(limit.pace, now);
        }
        if let Some((limit, bucket)) = &mut channel {
            bucket.take(limit.pace, now);
        }
        if let Some((limit, bucket)) = &mut total {
            bucket.take(limit.pace, now);
        }
        Ok(())
    }

    fn now(&self) -> u64 {
        u64::try_from(self.began.elapsed().as_nanos()).unwrap_or(u64::MAX)
    }
}

/// A bucket for each key. A key whose bucket is full again is as good as forgotten, and is.
#[derive(Debug, Default)]
struct Keyed {
    buckets: DashMap<Box<str>, Bucket>,
    /// With so many keys it is time to forget some.
    many: AtomicUsize,
}

impl Keyed {
    const MANY: usize = 1024;

    fn bucket(&self, key: &str, now: u64) -> RefMut<'_, Box<str>, Bucket> {
        if let Some(bucket) = self.buckets.get_mut(key) {
            return bucket;
        }
        let many = self.many.load(Ordering::Relaxed).max(Self::MANY);
        if self.buckets.len() >= many {
            self.buckets.retain(|_, bucket| !bucket.is_full(now));
            // As many again may come before the next look, so that a look costs each of them a constant.
            self.many.store(self.buckets.len().saturating_mul(2), Ordering::Relaxed);
        }
        self.buckets.entry(key.into()).or_default()
    }
}

/// A duration, in words.
struct Span(Duration);

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0.as_secs(), self.0.subsec_millis()) {
            (1, 0) => f.write_str("a second"),
            (60, 0) => f.write_str("a minute"),
            (3600, 0) => f.write_str("an hour"),
            (seconds, 0) => write!(f, "{seconds} s"),
            _ => write!(f, "{} ms", self.0.as_millis()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    fn rate(count: u64) -> Option<Rate> {
        Some(Rate { count, per: MINUTE })
    }

    #[tokio::test(start_paused = true)]
    async fn a_user_is_limited_over_all_connections_and_requests() {
        let limiter = Limiter::new(&Limits { per_user: rate(4), ..Limits::NONE });
        let (mut one, mut other) = (Paces::default(), Paces::default());
        assert_eq!(limiter.let_in(&mut one, Some("ada")), Ok(()));
        assert_eq!(limiter.let_in(&mut other, Some("ada")), Ok(()));
        assert_eq!(limiter.let_out("room.1", Some("ada")), Ok(()));
        assert_eq!(limiter.let_out("room.2", Some("ada")), Ok(()));
        let refusal = limiter.let_in(&mut one, Some("ada")).expect_err("the fifth");
        assert_eq!(refusal.code, Code::RateLimited);
        assert_eq!(refusal.message, "more than 4 events in a minute of this user");
        assert_eq!(refusal.retry_after, Some(Duration::from_secs(15)));
        assert!(limiter.let_out("room.1", Some("ada")).is_err());
        assert_eq!(limiter.let_out("room.1", None), Ok(()));
        assert_eq!(limiter.let_in(&mut one, Some("bob")), Ok(()));
        tokio::time::advance(Duration::from_secs(15)).await;
        assert_eq!(limiter.let_in(&mut one, Some("ada")), Ok(()));
        assert!(limiter.let_in(&mut one, Some("ada")).is_err());
    }

    #[tokio::test(start_paused = true)]
    async fn what_one_limit_refuses_uses_up_no_other() {
        let limits = Limits { per_user: rate(3), per_channel: rate(1), total: rate(5), ..Limits::NONE };
        let limiter = Limiter::new(&limits);
        assert_eq!(limiter.let_out("room.1", Some("ada")), Ok(()));
        for _ in 0..10 {
            let refusal = limiter.let_out("room.1", Some("ada")).expect_err("the channel is full");
            assert_eq!(refusal.message, "more than 1 events in a minute on the channel `room.1`");
        }
        assert_eq!(limiter.let_out("room.2", Some("ada")), Ok(()));
        assert_eq!(limiter.let_out(EVERYBODY, Some("ada")), Ok(()));
        for _ in 0..10 {
            assert!(limiter.let_out("room.3", Some("ada")).is_err());
        }
        assert_eq!(limiter.let_out(EVERYBODY, None), Ok(()));
        assert_eq!(limiter.let_out(EVERYBODY, None), Ok(()));
        let refusal = limiter.let_out("room.4", None).expect_err("all are");
        assert_eq!(refusal.message, "more than 5 events in a minute in all");
        assert_eq!(refusal.retry_after, Some(Duration::from_secs(12)));
    }

    #[tokio::test(start_paused = true)]
    async fn a_connection_is_limited_and_one_without_a_token_too() {
        let limiter = Limiter::new(&Limits { per_connection: rate(2), per_user: rate(3), ..Limits::NONE });
        let (mut one, mut other) = (Paces::default(), Paces::default());
        assert!(limiter.let_in(&mut one, Some("ada")).is_ok() && limiter.let_in(&mut one, Some("ada")).is_ok());
        let refusal = limiter.let_in(&mut one, Some("ada")).expect_err("the third");
        assert_eq!(refusal.message, "more than 2 events in a minute over this connection");
        assert_eq!(limiter.let_in(&mut other, Some("ada")), Ok(()));
        let limiter = Limiter::new(&Limits { per_user: rate(1), ..Limits::NONE });
        let (mut one, mut other) = (Paces::default(), Paces::default());
        assert_eq!(limiter.let_in(&mut one, None), Ok(()));
        assert!(limiter.let_in(&mut one, None).is_err());
        assert_eq!(limiter.let_in(&mut other, None), Ok(()));
    }

    #[tokio::test(start_paused = true)]
    async fn idle_keys_are_forgotten() {
        let limiter = Limiter::new(&Limits { per_channel: rate(60), ..Limits::NONE });
        let keys = |limiter: &Limiter| limiter.per_channel.as_ref().map(|(_, keyed)| keyed.buckets.len());
        for at in 0..100_000 {
            assert_eq!(limiter.let_out(&format!("room.{at}"), None), Ok(()));
            if at % 100 == 0 {
                tokio::time::advance(Duration::from_millis(100)).await;
            }
        }
        // A thousand events a second, each worth a second.
        assert!(keys(&limiter).is_some_and(|keys| keys < 5000), "{:?}", keys(&limiter));
    }

    #[test]
    fn durations_in_words() {
        let words = |millis| Span(Duration::from_millis(millis)).to_string();
        assert_eq!(
            [1000, 60_000, 3_600_000, 10_000, 1500].map(words),
            ["a second", "a minute", "an hour", "10 s", "1500 ms"]
        );
    }
}
