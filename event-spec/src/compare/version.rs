//! Semantic Versioning 2.0.0: which version follows.

use std::cmp::Ordering;
use std::fmt;

/// How far a version must move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bump {
    /// Not at all.
    None,
    /// Nobody needs to know.
    Patch,
    /// There is more than before, and all that was there still works.
    Minor,
    /// What worked before may not.
    Major,
}

impl Bump {
    /// The bump as it is written in output.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// A version, without its build metadata, which has no weight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    major: u64,
    minor: u64,
    patch: u64,
    /// The identifiers after `-`; none for a release.
    pre: Vec<String>,
}

impl Version {
    /// The version of a text that a catalogue's reader took for one. None where a number has more than 64 bits.
    pub fn parse(text: &str) -> Option<Self> {
        let (text, _build) = text.split_once('+').unwrap_or((text, ""));
        let (numbers, pre) = text.split_once('-').unwrap_or((text, ""));
        let mut numbers = numbers.split('.').map(|number| number.parse().ok());
        let version = Self {
            major: numbers.next()??,
            minor: numbers.next()??,
            patch: numbers.next()??,
            pre: pre.split('.').filter(|identifier| !identifier.is_empty()).map(str::to_owned).collect(),
        };
        numbers.next().is_none().then_some(version)
    }

    /// The least release that follows by a bump.
    ///
    /// Below 1.0.0 a break moves the minor number, and all else the patch. A pre-release promises what its release will, so
    /// that release is what follows where the bump goes no further: `2.0.0` after `2.0.0-rc.1`, whatever changed.
    #[must_use]
    pub fn next(&self, bump: Bump) -> Self {
        let bump = match bump {
            Bump::Major if self.major == 0 => Bump::Minor,
            Bump::Minor if self.major == 0 => Bump::Patch,
            bump => bump,
        };
        let awaited = !self.pre.is_empty();
        let (major, minor, patch) = (self.major, self.minor, self.patch);
        let release = |major, minor, patch| Self { major, minor, patch, pre: Vec::new() };
        match bump {
            Bump::None => self.clone(),
            Bump::Patch if awaited => release(major, minor, patch),
            Bump::Patch => release(major, minor, patch.saturating_add(1)),
            Bump::Minor if awaited && patch == 0 => release(major, minor, 0),
            Bump::Minor => release(major, minor.saturating_add(1), 0),
            Bump::Major if awaited && minor == 0 && patch == 0 => release(major, 0, 0),
            Bump::Major => release(major.saturating_add(1), 0, 0),
        }
    }

    /// Whether this version says enough about what `bump` asks for after `old`. A pre-release of the next release does.
    pub fn is_enough(&self, old: &Self, bump: Bump) -> bool {
        let next = old.next(bump);
        let moved = bump == Bump::None || self > old;
        moved && *self >= *old && (self.major, self.minor, self.patch) >= (next.major, next.minor, next.patch)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.major, self.minor, self.patch)?;
        if self.pre.is_empty() { Ok(()) } else { write!(f, "-{}", self.pre.join(".")) }
    }
}

impl PartialOrd for Version {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Version {
    /// Precedence, as Semantic Versioning 2.0.0 defines it in its item 11.
    fn cmp(&self, other: &Self) -> Ordering {
        let numbers = (self.major, self.minor, self.patch).cmp(&(other.major, other.minor, other.patch));
        let pre = match (self.pre.is_empty(), other.pre.is_empty()) {
            (true, true) => Ordering::Equal,
            (true, false) => Ordering::Greater,
            (false, true) => Ordering::Less,
            (false, false) => {
                let pairs = self.pre.iter().zip(&other.pre).map(|(one, two)| compare_identifiers(one, two));
                pairs.fold(Ordering::Equal, Ordering::then).then(self.pre.len().cmp(&other.pre.len()))
            }
        };
        numbers.then(pre)
    }
}

/// Numbers by value, below texts; texts in the order of their bytes.
fn compare_identifiers(one: &str, two: &str) -> Ordering {
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    match (is_number(one), is_number(two)) {
        // They have no leading zeros, so a longer one is greater.
        (true, true) => one.len().cmp(&two.len()).then(one.cmp(two)),
        (true, false) => Ordering::Less,
        (false, true) => Ordering::Greater,
        (false, false) => one.cmp(two),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        Version::parse(text).expect("a version")
    }

    #[test]
    fn a_bump_leads_to_the_least_release() {
        for (old, bump, next) in [
            ("1.4.2", Bump::None, "1.4.2"),
            ("1.4.2", Bump::Patch, "1.4.3"),
            ("1.4.2", Bump::Minor, "1.5.0"),
            ("1.4.2", Bump::Major, "2.0.0"),
            ("1.4.2+build.7", Bump::Minor, "1.5.0"),
            ("0.3.1", Bump::Major, "0.4.0"),
            ("0.3.1", Bump::Minor, "0.3.2"),
            ("2.0.0-rc.1", Bump::Major, "2.0.0"),
            ("2.0.0-rc.1", Bump::Patch, "2.0.0"),
            ("2.1.0-rc.1", Bump::Minor, "2.1.0"),
            ("2.1.0-rc.1", Bump::Major, "3.0.0"),
            ("2.1.3-rc.1", Bump::Minor, "2.2.0"),
            ("0.4.0-rc.1", Bump::Major, "0.4.0"),
        ] {
            assert_eq!(version(old).next(bump).to_string(), next, "{old} {bump:?}");
        }
    }

    #[test]
    fn precedence_is_that_of_the_standard() {
        let order = [
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0",
            "1.0.1",
            "1.2.0",
            "2.0.0",
        ];
        for pair in order.windows(2) {
            assert!(version(pair[0]) < version(pair[1]), "{pair:?}");
        }
        assert_eq!(version("1.0.0+a"), version("1.0.0+b-2.c"));
        assert_eq!(Version::parse("1.0"), None);
        assert_eq!(Version::parse("99999999999999999999.0.0"), None);
    }

    #[test]
    fn a_declared_version_is_enough_from_the_next_one_on() {
        let enough = |new: &str, old: &str, bump| version(new).is_enough(&version(old), bump);
        assert!(enough("2.0.0", "1.4.2", Bump::Major) && enough("2.0.0-rc.1", "1.4.2", Bump::Major));
        assert!(!enough("1.5.0", "1.4.2", Bump::Major) && !enough("1.4.2", "1.4.2", Bump::Minor));
        assert!(enough("1.4.2", "1.4.2", Bump::None) && !enough("1.4.1", "1.4.2", Bump::None));
        assert!(enough("2.0.0-rc.2", "2.0.0-rc.1", Bump::Major) && !enough("2.0.0-rc.1", "2.0.0-rc.1", Bump::Minor));
    }
}
