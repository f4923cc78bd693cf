//! Every sample of every type of the catalogues and of the generators' fixtures fits, by the judge, which `tests/oracle` holds to a
//! JSON Schema validator; a seed gives one run.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use event_spec::catalogue::{Message, Payload};
use event_spec::judge::Judge;
use event_spec::types::Type;
use event_spec::{Catalogue, Valid};
use serde_json::Value;

use super::{Sampler, Scope};
use crate::mock::clock::Clock;
use crate::mock::ids::Ids;
use crate::mock::random::Random;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("the workspace is there")
}

/// Every catalogue of a folder of them, by its folder's name.
fn catalogues(below: &str) -> Vec<(String, Valid<Catalogue>)> {
    let folder = root().join(below);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(&folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        if !path.join("catalogue.yaml").exists() {
            continue;
        }
        let files = event_spec_disk::Disk::new(root());
        let entry = path.strip_prefix(root()).expect("below the root").display().to_string();
        let outcome = event_spec::load(&files, &entry);
        let name = entry.clone();
        if let Some(catalogue) = outcome.catalogue {
            found.push((name, catalogue));
        }
    }
    found.sort_by(|left, right| left.0.cmp(&right.0));
    assert!(!found.is_empty(), "{below}");
    found
}

fn all() -> Vec<(String, Valid<Catalogue>)> {
    catalogues("contracts").into_iter().chain(catalogues("codegen/tests/fixtures")).collect()
}

fn arguments(message: &Message) -> Vec<(&str, &Type)> {
    match &message.payload {
        Payload::Empty => Vec::new(),
        Payload::One(ty) => vec![("payload", ty)],
        Payload::Args(args) => args.iter().map(|arg| (arg.name.as_str(), &arg.ty)).collect(),
    }
}

/// What some messages of every event carry: what the server sends, what clients send, what is acknowledged.
fn run(catalogue: &Catalogue, seed: u64, rounds: u64) -> Vec<(String, Type, Value)> {
    let sampler = Sampler::new(&catalogue.types);
    let mut ids = Ids::of(catalogue);
    let mut random = Random::new(seed);
    let mut made = Vec::new();
    for round in 0..rounds {
        let now = Clock::Seeded.after(Duration::from_secs(round));
        for (name, event) in &catalogue.events {
            let messages = [event.server.as_ref(), event.client.as_ref(), event.server_ack(), event.client_ack()];
            for (_, ty) in messages.into_iter().flatten().flat_map(arguments) {
                let value = sampler.value(ty, name, &Scope::default(), (&mut random, &mut ids, now));
                made.push((name.clone(), ty.clone(), value));
            }
        }
    }
    made
}

#[test]
fn every_sample_fits_its_type() {
    for (place, catalogue) in all() {
        let judge = Judge::new(Arc::new(catalogue.clone()), None);
        let mut wrong: HashMap<String, String> = HashMap::new();
        for (name, ty, value) in run(&catalogue, 7, 60) {
            for problem in judge.value(&ty, &value) {
                wrong.entry(name.clone()).or_insert(format!("{}: {value}", problem.message));
            }
        }
        assert!(wrong.is_empty(), "{place}: {wrong:#?}");
    }
}

#[test]
fn a_seed_gives_one_run() {
    let values = |catalogue: &Catalogue, seed| -> Vec<Value> {
        run(catalogue, seed, 3).into_iter().map(|(_, _, value)| value).collect()
    };
    for (place, catalogue) in catalogues("contracts") {
        assert_eq!(values(&catalogue, 7), values(&catalogue, 7), "{place}");
        assert_ne!(values(&catalogue, 7), values(&catalogue, 8), "{place}");
    }
}
