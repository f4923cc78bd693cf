//! The documents' site: pages of HTML that work from a folder, without a server, a network or a framework.
//!
//! In: checked catalogues. Out: an index, and for each catalogue its overview, a page per event, and pages for channels,
//! types, consumers and the rest; one style sheet, one script, and the prepared index of the search. The same input gives the
//! same bytes.
//!
//! ```text
//! Page (of the page model) -> Plan (which section stands in which file) -> Html (through one escape function) -> files
//!                          -> search (what is looked for, and where it leads)
//! ```

mod assets;
mod blocks;
mod definitions;
mod escape;
mod event;
mod fields;
mod highlight;
mod html;
mod ids;
mod index;
mod listing;
mod menu;
mod names;
mod overview;
mod plan;
mod search;
mod shell;
mod svg;
mod topic;

use event_spec::{Catalogue, Valid};

use super::Options;
use super::page::Page;
use crate::OutputTree;
use definitions::Definitions;
use plan::{Contents, Plan};
use shell::Shell;

/// What the site is called where nobody says.
pub const TITLE: &str = "Event contracts";

/// The site of several catalogues. `title` stands at the head of every page.
pub fn generate(catalogues: &[(&Valid<Catalogue>, Options)], title: &str) -> OutputTree {
    let pages: Vec<Page> = catalogues.iter().map(|(catalogue, options)| super::page(catalogue, options)).collect();
    let folders = plan::folders(pages.iter().map(|page| page.name.as_str()));
    let definitions = catalogues.iter().map(|(catalogue, _)| Definitions::of(catalogue));
    let planned = pages.iter().zip(folders).zip(definitions);
    let plans: Vec<Plan> = planned.map(|((page, folder), definitions)| Plan::new(page, folder, definitions)).collect();
    let mut tree = OutputTree::default();
    assets::add(&mut tree);
    let shell = Shell { title, plans: &plans };
    tree.add("index.html", index::print(&shell, catalogues));
    for plan in &plans {
        for file in &plan.files {
            let text = match &file.contents {
                Contents::Overview => overview::print(&shell, plan, file),
                Contents::Topic(section) => topic::print(&shell, plan, file, section),
                Contents::Event(section, listed) => event::print(&shell, plan, file, section, listed),
            };
            tree.add(&file.path, text);
        }
    }
    tree.add(search::PATH, search::script(&plans));
    tree
}
