//! A comparison as a short text, for snapshots.

use std::fmt::Write;

use event_spec::compare::{Answer, Change, Comparison, Deploy};
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
        if let Some(day) = &change.until {
            line(&mut text, format_args!("    until: {day}"));
        }
        if let Some(help) = &change.help {
            line(&mut text, format_args!("    help: {help}"));
        }
    }
    text
}

/// What follows from them.
pub fn outcome(comparison: &Comparison) -> String {
    let mut text = String::new();
    line(&mut text, format_args!("verdict: {}", comparison.verdict().as_str()));
    line(&mut text, format_args!("deploy: {}{}", comparison.deploy().as_str(), because(&comparison.deploy())));
    let next = comparison.next_version().unwrap_or_else(|| "none".to_owned());
    line(&mut text, format_args!("bump: {}, next version: {next}", comparison.bump().as_str()));
    if let Some(version) = comparison.version_too_low() {
        line(&mut text, format_args!("[{}]: {} {}", version.rule.id, version.subject, version.what));
    }
    for sentence in comparison.summary() {
        line(&mut text, format_args!("> {sentence}"));
    }
    text
}

fn because(deploy: &Deploy<'_>) -> String {
    let subjects = |changes: &[&Change]| {
        let subjects: Vec<_> = changes.iter().map(|change| change.subject.as_str()).collect();
        subjects.join(", ")
    };
    match deploy {
        Deploy::Any => String::new(),
        Deploy::ServerFirst { because }
        | Deploy::ClientsFirst { because }
        | Deploy::NoOrder { because }
        | Deploy::Unclear { because } => format!(", for {}", subjects(because)),
        Deploy::TwoSteps { server_first, clients_first } => {
            format!(", server first for {}, clients first for {}", subjects(server_first), subjects(clients_first))
        }
    }
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
