//! Changes for a comment on a pull request: a table of the catalogues, and the changes of each, folded.
//!
//! Promise: no text of a catalogue becomes markup, names nobody and links nowhere.

use event_codegen::docs::escape::{self, Place};
use event_spec::compare::Verdict;

use crate::diff::{Compared, Differences, FailOn, Fate};
use crate::render::changes::words::{self, Block, SUBJECTS, Spots};
use crate::render::{Format, Report};
use crate::terminal::Stream;

/// Beyond this many bytes nothing more is listed: a comment holds 65,536 characters.
const ROOM: usize = 50_000;

/// Renders the differences.
pub fn render(differences: &Differences, fail_on: FailOn) -> String {
    let touched: Vec<&Compared> =
        differences.catalogues.iter().filter(|compared| compared.fate() != Fate::Unchanged).collect();
    let worst = touched.iter().map(|compared| compared.verdict()).min_by_key(|verdict| rank(*verdict));
    let mut out = match worst {
        None => "### Event contracts: no changes\n\n".to_owned(),
        Some(worst) => format!("### {} Event contracts: {}\n\n", badge(worst), words::verdict(worst)),
    };
    out.push_str(&prose(&sentence(&words::tally(differences)), Place::Line));
    out.push_str("\n\n");
    if touched.is_empty() {
        return out;
    }
    out.push_str("| catalogue | verdict | changes | version |\n|---|---|---|---|\n");
    touched.iter().for_each(|compared| row(&mut out, compared, fail_on));
    for (at, compared) in touched.iter().enumerate() {
        if out.len() > ROOM {
            let more = words::count(touched.len() - at, "catalogue");
            out.push_str(&format!("\nand {more} more: run `eventspec diff`\n"));
            break;
        }
        details(&mut out, compared);
    }
    out
}

/// Renders the findings of new catalogues that cannot be compared.
pub fn faulty(report: &Report) -> String {
    let plain = Stream { interactive: false, styled: false, links: false };
    let mut out = format!(
        "### {} Event contracts: cannot be compared\n\nThe new catalogues are wrong: {}.\n\n",
        badge(Verdict::Breaking),
        report.count_words()
    );
    escape::fenced(&mut out, "text", Format::Short.render(report, plain).trim_end());
    out
}

fn row(out: &mut String, compared: &Compared, fail_on: FailOn) {
    let verdict = compared.verdict();
    let mark = if fail_on.fails(compared) { "**" } else { "" };
    let name = code(compared.name(), Place::Cell);
    let fate = match compared.fate() {
        Fate::Added => "new".to_owned(),
        Fate::Removed => "gone".to_owned(),
        Fate::Changed | Fate::Unchanged => words::count(compared.comparison.changes.len(), "change"),
    };
    out.push_str(&format!(
        "| {name} | {} {mark}{}{mark} | {fate} | {} |\n",
        badge(verdict),
        words::verdict(verdict),
        versions(compared)
    ));
}

/// What became of the version, as in `1.4.2 → 2.0.0`.
fn versions(compared: &Compared) -> String {
    let declared =
        [&compared.old, &compared.new].map(|version| version.as_ref().map(|version| &version.catalogue.version));
    match declared {
        [Some(old), Some(new)] if !compared.is_version_enough() => {
            let next = compared.next_version().unwrap_or_default();
            let new = if old.value == new.value { String::new() } else { format!(" → {}", code(new, Place::Cell)) };
            format!("{}{new}, must become **{}**", code(old, Place::Cell), code(&next, Place::Cell))
        }
        [Some(old), Some(new)] if old.value != new.value => {
            format!("{} → {}", code(old, Place::Cell), code(new, Place::Cell))
        }
        [_, Some(version)] | [Some(version), None] => code(version, Place::Cell),
        [None, None] => String::new(),
    }
}

/// What is to be said of one catalogue, open where somebody must act.
fn details(out: &mut String, compared: &Compared) {
    let open = if compared.verdict() == Verdict::Safe { "" } else { " open" };
    let home = html(compared.home());
    let moved = compared.moved_from().map_or(String::new(), |from| format!(", was <code>{}</code>", html(from)));
    out.push_str(&format!("\n<details{open}><summary><code>{home}</code>{moved}</summary>\n\n"));
    for sentence in compared.comparison.summary() {
        out.push_str(&format!("- {}\n", prose(&sentence, Place::Line)));
    }
    let blocks = words::blocks(compared);
    if !blocks.is_empty() {
        out.push_str("\n| | change | who breaks, and why |\n|---|---|---|\n");
    }
    let mut left: usize = blocks.iter().map(|block| block.changes.len()).sum();
    for block in &blocks {
        let row = block_row(compared, block);
        if out.len() + row.len() > ROOM {
            out.push_str(&format!("\nand {} more: run `eventspec diff`\n", words::count(left, "change")));
            break;
        }
        out.push_str(&row);
        left -= block.changes.len();
    }
    out.push_str("\n</details>\n");
}

fn block_row(compared: &Compared, block: &Block<'_>) -> String {
    let change = block.first();
    let (verdict, until) = words::group(change);
    let until = until.map_or(String::new(), |day| format!(" until {day}"));
    let subjects = block.changes.iter().map(|change| code(&change.subject, Place::Cell));
    let mut what = format!("{} {}", words::first(SUBJECTS, subjects), prose(&change.what, Place::Cell));
    if !block.also.is_empty() {
        let also = words::few(block.also.iter().map(|subject| code(subject, Place::Cell)));
        what.push_str(&format!("<br>also {also}"));
    }
    let mut why = vec![words::breaks(change)];
    why.extend(words::reasons(change).into_iter().map(|(order, why)| format!("{order}: {}", prose(why, Place::Cell))));
    if let Some(old) = compared.old.as_ref().filter(|_| !block.readers.is_empty()) {
        let mut spots = Spots::default();
        let readers = block.readers.iter().map(|reader| {
            let spot = spots.spot(old, reader.span);
            format!("{} ({})", code(&reader.consumer, Place::Cell), code(&spot, Place::Cell))
        });
        why.push(format!("read by {}", words::few(readers)));
    }
    why.extend(change.help.iter().map(|help| prose(help, Place::Cell)));
    why.retain(|part| !part.is_empty());
    format!("| {} {}{until} | {what} | {} |\n", badge(verdict), words::verdict(verdict), why.join("<br>"))
}

fn rank(verdict: Verdict) -> Option<usize> {
    words::VERDICTS.iter().position(|known| *known == verdict)
}

fn badge(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Breaking => "🔴",
        Verdict::Unclear => "🟣",
        Verdict::ClientsFirst | Verdict::ServerFirst => "🟡",
        Verdict::Safe => "🟢",
    }
}

fn sentence(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or(String::new(), |first| format!("{}{}.", first.to_uppercase(), chars.as_str()))
}

fn code(words: &str, place: Place) -> String {
    let mut out = String::new();
    escape::code(&mut out, words, place);
    out
}

/// Words of ours with things quoted in backticks: the things become code spans, whatever they hold, and the rest is text.
fn prose(words: &str, place: Place) -> String {
    let parts: Vec<&str> = words.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return code(words, place);
    }
    let mut out = String::new();
    for (at, part) in parts.into_iter().enumerate() {
        match at % 2 {
            0 => escape::text(&mut out, part, place),
            _ => escape::code(&mut out, part, place),
        }
    }
    out
}

/// Words inside of HTML.
fn html(words: &str) -> String {
    let shown = escape::shown(words);
    shown
        .chars()
        .map(|ch| {
            if ch.is_alphanumeric() || "/._- ".contains(ch) { ch.to_string() } else { format!("&#{};", u32::from(ch)) }
        })
        .collect()
}
