//! What the comparison says of two versions, held to documents: those that the one schema lets its writer send are
//! validated against the other, both as they are written.

use event_spec::catalogue::{Catalogue, Payload};
use event_spec::compare::contain::{Gap, Typed, contained};
use event_spec::files::{FileError, Files};
use event_spec::{Valid, load};
use oracle::documents::{Scalars, documents};
use oracle::edits::edit;
use oracle::random::Random;
use oracle::schemas::Maker;
use oracle::validator::of_payload;
use serde_json::Value;

/// How many pairs of versions are compared.
const PAIRS: u64 = 2_500;

struct OneFile(String);

impl Files for OneFile {
    fn read(&self, path: &str) -> Result<String, FileError> {
        if path == "catalogue.json" { Ok(self.0.clone()) } else { Err(FileError::NotFound) }
    }

    fn list(&self, _: &str) -> Result<Vec<String>, FileError> {
        Err(FileError::NotFound)
    }
}

/// A version of a catalogue with its checked form.
struct Version {
    json: Value,
    catalogue: Valid<Catalogue>,
}

impl Version {
    /// The version, if it is a catalogue without errors.
    fn of(json: Value) -> Option<Self> {
        let catalogue = load(&OneFile(json.to_string()), "catalogue.json").catalogue?;
        Some(Self { json, catalogue })
    }

    fn payload(&self) -> Typed<'_> {
        let message = self.catalogue.events["it"].server.as_ref().expect("the server sends it");
        let Payload::One(ty) = &message.payload else { panic!("{message:?} has not one payload") };
        Typed { types: &self.catalogue.types, ty }
    }

    /// What is said of documents of this version for readers of another.
    fn read_by(&self, reader: &Self) -> Result<(), Gap> {
        contained(self.payload(), reader.payload())
    }
}

/// A random version, and the same after one to three edits.
fn pair(seed: u64, closed: bool) -> Option<(Version, Version)> {
    let mut random = Random::new(seed);
    let edits = 1 + random.below(3);
    let mut maker = Maker { random: &mut random, closed };
    let old = Version::of(maker.catalogue())?;
    // Some edits leave no catalogue: then another one is tried.
    let mut again = || {
        (0..4).find_map(|_| {
            let mut new = old.json.clone();
            (0..edits).for_each(|_| edit(&mut new, &mut maker));
            Version::of(new)
        })
    };
    let new = again()?;
    Some((old, new))
}

#[derive(Default)]
struct Tally {
    read: u32,
    gaps: u32,
    /// Certain gaps that no document showed.
    unseen: u32,
    unclear: u32,
    documents: usize,
    scalars: Scalars,
}

impl Tally {
    fn hold(&mut self, seed: u64, writer: &Version, reader: &Version) {
        let (sends, reads) = (of_payload(&writer.json, "it"), of_payload(&reader.json, "it"));
        let mut sent = documents(&writer.json, &reader.json, &self.scalars);
        sent.retain(|document| sends.is_valid(document));
        self.documents += sent.len();
        let refused = sent.iter().find(|document| !reads.is_valid(document));
        match (writer.read_by(reader), refused) {
            (Ok(()), None) => self.read += 1,
            (Ok(()), Some(document)) => {
                panic!("pair {seed}: said to be read, and is not: {document}\n{}\n{}", writer.json, reader.json)
            }
            (Err(gap), refused) if gap.certain => {
                self.gaps += 1;
                self.unseen += u32::from(refused.is_none());
                if refused.is_none() && std::env::var_os("SHOW").is_some() {
                    println!("pair {seed}: {gap:?} {}\n{}\n{}", sent.len(), writer.json, reader.json);
                }
            }
            (Err(_), _) => self.unclear += 1,
        }
    }
}

#[test]
fn what_is_said_to_be_read_is_read() {
    let mut tally = Tally::default();
    let mut pairs = 0;
    for seed in 0..PAIRS {
        if let Some((old, new)) = pair(seed, false) {
            tally.hold(seed, &old, &new);
            tally.hold(seed, &new, &old);
            pairs += 1;
        }
    }
    let share = |part: u32, whole: u32| 100.0 * f64::from(part) / f64::from(whole);
    println!(
        "{pairs} pairs in both directions, {} documents: {} read, {} not read ({:.1}% of them without a document that shows it), {} unclear ({:.1}%)",
        tally.documents,
        tally.read,
        tally.gaps,
        share(tally.unseen, tally.gaps),
        tally.unclear,
        share(tally.unclear, 2 * pairs),
    );
    assert!(pairs > 1_000, "only {pairs} pairs are catalogues");
}

#[test]
fn every_version_reads_itself() {
    for seed in 0..PAIRS {
        if let Some((old, new)) = pair(seed, false) {
            assert_eq!(old.read_by(&old), Ok(()), "pair {seed}: {}", old.json);
            assert_eq!(new.read_by(&new), Ok(()), "pair {seed}: {}", new.json);
        }
    }
}
