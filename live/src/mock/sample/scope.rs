//! What is settled before a value is made: so that the parts of a frame, and the frames of one doing, agree.

use serde_json::{Map, Value};

/// What is settled before a value is made.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// The values of fields of these names, wherever they stand, as far as they fit there.
    named: Vec<(String, Value)>,
    /// The value as far as it is given: it is laid over what is made.
    given: Option<Value>,
    /// Keys that are left out where they may be.
    without: Vec<String>,
}

impl Scope {
    /// Settles all fields of a name.
    #[must_use]
    pub fn named(mut self, name: &str, value: Value) -> Self {
        self.named.retain(|(own, _)| own != name);
        self.named.push((name.to_owned(), value));
        self
    }

    /// Settles all fields that have the names of an object's.
    #[must_use]
    pub fn like(mut self, value: &Value) -> Self {
        for (name, value) in value.as_object().into_iter().flatten() {
            if !value.is_object() && !value.is_array() && !value.is_null() {
                self = self.named(name, value.clone());
            }
        }
        self
    }

    /// Lays a value over what is made.
    #[must_use]
    pub fn given(mut self, value: Value) -> Self {
        self.given = Some(value);
        self
    }

    /// Settles the field at the end of a path.
    #[must_use]
    pub fn at(mut self, path: &[String], value: Value) -> Self {
        let over = path.iter().rev().fold(value, |inner, key| Value::Object(Map::from_iter([(key.clone(), inner)])));
        let mut given = self.given.take().unwrap_or(Value::Null);
        lay(&mut given, over);
        self.given = Some(given);
        self
    }

    /// Leaves a key out wherever it may be absent.
    #[must_use]
    pub fn without(mut self, key: &str) -> Self {
        self.without.push(key.to_owned());
        self
    }

    pub(super) fn settled(&self, name: &str) -> Option<&Value> {
        self.named.iter().find(|(own, _)| own == name).map(|(_, value)| value)
    }

    pub(super) fn leaves_out(&self, key: &str) -> bool {
        self.without.iter().any(|own| own == key)
    }

    /// Whether a key of the outermost object is given.
    pub(super) fn gives(&self, key: &str) -> bool {
        self.given.as_ref().is_some_and(|given| given.get(key).is_some())
    }

    /// Lays what is given over a value that was made.
    pub fn finish(&self, mut made: Value) -> Value {
        if let Some(given) = &self.given {
            lay(&mut made, given.clone());
        }
        made
    }
}

/// Lays a value over another: objects key by key, everything else whole.
pub fn lay(under: &mut Value, over: Value) {
    match (under, over) {
        (Value::Object(under), Value::Object(over)) => {
            for (key, value) in over {
                match under.get_mut(&key) {
                    Some(own) => lay(own, value),
                    None => drop(under.insert(key, value)),
                }
            }
        }
        (under, over) => *under = over,
    }
}
