//! The page of an event: what it is and carries on one side, what it looks like on the wire and in code on the other.

use super::blocks::Printer;
use super::html::Html;
use super::menu;
use super::plan::{File, Listed, Plan, lead, relative};
use super::shell::{Frame, Shell};
use crate::docs::page::{Block, Glance, Inline, Language, Sample, Section, Sender};

/// The page.
pub fn print(shell: &Shell, plan: &Plan, file: &File, section: &Section, listed: &Listed) -> String {
    let mut printer = Printer::new(shell, plan, &file.path, &file.ids);
    head(&mut printer, plan, file, listed);
    let parts = Parts::of(&section.blocks);
    printer.html.open("div", &[("class", "event")]);
    printer.html.line();
    printer.html.open("div", &[("class", "event-words")]);
    printer.html.line();
    body(&mut printer, &parts);
    printer.html.close("div");
    printer.html.line();
    aside(&mut printer, &parts, &plan.definitions.of_event(&listed.entry.name));
    printer.html.close("div");
    printer.html.line();
    neighbours(&mut printer.html, plan, file, listed);
    let title = format!("{} · {}", file.title, plan.page.name);
    let summary = lead(&section.blocks);
    let frame = Frame { path: &file.path, title, summary, plan: Some(plan), group: Some(listed.group), layout: "wide" };
    shell.page(&frame, printer.html)
}

/// The blocks of an event, by where they stand.
#[derive(Default)]
struct Parts<'a> {
    lead: Option<&'a [Inline]>,
    words: Vec<&'a Block>,
    examples: Vec<Example<'a>>,
    samples: Vec<&'a [Sample]>,
}

impl<'a> Parts<'a> {
    fn of(blocks: &'a [Block]) -> Self {
        let mut parts = Self::default();
        let mut label = "";
        for (at, block) in blocks.iter().enumerate() {
            match block {
                Block::Paragraph(line) if at == 0 => parts.lead = Some(line),
                Block::Example(words, json) => parts.examples.push((label, words, json)),
                Block::Samples(samples) => parts.samples.push(samples),
                _ => {
                    if let Block::Label(words) = block {
                        label = words;
                    }
                    parts.words.push(block);
                }
            }
        }
        parts
    }
}

fn head(printer: &mut Printer, plan: &Plan, file: &File, listed: &Listed) {
    let html = &mut printer.html;
    html.open("nav", &[("class", "crumbs"), ("aria-label", "Where this is")]);
    html.worded("a", &[("href", &relative(&file.path, plan.overview()))], &plan.page.title);
    if let Some(group) = plan.groups.get(listed.group) {
        html.markup("<span aria-hidden=\"true\">/</span>");
        let href = format!("{}#{}", relative(&file.path, plan.overview()), group.id);
        html.worded("a", &[("href", &href)], group.name);
    }
    html.close("nav");
    html.line();
    html.open("h1", &[("class", "event-name"), ("data-copy", &file.title)]);
    html.element("code", &[], |html| html.breakable(&file.title));
    html.close("h1");
    html.line();
    if let Some(glance) = &listed.entry.event {
        badges(html, glance);
        html.line();
    }
}

fn body(printer: &mut Printer, parts: &Parts) {
    if let Some(lead) = parts.lead {
        printer.lined("p", &[("class", "lead")], lead);
        printer.html.line();
    }
    parts.words.iter().for_each(|block| printer.block(block));
}

fn aside(printer: &mut Printer, parts: &Parts, definitions: &[Sample]) {
    let samples: Vec<&Sample> = parts.samples.iter().copied().flatten().chain(definitions).collect();
    if parts.examples.is_empty() && samples.is_empty() {
        return;
    }
    printer.html.open("section", &[("class", "event-code"), ("aria-label", "Examples and code")]);
    printer.html.line();
    // One example comes first, as nothing tells more; further ones do after the code.
    let (first, others) = parts.examples.split_at(parts.examples.len().min(1));
    first.iter().for_each(|one| example(printer, one));
    if !samples.is_empty() {
        printer.samples(&samples);
        printer.html.line();
    }
    others.iter().for_each(|one| example(printer, one));
    printer.html.close("section");
    printer.html.line();
}

/// An example: the label that it stands under, what it shows, and the JSON.
type Example<'a> = (&'a str, &'a [Inline], &'a str);

fn example(printer: &mut Printer, (label, words, json): &Example) {
    printer.html.open("div", &[("class", "example")]);
    let caption = match *label {
        "" | "Payload" => "Example",
        label => label,
    };
    if !words.is_empty() && super::plan::plain(words) != "Example: " {
        printer.lined("p", &[("class", "example-words")], words);
    }
    printer.code(caption, &Language::Json, json);
    printer.html.close("div");
    printer.html.line();
}

/// What is said of an event at a glance.
pub fn badges(html: &mut Html, glance: &Glance) {
    html.open("span", &[("class", "badges")]);
    let class = match glance.sender {
        Sender::Server => "badge badge-server",
        Sender::Clients => "badge badge-clients",
        Sender::Both => "badge badge-both",
        Sender::Request => "badge badge-request",
    };
    html.element("span", &[("class", class)], |html| {
        html.markup(menu::sign(glance.sender));
        html.text(glance.sender.words());
    });
    if let Some(urgency) = &glance.priority {
        html.element("span", &[("class", "badge badge-priority")], |html| {
            html.text(&urgency.name);
            html.worded("span", &[("class", "badge-more")], &urgency.leaves);
        });
    }
    if let Some(stored) = glance.stored {
        let (class, words) =
            if stored { ("badge badge-stored", "stored") } else { ("badge badge-transient", "transient") };
        html.worded("span", &[("class", class)], words);
    }
    if glance.deprecated {
        html.worded("span", &[("class", "badge badge-gone")], "deprecated");
    }
    html.close("span");
}

/// The ways to the events before and after, as the menu lists them.
fn neighbours(html: &mut Html, plan: &Plan, file: &File, listed: &Listed) {
    if listed.before.is_none() && listed.after.is_none() {
        return;
    }
    html.open("nav", &[("class", "neighbours"), ("aria-label", "Neighbours")]);
    for (entry, class, words) in [(listed.before, "before", "Before"), (listed.after, "after", "Next")] {
        let Some(entry) = entry else { continue };
        let href = relative(&file.path, &plan.place(&entry.anchor).path);
        html.element("a", &[("class", class), ("href", &href)], |html| {
            html.worded("span", &[("class", "neighbour-words")], words);
            html.worded("code", &[], &entry.name);
        });
    }
    html.close("nav");
    html.line();
}
