//! Two versions of a message, side by side.
//!
//! In: the types of a message in either version. Out: the changes that the rules find at each matched pair of parts. Each pair
//! of objects is walked once for a message, however many ways lead to it, so types may hold themselves.

mod objects;
mod types;

use rustc_hash::FxHashMap;

use super::at::At;
use super::flow::Flow;
use super::met::Met;
use super::path::Step;
use super::survey::Survey;
use crate::compare::change::Change;
use crate::compare::contain::Typed;
use crate::compare::rules::{ALL, Check};
use crate::source::Span;
use crate::types::{Object, Type, TypeId, TypeKind, Types};

/// A walk through one message.
pub(super) struct Walk<'a, 'w> {
    flow: Flow,
    root: &'w str,
    old: &'a Types,
    new: &'a Types,
    /// What was found out before, or nothing.
    survey: Option<&'w Survey<'a>>,
    /// Whether the rules are asked about what differs.
    asks: bool,
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

/// Where something is written, in the sources of either version.
pub(super) type Spans = (Option<Span>, Option<Span>);

/// Whether anything differs, and the pairs of objects that were met and not looked into.
type Surveyed = (bool, Vec<(TypeId, TypeId)>);

impl<'a, 'w> Walk<'a, 'w> {
    pub(super) fn new(flow: Flow, root: &'w str, old: &'a Types, new: &'a Types) -> Self {
        Self {
            flow,
            root,
            old,
            new,
            survey: None,
            asks: true,
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

    /// The same, which passes by what a survey found to be alike.
    pub(super) fn after(self, survey: &'w Survey<'a>) -> Self {
        Self { survey: Some(survey), ..self }
    }

    /// Whether two lists of types differ, but for the objects in them, and the pairs of those objects.
    pub(super) fn survey(old: &'a Types, new: &'a Types, pairs: &[Matched<'a>]) -> Surveyed {
        let mut walk = Self { asks: false, ..Self::new(Flow::ServerSends, "", old, new) };
        pairs.iter().for_each(|(_, old, new)| walk.types(old, new));
        walk.surveyed()
    }

    /// The same of two objects.
    pub(super) fn survey_objects(old: &'a Types, new: &'a Types, (one, other): (TypeId, TypeId)) -> Surveyed {
        let mut walk = Self { asks: false, ..Self::new(Flow::ServerSends, "", old, new) };
        if let (TypeKind::Object(one), TypeKind::Object(other)) = (&old.get(one).kind, &new.get(other).kind) {
            walk.object(one, other);
        }
        walk.surveyed()
    }

    /// Whether the keys of two objects differ that no type names.
    pub(super) fn differs_in_keys(old: (&'a Types, &'a Object), new: (&'a Types, &'a Object)) -> bool {
        let mut walk = Self { asks: false, ..Self::new(Flow::ServerSends, "", old.0, new.0) };
        walk.object(old.1, new.1);
        walk.follow();
        walk.differs
    }

    fn surveyed(self) -> Surveyed {
        (self.differs, self.nodes.iter().map(|node| (node.old.id, node.new.id)).collect())
    }

    /// Compares pairs of types, perhaps with names; the spans tell where, unless a field or a shared schema tells it better.
    pub(super) fn run(mut self, pairs: &[Matched<'a>], spans: Spans) -> Vec<Found<'a>> {
        for (name, old, new) in pairs {
            self.begin(*name, spans);
            self.types(old, new);
        }
        self.follow();
        self.end()
    }

    /// Shows the rules pairs of types as wholes.
    pub(super) fn wholes(mut self, pairs: &[Matched<'a>], spans: Spans) -> Vec<Found<'a>> {
        for (name, old, new) in pairs {
            self.begin(*name, spans);
            self.met(Met::Whole, old, new);
        }
        self.end()
    }

    fn begin(&mut self, name: Option<&'a str>, spans: Spans) {
        (self.old_span, self.new_span) = spans;
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

    fn end(self) -> Vec<Found<'a>> {
        let found = self.found.into_iter().zip(self.places).map(|(change, place)| {
            let mut ways = vec![place.steps];
            if let Some(node) = place.node.map(|at| &self.nodes[at]) {
                let inside = ways[0][node.steps.len()..].to_vec();
                ways.extend(node.others.iter().map(|way| [way.as_slice(), &inside].concat()));
            }
            Found { change, ways }
        });
        found.collect()
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
        self.differs = true;
        if !self.asks {
            return;
        }
        let [old_facts, new_facts] = match self.survey {
            Some(survey) => survey.facts().map(Some),
            None => [None, None],
        };
        let at = At {
            flow: self.flow,
            old: Typed { facts: old_facts, ..Typed::new(self.old, old) },
            new: Typed { facts: new_facts, ..Typed::new(self.new, new) },
            root: self.root,
            steps: &self.steps,
            old_span: self.old_span,
            new_span: self.new_span,
        };
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

    /// Notes a pair of objects, to be compared when whatever is nearer was.
    fn later(&mut self, old: ObjectOf<'a>, new: ObjectOf<'a>) {
        if self.survey.is_some_and(|survey| survey.alike().contains(&(old.id, new.id))) {
            return;
        }
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
}
