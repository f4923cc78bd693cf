//! What goes wrong on demand, and can be switched while the mock runs.

use std::time::Duration;

use parking_lot::RwLock;
use tokio::sync::broadcast;
use tokio::time::Instant;

use super::random::Random;

/// The shortest time for which nothing comes through after a cut.
const SHORTEST: Duration = Duration::from_millis(200);

/// What goes wrong on demand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Faults {
    /// How long everything takes, each way: at least, and at most.
    pub latency: Option<(Duration, Duration)>,
    /// How many bytes a second pass, each way, for each connection.
    pub slow: Option<u64>,
    /// How often an event or request of a client is refused: from 0 to 1.
    pub errors: f64,
    /// How often a transient event is lost: from 0 to 1.
    pub drop: f64,
    /// After how long every connection is cut.
    pub cut_every: Option<Duration>,
}

impl Faults {
    /// How long a piece takes; nothing where there is no latency.
    pub fn delay(&self, random: &mut Random) -> Duration {
        let Some((least, most)) = self.latency else { return Duration::ZERO };
        let width = u64::try_from(most.saturating_sub(least).as_micros()).unwrap_or(u64::MAX);
        least.saturating_add(Duration::from_micros(random.below(width.saturating_add(1))))
    }

    /// How long so many bytes take at the bounded speed.
    pub fn transfer(&self, bytes: usize) -> Duration {
        match self.slow {
            Some(speed) if speed > 0 => Duration::from_secs_f64(bytes as f64 / speed as f64),
            _ => Duration::ZERO,
        }
    }
}

/// The faults as they are set at a moment, and the order to cut.
#[derive(Debug)]
pub struct Switch {
    faults: RwLock<Faults>,
    cuts: broadcast::Sender<()>,
    /// Until when there is no way back.
    down: RwLock<Option<Instant>>,
}

impl Switch {
    /// These to begin with.
    pub fn new(faults: Faults) -> Self {
        Self { faults: RwLock::new(faults), cuts: broadcast::channel(16).0, down: RwLock::default() }
    }

    /// The faults of this moment.
    pub fn now(&self) -> Faults {
        self.faults.read().clone()
    }

    /// Sets other faults, for what is connected too.
    pub fn set(&self, faults: Faults) {
        *self.faults.write() = faults;
    }

    /// Cuts every connection that events flow over, without a word, and lets none through for so long: as when a cable is pulled.
    /// No time at all is not enough: who polls just asks again, and has noticed nothing.
    pub fn cut(&self, time: Duration) {
        *self.down.write() = Instant::now().checked_add(time.max(SHORTEST));
        // Nobody listens where nothing is connected.
        let _ = self.cuts.send(());
    }

    /// Whether there is no way through at this moment.
    pub fn is_down(&self) -> bool {
        self.down.read().is_some_and(|until| Instant::now() < until)
    }

    /// Who is to be cut hears of it.
    pub fn cuts(&self) -> broadcast::Receiver<()> {
        self.cuts.subscribe()
    }
}

/// A span of latency, as in `200ms` or `200ms..800ms`.
///
/// # Errors
/// What it should look like.
pub fn parse_latency(text: &str) -> Result<(Duration, Duration), String> {
    let (least, most) = text.split_once("..").unwrap_or((text, text));
    let one = |text: &str| parse_time(text.trim());
    match (one(least), one(most)) {
        (Ok(least), Ok(most)) if least <= most => Ok((least, most)),
        _ => Err("expected a duration or two, the shorter one first, as in `200ms` or `200ms..800ms`".to_owned()),
    }
}

/// The longest time that may be asked for: clocks end somewhere.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// A time of at most a day, as in `30s`.
///
/// # Errors
/// What it should look like.
pub fn parse_time(text: &str) -> Result<Duration, String> {
    let time = humantime::parse_duration(text).map_err(|error| format!("{error}; expected a time such as `30s`"))?;
    if time > LONGEST { Err(format!("`{text}` is longer than a day")) } else { Ok(time) }
}

/// How often something happens: a fraction such as `0.05`, or a share such as `5%`.
///
/// # Errors
/// What it should look like.
pub fn parse_share(text: &str) -> Result<f64, String> {
    let (number, whole) = match text.strip_suffix('%') {
        Some(number) => (number, 100.0),
        None => (text, 1.0),
    };
    let share = number.trim().parse::<f64>().map(|number| number / whole).ok();
    share
        .filter(|share| (0.0..=1.0).contains(share))
        .ok_or("expected a number from 0 to 1, or a share as in `5%`".to_owned())
}

/// A speed in bytes a second, as in `2000`, `20kB` or `1MB`.
///
/// # Errors
/// What it should look like.
pub fn parse_speed(text: &str) -> Result<u64, String> {
    let lower = text.trim().trim_end_matches("/s").to_ascii_lowercase();
    let digits = lower.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = lower.split_at(digits);
    let factor = match unit.trim() {
        "" | "b" => Some(1),
        "k" | "kb" => Some(1_000),
        "m" | "mb" => Some(1_000_000),
        _ => None,
    };
    let speed = number.parse::<u64>().ok().zip(factor).and_then(|(number, factor)| number.checked_mul(factor));
    speed.filter(|speed| *speed > 0).ok_or("expected bytes a second, as in `2000` or `20kB`".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let ms = Duration::from_millis;
        assert_eq!(parse_latency("200ms"), Ok((ms(200), ms(200))));
        assert_eq!(parse_latency("200ms..1s"), Ok((ms(200), ms(1000))));
        assert!(parse_latency("1s..200ms").is_err() && parse_latency("fast").is_err());
        assert_eq!(parse_time("24h"), Ok(Duration::from_secs(86_400)));
        assert_eq!(parse_time("500000000000years"), Err("`500000000000years` is longer than a day".to_owned()));
        assert!(parse_latency("1s..500000000000years").is_err());
        assert_eq!(parse_share("0.05"), Ok(0.05));
        assert_eq!(parse_share("5%"), Ok(0.05));
        assert!(parse_share("2").is_err() && parse_share("-1").is_err() && parse_share("NaN").is_err());
        assert_eq!(parse_speed("20kB/s"), Ok(20_000));
        assert_eq!(parse_speed("300"), Ok(300));
        assert!(parse_speed("0").is_err() && parse_speed("1 cup").is_err());
    }

    #[test]
    fn pieces_take_their_time() {
        let faults = Faults {
            latency: Some((Duration::from_millis(200), Duration::from_millis(800))),
            slow: Some(1000),
            ..Faults::default()
        };
        let mut random = Random::new(1);
        for _ in 0..100 {
            let delay = faults.delay(&mut random).as_millis();
            assert!((200..=800).contains(&delay), "{delay}");
        }
        assert_eq!(faults.transfer(500), Duration::from_millis(500));
        assert_eq!(Faults::default().transfer(500) + Faults::default().delay(&mut random), Duration::ZERO);
    }
}
