//! What validating at run time costs a front end: bytes to load, and time for each event.

use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use crate::pair::{Paired, Side, paired};
use crate::report::{Row, Section, Unit};
use crate::synthetic;
use crate::tools::{Tools, run, write};

const CATALOGUES: [&str; 5] = ["chatflow", "gochat", "hiwwer", "leads", "mechamap"];
/// The catalogue with made-up events.
const SYNTHETIC: &str = "synthetic";
const EVENTS: usize = 100;
/// The peers, with the largest ratio of size and of time for valid documents that is good enough.
const PEERS: [(&str, f64, f64); 5] = [
    ("zod", 0.25, 1.0),
    ("zod/mini", 0.5, 1.0),
    ("valibot", 1.0, 1.0),
    ("ajv", 0.25, 1.0),
    ("ajv standalone", 1.0, 1.0),
];

/// The validators of all catalogues, made by every tool.
struct Made {
    work: PathBuf,
    /// Bytes by catalogue and tool.
    sizes: Value,
}

/// Both comparisons.
pub fn sections(tools: &Tools) -> Vec<Section> {
    eprintln!("validators");
    let made = Made::new(tools);
    vec![made.sizes(), made.speed(tools)]
}

impl Made {
    fn new(tools: &Tools) -> Self {
        let work = tools.work.join("validators");
        let synthetic = work.join(format!("contracts/{SYNTHETIC}.yaml"));
        write(&synthetic, &synthetic::complete(SYNTHETIC, &synthetic::events(EVENTS), false));
        let committed = CATALOGUES.map(|name| (name, tools.root.join("contracts").join(name)));
        for (name, path) in committed.into_iter().chain([(SYNTHETIC, synthetic)]) {
            run(Command::new(tools.eventspec()).arg("gen").arg(&path).arg("--typescript").arg(work.join(name)));
            let output =
                Command::new(tools.eventspec()).arg("model").arg(&path).output().expect("the command was built");
            write(&work.join(format!("{name}.json")), &String::from_utf8_lossy(&output.stdout));
        }
        let output = node(tools, "prepare.mjs").arg(&work).args(CATALOGUES).arg(SYNTHETIC).output().expect("node runs");
        let text = String::from_utf8_lossy(&output.stdout);
        let sizes = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{error}: {text}{}", String::from_utf8_lossy(&output.stderr)));
        Self { work, sizes }
    }

    fn sizes(&self) -> Section {
        let of = |catalogue: &str, tool: &str, what: &str| {
            self.sizes[catalogue][tool][what].as_f64().expect("prepare.mjs prints it")
        };
        let parts = [
            ("one event of chatflow", "chatflow", "one"),
            ("all 15 events of chatflow", "chatflow", "all"),
            ("all 32 events of gochat", "gochat", "all"),
            ("100 synthetic events", SYNTHETIC, "all"),
        ];
        let rows = parts.into_iter().flat_map(|(label, catalogue, what)| {
            PEERS.map(|(peer, bar, _)| Row {
                what: label.into(),
                peer: peer.into(),
                paired: Paired::of(vec![(of(catalogue, "ours", what), of(catalogue, peer, what))]),
                bar: Some(bar),
            })
        });
        Section {
            title: "Size of validators",
            method: "What a browser loads: bundled and minified by esbuild, compressed by gzip at level 9. The peers have the same schemas, \
                     written as one writes them, each call marked as pure; ajv compiles them in the browser (which takes `new Function`, and a \
                     policy that allows it), or beforehand as standalone code. What one event needs is what is left after tree-shaking.",
            unit: Unit::Bytes,
            rows: rows.collect(),
        }
    }

    fn speed(&self, tools: &Tools) -> Section {
        let parts: [(&str, &[&str]); 2] =
            [("the five catalogues", &CATALOGUES), ("100 synthetic events", &[SYNTHETIC])];
        let rows = parts.into_iter().flat_map(|(label, catalogues)| {
            PEERS.into_iter().flat_map(move |(peer, _, bar)| {
                ["valid", "invalid"].into_iter().map(move |what| {
                    eprintln!("validators, {label}, {what}, {peer}");
                    let side = |tool: &'static str| Side::measured(move || self.time(tools, tool, catalogues, what));
                    Row {
                        what: format!("{what} documents, {label}"),
                        peer: peer.into(),
                        paired: paired(5, side("ours"), side(peer)),
                        // ajv stops at the first problem, and says little of it.
                        bar: (what == "valid" || !peer.starts_with("ajv")).then_some(bar),
                    }
                })
            })
        });
        Section {
            title: "Speed of validators",
            method: "The time for one document, in Node: every example of the catalogues in turn, and the same with a field of another kind. All tell \
                     every problem with the way to it, but for ajv, which ends at the first. A process for each round; its first half is for the \
                     compiler to warm up.",
            unit: Unit::Time,
            rows: rows.collect(),
        }
    }

    /// What a tool takes for one document.
    fn time(&self, tools: &Tools, tool: &str, catalogues: &[&str], what: &str) -> Duration {
        let mut command = node(tools, "speed.mjs");
        let output = command.arg(&self.work).arg(tool).arg(what).args(catalogues).output().expect("node runs");
        let text = String::from_utf8_lossy(&output.stdout);
        let nanoseconds: f64 = text.trim().parse().unwrap_or_else(|error| {
            panic!("{tool}: {error}: {text}{}", String::from_utf8_lossy(&output.stderr));
        });
        Duration::from_secs_f64(nanoseconds / 1e9)
    }
}

/// `node` on a script of the benchmark.
fn node(tools: &Tools, script: &str) -> Command {
    tools.node_modules();
    let mut command = Command::new("node");
    command.arg(tools.root.join("bench/node/validators").join(script));
    command
}
