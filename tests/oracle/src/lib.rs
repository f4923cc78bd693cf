//! Three readers of one contract, to be compared by the tests: the generated types, typify's types over the canonical
//! schemas, and a JSON Schema validator over the catalogues as written. The validator is also asked whether what the comparison of
//! two versions says of them is true, for random schemas and random edits.

pub mod cases;
pub mod documents;
pub mod edits;
pub mod mutate;
pub mod ours;
pub mod random;
pub mod schemas;
pub mod theirs;
pub mod validator;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// What a reader makes of a document: what it writes again, or why it refuses.
pub type Verdict = Result<Value, String>;

/// Reads a document as `T`, and writes it again.
pub fn verdict<T: DeserializeOwned + Serialize>(json: &str) -> Verdict {
    let value: T = serde_json::from_str(json).map_err(|error| error.to_string())?;
    serde_json::to_value(value).map_err(|error| error.to_string())
}
