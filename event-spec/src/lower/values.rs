//! Values that are listed: constants, enums of texts, sets of whole numbers.

use std::collections::HashMap;

use super::Lowering;
use super::define::{Form, Plan};
use super::names::NAME_COLLISION;
use super::scalars::{IMPOSSIBLE, integer, text};
use crate::context::Context;
use crate::diagnostic::Diagnostic;
use crate::fit;
use crate::schema::keyword::UNSUPPORTED;
use crate::schema::shape::{Constant, JsonTypes, Shape, Values};
use crate::source::Span;
use crate::tree::{Kind, Node, Number};
use crate::types::{Enum, EnumValue, Literal, Type};
use crate::words;

impl Lowering {
    /// What a value is that is one of several.
    pub(super) fn plan_values(&mut self, cx: &mut Context<'_, '_>, shape: &Shape, values: &Values) -> Option<Plan> {
        let types = self.check_values(cx, shape, values)?;
        let nullable = types.contains(JsonTypes::NULL);
        let others: Vec<_> = values.list.iter().filter(|value| value.constant != Constant::Null).cloned().collect();
        let kinds: Vec<JsonTypes> = types.without(JsonTypes::NULL).each().collect();
        let form = match (&kinds[..], &others[..]) {
            ([], _) => return Some(Plan { form: Form::Other(Type::Null), nullable: false }),
            ([JsonTypes::STRING], [only]) if !values.open => Form::Other(literal(&only.constant)?),
            ([JsonTypes::STRING], _) => {
                let Values { open, complete, span, .. } = *values;
                Form::Enum(Box::new(Values { list: others, open, complete, span }))
            }
            (_, _) if values.open => {
                let message = "only a set of texts can be open to other values";
                cx.diagnostics.push(Diagnostic::new(&UNSUPPORTED, values.span, message));
                return None;
            }
            ([JsonTypes::BOOLEAN], [_, _]) => Form::Other(Type::Boolean),
            ([JsonTypes::INTEGER], [_, _, ..]) => {
                let numbers = others.iter().filter_map(|value| match value.constant {
                    Constant::Integer(number) => Some(number),
                    _ => None,
                });
                Form::Other(Type::Integers(numbers.collect()))
            }
            ([_], [only]) => Form::Other(literal(&only.constant)?),
            _ => {
                let message = "the values are of different types, which no enum can hold";
                let help = "list values of one type (null may stand beside them), or write a `oneOf` of a schema for each type";
                cx.diagnostics.push(Diagnostic::new(&UNSUPPORTED, values.span, message).help(help));
                return None;
            }
        };
        Some(Plan { form, nullable })
    }

    /// Holds the listed values to what else the schema says, and gives their types.
    fn check_values(&self, cx: &mut Context<'_, '_>, shape: &Shape, values: &Values) -> Option<JsonTypes> {
        let mut types = JsonTypes::NONE;
        let mut fits = true;
        for value in &values.list {
            let of = value.constant.types();
            if let Some(declared) = &shape.types
                && !declared.value.contains(of)
            {
                let message = format!("`{}` is never allowed, since the type is {}", value.constant, declared.value);
                let diagnostic = Diagnostic::new(&IMPOSSIBLE, value.span, message);
                let help = "take it out, or add its type to `type`";
                cx.diagnostics.push(diagnostic.label(declared.span, "the type").help(help));
                fits = false;
                continue;
            }
            types = types | of;
            fits &= self.check_value(cx, shape, &value.constant, value.span).is_some();
        }
        if values.open
            && let Some(text) = shape.text.as_deref()
        {
            let message = "an open set of texts takes any text, and cannot hold others to a rule";
            let span = text.pattern.as_ref().map_or(values.span, |pattern| pattern.span);
            cx.diagnostics
                .push(Diagnostic::new(&UNSUPPORTED, span, message).help("leave the rule out, or close the set"));
            fits = false;
        }
        fits.then_some(types)
    }

    fn check_value(&self, cx: &mut Context<'_, '_>, shape: &Shape, constant: &Constant, span: Span) -> Option<()> {
        let (ty, kind) = match constant {
            Constant::Text(written) => (text(cx, shape.text.as_deref())?, Kind::String(written.clone())),
            Constant::Integer(value) => {
                let rules = integer(cx, shape.number.as_deref())?;
                (Type::Integer(rules), Kind::Number(Number(value.to_string())))
            }
            Constant::Null | Constant::Boolean(_) => return Some(()),
        };
        let node = Node { span, kind };
        if fit::fits(&self.types, &ty, &node) {
            return Some(());
        }
        let message = format!("`{constant}` is listed, and refused by what else the schema says");
        let help = "take it out, or let the bounds, lengths and patterns beside it allow it";
        cx.diagnostics.push(Diagnostic::new(&IMPOSSIBLE, span, message).help(help));
        None
    }

    /// The enum of a set of texts.
    pub(super) fn lower_enum(&mut self, cx: &mut Context<'_, '_>, values: &Values) -> Option<Enum> {
        let mut seen: HashMap<String, (&str, Span)> = HashMap::with_capacity(values.list.len());
        let mut list = Vec::with_capacity(values.list.len());
        for value in &values.list {
            let Constant::Text(wire) = &value.constant else {
                continue;
            };
            if let Some((other, span)) = seen.insert(words::snake(wire), (wire, value.span)) {
                let message = format!("the values `{other}` and `{wire}` have one name in generated code");
                let help = "rename one of them, or describe the text with a `pattern`";
                let diagnostic = Diagnostic::new(&NAME_COLLISION, value.span, message).help(help);
                cx.diagnostics.push(diagnostic.label(span, "the other"));
            }
            list.push(EnumValue { wire: wire.clone(), docs: value.docs.clone(), deprecated: value.deprecated });
        }
        Some(Enum { values: list, open: values.open, complete: values.complete && !values.open })
    }
}

fn literal(constant: &Constant) -> Option<Type> {
    Some(Type::Literal(match constant {
        Constant::Text(text) => Literal::String(text.clone()),
        Constant::Integer(value) => Literal::Integer(*value),
        Constant::Boolean(value) => Literal::Boolean(*value),
        Constant::Null => return None,
    }))
}
