//! The site as a browser gets it: where links lead, that no catalogue's text becomes markup, and that every system can hold its
//! files.

mod read;
mod synthetic;

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use event_codegen::OutputTree;
use event_codegen::docs::{Options, site};
use event_spec::{Catalogue, Valid};
use event_spec_disk::Disk;
use read::Page;

const CONTRACTS: [&str; 5] = ["chatflow", "gochat", "hiwwer", "leads", "mechamap"];

#[test]
fn every_link_leads_to_something() {
    for tree in [contracts(), hostile(), synthetic::site(2_000)] {
        let pages = pages(&tree);
        let ids: BTreeMap<&str, HashSet<&str>> =
            pages.iter().map(|(path, page)| (path.as_str(), page.ids.iter().map(String::as_str).collect())).collect();
        for (path, page) in &pages {
            for address in page.links.iter().filter(|address| !is_web(address)) {
                let (file, anchor) = address.split_once('#').unwrap_or((address, ""));
                let target = if file.is_empty() { path.clone() } else { resolved(path, file) };
                assert!(tree.get(&target).is_some(), "{path}: {address} leads to no file");
                let known = anchor.is_empty() || ids.get(target.as_str()).is_some_and(|ids| ids.contains(anchor));
                assert!(known, "{path}: {address} leads to no place in {target}");
            }
        }
        for address in read::index_addresses(tree.get("assets/search.js").expect("there is an index")) {
            let (file, anchor) = address.split_once('#').unwrap_or((&address, ""));
            assert!(tree.get(file).is_some(), "the search leads to {address}");
            assert!(anchor.is_empty() || ids[file].contains(anchor), "the search leads to {address}");
        }
    }
}

#[test]
fn ids_are_given_once() {
    for tree in [contracts(), hostile()] {
        for (path, page) in pages(&tree) {
            let mut seen = HashSet::new();
            for id in &page.ids {
                assert!(seen.insert(id), "{path}: two elements are called {id}");
            }
        }
    }
}

#[test]
fn every_page_is_well_formed_and_has_what_readers_lean_on() {
    for tree in [contracts(), hostile()] {
        for (path, page) in pages(&tree) {
            assert_eq!(page.mistakes, Vec::<String>::new(), "{path}");
            assert_eq!(page.headings.first(), Some(&1), "{path} starts with its title");
            assert_eq!(page.headings.iter().filter(|level| **level == 1).count(), 1, "{path} has one title");
            let jump = page.headings.windows(2).find(|pair| pair[1] > pair[0] + 1);
            assert_eq!(jump, None, "{path}: a level of headings is left out");
            for landmark in ["header", "nav", "main"] {
                assert!(page.elements.contains(landmark), "{path} has no {landmark}");
            }
        }
    }
}

#[test]
fn no_text_becomes_markup() {
    for (path, page) in pages(&hostile()) {
        assert_eq!(page.scripts.len(), 1, "{path}: {:?}", page.scripts);
        assert!(page.scripts[0].ends_with("assets/site.js"), "{path}");
        let handler = page.attributes.iter().find(|name| name.starts_with("on") || *name == "style");
        assert_eq!(handler, None, "{path}");
        for element in ["img", "iframe", "style", "b", "i"] {
            assert!(!page.elements.contains(element), "{path}: an element `{element}`");
        }
        for address in &page.links {
            let opens = address.split_once(':').is_none_or(|(scheme, _)| scheme == "https" || scheme.contains('#'));
            assert!(opens, "{path}: {address}");
        }
    }
}

#[test]
fn hostile_text_is_shown_as_it_is() {
    let words: String = pages(&hostile()).into_values().map(|page| page.words).collect();
    for shown in [
        "A | B <script>alert(1)</script>",
        "- not a list | <b>bold</b>",
        "[a link](javascript:alert(1))",
        "^(a|b)\\|`+$",
        "a|b`c",
        "old|`name",
        "two\\nlines",
        "\"left\\u202eright\\u2028line\"",
    ] {
        assert!(words.contains(shown), "{shown} is not shown");
    }
}

#[test]
fn the_index_of_the_search_cannot_be_left() {
    let tree = hostile();
    let script = tree.get("assets/search.js").expect("there is an index");
    let body = script.split_once('\n').expect("it starts with a comment").1;
    assert!(!body.contains(['<', '>', '&', '\u{2028}', '\u{202e}']), "{body}");
}

#[test]
fn files_have_names_that_every_system_can_hold() {
    let tree = hostile();
    let mut seen = HashSet::new();
    for (path, _) in tree.iter() {
        assert!(seen.insert(path.to_lowercase()), "{path} is there twice where letters' case does not count");
        let plain = |ch: char| ch.is_ascii_lowercase() || ch.is_ascii_digit() || "._-/".contains(ch);
        assert!(path.chars().all(plain), "{path}");
    }
}

#[test]
fn the_same_catalogues_give_the_same_site() {
    assert_eq!(contracts(), contracts());
}

#[test]
fn a_page_of_an_event() {
    let tree = contracts();
    insta::assert_snapshot!(main_of(&tree, "chatflow/events/agent.typing.html"));
}

#[test]
fn what_is_looked_for_is_in_the_index() {
    let tree = contracts();
    let rows = read::index_rows(tree.get("assets/search.js").expect("there is an index"));
    let row = rows.iter().find(|row| row[2] == "message.new").expect("the event is there");
    assert_eq!(row[1], "event");
    assert_eq!(row[4], "chatflow/events/message.new.html");
    assert_eq!(row[5], "conversation.new_message");
    assert!(
        row[6]
            .as_str()
            .is_some_and(|words| words.contains("conversation.{conversation_id}") && words.contains(" text "))
    );
}

/// The main part of a page, a line for each element that starts one.
fn main_of(tree: &OutputTree, path: &str) -> String {
    let text = tree.get(path).unwrap_or_else(|| panic!("{path} is there"));
    let (start, end) = (text.find("<main").expect("a main"), text.find("</main>").expect("its end"));
    text[start..end].to_owned()
}

fn is_web(address: &str) -> bool {
    address.starts_with("https://") || address.starts_with("http://") || address.starts_with("mailto:")
}

/// The path that a relative address leads to.
fn resolved(from: &str, address: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts.join("/")
}

fn pages(tree: &OutputTree) -> BTreeMap<String, Page> {
    tree.iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, text)| (path.to_owned(), Page::read(text)))
        .collect()
}

fn contracts() -> OutputTree {
    made(&CONTRACTS.map(|name| load(&root().join("contracts").join(name))))
}

fn hostile() -> OutputTree {
    let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let names =
        ["documents/hostile.yaml", "site/names.yaml", "fixtures/unions", "fixtures/recursive", "fixtures/arguments"];
    made(&names.map(|name| load(&here.join(name))))
}

fn made(catalogues: &[Valid<Catalogue>]) -> OutputTree {
    let options = |catalogue: &Valid<Catalogue>| Options { source: catalogue.name.value.clone(), ..Options::default() };
    let sources: Vec<_> = catalogues.iter().map(|catalogue| (catalogue, options(catalogue))).collect();
    site::generate(&sources, site::TITLE)
}

fn load(path: &Path) -> Valid<Catalogue> {
    let (files, entry) = Disk::catalogue(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let outcome = event_spec::load(&files, &entry);
    outcome.catalogue.unwrap_or_else(|| panic!("{}: {:#?}", path.display(), outcome.diagnostics))
}

fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().expect("the crate lies in the checkout").to_owned()
}
