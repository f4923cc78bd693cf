//! The figures as a person reads them, on the terminal and in `docs/performance.md`.

use std::fmt::Write as _;
use std::time::Duration;

use crate::pair::Paired;

/// A measured comparison and the bar that it is held to.
pub struct Row {
    /// What was done.
    pub what: String,
    /// The peer.
    pub peer: String,
    /// What came out.
    pub paired: Paired,
    /// The largest ratio that is good enough, where one is set.
    pub bar: Option<f64>,
}

impl Row {
    /// Whether the bar was reached.
    pub fn reached(&self) -> bool {
        self.bar.is_none_or(|bar| self.paired.ratio <= bar)
    }
}

/// A group of rows under one heading, with what a reader must know to judge them.
pub struct Section {
    pub title: &'static str,
    pub method: &'static str,
    pub rows: Vec<Row>,
}

/// The sections as Markdown.
pub fn markdown(sections: &[Section]) -> String {
    let mut text = String::from(
        "# Performance\n\nEvery figure is a ratio against a peer or a floor, measured in the same run on the same machine, in turns: ours, theirs,\n\
         theirs, ours, and so on. A ratio is the median over the rounds, with its quartiles; below 1 we are faster. Times are medians, and\n\
         say more about the machine (two shared cores) than about us.\n\n```console\n$ cargo xtask bench --publish\n```\n\nmeasures \
         everything again (about ten minutes) and writes this page.\n",
    );
    for section in sections {
        let _ = write!(
            text,
            "\n## {}\n\n{}\n\n| what | against | ours | theirs | ratio | bar |\n|---|---|--:|--:|--:|--:|\n",
            section.title, section.method
        );
        for row in &section.rows {
            let (low, high) = row.paired.quartiles;
            let missed = if row.reached() { "" } else { " (missed)" };
            let bar = row.bar.map_or_else(String::new, |bar| format!("{bar:.2}{missed}"));
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} | **{:.3}** ({low:.3} to {high:.3}) | {bar} |",
                row.what,
                row.peer,
                time(row.paired.ours),
                time(row.paired.peer),
                row.paired.ratio,
            );
        }
    }
    text
}

fn time(time: Duration) -> String {
    let nanos = time.as_nanos() as f64;
    match nanos {
        n if n < 1e4 => format!("{n:.0} ns"),
        n if n < 1e6 => format!("{:.1} µs", n / 1e3),
        n if n < 1e9 => format!("{:.1} ms", n / 1e6),
        n => format!("{:.2} s", n / 1e9),
    }
}
