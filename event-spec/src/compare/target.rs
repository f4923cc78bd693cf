//! Whether two uses of a channel name the same channel.

use crate::catalogue::{Binding, ChannelRoute};
use crate::compare::matching::address;
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
    let channels = (scope.old.channels.get(&old.channel.value), scope.matching.channel(&old.channel.value));
    let (Some(was), Some(is)) = channels else { return Target::Other };
    if is.name.value != new.channel.value || old.bindings.len() != new.bindings.len() {
        return Target::Other;
    }
    let same_address = address(was) == address(is);
    // Both in the order of the address, whose parameters have no names in any frame.
    let pairs = old.bindings.values().zip(&new.bindings);
    let sources = pairs.map(|(old, (param, new))| (param, source(old, same_address), source(new, same_address)));
    let moved = sources.into_iter().find(|(_, old, new)| old != new);
    match moved {
        None => Target::Same,
        Some((param, old, new)) => Target::Bound { param: param.clone(), old, new },
    }
}

/// Where a parameter comes from. The name that an emitter gives it is in no frame; but where the address changed as well, it is all
/// that tells what the parameter means.
fn source(binding: &Binding, same_address: bool) -> String {
    match binding {
        Binding::Field(path) => format!("`{}`", path.keys.join(".")),
        Binding::Given(_) if same_address => "the emitter".to_owned(),
        Binding::Given(name) => format!("the emitter's `{name}`"),
    }
}
