//! What an object holds, as a tree.

use super::{Block, Inline, Table};

/// One field of a payload, or what stands for several: each item of a list, each value of an object whose keys are data.
#[derive(Clone, Debug)]
pub struct Field {
    /// The whole way to it, as consumers write it: `items[].id`. Empty for a payload that is no object.
    pub path: String,
    /// The last part of the way: what it is called inside of what holds it.
    pub key: String,
    /// Under which condition it is there: `With kind text`; empty where there is none.
    pub when: Vec<Inline>,
    /// Its type in words.
    pub ty: Vec<Inline>,
    /// Whether it must be there; nothing where the question makes no sense.
    pub required: Option<bool>,
    /// What it means.
    pub meaning: Vec<Inline>,
    /// What it must fit beyond its type.
    pub rules: Vec<Inline>,
    /// What it holds, where that is described in its place.
    pub inside: Vec<Field>,
}

/// The fields as a table for printers that have no trees: a row each, what a field holds below it.
pub fn field_table(fields: &[Field]) -> Table {
    let mut table = Table::new(&["field", "type", "required", "meaning", "rules"]);
    rows(fields, &mut table);
    table.without_empty_columns()
}

fn rows(fields: &[Field], table: &mut Table) {
    for field in fields {
        let path = if field.path.is_empty() { Vec::new() } else { vec![Inline::Code(field.path.clone())] };
        let required = field.required.map(|required| super::text(if required { "yes" } else { "no" }));
        let when =
            if field.when.is_empty() { Vec::new() } else { [field.when.clone(), vec![super::text(": ")]].concat() };
        let meaning = [when, field.meaning.clone()].concat();
        table.rows.push(vec![path, field.ty.clone(), required.into_iter().collect(), meaning, field.rules.clone()]);
        rows(&field.inside, table);
    }
}

/// A block of these fields, if there are any.
pub fn field_block(fields: Vec<Field>) -> Option<Block> {
    (!fields.is_empty()).then_some(Block::Fields(fields))
}
