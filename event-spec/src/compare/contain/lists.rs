//! Lists and tuples.

use super::count::Count;
use super::walk::{At, Outcome, Step, Walk};
use crate::quantity::counted;
use crate::types::{List, Type};

impl<'a> Walk<'a> {
    pub(super) fn lists(&mut self, at: At, writer: &'a Type, reader: &'a Type) -> Outcome {
        match (writer, reader) {
            (Type::List(sent), Type::List(read)) => self.list_into_list(at, sent, read),
            (Type::List(sent), Type::Tuple(read)) => self.list_into_tuple(at, writer, sent, read),
            (Type::Tuple(sent), Type::List(read)) => self.tuple_into_list(at, writer, sent, read),
            (Type::Tuple(sent), Type::Tuple(read)) => self.tuple_into_tuple(at, writer, sent, read),
            _ => Ok(()),
        }
    }

    fn list_into_list(&mut self, at: At, sent: &'a List, read: &'a List) -> Outcome {
        let items = self.count(&sent.items);
        let sizes = Sizes::of(sent, items);
        if let Some(least) = read.min_items.filter(|least| sizes.least < *least) {
            self.gap(at, format!("lists of fewer than {}", counted(least, "item", "items")), sizes.least_is_certain)?;
        }
        if let Some(most) = read.max_items.filter(|most| sizes.most.is_none_or(|sent| sent > *most)) {
            let certain = sizes.reaches(most.saturating_add(1), items, sent.unique);
            self.gap(at, format!("lists of more than {}", counted(most, "item", "items")), certain)?;
        }
        if sizes.most == Some(0) {
            return Ok(());
        }
        if read.unique && !sent.unique && sizes.most.is_none_or(|most| most > 1) {
            self.gap(at, "the same item twice", items.is_certain())?;
        }
        let certain = sizes.reaches(sizes.least.max(1), items, sent.unique);
        let inner = self.step(at, Step::Item, certain);
        self.meet(inner, &sent.items, &read.items)
    }

    fn list_into_tuple(&mut self, at: At, writer: &'a Type, sent: &'a List, read: &'a [Type]) -> Outcome {
        let items = self.count(&sent.items);
        let sizes = Sizes::of(sent, items);
        let wanted = read.len() as u64;
        if sizes.least != wanted || sizes.most != Some(wanted) {
            let short = sizes.least < wanted && sizes.least_is_certain;
            let certain = short || sizes.reaches(sizes.least.max(wanted.saturating_add(1)), items, sent.unique);
            self.gap(at, format!("lists of other than {}", counted(wanted, "item", "items")), certain)?;
        }
        let certain = self.count(writer).is_certain() && sizes.reaches(wanted, items, sent.unique);
        let inner = self.step(at, Step::Item, certain);
        read.iter().try_for_each(|item| self.meet(inner, &sent.items, item))
    }

    fn tuple_into_tuple(&mut self, at: At, writer: &'a Type, sent: &'a [Type], read: &'a [Type]) -> Outcome {
        let certain = self.count(writer).is_certain();
        if sent.len() != read.len() {
            let why = format!("lists of {}", counted(sent.len() as u64, "item", "items"));
            return self.gap(at, why, certain);
        }
        let inner = self.step(at, Step::Item, certain);
        sent.iter().zip(read).try_for_each(|(sent, read)| self.meet(inner, sent, read))
    }

    fn tuple_into_list(&mut self, at: At, writer: &'a Type, sent: &'a [Type], read: &'a List) -> Outcome {
        let certain = self.count(writer).is_certain();
        let size = sent.len() as u64;
        if read.min_items.is_some_and(|least| size < least) || read.max_items.is_some_and(|most| size > most) {
            return self.gap(at, format!("lists of {}", counted(size, "item", "items")), certain);
        }
        if read.unique && size > 1 {
            self.doubt(at, "whether two of the items may be equal cannot be told".to_owned());
        }
        let inner = self.step(at, Step::Item, certain);
        sent.iter().try_for_each(|sent| self.meet(inner, sent, &read.items))
    }
}

/// How long a writer's lists are.
struct Sizes {
    least: u64,
    /// Whether there certainly is a list of the least size.
    least_is_certain: bool,
    most: Option<u64>,
}

impl Sizes {
    fn of(list: &List, items: Count) -> Self {
        let least = list.min_items.unwrap_or(0);
        let possible = if items.is_none() { Some(0) } else { items.most.filter(|_| list.unique) };
        let most = match (list.max_items, possible) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (a, b) => a.or(b),
        };
        let sizes = Self { least, least_is_certain: false, most };
        Self { least_is_certain: sizes.reaches(least, items, list.unique), ..sizes }
    }

    /// Whether there certainly is a list of this size.
    fn reaches(&self, size: u64, items: Count, unique: bool) -> bool {
        let enough = if unique { items.least >= size } else { size == 0 || items.is_certain() };
        enough && size >= self.least && self.most.is_none_or(|most| size <= most)
    }
}
