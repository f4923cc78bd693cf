//! `eventspec gen` as a whole process.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::pair::{Side, paired};
use crate::report::{Row, Section, Unit};
use crate::synthetic;
use crate::tools::{Tools, remove, run, write};

const SIZES: [usize; 4] = [13, 100, 1_000, 5_000];

/// The inputs of one size.
struct Inputs {
    count: usize,
    catalogue: PathBuf,
    schema: PathBuf,
}

impl Inputs {
    fn write(tools: &Tools, count: usize) -> Self {
        let folder = tools.work.join(format!("gen-{count}"));
        let events = synthetic::events(count);
        let inputs = Self { count, catalogue: folder.join("catalogue.yaml"), schema: folder.join("payloads.json") };
        write(&inputs.catalogue, &synthetic::catalogue(&events, false));
        write(&inputs.schema, &synthetic::json_schema(&events));
        inputs
    }

    fn rounds(&self) -> usize {
        if self.count <= 100 {
            25
        } else if self.count <= 1_000 {
            11
        } else {
            5
        }
    }

    fn out(&self, name: &str) -> PathBuf {
        self.catalogue.with_file_name(name)
    }
}

/// All comparisons of the generator.
pub fn sections(tools: &Tools) -> Vec<Section> {
    let inputs: Vec<Inputs> = SIZES.iter().map(|count| Inputs::write(tools, *count)).collect();
    let mut rows = Vec::new();
    for input in &inputs {
        eprintln!("gen, {} events", input.count);
        rows.push(against_typify(tools, input));
        rows.push(against_json_schema_to_typescript(tools, input));
        rows.push(against_the_floor(tools, input));
    }
    let (small, large) = (&inputs[2], &inputs[3]);
    rows.push(Row {
        what: "all three outputs, 5,000 events".into(),
        peer: "ours at 1,000 events".into(),
        paired: paired(
            7,
            ours(tools, large, &["rust", "typescript", "docs"]),
            ours(tools, small, &["rust", "typescript", "docs"]),
        ),
        bar: Some(5.5),
    });
    vec![Section {
        title: "Generating",
        method: "Whole processes, from reading the file to the last byte written, into an empty folder each time. The synthetic events have \
                     nine fields each and names of their own. typify is a release build that prints with prettyplease; the floor is a \
                     program that parses the YAML with serde-saphyr, checks that references point at something and writes a text per \
                     output.",
        unit: Unit::Time,
        rows,
    }]
}

fn ours<'a>(tools: &'a Tools, input: &'a Inputs, outputs: &'static [&'static str]) -> Side<'a> {
    let out = input.out("out");
    let folder = out.clone();
    Side::prepared(
        move || remove(&folder),
        move || {
            let mut command = Command::new(tools.eventspec());
            command.arg("gen").arg(&input.catalogue);
            for output in outputs {
                command.arg(format!("--{output}")).arg(out.join(output));
            }
            run(&mut command);
        },
    )
}

fn against_typify(tools: &Tools, input: &Inputs) -> Row {
    let out = input.out("typify.rs");
    let peer = Side::of(move || run(Command::new(tools.peer("peer-typify")).arg(&input.schema).arg(&out)));
    Row {
        what: format!("Rust, {} events", thousands(input.count)),
        peer: "typify".into(),
        paired: paired(input.rounds(), ours(tools, input, &["rust"]), peer),
        bar: match input.count {
            13 => Some(0.5),
            1_000 => Some(0.15),
            _ => None,
        },
    }
}

fn against_json_schema_to_typescript(tools: &Tools, input: &Inputs) -> Row {
    let out = input.out("peer.d.ts");
    let peer = Side::of(move || {
        let mut command = tools.node("json-schema-to-typescript/dist/src/cli.js");
        run(command.arg("--no-format").arg("-i").arg(&input.schema).arg("-o").arg(&out));
    });
    Row {
        what: format!("TypeScript, {} events", thousands(input.count)),
        peer: "json-schema-to-typescript `--no-format`".into(),
        paired: paired(input.rounds().min(11), ours(tools, input, &["typescript"]), peer),
        bar: (input.count == 1_000).then_some(0.2),
    }
}

fn against_the_floor(tools: &Tools, input: &Inputs) -> Row {
    let out = input.out("bare");
    let folder = out.clone();
    let peer = Side::prepared(
        move || remove(&folder),
        move || run(Command::new(tools.peer("peer-bare")).arg(&input.catalogue).arg(&out)),
    );
    Row {
        what: format!("all three outputs, {} events", thousands(input.count)),
        peer: "the floor: parse, check references, write".into(),
        paired: paired(input.rounds().max(9), ours(tools, input, &["rust", "typescript", "docs"]), peer),
        bar: (input.count == 1_000).then_some(2.5),
    }
}

/// A count with a comma between its thousands.
pub fn thousands(count: usize) -> String {
    if count < 1_000 { count.to_string() } else { format!("{},{:03}", count / 1_000, count % 1_000) }
}

/// A contract generated from `events` into `folder`, as a crate or package.
pub fn contract(
    tools: &Tools,
    events: &[synthetic::Event],
    envelope: bool,
    folder: &Path,
    output: &str,
    side: Option<&str>,
) {
    let catalogue = folder.with_extension("yaml");
    write(&catalogue, &synthetic::catalogue(events, envelope));
    let mut command = Command::new(tools.eventspec());
    command.arg("gen").arg(&catalogue).arg(format!("--{output}")).arg(folder);
    if output == "rust" {
        command.arg("--runtime-path").arg(tools.root.join("codegen/runtime"));
    }
    if let Some(side) = side {
        command.arg("--side").arg(side);
    }
    run(&mut command);
}
