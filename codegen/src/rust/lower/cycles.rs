//! Types that hold themselves.
//!
//! In: the named types. Out: which of them hold each other by value. Checked catalogues have no type that is made of itself
//! without an object on the way.

use event_spec::types::{Type, TypeId, TypeKind, Types};

/// The cycles of a catalogue's types.
#[derive(Debug)]
pub struct Cycles {
    /// For each type, the group of types that hold each other by value.
    groups: Vec<u32>,
    /// Whether a type's group has a cycle.
    cyclic: Vec<bool>,
}

impl Cycles {
    /// Looks at all types of a catalogue.
    pub fn new(types: &Types) -> Self {
        let mut search = Search::new(types.list.len());
        for (id, _) in types.iter() {
            search.visit(types, id);
        }
        let Search { groups, cyclic, .. } = search;
        Self { groups, cyclic }
    }

    /// Whether two types hold each other, so that one needs a box in the other.
    pub fn joins(&self, outer: TypeId, inner: TypeId) -> bool {
        let (outer, inner) = (outer.0 as usize, inner.0 as usize);
        self.groups[outer] == self.groups[inner] && self.cyclic[inner]
    }
}

/// Where a type is written. Every cycle passes through a member of something, so that boxes are needed there alone.
#[derive(Clone, Copy, Debug)]
pub enum Place {
    /// A field of this type, or an item of a tuple in it.
    Member(TypeId),
    /// The whole of this type: what a variant holds, or what an alias names.
    Whole(TypeId),
    /// Elsewhere, as in a list or an argument.
    Apart,
}

impl Place {
    /// The place of a tuple's items, in a tuple at this place.
    pub fn inside_tuple(self) -> Self {
        match self {
            Self::Member(id) | Self::Whole(id) => Self::Member(id),
            Self::Apart => Self::Apart,
        }
    }
}

/// The named types that a type holds by value, and where.
pub fn held(types: &Types, id: TypeId) -> Vec<(TypeId, Place)> {
    let mut all = Vec::new();
    match &types.get(id).kind {
        TypeKind::Object(object) => {
            for field in &object.fields {
                collect_held(&field.ty, Place::Member(id), &mut all);
            }
        }
        TypeKind::Union(union) => {
            for variant in &union.variants {
                collect_held(&variant.ty, Place::Whole(id), &mut all);
            }
        }
        TypeKind::Alias(ty) => collect_held(ty, Place::Whole(id), &mut all),
        TypeKind::Enum(_) => {}
    }
    all
}

fn collect_held(ty: &Type, place: Place, all: &mut Vec<(TypeId, Place)>) {
    match ty {
        Type::Named(id) => all.push((*id, place)),
        Type::Nullable(inner) => collect_held(inner, place, all),
        Type::Tuple(items) => {
            for item in items {
                collect_held(item, place.inside_tuple(), all);
            }
        }
        _ => {}
    }
}

/// Tarjan's search for groups of types that hold each other, with a stack of its own: a catalogue may nest deeply.
struct Search {
    next: u32,
    order: Vec<u32>,
    low: Vec<u32>,
    open: Vec<TypeId>,
    is_open: Vec<bool>,
    groups: Vec<u32>,
    cyclic: Vec<bool>,
}

impl Search {
    fn new(len: usize) -> Self {
        Self {
            next: 1,
            order: vec![0; len],
            low: vec![0; len],
            open: Vec::new(),
            is_open: vec![false; len],
            groups: vec![0; len],
            cyclic: vec![false; len],
        }
    }

    fn visit(&mut self, types: &Types, start: TypeId) {
        if self.order[start.0 as usize] != 0 {
            return;
        }
        let mut path = vec![(start, held(types, start))];
        self.enter(start);
        while let Some((id, inner)) = path.last_mut() {
            let at = id.0 as usize;
            match inner.pop() {
                Some((next, _)) if self.order[next.0 as usize] == 0 => {
                    self.enter(next);
                    path.push((next, held(types, next)));
                }
                Some((next, _)) => {
                    let next = next.0 as usize;
                    if self.is_open[next] {
                        self.low[at] = self.low[at].min(self.order[next]);
                        self.cyclic[at] |= next == at;
                    }
                }
                None => {
                    let id = *id;
                    path.pop();
                    if let Some((outer, _)) = path.last() {
                        let outer = outer.0 as usize;
                        self.low[outer] = self.low[outer].min(self.low[at]);
                    }
                    if self.low[at] == self.order[at] {
                        self.close(id);
                    }
                }
            }
        }
    }

    fn enter(&mut self, id: TypeId) {
        let at = id.0 as usize;
        self.order[at] = self.next;
        self.low[at] = self.next;
        self.next += 1;
        self.open.push(id);
        self.is_open[at] = true;
    }

    fn close(&mut self, root: TypeId) {
        let from = self.open.iter().rposition(|id| *id == root).expect("an open type is on the stack");
        let group: Vec<TypeId> = self.open.drain(from..).collect();
        for id in &group {
            let at = id.0 as usize;
            self.is_open[at] = false;
            self.groups[at] = self.order[root.0 as usize];
            self.cyclic[at] |= group.len() > 1;
        }
    }
}
