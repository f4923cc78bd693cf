//! The overview of a catalogue: what it is, who sends what where, and every event at a glance.

use super::blocks::Printer;
use super::listing;
use super::plan::{File, Plan, lead};
use super::shell::{Frame, Shell};
use crate::docs::page::{Anchor, Block, Inline, Part};

/// The page.
pub fn print(shell: &Shell, plan: &Plan, file: &File) -> String {
    let mut printer = Printer::new(shell, plan, &file.path, &file.ids);
    printer.html.worded("h1", &[], &plan.page.title);
    printer.html.line();
    match plan.page.blocks.split_first() {
        Some((Block::Paragraph(line), rest)) => {
            printer.lined("p", &[("class", "lead")], line);
            printer.blocks(rest);
        }
        _ => printer.blocks(&plan.page.blocks),
    }
    for section in plan.overview_sections() {
        printer.section(section, 2);
    }
    if !plan.groups.is_empty() {
        let id = plan.place(&Anchor::Part(Part::Events)).id.clone().unwrap_or_default();
        printer.html.open("section", &[("aria-labelledby", &id)]);
        printer.html.line();
        printer.heading(2, &id, &[Inline::Text("Events".into())]);
        listing::print(&mut printer, plan);
        printer.html.close("section");
        printer.html.line();
    }
    let frame = Frame {
        path: &file.path,
        title: plan.page.title.clone(),
        summary: lead(&plan.page.blocks),
        plan: Some(plan),
        group: None,
        layout: "narrow",
    };
    shell.page(&frame, printer.html)
}
