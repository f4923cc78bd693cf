//! How many values a writer's type has: none of its documents is refused where there is none, and a gap is certain only where
//! there certainly is one.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::types::{Format, Literal, NumberRules, Object, Rest, StringRules, Type, TypeId, TypeKind, Types};

use super::ranges::{Interval, Whole};
use super::samples::Samples;

/// How many values there are, at least and at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Count {
    /// So many certainly.
    pub(super) least: u64,
    /// No more than these, where a bound is known.
    pub(super) most: Option<u64>,
}

impl Count {
    pub(super) const NONE: Self = Self { least: 0, most: Some(0) };
    const ONE: Self = Self { least: 1, most: Some(1) };
    const MANY: Self = Self { least: u64::MAX, most: None };
    const UNKNOWN: Self = Self { least: 0, most: None };

    fn exactly(count: u64) -> Self {
        Self { least: count, most: Some(count) }
    }

    /// At least so many.
    fn at_least(least: u64) -> Self {
        Self { least, most: None }
    }

    /// Whether there certainly is a value.
    pub(super) fn is_certain(self) -> bool {
        self.least > 0
    }

    /// Whether there certainly is none.
    pub(super) fn is_none(self) -> bool {
        self.most == Some(0)
    }

    fn plus(self, other: Self) -> Self {
        let most = self.most.zip(other.most).map(|(a, b)| a.saturating_add(b));
        Self { least: self.least.saturating_add(other.least), most }
    }

    fn times(self, other: Self) -> Self {
        if self.is_none() || other.is_none() {
            return Self::NONE;
        }
        let most = self.most.zip(other.most).map(|(a, b)| a.saturating_mul(b));
        Self { least: self.least.saturating_mul(other.least), most }
    }
}

/// The counts of named types: those that were reached, so that a small type costs little in a large catalogue.
#[derive(Clone, Debug, Default)]
pub(super) struct Counts {
    named: FxHashMap<TypeId, Count>,
}

impl Counts {
    /// Counts the values of all named types that a type reaches.
    pub(super) fn reached(types: &Types, root: &Type, samples: &mut Samples) -> Self {
        let mut roots = Vec::new();
        names(root, &mut |id| roots.push(id));
        Self::ordered(types, &post_order(types, &roots), samples)
    }

    /// Counts the values of all named types.
    pub(super) fn all(types: &Types, samples: &mut Samples) -> Self {
        let roots: Vec<_> = types.iter().map(|(id, _)| id).collect();
        Self::ordered(types, &post_order(types, &roots), samples)
    }

    fn ordered(types: &Types, order: &[TypeId], samples: &mut Samples) -> Self {
        let mut counts = Self::default();
        // A type that was met within itself counted as unknown: it is counted again until nothing more is found.
        let mut found = true;
        while std::mem::take(&mut found) {
            let mut unknown = false;
            for id in order {
                let count = counts.of_kind(&types.get(*id).kind, samples);
                let before = counts.named.insert(*id, count);
                found |= count.is_certain() && !before.is_some_and(Count::is_certain);
                unknown |= !count.is_certain();
            }
            found &= unknown;
        }
        counts
    }

    /// How many values a type has.
    pub(super) fn of(&self, ty: &Type, samples: &mut Samples) -> Count {
        match ty {
            Type::Any | Type::Timestamp | Type::Date => Count::MANY,
            Type::Null | Type::Literal(Literal::String(_) | Literal::Integer(_) | Literal::Boolean(_)) => Count::ONE,
            Type::Boolean => Count::exactly(2),
            Type::Integer(rules) => Count::exactly(Whole::of(rules).count()),
            Type::Integers(values) => Count::exactly(values.len() as u64),
            Type::Number(rules) => numbers(rules),
            Type::String(rules) => texts(rules, samples),
            Type::List(list) => {
                let items = self.of(&list.items, samples);
                let least = list.min_items.unwrap_or(0);
                let possible = if list.unique { items.most.is_none_or(|most| most >= least) } else { !items.is_none() };
                let enough = if list.unique { items.least >= least } else { items.is_certain() };
                collection(least, list.max_items, items, possible, enough, !list.unique)
            }
            Type::Tuple(items) => items.iter().map(|item| self.of(item, samples)).fold(Count::ONE, Count::times),
            Type::Map(map) => {
                let values = self.of(&map.values, samples);
                let least = map.min_properties.unwrap_or(0);
                collection(least, map.max_properties, values, !values.is_none(), values.is_certain(), true)
            }
            Type::Nullable(inner) => Count::ONE.plus(self.of(inner, samples)),
            Type::Named(id) => self.named.get(id).copied().unwrap_or(Count::UNKNOWN),
        }
    }

    fn of_kind(&self, kind: &TypeKind, samples: &mut Samples) -> Count {
        match kind {
            TypeKind::Object(object) => self.of_object(object, samples),
            TypeKind::Enum(values) if values.open => Count::MANY,
            TypeKind::Enum(values) => Count::exactly(values.values.len() as u64),
            TypeKind::Union(union) => {
                let variants = union.variants.iter().map(|variant| self.of(&variant.ty, samples));
                variants.fold(Count::NONE, Count::plus)
            }
            TypeKind::Alias(ty) => self.of(ty, samples),
        }
    }

    fn of_object(&self, object: &Object, samples: &mut Samples) -> Count {
        let mut count = Count::ONE;
        for field in &object.fields {
            let values = self.of(&field.ty, samples);
            count = count.times(if field.optional { values.plus(Count::ONE) } else { values });
        }
        match &object.rest {
            Rest::Kept(ty) => {
                let values = self.of(ty, samples);
                count.times(collection(0, None, values, !values.is_none(), values.is_certain(), true))
            }
            Rest::Ignored | Rest::Refused => count,
        }
    }
}

/// How many lists or maps there are of some values.
fn collection(least: u64, most: Option<u64>, items: Count, possible: bool, enough: bool, repeats: bool) -> Count {
    let empty = Count::exactly(u64::from(least == 0));
    if !possible || most == Some(0) {
        return empty;
    }
    if !enough {
        return Count::at_least(empty.least);
    }
    match most {
        None if repeats => Count::MANY,
        _ => Count::at_least(empty.least.saturating_add(if least <= 1 { items.least } else { 1 })),
    }
}

fn numbers(rules: &NumberRules) -> Count {
    let interval = Interval::of(rules);
    match rules.multiple_of {
        _ if interval.is_empty() => Count::NONE,
        None => Count::exactly(interval.count()),
        Some(_) => Count::at_least(interval.samples(rules, &[]).len() as u64),
    }
}

fn texts(rules: &StringRules, samples: &mut Samples) -> Count {
    let (least, most) = (rules.min_length.unwrap_or(0), rules.max_length);
    if most.is_some_and(|most| most < least) {
        return Count::NONE;
    }
    match (&rules.pattern, rules.format) {
        (_, Some(Format::Uuid)) if least > 36 || most.is_some_and(|most| most < 36) => Count::NONE,
        (Some(_), _) => Count::at_least(samples.of(rules).len() as u64),
        (None, None) if most == Some(0) => Count::ONE,
        (None, _) => Count::MANY,
    }
}

/// The named types that are reached from some, what is inside first as far as types are not inside themselves.
fn post_order(types: &Types, roots: &[TypeId]) -> Vec<TypeId> {
    let mut order = Vec::new();
    let mut met = FxHashSet::default();
    let mut stack: Vec<_> = roots.iter().map(|id| (*id, false)).collect();
    while let Some((id, done)) = stack.pop() {
        if done {
            order.push(id);
        } else if met.insert(id) {
            stack.push((id, true));
            let mut push = |id| stack.push((id, false));
            match &types.get(id).kind {
                TypeKind::Object(object) => {
                    object.fields.iter().for_each(|field| names(&field.ty, &mut push));
                    if let Rest::Kept(ty) = &object.rest {
                        names(ty, &mut push);
                    }
                }
                TypeKind::Enum(_) => {}
                TypeKind::Union(union) => union.variants.iter().for_each(|variant| names(&variant.ty, &mut push)),
                TypeKind::Alias(ty) => names(ty, &mut push),
            }
        }
    }
    order
}

/// The named types that a type is written with.
fn names(ty: &Type, found: &mut dyn FnMut(TypeId)) {
    match ty {
        Type::Named(id) => found(*id),
        Type::List(list) => names(&list.items, found),
        Type::Map(map) => names(&map.values, found),
        Type::Nullable(inner) => names(inner, found),
        Type::Tuple(items) => items.iter().for_each(|item| names(item, found)),
        _ => {}
    }
}
