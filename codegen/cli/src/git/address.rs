//! Which revision of which repository: `.git#branch=main,subdir=backend`.

use event_spec::suggest;

use crate::ending::Failure;

/// What may stand after the `#`.
const KEYS: [&str; 5] = ["branch", "tag", "ref", "commit", "subdir"];

/// So many digits of a commit are shown.
const LABEL: usize = 12;

/// A repository, and what is meant in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The repository's folder as written.
    pub repository: String,
    /// The revision.
    pub reference: Reference,
    /// The folder of the revision to look in, with `/` between its parts.
    pub subdir: Option<String>,
}

/// A revision as a person names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// What is checked out.
    Head,
    /// The tip of a branch.
    Branch(String),
    /// A tag.
    Tag(String),
    /// Anything that git understands: `HEAD~3`, `origin/main`.
    Revision(String),
    /// A commit by its digits.
    Commit(String),
}

impl Reference {
    /// The words by which output calls it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Head => "HEAD",
            Self::Branch(name) | Self::Tag(name) | Self::Revision(name) | Self::Commit(name) => name,
        }
    }

    /// The same, where it stands for itself in output: a whole commit is cut to what a person tells apart.
    pub fn label(&self) -> &str {
        match self {
            Self::Commit(digits) => digits.get(..LABEL).unwrap_or(digits),
            other => other.as_str(),
        }
    }

    /// What it is, before its name in a sentence.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Branch(_) => "branch",
            Self::Tag(_) => "tag",
            Self::Commit(_) => "commit",
            Self::Head | Self::Revision(_) => "revision",
        }
    }
}

impl Address {
    /// The address of a text: a folder, and after a `#` the keys of [`KEYS`], separated by commas. A `#` that no key follows
    /// belongs to the folder, and a comma that none follows to the name before it.
    ///
    /// # Errors
    /// When the keys make no sense together.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let fragment = text.match_indices('#').find(|(at, _)| first_key(&text[at + 1..]).is_some());
        let (repository, rest) = match fragment {
            Some((at, _)) => (&text[..at], Some(&text[at + 1..])),
            None => (text, None),
        };
        let mut address = Self { repository: repository.to_owned(), reference: Reference::Head, subdir: None };
        for (key, value) in pairs(rest.unwrap_or_default()) {
            address.take(&key, value)?;
        }
        if address.repository.is_empty() {
            return Err(usage("which repository? Write `.git` before the `#` for this one"));
        }
        Ok(address)
    }

    fn take(&mut self, key: &str, value: String) -> Result<(), Failure> {
        if value.is_empty() || value.contains(['\n', '\r', '\0']) {
            return Err(usage(format!("`{key}=` needs a name on one line")));
        }
        let reference = match key {
            "branch" => Reference::Branch(value),
            "tag" => Reference::Tag(value),
            "ref" => Reference::Revision(value),
            "commit" if is_commit(&value) => Reference::Commit(value),
            "commit" => return Err(usage(format!("`{value}` is no commit: write 4 to 64 hexadecimal digits"))),
            "subdir" if self.subdir.is_some() => return Err(usage("`subdir=` is given twice")),
            "subdir" => {
                self.subdir = Some(value);
                return Ok(());
            }
            _ => {
                let known = KEYS.map(|key| format!("`{key}=`")).join(", ");
                let help = suggest::did_you_mean(key, KEYS).unwrap_or(format!("known are {known}"));
                return Err(usage(format!("unknown key `{key}`: {help}")));
            }
        };
        if self.reference != Reference::Head {
            return Err(usage("one revision alone can be named: one of `branch=`, `tag=`, `ref=`, `commit=`"));
        }
        self.reference = reference;
        Ok(())
    }
}

fn usage(message: impl Into<String>) -> Failure {
    Failure::Usage(format!("--against: {}", message.into()))
}

/// The pairs of a fragment. What looks like no pair continues the value before it.
fn pairs(fragment: &str) -> Vec<(String, String)> {
    let mut pairs: Vec<(String, String)> = Vec::new();
    for part in fragment.split(',').filter(|part| !part.is_empty()) {
        match (first_key(part), pairs.last_mut()) {
            (None, Some((_, value))) => value.push_str(&format!(",{part}")),
            (key, _) => {
                let key = key.unwrap_or_default();
                let value = part.get(key.len() + 1..).unwrap_or_default();
                pairs.push((key.to_owned(), value.to_owned()));
            }
        }
    }
    pairs
}

/// What stands before the first `=`, where it is a word.
fn first_key(text: &str) -> Option<&str> {
    let (key, _) = text.split_once('=')?;
    (!key.is_empty() && key.bytes().all(|byte| byte.is_ascii_lowercase())).then_some(key)
}

fn is_commit(text: &str) -> bool {
    (4..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(repository: &str, reference: Reference, subdir: Option<&str>) -> Address {
        Address { repository: repository.to_owned(), reference, subdir: subdir.map(str::to_owned) }
    }

    #[test]
    fn a_folder_and_what_is_meant_in_it() {
        let branch = |name: &str| Reference::Branch(name.to_owned());
        for (text, expected) in [
            (".git", address(".git", Reference::Head, None)),
            (".git#branch=main", address(".git", branch("main"), None)),
            ("../a b#branch=main,subdir=x/y", address("../a b", branch("main"), Some("x/y"))),
            (".git#subdir=x", address(".git", Reference::Head, Some("x"))),
            (".git#branch=fix#7", address(".git", branch("fix#7"), None)),
            (".git#branch=-x", address(".git", branch("-x"), None)),
            (".git#branch=a,b,subdir=c", address(".git", branch("a,b"), Some("c"))),
            ("c#/repo", address("c#/repo", Reference::Head, None)),
            ("c#/repo#tag=v1", address("c#/repo", Reference::Tag("v1".to_owned()), None)),
            (".git#ref=HEAD~3", address(".git", Reference::Revision("HEAD~3".to_owned()), None)),
        ] {
            assert_eq!(Address::parse(text).expect(text), expected, "{text}");
        }
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        for (text, words) in [
            ("#branch=main", "which repository?"),
            (".git#branch=", "needs a name"),
            (".git#brnach=main", "did you mean `branch`?"),
            (".git#branch=a,tag=b", "one revision alone"),
            (".git#commit=main", "is no commit"),
            (".git#subdir=a,subdir=b", "twice"),
            (".git#branch=a\nb", "on one line"),
        ] {
            match Address::parse(text) {
                Err(Failure::Usage(message)) => assert!(message.contains(words), "{message}"),
                other => panic!("{text}: {other:?}"),
            }
        }
    }
}
