//! Types and findings as short texts, for snapshots.

use crate::diagnostic::Diagnostic;
use crate::source::{Sources, Span};
use crate::types::{Discrimination, Field, Format, Literal, Object, Origin, Rest, Type, TypeDef, TypeKind, Types};

/// What payloads are, and every named type.
pub(crate) fn types(types: &Types, payloads: &[(String, Option<Type>)]) -> String {
    let mut lines = Vec::new();
    for (name, payload) in payloads {
        let payload = payload.as_ref().map_or("-".to_owned(), |ty| ty_text(types, ty));
        lines.push(format!("{name}: {payload}"));
    }
    for (_, def) in types.iter() {
        lines.push(String::new());
        definition(types, def, &mut lines);
    }
    lines.join("\n")
}

fn definition(types: &Types, def: &TypeDef, lines: &mut Vec<String>) {
    let origin = match &def.origin {
        Origin::Shared => "shared".to_owned(),
        Origin::ServerPayload(event) | Origin::ClientPayload(event) | Origin::Ack(event) => format!("of {event}"),
        Origin::Inline => "inline".to_owned(),
        Origin::Connection => "connection".to_owned(),
    };
    let kind = match &def.kind {
        TypeKind::Object(object) => object_head(types, object),
        TypeKind::Enum(set) if set.open => "open enum".to_owned(),
        TypeKind::Enum(_) => "enum".to_owned(),
        TypeKind::Union(union) => match &union.discrimination {
            Discrimination::Tag(tag) => format!("union by `{tag}`"),
            Discrimination::JsonType => "union by type".to_owned(),
        },
        TypeKind::Alias(ty) => format!("= {}", ty_text(types, ty)),
    };
    lines.push(format!("{} ({origin}) {kind}{}", def.name, words(&def.docs, def.deprecated)));
    match &def.kind {
        TypeKind::Object(object) => lines.extend(object.fields.iter().map(|field| field_text(types, field))),
        TypeKind::Enum(set) => lines.extend(
            set.values.iter().map(|value| format!("  {:?}{}", value.wire, words(&value.docs, value.deprecated))),
        ),
        TypeKind::Union(union) => lines.extend(union.variants.iter().map(|variant| {
            let tag = variant.tag.as_ref().map_or(String::new(), |tag| format!(" {tag:?}"));
            format!("  {}{tag}: {}{}", variant.name, ty_text(types, &variant.ty), words(&variant.docs, false))
        })),
        TypeKind::Alias(_) => {}
    }
}

fn object_head(types: &Types, object: &Object) -> String {
    let rest = match &object.rest {
        Rest::Ignored => String::new(),
        Rest::Kept(ty) => format!(", others {}", ty_text(types, ty)),
        Rest::Refused => ", closed".to_owned(),
    };
    let extends: Vec<&str> = object.extends.iter().map(|id| types.get(*id).name.as_str()).collect();
    let extends = if extends.is_empty() { String::new() } else { format!(" extends {}", extends.join(", ")) };
    format!("object{extends}{rest}")
}

fn field_text(types: &Types, field: &Field) -> String {
    let optional = if field.optional { "?" } else { "" };
    let default = field.default.as_ref().map_or(String::new(), |value| format!(" = {value}"));
    let words = words(&field.docs, field.deprecated);
    format!("  {}{optional}: {}{default}{words}", field.wire, ty_text(types, &field.ty))
}

fn words(docs: &Option<String>, deprecated: bool) -> String {
    let docs = docs.as_ref().map_or(String::new(), |docs| format!("  // {docs}"));
    if deprecated { format!("{docs}  // deprecated") } else { docs }
}

/// A type in a line.
pub(crate) fn ty_text(types: &Types, ty: &Type) -> String {
    match ty {
        Type::Any => "any".to_owned(),
        Type::Null => "null".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::Integer(rules) => {
            let step = rules.multiple_of.map(|step| format!("step {step}"));
            format!("integer{}", rules_text([bounds(">=", &rules.minimum), bounds("<=", &rules.maximum), step]))
        }
        Type::Number(rules) => {
            let step = rules.multiple_of.map(|step| format!("step {step}"));
            let limits = [
                bounds(">=", &rules.minimum),
                bounds("<=", &rules.maximum),
                bounds(">", &rules.exclusive_minimum),
                bounds("<", &rules.exclusive_maximum),
                step,
            ];
            format!("number{}", rules_text(limits))
        }
        Type::String(rules) => {
            let format = rules.format.map(|Format::Uuid| "uuid".to_owned());
            let pattern = rules.pattern.as_ref().map(|pattern| format!("/{pattern}/"));
            let limits = [bounds(">=", &rules.min_length), bounds("<=", &rules.max_length), pattern, format];
            format!("string{}", rules_text(limits))
        }
        Type::Timestamp => "timestamp".to_owned(),
        Type::Date => "date".to_owned(),
        Type::Literal(Literal::String(text)) => format!("{text:?}"),
        Type::Literal(Literal::Integer(value)) => value.to_string(),
        Type::Literal(Literal::Boolean(value)) => value.to_string(),
        Type::Integers(values) => format!("{values:?}"),
        Type::List(list) => {
            let unique = list.unique.then(|| "unique".to_owned());
            let limits = [bounds(">=", &list.min_items), bounds("<=", &list.max_items), unique];
            format!("[{}]{}", ty_text(types, &list.items), rules_text(limits))
        }
        Type::Tuple(items) => {
            let items: Vec<String> = items.iter().map(|item| ty_text(types, item)).collect();
            format!("({})", items.join(", "))
        }
        Type::Map(map) => {
            let limits = [bounds(">=", &map.min_properties), bounds("<=", &map.max_properties)];
            format!("{{{}}}{}", ty_text(types, &map.values), rules_text(limits))
        }
        Type::Nullable(inner) => format!("{}|null", ty_text(types, inner)),
        Type::Named(id) => types.get(*id).name.clone(),
    }
}

fn bounds<T: std::fmt::Display>(sign: &str, bound: &Option<T>) -> Option<String> {
    bound.as_ref().map(|bound| format!("{sign} {bound}"))
}

fn rules_text<const N: usize>(rules: [Option<String>; N]) -> String {
    let rules: Vec<String> = rules.into_iter().flatten().collect();
    if rules.is_empty() { String::new() } else { format!("({})", rules.join(", ")) }
}

/// Findings as a person sees them.
pub(crate) fn findings(findings: &[Diagnostic], sources: &Sources) -> String {
    let mut out = String::new();
    for finding in findings {
        let place = place(sources, finding.primary.span);
        out += &format!("{place}: {}[{}]: {}\n", finding.level.as_str(), finding.rule.id, finding.message);
        out += &underlined(sources, finding.primary.span, &finding.primary.text);
        for label in &finding.labels {
            out += &underlined(sources, label.span, &label.text);
        }
        if let Some(help) = &finding.help {
            out += &format!("  help: {help}\n");
        }
        if let Some(fix) = &finding.fix {
            out += &format!("  fix: {:?} -> {:?}\n", sources.text(fix.span), fix.replacement);
        }
    }
    out
}

fn place(sources: &Sources, span: Span) -> String {
    let start = sources.positions(span).start;
    format!("{}:{}:{}", sources.get(span.source).path(), start.line, start.column)
}

fn underlined(sources: &Sources, span: Span, text: &str) -> String {
    let start = sources.positions(span).start;
    let line = sources.get(span.source).text().lines().nth(start.line as usize - 1).unwrap_or_default();
    let width = sources.text(span).lines().next().map_or(1, |line| line.chars().count().max(1));
    let marks = "^".repeat(width);
    format!("  {:>3} | {line}\n      | {:indent$}{marks} {text}", start.line, "", indent = start.column as usize - 1)
        .trim_end()
        .to_owned()
        + "\n"
}
