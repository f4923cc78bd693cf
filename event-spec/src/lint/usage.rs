//! Which entries of `schemas` a catalogue is made of, and which lie beside it.
//!
//! In: the document, and the schemas as written with their references followed. An entry is used if a payload, the handshake or
//! the envelope refers to it or into it, or a schema that is used itself; whether lowering kept a trace of the reference is no
//! matter. What YAML repeats with an alias or a merge key is used by whoever repeats it.

use std::collections::HashSet;

use crate::document::Document;
use crate::document::parts::SchemaNode;
use crate::resolve::names::all;
use crate::schema::Arena;
use crate::source::{Span, Spanned};
use crate::tree::Node;

/// The names of the entries of `schemas` that nothing uses.
pub(crate) fn unused_schemas<'d>(document: &'d Document<'_>, arena: &Arena) -> Vec<&'d Spanned<String>> {
    let roots = Roots::of(arena);
    let mut entries: Vec<Entry<'_>> = document
        .schemas
        .iter()
        .flat_map(|schemas| schemas.iter())
        .filter_map(|(name, schema)| Some(Entry { name, span: schema.0.span, root: roots.of_text(schema.0.span)? }))
        .collect();
    entries.sort_by_key(|entry| entry.span);
    let mut edges = Vec::new();
    for (root, schema) in roots.of.iter().zip(arena.iter()) {
        if let Some(target) = schema.reference.as_ref().and_then(|reference| reference.target) {
            edges.push((*root, roots.of[target.index()]));
        }
    }
    let mut reached = Vec::new();
    for SchemaNode(node) in payloads(document) {
        if let Some(root) = roots.of_text(node.span) {
            reached.push(root);
            repeated(root, node, &roots, &entries, &mut edges);
        }
    }
    for (_, SchemaNode(node)) in document.schemas.iter().flat_map(|schemas| schemas.iter()) {
        if let Some(root) = roots.of_text(node.span) {
            repeated(root, node, &roots, &entries, &mut edges);
        }
    }
    edges.sort_unstable();
    edges.dedup();
    let mut used: HashSet<usize> = HashSet::new();
    while let Some(root) = reached.pop() {
        if used.insert(root) {
            let first = edges.partition_point(|(from, _)| *from < root);
            reached.extend(edges[first..].iter().take_while(|(from, _)| *from == root).map(|(_, to)| *to));
        }
    }
    let mut unused: Vec<_> =
        entries.iter().filter(|entry| !used.contains(&entry.root)).map(|entry| entry.name).collect();
    unused.sort_by_key(|name| name.span);
    unused
}

/// An entry of `schemas`.
struct Entry<'d> {
    name: &'d Spanned<String>,
    span: Span,
    root: usize,
}

/// The outermost schema around each.
struct Roots<'a> {
    arena: &'a Arena,
    of: Vec<usize>,
}

impl<'a> Roots<'a> {
    fn of(arena: &'a Arena) -> Self {
        let mut of: Vec<usize> = Vec::with_capacity(arena.len());
        for (at, schema) in arena.iter().enumerate() {
            // A schema is read after the one around it.
            let around = schema.parent.as_ref().and_then(|(parent, _)| of.get(parent.index()).copied());
            of.push(around.unwrap_or(at));
        }
        Self { arena, of }
    }

    fn of_text(&self, span: Span) -> Option<usize> {
        self.arena.at(span).map(|id| self.of[id.index()])
    }
}

/// Every schema from which a catalogue begins.
fn payloads<'d>(document: &'d Document<'_>) -> Vec<SchemaNode<'d>> {
    let mut nodes = Vec::new();
    if let Some(handshake) = &document.handshake {
        nodes.extend([handshake.auth, handshake.query].into_iter().flatten());
    }
    nodes.extend(document.envelope.as_ref().and_then(|envelope| envelope.meta));
    for (_, event) in all(&document.events) {
        let Some(event) = event else { continue };
        let ack = event.ack.as_ref().and_then(|ack| ack.payload);
        nodes.extend([event.payload, event.client_payload, ack].into_iter().flatten());
        nodes.extend(event.args.iter().flatten().filter_map(|arg| arg.schema));
    }
    nodes
}

/// Adds what the text of a schema repeats of others: parts that were read as another's, and keys that stand elsewhere.
fn repeated(root: usize, node: &Node, roots: &Roots<'_>, entries: &[Entry<'_>], edges: &mut Vec<(usize, usize)>) {
    let mut waiting = vec![node];
    while let Some(node) = waiting.pop() {
        if let Some(other) = roots.of_text(node.span)
            && other != root
        {
            edges.push((root, other));
        }
        for entry in node.entries() {
            let key = entry.key.span;
            if !holds(node.span, key) {
                let next = entries.partition_point(|entry| entry.span <= key);
                let around = entries[..next].last().filter(|entry| holds(entry.span, key));
                edges.extend(around.map(|entry| (root, entry.root)));
            }
            waiting.push(&entry.value);
        }
        waiting.extend(node.items());
    }
}

fn holds(outer: Span, inner: Span) -> bool {
    outer.source == inner.source && outer.start <= inner.start && inner.end <= outer.end
}
