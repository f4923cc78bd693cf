//! What a finding is known by from run to run, wherever in its file it stands.

use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_128;

use crate::render::Finding;

/// Gives each finding of a report a fingerprint of its own.
#[derive(Default)]
pub struct Fingerprints {
    /// How often the same was said of the same file.
    seen: HashMap<String, usize>,
}

impl Fingerprints {
    /// The fingerprint of the next finding: of its rule, its file and its message; for one that occurs again, also of how many
    /// there were before.
    pub fn next(&mut self, finding: Finding<'_>) -> String {
        let found = finding.diagnostic;
        let known = format!("{}\0{}\0{}", found.rule.id, finding.path(found.primary.span), found.message);
        let count = self.seen.entry(known.clone()).or_default();
        *count += 1;
        let numbered = if *count == 1 { known } else { format!("{known}\0{count}") };
        format!("{:032x}", xxh3_128(numbered.as_bytes()))
    }
}
