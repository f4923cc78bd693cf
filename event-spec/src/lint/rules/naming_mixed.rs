//! Names of different shapes, where nothing says which is right.

use crate::catalogue::Event;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::pattern::{self, Shape, most};
use crate::lint::style::{Style, common_style};
use crate::lint::{Check, Lint, Scope};
use crate::record::Record;
use crate::rule::{Rule, rule};

static RULE: Rule = rule!(warning Names "naming-mixed", "where no `naming` is given, all names have one shape");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Catalogue(check) };

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    if scope.document.marks().key("naming").is_some() {
        return;
    }
    let shapes: Vec<(&Event, Shape)> =
        pattern::staying(scope.catalogue).map(|event| (event, Shape::of(&event.name.value))).collect();
    let separated = shapes.iter().filter(|(_, shape)| !shape.is_plain());
    let separators = most(separated.clone().map(|(_, shape)| shape.separators.as_str()));
    let style = common_style(shapes.iter().filter_map(|(_, shape)| shape.style));
    let separators_like =
        separators.and_then(|(common, _)| separated.clone().find(|(_, other)| other.separators == common));
    let style_like =
        style.and_then(|(common, _)| shapes.iter().find(|(_, other)| other.style == Some(Style::Of(common))));
    for (event, shape) in separated {
        let mut differs = |own: String, common: String, count: usize, like: &Event| {
            let others = if count == 1 { "another".to_owned() } else { format!("{count} others") };
            let message = format!("event `{}` is written {own}, and {others} {common}", event.name.value);
            let help = "rename it and keep the former name as an alias, or say by `naming` which patterns are allowed";
            diagnostics
                .push(Diagnostic::new(&RULE, event.name.span, message).label(like.name.span, "as here").help(help));
        };
        if let Some((common, count)) = separators
            && shape.separators != common
        {
            let Some((like, _)) = separators_like else { continue };
            differs(describe_separators(&shape.separators), describe_separators(common), count, like);
        } else if let (Some(own), Some((common, count))) = (shape.style, style)
            && own != Style::Of(common)
        {
            let Some((like, _)) = style_like else { continue };
            differs(format!("in {own}"), format!("in {}", common.as_str()), count, like);
        }
    }
}

fn describe_separators(separators: &str) -> String {
    let each: Vec<String> = separators.chars().map(|ch| format!("`{ch}`")).collect();
    if each.is_empty() { "without a separator".to_owned() } else { format!("with {}", each.join(" and ")) }
}
