//! Objects: every field that must be there, and most of those that may be.

use event_spec::types::{Field, Object, Type};
use serde_json::{Map, Value};

use super::{At, DEEP, Making};

/// How often a field is there that may be absent.
const PRESENT: f64 = 0.7;

/// How often the example of a field's schema is taken instead of made-up words.
const EXAMPLE: f64 = 0.3;

impl Making<'_> {
    pub(super) fn object(&mut self, object: &Object, at: At<'_>) -> Map<String, Value> {
        let mut made = Map::new();
        for field in &object.fields {
            // Asked in any case, so that what is settled here changes nothing there.
            let present = self.random.chance(PRESENT) && at.depth <= DEEP && !field.deprecated;
            if field.optional && (!present || self.scope.leaves_out(&field.wire)) && !self.must_be_there(field, at) {
                continue;
            }
            let value = self.field(field, at);
            made.insert(field.wire.clone(), value);
        }
        made
    }

    fn must_be_there(&self, field: &Field, at: At<'_>) -> bool {
        at.depth <= 1 && self.scope.gives(&field.wire)
    }

    fn field(&mut self, field: &Field, at: At<'_>) -> Value {
        let within = At { field: &field.wire, ..at };
        let scope = self.scope;
        if let Some(settled) = scope.settled(&field.wire)
            && let Some(value) = self.as_of(&field.ty, settled)
        {
            return value;
        }
        let is_word = matches!(self.sampler.types.without_null(&field.ty), Type::String(_) | Type::Number(_));
        if let Some(example) = field.example.as_ref().filter(|_| is_word && !super::super::ids::is_id(&field.wire))
            && self.random.chance(EXAMPLE)
        {
            return example.clone();
        }
        self.value(&field.ty, within)
    }

    /// A settled value as one of a type, where it can be: ids are texts here and numbers there.
    fn as_of(&self, ty: &Type, settled: &Value) -> Option<Value> {
        match (self.sampler.types.without_null(ty), settled) {
            (Type::String(_), Value::String(_))
            | (Type::Integer(_) | Type::Number(_), Value::Number(_))
            | (Type::Boolean, Value::Bool(_))
            | (Type::Timestamp | Type::Date, Value::String(_)) => Some(settled.clone()),
            (Type::String(_), Value::Number(number)) => Some(number.to_string().into()),
            (Type::Integer(_), Value::String(text)) => text.parse::<i64>().ok().map(Value::from),
            (Type::Named(id), Value::String(text)) => match &self.sampler.types.get(*id).kind {
                event_spec::types::TypeKind::Enum(choices)
                    if choices.values.iter().any(|value| value.wire == *text) =>
                {
                    Some(settled.clone())
                }
                _ => None,
            },
            _ => None,
        }
    }
}
