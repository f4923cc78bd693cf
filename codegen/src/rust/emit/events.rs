//! The file of events.

use super::{items, print};
use crate::output::Text;
use crate::rust::model::{EventItem, EventLine, Events, Routing};

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
        text.line(words.join(", "));
    });
}

/// Where an event goes, and what it asks for: in lines of their own, then in methods.
fn routes(text: &mut Text, event: &EventItem) {
    let name = &event.item.name;
    let methods: Vec<&Routing> =
        event.routes.iter().filter(|routing| !matches!(routing, Routing::Bound { .. })).collect();
    if methods.is_empty() {
        return;
    }
    text.blank();
    text.block(format!("impl {name} {{"), "}", |text| {
        for routing in methods {
            text.blank();
            method(text, routing);
        }
    });
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
        Routing::Given { method, docs, args, channel } => {
            text.parts(&["/// ", docs]);
            let args = args.iter().map(|(name, ty)| format!("{name}: {ty}"));
            let args: Vec<String> = std::iter::once("&self".to_owned()).chain(args).collect();
            print::call(text, &format!("pub fn {method}"), &args, &format!(" -> {} {{", channel.ty));
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
