//! The named types, each with who uses it.

use std::collections::BTreeMap;

use event_spec::catalogue::{Answer, Message, Payload};
use event_spec::types::{Type, TypeDef, TypeId};

use super::context::Context;
use super::shapes;
use crate::docs::author;
use crate::docs::page::{Anchor, Block, Inline, Part, Section, code, event_link, joined, text};

/// The section, if there are types that more than one place may use.
pub fn section(context: &Context) -> Option<Section> {
    let mut users = users(context);
    let types = context.catalogue.types.iter().filter(|(id, _)| context.sections.has(*id));
    let sections: Vec<Section> =
        types.map(|(id, def)| described(context, def, users.remove(&id).unwrap_or_default())).collect();
    (!sections.is_empty()).then(|| Section {
        anchor: Anchor::Part(Part::Types),
        title: text("Types"),
        blocks: Vec::new(),
        sections,
    })
}

fn described(context: &Context, def: &TypeDef, users: Vec<Vec<Inline>>) -> Section {
    let mut blocks = Vec::new();
    if def.deprecated {
        blocks.push(Block::Warning(vec![Inline::Strong(vec![text("Deprecated.")])]));
    }
    blocks.extend(def.docs.as_deref().map(author::blocks).unwrap_or_default());
    blocks.extend(shapes::definition(&context.sections, def));
    let users = joined(users);
    if !users.is_empty() {
        blocks.push(Block::Paragraph([vec![text("Used by ")], users, vec![text(".")]].concat()));
    }
    Section { anchor: shapes::type_anchor(def), title: code(&def.name), blocks, sections: Vec::new() }
}

/// The events, and the other types with a section, that mention a type.
fn users(context: &Context) -> BTreeMap<TypeId, Vec<Vec<Inline>>> {
    let mut users: BTreeMap<TypeId, Vec<Vec<Inline>>> = BTreeMap::new();
    let mut add = |used: Vec<TypeId>, user: Inline| {
        for id in used {
            let users = users.entry(id).or_default();
            if users.last().is_none_or(|last| last != std::slice::from_ref(&user)) {
                users.push(vec![user.clone()]);
            }
        }
    };
    for (name, event) in &context.catalogue.events {
        let ack = match &event.answer {
            Answer::Ack(ack) => Some(ack),
            _ => None,
        };
        for ty in [&event.server, &event.client].into_iter().flatten().chain(ack).flat_map(types_of) {
            add(context.sections.linked(ty), event_link(name));
        }
    }
    for (id, def) in context.catalogue.types.iter().filter(|(id, _)| context.sections.has(*id)) {
        let mut used = context.sections.linked_in(id);
        used.retain(|used| *used != id);
        add(used, shapes::type_link(def));
    }
    users
}

/// The types of a message's arguments.
fn types_of(message: &Message) -> Vec<&Type> {
    match &message.payload {
        Payload::Empty => Vec::new(),
        Payload::One(ty) => vec![ty],
        Payload::Args(args) => args.iter().map(|arg| &arg.ty).collect(),
    }
}
