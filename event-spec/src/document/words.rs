//! Small languages of the format: words of a fixed set, durations, rates, dates, versions, names.

use std::borrow::Cow;
use std::sync::OnceLock;
use std::time::Duration;

use regex_lite::Regex;
use serde_json::{Value, json};

use crate::catalogue::{Content, Direction, Rate, Storage, WhenSlow, WordStyle};
use crate::dates::is_full_date;
use crate::record::{Misfit, Scalar, listed};
use crate::suggest::{self, Near};
use crate::tree::{Kind, Node};
use crate::words;

/// Lets a type be read from one of a fixed set of words.
macro_rules! words {
    ($($ty:ty { $($word:literal => $value:expr),* $(,)? })*) => { $(
        impl Scalar for $ty {
            fn expected() -> Cow<'static, str> {
                one_of(&[$($word),*]).into()
            }

            fn read(node: &Node) -> Result<Self, Misfit> {
                match node.as_str().ok_or(Misfit::Type)? {
                    $($word => Ok($value),)*
                    other => Err(suggest::word(other, [$($word),*]).map_or(Misfit::Value(None), Misfit::Near)),
                }
            }

            fn schema() -> Value {
                json!({ "enum": [$($word),*] })
            }
        }
    )* };
}

words! {
    Direction {
        "server-to-client" => Self::ServerToClient,
        "client-to-server" => Self::ClientToServer,
        "both" => Self::Both,
    }
    Storage { "stored" => Self::Stored, "transient" => Self::Transient }
    WordStyle {
        "snake_case" => Self::Snake,
        "kebab-case" => Self::Kebab,
        "camelCase" => Self::Camel,
        "PascalCase" => Self::Pascal,
    }
    Content { "open" => Self::Open, "closed" => Self::Closed }
    WhenSlow { "keep" => Self::Keep, "drop" => Self::Drop }
    TransportWord { "socket.io" => Self::SocketIo, "websocket" => Self::WebSocket }
    Deliver { "immediately" => Self::Immediately }
    Coalesce { "latest" => Self::Latest }
    Audience { "everybody" => Self::Everybody, "connection" => Self::Connection }
    ParamWord { "string" => Self::String, "integer" => Self::Integer }
    Wraps { "server-to-client" => Self::Server, "both" => Self::Both }
}

/// What carries the events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TransportWord {
    SocketIo,
    WebSocket,
}

/// When a frame leaves, where it is not batched.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Deliver {
    Immediately,
}

/// What a newer event does to a waiting one.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Coalesce {
    Latest,
}

/// To whom an event without a channel goes.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Audience {
    Everybody,
    Connection,
}

/// What a parameter of an address holds.
#[derive(Clone, Copy, Debug)]
pub(crate) enum ParamWord {
    String,
    Integer,
}

/// Whose events lie in an envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wraps {
    Server,
    Both,
}

fn one_of(words: &[&str]) -> String {
    match words {
        [word] => format!("`{word}`"),
        _ => format!("one of {}", listed(words)),
    }
}

/// Declares a text that a pattern describes, for reader and JSON Schema alike.
macro_rules! patterned {
    ($($(#[$docs:meta])* $name:ident, $expected:literal, $pattern:literal $(, $mend:path)?;)*) => { $(
        $(#[$docs])*
        #[derive(Clone, Debug)]
        pub(crate) struct $name(pub(crate) String);

        impl Scalar for $name {
            fn expected() -> Cow<'static, str> {
                $expected.into()
            }

            fn read(node: &Node) -> Result<Self, Misfit> {
                static PATTERN: OnceLock<Regex> = OnceLock::new();
                let text = node.as_str().ok_or(Misfit::Type)?;
                let pattern = PATTERN.get_or_init(|| Regex::new($pattern).expect("this pattern is well formed"));
                if pattern.is_match(text) {
                    return Ok(Self(text.to_owned()));
                }
                let mends: &[fn(&str) -> Option<Near>] = &[$($mend)?];
                let mended = mends.iter().find_map(|mend| mend(text)).filter(|near| pattern.is_match(&near.name));
                Err(mended.map_or(Misfit::Value(None), Misfit::Near))
            }

            fn schema() -> Value {
                json!({ "type": "string", "pattern": $pattern })
            }
        }
    )* };
}

patterned! {
    /// The name of a catalogue.
    CatalogueName,
    "a text of lower case letters, digits, `_` and `-` that starts with a letter",
    r"^[a-z][a-z0-9_-]*$", lower_case;
    /// Semantic Versioning 2.0.0.
    Version,
    "a text with a semantic version such as `1.4.0`",
    r"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)(\.(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*))*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$", three_numbers;
    /// A class of access.
    AccessWord,
    "`public`, `authenticated` or a word of your own such as `participant`",
    r"^[A-Za-z][A-Za-z0-9_-]*$";
    /// The path of a URL.
    UrlPath,
    "a text with a path such as `/ws/user`",
    r"^/[!-~]*$";
    /// An HTTP request.
    Request,
    "a text with a request such as `POST /messages`",
    r"^[A-Z]+ /[!-~]*$";
}

/// A name after a rule that asks for lower case and a letter first: `support-chat` for `Support Chat`, `catalogue-5` for `5`.
fn lower_case(text: &str) -> Option<Near> {
    let name = words::split(text).join("-");
    let name = if name.starts_with(|ch: char| ch.is_ascii_digit()) { format!("catalogue-{name}") } else { name };
    Some(Near { name, certain: false })
}

/// A version with all its numbers: `1.0.0` for `1.0`.
fn three_numbers(text: &str) -> Option<Near> {
    let numbers = text.trim_start_matches('v');
    let name = match numbers.split('.').count() {
        1 => format!("{numbers}.0.0"),
        2 => format!("{numbers}.0"),
        _ => numbers.to_owned(),
    };
    Some(Near { name, certain: true })
}

/// A count with its unit as it is written here, where another notation says the same: `1d` for `1 day`.
fn with_unit(text: &str, units: &[(&str, &[&str])]) -> Misfit {
    let text: String = text.chars().filter(|ch| *ch != ' ').collect();
    let near = split_count(&text).and_then(|(count, unit)| {
        let (ours, _) = units.iter().find(|(ours, others)| *ours == unit || others.contains(&unit))?;
        Some(Near { name: format!("{count}{ours}"), certain: true })
    });
    near.map_or(Misfit::Value(None), Misfit::Near)
}

const DURATIONS: &[(&str, &[&str])] = &[
    ("ms", &["msec", "millis", "millisecond", "milliseconds"]),
    ("s", &["sec", "secs", "second", "seconds"]),
    ("m", &["min", "mins", "minute", "minutes"]),
    ("h", &["hr", "hour", "hours"]),
    ("d", &["day", "days"]),
];

const RATES: &[(&str, &[&str])] =
    &[("/s", &["/sec", "/second"]), ("/min", &["/m", "/minute"]), ("/h", &["/hr", "/hour"])];

impl Scalar for Duration {
    fn expected() -> Cow<'static, str> {
        "a duration such as `500ms`, `10s`, `2m`, `24h` or `7d`".into()
    }

    fn read(node: &Node) -> Result<Self, Misfit> {
        let text = node.as_str().ok_or_else(|| misfit_of_number(node, "s"))?;
        let (count, unit) = split_count(text).ok_or(Misfit::Value(None))?;
        let millis: u64 = match unit {
            "ms" => 1,
            "s" => 1000,
            "m" => 60_000,
            "h" => 3_600_000,
            "d" => 86_400_000,
            _ => return Err(with_unit(text, DURATIONS)),
        };
        count.checked_mul(millis).map(Self::from_millis).ok_or(Misfit::Value(Some("it is too long".to_owned())))
    }

    fn schema() -> Value {
        json!({ "type": "string", "pattern": "^[1-9][0-9]*(ms|s|m|h|d)$" })
    }
}

impl Scalar for Rate {
    fn expected() -> Cow<'static, str> {
        "a rate such as `100/min` (or `/s`, `/h`)".into()
    }

    fn read(node: &Node) -> Result<Self, Misfit> {
        let text = node.as_str().ok_or_else(|| misfit_of_number(node, "/min"))?;
        let (count, unit) = split_count(text).ok_or(Misfit::Value(None))?;
        let seconds = match unit {
            "/s" => 1,
            "/min" => 60,
            "/h" => 3600,
            _ => return Err(with_unit(text, RATES)),
        };
        Ok(Self { count, per: Duration::from_secs(seconds) })
    }

    fn schema() -> Value {
        json!({ "type": "string", "pattern": "^[1-9][0-9]*/(s|min|h)$" })
    }
}

/// A number that lacks its unit.
fn misfit_of_number(node: &Node, unit: &str) -> Misfit {
    match &node.kind {
        Kind::Number(number) => Misfit::Value(Some(format!("add a unit, as in `{}{unit}`", number.0))),
        _ => Misfit::Type,
    }
}

/// A count above zero and what follows it.
fn split_count(text: &str) -> Option<(u64, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (count, unit) = text.split_at(digits);
    if count.starts_with('0') {
        return None;
    }
    Some((count.parse().ok()?, unit))
}

/// A day (RFC 3339's `full-date`).
#[derive(Clone, Debug)]
pub(crate) struct Date(pub(crate) String);

impl Scalar for Date {
    fn expected() -> Cow<'static, str> {
        "a date such as `2026-12-31`".into()
    }

    fn read(node: &Node) -> Result<Self, Misfit> {
        let text = node.as_str().ok_or(Misfit::Type)?;
        if is_full_date(text) { Ok(Self(text.to_owned())) } else { Err(Misfit::Value(None)) }
    }

    fn schema() -> Value {
        json!({ "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days_that_exist() {
        assert!(is_full_date("2024-02-29"));
        assert!(!is_full_date("2026-02-29"));
        assert!(!is_full_date("2026-13-01"));
        assert!(!is_full_date("2026-04-31"));
        assert!(!is_full_date("2026-4-1"));
        assert!(!is_full_date("٢٠٢٦-01"));
    }
}
