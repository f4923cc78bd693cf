//! JSON text that was written once and goes to many.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use serde_core::Serialize;

/// A JSON text. A copy for one more recipient shares it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Encoded(Arc<str>);

impl Encoded {
    /// The JSON of a value: an acknowledgement, or a payload by itself.
    ///
    /// # Panics
    /// If the value cannot be written as JSON. Values of generated types always can.
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Self {
        match serde_json::to_string(value) {
            Ok(json) => Self(json.into()),
            Err(error) => panic!("generated types can always be written as JSON, but: {error}"),
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Deref for Encoded {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<[u8]> for Encoded {
    fn as_ref(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl From<Encoded> for Arc<str> {
    fn from(encoded: Encoded) -> Self {
        encoded.0
    }
}

impl fmt::Display for Encoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Encoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
