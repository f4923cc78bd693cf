//! The catalogue's types as TypeScript.

use std::collections::BTreeSet;

use event_spec::catalogue::Catalogue;
use event_spec::types::{Enum, Field, Literal, Map, Object, Origin, Rest, Type, TypeDef, TypeKind, Union};

use super::names::Settled;
use super::rules;
use crate::typescript::model::{Declaration, Member, Shape};
use crate::typescript::syntax;
use crate::typescript::tsdoc::Doc;

/// Every named type, in the order of the catalogue.
pub fn lower(catalogue: &Catalogue, names: &Settled) -> Vec<Declaration> {
    let lower_one = |(id, def): (_, &TypeDef)| Declaration {
        doc: documented(def, catalogue),
        name: names.ty(id).to_owned(),
        shape: shape(&def.kind, names),
    };
    catalogue.types.iter().filter(|(id, _)| !names.is_in_place(*id)).map(lower_one).collect()
}

/// The schema's own words; without any, what the type is for.
pub fn documented(def: &TypeDef, catalogue: &Catalogue) -> Doc {
    let summary = |event: &String| catalogue.events.get(event).and_then(|event| event.summary.clone());
    let only_client_sends = |event: &String| catalogue.events.get(event).is_some_and(|event| event.server.is_none());
    let fallback = match &def.origin {
        Origin::ServerPayload(event) => summary(event),
        Origin::ClientPayload(event) if only_client_sends(event) => summary(event),
        Origin::ClientPayload(event) => Some(format!("What clients send as `{event}`.")),
        Origin::Ack(event) => Some(format!("The acknowledgement of `{event}`.")),
        Origin::Shared | Origin::Inline | Origin::Connection => None,
    };
    let doc = Doc::default().text(def.docs.clone().or(fallback));
    let constraints = match &def.kind {
        TypeKind::Alias(ty) => rules::sentence(ty, None),
        TypeKind::Object(_) | TypeKind::Enum(_) | TypeKind::Union(_) => None,
    };
    doc.sentence(constraints).deprecated(def.deprecated.then(String::new))
}

fn shape(kind: &TypeKind, names: &Settled) -> Shape {
    match kind {
        TypeKind::Object(object) => object_shape(object, names),
        TypeKind::Enum(values) => enum_shape(values),
        TypeKind::Union(union) => union_shape(union, names),
        TypeKind::Alias(ty) => Shape::Alias(text(ty, names)),
    }
}

fn object_shape(object: &Object, names: &Settled) -> Shape {
    let members = members(&object.fields, names);
    match &object.rest {
        Rest::Ignored | Rest::Refused if members.is_empty() => Shape::Alias("{ [key: string]: never }".to_owned()),
        Rest::Ignored | Rest::Refused => Shape::Interface { members, rest: None },
        Rest::Kept(ty) => {
            let rest = rest_text(&members, &text(ty, names));
            Shape::Interface { members, rest: Some(rest) }
        }
    }
}

/// The fields of an object as properties.
pub fn members(fields: &[Field], names: &Settled) -> Vec<Member> {
    let member = |field: &Field| Member {
        doc: Doc::default()
            .text(field.docs.clone())
            .sentence(rules::sentence(&field.ty, field.default.as_ref()))
            .deprecated(field.deprecated.then(String::new)),
        key: field.wire.clone(),
        optional: field.optional,
        ty: text(&field.ty, names),
    };
    fields.iter().map(member).collect()
}

/// What an index signature must allow so that the properties beside it are legal.
fn rest_text(members: &[Member], rest: &str) -> String {
    if rest == "unknown" {
        return rest.to_owned();
    }
    let mut allowed = vec![rest];
    let mut seen = BTreeSet::from([rest]);
    allowed.extend(members.iter().map(|member| member.ty.as_str()).filter(|ty| seen.insert(ty)));
    if allowed.contains(&"unknown") {
        return "unknown".to_owned();
    }
    if members.iter().any(|member| member.optional) {
        allowed.push("undefined");
    }
    allowed.join(" | ")
}

fn enum_shape(values: &Enum) -> Shape {
    let value = |value: &event_spec::types::EnumValue| {
        let doc = Doc::default().text(value.docs.clone()).deprecated(value.deprecated.then(String::new));
        (doc, syntax::string(&value.wire))
    };
    let mut variants: Vec<_> = values.values.iter().map(value).collect();
    if values.open {
        // The intersection keeps editors offering the known values.
        variants.push((Doc::default(), "(string & {})".to_owned()));
    }
    Shape::Union(variants)
}

fn union_shape(union: &Union, names: &Settled) -> Shape {
    let variants = union.variants.iter();
    Shape::Union(
        variants.map(|variant| (Doc::default().text(variant.docs.clone()), text(&variant.ty, names))).collect(),
    )
}

/// The text of a type.
pub fn text(ty: &Type, names: &Settled) -> String {
    match ty {
        Type::Any => "unknown".to_owned(),
        Type::Null => "null".to_owned(),
        Type::Boolean => "boolean".to_owned(),
        Type::Integer(_) | Type::Number(_) => "number".to_owned(),
        Type::String(_) | Type::Timestamp | Type::Date => "string".to_owned(),
        Type::Literal(literal) => literal_text(literal),
        Type::Integers(values) => values.iter().map(i64::to_string).collect::<Vec<_>>().join(" | "),
        Type::List(list) => {
            let items = text(&list.items, names);
            let is_union = match &list.items {
                Type::Nullable(_) | Type::Integers(_) => true,
                Type::Named(id) => names.is_in_place(*id),
                _ => false,
            };
            if is_union { format!("({items})[]") } else { format!("{items}[]") }
        }
        Type::Tuple(items) => {
            format!("[{}]", items.iter().map(|item| text(item, names)).collect::<Vec<_>>().join(", "))
        }
        Type::Map(map) => map_text(map, names),
        Type::Nullable(inner) => format!("{} | null", text(inner, names)),
        Type::Named(id) => names.ty(*id).to_owned(),
    }
}

fn map_text(map: &Map, names: &Settled) -> String {
    format!("{{ [key: string]: {} }}", text(&map.values, names))
}

fn literal_text(literal: &Literal) -> String {
    match literal {
        Literal::String(text) => syntax::string(text),
        Literal::Integer(number) => number.to_string(),
        Literal::Boolean(value) => value.to_string(),
    }
}
