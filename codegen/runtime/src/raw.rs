//! An event that the contract does not name.

use serde_json::value::RawValue;

/// An event that the contract does not name, kept as it came: its name and the JSON texts of its arguments.
#[derive(Clone, Debug)]
pub struct Raw {
    /// Its name on the wire.
    pub name: String,
    /// Its arguments. An envelope holds at most one, its payload.
    pub arguments: Vec<Box<RawValue>>,
}

impl Raw {
    /// The payload: the first argument.
    pub fn payload(&self) -> Option<&RawValue> {
        self.arguments.first().map(AsRef::as_ref)
    }
}

/// Raw events are equal when their texts are.
impl PartialEq for Raw {
    fn eq(&self, other: &Self) -> bool {
        let texts = self.arguments.iter().map(|argument| argument.get());
        self.name == other.name && texts.eq(other.arguments.iter().map(|argument| argument.get()))
    }
}
