//! The file of events.

use super::{items, print};
use crate::output::Text;
use crate::rust::model::{EventItem, EventLine, Events, Routing};
use crate::rust::scope::{WIDTH, filled};

/// Everything below the `use` lines.
pub fn events(text: &mut Text, events: &Events) {
    for event in &events.items {
        items::definition(text, &event.item);
        items::wire_form(text, &event.item);
        if let Some(line) = &event.event {
            event_line(text, &event.item.name, line);
        }
        route_lines(text, event);
        if let Some(checks) = &event.item.checks {
            items::validate(text, &event.item.name, checks);
        }
        routes(text, event);
    }
}

fn event_line(text: &mut Text, name: &str, event: &EventLine) {
    let EventLine { name: literal, contract, words } = event;
    let line = format!("event!({name} = {literal} in {contract}: {});", words.join(", "));
    if print::fits(text, &line) {
        return text.line(line);
    }
    text.block("event! {", "}", |text| {
        text.line(format!("{name} = {literal} in {contract}:"));
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let lines = filled(&words, "", WIDTH - text.indentation());
        let (last, lines) = lines.split_last().expect("an event has words");
        lines.iter().for_each(|line| text.line(line));
        text.line(last.trim_end_matches(','));
    });
}

/// The routes that need a method: a trait's, then the type's own.
fn routes(text: &mut Text, event: &EventItem) {
    let name = &event.item.name;
    for routing in &event.routes {
        if let Routing::Written { of: Some(of), channel, .. } = routing {
            text.blank();
            text.block(format!("impl {of} for {name} {{"), "}", |text| {
                text.line(format!("type Channel = {};", channel.ty));
                text.blank();
                method(text, routing);
            });
        }
    }
    let own: Vec<&Routing> = event.routes.iter().filter(|routing| is_own(routing)).collect();
    if own.is_empty() {
        return;
    }
    text.blank();
    text.block(format!("impl {name} {{"), "}", |text| {
        for routing in own {
            text.blank();
            method(text, routing);
        }
    });
}

/// Whether a route is a method of the type's own.
fn is_own(routing: &Routing) -> bool {
    matches!(routing, Routing::Written { of: None, .. } | Routing::Any { .. })
}

/// The routes that need no more than a line, below the event's own.
fn route_lines(text: &mut Text, event: &EventItem) {
    for routing in &event.routes {
        if let Routing::Bound { by, channel, params } = routing {
            print::invocation(text, by, &format!("{} => {channel}", event.item.name), params);
        }
    }
}

fn method(text: &mut Text, routing: &Routing) {
    match routing {
        Routing::Bound { .. } => {}
        Routing::Written { of, method, docs, args, channel } => {
            let start = if of.is_some() { "fn" } else { "pub fn" };
            if of.is_none() {
                text.parts(&["/// ", docs]);
            }
            let args = args.iter().map(|(name, ty)| format!("{name}: {ty}"));
            let args: Vec<String> = std::iter::once("&self".to_owned()).chain(args).collect();
            print::call(text, &format!("{start} {method}"), &args, &format!(" -> {} {{", channel.ty));
            text.indented("}", |text| print::literal(text, "", channel, ""));
        }
        Routing::Any { method, docs, returns, text: address } => {
            text.parts(&["/// ", docs]);
            text.parts(&["///"]);
            text.parts(&["/// # Errors"]);
            text.parts(&["/// An address that is no channel's."]);
            text.block(format!("pub fn {method}(&self) -> {returns} {{"), "}", |text| {
                text.line(format!("{address}.parse()"));
            });
        }
    }
}
