//! Reading and writing frames: a scratch crate over a generated contract, built in release and run.

use std::fmt::Write as _;
use std::process::Command;

use crate::generate::contract;
use crate::pair::Paired;
use crate::report::{Row, Section, Unit};
use crate::synthetic::{self, Event, Kind};
use crate::tools::{Tools, run, write};

const EVENTS: usize = 50;

/// All comparisons of the generated decoder and encoder.
pub fn sections(tools: &Tools) -> Vec<Section> {
    eprintln!("decode and encode, {EVENTS} event types");
    let events = synthetic::events(EVENTS);
    let folder = tools.work.join("decode");
    contract(tools, &events, true, &folder.join("contract"), "rust", None);
    write(&folder.join("Cargo.toml"), &manifest(tools, &folder.join("contract")));
    write(&folder.join("src/main.rs"), include_str!("../decode/main.rs"));
    write(&folder.join("src/pair.rs"), include_str!("pair.rs"));
    write(&folder.join("src/peers.rs"), &peers(&events));
    write(&folder.join("src/frames.rs"), &frames(&events));
    let target = tools.root.join("target/bench-decode");
    run(Command::new("cargo").args(["build", "--release", "--target-dir"]).arg(&target).current_dir(&folder));
    let output = Command::new(target.join("release/decode")).output().expect("the scratch program was just built");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("the scratch program prints text");
    let rows: Vec<Row> = text.lines().map(row).collect();
    vec![Section {
        title: "Reading and writing frames",
        method: "In one process, release build: 50 event types in turn, an envelope of seven fields, payloads of about 300 bytes. All sides read \
                 into the same kinds of fields, with timestamps checked. The visitor is what one writes by hand over \
                 `serde_json::from_str` for this envelope, with serde's derives for the payloads.",
        unit: Unit::Time,
        rows,
    }]
}

fn row(line: &str) -> Row {
    let mut cells = line.split('\t');
    let mut text = || cells.next().expect("the scratch program prints seven cells").to_owned();
    let (what, peer) = (text(), text());
    let mut number = || text().parse::<f64>().expect("the scratch program prints numbers");
    let (ours, theirs, ratio, low, high, bar) = (number(), number(), number(), number(), number(), number());
    let paired = Paired { ours, peer: theirs, ratio, quartiles: (low, high) };
    Row { what, peer, paired, bar: Some(bar) }
}

fn manifest(tools: &Tools, contract: &std::path::Path) -> String {
    let generated = std::fs::read_to_string(contract.join("Cargo.toml")).expect("the contract was just generated");
    let name = generated.lines().find_map(|line| line.strip_prefix("name = ")).expect("a crate has a name");
    format!(
        "[package]\nname = \"decode\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\nbytes = \"1\"\n\
         contract = {{ package = {name}, path = \"contract\", features = [\"synthetic\"] }}\nevent-contracts-runtime = {{ path = {runtime:?} }}\n\
         serde = {{ version = \"1\", features = [\"derive\"] }}\nserde_json = {{ version = \"1\", features = [\"raw_value\"] }}\n",
        runtime = tools.root.join("codegen/runtime"),
    )
}

/// What one writes by hand: serde's flattened tagged enum, and a visitor.
fn peers(events: &[Event]) -> String {
    let mut text = String::from(include_str!("../decode/peers.rs"));
    for event in events {
        text.push_str(&structure(event, "Deserialize"));
    }
    text.push_str("#[derive(Deserialize)]\n#[serde(tag = \"event\", content = \"data\")]\npub enum Tagged {\n");
    for event in events {
        let _ = writeln!(text, "    #[serde(rename = \"{}\")]\n    {ident}({ident}),", event.name, ident = event.ident);
    }
    text.push_str("}\n\n");
    text.push_str("pub fn read<'de, A: MapAccess<'de>>(name: &str, map: &mut A) -> Result<Tagged, A::Error> {\n    Ok(match name {\n");
    for event in events {
        let _ =
            writeln!(text, "        \"{}\" => Tagged::{ident}(map.next_value()?),", event.name, ident = event.ident);
    }
    text.push_str(
        "        other => return Err(A::Error::custom(format_args!(\"unknown event {other}\"))),\n    })\n}\n\n",
    );
    text.push_str(
        "pub fn read_raw(name: &str, raw: &str) -> Result<Tagged, serde_json::Error> {\n    Ok(match name {\n",
    );
    for event in events {
        let _ = writeln!(
            text,
            "        \"{}\" => Tagged::{ident}(serde_json::from_str(raw)?),",
            event.name,
            ident = event.ident
        );
    }
    text.push_str(
        "        other => return Err(serde_json::Error::custom(format_args!(\"unknown event {other}\"))),\n    })\n}\n",
    );
    text
}

/// An event's payload as one writes it by hand, with an enum of its own for its state.
pub fn structure(event: &Event, derives: &str) -> String {
    let mut text = format!(
        "/// Something happened to {}.\n#[derive(Clone, Debug, PartialEq, {derives})]\npub struct {} {{\n",
        event.name, event.ident
    );
    let state = format!("{}State", event.ident);
    for (name, kind) in &event.fields {
        let ty = match kind {
            Kind::Text => "String",
            Kind::Timestamp => "Timestamp",
            Kind::State => &state,
            Kind::Integer => "i64",
            Kind::Number => "f64",
            Kind::Boolean => "bool",
            Kind::List => "Vec<String>",
        };
        let _ = writeln!(text, "    pub {name}: {ty},");
    }
    let _ = write!(
        text,
        "}}\n\n#[derive(Clone, Copy, Debug, PartialEq, Eq, {derives})]\n#[serde(rename_all = \"snake_case\")]\npub enum {state} {{\n    Open,\n    Closed,\n}}\n\n",
    );
    text
}

/// Frames of every event, with the name before and after the payload.
fn frames(events: &[Event]) -> String {
    let mut text = String::new();
    for (list, name_first) in [("NAME_FIRST", true), ("NAME_LAST", false)] {
        let _ = writeln!(text, "pub const {list}: [&str; {}] = [", events.len());
        for event in events {
            let name = format!("\"event\":\"{}\"", event.name);
            let data = format!("\"data\":{}", synthetic::example(event));
            let (before, after) = if name_first { (name, data) } else { (data, name) };
            let frame = format!(
                "{{{before},\"timestamp\":\"2026-02-12T10:30:00Z\",\"user_id\":123,\"channel\":\"room.1\",\"priority\":\"high\",{after},\"request_id\":\"b7a4\"}}",
            );
            let _ = writeln!(text, "    {frame:?},");
        }
        text.push_str("];\n");
    }
    text
}
