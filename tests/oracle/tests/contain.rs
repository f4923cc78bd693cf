//! What the comparison says of two versions, held to documents: those that the one schema lets its writer send are
//! validated against the other, both as they are written.

use std::cell::OnceCell;
use std::ops::Range;

use event_spec::Valid;
use event_spec::catalogue::{Catalogue, Payload};
use event_spec::compare::contain::{Gap, Typed, contained};
use jsonschema::Validator;
use oracle::documents::{Scalars, documents};
use oracle::edits::edit;
use oracle::random::Random;
use oracle::schemas::{Maker, loaded};
use oracle::validator::of_payload;
use serde_json::Value;

/// How many pairs of versions are compared.
const PAIRS: u64 = 1_600;

/// A version of a catalogue with its checked form.
struct Version {
    json: Value,
    catalogue: Valid<Catalogue>,
    validator: OnceCell<Validator>,
}

impl Version {
    /// The version, if it is a catalogue without errors.
    fn of(json: Value) -> Option<Self> {
        let catalogue = loaded(&json)?;
        Some(Self { json, catalogue, validator: OnceCell::new() })
    }

    fn payload(&self) -> Typed<'_> {
        let message = self.catalogue.events["it"].server.as_ref().expect("the server sends it");
        let Payload::One(ty) = &message.payload else { panic!("{message:?} has not one payload") };
        Typed::new(&self.catalogue.types, ty)
    }

    /// Whether a document fits the schema as it is written.
    fn takes(&self, document: &Value) -> bool {
        self.validator.get_or_init(|| of_payload(&self.json, "it")).is_valid(document)
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

/// What became of some pairs, each in both directions.
#[derive(Default)]
struct Tally {
    pairs: u32,
    /// Said to be read, which no document refutes.
    read: u32,
    /// Said not to be read.
    gaps: u32,
    /// Of these, those that no document shows.
    unseen: u32,
    /// Said to be unclear.
    unclear: u32,
    documents: usize,
    scalars: Scalars,
}

impl Tally {
    fn of(seeds: Range<u64>) -> Self {
        let mut tally = Self::default();
        for seed in seeds {
            if let Some((old, new)) = pair(seed, false) {
                tally.hold(seed, &old, &new);
                tally.hold(seed, &new, &old);
                tally.pairs += 1;
            }
        }
        tally
    }

    /// Holds what is said of a writer and a reader to the writer's documents.
    fn hold(&mut self, seed: u64, writer: &Version, reader: &Version) {
        let mut sent = documents(&writer.json, &reader.json, &self.scalars);
        sent.retain(|document| writer.takes(document));
        self.documents += sent.len();
        let refused = sent.iter().find(|document| !reader.takes(document));
        match (writer.read_by(reader), refused) {
            (Ok(()), None) => self.read += 1,
            (Ok(()), Some(document)) => {
                panic!("pair {seed}: said to be read, and is not: {document}\n{}\n{}", writer.json, reader.json)
            }
            (Err(gap), refused) if gap.certain => {
                self.gaps += 1;
                self.unseen += u32::from(refused.is_none());
            }
            (Err(_), _) => self.unclear += 1,
        }
    }

    fn add(mut self, other: Self) -> Self {
        self.pairs += other.pairs;
        self.read += other.read;
        self.gaps += other.gaps;
        self.unseen += other.unseen;
        self.unclear += other.unclear;
        self.documents += other.documents;
        self
    }
}

#[test]
fn what_is_said_to_be_read_is_read() {
    const PARTS: u64 = 4;
    let tally = std::thread::scope(|scope| {
        let part = |at: u64| move || Tally::of(PAIRS * at / PARTS..PAIRS * (at + 1) / PARTS);
        let parts: Vec<_> = (0..PARTS).map(|at| scope.spawn(part(at))).collect();
        let tallies = parts.into_iter().map(|part| part.join().expect("what is said is true"));
        tallies.fold(Tally::default(), Tally::add)
    });
    let Tally { pairs, read, gaps, unseen, unclear, documents, .. } = tally;
    let share = |part: u32, whole: u32| 100.0 * f64::from(part) / f64::from(whole);
    println!(
        "{pairs} pairs in both directions, {documents} documents: {read} read, {gaps} not read ({:.1}% of them shown by no document), {unclear} unclear ({:.1}%)",
        share(unseen, gaps),
        share(unclear, 2 * pairs),
    );
    assert!(u64::from(pairs) > PAIRS * 8 / 10, "only {pairs} pairs are catalogues");
    assert!(read > pairs / 4 && gaps > pairs / 2, "the edits change too little, or too much");
    assert!(share(unseen, gaps) < 8.0, "{unseen} of {gaps} gaps are shown by no document");
    assert!(share(unclear, 2 * pairs) < 3.0, "{unclear} of {} are unclear", 2 * pairs);
}

#[test]
fn every_version_reads_itself() {
    for seed in 0..PAIRS / 4 {
        if let Some((old, new)) = pair(seed, false) {
            assert_eq!(old.read_by(&old), Ok(()), "pair {seed}: {}", old.json);
            assert_eq!(new.read_by(&new), Ok(()), "pair {seed}: {}", new.json);
        }
    }
}

/// Where objects say what becomes of other keys, what is read here and there is read from one end to the other. (An object that
/// says nothing is read with keys that it does not send.)
#[test]
fn what_is_read_is_passed_on() {
    let mut passed = 0;
    for seed in 0..PAIRS / 4 {
        let Some((old, new)) = pair(seed, true) else { continue };
        let mut random = Random::new(seed + PAIRS);
        let mut json = new.json.clone();
        edit(&mut json, &mut Maker { random: &mut random, closed: true });
        let Some(newest) = Version::of(json) else { continue };
        let versions = [&old, &new, &newest];
        for [a, b, c] in
            [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]].map(|way| way.map(|at| versions[at]))
        {
            if a.read_by(b).is_ok() && b.read_by(c).is_ok() {
                passed += 1;
                let gap = a.read_by(c).err().filter(|gap| gap.certain);
                assert_eq!(gap, None, "pair {seed}: {}\n{}\n{}", a.json, b.json, c.json);
            }
        }
    }
    assert!(passed > 100, "only {passed} were read twice");
}
