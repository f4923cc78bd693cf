//! A comparison as a short text, for snapshots.

use std::fmt::Write;

use event_spec::compare::{Answer, Comparison};
use event_spec::{Sources, Span};

/// Every change with its effect.
pub fn changes(comparison: &Comparison, old: &Sources, new: &Sources) -> String {
    let mut text = String::new();
    for change in &comparison.changes {
        let (verdict, rule) = (change.effect.verdict().as_str(), change.rule.id);
        line(&mut text, format_args!("  {verdict}[{rule}]: {} {}", change.subject, change.what));
        if !change.also.is_empty() {
            line(&mut text, format_args!("    also: {}", change.also.join(", ")));
        }
        let places = [("old", old, change.old), ("new", new, change.new)];
        let places =
            places.into_iter().filter_map(|(name, sources, span)| Some(format!("{name} {}", place(sources, span?))));
        line(&mut text, format_args!("    at: {}", places.collect::<Vec<_>>().join(", ")));
        for (order, answer) in
            [("server first", &change.effect.server_first), ("clients first", &change.effect.clients_first)]
        {
            match answer {
                Answer::Yes => {}
                Answer::No { who, why } => line(&mut text, format_args!("    {order}: {} fail: {why}", who.as_str())),
                Answer::Unclear { why } => line(&mut text, format_args!("    {order}: unclear: {why}")),
            }
        }
        for reader in &change.readers {
            line(&mut text, format_args!("    read by: {} ({})", reader.consumer, place(old, reader.span)));
        }
        if let Some(help) = &change.help {
            line(&mut text, format_args!("    help: {help}"));
        }
    }
    text
}

fn line(text: &mut String, line: std::fmt::Arguments<'_>) {
    writeln!(text, "{line}").expect("a string takes whatever is written to it");
}

/// Line, column, and what is written there.
fn place(sources: &Sources, span: Span) -> String {
    let start = sources.positions(span).start;
    let written = sources.text(span).lines().next().unwrap_or_default();
    format!("{}:{} `{written}`", start.line, start.column)
}
