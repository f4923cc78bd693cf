//! The names that one generated file can say.
//!
//! In: the names that the file declares, then every path that lowering wants to name. Out: how the name is to be
//! written there, and the `use` lines that make it so. A name that is taken is written with its module before it
//! (`types::Message`), so no import ever shadows or clashes.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::ident;

/// The width of a line of generated code, as in the rustfmt.toml that goes with it.
pub const WIDTH: usize = 120;

/// The names of one file.
#[derive(Debug)]
pub struct Scope {
    /// The file's own module, `""` for the root of the catalogue's module.
    module: &'static str,
    /// The module of the runtime crate, as this file names it.
    runtime: &'static str,
    /// What each short name stands for: a full path, or the file's own item.
    names: HashMap<String, String>,
    /// Imported names by the module that they come from.
    uses: BTreeMap<String, BTreeSet<Sorted>>,
}

impl Scope {
    /// The file of a module that declares these items, and reaches the runtime crate by this path.
    pub fn new<'a>(module: &'static str, runtime: &'static str, own: impl IntoIterator<Item = &'a str>) -> Self {
        let names = own.into_iter().map(|name| (name.to_owned(), name.to_owned())).collect();
        Self { module, runtime, names, uses: BTreeMap::new() }
    }

    /// How to write an item of `module`, as in `super::types`; imports what that takes.
    pub fn item(&mut self, module: &str, name: &str) -> String {
        // Nearly every name was imported before.
        if self.names.get(name).is_some_and(|known| is_path(known, module, name)) {
            return name.to_owned();
        }
        let path = format!("{module}::{name}");
        let free = !ident::is_prelude(name) && self.names.get(name).is_none_or(|known| *known == path);
        if free {
            self.import(module, name, path);
            return name.to_owned();
        }
        match module.rsplit_once("::") {
            // A module's own child is there without an import.
            Some(("self", last)) => format!("{last}::{name}"),
            Some((parent, last)) if !parent.is_empty() => {
                self.import(parent, last, module.to_owned());
                format!("{last}::{name}")
            }
            _ => path,
        }
    }

    /// How to write an item of one of the catalogue's modules, `""` for their root.
    pub fn sibling(&mut self, module: &str, name: &str) -> String {
        if module == self.module {
            return name.to_owned();
        }
        match (self.module, module) {
            ("", module) => self.item(&format!("self::{module}"), name),
            (_, "") => self.item("super", name),
            (_, module) => self.item(&format!("super::{module}"), name),
        }
    }

    /// How to write an item of the runtime crate, or the name of one of its macros.
    pub fn runtime(&mut self, name: &str) -> String {
        self.item(self.runtime, name)
    }

    /// The `use` lines, in rustfmt's order and layout; the standard library's stand apart, before all others.
    pub fn uses(&self) -> Vec<String> {
        let mut standard = Vec::new();
        let mut lines = Vec::new();
        for (module, names) in self.ordered() {
            let names: Vec<&str> = names.iter().map(|name| name.0.as_str()).collect();
            let lines = if module.starts_with("std::") { &mut standard } else { &mut lines };
            match names.as_slice() {
                [name] => lines.push(format!("use {module}::{name};")),
                names => lines.extend(braced(&format!("use {module}::"), names)),
            }
        }
        if !standard.is_empty() {
            standard.push(String::new());
        }
        standard.append(&mut lines);
        standard
    }

    fn import(&mut self, module: &str, name: &str, path: String) {
        self.names.insert(name.to_owned(), path);
        self.uses.entry(module.to_owned()).or_default().insert(Sorted(name.to_owned()));
    }

    /// The modules in order: a list sorts after every single name beside it.
    fn ordered(&self) -> Vec<(&str, &BTreeSet<Sorted>)> {
        let mut uses: Vec<_> = self.uses.iter().map(|(module, names)| (module.as_str(), names)).collect();
        uses.sort_by_key(|(module, names)| segments(module, names));
        uses
    }
}

/// Whether a path is `module::name`.
fn is_path(path: &str, module: &str, name: &str) -> bool {
    path.strip_prefix(module).and_then(|rest| rest.strip_prefix("::")) == Some(name)
}

/// `use a::{b, c};`, filled up to the width where it does not fit on a line.
fn braced(head: &str, names: &[&str]) -> Vec<String> {
    let line = format!("{head}{{{}}};", names.join(", "));
    // rustfmt keeps room behind the list, for a closing brace that may follow.
    if line.chars().count() <= WIDTH - 2 {
        return vec![line];
    }
    let mut lines = vec![format!("{head}{{")];
    lines.extend(filled(names, "    ", WIDTH));
    lines.push("};".to_owned());
    lines
}

/// Words with a comma after each, as many to a line as fit. As rustfmt does it, room for a blank stays behind each
/// comma but the last.
pub fn filled(words: &[&str], indent: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for (at, word) in words.iter().enumerate() {
        let blank = usize::from(at + 1 < words.len());
        let wide = line.chars().count() + 1 + word.chars().count() + 1 + blank;
        if !line.is_empty() && wide > width {
            lines.push(std::mem::take(&mut line));
        }
        line.push_str(if line.is_empty() { indent } else { " " });
        line.push_str(word);
        line.push(',');
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// A part of a `use` path, in rustfmt's order of kinds.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    SelfModule,
    Super,
    Crate,
    Name(Sorted),
    List,
}

fn segments(module: &str, names: &BTreeSet<Sorted>) -> Vec<Part> {
    let mut parts: Vec<Part> = module
        .split("::")
        .filter(|part| !part.is_empty())
        .map(|part| match part {
            "self" => Part::SelfModule,
            "super" => Part::Super,
            "crate" => Part::Crate,
            name => Part::Name(Sorted(name.to_owned())),
        })
        .collect();
    let mut names = names.iter();
    parts.push(match (names.next(), names.next()) {
        (Some(only), None) => Part::Name(only.clone()),
        _ => Part::List,
    });
    parts
}

/// A name, in the version order of Rust's style guide: `_` first, runs of digits by their value, capitals before
/// small letters.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Sorted(String);

impl Ord for Sorted {
    fn cmp(&self, other: &Self) -> Ordering {
        version_order(ident::bare(&self.0), ident::bare(&other.0)).then_with(|| self.0.cmp(&other.0))
    }
}

impl PartialOrd for Sorted {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

fn version_order(mut a: &str, mut b: &str) -> Ordering {
    loop {
        let (a_digits, b_digits) = (leading_digits(a), leading_digits(b));
        if !a_digits.is_empty() && !b_digits.is_empty() {
            let (a_value, b_value) = (a_digits.trim_start_matches('0'), b_digits.trim_start_matches('0'));
            let order = a_value.len().cmp(&b_value.len()).then_with(|| a_value.cmp(b_value));
            if order.is_ne() {
                return order;
            }
            a = &a[a_digits.len()..];
            b = &b[b_digits.len()..];
            continue;
        }
        let (mut a_rest, mut b_rest) = (a.chars(), b.chars());
        match (a_rest.next(), b_rest.next()) {
            (None, None) => return Ordering::Equal,
            (a_char, b_char) if a_char == b_char => {}
            (Some('_'), Some(_)) => return Ordering::Less,
            (Some(_), Some('_')) => return Ordering::Greater,
            (a_char, b_char) => return a_char.cmp(&b_char),
        }
        a = a_rest.as_str();
        b = b_rest.as_str();
    }
}

fn leading_digits(text: &str) -> &str {
    &text[..text.bytes().take_while(u8::is_ascii_digit).count()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn taken_names_are_written_with_their_module() {
        let mut scope = Scope::new("events", "crate::runtime", ["Message"]);
        assert_eq!(scope.sibling("types", "Message"), "types::Message");
        assert_eq!(scope.sibling("events", "Message"), "Message");
        assert_eq!(scope.item("super::types", "Sender"), "Sender");
        assert_eq!(scope.item("super", "Sender"), "super::Sender");
        assert_eq!(scope.runtime("object"), "object");
        assert_eq!(scope.runtime("Timestamp"), "Timestamp");
        assert_eq!(scope.item("super", "channels"), "channels");
        let expected =
            ["use super::types::Sender;", "use super::{channels, types};", "use crate::runtime::{Timestamp, object};"];
        assert_eq!(scope.uses(), expected);
    }

    #[test]
    fn names_sort_by_version() {
        let mut names = ["object", "Message10", "Message2", "a_b", "ab", "Timestamp"].map(|n| Sorted(n.to_owned()));
        names.sort();
        assert_eq!(names.map(|name| name.0), ["Message2", "Message10", "Timestamp", "a_b", "ab", "object"]);
    }
}
