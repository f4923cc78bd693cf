//! Which section of a catalogue's page stands in which file of the site.
//!
//! The overview holds the head, the picture and the list of events; every event has a file of its own, so that a catalogue of
//! thousands opens as quickly as one of ten; each other part of the page has one, too.

use std::collections::HashMap;

use super::definitions::Definitions;
use super::ids::Ids;
use super::names;
use crate::docs::page::{Anchor, Block, Entry, Field, Page, Part, Section};

pub use crate::docs::page::plain;

/// The folder of what all pages share: no catalogue's.
pub const ASSETS: &str = "assets";

/// The ids of a page's frame: no section's.
pub const OWN_IDS: [&str; 3] = ["main", "menu", "top"];

/// A catalogue's part of the site.
pub struct Plan<'a> {
    /// The catalogue's page.
    pub page: &'a Page,
    /// Its files, the overview first, then the parts, then the events.
    pub files: Vec<File<'a>>,
    /// The events as they are listed.
    pub groups: Vec<Group<'a>>,
    /// How many events there are.
    pub events: usize,
    /// What their payloads are in code.
    pub definitions: Definitions<'a>,
    places: HashMap<&'a Anchor, Place>,
    /// The fields of types that have a section.
    fields: HashMap<&'a str, &'a [Field]>,
}

/// A file.
pub struct File<'a> {
    /// Its path in the site.
    pub path: String,
    /// What it is called in menus.
    pub title: String,
    /// What it holds.
    pub contents: Contents<'a>,
    /// The ids that its sections have.
    pub ids: Vec<String>,
}

/// What a file holds.
#[derive(Clone, Copy)]
pub enum Contents<'a> {
    /// The head of the catalogue's page, the picture, the list of events.
    Overview,
    /// A part of the page.
    Topic(&'a Section),
    /// An event.
    Event(&'a Section, Listed<'a>),
}

/// Where an event stands among all.
#[derive(Clone, Copy)]
pub struct Listed<'a> {
    /// The event at a glance.
    pub entry: &'a Entry,
    /// The place of its group.
    pub group: usize,
    /// The event that is listed before it.
    pub before: Option<&'a Entry>,
    /// The event that is listed after it.
    pub after: Option<&'a Entry>,
}

/// Events that are listed together.
pub struct Group<'a> {
    /// The heading.
    pub name: &'a str,
    /// The id of the heading on the overview.
    pub id: String,
    /// The events.
    pub entries: Vec<&'a Entry>,
}

/// Where a section stands.
#[derive(Clone, Debug)]
pub struct Place {
    /// The file.
    pub path: String,
    /// The id in it; nothing for the file as a whole.
    pub id: Option<String>,
}

/// A folder for each catalogue.
pub fn folders<'a>(names: impl Iterator<Item = &'a str> + Clone) -> Vec<String> {
    names::file_names(names, &[ASSETS, "index.html"])
}

impl<'a> Plan<'a> {
    /// Decides for every section.
    pub fn new(page: &'a Page, folder: String, definitions: Definitions<'a>) -> Self {
        let overview = format!("{folder}/index.html");
        let mut plan = Self {
            page,
            files: Vec::new(),
            groups: groups(page),
            events: 0,
            definitions,
            places: HashMap::new(),
            fields: fields(page),
        };
        plan.events = plan.groups.iter().map(|group| group.entries.len()).sum();
        let mut ids = Ids::without(&OWN_IDS);
        for group in &mut plan.groups {
            group.id = ids.give(group.name);
        }
        let (on_overview, topics): (Vec<&Section>, Vec<&Section>) =
            page.sections.iter().partition(|section| stands_on_overview(&section.anchor));
        for section in on_overview {
            let id = match section.anchor {
                Anchor::Part(Part::Reference) => None,
                _ => Some(ids.give(&plain(std::slice::from_ref(&section.title)))),
            };
            plan.places.insert(&section.anchor, Place { path: overview.clone(), id });
        }
        let own = plan.groups.iter().map(|group| group.id.clone());
        let own = own.chain(plan.places.values().filter_map(|place| place.id.clone())).collect();
        plan.files.push(File { path: overview, title: "Overview".to_owned(), contents: Contents::Overview, ids: own });
        let titles: Vec<String> = topics.iter().map(|topic| plain(std::slice::from_ref(&topic.title))).collect();
        let names = names::file_names(titles.iter().map(String::as_str), &["index", "events"]);
        for ((topic, title), name) in topics.iter().zip(&titles).zip(names) {
            plan.topic(topic, title, format!("{folder}/{name}.html"));
        }
        let events: Vec<&Section> = page
            .sections
            .iter()
            .filter(|section| section.anchor == Anchor::Part(Part::Reference))
            .flat_map(|section| &section.sections)
            .collect();
        let titles: Vec<String> = events.iter().map(|event| plain(std::slice::from_ref(&event.title))).collect();
        let names = names::file_names(titles.iter().map(String::as_str), &[]);
        let listed = listed(&plan.groups);
        for ((section, title), name) in events.iter().zip(titles).zip(names) {
            let Some(listed) = listed.get(&section.anchor) else { continue };
            let path = format!("{folder}/events/{name}.html");
            plan.places.insert(&section.anchor, Place { path: path.clone(), id: None });
            plan.files.push(File { path, title, contents: Contents::Event(section, *listed), ids: Vec::new() });
        }
        plan
    }

    fn topic(&mut self, topic: &'a Section, title: &str, path: String) {
        let mut ids = Ids::without(&OWN_IDS);
        let mut given = Vec::new();
        self.places.insert(&topic.anchor, Place { path: path.clone(), id: None });
        let mut open: Vec<&Section> = topic.sections.iter().rev().collect();
        while let Some(section) = open.pop() {
            let id = ids.give(&plain(std::slice::from_ref(&section.title)));
            given.push(id.clone());
            self.places.insert(&section.anchor, Place { path: path.clone(), id: Some(id) });
            open.extend(section.sections.iter().rev());
        }
        let file = File { path, title: title.to_owned(), contents: Contents::Topic(topic), ids: given };
        self.files.push(file);
    }

    /// The overview's path.
    pub fn overview(&self) -> &str {
        self.files.first().map_or("", |file| &file.path)
    }

    /// Where a section stands.
    ///
    /// # Panics
    /// When the page has no such section: lowering links only to what it makes.
    pub fn place(&self, anchor: &Anchor) -> &Place {
        self.places.get(anchor).unwrap_or_else(|| panic!("a page links to {anchor:?}, which it does not have"))
    }

    /// The fields of a type with a section, if it has fields.
    pub fn fields_of(&self, name: &str) -> Option<&'a [Field]> {
        self.fields.get(name).copied()
    }

    /// The sections that stand on the overview, but for the list of events.
    pub fn overview_sections(&self) -> impl Iterator<Item = &'a Section> {
        let own = |section: &&Section| {
            stands_on_overview(&section.anchor)
                && !matches!(section.anchor, Anchor::Part(Part::Events | Part::Reference))
        };
        self.page.sections.iter().filter(own)
    }
}

/// The fields of every type with a section, by its name.
fn fields(page: &Page) -> HashMap<&str, &[Field]> {
    let types = page.sections.iter().flat_map(|section| &section.sections);
    types.filter_map(fields_of_type).collect()
}

fn fields_of_type(section: &Section) -> Option<(&str, &[Field])> {
    let Anchor::Type(name) = &section.anchor else { return None };
    let fields = section.blocks.iter().find_map(|block| match block {
        Block::Fields(fields) => Some(fields.as_slice()),
        _ => None,
    });
    fields.map(|fields| (name.as_str(), fields))
}

/// Where every event stands among all, by its section.
fn listed<'a>(groups: &[Group<'a>]) -> HashMap<&'a Anchor, Listed<'a>> {
    let all = groups.iter().enumerate().flat_map(|(at, group)| group.entries.iter().map(move |entry| (at, *entry)));
    let all: Vec<(usize, &Entry)> = all.collect();
    let neighbour = |at: Option<usize>| at.and_then(|at| all.get(at)).map(|(_, entry)| *entry);
    let listed = all.iter().enumerate().map(|(at, (group, entry))| {
        let (before, after) = (neighbour(at.checked_sub(1)), neighbour(at.checked_add(1)));
        (&entry.anchor, Listed { entry, group: *group, before, after })
    });
    listed.collect()
}

fn stands_on_overview(anchor: &Anchor) -> bool {
    matches!(anchor, Anchor::Part(Part::Picture | Part::Events | Part::Reference))
}

/// The events by their group, in the order of the groups' first events.
fn groups(page: &Page) -> Vec<Group<'_>> {
    let mut groups: Vec<Group> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for entry in &page.entries {
        let Some(glance) = &entry.event else { continue };
        let at = *known.entry(&glance.group).or_insert(groups.len());
        if at == groups.len() {
            groups.push(Group { name: &glance.group, id: String::new(), entries: Vec::new() });
        }
        if let Some(group) = groups.get_mut(at) {
            group.entries.push(entry);
        }
    }
    groups
}

/// The way from one file of the site to a place.
pub fn way(from: &str, to: &Place) -> String {
    let mut way = relative(from, &to.path);
    if let Some(id) = &to.id {
        if from == to.path {
            way.clear();
        }
        way.push('#');
        way.push_str(id);
    }
    way
}

/// The way from one file of the site to another.
pub fn relative(from: &str, to: &str) -> String {
    let (from, to): (Vec<&str>, Vec<&str>) = (from.split('/').collect(), to.split('/').collect());
    let folders = from.len().min(to.len()).saturating_sub(1);
    let shared = from.iter().zip(&to).take(folders).take_while(|(one, other)| one == other).count();
    let up = std::iter::repeat_n("..", from.len().saturating_sub(1 + shared));
    up.chain(to.into_iter().skip(shared)).collect::<Vec<_>>().join("/")
}

/// The words of the first paragraph.
pub fn lead(blocks: &[Block]) -> String {
    let first = blocks.iter().find_map(|block| match block {
        Block::Paragraph(line) => Some(plain(line)),
        _ => None,
    });
    first.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::relative;

    #[test]
    fn ways_lead_up_and_down() {
        assert_eq!(relative("a/events/x.html", "a/channels.html"), "../channels.html");
        assert_eq!(relative("a/events/x.html", "a/events/y.html"), "y.html");
        assert_eq!(relative("a/index.html", "a/events/y.html"), "events/y.html");
        assert_eq!(relative("a/events/x.html", "index.html"), "../../index.html");
        assert_eq!(relative("index.html", "a/index.html"), "a/index.html");
        assert_eq!(relative("events/x.html", "a/events/y.html"), "../a/events/y.html");
    }
}
