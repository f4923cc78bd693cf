//! The figures as a person reads them, on the terminal and in `docs/performance.md`.

use std::fmt::Write as _;

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
    pub unit: Unit,
    pub rows: Vec<Row>,
}

/// What the figures of a section are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Seconds.
    Time,
    /// Bytes.
    Bytes,
}

impl Unit {
    fn print(self, figure: f64) -> String {
        match self {
            Self::Time => time(figure),
            Self::Bytes if figure < 1048576.0 => format!("{:.1} KiB", figure / 1024.0),
            Self::Bytes => format!("{:.1} MiB", figure / 1048576.0),
        }
    }
}

/// The page: what leads it, and the sections.
pub fn page(sections: &[Section]) -> String {
    let mut text = String::from(
        "# Performance\n\nEvery figure is a ratio against a peer or a floor, measured in the same run on the same machine, in turns: ours, theirs,\n\
         theirs, ours, and so on. A ratio is the median over the rounds, with its quartiles; below 1 we are better. Times are medians, and\n\
         say more about the machine (two shared cores) than about us.\n\n```console\n$ cargo xtask bench --publish [SECTION..]\n```\n\nmeasures \
         everything again (about half an hour), or the named sections, and writes this page.\n",
    );
    for section in sections {
        text.push_str(&markdown(section));
    }
    text
}

/// A page on which these sections take the place of those with their titles; new ones come last.
pub fn renewed(page: &str, sections: &[Section]) -> String {
    let mut parts: Vec<String> = page.split("\n## ").map(str::to_owned).collect();
    for section in sections {
        let own = markdown(section);
        let own = own.strip_prefix("\n## ").expect("a section begins with its heading").trim_end().to_owned();
        let title = format!("{}\n", section.title);
        match parts.iter_mut().find(|part| part.starts_with(&title)) {
            Some(part) => *part = own + "\n",
            None => parts.push(own + "\n"),
        }
    }
    parts.join("\n## ")
}

/// A section as Markdown.
pub fn markdown(section: &Section) -> String {
    let mut text = format!(
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
            section.unit.print(row.paired.ours),
            section.unit.print(row.paired.peer),
            row.paired.ratio,
        );
    }
    text
}

fn time(seconds: f64) -> String {
    match seconds * 1e9 {
        n if n < 1e4 => format!("{n:.0} ns"),
        n if n < 1e6 => format!("{:.1} µs", n / 1e3),
        n if n < 1e9 => format!("{:.1} ms", n / 1e6),
        n => format!("{:.2} s", n / 1e9),
    }
}
