//! The commands that serve and listen, in a build without them.

use crate::ending::{Ending, Failure};

/// Says how to build the command with them.
///
/// # Errors
/// Always.
pub fn run<Options>(_: &Options) -> Result<Ending, Failure> {
    Err(Failure::with_help(
        "this `eventspec` was built without the commands that serve and listen",
        "build it with the feature `live`, which is on unless `--no-default-features` turns it off",
    ))
}
