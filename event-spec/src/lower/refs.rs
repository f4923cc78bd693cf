//! References: from what a `$ref` says to the schema that it means.
//!
//! In: schemas whose `$ref` is still text. Out: the same with their target, which is read where nobody read it before. Files
//! are named relative to the file of the reference, whatever an `$id` says; an absolute URI is understood where a part of the
//! same file has it as its `$id`. References are followed one after another and not inside each other, so that a chain of
//! them, however long, needs no stack.

use std::collections::HashMap;
use std::rc::Rc;

use super::{Lowering, head, pointer};
use crate::context::Context;
use crate::diagnostic::Diagnostic;
use crate::files::FileError;
use crate::loader::{self, PathError};
use crate::rule::{Rule, rule};
use crate::schema::read::begins_resource;
use crate::schema::{Draft, SchemaId, Scope};
use crate::source::{Span, Spanned};
use crate::suggest::{self, Near};
use crate::tree::{Kind, Node, write};

/// A reference leads to a schema.
pub(crate) static REF_DANGLING: Rule = rule!(error Schemas "ref-dangling", "a `$ref` leads to a schema");
/// A reference stays below the root.
pub(crate) static REF_OUTSIDE: Rule =
    rule!(error Schemas "ref-outside", "a `$ref` stays below the folder that catalogues may read");
/// A reference stays off the network.
pub(crate) static REF_REMOTE: Rule = rule!(error Schemas "ref-remote", "a `$ref` names a file, and never the network");

/// The keys of a catalogue that no schema has.
const CATALOGUE_KEYS: &[&str] = &["catalogue", "events", "channels", "schemas", "consumers", "flows"];

/// What is known of the files that references lead through.
#[derive(Default)]
pub(super) struct FileScopes {
    scopes: HashMap<String, Option<Rc<Scope>>>,
    /// The resources inside each file that have an `$id`.
    pub(super) resources: HashMap<String, Rc<HashMap<String, Rc<Scope>>>>,
    /// The keys of large maps.
    indexes: pointer::Indexes,
    /// The anchors of each resource, by its text.
    pub(super) anchors: HashMap<Span, Rc<HashMap<String, Vec<String>>>>,
}

/// Why a reference was not followed.
enum Fault {
    Found(Box<Diagnostic>),
    /// The file that it leads to cannot be parsed, which is reported there.
    Reported,
}

impl From<Diagnostic> for Fault {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Found(Box::new(diagnostic))
    }
}

impl Lowering {
    /// The scope at the top of a file; `None` where it cannot be read, which is reported by who named it.
    pub(super) fn file_scope(&mut self, cx: &mut Context<'_, '_>, file: &str) -> Option<Rc<Scope>> {
        if let Some(known) = self.files.scopes.get(file) {
            return known.clone();
        }
        let root = cx.loader.node(file, cx.diagnostics).ok().flatten();
        let scope = root.map(|root| {
            let draft = Draft::declared(&root).and_then(Result::ok).unwrap_or(Draft::Current);
            Rc::new(Scope { file: file.to_owned(), root, draft })
        });
        self.files.scopes.insert(file.to_owned(), scope.clone());
        scope
    }

    /// Follows every reference that was read, and those of what they lead to.
    pub(super) fn follow(&mut self, cx: &mut Context<'_, '_>) {
        while let Some(id) = self.unfollowed.pop() {
            let Some(reference) = &self.arena.get(id).reference else {
                continue;
            };
            let (text, scope) = (reference.text.clone(), Rc::clone(&reference.scope));
            let target = match self.locate(cx, &text, &scope) {
                Ok(target) => Some(target),
                Err(Fault::Found(diagnostic)) => {
                    cx.diagnostics.push(*diagnostic);
                    None
                }
                Err(Fault::Reported) => None,
            };
            let schema = self.arena.get_mut(id);
            if let Some(reference) = &mut schema.reference {
                reference.target = target;
            }
        }
    }

    fn locate(
        &mut self,
        cx: &mut Context<'_, '_>,
        text: &Spanned<String>,
        from: &Rc<Scope>,
    ) -> Result<SchemaId, Fault> {
        let (path, fragment) = text.value.split_once('#').unwrap_or((&text.value, ""));
        let scope = match path {
            "" => Rc::clone(from),
            path => match self.resources(cx, &from.file).get(path) {
                Some(resource) => Rc::clone(resource),
                None => self.other_file(cx, path, text, from)?,
            },
        };
        let mut tokens = match fragment {
            "" => Vec::new(),
            fragment if fragment.starts_with('/') => pointer::tokens(fragment).ok_or_else(|| {
                let help = "in a pointer `~` is written `~0`, `/` is written `~1`, and `%` is written `%25`";
                Diagnostic::new(&REF_DANGLING, text.span, "the pointer is malformed").help(help)
            })?,
            anchor => self.anchor(&scope, anchor).ok_or_else(|| self.no_anchor(anchor, text, from))?,
        };
        let root = Rc::clone(&scope.root);
        if let Some(misspelt) = tokens.first().filter(|token| *token == "schemas").and_then(|_| misspelt_schemas(&root))
        {
            tokens[0] = misspelt;
        }
        let found = match pointer::find(&root, &tokens, &mut self.files.indexes) {
            Ok(found) => found,
            Err((at, node)) => return Err(self.dangling(&tokens, at, node, text, from).into()),
        };
        if let Some(diagnostic) = not_a_schema(found.node, &tokens, &scope, text) {
            return Err(diagnostic.into());
        }
        let known = self.arena.at(found.node.span);
        let place = found.key.unwrap_or_else(|| head(found.node));
        let id = match known {
            Some(known) => known,
            None => {
                let inner = inner_scope(&scope, &found.way);
                self.read(cx, inner, found.node, place)
            }
        };
        if self.arena.get(id).parent.is_none() {
            let name = super::names::of_pointer(&tokens, &root, &scope.file);
            self.names.suggest(id, &name);
        }
        Ok(id)
    }

    fn other_file(
        &mut self,
        cx: &mut Context<'_, '_>,
        path: &str,
        text: &Spanned<String>,
        from: &Scope,
    ) -> Result<Rc<Scope>, Fault> {
        let written = &text.value;
        let finding = |rule, message: String| Diagnostic::new(rule, text.span, message);
        let decoded = pointer::percent_decode(path)
            .ok_or_else(|| finding(&REF_DANGLING, format!("`{written}` holds a malformed `%` escape")))?;
        let file = loader::join(&from.file, &decoded).map_err(|error| match error {
            PathError::Remote => {
                let last = path.rsplit('/').next().unwrap_or_default();
                let message = format!("`{written}` leads over the network, which is never read");
                let help = format!("put the schema into a file below the catalogue's folder, and name it relative to this one, as in `{last}`");
                finding(&REF_REMOTE, message).help(help)
            }
            error => {
                let help = "name a file relative to this one, with `/` between the parts";
                finding(&REF_OUTSIDE, format!("`{written}` cannot be followed: {error}")).help(help)
            }
        })?;
        match cx.loader.node(&file, cx.diagnostics) {
            Ok(_) => {}
            Err(FileError::OutsideRoot) => {
                let message = format!("`{written}` leads out of the folder that catalogues may read");
                let help = "move the file below that folder, or widen the folder in the configuration";
                return Err(finding(&REF_OUTSIDE, message).help(help).into());
            }
            Err(error) => {
                let message = format!("`{file}` cannot be read: {error}");
                let diagnostic = finding(&REF_DANGLING, message);
                return Err(self.near_file(cx, &file, text, from, diagnostic).into());
            }
        }
        self.file_scope(cx, &file).ok_or(Fault::Reported)
    }

    /// Says what to write where there is no such file: a shared schema of that name, or a file of a near name.
    fn near_file(
        &self,
        cx: &Context<'_, '_>,
        file: &str,
        text: &Spanned<String>,
        from: &Scope,
        diagnostic: Diagnostic,
    ) -> Diagnostic {
        let (path, fragment) =
            text.value.split_once('#').map_or((&*text.value, None), |(path, rest)| (path, Some(rest)));
        if let Some(way) = self.names.way_to(path, &from.file) {
            let diagnostic = diagnostic.help(format!("the schema `{path}` is written `{way}`"));
            return diagnostic.fix(text.span, write::quoted(&way));
        }
        let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
        let files = cx.loader.list(folder).unwrap_or_default();
        let others = files.iter().map(String::as_str).filter(|other| *other != from.file);
        let Some(near) = suggest::name(file, others) else {
            return diagnostic;
        };
        let way = super::names::relative(&from.file, &near.name);
        let diagnostic = diagnostic.help(format!("did you mean `{way}`?"));
        let way = fragment.map_or_else(|| way.clone(), |fragment| format!("{way}#{fragment}"));
        if near.certain { diagnostic.fix(text.span, write::quoted(&way)) } else { diagnostic }
    }

    /// The finding about a pointer that stops at `tokens[at]`, which `node` does not have.
    fn dangling(&self, tokens: &[String], at: usize, node: &Node, text: &Spanned<String>, from: &Scope) -> Diagnostic {
        let missing = &tokens[at];
        let around = if at == 0 { "there".to_owned() } else { format!("under `{}`", tokens[..at].join("/")) };
        let message = format!("`{}` leads nowhere: no `{missing}` stands {around}", text.value);
        let diagnostic = Diagnostic::new(&REF_DANGLING, text.span, message);
        let near = suggest::name(missing, node.entries().iter().map(|entry| entry.key.value.as_str()));
        let rewritten = near.map(|near| {
            let file = text.value.split('#').next().unwrap_or_default();
            let tokens = tokens.iter().enumerate().map(|(place, token)| if place == at { &near.name } else { token });
            let pointer: String = tokens.map(|token| format!("/{}", pointer::escape(token))).collect();
            Near { name: format!("{file}#{pointer}"), certain: near.certain }
        });
        let elsewhere = tokens.last().and_then(|name| self.names.way_to(name, &from.file));
        match (elsewhere, rewritten) {
            (Some(way), _) => {
                diagnostic.help(format!("it stands elsewhere: write `{way}`")).fix(text.span, write::quoted(&way))
            }
            (None, Some(near)) => diagnostic.meant(text, &near),
            (None, None) => {
                let names: Vec<String> =
                    node.entries().iter().take(8).map(|entry| format!("`{}`", entry.key.value)).collect();
                diagnostic.help_if((!names.is_empty()).then(|| format!("there are {}", names.join(", "))))
            }
        }
    }

    fn no_anchor(&self, anchor: &str, text: &Spanned<String>, from: &Scope) -> Diagnostic {
        let message = format!("`{}` leads nowhere: no schema there has the anchor `{anchor}`", text.value);
        let diagnostic = Diagnostic::new(&REF_DANGLING, text.span, message);
        match self.names.way_to(anchor, &from.file) {
            Some(way) => {
                let diagnostic = diagnostic.help(format!("the schema `{anchor}` is written `{way}`"));
                diagnostic.fix(text.span, write::quoted(&way))
            }
            None => diagnostic.help("name the schema by its place, as in `#/schemas/Name`"),
        }
    }
}

/// The key of a catalogue that was meant to be `schemas`, which is reported as such: what refers into it is no second finding.
fn misspelt_schemas(root: &Node) -> Option<String> {
    let is_catalogue = root.entries().iter().any(|entry| CATALOGUE_KEYS.contains(&entry.key.value.as_str()));
    if !is_catalogue || root.get("schemas").is_some() {
        return None;
    }
    let keys = root.entries().iter().map(|entry| entry.key.value.as_str());
    let others = keys.filter(|key| !CATALOGUE_KEYS.contains(key));
    suggest::word("schemas", others).filter(|near| near.certain).map(|near| near.name)
}

/// The scope of a node that was reached through `way`: the innermost resource and dialect there.
fn inner_scope(scope: &Rc<Scope>, way: &[&Node]) -> Rc<Scope> {
    let mut inner = Rc::clone(scope);
    for node in way.iter().skip(1) {
        let draft = Draft::declared(node).and_then(Result::ok).unwrap_or(inner.draft);
        let is_resource = begins_resource(node, draft);
        if is_resource || draft != inner.draft {
            let root = if is_resource { Rc::new((*node).clone()) } else { Rc::clone(&inner.root) };
            inner = Rc::new(Scope { file: inner.file.clone(), root, draft });
        }
    }
    inner
}

/// The finding about what a reference leads to, where that is no schema.
fn not_a_schema(node: &Node, tokens: &[String], scope: &Scope, text: &Spanned<String>) -> Option<Diagnostic> {
    let is_root = node.span == scope.root.span;
    let is_catalogue = is_root && node.entries().iter().any(|entry| CATALOGUE_KEYS.contains(&entry.key.value.as_str()));
    let what = if is_catalogue {
        "a part of a catalogue"
    } else if ends_at_names(tokens) {
        "a map of several"
    } else if matches!(node.kind, Kind::Map(_) | Kind::Bool(true)) {
        return None;
    } else {
        node.describe()
    };
    let message = format!("`{}` leads to {what}, which is no schema", text.value);
    let diagnostic = Diagnostic::new(&REF_DANGLING, text.span, message);
    let help = "name the schema, as in `#/schemas/Name`";
    Some(if is_root { diagnostic } else { diagnostic.label(head(node), "it leads here") }.help(help))
}

/// Whether a pointer stops where the name of a schema would follow.
fn ends_at_names(tokens: &[String]) -> bool {
    const NAMED: [&str; 5] = ["schemas", "$defs", "definitions", "properties", "events"];
    tokens.iter().fold(false, |names_next, token| !names_next && NAMED.contains(&token.as_str()))
}
