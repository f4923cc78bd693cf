//! Schemas to types.
//!
//! In: the nodes of a catalogue's shared schemas and payloads, one after another. Out: [`Types`], with every reference
//! followed, every type named once, and a finding wherever a schema says what no type can hold. Promised: whatever the
//! input, the work is bounded (see [`shapes::MAX_CHAIN`] and [`shapes::MAX_MERGED`]) and nothing panics.
//!
//! ```text
//! Node -> schema::read -> Schema -> refs (follow) -> shapes, merge -> Shape -> define -> Types -> finite, given
//! ```

mod anchors;
mod apart;
mod choices;
mod define;
mod finite;
mod given;
mod lists;
mod merge;
mod names;
mod objects;
mod pointer;
mod refs;
mod scalars;
mod shapes;
mod unions;
mod unnamed;
mod values;
mod variants;
mod words;

#[cfg(test)]
pub(crate) mod tests;

use std::collections::{HashSet, VecDeque};
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::context::Context;
use crate::rule::Rule;
use crate::schema::read::Reader;
use crate::schema::{Arena, SchemaId, Scope};
use crate::source::{Span, Spanned};
use crate::tree::Node;
use crate::types::{Origin, Type, TypeId, Types};

pub(crate) use lists::MAX_TUPLE;
pub(crate) use names::NAME_COLLISION;
pub(crate) use unnamed::Unnamed;

/// The rules that lowering reports.
pub(crate) const RULES: &[&Rule] = &[
    &refs::REF_DANGLING,
    &refs::REF_OUTSIDE,
    &refs::REF_REMOTE,
    &shapes::REF_CYCLE,
    &shapes::TOO_LARGE,
    &scalars::IMPOSSIBLE,
    &define::IMPLIED_TYPE,
    &define::UNTYPED,
    &lists::TUPLE,
    &objects::REQUIRED,
    &finite::INFINITE,
    &names::NAME_COLLISION,
    &names::SCHEMA_NAME,
    &given::DEFAULT_INVALID,
    &crate::fit::EXAMPLE_INVALID,
];

/// The types of a catalogue while they are made.
pub(crate) struct Lowering {
    arena: Arena,
    /// Schemas whose references are still to be followed.
    unfollowed: Vec<SchemaId>,
    /// Entries of `schemas` whose types are still to be named.
    registered: Vec<SchemaId>,
    files: refs::FileScopes,
    shapes: shapes::Shapes,
    names: names::Names,
    types: Types,
    /// The named types of schemas.
    ids: FxHashMap<SchemaId, TypeId>,
    /// The named types of schemas that are written in place and allow null as well.
    nullable: FxHashMap<SchemaId, TypeId>,
    /// Types that are named and still to be defined.
    undefined: VecDeque<(SchemaId, TypeId)>,
    /// Types whose schema was refused.
    failed: HashSet<TypeId>,
    given: Vec<given::Given>,
}

impl Lowering {
    /// No types yet.
    pub(crate) fn new() -> Self {
        Self {
            arena: Arena::default(),
            unfollowed: Vec::new(),
            registered: Vec::new(),
            files: refs::FileScopes::default(),
            shapes: shapes::Shapes::default(),
            names: names::Names::default(),
            types: Types::default(),
            ids: FxHashMap::default(),
            nullable: FxHashMap::default(),
            undefined: VecDeque::new(),
            failed: HashSet::new(),
            given: Vec::new(),
        }
    }

    /// Registers an entry of `schemas`. Every entry is registered before the first payload is lowered, so that each keeps
    /// its name and none is unknown to a reference.
    pub(crate) fn shared(&mut self, cx: &mut Context<'_, '_>, name: &Spanned<String>, file: &str, node: &Node) {
        let Some(scope) = self.file_scope(cx, file) else {
            return;
        };
        let id = self.read(cx, scope, node, name.span);
        self.names.register_shared(id, name, file);
        self.registered.push(id);
    }

    /// Lowers a schema that is written in place, or a reference. `name_hint` is the name, in Pascal case, of a type that has
    /// none of its own. `None` where the schema was refused, which is reported.
    pub(crate) fn payload(
        &mut self,
        cx: &mut Context<'_, '_>,
        node: &Node,
        file: &str,
        origin: Origin,
        name_hint: &str,
    ) -> Option<Type> {
        let scope = self.file_scope(cx, file)?;
        let id = self.read(cx, scope, node, head(node));
        self.names.suggest_root(id, name_hint);
        self.name_registered(cx);
        let ty = self.lower_root(cx, id, origin);
        self.define_all(cx);
        ty.filter(|ty| !self.is_failed(ty))
    }

    /// Defines what is left, checks what can be checked only on the whole, and gives the types, with the schemas that they
    /// were made from.
    pub(crate) fn finish(mut self, cx: &mut Context<'_, '_>) -> (Types, Arena) {
        self.name_registered(cx);
        self.define_all(cx);
        finite::check(&self.types, cx.diagnostics);
        given::check(&self.types, &self.given, cx.diagnostics);
        (self.types, self.arena)
    }

    /// Follows every reference, and names the types of the entries of `schemas` in their order.
    fn name_registered(&mut self, cx: &mut Context<'_, '_>) {
        self.follow(cx);
        for id in std::mem::take(&mut self.registered) {
            self.shared_type(cx, id);
        }
    }

    fn read(&mut self, cx: &mut Context<'_, '_>, scope: Rc<Scope>, node: &Node, place: Span) -> SchemaId {
        let Self { arena, unfollowed, .. } = self;
        Reader { arena, diagnostics: cx.diagnostics, scope, unfollowed }.read(node, place, None)
    }

    fn is_failed(&self, ty: &Type) -> bool {
        match ty {
            Type::Named(id) => self.failed.contains(id),
            Type::Nullable(inner) => self.is_failed(inner),
            _ => false,
        }
    }
}

/// What to underline when a schema without a key of its own is meant: all of it, or its beginning where it is long.
fn head(node: &Node) -> Span {
    const LONG: usize = 80;
    match node.entries().first() {
        Some(first) if node.span.range().len() > LONG => Span { end: first.key.span.end, ..node.span },
        _ => node.span,
    }
}
