//! Two ways of doing one thing, measured in turns.
//!
//! The machine's pace changes from minute to minute, so no time is compared with a time of another minute: each round
//! runs both sides back to back, in alternating order, and the figure is the median of the rounds' ratios.

use std::time::{Duration, Instant};

/// What a series of rounds gave.
pub struct Paired {
    /// The median of our side: seconds, where it is a time.
    pub ours: f64,
    /// The median of the peer.
    pub peer: f64,
    /// The median of ours/peer over the rounds.
    pub ratio: f64,
    /// The quartiles of ours/peer.
    pub quartiles: (f64, f64),
}

/// A side of a comparison: an untimed preparation, and the work with the time that it took.
pub struct Side<'a> {
    prepare: Box<dyn FnMut() + 'a>,
    time: Box<dyn FnMut() -> Duration + 'a>,
}

impl<'a> Side<'a> {
    /// A side without preparation.
    pub fn of(run: impl FnMut() + 'a) -> Self {
        Self::prepared(|| (), run)
    }

    /// A side that puts things back as they were before each round; that is not timed.
    pub fn prepared(prepare: impl FnMut() + 'a, mut run: impl FnMut() + 'a) -> Self {
        let time = move || {
            let start = Instant::now();
            run();
            start.elapsed()
        };
        Self { prepare: Box::new(prepare), time: Box::new(time) }
    }

    /// A side that knows itself how long it took.
    pub fn measured(time: impl FnMut() -> Duration + 'a) -> Self {
        Self { prepare: Box::new(|| ()), time: Box::new(time) }
    }

    fn time(&mut self) -> Duration {
        (self.prepare)();
        (self.time)()
    }
}

/// Runs both sides once to warm up and then `rounds` times in turns.
pub fn paired(rounds: usize, mut ours: Side<'_>, mut peer: Side<'_>) -> Paired {
    ours.time();
    peer.time();
    let mut times = Vec::with_capacity(rounds);
    for round in 0..rounds {
        let pair = if round % 2 == 0 {
            let first = ours.time();
            (first, peer.time())
        } else {
            let first = peer.time();
            (ours.time(), first)
        };
        times.push(pair);
    }
    Paired::of(times.iter().map(|(ours, peer)| (ours.as_secs_f64(), peer.as_secs_f64())).collect())
}

impl Paired {
    /// The medians of both sides, and of the ratios within each round.
    pub fn of(rounds: Vec<(f64, f64)>) -> Self {
        let mut ratios: Vec<f64> = rounds.iter().map(|(ours, peer)| ours / peer).collect();
        ratios.sort_by(f64::total_cmp);
        let at = |share: f64| ratios[((ratios.len() - 1) as f64 * share).round() as usize];
        Self {
            ours: median(rounds.iter().map(|(ours, _)| *ours)),
            peer: median(rounds.iter().map(|(_, peer)| *peer)),
            ratio: at(0.5),
            quartiles: (at(0.25), at(0.75)),
        }
    }
}

fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
