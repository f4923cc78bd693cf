//! Checks of what was read: a rule per concern, each reporting all that it finds.

pub(crate) mod names;
