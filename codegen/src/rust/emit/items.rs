//! Types, with their wire forms and rules.

use super::print;
use crate::output::Text;
use crate::rust::model::{Check, Checks, FieldItem, Item, Shape};

/// A type, its wire form and its rules.
pub fn item(text: &mut Text, item: &Item) {
    definition(text, item);
    wire_form(text, item);
    if let Some(checks) = &item.checks {
        validate(text, &item.name, checks);
    }
}

/// A type by itself.
pub fn definition(text: &mut Text, item: &Item) {
    text.blank();
    print::docs(text, &item.docs);
    let name = &item.name;
    if let Some(derives) = derives(&item.shape) {
        text.parts(&["#[derive(", derives, ")]"]);
    }
    match &item.shape {
        Shape::Struct { fields, .. } if fields.is_empty() => text.parts(&["pub struct ", name, " {}"]),
        Shape::Struct { fields, .. } => text.block(format!("pub struct {name} {{"), "}", |text| {
            struct_fields(text, fields);
        }),
        Shape::Enum { values, open } => text.block(format!("pub enum {name} {{"), "}", |text| {
            for value in values {
                print::docs(text, &value.docs);
                text.parts(&[&value.ident, ","]);
            }
            if *open {
                text.line("/// A value that the contract does not name, kept as it came.");
                text.line("Other(String),");
            }
        }),
        Shape::Union { variants, .. } => text.block(format!("pub enum {name} {{"), "}", |text| {
            for variant in variants {
                print::docs(text, &variant.docs);
                text.parts(&[&variant.ident, "(", &variant.ty, "),"]);
            }
        }),
        Shape::Newtype(inner) => text.parts(&["pub struct ", name, "(pub ", inner, ");"]),
        Shape::Args(args) => {
            let args: Vec<String> = args.iter().map(|arg| format!("pub {}", arg.ty)).collect();
            print::call(text, &format!("pub struct {name}"), &args, ";");
        }
        Shape::Unit => text.parts(&["pub struct ", name, ";"]),
        Shape::Alias(target) => text.parts(&["pub type ", name, " = ", target, ";"]),
    }
    text.blank();
}

/// The fields of a struct.
pub fn struct_fields(text: &mut Text, fields: &[FieldItem]) {
    for field in fields {
        print::docs(text, &field.docs);
        text.parts(&["pub ", &field.ident, ": ", &field.ty, ","]);
    }
}

/// The line that makes a type's JSON.
pub fn wire_form(text: &mut Text, item: &Item) {
    let word = item.code.word();
    let checked = if item.checks.is_some() { "checked " } else { "" };
    let name = &item.name;
    match &item.shape {
        Shape::Struct { keys, closed, .. } => {
            let closed = if *closed { "closed " } else { "" };
            print::invocation(text, "object", &format!("{word}{checked}{closed}{name}"), keys);
        }
        Shape::Enum { values, open } => {
            let open = if *open { "open " } else { "" };
            let values: Vec<String> =
                values.iter().map(|value| format!("{} = {}", value.ident, value.literal)).collect();
            print::invocation(text, "string_enum", &format!("{open}{name}"), &values);
        }
        Shape::Union { tag, variants } => {
            let (by, sign) = match tag {
                Some(tag) => (tag.as_str(), " ="),
                None => ("type", ":"),
            };
            let variants: Vec<String> =
                variants.iter().map(|variant| format!("{}{sign} {}", variant.ident, variant.selector)).collect();
            print::invocation(text, "union", &format!("{word}{checked}{name} by {by}"), &variants);
        }
        Shape::Newtype(inner) => text.line(format!("newtype!({word}{checked}{name}({inner}));")),
        Shape::Args(args) => {
            let args: Vec<String> = args.iter().map(|arg| format!("{}: {}", arg.key, arg.ty)).collect();
            text.line(format!("args!({word}{checked}{name}({}));", args.join(", ")));
        }
        Shape::Unit => text.line(format!("unit!({word}{name});")),
        Shape::Alias(_) => {}
    }
}

fn derives(shape: &Shape) -> Option<&'static str> {
    match shape {
        Shape::Alias(_) => None,
        Shape::Enum { open: false, .. } => Some("Clone, Copy, Debug, PartialEq, Eq, Hash"),
        Shape::Enum { open: true, .. } => Some("Clone, Debug, PartialEq, Eq, Hash"),
        Shape::Unit => Some("Clone, Copy, Debug, PartialEq, Eq"),
        _ => Some("Clone, Debug, PartialEq"),
    }
}

pub fn validate(text: &mut Text, name: &str, checks: &Checks) {
    text.blank();
    text.block(format!("impl {} for {name} {{", checks.validate), "}", |text| {
        text.block(format!("fn validate(&self) -> Result<(), {}> {{", checks.violation), "}", |text| {
            for pattern in &checks.patterns {
                let function = if pattern.translated.is_some() { "translated" } else { "new" };
                let before = format!("static {}: rule::Pattern = rule::Pattern::{function}", pattern.name);
                let args: Vec<String> = [&pattern.written].into_iter().chain(&pattern.translated).cloned().collect();
                print::assigned_call(text, &before, &args, ";");
            }
            statements(text, &checks.list);
            text.line("Ok(())");
        });
    });
}

fn statements(text: &mut Text, checks: &[Check]) {
    for check in checks {
        match check {
            Check::Rule { function, args } => print::call(text, &format!("rule::{function}"), args, "?;"),
            Check::Line(line) => text.line(line),
            Check::Block { head, body } => text.block(format!("{head} {{"), "}", |text| statements(text, body)),
        }
    }
}
