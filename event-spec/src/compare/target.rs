//! Whether two uses of a channel name the same channel.

use crate::catalogue::{Binding, ChannelRoute};
use crate::compare::scope::Scope;

/// How the channel of an old use relates to that of a new one.
pub(crate) enum Target {
    /// It is the same one, found in the same way.
    Same,
    /// It is the same pattern, and a parameter comes from elsewhere: this one, from here, and from there before.
    Bound {
        /// The parameter, as the new catalogue names it.
        param: String,
        /// Where it came from.
        old: String,
        /// Where it comes from.
        new: String,
    },
    /// It is another one.
    Other,
}

/// Compares the channel of an old use with that of a new one.
pub(crate) fn compare(old: &ChannelRoute, new: &ChannelRoute, scope: &Scope<'_>) -> Target {
    let became = scope.matching.channel(&old.channel.value);
    if became.is_none_or(|channel| channel.name.value != new.channel.value) || old.bindings.len() != new.bindings.len()
    {
        return Target::Other;
    }
    // Both in the order of the address, whose parameters have no names in any frame.
    let pairs = old.bindings.values().zip(&new.bindings);
    let moved = pairs.map(|(old, (param, new))| (param, source(old), source(new))).find(|(_, old, new)| old != new);
    match moved {
        None => Target::Same,
        Some((param, old, new)) => Target::Bound { param: param.clone(), old, new },
    }
}

/// Where a parameter comes from. The name that an emitter gives it is in no frame.
fn source(binding: &Binding) -> String {
    match binding {
        Binding::Field(path) => format!("`{}`", path.keys.join(".")),
        Binding::Given(_) => "the emitter".to_owned(),
    }
}
