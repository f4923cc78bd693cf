//! Fields whose words are joined in another way than those of the others.

use std::collections::HashSet;

use crate::catalogue::WordStyle;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::lint::style::{Style, common_style};
use crate::lint::{Check, Lint, Scope};
use crate::rule::{Rule, rule};
use crate::source::Span;
use crate::types::{Field, Object, TypeKind};
use crate::words;

static RULE: Rule = rule!(warning Names "field-style", "the words of all fields are joined in one way");

pub(super) const LINT: Lint = Lint { rule: &RULE, check: Check::Catalogue(check) };

fn check(scope: &Scope<'_>, diagnostics: &mut Diagnostics) {
    let catalogue = scope.catalogue;
    // The envelope's keys are often another team's, and the same in every frame.
    let meta = catalogue.envelope.iter().flat_map(|envelope| &envelope.meta.fields);
    // What comes in through `allOf` is a field of several objects, and written once.
    let mut seen: HashSet<Span> = meta.map(|field| field.span).collect();
    let objects = catalogue.types.list.iter().filter_map(|def| match &def.kind {
        TypeKind::Object(object) => Some(object),
        _ => None,
    });
    let fields = objects.filter(|object| !holds_codes(object)).flat_map(|object| &object.fields);
    let fields = fields.filter(|field| seen.insert(field.span));
    let styled: Vec<(&Field, Style)> = fields.filter_map(|field| Some((field, Style::of(&field.wire)?))).collect();
    let Some((common, count)) = common_style(styled.iter().map(|(_, style)| *style)) else { return };
    for (field, _) in styled.iter().filter(|(_, style)| *style != Style::Of(common)) {
        let others = if count == 1 { "another is".to_owned() } else { format!("{count} others are") };
        let message = format!("field `{}` is not in {}, as {others}", field.wire, common.as_str());
        let name = renamed(common, &field.wire);
        let help = format!(
            "call it `{name}`; where clients read it already, send both for a while, the old one with `deprecated: true`"
        );
        diagnostics.push(Diagnostic::new(&RULE, field.span, message).help(help));
    }
}

/// Whether an object's keys are codes, such as `EUR` and `USD`, which nobody writes in another way.
fn holds_codes(object: &Object) -> bool {
    object.fields.len() > 1 && object.fields.iter().all(|field| Style::of(&field.wire) == Some(Style::Capitals))
}

/// A field's name in another style.
fn renamed(style: WordStyle, name: &str) -> String {
    match style {
        WordStyle::Snake => words::snake(name),
        WordStyle::Kebab => words::snake(name).replace('_', "-"),
        WordStyle::Camel => words::camel(name),
        WordStyle::Pascal => words::pascal(name),
    }
}
