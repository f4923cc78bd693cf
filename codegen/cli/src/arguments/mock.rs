//! `eventspec mock`

use std::path::PathBuf;

use clap::Args;

/// What is served, and how.
#[derive(Debug, Args)]
#[command(after_help = "\
Without CATALOGUE, every catalogue of the nearest eventspec.toml is served, each in a place of its own.
Anybody is let in, with any token or none; a token that is a JSON Web Token says who it is. What clients
send is judged; what the server sends is made from the schemas, and the same seed gives the same run.

Examples:
  eventspec mock contracts/chatflow
  eventspec mock --listen 127.0.0.1:0 --seed 7 --quiet
  eventspec mock contracts/gochat --rate high=1/s,low=20/s
  eventspec mock contracts/chatflow --event message.new --event message.read
  eventspec mock contracts/chatflow --quiet --scene examples/support-chat/mock.yaml
  eventspec mock --latency 200ms..800ms --slow 20kB --errors 5% --cut-every 30s

While it runs:
  curl -X POST http://127.0.0.1:8080/mock/cut
  curl http://127.0.0.1:8080/mock/faults -d '{\"latency\": \"1s\", \"errors\": 0.5}'
  curl http://127.0.0.1:8080/mock/send -d '{\"event\": \"message.new\", \"payload\": {\"text\": \"Hi\"}}'")]
pub struct Mock {
    /// Catalogues: entry files or their folders; without any, all of eventspec.toml
    #[arg(value_name = "CATALOGUE", value_hint = clap::ValueHint::AnyPath)]
    pub catalogues: Vec<PathBuf>,
    /// Where to listen; port 0 takes one that is free
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    pub listen: String,
    /// What the run comes from: the same seed, the same run
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub seed: u64,
    /// Tell the real time in payloads, instead of the seed's
    #[arg(long)]
    pub real_clock: bool,
    /// How often to send by itself: for all, as in `2/s` (which it is unless set), or by priority, as in `high=1/s,low=10/s`
    #[arg(long, value_name = "RATE", conflicts_with = "quiet")]
    pub rate: Option<String>,
    /// Send nothing by itself, and only react
    #[arg(long)]
    pub quiet: bool,
    /// Send only this event by itself; may be given several times
    #[arg(long = "event", value_name = "NAME", conflicts_with = "quiet")]
    pub events: Vec<String>,
    /// What happens, written down: a scene for a catalogue; may be given several times
    #[arg(long = "scene", value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub scenes: Vec<PathBuf>,
    /// The one token that is good
    #[arg(long, value_name = "TOKEN")]
    pub token: Option<String>,
    /// Serve a lone catalogue at `/NAME`, as where there are several
    #[arg(long)]
    pub apart: bool,
    /// How long everything takes, each way: `200ms`, or `200ms..800ms`
    #[arg(long, value_name = "TIME")]
    pub latency: Option<String>,
    /// Bytes a second, each way, for each connection: `20kB`
    #[arg(long, value_name = "BYTES")]
    pub slow: Option<String>,
    /// How much of what clients send is refused: `0.05`, or `5%`
    #[arg(long, value_name = "SHARE")]
    pub errors: Option<String>,
    /// How many transient events are lost: `0.1`, or `10%`
    #[arg(long, value_name = "SHARE")]
    pub drop: Option<String>,
    /// After how long every connection is cut, without a word
    #[arg(long, value_name = "TIME")]
    pub cut_every: Option<String>,
    /// The configuration to use instead of the nearest eventspec.toml
    #[arg(long, value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub config: Option<PathBuf>,
}
