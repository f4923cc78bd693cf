//! Random schemas of every kind that a catalogue understands.

use event_spec::files::{FileError, Files};
use event_spec::{Catalogue, Valid, load};
use serde_json::{Map, Value, json};

use crate::random::Random;

/// The shared schemas, which any schema may refer to.
pub const SHARED: [&str; 2] = ["Alpha", "Beta"];
/// Names of fields.
pub const FIELDS: [&str; 5] = ["id", "text", "count", "author", "type"];
/// Values of enums, and tags of variants.
pub const WORDS: [&str; 6] = ["open", "closed", "archived", "late", "a", "b"];
/// Patterns, each with texts that match it.
pub const PATTERNS: [(&str, &[&str]); 6] = [
    ("^[a-z]+$", &["a", "open", "zzz"]),
    ("^[a-z0-9_]+$", &["a", "a_1", "open", "42"]),
    ("^ord_[0-9]{2}", &["ord_12", "ord_12x"]),
    ("_", &["_", "a_b", "ord_12"]),
    ("^[A-Z]", &["A", "Ab"]),
    ("^(?:open|closed)$", &["open", "closed"]),
];

/// A catalogue's checked form, if it has no errors.
pub fn loaded(catalogue: &Value) -> Option<Valid<Catalogue>> {
    load(&OneFile(catalogue.to_string()), "catalogue.json").catalogue
}

/// A catalogue that is in memory alone.
struct OneFile(String);

impl Files for OneFile {
    fn read(&self, path: &str) -> Result<String, FileError> {
        if path == "catalogue.json" { Ok(self.0.clone()) } else { Err(FileError::NotFound) }
    }

    fn list(&self, _: &str) -> Result<Vec<String>, FileError> {
        Err(FileError::NotFound)
    }
}

/// Makes schemas.
pub struct Maker<'a> {
    /// Chooses.
    pub random: &'a mut Random,
    /// Whether every object refuses keys that it does not declare.
    pub closed: bool,
}

/// A catalogue's part that matters: a payload, and the shared schemas.
pub fn catalogue(payload: Value, schemas: Map<String, Value>) -> Value {
    json!({
        "catalogue": "random",
        "version": "1.0.0",
        "transport": "socket.io",
        "events": { "it": { "direction": "server-to-client", "to": "everybody", "payload": payload } },
        "schemas": schemas,
    })
}

impl Maker<'_> {
    /// A catalogue with a random payload and random shared schemas.
    pub fn catalogue(&mut self) -> Value {
        let shared = SHARED.map(|name| (name.to_owned(), self.shared()));
        let payload = self.schema(3);
        catalogue(payload, shared.into_iter().collect())
    }

    fn shared(&mut self) -> Value {
        if self.random.once_in(3) { self.schema(1) } else { self.object(1) }
    }

    /// A random schema, so many levels deep at most.
    pub fn schema(&mut self, depth: usize) -> Value {
        if depth == 0 {
            return self.scalar();
        }
        match self.random.below(14) {
            0..=2 => self.scalar(),
            3..=5 => self.object(depth),
            6 => self.list(depth),
            7 => self.tuple(depth),
            8 => self.map(depth),
            9 => nullable(self.schema(depth - 1)),
            10 => self.by_type(depth),
            11 => self.tagged(depth),
            12 => json!({ "$ref": format!("#/schemas/{}", self.random.of(&SHARED)) }),
            _ => self.parts(depth),
        }
    }

    /// A schema with nothing inside.
    pub fn scalar(&mut self) -> Value {
        match self.random.below(14) {
            0 => json!({ "type": "boolean" }),
            1 | 2 => self.number("integer"),
            3 | 4 => self.number("number"),
            5..=7 => self.text(),
            8 => json!({ "type": "string", "format": self.random.of(&["date-time", "date", "uuid"]) }),
            9 | 10 => self.words(),
            11 => json!({ "const": self.random.of(&WORDS) }),
            12 => json!({ "const": self.random.below(2) == 0 }),
            _ => json!({ "enum": [1, 2, 3 + self.random.below(3)] }),
        }
    }

    fn words(&mut self) -> Value {
        let from = self.random.below(3);
        let count = 2 + self.random.below(3);
        let mut schema = json!({ "type": "string", "enum": WORDS[from..from + count] });
        if self.random.once_in(4) {
            schema["x-open"] = json!(true);
        }
        schema
    }

    fn number(&mut self, of: &str) -> Value {
        let mut schema = json!({ "type": of });
        if self.random.once_in(2) {
            let key = if self.random.once_in(4) { "exclusiveMinimum" } else { "minimum" };
            schema[key] = json!(self.random.within(-3, 3));
        }
        if self.random.once_in(3) {
            let key = if self.random.once_in(4) { "exclusiveMaximum" } else { "maximum" };
            schema[key] = json!(self.random.within(4, 20));
        }
        if self.random.once_in(5) {
            schema["multipleOf"] = match of {
                "integer" => json!(self.random.of(&[2, 3, 4, 5])),
                _ => json!(self.random.of(&[0.5, 0.25, 1.0, 2.0, 0.1])),
            };
        }
        schema
    }

    fn text(&mut self) -> Value {
        let mut schema = json!({ "type": "string" });
        if self.random.once_in(4) {
            schema["minLength"] = json!(self.random.below(4));
        }
        if self.random.once_in(3) {
            schema["maxLength"] = json!(*self.random.of(&[4, 10, 200]));
        }
        if self.random.once_in(4) {
            schema["pattern"] = json!(self.random.of(&PATTERNS).0);
        }
        schema
    }

    /// An object with fields.
    pub fn object(&mut self, depth: usize) -> Value {
        let mut fields = Map::new();
        let mut required = Vec::new();
        for _ in 0..1 + self.random.below(3) {
            let name = *self.random.of(&FIELDS);
            if fields.contains_key(name) {
                continue;
            }
            let mut field = self.schema(depth.saturating_sub(1));
            let refers = field.to_string().contains("$ref");
            if self.random.once_in(4) {
                field = nullable(field);
            }
            // An object that requires itself has no end.
            if !refers && self.random.once_in(2) {
                required.push(name);
            }
            fields.insert(name.to_owned(), field);
        }
        let mut schema = json!({ "type": "object", "required": required, "properties": fields });
        if let Some(rest) = self.rest() {
            schema["additionalProperties"] = rest;
        }
        schema
    }

    /// What becomes of other keys.
    pub fn rest(&mut self) -> Option<Value> {
        match self.random.below(6) {
            0 => Some(json!(true)),
            1 => Some(self.scalar()),
            2 => Some(json!(false)),
            _ if self.closed => Some(json!(false)),
            _ => None,
        }
    }

    /// An object in two parts, which have no field in common.
    fn parts(&mut self, depth: usize) -> Value {
        let mut parts = [self.object(depth), self.object(depth)];
        let known: Vec<String> = parts[0]["properties"].as_object().into_iter().flat_map(Map::keys).cloned().collect();
        if let Some(fields) = parts[1]["properties"].as_object_mut() {
            fields.retain(|name, _| !known.contains(name));
        }
        for part in &mut parts {
            part.as_object_mut().map(|part| part.remove("additionalProperties"));
        }
        let mut schema = json!({ "allOf": parts });
        if self.closed || self.random.once_in(4) {
            schema["unevaluatedProperties"] = json!(false);
        }
        schema
    }

    fn list(&mut self, depth: usize) -> Value {
        let mut schema = json!({ "type": "array", "items": self.schema(depth - 1) });
        if self.random.once_in(3) {
            schema["minItems"] = json!(self.random.below(3));
        }
        if self.random.once_in(3) {
            schema["maxItems"] = json!(2 + self.random.below(3));
        }
        if self.random.once_in(4) {
            schema["uniqueItems"] = json!(true);
        }
        schema
    }

    fn tuple(&mut self, depth: usize) -> Value {
        let items: Vec<Value> = (0..1 + self.random.below(3)).map(|_| self.schema(depth - 1)).collect();
        json!({ "type": "array", "minItems": items.len(), "prefixItems": items, "items": false })
    }

    fn map(&mut self, depth: usize) -> Value {
        let mut schema = json!({ "type": "object", "additionalProperties": self.schema(depth - 1) });
        if self.random.once_in(4) {
            schema["minProperties"] = json!(self.random.below(3));
        }
        if self.random.once_in(4) {
            schema["maxProperties"] = json!(2 + self.random.below(2));
        }
        schema
    }

    fn by_type(&mut self, depth: usize) -> Value {
        let mut variants = vec![self.text(), self.number("integer"), json!({ "type": "boolean" })];
        variants.truncate(1 + self.random.below(3));
        if self.random.once_in(2) || variants.len() < 2 {
            variants.push(if self.random.once_in(2) { self.object(depth - 1) } else { self.list(depth) });
        }
        json!({ "oneOf": variants })
    }

    fn tagged(&mut self, depth: usize) -> Value {
        let from = self.random.below(3);
        let count = 2 + self.random.below(2);
        let variants: Vec<Value> = WORDS[from..from + count].iter().map(|tag| self.variant(depth, tag)).collect();
        json!({ "oneOf": variants })
    }

    /// A variant of a union with this tag.
    pub fn variant(&mut self, depth: usize, tag: &str) -> Value {
        let mut object = self.object(depth - 1);
        object["properties"]["type"] = json!({ "const": tag });
        if let Value::Array(required) = &mut object["required"]
            && !required.contains(&json!("type"))
        {
            required.push(json!("type"));
        }
        object
    }
}

/// The schema, or null.
pub fn nullable(schema: Value) -> Value {
    json!({ "anyOf": [schema, { "type": "null" }] })
}
