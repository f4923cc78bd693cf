//! The few layouts of which generated Rust is made, each as rustfmt would leave it.

use crate::output::Text;
use crate::rust::model::StructLiteral;
use crate::rust::scope::{WIDTH, filled};

/// Doc comments.
pub fn docs(text: &mut Text, lines: &[String]) {
    for line in lines {
        if line.is_empty() {
            text.line("///");
        } else {
            text.parts(&["/// ", line]);
        }
    }
}

/// `head { items }` as the argument of a macro: on a line where it fits, else filled up in braces.
pub fn invocation(text: &mut Text, name: &str, head: &str, items: &[String]) {
    let items: Vec<&str> = items.iter().map(String::as_str).collect();
    let body = if items.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", items.join(", ")) };
    let line = format!("{name}!({head} {body});");
    if fits(text, &line) {
        return text.line(line);
    }
    text.block(format!("{name}! {{"), "}", |text| {
        text.block(format!("{head} {{"), "}", |text| {
            let width = WIDTH - text.indentation();
            for line in filled(&items, "", width) {
                text.line(line);
            }
        });
    });
}

/// A struct literal between two texts.
pub fn literal(text: &mut Text, before: &str, literal: &StructLiteral, after: &str) {
    let StructLiteral { ty, fields, base } = literal;
    let fields: Vec<String> = fields
        .iter()
        .map(|(name, value)| if name == value { name.clone() } else { format!("{name}: {value}") })
        .collect();
    let base = base.as_ref();
    match (fields.as_slice(), base) {
        ([], None) => return text.parts(&[before, ty, after]),
        ([], Some(base)) => return text.parts(&[before, base, after]),
        _ => {}
    }
    let all: Vec<String> = fields.iter().cloned().chain(base.map(|base| format!("..{base}"))).collect();
    let line = format!("{before}{ty} {{ {} }}{after}", all.join(", "));
    if fits(text, &line) || fits_below(text, before, &line) {
        return value(text, before, &line);
    }
    text.block(format!("{before}{ty} {{"), format!("}}{after}"), |text| {
        for field in &fields {
            text.parts(&[field, ","]);
        }
        if let Some(base) = base {
            text.parts(&["..", base]);
        }
    });
}

/// An array between two texts: on a line, or an item to each.
pub fn array(text: &mut Text, before: &str, items: &[String], after: &str) {
    let line = format!("{before}[{}]{after}", items.join(", "));
    if fits(text, &line) || fits_below(text, before, &line) {
        return value(text, before, &line);
    }
    text.block(format!("{before}["), format!("]{after}"), |text| {
        for item in items {
            text.parts(&[item, ","]);
        }
    });
}

/// A line, or two if it is too long and has an `=`.
fn value(text: &mut Text, before: &str, line: &str) {
    if fits(text, line) {
        return text.line(line);
    }
    let (name, value) = line.split_at(before.find(" = ").map_or(0, |at| at + 2));
    text.line(name);
    text.indented_line(value.trim_start());
}

/// Whether what follows the `=` fits on a line below it.
fn fits_below(text: &Text, before: &str, line: &str) -> bool {
    before.find(" = ").is_some_and(|at| text.indentation() + 4 + line[at + 3..].chars().count() <= WIDTH)
}

/// A head, arguments in round brackets, and what follows: on a line, or an argument to each.
pub fn call(text: &mut Text, before: &str, args: &[String], after: &str) {
    let line = format!("{before}({}){after}", args.join(", "));
    if fits(text, &line) {
        return text.line(line);
    }
    text.block(format!("{before}("), format!("){after}"), |text| {
        for arg in args {
            text.parts(&[arg, ","]);
        }
    });
}

/// What a call gives, after an `=`: on a line, or on the line below, or an argument to each.
pub fn assigned_call(text: &mut Text, before: &str, args: &[String], after: &str) {
    let line = format!("{before}({}){after}", args.join(", "));
    if fits(text, &line) || fits_below(text, before, &line) {
        return value(text, before, &line);
    }
    call(text, before, args, after);
}

/// A function of a trait without a body.
pub fn required(text: &mut Text, before: &str, args: &[String], returns: &str) {
    // One column short of the end, rustfmt keeps the arguments together and moves what is returned.
    let line = format!("{before}({}) {returns};", args.join(", "));
    if text.indentation() + line.chars().count() == WIDTH {
        text.line(format!("{before}({})", args.join(", ")));
        return text.parts(&[returns, ";"]);
    }
    call(text, before, args, &format!(" {returns};"));
}

/// Whether a line fits at the present indentation.
pub fn fits(text: &Text, line: &str) -> bool {
    text.indentation() + line.chars().count() <= WIDTH
}
