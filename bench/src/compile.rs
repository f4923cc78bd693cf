//! What a contract costs its users' compilers: `cargo check` and `tsc --noEmit`.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::decode::structure;
use crate::generate::{contract, thousands};
use crate::pair::{Paired, Side, paired};
use crate::report::{Row, Section, Unit};
use crate::synthetic::{self, Event, Kind};
use crate::tools::{Tools, run, write};

const LISTENERS: usize = 200;

/// What `cargo check` takes.
pub fn rust(tools: &Tools) -> Vec<Section> {
    vec![rust_section(tools)]
}

/// What `tsc` takes.
pub fn typescript(tools: &Tools) -> Vec<Section> {
    vec![typescript_section(tools)]
}

fn rust_section(tools: &Tools) -> Section {
    eprintln!("cargo check, 500 events");
    let events = synthetic::events(500);
    let folder = tools.work.join("check");
    let (both, sends, hand) = (folder.join("both"), folder.join("sends"), folder.join("hand"));
    contract(tools, &events, false, &both, "rust", None);
    contract(tools, &events, false, &sends, "rust", Some("server"));
    write(&hand.join("Cargo.toml"), &hand_manifest(tools));
    write(&hand.join("src/lib.rs"), &hand_written(&events));
    let check = |crate_folder: &Path| {
        let folder = crate_folder.to_owned();
        let library = folder.join("src/lib.rs");
        let target = tools.root.join("target/bench-check").join(folder.file_name().expect("a named folder"));
        Side::prepared(
            // A new modification time is what makes cargo check the crate again.
            move || write(&library, &std::fs::read_to_string(&library).expect("the crate was just written")),
            move || {
                let mut command = Command::new("cargo");
                command.args(["check", "--all-features", "--target-dir"]).arg(&target).current_dir(&folder);
                run(command.env("CARGO_INCREMENTAL", "0"));
            },
        )
    };
    let row = |what: &str, ours: &Path, bar: f64| Row {
        what: what.into(),
        peer: "the same structs by hand, both derives".into(),
        paired: paired(5, check(ours), check(&hand)),
        bar: Some(bar),
    };
    Section {
        title: "Checking generated Rust",
        method: "`cargo check` of the one crate, dependencies ready, without incremental results. The generated crate holds the structs and all \
                 the rest of the contract; the peer holds the structs alone.",
        unit: Unit::Time,
        rows: vec![
            row("500 events, both sides", &both, 1.0),
            row("500 events, a side that only sends", &sends, 1.0 / 3.0),
        ],
    }
}

fn hand_manifest(tools: &Tools) -> String {
    format!(
        "[package]\nname = \"hand\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n[dependencies]\n\
         event-contracts-runtime = {{ path = {:?} }}\nserde = {{ version = \"1\", features = [\"derive\"] }}\n",
        tools.root.join("codegen/runtime"),
    )
}

fn hand_written(events: &[Event]) -> String {
    let mut text = String::from("use event_contracts_runtime::Timestamp;\nuse serde::{Deserialize, Serialize};\n\n");
    for event in events {
        text.push_str(&structure(event, "Serialize, Deserialize"));
    }
    text
}

fn typescript_section(tools: &Tools) -> Section {
    let rows = [1_000, 5_000].into_iter().flat_map(|count| {
        eprintln!("tsc, {count} events");
        let events = synthetic::events(count);
        let folder = tools.work.join(format!("tsc-{count}"));
        let (ours, peer) = (folder.join("ours"), folder.join("peer"));
        contract(tools, &events, false, &ours.join("contract"), "typescript", None);
        write(&peer.join("events.ts"), &interface_map(&events));
        program(tools, &ours, "./contract/synthetic.js", &events);
        program(tools, &peer, "./events.js", &events);
        let floor = folder.join("floor");
        write(&floor.join("events.ts"), &interface_map(&events[..1]));
        program(tools, &floor, "./events.js", &events[..1]);
        let whole = |project: &Path| {
            let project = project.to_owned();
            Side::of(move || run(&mut tsc(tools, &project)))
        };
        let checking = |project: &Path| {
            let project = project.to_owned();
            Side::measured(move || check_time(tools, &project))
        };
        let row = |what: &str, paired: Paired| Row {
            what: format!("{}, {} events, {LISTENERS} listeners", what, thousands(count)),
            peer: "an interface map written by hand".into(),
            paired,
            bar: Some(0.65),
        };
        let least = Row {
            what: "the whole process, a program with one event by hand".into(),
            peer: format!("an interface map of {} events written by hand", thousands(count)),
            paired: paired(15, whole(&floor), whole(&peer)),
            bar: None,
        };
        [
            row("the whole process", paired(15, whole(&ours), whole(&peer))),
            row("its checking phase", paired(15, checking(&ours), checking(&peer))),
            least,
        ]
    });
    Section {
        title: "Checking generated TypeScript",
        method: "`tsc --noEmit --strict` with `skipLibCheck`, over a program that listens to 200 events through socket.io-client's `Socket`. The peer is one \
                 `events.ts` with the same interfaces and `interface ServerToClientEvents { \"name\": (payload: X) => void }`. Start-up, and reading and \
                 parsing the interfaces, cost both sides the same, whatever the form of the map: the rows with one event say how much of the peer's \
                 time is start-up alone, which no form of a contract can go below.",
        unit: Unit::Time,
        rows: rows.collect(),
    }
}

fn tsc(tools: &Tools, project: &Path) -> Command {
    let mut command = Command::new(tools.node_modules().join(".bin/tsc"));
    command.arg("--noEmit").arg("-p").arg(project);
    command
}

/// What tsc itself says of the time that checking took, once files are read and parsed.
fn check_time(tools: &Tools, project: &Path) -> Duration {
    let output = tsc(tools, project).arg("--extendedDiagnostics").output().expect("tsc was installed");
    let text = String::from_utf8_lossy(&output.stdout);
    let seconds =
        text.lines().find_map(|line| line.strip_prefix("Check time:")?.trim().strip_suffix('s')?.parse().ok());
    Duration::from_secs_f64(seconds.unwrap_or_else(|| panic!("tsc names no check time:\n{text}")))
}

fn program(tools: &Tools, project: &Path, module: &str, events: &[Event]) {
    let mut text = format!(
        "import type {{ Socket }} from \"socket.io-client\";\nimport type {{ ServerToClientEvents }} from \"{module}\";\n\
         declare const socket: Socket<ServerToClientEvents, {{}}>;\n",
    );
    for event in events.iter().step_by(events.len().div_ceil(LISTENERS)) {
        let field = &event.fields[0].0;
        let _ = writeln!(text, "socket.on(\"{}\", (payload) => console.log(payload.{field}.length));", event.name);
    }
    write(&project.join("main.ts"), &text);
    let options = "{ \"compilerOptions\": { \"strict\": true, \"noEmit\": true, \"skipLibCheck\": true, \"module\": \"nodenext\", \"target\": \"es2022\", \
                   \"types\": [], \"lib\": [\"es2022\", \"dom\"] }, \"files\": [\"main.ts\"] }\n";
    write(&project.join("tsconfig.json"), options);
    write(&project.join("package.json"), "{ \"private\": true, \"type\": \"module\" }\n");
    let link = project.join("node_modules");
    if !link.exists() {
        #[cfg(unix)]
        std::os::unix::fs::symlink(tools.node_modules(), &link).expect("the work folder is ours");
    }
}

fn interface_map(events: &[Event]) -> String {
    let mut text = String::new();
    for event in events {
        let _ = writeln!(text, "/** Something happened to {}. */\nexport interface {} {{", event.name, event.ident);
        for (name, kind) in &event.fields {
            let ty = match kind {
                Kind::Text | Kind::Timestamp => "string",
                Kind::State => "\"open\" | \"closed\"",
                Kind::Integer | Kind::Number => "number",
                Kind::Boolean => "boolean",
                Kind::List => "string[]",
            };
            let _ = writeln!(text, "  {name}: {ty};");
        }
        text.push_str("}\n\n");
    }
    text.push_str("export interface ServerToClientEvents {\n");
    for event in events {
        let _ = writeln!(text, "  \"{}\": (payload: {}) => void;", event.name, event.ident);
    }
    text.push_str("}\n");
    text
}
