//! A page as a strict reader of HTML sees it: one that knows nothing of the printer.

use std::collections::HashSet;

use serde_json::Value;

/// Elements that have no end.
const EMPTY: [&str; 5] = ["meta", "link", "br", "wbr", "input"];

/// What a page holds.
#[derive(Debug, Default)]
pub struct Page {
    /// Every id, in order.
    pub ids: Vec<String>,
    /// Where links lead, and what is loaded.
    pub links: Vec<String>,
    /// The addresses of scripts; empty for one that is written in place.
    pub scripts: Vec<String>,
    /// The names of all elements.
    pub elements: HashSet<String>,
    /// The names of all attributes.
    pub attributes: HashSet<String>,
    /// The levels of the headings, in order.
    pub headings: Vec<usize>,
    /// The text.
    pub words: String,
    /// What is not well formed.
    pub mistakes: Vec<String>,
}

impl Page {
    /// Reads a page.
    pub fn read(text: &str) -> Self {
        let mut page = Self::default();
        let mut open: Vec<String> = Vec::new();
        let mut rest = text;
        while let Some(at) = rest.find('<') {
            page.text(&rest[..at]);
            rest = &rest[at..];
            if let Some(after) = rest.strip_prefix("<!--") {
                rest = after.split_once("-->").map_or("", |(_, after)| after);
                continue;
            }
            let Some(end) = tag_end(rest) else {
                page.mistakes.push(format!("a tag without an end: {rest:.40}"));
                return page;
            };
            let tag = &rest[1..end];
            rest = &rest[end + 1..];
            if let Some(name) = tag.strip_prefix('/') {
                match open.pop() {
                    Some(opened) if opened == name => {}
                    opened => page.mistakes.push(format!("</{name}> ends {opened:?}")),
                }
            } else if !tag.starts_with('!') {
                let name = page.tag(tag);
                if !EMPTY.contains(&name.as_str()) {
                    open.push(name);
                }
            }
        }
        page.text(rest);
        page.mistakes.extend(open.iter().map(|name| format!("<{name}> has no end")));
        page
    }

    fn text(&mut self, text: &str) {
        if text.contains('>') {
            self.mistakes.push(format!("a bare `>`: {text:.60}"));
        }
        self.words.push_str(&decoded(text));
    }

    fn tag(&mut self, tag: &str) -> String {
        let (name, mut rest) = tag.split_once(char::is_whitespace).unwrap_or((tag, ""));
        self.elements.insert(name.to_owned());
        if let Some(level) = name.strip_prefix('h').and_then(|level| level.parse().ok()) {
            self.headings.push(level);
        }
        if name == "script" {
            self.scripts.push(String::new());
        }
        loop {
            rest = rest.trim_start();
            if rest.is_empty() {
                return name.to_owned();
            }
            let end = rest.find(['=', ' ', '\n']).unwrap_or(rest.len());
            let attribute = &rest[..end];
            rest = &rest[end..];
            let mut value = String::new();
            if let Some(quoted) = rest.strip_prefix("=\"") {
                let Some((inner, after)) = quoted.split_once('"') else {
                    self.mistakes.push(format!("an open value in <{tag:.60}>"));
                    return name.to_owned();
                };
                value = decoded(inner);
                rest = after;
            } else if rest.starts_with('=') {
                self.mistakes.push(format!("a bare value in <{tag:.60}>"));
                return name.to_owned();
            }
            self.attribute(name, attribute, value);
        }
    }

    fn attribute(&mut self, element: &str, name: &str, value: String) {
        self.attributes.insert(name.to_owned());
        match (element, name) {
            (_, "id") => self.ids.push(value),
            ("script", "src") => {
                self.scripts.pop();
                self.scripts.push(value.clone());
                self.links.push(value);
            }
            (_, "href" | "src") => self.links.push(value),
            _ => {}
        }
    }
}

/// Where the tag ends that starts here: no `>` in a value counts.
fn tag_end(rest: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        let end = at + rest[at..].find('>')?;
        match rest[at..end].find('"') {
            None => return Some(end),
            Some(quote) => {
                let value = at + quote + 1;
                at = value + rest[value..].find('"')? + 1;
            }
        }
    }
}

fn decoded(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    plain.replace("&amp;", "&")
}

/// The rows of the search's index.
pub fn index_rows(script: &str) -> Vec<Value> {
    let rows = script.split_once("rows: [\n").map_or("", |(_, rows)| rows);
    let lines = rows.lines().filter_map(|line| line.strip_suffix(','));
    lines.map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error} in {line}"))).collect()
}

/// Where the search's index leads.
pub fn index_addresses(script: &str) -> Vec<String> {
    index_rows(script).iter().filter_map(|row| row[4].as_str().map(str::to_owned)).collect()
}
