//! What the outbox costs a commit.

use std::process::Command;

use crate::pair::Paired;
use crate::report::{Row, Section, Unit};
use crate::tools::Tools;

/// A PostgreSQL that may be written to, by its URL.
const POSTGRES: &str = "BENCH_POSTGRES";

/// The section.
pub fn section(tools: &Tools) -> Section {
    eprintln!("commits");
    let mut rows = rows(tools, "SQLite file", None);
    if let Ok(url) = std::env::var(POSTGRES) {
        rows.extend(self::rows(tools, "PostgreSQL", Some(url)));
    }
    Section {
        title: "Storing an event with its transaction",
        method: "The time of a commit that inserts a row and emits a stored event, against one that inserts the row alone; each writer has a \
                 channel of its own. A commit to the SQLite file waits for the disk.",
        unit: Unit::Time,
        rows,
    }
}

fn rows(tools: &Tools, database: &str, url: Option<String>) -> Vec<Row> {
    let output = Command::new(tools.fanout("commits")).args(url).output().expect("it was just built");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("it prints text");
    let row = |line: &str| {
        let cells: Vec<f64> = line.split('\t').map(|cell| cell.parse().expect("it prints numbers")).collect();
        let [writers, ours, peer, ratio, low, high] = cells[..] else { panic!("six numbers") };
        let writers = if writers == 1.0 { "one writer".to_owned() } else { format!("{writers} writers") };
        Row {
            what: format!("{database}, {writers}"),
            peer: "the same inserts without".into(),
            paired: Paired { ours, peer, ratio, quartiles: (low, high) },
            bar: None,
        }
    };
    text.lines().map(row).collect()
}
