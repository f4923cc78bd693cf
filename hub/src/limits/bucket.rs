//! One limit on one thing: the generic cell rate algorithm (ITU-T I.371).
//!
//! "100 in a minute" lets 100 through at once, and from then on one every 600 ms; after a minute of silence 100 at once again. The
//! whole state is one number.

use std::time::Duration;

use event_contracts_runtime::Rate;

/// A rate, in nanoseconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// What one event uses up.
    step: u64,
    /// What can be used up ahead of time.
    whole: u64,
}

impl Pace {
    pub(super) fn of(rate: Rate) -> Self {
        let per = u64::try_from(rate.per.as_nanos()).unwrap_or(u64::MAX);
        let step = per.checked_div(rate.count).unwrap_or(per).max(1);
        Self { step, whole: step.saturating_mul(rate.count) }
    }
}

/// Until when everything is used up, in nanoseconds since the limiter began.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Bucket(u64);

impl Bucket {
    /// How long to wait until one more event may pass; none where it may now.
    pub(super) fn wait(self, pace: Pace, now: u64) -> Option<Duration> {
        let ahead = self.after(pace, now).saturating_sub(now);
        let wait = ahead.saturating_sub(pace.whole);
        (wait > 0).then(|| Duration::from_nanos(wait))
    }

    /// Lets one event pass.
    pub(super) fn take(&mut self, pace: Pace, now: u64) {
        self.0 = self.after(pace, now);
    }

    /// Whether it is as good as new.
    pub(super) fn is_full(self, now: u64) -> bool {
        self.0 <= now
    }

    fn after(self, pace: Pace, now: u64) -> u64 {
        self.0.max(now).saturating_add(pace.step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = 1_000_000_000;

    fn pass(bucket: &mut Bucket, pace: Pace, now: u64) -> Result<(), Duration> {
        match bucket.wait(pace, now) {
            Some(wait) => Err(wait),
            None => {
                bucket.take(pace, now);
                Ok(())
            }
        }
    }

    #[test]
    fn a_burst_then_a_steady_refill() {
        let pace = Pace::of(Rate { count: 100, per: Duration::from_secs(60) });
        let mut bucket = Bucket::default();
        for _ in 0..100 {
            assert_eq!(pass(&mut bucket, pace, 7 * SECOND), Ok(()));
        }
        let wait = pass(&mut bucket, pace, 7 * SECOND);
        assert_eq!(wait, Err(Duration::from_millis(600)));
        assert_eq!(pass(&mut bucket, pace, 7 * SECOND + 599_999_999), Err(Duration::from_nanos(1)));
        assert_eq!(pass(&mut bucket, pace, 7 * SECOND + 600_000_000), Ok(()));
        assert!(pass(&mut bucket, pace, 7 * SECOND + 600_000_000).is_err());
        assert!(!bucket.is_full(67 * SECOND));
        assert!(bucket.is_full(68 * SECOND));
        for _ in 0..100 {
            assert_eq!(pass(&mut bucket, pace, 200 * SECOND), Ok(()));
        }
        assert!(pass(&mut bucket, pace, 200 * SECOND).is_err());
    }

    #[test]
    fn extremes_are_limits_too() {
        let none = Pace::of(Rate { count: 0, per: Duration::from_secs(60) });
        assert_eq!(Bucket::default().wait(none, 5), Some(Duration::from_secs(60)));
        let endless = Pace::of(Rate { count: u64::MAX, per: Duration::ZERO });
        assert_eq!(Bucket::default().wait(endless, u64::MAX), None);
        let slow = Pace::of(Rate { count: 1, per: Duration::MAX });
        let mut bucket = Bucket::default();
        assert_eq!(pass(&mut bucket, slow, 0), Ok(()));
        assert_eq!(
            pass(&mut bucket, Pace::of(Rate { count: 3, per: Duration::from_secs(1) }), 1),
            Err(Duration::from_nanos(u64::MAX - 1 - 999_999_999))
        );
    }
}
