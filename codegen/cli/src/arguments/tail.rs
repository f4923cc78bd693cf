//! The arguments of `eventspec tail`.

use std::path::PathBuf;
use std::time::Duration;

use clap::{ArgGroup, Args, ValueEnum};
use event_spec::Date;

use crate::today;

#[derive(Debug, Args)]
#[command(
    group(ArgGroup::new("source").required(true).args(["url", "proxy", "replay"])),
    after_help = "\
The contract of a connection is found by its namespace (Socket.IO) or path (plain WebSocket): where --at says
that it is, by the catalogue's name in it, as the catalogue says, or as the only one of its transport.

Exit codes: 0 all as the contract says, 100 a breach was seen, 1 could not connect or run, 2 wrong usage.
What would show a token is removed from what is printed and recorded. EVENTSPEC_TOKEN stands in for --token.

Examples:
  eventspec tail http://127.0.0.1:8080/chatflow --token \"$TOKEN\" --join conversation.conv_1
  eventspec tail wss://example.com/ws/user --event 'message.*' --payload
  eventspec tail http://127.0.0.1:8080/chatflow --for 10s --only breaches      in a script: exit code 100
  eventspec tail --proxy 127.0.0.1:9000 --to http://127.0.0.1:8080 --record session.jsonl
  eventspec tail --replay session.jsonl                                        judge it by today's catalogue
  eventspec tail --replay session.jsonl --serve 127.0.0.1:9000                 play the server's side"
)]
pub struct Tail {
    /// The server to listen to as a client: its namespace (`http://..`), or its path (`ws://..`)
    pub url: Option<String>,
    /// Stand between clients and the server of --to, and listen to both; port 0 chooses one
    #[arg(long, value_name = "ADDRESS", requires = "to")]
    pub proxy: Option<String>,
    /// Listen to a recording
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub replay: Option<PathBuf>,
    /// The server behind the proxy
    #[arg(long, value_name = "URL", requires = "proxy")]
    pub to: Option<String>,
    /// With --replay: play the server's side of the recording to clients that connect here
    #[arg(long, value_name = "ADDRESS", requires = "replay")]
    pub serve: Option<String>,
    /// With --serve: how much faster than it was recorded; 0 plays without waiting
    #[arg(long, value_name = "FACTOR", requires = "serve", default_value_t = 1.0, value_parser = factor)]
    pub speed: f64,
    /// Catalogues: entry files, their folders, or a folder of such folders; without any, all of eventspec.toml
    #[arg(long, value_name = "PATH", value_hint = clap::ValueHint::AnyPath)]
    pub catalogue: Vec<PathBuf>,
    /// The namespace or path of a catalogue, where it is not what the catalogue says
    #[arg(long, value_name = "NAME=PLACE", value_parser = placed)]
    pub at: Vec<(String, String)>,
    /// The path under which Socket.IO is served
    #[arg(long, value_name = "PATH", default_value = "/socket.io/")]
    pub path: String,
    /// The token to present: Socket.IO's `auth.token`, or `?token=`
    #[arg(long, value_name = "TOKEN", requires = "url")]
    pub token: Option<String>,
    /// Socket.IO's `auth`, a JSON object
    #[arg(long, value_name = "JSON", requires = "url", value_parser = object)]
    pub auth: Option<serde_json::Map<String, serde_json::Value>>,
    /// A header to send, as in `Origin: https://example.com`
    #[arg(long, value_name = "NAME: VALUE", requires = "url", value_parser = header)]
    pub header: Vec<(String, String)>,
    /// The address of a channel to enter, as in `conversation.conv_1`
    #[arg(long, value_name = "ADDRESS", requires = "url")]
    pub join: Vec<String>,
    /// An event to send once connected, as in `message.typing {"conversation_id": "conv_1"}`
    #[arg(long, value_name = "EVENT [JSON]", requires = "url")]
    pub send: Vec<String>,
    /// Ask for positions, come back when the connection is lost, and hear what was missed
    #[arg(long, requires = "url")]
    pub recover: bool,
    /// Show only events of this name; `*` stands for any part of it
    #[arg(long, value_name = "PATTERN")]
    pub event: Vec<String>,
    /// Show only these
    #[arg(long, value_enum)]
    pub only: Option<Only>,
    /// Show payloads
    #[arg(long)]
    pub payload: bool,
    /// How to print what is seen
    #[arg(long, value_enum, default_value_t)]
    pub format: TailFormat,
    /// Write what is seen to a file, without tokens
    #[arg(long, value_name = "FILE", conflicts_with = "replay", value_hint = clap::ValueHint::FilePath)]
    pub record: Option<PathBuf>,
    /// End after so many events that are shown
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1..))]
    pub count: Option<u64>,
    /// End after so long, as in `10s` or `2m`
    #[arg(long = "for", value_name = "DURATION", value_parser = duration)]
    pub lasting: Option<Duration>,
    /// The day on which to ask whether an alias is still served; today unless it is given
    #[arg(long, value_name = "DATE", value_parser = today::parse)]
    pub today: Option<Date>,
    /// The configuration to use instead of the nearest eventspec.toml
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub config: Option<PathBuf>,
}

/// What alone is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Only {
    /// Events that are not as the contract says.
    Breaches,
}

/// How what is seen is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum TailFormat {
    /// A line for each event, and a summary.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

fn placed(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, place)) if !name.is_empty() && place.starts_with('/') => Ok((name.to_owned(), place.to_owned())),
        _ => Err("write it as in `chatflow=/support`".to_owned()),
    }
}

fn header(text: &str) -> Result<(String, String), String> {
    match text.split_once(':') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), value.trim().to_owned())),
        _ => Err("write it as in `Origin: https://example.com`".to_owned()),
    }
}

fn object(text: &str) -> Result<serde_json::Map<String, serde_json::Value>, String> {
    serde_json::from_str(text).map_err(|error| format!("it is no JSON object: {error}"))
}

fn factor(text: &str) -> Result<f64, String> {
    text.parse()
        .ok()
        .filter(|factor: &f64| factor.is_finite() && *factor >= 0.0)
        .ok_or_else(|| "it is a number from 0 on".to_owned())
}

fn duration(text: &str) -> Result<Duration, String> {
    let at = text.find(|character: char| !(character.is_ascii_digit() || character == '.')).unwrap_or(text.len());
    let (number, unit) = text.split_at(at);
    let seconds = match unit {
        "ms" => 0.001,
        "s" => 1.0,
        "m" | "min" => 60.0,
        "h" => 3600.0,
        _ => return Err("write it with a unit, as in `500ms`, `10s`, `2m` or `1h`".to_owned()),
    };
    let number: f64 = number.parse().map_err(|_| "write it as in `10s`".to_owned())?;
    Duration::try_from_secs_f64(number * seconds).map_err(|_| "it is too long".to_owned())
}
