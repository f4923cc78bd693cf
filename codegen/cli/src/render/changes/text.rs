//! Changes for people: by catalogue and by verdict, with who breaks, why, and what to do.

use event_spec::compare::{Change, Verdict};
use event_spec::quantity::grouped;

use crate::diff::{Compared, Differences, FailOn, Fate};
use crate::render::changes::words::{self, Block, SUBJECTS, Spots};
use crate::render::plain::{file_link, one_line};
use crate::terminal::Stream;

/// A subject beyond this width does not push the others to the right.
const WIDEST: usize = 48;

const BOLD: &str = "\u{1b}[1m";
const DIM: &str = "\u{1b}[2m";
const RESET: &str = "\u{1b}[0m";

/// Renders every catalogue that changed, and a line that counts.
pub fn render(differences: &Differences, fail_on: FailOn, stream: Stream) -> String {
    let mut printer = Printer { out: String::new(), stream };
    for compared in differences.catalogues.iter().filter(|compared| compared.fate() != Fate::Unchanged) {
        printer.catalogue(compared, &differences.since);
    }
    printer.end(differences, fail_on);
    printer.out
}

struct Printer {
    out: String,
    stream: Stream,
}

impl Printer {
    fn catalogue(&mut self, compared: &Compared, since: &str) {
        self.title(compared, since);
        let blocks = words::blocks(compared);
        let shown = blocks.iter().flat_map(|block| &block.changes[..words::shown(SUBJECTS, block.changes.len())]);
        let widths = shown.map(|change| one_line(&change.subject).chars().count());
        let width = widths.filter(|width| *width <= WIDEST).max().unwrap_or(0);
        for group in blocks.chunk_by(|a, b| words::group(a.first()) == words::group(b.first())) {
            self.heading(group[0].first());
            group.iter().for_each(|block| self.block(compared, block, width));
            self.out.push('\n');
        }
        for sentence in compared.comparison.summary() {
            self.out.push_str(&format!("  {}\n", one_line(&sentence)));
        }
        self.out.push('\n');
    }

    fn title(&mut self, compared: &Compared, since: &str) {
        let home = self.styled(BOLD, &one_line(compared.home()));
        let moved = compared.moved_from().map_or(String::new(), |from| format!(" (was {})", one_line(from)));
        let fate = match compared.fate() {
            Fate::Added => format!("new since {}", one_line(since)),
            Fate::Removed => format!("gone since {}", one_line(since)),
            Fate::Changed | Fate::Unchanged => {
                format!("{} since {}", words::count(compared.comparison.changes.len(), "change"), one_line(since))
            }
        };
        self.out.push_str(&format!("{home}{moved}: {fate}\n\n"));
    }

    fn heading(&mut self, change: &Change) {
        let (verdict, until) = words::group(change);
        let until = until.map_or(String::new(), |day| format!(" until {day}"));
        let name = self.styled(colour(verdict), &format!("{}{until}", words::verdict(verdict)));
        self.out.push_str(&format!("  {name}: {}\n", words::meaning(verdict)));
    }

    fn block(&mut self, compared: &Compared, block: &Block<'_>, width: usize) {
        let shown = words::shown(SUBJECTS, block.changes.len());
        block.changes[..shown].iter().for_each(|change| self.line(compared, change, width));
        if shown < block.changes.len() {
            let more = grouped((block.changes.len() - shown) as u64);
            self.out.push_str(&format!("    and {more} more\n"));
        }
        if !block.also.is_empty() {
            self.detail(&format!("also {}", words::few(block.also.iter().map(|subject| (*subject).to_owned()))));
        }
        let change = block.first();
        let verdict = change.effect.verdict();
        if verdict == Verdict::Safe {
            return;
        }
        for (order, why) in words::reasons(change) {
            // Where one order is safe, the heading names it.
            let told = matches!(verdict, Verdict::ServerFirst | Verdict::ClientsFirst);
            self.detail(&if told { why.to_owned() } else { format!("{order}: {why}") });
        }
        let places = places(compared, block);
        if !places.is_empty() {
            self.detail(&places);
        }
        if let Some(help) = &change.help {
            self.detail(&format!("help: {help}"));
        }
    }

    fn line(&mut self, compared: &Compared, change: &Change, width: usize) {
        let subject = one_line(&change.subject);
        let pad = " ".repeat(width.saturating_sub(subject.chars().count()));
        let line = format!("    {}{pad}  {}", self.linked(compared, change, &subject), one_line(&change.what));
        let breaks = words::breaks(change);
        let breaks = if breaks.is_empty() { breaks } else { format!("; {breaks}") };
        self.out.push_str(&format!("{}{breaks}\n", line.trim_end()));
    }

    fn detail(&mut self, words: &str) {
        let words = self.styled(DIM, &one_line(words));
        self.out.push_str(&format!("      {words}\n"));
    }

    fn end(&mut self, differences: &Differences, fail_on: FailOn) {
        self.out.push_str(&one_line(&words::tally(differences)));
        let failing = differences.catalogues.iter().filter(|compared| fail_on.fails(compared));
        let failing: Vec<String> = failing.map(|compared| format!("`{}`", one_line(compared.name()))).collect();
        if !failing.is_empty() {
            let verb = if failing.len() == 1 { "fails" } else { "fail" };
            self.out.push_str(&format!("; {} {verb} `--fail-on {}`", failing.join(", "), fail_on.as_str()));
        }
        self.out.push('\n');
    }

    fn linked(&self, compared: &Compared, change: &Change, subject: &str) -> String {
        match words::place(compared, change) {
            Some((version, span)) if self.stream.links && version.on_disk => {
                file_link(subject, &version.texts.absolute(span))
            }
            _ => subject.to_owned(),
        }
    }

    fn styled(&self, style: &str, text: &str) -> String {
        if self.stream.styled { format!("{style}{text}{RESET}") } else { text.to_owned() }
    }
}

/// Where the changes stand, and who reads them.
fn places(compared: &Compared, block: &Block<'_>) -> String {
    let mut spots = Spots::default();
    let mut parts = Vec::new();
    let found: Vec<_> = block.changes.iter().filter_map(|change| words::place(compared, change)).collect();
    if !found.is_empty() {
        let word = if block.first().new.is_some() { "at" } else { "was at" };
        let found = found.into_iter().map(|(version, span)| spots.spot(version, span));
        parts.push(format!("{word} {}", words::few(found)));
    }
    if let Some(old) = compared.old.as_ref().filter(|_| !block.readers.is_empty()) {
        let named =
            block.readers.iter().map(|reader| format!("{} ({})", reader.consumer, spots.spot(old, reader.span)));
        parts.push(format!("read by {}", words::few(named)));
    }
    parts.join(", ")
}

fn colour(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Breaking => "\u{1b}[1m\u{1b}[31m",
        Verdict::Unclear => "\u{1b}[1m\u{1b}[35m",
        Verdict::ClientsFirst | Verdict::ServerFirst => "\u{1b}[1m\u{1b}[33m",
        Verdict::Safe => "\u{1b}[1m\u{1b}[32m",
    }
}
