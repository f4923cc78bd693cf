//! The file of events.

use super::{items, print};
use crate::output::Text;
use crate::rust::model::{EventItem, EventLine, Events, RouteValue, Routing};

/// Everything below the `use` lines.
pub fn events(text: &mut Text, events: &Events) {
    for event in &events.items {
        items::definition(text, &event.item);
        items::wire_form(text, &event.item);
        if let Some(line) = &event.event {
            event_line(text, &event.item.name, line);
        }
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

/// Where an event goes: the trait's method, and the type's own.
fn routes(text: &mut Text, event: &EventItem) {
    let name = &event.item.name;
    for routing in event.routes.iter().filter(|routing| routing.of.is_some()) {
        let of = routing.of.as_deref().unwrap_or_default();
        text.blank();
        text.block(format!("impl {of} for {name} {{"), "}", |text| {
            text.line(format!("type Channel = {};", routing.returns));
            text.blank();
            method(text, "fn", routing);
        });
    }
    let own: Vec<&Routing> = event.routes.iter().filter(|routing| routing.of.is_none()).collect();
    if !own.is_empty() {
        text.blank();
        text.block(format!("impl {name} {{"), "}", |text| {
            for routing in own {
                text.blank();
                method(text, "pub fn", routing);
            }
        });
    }
}

fn method(text: &mut Text, start: &str, routing: &Routing) {
    if let Some(docs) = &routing.docs {
        text.parts(&["/// ", docs]);
    }
    let given = routing.given.iter().map(|(name, ty)| format!("{name}: {ty}"));
    let args: Vec<String> = std::iter::once("&self".to_owned()).chain(given).collect();
    print::call(text, &format!("{start} {}", routing.method), &args, &format!(" -> {} {{", routing.returns));
    text.indented("}", |text| match &routing.value {
        RouteValue::Channel(channel) => print::literal(text, "", channel, ""),
        RouteValue::Expression(expression) => text.line(expression),
    });
}
