//! Schemas that are referred to by a name: `$id` and `$anchor`.

use std::collections::HashMap;
use std::rc::Rc;

use super::Lowering;
use crate::context::Context;
use crate::schema::read::begins_resource;
use crate::schema::{Draft, Scope};
use crate::tree::Node;

impl Lowering {
    /// The resources inside a file that have an `$id`, by that `$id`.
    pub(super) fn resources(&mut self, cx: &mut Context<'_, '_>, file: &str) -> Rc<HashMap<String, Rc<Scope>>> {
        if let Some(known) = self.files.resources.get(file) {
            return Rc::clone(known);
        }
        let mut resources = HashMap::new();
        if let Some(scope) = self.file_scope(cx, file) {
            collect_resources(&scope.root, &scope, &mut resources);
        }
        let resources = Rc::new(resources);
        self.files.resources.insert(file.to_owned(), Rc::clone(&resources));
        resources
    }

    /// The way to an anchor of a resource.
    pub(super) fn anchor(&mut self, scope: &Scope, anchor: &str) -> Option<Vec<String>> {
        let anchors = self.files.anchors.entry(scope.root.span).or_insert_with(|| {
            let mut anchors = HashMap::new();
            collect_anchors(&scope.root, scope.draft, &mut Vec::new(), &mut anchors);
            Rc::new(anchors)
        });
        anchors.get(anchor).cloned()
    }
}

fn collect_resources(node: &Node, scope: &Rc<Scope>, resources: &mut HashMap<String, Rc<Scope>>) {
    if let Some(id) = node.get("$id").and_then(Node::as_str)
        && !id.starts_with('#')
    {
        let draft = Draft::declared(node).and_then(Result::ok).unwrap_or(scope.draft);
        let root = if node.span == scope.root.span { Rc::clone(&scope.root) } else { Rc::new(node.clone()) };
        let resource = Rc::new(Scope { file: scope.file.clone(), root, draft });
        resources.entry(id.trim_end_matches('#').to_owned()).or_insert(resource);
    }
    let values = node.entries().iter().map(|entry| &entry.value);
    for child in values.chain(node.items()) {
        collect_resources(child, scope, resources);
    }
}

fn collect_anchors(node: &Node, draft: Draft, way: &mut Vec<String>, anchors: &mut HashMap<String, Vec<String>>) {
    let anchor = node.get("$anchor").and_then(Node::as_str);
    let legacy = node.get("$id").and_then(Node::as_str).and_then(|id| id.strip_prefix('#'));
    for name in anchor.into_iter().chain(legacy) {
        anchors.entry(name.to_owned()).or_insert_with(|| way.clone());
    }
    let entries = node.entries().iter().map(|entry| (entry.key.value.clone(), &entry.value));
    let items = node.items().iter().enumerate().map(|(at, item)| (at.to_string(), item));
    for (step, child) in entries.chain(items) {
        if !begins_resource(child, draft) {
            way.push(step);
            collect_anchors(child, draft, way, anchors);
            way.pop();
        }
    }
}
