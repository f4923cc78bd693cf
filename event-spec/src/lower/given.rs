//! Defaults and examples that a schema gives itself, held to it once all types are known.

use super::Lowering;
use crate::diagnostic::Diagnostics;
use crate::fit;
use crate::rule::{Rule, rule};
use crate::schema::SchemaId;
use crate::tree::Node;
use crate::types::{Type, Types};

/// A default fits its schema.
pub(crate) static DEFAULT_INVALID: Rule = rule!(error Examples "default-invalid", "a `default` fits its schema");

/// A value that a schema gives.
pub(super) struct Given {
    ty: Type,
    value: Node,
    rule: &'static Rule,
}

impl Lowering {
    /// Remembers the values that a schema gives, whose type is known now.
    pub(super) fn note_given(&mut self, id: SchemaId, ty: &Type) {
        let Some(words) = self.arena.get_mut(id).words.as_mut() else {
            return;
        };
        // Taken out, since a schema may be lowered again where another object takes its field over.
        let examples = std::mem::take(&mut words.examples);
        let default = words.default.clone().map(|value| (value, &DEFAULT_INVALID));
        let examples = examples.into_iter().map(|value| (value, &fit::EXAMPLE_INVALID));
        let given = default.into_iter().chain(examples);
        self.given.extend(given.map(|(value, rule)| Given { ty: ty.clone(), value, rule }));
    }
}

/// Reports what does not fit.
pub(super) fn check(types: &Types, given: &[Given], diagnostics: &mut Diagnostics) {
    for Given { ty, value, rule } in given {
        fit::check_as(types, ty, value, rule, diagnostics);
    }
}
