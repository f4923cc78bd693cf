//! Names of types: where they come from, and that each stands for one type.
//!
//! A type is named by the place where its schema is written, and never by who refers to it first, so that a further use
//! changes no name: an entry of `schemas` or `$defs` by its key, a file by its `title` or its own name, what is written
//! in place by the type around it and the key that leads to it.

use std::collections::{HashMap, HashSet};

use super::Lowering;
use super::pointer;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::rule::{Rule, rule};
use crate::schema::{SchemaId, Step, keyword};
use crate::source::{Span, Spanned};
use crate::tree::Node;
use crate::types::Origin;
use crate::words;

/// Two names stay two names in every target language.
pub(crate) static NAME_COLLISION: Rule =
    rule!(error Names "name-collision", "names differ by more than case and punctuation");

/// A type can be called by its name.
pub(crate) static SCHEMA_NAME: Rule =
    rule!(error Schemas "schema-name", "the name of a schema has a letter or digit, and at most 200 characters");

/// The longest name of a type, in bytes.
const MAX_NAME: usize = 200;

/// The names that are given and taken.
#[derive(Default)]
pub(super) struct Names {
    /// The names of schemas that are not named by what is around them.
    given: HashMap<SchemaId, String>,
    /// Every name of a type in lower case, with the place of its schema.
    taken: HashMap<String, Span>,
    /// Payloads, whose names belong to their events where the payload is no named type itself.
    roots: HashSet<SchemaId>,
    /// The file of each entry of `schemas`.
    shared: HashMap<String, String>,
}

impl Names {
    /// Gives an entry of `schemas` its name.
    pub(super) fn register_shared(&mut self, id: SchemaId, name: &Spanned<String>, file: &str) {
        self.given.insert(id, words::pascal(&name.value));
        self.shared.entry(name.value.clone()).or_insert_with(|| file.to_owned());
    }

    /// Gives a schema a name, unless it has one.
    pub(super) fn suggest(&mut self, id: SchemaId, name: &str) {
        self.given.entry(id).or_insert_with(|| name.to_owned());
    }

    /// Names the schema of a payload.
    pub(super) fn suggest_root(&mut self, id: SchemaId, name: &str) {
        self.suggest(id, name);
        self.roots.insert(id);
    }

    /// Whether a schema is a payload.
    pub(super) fn is_root(&self, id: SchemaId) -> bool {
        self.roots.contains(&id)
    }

    /// How the file `from` refers to an entry of `schemas`.
    pub(super) fn way_to(&self, name: &str, from: &str) -> Option<String> {
        let file = self.shared.get(name)?;
        let file = if file == from { String::new() } else { relative(from, file) };
        Some(format!("{file}#/schemas/{}", pointer::escape(name)))
    }

    /// Takes a name for the type of the schema at `place`.
    pub(super) fn take(&mut self, name: &str, place: Span, origin: &Origin, diagnostics: &mut Diagnostics) {
        if name.is_empty() || name.len() > MAX_NAME {
            let message = match name.len() {
                0 => "the name of this schema has no letter and no digit to call a type by",
                _ => "the name of the type that this schema becomes is too long to be read",
            };
            let help = "put the schema into `schemas`, under a short name of its own";
            diagnostics.push(Diagnostic::new(&SCHEMA_NAME, place, message).help(help));
            return;
        }
        let Some(first) = self.taken.get(&name.to_lowercase()) else {
            self.taken.insert(name.to_lowercase(), place);
            return;
        };
        let message = format!("two types are called `{name}` in generated code");
        let help = match origin {
            Origin::Shared => "rename one of them, or let both refer to one schema",
            Origin::Inline => {
                "what is written in place is named after what is around it: move it into `schemas`, under a name of its own"
            }
            _ => {
                "a payload in place is named after its event: let it refer to the other with `$ref`, or rename one of them"
            }
        };
        diagnostics.push(Diagnostic::new(&NAME_COLLISION, place, message).label(*first, "the other").help(help));
    }
}

impl Lowering {
    /// The name of the type that a schema would have.
    pub(super) fn name_of(&self, id: SchemaId) -> String {
        let mut steps = Vec::new();
        let mut at = id;
        let mut name = loop {
            if let Some(name) = self.names.given.get(&at) {
                break name.clone();
            }
            match &self.arena.get(at).parent {
                Some((_, Step::Definition(name))) => break words::pascal(name),
                Some((parent, step)) => {
                    steps.push(step);
                    at = *parent;
                }
                None => break String::new(),
            }
        };
        for step in steps.into_iter().rev() {
            // What is longer is reported, and need not be built.
            if name.len() > MAX_NAME {
                break;
            }
            match step {
                Step::Field(field) => name += &words::pascal(field),
                Step::Item => name += "Item",
                Step::Position(place) => name += &format!("Item{}", place + 1),
                Step::Value => name += "Value",
                Step::Choice(place) => name += &format!("Variant{}", place + 1),
                Step::Same | Step::Definition(_) => {}
            }
        }
        name
    }
}

/// The name of a schema that a pointer leads to, as [`Lowering::name_of`] would name it from around it.
pub(super) fn of_pointer(tokens: &[String], root: &Node, file: &str) -> String {
    let mut name = String::new();
    let mut rest = tokens.iter().map(String::as_str);
    let mut first = true;
    while let Some(token) = rest.next() {
        match token {
            "schemas" | "$defs" | "definitions" | "events" => name = words::pascal(rest.next().unwrap_or_default()),
            // A file may be a plain map of schemas, with no keyword above them.
            _ if keyword::treatment(token).is_none() && token.starts_with(char::is_alphabetic) => {
                name = words::pascal(token);
            }
            _ if first => name = of_file(root, file),
            _ => {}
        }
        match token {
            "properties" => name += &words::pascal(rest.next().unwrap_or_default()),
            "items" | "prefixItems" => match rest.clone().next().and_then(|place| place.parse::<usize>().ok()) {
                Some(place) => {
                    rest.next();
                    name += &format!("Item{}", place + 1);
                }
                None => name += "Item",
            },
            "additionalProperties" => name += "Value",
            "oneOf" | "anyOf" => {
                let place: usize = rest.next().and_then(|place| place.parse().ok()).unwrap_or_default();
                name += &format!("Variant{}", place + 1);
            }
            "allOf" => drop(rest.next()),
            _ => {}
        }
        first = false;
    }
    if name.is_empty() { of_file(root, file) } else { name }
}

/// The name of a file's own schema: its `title`, or the file's name without its extensions.
fn of_file(root: &Node, file: &str) -> String {
    let title = root.get("title").and_then(Node::as_str).map(words::pascal).filter(|name| !name.is_empty());
    title.unwrap_or_else(|| {
        let base = file.rsplit('/').next().unwrap_or_default();
        let base =
            base.strip_suffix(".yaml").or_else(|| base.strip_suffix(".yml")).or_else(|| base.strip_suffix(".json"));
        let base = base.unwrap_or(file);
        words::pascal(base.strip_suffix(".schema").unwrap_or(base))
    })
}

/// The path of a file as a reference in the file `from` writes it.
pub(super) fn relative(from: &str, to: &str) -> String {
    let from: Vec<&str> = from.split('/').collect();
    let to: Vec<&str> = to.split('/').collect();
    let folders = from.len() - 1;
    let common = from[..folders].iter().zip(&to[..to.len() - 1]).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", folders - common);
    up.chain(to[common..].iter().copied()).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_relative_to_each_other() {
        assert_eq!(relative("a/b/c.yaml", "a/b/d.yaml"), "d.yaml");
        assert_eq!(relative("a/b/c.yaml", "a/d.yaml"), "../d.yaml");
        assert_eq!(relative("c.yaml", "a/d.yaml"), "a/d.yaml");
    }
}
