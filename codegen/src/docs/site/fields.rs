//! What a payload holds, as a tree that can be folded.

use super::blocks::Printer;
use crate::docs::page::{Field, Inline};

/// How many fields a tree shows unfolded below one field.
const OPEN: usize = 12;

/// A tree of fields.
pub fn print(printer: &mut Printer, fields: &[Field]) {
    level(printer, fields, 0);
}

fn level(printer: &mut Printer, fields: &[Field], depth: usize) {
    printer.html.open("ul", &[("class", "fields")]);
    let mut condition: &[Inline] = &[];
    for one in fields {
        if one.when != condition {
            condition = &one.when;
            if !condition.is_empty() {
                printer.lined("li", &[("class", "condition")], condition);
            }
        }
        field(printer, one, depth);
    }
    printer.html.close("ul");
}

fn field(printer: &mut Printer, field: &Field, depth: usize) {
    let words = if field.path.is_empty() { "value" } else { &field.path };
    let id = printer.ids.give(&format!("field {words}"));
    printer.html.line();
    printer.html.open("li", &[("class", "field"), ("id", &id)]);
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
    printer.permalink(&id);
    printer.html.close("div");
    if !field.meaning.is_empty() {
        printer.lined("p", &[("class", "field-meaning")], &field.meaning);
    }
    if !field.rules.is_empty() {
        printer.lined("p", &[("class", "field-rules")], &field.rules);
    }
    if !field.inside.is_empty() {
        let open = depth < 2 && field.inside.len() <= OPEN;
        let attributes: &[(&'static str, &str)] = if open { &[("open", "")] } else { &[] };
        printer.html.open("details", attributes);
        let count = field.inside.len();
        let words = format!("{count} inside ");
        printer.html.element("summary", &[], |html| {
            html.text(&words);
            html.worded("code", &[], &field.key);
        });
        level(printer, &field.inside, depth + 1);
        printer.html.close("details");
    }
    printer.html.close("li");
}
