//! The documents backend: a catalogue as Markdown, for who writes a front end or a server against it.
//!
//! In: checked catalogues. Out: a page for each, `<catalogue>.md`, and `README.md`, which lists them. [`lower`] decides
//! what a page says and makes a [`page::Page`]; [`markdown`] prints it. A site of HTML pages is a second printer over the
//! same pages: [`page()`] and [`index`] give them.

mod author;
pub mod history;
mod lower;
mod markdown;
pub mod page;
pub mod site;

use event_spec::{Catalogue, Valid};

use crate::OutputTree;
use history::History;
use page::{Block, Inline, Page, Table, Target, code, text};

pub use markdown::escape;

/// What a caller decides about a catalogue's page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The path of the catalogue, for the comment at the head of the page: relative to the project, parts joined by `/`.
    pub source: String,
    /// What became of it in the course of time; empty where nobody knows.
    pub history: History,
}

/// The page of a catalogue, as Markdown.
pub fn generate(catalogue: &Valid<Catalogue>, options: &Options) -> OutputTree {
    let page = page(catalogue, options);
    let mut tree = OutputTree::default();
    tree.add(format!("{}.md", page.name), markdown::print(&page));
    tree
}

/// The index of several catalogues' pages, as Markdown.
pub fn package(catalogues: &[&Valid<Catalogue>]) -> OutputTree {
    let mut tree = OutputTree::default();
    tree.add("README.md", markdown::print(&index(catalogues)));
    tree
}

/// The page of a catalogue, for any printer.
pub fn page(catalogue: &Valid<Catalogue>, options: &Options) -> Page {
    lower::lower(catalogue, options)
}

/// The page that lists catalogues, for any printer.
pub fn index(catalogues: &[&Valid<Catalogue>]) -> Page {
    let mut table = Table::new(&["contract", "what it is for", "version", "transport", "holds"]);
    for catalogue in catalogues {
        let name = catalogue.name.as_str();
        table.rows.push(vec![
            vec![Inline::Link(vec![code(name)], Target::Page(name.to_owned()))],
            author::line(catalogue.summary.as_deref()),
            vec![text(catalogue.version.value.clone())],
            vec![text(lower::transport_name(&catalogue.transport))],
            vec![text(lower::holdings(catalogue))],
        ]);
    }
    Page {
        name: "README".to_owned(),
        source: "the catalogues".to_owned(),
        title: "Event contracts".to_owned(),
        blocks: vec![Block::Table(table.without_empty_columns())],
        sections: Vec::new(),
        entries: Vec::new(),
    }
}
