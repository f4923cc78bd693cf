//! Changes for a comment on a pull request: a table of the catalogues, and the changes of each, folded.
//!
//! Promise: no text of a catalogue becomes markup, names nobody and links nowhere.

use event_codegen::docs::escape::{self, Place};
use event_spec::compare::{Change, Verdict};

use crate::diff::{Compared, Differences, FailOn, Fate};
use crate::render::changes::words;
use crate::render::{Format, Report};
use crate::terminal::Stream;

/// So many changes are listed in all: a comment holds 65,536 characters.
const LISTED: usize = 120;

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
    let mut left = LISTED;
    for compared in touched {
        details(&mut out, compared, &mut left);
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
fn details(out: &mut String, compared: &Compared, left: &mut usize) {
    let open = if compared.verdict() == Verdict::Safe { "" } else { " open" };
    let home = html(compared.home());
    let moved = compared.moved_from().map_or(String::new(), |from| format!(", was <code>{}</code>", html(from)));
    out.push_str(&format!("\n<details{open}><summary><code>{home}</code>{moved}</summary>\n\n"));
    for sentence in compared.comparison.summary() {
        out.push_str(&format!("- {}\n", prose(&sentence, Place::Line)));
    }
    let changes = words::worst_first(compared);
    let listed = changes.len().min(*left);
    *left -= listed;
    if listed > 0 {
        out.push_str("\n| | change | who breaks, and why |\n|---|---|---|\n");
        changes.iter().take(listed).for_each(|change| change_row(out, compared, change));
    }
    if listed < changes.len() {
        out.push_str(&format!("\nand {} more: run `eventspec diff`\n", changes.len() - listed));
    }
    out.push_str("\n</details>\n");
}

fn change_row(out: &mut String, compared: &Compared, change: &Change) {
    let (verdict, until) = words::group(change);
    let until = until.map_or(String::new(), |day| format!(" until {day}"));
    let mut what = format!("{} {}", code(&change.subject, Place::Cell), prose(&change.what, Place::Cell));
    if !change.also.is_empty() {
        let also = change.also.iter().map(|subject| code(subject, Place::Cell)).collect::<Vec<_>>();
        what.push_str(&format!("<br>also in {}", also.join(", ")));
    }
    let mut why = vec![words::breaks(change)];
    why.extend(words::reasons(change).map(|(order, why)| format!("{order}: {}", prose(why, Place::Cell))));
    if let Some(old) = compared.old.as_ref().filter(|_| !change.readers.is_empty()) {
        let readers = change.readers.iter().map(|reader| {
            let spot = words::spot(old, reader.span);
            format!("{} ({})", code(&reader.consumer, Place::Cell), code(&spot, Place::Cell))
        });
        why.push(format!("read by {}", readers.collect::<Vec<_>>().join(", ")));
    }
    why.extend(change.help.iter().map(|help| prose(help, Place::Cell)));
    why.retain(|part| !part.is_empty());
    out.push_str(&format!(
        "| {} {}{until} | {what} | {} |\n",
        badge(verdict),
        words::verdict(verdict),
        why.join("<br>")
    ));
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
