//! The menu beside the contents: the catalogues, the parts of one, its events.

use super::html::Html;
use super::plan::{Contents, File, Group, Plan, relative, way};
use super::shell::Shell;
use crate::docs::page::{Entry, Sender};

/// How many events a menu names at most; of more it names the groups, and the events of the group that one stands in.
const EVENTS: usize = 120;

/// The menu of a catalogue; `here` is the group of the event that the page is about.
pub fn print(html: &mut Html, shell: &Shell, plan: &Plan, path: &str, here: Option<usize>) {
    html.open("nav", &[("class", "menu"), ("id", "menu"), ("aria-label", "Contents")]);
    html.line();
    contracts(html, shell, Some(plan), path);
    html.open("ul", &[("class", "menu-list")]);
    for file in plan.files.iter().filter(|file| !matches!(file.contents, Contents::Event(..))) {
        html.element("li", &[], |html| topic(html, file, path));
    }
    html.close("ul");
    html.line();
    if plan.events > 0 {
        html.worded("p", &[("class", "menu-title")], "Events");
    }
    for (at, group) in plan.groups.iter().enumerate() {
        if plan.events <= EVENTS || here == Some(at) {
            whole_group(html, plan, group, path);
        } else {
            html.element("a", &[("class", "menu-group-link"), ("href", &group_way(plan, group, path))], |html| {
                html.worded("span", &[], group.name);
                html.worded("span", &[("class", "count")], &group.entries.len().to_string());
            });
            html.line();
        }
    }
    html.close("nav");
}

/// The menu of the index: the catalogues alone.
pub fn print_index(html: &mut Html, shell: &Shell, path: &str) {
    html.open("nav", &[("class", "menu"), ("id", "menu"), ("aria-label", "Contents")]);
    html.line();
    html.worded("p", &[("class", "menu-title")], "Contracts");
    html.open("ul", &[("class", "menu-list")]);
    for plan in shell.plans {
        html.element("li", &[], |html| {
            html.worded("a", &[("href", &relative(path, plan.overview()))], &plan.page.title);
        });
    }
    html.close("ul");
    html.line();
    html.close("nav");
}

/// The catalogue that one is in, and the way to the others.
fn contracts(html: &mut Html, shell: &Shell, plan: Option<&Plan>, path: &str) {
    let current = plan.map_or("", |plan| plan.page.name.as_str());
    if let [_] = shell.plans {
        html.worded("p", &[("class", "contract")], current);
        return html.line();
    }
    html.open("details", &[("class", "contracts")]);
    html.element("summary", &[], |html| {
        html.worded("span", &[("class", "hidden")], "Contract: ");
        html.worded("span", &[("class", "contract")], current);
    });
    html.open("ul", &[("class", "menu-list")]);
    for plan in shell.plans.iter().filter(|plan| plan.page.name != current) {
        html.element("li", &[], |html| {
            html.worded("a", &[("href", &relative(path, plan.overview()))], &plan.page.title);
        });
    }
    html.element("li", &[], |html| html.worded("a", &[("href", &relative(path, "index.html"))], "All contracts"));
    html.close("ul");
    html.close("details");
    html.line();
}

fn topic(html: &mut Html, file: &File, path: &str) {
    link(html, "", &relative(path, &file.path), file.path == path, |html| html.text(&file.title));
}

fn whole_group(html: &mut Html, plan: &Plan, group: &Group, path: &str) {
    html.element("p", &[("class", "menu-group")], |html| {
        html.worded("a", &[("href", &group_way(plan, group, path))], group.name);
    });
    html.open("ul", &[("class", "menu-list menu-events")]);
    for entry in &group.entries {
        let place = plan.place(&entry.anchor);
        html.element("li", &[], |html| {
            link(html, gone(entry), &relative(path, &place.path), place.path == path, |html| {
                event(html, entry);
            });
        });
    }
    html.close("ul");
    html.line();
}

fn group_way(plan: &Plan, group: &Group, path: &str) -> String {
    let place = super::plan::Place { path: plan.overview().to_owned(), id: Some(group.id.clone()) };
    way(path, &place)
}

fn gone(entry: &Entry) -> &'static str {
    if entry.event.as_ref().is_some_and(|glance| glance.deprecated) { "gone" } else { "" }
}

/// An event's name with a sign for who sends it.
pub fn event(html: &mut Html, entry: &Entry) {
    if let Some(glance) = &entry.event {
        html.markup(sign(glance.sender));
    }
    html.element("span", &[("class", "name")], |html| html.breakable(&entry.name));
}

/// The sign for who sends.
pub fn sign(sender: Sender) -> &'static str {
    match sender {
        Sender::Server => "<span class=\"icon icon-server\" aria-hidden=\"true\"></span>",
        Sender::Clients => "<span class=\"icon icon-clients\" aria-hidden=\"true\"></span>",
        Sender::Both => "<span class=\"icon icon-both\" aria-hidden=\"true\"></span>",
        Sender::Request => "<span class=\"icon icon-request\" aria-hidden=\"true\"></span>",
    }
}

fn link(html: &mut Html, class: &str, href: &str, here: bool, words: impl FnOnce(&mut Html)) {
    let mut attributes = vec![("href", href)];
    if !class.is_empty() {
        attributes.push(("class", class));
    }
    if here {
        attributes.push(("aria-current", "page"));
    }
    html.element("a", &attributes, words);
}
