//! A page for a part of a catalogue: its channels, its types, how to connect.

use super::blocks::Printer;
use super::html::Html;
use super::plan::{File, Plan, lead, plain, relative};
use super::shell::{Frame, Shell};
use crate::docs::page::Section;

/// From how many sections on a page lists them beside itself.
const LISTED: usize = 3;

/// The page.
pub fn print(shell: &Shell, plan: &Plan, file: &File, section: &Section) -> String {
    let mut printer = Printer::new(shell, plan, &file.path, &file.ids);
    printer.html.open("nav", &[("class", "crumbs"), ("aria-label", "Where this is")]);
    printer.html.worded("a", &[("href", &relative(&file.path, plan.overview()))], &plan.page.title);
    printer.html.close("nav");
    printer.html.line();
    printer.html.worded("h1", &[], &file.title);
    printer.html.line();
    printer.blocks(&section.blocks);
    let listed = section.sections.len() >= LISTED;
    if listed {
        printer.html.open("div", &[("class", "listed")]);
        contents(&mut printer.html, plan, section);
        printer.html.open("div", &[("class", "listed-words")]);
        printer.html.line();
    }
    section.sections.iter().for_each(|part| printer.section(part, 2));
    if listed {
        printer.html.close("div");
        printer.html.close("div");
        printer.html.line();
    }
    let title = format!("{} · {}", file.title, plan.page.name);
    let frame = Frame {
        path: &file.path,
        title,
        summary: lead(&section.blocks),
        plan: Some(plan),
        group: None,
        layout: if listed { "wide" } else { "narrow" },
    };
    shell.page(&frame, printer.html)
}

/// The sections of a page.
fn contents(html: &mut Html, plan: &Plan, section: &Section) {
    html.open("nav", &[("class", "on-page"), ("aria-label", "On this page")]);
    html.worded("p", &[("class", "menu-title")], "On this page");
    html.open("ul", &[("class", "menu-list")]);
    for part in &section.sections {
        let href = format!("#{}", plan.place(&part.anchor).id.as_deref().unwrap_or_default());
        let title = plain(std::slice::from_ref(&part.title));
        html.element("li", &[], |html| html.worded("a", &[("href", &href)], &title));
    }
    html.close("ul");
    html.close("nav");
    html.line();
}
