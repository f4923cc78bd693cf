//! Objects against their fields, and values against the variants of unions.

use std::collections::HashMap;

use super::place::{At, Path, Step, head};
use super::{Fit, listed};
use crate::diagnostic::Diagnostic;
use crate::suggest;
use crate::tree::{Kind, Node};
use crate::types::{Discrimination, Literal, Object, Rest, Type, TypeKind, Union, Variant};

impl Fit<'_> {
    pub(super) fn object(&mut self, object: &Object, node: &Node, at: At<'_>) {
        let Kind::Map(entries) = &node.kind else {
            return self.mismatch(node, at, "an object");
        };
        let index = Index::new(object);
        let mut present = vec![false; object.fields.len()];
        for entry in entries {
            let key = &entry.key;
            match (index.position(&key.value), &object.rest) {
                (Some(place), _) => {
                    present[place] = true;
                    self.inside(&object.fields[place].ty, &entry.value, key.span, Step::Key(&key.value), at);
                }
                (None, Rest::Ignored) => {}
                (None, Rest::Kept(ty)) => self.inside(ty, &entry.value, key.span, Step::Key(&key.value), at),
                (None, Rest::Refused) => {
                    let whole = if at.path.is_some() { at.name() } else { "the object".to_owned() };
                    let message = format!("{whole} has no field `{}`, and takes no others", key.value);
                    let missing = object.fields.iter().filter(|field| node.get(&field.wire).is_none());
                    let near = suggest::name(&key.value, missing.map(|field| field.wire.as_str()));
                    let path = Path { step: Step::Key(&key.value), before: at.path };
                    self.suggest(Some(&path), Diagnostic::new(self.rule, key.span, message), &key.value, near);
                }
            }
        }
        let missing = object.fields.iter().zip(&present).filter(|(field, present)| !**present && !field.optional);
        for (field, _) in missing {
            let whole = if at.path.is_some() { format!(" in {}", at.name()) } else { String::new() };
            let message = format!("the field `{}` is missing{whole}", field.wire);
            let near = entries.iter().map(|entry| entry.key.value.as_str()).filter(|key| index.position(key).is_none());
            let help =
                suggest::nearest(&field.wire, near).map(|near| format!("`{near}` is written here: is it meant?"));
            let place = if at.path.is_some() { at.place } else { head(node) };
            let diagnostic = Diagnostic::new(self.rule, place, message).help_if(help);
            let path = Path { step: Step::Key(&field.wire), before: at.path };
            (self.report)(Some(&path), diagnostic.label(field.span, "required here"));
        }
    }

    pub(super) fn union(&mut self, union: &Union, node: &Node, at: At<'_>) {
        match &union.discrimination {
            Discrimination::Tag(key) => self.tagged(key, &union.variants, node, at),
            Discrimination::JsonType => {
                let variant = union.variants.iter().find(|variant| self.is_of_type(&variant.ty, node));
                match variant {
                    Some(variant) => self.check(&variant.ty, node, at),
                    None => {
                        let wanted: Vec<&str> = union.variants.iter().map(|variant| self.wanted(&variant.ty)).collect();
                        self.mismatch(node, at, &wanted.join(" or "));
                    }
                }
            }
        }
    }

    fn tagged(&mut self, key: &str, variants: &[Variant], node: &Node, at: At<'_>) {
        let Kind::Map(_) = &node.kind else {
            return self.mismatch(node, at, "an object");
        };
        let tags: Vec<&str> = variants.iter().filter_map(|variant| variant.tag.as_deref()).collect();
        let listed = listed(tags.iter().map(|tag| format!("`{tag}`")));
        let Some(tag) = node.get(key) else {
            let place = if at.path.is_some() { at.place } else { head(node) };
            let message = format!("the field `{key}` is missing, which tells what {} is: one of {listed}", at.name());
            let path = Path { step: Step::Key(key), before: at.path };
            (self.report)(Some(&path), Diagnostic::new(self.rule, place, message));
            return;
        };
        let variant = variants.iter().find(|variant| variant.tag.is_some() && variant.tag.as_deref() == tag.as_str());
        if let Some(variant) = variant {
            return self.check(&variant.ty, node, at);
        }
        let path = Path { step: Step::Key(key), before: at.path };
        let inner = At { path: Some(&path), place: tag.span };
        let message = format!("{} must be one of {listed}", inner.name());
        let text = tag.as_str().unwrap_or_default();
        let diagnostic = Diagnostic::new(self.rule, tag.span, message);
        self.suggest(inner.path, diagnostic, text, suggest::name(text, tags));
    }

    /// Whether a value has the JSON type of a type, of which each variant of a union has its own.
    fn is_of_type(&self, ty: &Type, node: &Node) -> bool {
        matches!(
            (self.wanted(ty), &node.kind),
            ("a text", Kind::String(_))
                | ("a boolean", Kind::Bool(_))
                | ("a whole number" | "a number", Kind::Number(_))
                | ("a list", Kind::List(_))
                | ("an object", Kind::Map(_))
        )
    }

    /// What a person calls the values of a type.
    fn wanted(&self, ty: &Type) -> &'static str {
        match self.types.resolve(ty) {
            Type::Any => "anything",
            Type::Null => "null",
            Type::Boolean | Type::Literal(Literal::Boolean(_)) => "a boolean",
            Type::Integer(_) | Type::Integers(_) | Type::Literal(Literal::Integer(_)) => "a whole number",
            Type::Number(_) => "a number",
            Type::String(_) | Type::Timestamp | Type::Date | Type::Literal(Literal::String(_)) => "a text",
            Type::List(_) | Type::Tuple(_) => "a list",
            Type::Map(_) => "an object",
            Type::Nullable(inner) => self.wanted(inner),
            Type::Named(id) => match &self.types.get(*id).kind {
                TypeKind::Enum(_) => "a text",
                TypeKind::Object(_) => "an object",
                TypeKind::Union(union) => match union.discrimination {
                    Discrimination::Tag(_) => "an object",
                    Discrimination::JsonType => "one of several types",
                },
                TypeKind::Alias(inner) => self.wanted(inner),
            },
        }
    }
}

/// Fields by name: by hash where there are many.
enum Index<'a> {
    Few(&'a Object),
    Many(HashMap<&'a str, usize>),
}

impl<'a> Index<'a> {
    fn new(object: &'a Object) -> Self {
        const FEW: usize = 16;
        if object.fields.len() <= FEW {
            return Self::Few(object);
        }
        Self::Many(object.fields.iter().enumerate().map(|(place, field)| (field.wire.as_str(), place)).collect())
    }

    fn position(&self, key: &str) -> Option<usize> {
        match self {
            Self::Few(object) => object.fields.iter().position(|field| field.wire == key),
            Self::Many(index) => index.get(key).copied(),
        }
    }
}
