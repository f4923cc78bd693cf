//! The model backend: a checked catalogue as one JSON document, for whoever writes a backend or a tool of their own.
//!
//! In: a checked catalogue. Out: a [`Model`], and its text ([`text`]); [`schema`] describes its form as JSON Schema. Everything is
//! resolved: no reference leads out of the document, durations are milliseconds, and the payloads are canonical schemas
//! ([`crate::canonical`]) with the catalogue's words beside them.
//!
//! Promise: within one [`VERSION`] keys are added and never taken away or given another meaning.

mod channel;
mod contract;
mod delivery;
mod event;
mod flow;
mod lower;

pub use channel::{Access, Channel, Parameter, ParameterType};
pub use contract::{
    Consumer, Contract, Envelope, EnvelopeError, ErrorCode, FieldRead, Handshake, Model, Naming, Reading, Transport,
};
pub use delivery::{Limits, Priority, Rate, Reconnect, WhenSlow};
pub use event::{
    Ack, Alias, Argument, Binding, Deprecation, Event, Example, Membership, MembershipEffect, Message, Peer, Route,
    Storage,
};
pub use flow::{Flow, Party, Role, Step, StepKind};

use event_spec::{Catalogue, Valid};
use schemars::Schema;
use schemars::generate::SchemaSettings;
use schemars::transform::RecursiveTransform;
use serde_json::Value;

use crate::json;

/// The version of the form, under the key `model`.
pub const VERSION: u32 = 1;

/// The model of a catalogue.
pub fn generate(catalogue: &Valid<Catalogue>) -> Model {
    lower::model(catalogue)
}

/// The model of a catalogue as a JSON value.
pub fn value(catalogue: &Valid<Catalogue>) -> Value {
    to_value(catalogue)
}

/// The model of a catalogue as JSON for people and programs, with a newline at its end.
pub fn text(catalogue: &Valid<Catalogue>) -> String {
    lines(catalogue)
}

/// [`text`], for a backend that has seen that the catalogue is checked.
pub(crate) fn lines(catalogue: &Catalogue) -> String {
    let mut text = json::pretty(&to_value(catalogue));
    text.push('\n');
    text
}

fn to_value(catalogue: &Catalogue) -> Value {
    // Structs of texts, numbers and lists, with texts as keys: nothing in them can fail to be written.
    serde_json::to_value(lower::model(catalogue)).unwrap_or_default()
}

/// The form of a model as JSON Schema (draft 2020-12).
pub fn schema() -> Value {
    let settings = SchemaSettings::draft2020_12().for_serialize();
    let generator = settings.with_transform(RecursiveTransform(without_null)).into_generator();
    let mut root = generator.into_root_schema_for::<Model>();
    root.insert("title".to_owned(), "Checked model of an event catalogue".into());
    root.to_value()
}

/// Takes null from what a value may be: what the catalogue does not give is absent.
fn without_null(schema: &mut Schema) {
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = &mut types[..] {
            let only = only.take();
            schema.insert("type".to_owned(), only);
        }
    }
    if let Some(Value::Array(choices)) = schema.get("anyOf")
        && let [Value::Object(value), null] = &choices[..]
        && null["type"] == "null"
    {
        let value = value.clone();
        schema.remove("anyOf");
        value.into_iter().for_each(|(keyword, said)| drop(schema.insert(keyword, said)));
    }
}
