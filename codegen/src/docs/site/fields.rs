//! What a payload holds, as a tree that can be folded.
//!
//! A field of a type that has a section of its own leads there, and holds its fields as well, folded: so that a reader sees a
//! payload whole without leaving its page.

use super::blocks::Printer;
use crate::docs::page::{Anchor, Field, Inline, Target};

/// How many fields a tree shows unfolded below one field.
const OPEN: usize = 12;

/// How deep types are shown inside of each other; below that, their links lead on.
const DEEPEST: usize = 3;

/// A tree of fields.
pub fn print(printer: &mut Printer, fields: &[Field]) {
    level(printer, fields, 0, &mut Vec::new());
}

/// `inside` are the types with a section that one is in: fields of those have no address of their own.
fn level(printer: &mut Printer, fields: &[Field], depth: usize, inside: &mut Vec<String>) {
    printer.html.open("ul", &[("class", "fields")]);
    let mut condition: &[Inline] = &[];
    for one in fields {
        if one.when != condition {
            condition = &one.when;
            if !condition.is_empty() {
                printer.lined("li", &[("class", "condition")], condition);
            }
        }
        field(printer, one, depth, inside);
    }
    printer.html.close("ul");
}

fn field(printer: &mut Printer, field: &Field, depth: usize, inside: &mut Vec<String>) {
    printer.html.line();
    let id = inside.is_empty().then(|| {
        let words = if field.path.is_empty() { "value" } else { &field.path };
        printer.ids.give(&format!("field {words}"))
    });
    match &id {
        Some(id) => printer.html.open("li", &[("class", "field"), ("id", id)]),
        None => printer.html.open("li", &[("class", "field")]),
    }
    head(printer, field, id.as_deref());
    if !field.meaning.is_empty() {
        printer.lined("p", &[("class", "field-meaning")], &field.meaning);
    }
    if !field.rules.is_empty() {
        printer.lined("p", &[("class", "field-rules")], &field.rules);
    }
    if !field.inside.is_empty() {
        let open = inside.is_empty() && depth < 2 && field.inside.len() <= OPEN;
        folded(printer, &field.inside, &field.key, open, depth, inside);
    } else if inside.len() < DEEPEST
        && let Some((name, fields)) = described(printer, field).filter(|(name, _)| !inside.contains(name))
    {
        inside.push(name.clone());
        folded(printer, fields, &name, false, depth, inside);
        inside.pop();
    }
    printer.html.close("li");
}

fn head(printer: &mut Printer, field: &Field, id: Option<&str>) {
    printer.html.open("div", &[("class", "field-head")]);
    if !field.key.is_empty() {
        printer.html.worded("code", &[("class", "field-name")], &field.key);
    }
    if !field.ty.is_empty() {
        printer.lined("span", &[("class", "field-type")], &field.ty);
    }
    match field.required {
        Some(true) => printer.html.worded("span", &[("class", "required")], "required"),
        Some(false) => printer.html.worded("span", &[("class", "optional")], "optional"),
        None => {}
    }
    if let Some(id) = id {
        printer.permalink(id);
    }
    printer.html.close("div");
}

fn folded(printer: &mut Printer, fields: &[Field], of: &str, open: bool, depth: usize, inside: &mut Vec<String>) {
    let attributes: &[(&'static str, &str)] = if open { &[("open", "")] } else { &[] };
    printer.html.open("details", attributes);
    let count = fields.len();
    let words = format!("{count} field{} of ", if count == 1 { "" } else { "s" });
    printer.html.element("summary", &[], |html| {
        html.text(&words);
        html.worded("code", &[], of);
    });
    level(printer, fields, depth + 1, inside);
    printer.html.close("details");
}

/// The fields of the one type with a section that a field's type names, with the name of that type.
fn described<'a>(printer: &Printer<'a>, field: &Field) -> Option<(String, &'a [Field])> {
    let mut named = field.ty.iter().filter_map(|inline| match inline {
        Inline::Link(_, Target::Here(Anchor::Type(name))) => Some(name),
        _ => None,
    });
    let name = named.next().filter(|_| named.next().is_none())?;
    Some((name.clone(), printer.plan().fields_of(name)?))
}
