//! The keys by which waiting events replace each other.
//!
//! In: the values of an event's `coalesce_by` fields. Out: their JSON texts, each with a comma behind it, and nothing before
//! the comma where a value is absent. Two keys of one event are the same where all values are, and only there.

use serde_core::Serialize;
use serde_json::Value;

use crate::Encoded;

/// Appends a value to a key.
///
/// # Panics
/// If the value cannot be written as JSON. Values of generated types always can.
pub fn push<T: Serialize + ?Sized>(key: &mut String, value: Option<&T>) {
    if let Some(value) = value {
        key.push_str(&Encoded::of(value));
    }
    key.push(',');
}

/// Appends what an event's JSON holds at a path of keys with dots between them; a list stands for its items.
///
/// # Panics
/// If the event cannot be written as JSON. Events of generated types always can.
pub fn push_at<T: Serialize + ?Sized>(key: &mut String, event: &T, path: &str) {
    let event = serde_json::to_value(event);
    let event = event.unwrap_or_else(|error| panic!("generated types can always be written as JSON, but: {error}"));
    append(key, &event, path);
    key.push(',');
}

fn append(key: &mut String, value: &Value, path: &str) {
    if let Value::Array(items) = value {
        key.push('[');
        for item in items {
            append(key, item, path);
            key.push(',');
        }
        key.push(']');
        return;
    }
    let (first, rest) = path.split_once('.').map_or((path, None), |(first, rest)| (first, Some(rest)));
    match (value.get(first), rest) {
        (None, _) => {}
        (Some(inner), Some(rest)) => append(key, inner, rest),
        (Some(inner), None) => key.push_str(&inner.to_string()),
    }
}

/// A value after the other.
#[doc(hidden)]
#[macro_export]
macro_rules! __coalesce_by {
    ($event:ident $key:ident) => {};
    ($event:ident $key:ident $path:literal $(, $($rest:tt)*)?) => {
        $crate::coalesce::push_at(&mut $key, $event, $path);
        $crate::__coalesce_by!($event $key $($($rest)*)?);
    };
    ($event:ident $key:ident $field:ident $($rest:tt)*) => {
        $crate::__coalesce_path! { $event $key [::core::option::Option::Some(&$event.$field)] $($rest)* }
    };
}

/// A step of a path after the other.
#[doc(hidden)]
#[macro_export]
macro_rules! __coalesce_path {
    ($event:ident $key:ident [$($value:tt)+] . $field:ident $($rest:tt)*) => {
        $crate::__coalesce_path! { $event $key [$($value)+.map(|inner| &inner.$field)] $($rest)* }
    };
    ($event:ident $key:ident [$($value:tt)+] ? $($rest:tt)*) => {
        $crate::__coalesce_path! { $event $key [$($value)+.and_then(::core::option::Option::as_ref)] $($rest)* }
    };
    ($event:ident $key:ident [$($value:tt)+] $(, $($rest:tt)*)?) => {
        $crate::coalesce::push(&mut $key, $($value)+);
        $crate::__coalesce_by!($event $key $($($rest)*)?);
    };
}
