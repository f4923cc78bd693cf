//! `eventspec lint` and `eventspec diff` over a repository, as whole processes.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::pair::{Side, paired};
use crate::report::{Row, Section, Unit};
use crate::synthetic::{self, Event};
use crate::tools::{Tools, run, write};

/// How many catalogues, and packages of the peer, the repository holds.
const CATALOGUES: usize = 5;

/// How many events they hold together.
const EVENTS: usize = 1_000;

/// A repository with one commit, and a working tree that has grown since.
struct Repository {
    folder: PathBuf,
}

impl Repository {
    fn write(folder: PathBuf) -> Self {
        write(&folder.join("eventspec.toml"), "catalogues = [\"contracts/*\"]\n");
        write(
            &folder.join("buf.yaml"),
            "version: v2\nmodules:\n  - path: proto\nlint:\n  use: [STANDARD]\nbreaking:\n  use: [FILE]\n",
        );
        let repository = Self { folder };
        repository.contracts(false);
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository.git(&["add", "."]);
        repository.git(&[
            "-c",
            "user.name=bench",
            "-c",
            "user.email=bench@example.com",
            "commit",
            "--quiet",
            "-m",
            "Start",
        ]);
        repository.contracts(true);
        repository
    }

    fn contracts(&self, grown: bool) {
        let events = synthetic::events(EVENTS);
        for (at, part) in events.chunks(EVENTS / CATALOGUES).enumerate() {
            self.contract(&format!("shop{at}"), part, grown);
        }
    }

    fn contract(&self, name: &str, events: &[Event], grown: bool) {
        let catalogue = synthetic::complete(name, events, grown);
        write(&self.folder.join(format!("contracts/{name}/catalogue.yaml")), &catalogue);
        let messages = synthetic::protobuf(name, events, grown);
        write(&self.folder.join(format!("proto/{name}/v1/{name}.proto")), &messages);
    }

    fn git(&self, arguments: &[&str]) {
        run(Command::new("git").args(arguments).current_dir(&self.folder));
    }
}

/// Both checks of a pull request.
pub fn sections(tools: &Tools) -> Vec<Section> {
    let repository = Repository::write(tools.work.join("review"));
    let folder = &repository.folder;
    eprintln!("lint and diff");
    let lint = Row {
        what: "lint, five catalogues with 1,000 events".into(),
        peer: "`buf lint`, 1,000 messages".into(),
        paired: paired(15, ours(tools, folder, &["lint"]), buf(tools, folder, &["lint"])),
        bar: Some(0.3),
    };
    let against = ".git#branch=main";
    let diff = Row {
        what: "diff against a branch, the same".into(),
        peer: "`buf breaking`, 1,000 messages".into(),
        paired: paired(
            15,
            ours(tools, folder, &["diff", "--against", against]),
            buf(tools, folder, &["breaking", "--against", against]),
        ),
        bar: Some(0.25),
    };
    vec![Section {
        title: "Reviewing a change",
        method: "Whole processes in a git repository, over a working tree in which every tenth event has a new optional field and each \
                 catalogue a new event. Every rule that is on by default is asked, the examples held to their schemas; no finding. \
                 buf's own binary, with its `STANDARD` and `FILE` rules, over the same fields.",
        unit: Unit::Time,
        rows: vec![lint, diff],
    }]
}

fn ours<'a>(tools: &'a Tools, folder: &'a Path, arguments: &'a [&'a str]) -> Side<'a> {
    Side::of(move || run(Command::new(tools.eventspec()).args(arguments).current_dir(folder)))
}

fn buf<'a>(tools: &'a Tools, folder: &'a Path, arguments: &'a [&'a str]) -> Side<'a> {
    Side::of(move || run(tools.buf().args(arguments).current_dir(folder)))
}
