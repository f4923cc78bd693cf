//! Two versions of a message, side by side.
//!
//! In: the types of a message in either version. Out: the changes that the rules find at each matched pair of parts. Each pair
//! of objects is walked once for a message, however many ways lead to it, so types may hold themselves.

use rustc_hash::FxHashMap;

use super::at::At;
use super::fields::Fields;
use super::flow::Flow;
use super::met::{Count, Met, Number, Text, Values};
use super::path::Step;
use super::shape::{Part, Shape};
use crate::compare::change::Change;
use crate::compare::contain::Typed;
use crate::compare::contain::kind::Kind;
use crate::compare::pair::Pair;
use crate::compare::rules::{ALL, Check};
use crate::source::Span;
use crate::types::{Discrimination, Field, Literal, Object, Rest, Type, TypeId, TypeKind, Types, Union};

/// A walk through one message.
pub(super) struct Walk<'a, 'w> {
    flow: Flow,
    root: &'w str,
    old: &'a Types,
    new: &'a Types,
    /// The pairs of objects, in the order in which they were met. The walk is as wide as possible, so each is met on a
    /// shortest way.
    nodes: Vec<Node<'a>>,
    known: FxHashMap<(TypeId, TypeId), usize>,
    /// The way to where the walk is.
    steps: Vec<Step<'a>>,
    old_span: Option<Span>,
    new_span: Option<Span>,
    differs: bool,
    found: Vec<Change>,
    places: Vec<Place<'a>>,
}

/// An object with its name.
#[derive(Clone, Copy)]
struct ObjectOf<'a> {
    id: TypeId,
    object: &'a Object,
}

/// Stands for the type of an object whose fields or content are shown to the rules: they see the object itself.
const OBJECT: &Type = &Type::Any;

/// A pair of objects.
struct Node<'a> {
    old: ObjectOf<'a>,
    new: ObjectOf<'a>,
    steps: Vec<Step<'a>>,
    /// The other ways that lead here without passing here.
    others: Vec<Vec<Step<'a>>>,
    old_span: Option<Span>,
    new_span: Option<Span>,
}

/// Where a change was found.
struct Place<'a> {
    steps: Vec<Step<'a>>,
    /// The node, which others ways may lead to.
    node: Option<usize>,
}

/// A change with every way to it, the shortest first.
pub(super) struct Found<'a> {
    pub(super) change: Change,
    pub(super) ways: Vec<Vec<Step<'a>>>,
}

/// A pair of types that stand in one place of a message, perhaps with the name of the argument.
pub(super) type Matched<'a> = (Option<&'a str>, &'a Type, &'a Type);

/// What a walk saw.
pub(super) struct Seen<'a> {
    /// Whether anything differs that readers can notice, whatever the rules say of it.
    pub(super) differs: bool,
    pub(super) found: Vec<Found<'a>>,
}

impl<'a, 'w> Walk<'a, 'w> {
    pub(super) fn new(flow: Flow, root: &'w str, old: &'a Types, new: &'a Types) -> Self {
        Self {
            flow,
            root,
            old,
            new,
            nodes: Vec::new(),
            known: FxHashMap::default(),
            steps: Vec::new(),
            old_span: None,
            new_span: None,
            differs: false,
            found: Vec::new(),
            places: Vec::new(),
        }
    }

    /// Compares pairs of types, perhaps with names; the spans tell where, unless a field or a shared schema tells it better.
    pub(super) fn run(mut self, pairs: &[Matched<'a>], spans: (Span, Span)) -> Seen<'a> {
        for (name, old, new) in pairs {
            self.begin(*name, spans);
            self.types(old, new);
        }
        self.follow();
        self.end()
    }

    /// Compares the keys of two objects that no type names.
    pub(super) fn run_keys(mut self, old: &'a Object, new: &'a Object, spans: (Span, Span)) -> Seen<'a> {
        self.begin(None, spans);
        self.object(old, new);
        self.follow();
        self.end()
    }

    /// Shows the rules pairs of types as wholes.
    pub(super) fn wholes(mut self, pairs: &[Matched<'a>], spans: (Span, Span)) -> Vec<Found<'a>> {
        for (name, old, new) in pairs {
            self.begin(*name, spans);
            self.met(Met::Whole, old, new);
        }
        self.end().found
    }

    fn begin(&mut self, name: Option<&'a str>, spans: (Span, Span)) {
        (self.old_span, self.new_span) = (Some(spans.0), Some(spans.1));
        self.steps.clear();
        self.steps.extend(name.map(Step::Key));
    }

    /// Compares the pairs of objects that were met, and those that are met in them.
    fn follow(&mut self) {
        let mut at = 0;
        while at < self.nodes.len() {
            let done = self.places.len();
            self.node(at);
            self.places[done..].iter_mut().for_each(|place| place.node = Some(at));
            at += 1;
        }
    }

    fn end(self) -> Seen<'a> {
        let found = self.found.into_iter().zip(self.places).map(|(change, place)| {
            let mut ways = vec![place.steps];
            if let Some(node) = place.node.map(|at| &self.nodes[at]) {
                let inside = ways[0][node.steps.len()..].to_vec();
                ways.extend(node.others.iter().map(|way| [way.as_slice(), &inside].concat()));
            }
            Found { change, ways }
        });
        Seen { differs: self.differs, found: found.collect() }
    }

    /// Shows the rules a pair of parts that differ.
    fn met(&mut self, met: Met<'_>, old: &'a Type, new: &'a Type) {
        self.ask(old, new, |check, at, changes| {
            if let Check::Type(check) = check {
                check(&met, at, changes);
            }
        });
    }

    fn ask(&mut self, old: &'a Type, new: &'a Type, ask: impl Fn(&Check, &At<'_>, &mut Vec<Change>)) {
        let at = At {
            flow: self.flow,
            old: Typed { types: self.old, ty: old },
            new: Typed { types: self.new, ty: new },
            root: self.root,
            steps: &self.steps,
            old_span: self.old_span,
            new_span: self.new_span,
        };
        self.differs = true;
        for held in ALL {
            ask(&held.check, &at, &mut self.found);
        }
        while self.places.len() < self.found.len() {
            self.places.push(Place { steps: self.steps.clone(), node: None });
        }
    }

    /// Goes a step, and comes back.
    fn inside(&mut self, step: Step<'a>, walk: impl FnOnce(&mut Self)) {
        self.steps.push(step);
        walk(self);
        self.steps.pop();
    }

    /// Stands at other places of the sources for a while.
    fn written_at(&mut self, old: Option<Span>, new: Option<Span>, walk: impl FnOnce(&mut Self)) {
        let before = (self.old_span, self.new_span);
        (self.old_span, self.new_span) = (old, new);
        walk(self);
        (self.old_span, self.new_span) = before;
    }

    fn types(&mut self, old_type: &'a Type, new_type: &'a Type) {
        let old = Shape::of(Typed { types: self.old, ty: old_type });
        let new = Shape::of(Typed { types: self.new, ty: new_type });
        if old.any && new.any {
            return;
        }
        let shares = new.parts.iter().any(|part| old.part(part.kind).is_some());
        let only_null = old.parts.is_empty() && new.parts.is_empty();
        if old.any || new.any || !(shares || only_null) {
            return self.met(Met::Type, old_type, new_type);
        }
        if old.null != new.null {
            let (old_span, new_span) = (old.null_span().or(self.old_span), new.null_span().or(self.new_span));
            let met = Met::Null { old: old.null, new: new.null };
            self.written_at(old_span, new_span, |walk| walk.met(met, old_type, new_type));
        }
        let several = old.parts.len() > 1 || new.parts.len() > 1;
        for part in &new.parts {
            let name = part.kind.word();
            match old.part(part.kind) {
                None => self.met(Met::Variant(Pair::Added(name)), old_type, new_type),
                Some(old) if several => self.inside(Step::Variant(name), |walk| walk.parts(old, *part)),
                Some(old) => self.parts(old, *part),
            }
        }
        for part in old.parts.iter().filter(|part| new.part(part.kind).is_none()) {
            self.met(Met::Variant(Pair::Removed(part.kind.word())), old_type, new_type);
        }
    }

    /// Compares what values of one JSON type can be.
    fn parts(&mut self, old: Part<'a>, new: Part<'a>) {
        let (old_span, new_span) = (old.span.or(self.old_span), new.span.or(self.new_span));
        self.written_at(old_span, new_span, |walk| match old.kind {
            Kind::Boolean | Kind::Number | Kind::Text => walk.scalars(old, new),
            Kind::List => walk.lists(old.ty, new.ty),
            Kind::Object => walk.objects(old.ty, new.ty),
        });
    }

    fn scalars(&mut self, old: Part<'a>, new: Part<'a>) {
        let old_values = Values::of(Typed { types: self.old, ty: old.ty });
        let new_values = Values::of(Typed { types: self.new, ty: new.ty });
        if old_values.is_closed() || new_values.is_closed() || !(old_values.is_free() || new_values.is_free()) {
            if old_values != new_values {
                self.met(Met::Values { old: &old_values, new: &new_values }, old.ty, new.ty);
            }
            return;
        }
        if old.kind == Kind::Text {
            let (old_text, new_text) = (Text::of(old.ty), Text::of(new.ty));
            if old_text != new_text {
                self.met(Met::Text { old: &old_text, new: &new_text }, old.ty, new.ty);
            }
        } else if let (Some(old_number), Some(new_number)) = (Number::of(old.ty), Number::of(new.ty))
            && old_number != new_number
        {
            self.met(Met::Number { old: &old_number, new: &new_number }, old.ty, new.ty);
        }
    }

    fn lists(&mut self, old: &'a Type, new: &'a Type) {
        match (old, new) {
            (Type::List(old_list), Type::List(new_list)) => {
                let (old_count, new_count) = (Count::of_list(old_list), Count::of_list(new_list));
                if old_count != new_count {
                    self.met(Met::Count { old: &old_count, new: &new_count }, old, new);
                }
                if old_list.unique != new_list.unique {
                    self.met(Met::Unique { old: old_list.unique, new: new_list.unique }, old, new);
                }
                self.inside(Step::Item, |walk| walk.types(&old_list.items, &new_list.items));
            }
            (Type::Tuple(old_items), Type::Tuple(new_items)) if old_items.len() == new_items.len() => {
                for (place, (old, new)) in old_items.iter().zip(new_items).enumerate() {
                    self.inside(Step::Place(place), |walk| walk.types(old, new));
                }
            }
            _ => {
                let places = |ty: &Type| if let Type::Tuple(items) = ty { Some(items.len()) } else { None };
                self.met(Met::Places { old: places(old), new: places(new) }, old, new);
            }
        }
    }

    fn objects(&mut self, old: &'a Type, new: &'a Type) {
        if let (Type::Map(old_map), Type::Map(new_map)) = (old, new) {
            let (old_count, new_count) = (Count::of_map(old_map), Count::of_map(new_map));
            if old_count != new_count {
                self.met(Met::Count { old: &old_count, new: &new_count }, old, new);
            }
            return self.inside(Step::Value, |walk| walk.types(&old_map.values, &new_map.values));
        }
        let (Type::Named(old_id), Type::Named(new_id)) = (old, new) else {
            return self.met(Met::Whole, old, new);
        };
        match (&self.old.get(*old_id).kind, &self.new.get(*new_id).kind) {
            (TypeKind::Object(old_object), TypeKind::Object(new_object)) => {
                let old = ObjectOf { id: *old_id, object: old_object };
                let new = ObjectOf { id: *new_id, object: new_object };
                self.later(old, new);
            }
            (TypeKind::Union(old_union), TypeKind::Union(new_union)) => {
                let (old_tag, new_tag) = (tag(old_union), tag(new_union));
                if old_tag != new_tag {
                    return self.met(Met::Tag { old: old_tag, new: new_tag }, old, new);
                }
                self.variants(old, new, &variants(old_union), &variants(new_union));
            }
            (TypeKind::Union(old_union), TypeKind::Object(object)) => match constant(object, tag(old_union)) {
                Some(name) => self.variants(old, new, &variants(old_union), &[(name, new)]),
                None => self.met(Met::Whole, old, new),
            },
            (TypeKind::Object(object), TypeKind::Union(new_union)) => match constant(object, tag(new_union)) {
                Some(name) => self.variants(old, new, &[(name, old)], &variants(new_union)),
                None => self.met(Met::Whole, old, new),
            },
            _ => self.met(Met::Whole, old, new),
        }
    }

    /// Compares the variants of two unions, matched by their tags.
    fn variants(&mut self, old: &'a Type, new: &'a Type, olds: &[(&'a str, &'a Type)], news: &[(&'a str, &'a Type)]) {
        for (name, variant) in news {
            match olds.iter().find(|(other, _)| other == name) {
                Some((_, other)) => self.inside(Step::Variant(name), |walk| walk.types(other, variant)),
                None => self.met(Met::Variant(Pair::Added(name)), old, new),
            }
        }
        for (name, _) in olds.iter().filter(|(name, _)| news.iter().all(|(other, _)| other != name)) {
            self.met(Met::Variant(Pair::Removed(name)), old, new);
        }
    }

    /// Notes a pair of objects, to be compared when whatever is nearer was.
    fn later(&mut self, old: ObjectOf<'a>, new: ObjectOf<'a>) {
        if let Some(at) = self.known.get(&(old.id, new.id)) {
            let node = &mut self.nodes[*at];
            // An object inside itself is no other way to it.
            if !self.steps.starts_with(&node.steps) {
                node.others.push(self.steps.clone());
            }
            return;
        }
        self.known.insert((old.id, new.id), self.nodes.len());
        let (steps, others) = (self.steps.clone(), Vec::new());
        self.nodes.push(Node { old, new, steps, others, old_span: self.old_span, new_span: self.new_span });
    }

    fn node(&mut self, at: usize) {
        let Node { old, new, ref steps, old_span, new_span, .. } = self.nodes[at];
        self.steps.clone_from(steps);
        self.written_at(old_span, new_span, |walk| walk.object(old.object, new.object));
    }

    fn object(&mut self, old: &'a Object, new: &'a Object) {
        for field in &new.fields {
            match old.field(&field.wire) {
                Some(before) => self.field(Pair::Kept { old: before, new: field }, old, new),
                None => self.field(Pair::Added(field), old, new),
            }
        }
        for field in old.fields.iter().filter(|field| new.field(&field.wire).is_none()) {
            self.field(Pair::Removed(field), old, new);
        }
        match (&old.rest, &new.rest) {
            (Rest::Ignored, Rest::Ignored) | (Rest::Refused, Rest::Refused) => {}
            (Rest::Kept(old), Rest::Kept(new)) => self.inside(Step::Value, |walk| walk.types(old, new)),
            (before, after) => self.met(Met::Rest { old: before, new: after }, OBJECT, OBJECT),
        }
    }

    fn field(&mut self, pair: Pair<&'a Field>, old: &'a Object, new: &'a Object) {
        let fields = Fields { pair, old, new };
        let (key, old_span, new_span) = match pair {
            Pair::Added(field) => (&field.wire, None, Some(field.span)),
            Pair::Removed(field) => (&field.wire, Some(field.span), None),
            Pair::Kept { old, new } => (&new.wire, Some(old.span), Some(new.span)),
        };
        self.inside(Step::Key(key), |walk| {
            walk.written_at(old_span, new_span, |walk| {
                let Pair::Kept { old: before, new: after } = pair else {
                    return walk.fields(&fields);
                };
                if before.optional != after.optional {
                    walk.fields(&fields);
                }
                walk.types(&before.ty, &after.ty);
            });
        });
    }

    /// Shows the rules a pair of fields that differ.
    fn fields(&mut self, fields: &Fields<'_>) {
        self.ask(OBJECT, OBJECT, |check, at, changes| {
            if let Check::Field(check) = check {
                check(fields, at, changes);
            }
        });
    }
}

/// The key that tells the variants apart. Unions by JSON type were seen through.
fn tag(union: &Union) -> &str {
    match &union.discrimination {
        Discrimination::Tag(tag) => tag,
        Discrimination::JsonType => "",
    }
}

fn variants(union: &Union) -> Vec<(&str, &Type)> {
    let tagged = union.variants.iter().filter_map(|variant| Some((variant.tag.as_deref()?, &variant.ty)));
    tagged.collect()
}

/// The text that an object always holds under a key: it can stand for a variant with that tag.
fn constant<'a>(object: &'a Object, key: &str) -> Option<&'a str> {
    match object.field(key) {
        Some(field) if !field.optional => match &field.ty {
            Type::Literal(Literal::String(text)) => Some(text),
            _ => None,
        },
        _ => None,
    }
}
