//! The events of a catalogue as lists, by their groups.

use super::blocks::Printer;
use super::event;
use super::plan::{Group, Plan};
use crate::docs::page::Entry;

/// From how many events on a list is long.
const MANY: usize = 200;

/// Every event, with what is said of it at a glance.
pub fn print(printer: &mut Printer, plan: &Plan) {
    // A browser need not lay out what nobody sees yet.
    let class = if plan.events > MANY { "groups many" } else { "groups" };
    printer.html.open("div", &[("class", class)]);
    printer.html.line();
    for group in &plan.groups {
        printer.html.open("section", &[("class", "group"), ("aria-labelledby", &group.id)]);
        printer.html.line();
        heading(printer, group);
        printer.html.open("ul", &[("class", "events")]);
        for entry in &group.entries {
            printer.html.line();
            row(printer, entry);
        }
        printer.html.close("ul");
        printer.html.close("section");
        printer.html.line();
    }
    printer.html.close("div");
    printer.html.line();
}

fn heading(printer: &mut Printer, group: &Group) {
    printer.html.open("h3", &[("id", &group.id)]);
    printer.html.text(group.name);
    printer.html.worded("span", &[("class", "count")], &group.entries.len().to_string());
    printer.permalink(&group.id);
    printer.html.close("h3");
    printer.html.line();
}

fn row(printer: &mut Printer, entry: &Entry) {
    let href = printer.way(&entry.anchor);
    let gone = entry.event.as_ref().is_some_and(|glance| glance.deprecated);
    printer.html.open("li", &[("class", if gone { "event-row gone" } else { "event-row" })]);
    printer.html.element("a", &[("class", "event-link"), ("href", &href)], |html| {
        html.worded("code", &[], &entry.name);
    });
    if !entry.summary.is_empty() {
        printer.lined("p", &[], &entry.summary);
    }
    if let Some(glance) = &entry.event {
        printer.html.open("div", &[("class", "event-about")]);
        event::badges(&mut printer.html, glance);
        if !glance.target.is_empty() {
            printer.lined("span", &[("class", "event-target")], &glance.target);
        }
        printer.html.close("div");
    }
    printer.html.close("li");
}
