//! Blocks and lines of the page model as HTML.

use super::escape;
use super::fields;
use super::highlight;
use super::html::{Attributes, Html};
use super::ids::Ids;
use super::plan::{OWN_IDS, Plan, relative, way};
use super::shell::Shell;
use super::svg;
use crate::docs::page::{Anchor, Block, Fact, Inline, Language, Mark, Sample, Section, Table, Target};

/// Prints the contents of one file.
pub struct Printer<'a> {
    /// What was printed.
    pub html: Html,
    /// The ids of the file.
    pub ids: Ids,
    shell: &'a Shell<'a>,
    plan: &'a Plan<'a>,
    path: &'a str,
    /// The level of the heading that one is below.
    level: usize,
}

impl<'a> Printer<'a> {
    /// A printer for a file of a catalogue, whose sections have these ids.
    pub fn new(shell: &'a Shell<'a>, plan: &'a Plan<'a>, path: &'a str, ids: &[String]) -> Self {
        let own: Vec<&str> = OWN_IDS.into_iter().chain(ids.iter().map(String::as_str)).collect();
        Self { html: Html::default(), ids: Ids::without(&own), shell, plan, path, level: 1 }
    }

    /// A section with its parts; `level` is that of its heading.
    pub fn section(&mut self, section: &Section, level: usize) {
        let id = self.plan.place(&section.anchor).id.clone().unwrap_or_default();
        self.html.open("section", &[("aria-labelledby", &id)]);
        self.html.line();
        self.heading(level, &id, std::slice::from_ref(&section.title));
        let outer = std::mem::replace(&mut self.level, level);
        self.blocks(&section.blocks);
        for part in &section.sections {
            self.section(part, level + 1);
        }
        self.level = outer;
        self.html.close("section");
        self.html.line();
    }

    /// A heading with a link to itself.
    pub fn heading(&mut self, level: usize, id: &str, title: &[Inline]) {
        let tag = match level {
            0 | 1 => "h1",
            2 => "h2",
            3 => "h3",
            _ => "h4",
        };
        self.html.open(tag, &[("id", id)]);
        self.inlines(title);
        self.permalink(id);
        self.html.close(tag);
        self.html.line();
    }

    /// A link to what has this id.
    pub fn permalink(&mut self, id: &str) {
        let href = format!("#{id}");
        self.html.element("a", &[("class", "permalink"), ("href", &href), ("aria-label", "Link to this")], |html| {
            html.markup("<span class=\"icon icon-link\" aria-hidden=\"true\"></span>");
        });
    }

    /// Blocks, one below the other.
    pub fn blocks(&mut self, blocks: &[Block]) {
        blocks.iter().for_each(|block| self.block(block));
    }

    /// A block.
    pub fn block(&mut self, block: &Block) {
        match block {
            Block::Paragraph(line) => self.lined("p", &[], line),
            Block::Label(words) => {
                let id = self.ids.give(words);
                self.heading(self.level + 1, &id, &[Inline::Text(words.clone().into())]);
            }
            Block::Warning(line) => {
                self.html.open("div", &[("class", "warning"), ("role", "note")]);
                self.html.markup("<span class=\"icon icon-warning\" aria-hidden=\"true\"></span>");
                self.lined("p", &[], line);
                self.html.close("div");
            }
            Block::List(items) => self.list("ul", items),
            Block::Steps(items) => self.list("ol", items),
            Block::Facts(facts) => self.facts(facts),
            Block::Table(table) => self.table(table),
            Block::Fields(list) => fields::print(self, list),
            Block::Code(language, code) => self.code(language.title(), language, code),
            Block::Example(words, json) => {
                if !words.is_empty() {
                    self.lined("p", &[], words);
                }
                self.code("Example", &Language::Json, json);
            }
            Block::Samples(samples) => self.samples(&samples.iter().collect::<Vec<_>>()),
            Block::Picture(picture) => self.drawn(|html, way| svg::picture(html, picture, way)),
            Block::Sequence(sequence) => self.drawn(|html, way| svg::sequence(html, sequence, way)),
        }
        self.html.line();
    }

    /// A picture, whose names lead to sections.
    fn drawn(&mut self, draw: impl FnOnce(&mut Html, svg::Way)) {
        let mut drawn = Html::default();
        draw(&mut drawn, &|anchor| self.way(anchor));
        self.html.append(drawn);
    }

    /// An element that holds a line.
    pub fn lined(&mut self, tag: &'static str, attributes: Attributes, line: &[Inline]) {
        self.html.open(tag, attributes);
        self.inlines(line);
        self.html.close(tag);
    }

    fn list(&mut self, tag: &'static str, items: &[Vec<Inline>]) {
        self.html.open(tag, &[("class", "list")]);
        items.iter().for_each(|item| self.lined("li", &[], item));
        self.html.close(tag);
    }

    /// Labels with what holds of them.
    pub fn facts(&mut self, facts: &[Fact]) {
        self.html.open("dl", &[("class", "facts")]);
        for fact in facts {
            self.html.open("div", &[]);
            self.html.worded("dt", &[], fact.label);
            self.lined("dd", &[], &fact.text);
            self.html.close("div");
        }
        self.html.close("dl");
    }

    fn table(&mut self, table: &Table) {
        let is_matrix = table.rows.iter().flatten().flatten().any(|inline| matches!(inline, Inline::Mark(_)));
        self.html.open("div", &[("class", if is_matrix { "table matrix" } else { "table" })]);
        self.html.open("table", &[]);
        self.html.open("thead", &[]);
        self.html.open("tr", &[]);
        table.columns.iter().for_each(|column| self.lined("th", &[("scope", "col")], column));
        self.html.close("tr");
        self.html.close("thead");
        self.html.open("tbody", &[]);
        for row in &table.rows {
            self.html.line();
            self.html.open("tr", &[]);
            for (at, cell) in row.iter().enumerate() {
                if is_matrix && at == 0 {
                    self.lined("th", &[("scope", "row")], cell);
                } else {
                    self.lined("td", &[], cell);
                }
            }
            self.html.close("tr");
        }
        self.html.close("tbody");
        self.html.close("table");
        self.html.close("div");
    }

    /// Code in a frame, with its language.
    pub fn code(&mut self, caption: &str, language: &Language, code: &str) {
        self.html.open("figure", &[("class", "code"), ("data-language", language.title())]);
        self.html.open("figcaption", &[]);
        self.html.worded("span", &[], if caption.is_empty() { "Code" } else { caption });
        if caption != language.title() && !language.title().is_empty() {
            self.html.worded("span", &[("class", "language")], language.title());
        }
        self.html.close("figcaption");
        self.html.open("pre", &[]);
        self.html.open("code", &[]);
        highlight::print(&mut self.html, language, code);
        self.html.close("code");
        self.html.close("pre");
        self.html.close("figure");
        self.html.line();
    }

    /// Code on several sides; a script makes tabs of it, by language.
    pub fn samples(&mut self, samples: &[&Sample]) {
        self.html.open("div", &[("class", "samples"), ("data-samples", "")]);
        self.html.line();
        samples.iter().for_each(|sample| self.code(sample.label, &sample.language, &sample.code));
        self.html.close("div");
    }

    /// The parts of a line.
    pub fn inlines(&mut self, line: &[Inline]) {
        line.iter().for_each(|inline| self.inline(inline));
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text(words) => self.html.text(words),
            Inline::Code(words) => self.html.worded("code", &[], words),
            Inline::Strong(words) => self.lined("strong", &[], words),
            Inline::Emphasis(words) => self.lined("em", &[], words),
            Inline::Link(words, target) => self.link(words, target),
            Inline::Mark(mark) => mark_words(&mut self.html, *mark),
            Inline::Break => self.html.open("br", &[]),
        }
    }

    fn link(&mut self, words: &[Inline], target: &Target) {
        match target {
            Target::Here(anchor) => {
                let href = self.way(anchor);
                self.lined("a", &[("href", &href)], words);
            }
            Target::Page(name) => {
                let plan = self.shell.plans.iter().find(|plan| plan.page.name == *name);
                match plan {
                    Some(plan) => self.lined("a", &[("href", &relative(self.path, plan.overview()))], words),
                    None => self.inlines(words),
                }
            }
            Target::Web(address) => match escape::address(address) {
                Some(address) => {
                    let attributes = [("class", "web"), ("href", address), ("rel", "noopener noreferrer")];
                    self.lined("a", &attributes, words);
                }
                None => self.inlines(words),
            },
        }
    }

    /// The catalogue's part of the site.
    pub fn plan(&self) -> &'a Plan<'a> {
        self.plan
    }

    /// The way from this file to a section.
    pub fn way(&self, anchor: &Anchor) -> String {
        way(self.path, self.plan.place(anchor))
    }
}

fn mark_words(html: &mut Html, mark: Mark) {
    let class = match mark {
        Mark::Yes => "mark mark-yes",
        // Most cells of a matrix are this: its sign says enough to who sees it.
        Mark::No => "mark mark-no",
        Mark::ByRule => "mark mark-rule",
    };
    let words: Attributes = if mark == Mark::No { &[("class", "hidden")] } else { &[] };
    html.element("span", &[("class", class)], |html| html.worded("span", words, mark.words()));
}
