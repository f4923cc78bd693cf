//! What types are, however they are written.
//!
//! In: types of a catalogue, with what they are a part of. Out: a digest of one canonical form. Neither the names of types, nor the
//! order of the sources, nor whether a schema is shared, written twice or written in place changes it: what is alike counts
//! as one. No stack is needed, however deep the types are.

mod form;
mod shape;

use std::hash::Hash;

use rustc_hash::FxHashMap;
use sha2::{Digest, Sha256};

pub(crate) use form::Form;

use crate::types::{Object, Type, TypeId, TypeKind, Types};
use shape::Shape;

/// Types that are reached from some, and what they are a part of.
pub(crate) struct Structure<'a> {
    types: &'a Types,
    nodes: Vec<Node>,
    /// The node of each named type that was met.
    named: FxHashMap<TypeId, usize>,
    /// The nodes whose insides are still to be visited.
    open: Vec<(usize, Vec<&'a Type>)>,
    /// The nodes of the types that were asked for, in order.
    roots: Vec<usize>,
    form: Form,
}

/// A type.
struct Node {
    form: Form,
    inside: Vec<usize>,
}

impl<'a> Structure<'a> {
    /// Nothing yet, with the named types that types refer to.
    pub(crate) fn new(types: &'a Types) -> Self {
        let (nodes, open, roots) = (Vec::new(), Vec::new(), Vec::new());
        Self { types, nodes, named: FxHashMap::default(), open, roots, form: Form::default() }
    }

    /// What is no type.
    pub(crate) fn form(&mut self) -> &mut Form {
        &mut self.form
    }

    /// A type.
    pub(crate) fn ty(&mut self, ty: &'a Type) {
        let node = self.node(ty);
        self.roots.push(node);
        self.visit();
    }

    /// An object without a name.
    pub(crate) fn object(&mut self, object: &'a Object) {
        let node = self.add(Shape::of_object(object));
        self.roots.push(node);
        self.visit();
    }

    /// A digest of everything that was added.
    pub(crate) fn digest(mut self) -> [u8; 32] {
        let classes = self.classes();
        let mut order = Order::default();
        for root in &self.roots {
            self.form.count(order.place(classes[*root], *root));
        }
        let mut place = 0;
        // Whatever is inside of one comes later, where it did not come before.
        while let Some(node) = order.nodes.get(place).map(|node| &self.nodes[*node]) {
            self.form.append(&node.form);
            for inside in &node.inside {
                self.form.count(order.place(classes[*inside], *inside));
            }
            place += 1;
        }
        Sha256::digest(self.form.bytes()).into()
    }

    /// The class of each node. Nodes of one class say the same, and so does whatever is inside them: nodes that say different
    /// things are parted, and then those with nodes of different classes inside, until no more are.
    fn classes(&self) -> Vec<usize> {
        let (mut classes, mut count) = numbered(self.nodes.iter().map(|node| &node.form));
        loop {
            let inside = |node: &Node| node.inside.iter().map(|inside| classes[*inside]).collect::<Vec<_>>();
            let (parted, more) = numbered(self.nodes.iter().zip(&classes).map(|(node, class)| (*class, inside(node))));
            if more == count {
                return classes;
            }
            (classes, count) = (parted, more);
        }
    }

    /// The node of a type, which is visited later.
    fn node(&mut self, mut ty: &'a Type) -> usize {
        let mut name = None;
        while let Type::Named(id) = ty {
            name = Some(*id);
            match &self.types.get(*id).kind {
                TypeKind::Alias(inner) => ty = inner,
                _ => break,
            }
        }
        let Some(name) = name else { return self.add(Shape::of(ty, self.types)) };
        if let Some(node) = self.named.get(&name) {
            return *node;
        }
        let node = self.add(Shape::of(ty, self.types));
        self.named.insert(name, node);
        node
    }

    fn add(&mut self, Shape { form, inside }: Shape<'a>) -> usize {
        let node = self.nodes.len();
        self.nodes.push(Node { form, inside: Vec::new() });
        self.open.push((node, inside));
        node
    }

    fn visit(&mut self) {
        while let Some((node, inside)) = self.open.pop() {
            self.nodes[node].inside = inside.into_iter().map(|ty| self.node(ty)).collect();
        }
    }
}

/// Classes in the order in which they are met, with a node of each.
#[derive(Default)]
struct Order {
    places: FxHashMap<usize, usize>,
    nodes: Vec<usize>,
}

impl Order {
    fn place(&mut self, class: usize, node: usize) -> usize {
        *self.places.entry(class).or_insert_with(|| {
            self.nodes.push(node);
            self.nodes.len() - 1
        })
    }
}

/// A number for each thing, the same for equal ones, and how many different ones there are.
fn numbered<T: Eq + Hash>(things: impl Iterator<Item = T>) -> (Vec<usize>, usize) {
    let mut known = FxHashMap::default();
    let numbers = things
        .map(|thing| {
            let next = known.len();
            *known.entry(thing).or_insert(next)
        })
        .collect();
    (numbers, known.len())
}
