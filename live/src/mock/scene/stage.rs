//! What a scene knows and keeps.

use std::collections::BTreeMap;

use event_spec::scene::{Scene, Step};
use parking_lot::Mutex;
use serde_json::Value;

use crate::mock::sample::lay;

/// A scene with what it keeps.
#[derive(Debug)]
pub struct Stage {
    pub scene: Scene,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    lists: BTreeMap<String, Vec<Value>>,
    /// How many ids of each kind were given out.
    ids: BTreeMap<String, u64>,
}

/// Where a record is kept. Records are never taken out.
#[derive(Clone, Debug)]
pub struct Place {
    pub list: String,
    at: usize,
}

impl Stage {
    /// A scene at its beginning.
    pub fn new(scene: Scene) -> Self {
        let lists = scene.records.iter().cloned().collect();
        Self { scene, kept: Mutex::new(Kept { lists, ids: BTreeMap::new() }) }
    }

    /// The requests that the scene answers.
    pub fn requests(&self) -> impl Iterator<Item = &str> {
        self.scene.requests.iter().map(|(written, _)| written.as_str())
    }

    /// What is done for a request.
    pub fn answering(&self, written: &str) -> Option<&[Step]> {
        self.scene.requests.iter().find(|(own, _)| own == written).map(|(_, steps)| steps.as_slice())
    }

    /// Keeps a record.
    pub fn keep(&self, list: &str, record: Value) -> Place {
        let mut kept = self.kept.lock();
        let records = kept.lists.entry(list.to_owned()).or_default();
        records.push(record);
        Place { list: list.to_owned(), at: records.len().saturating_sub(1) }
    }

    /// The records that say this, each with its place.
    pub fn matching(&self, list: &str, matching: &Value) -> Vec<(Place, Value)> {
        let kept = self.kept.lock();
        let records = kept.lists.get(list).into_iter().flatten().enumerate();
        let fits = records.filter(|(_, record)| says(record, matching));
        fits.map(|(at, record)| (Place { list: list.to_owned(), at }, record.clone())).collect()
    }

    /// Lays a change over a record, and gives what it says now.
    pub fn change(&self, place: &Place, change: Value) -> Option<Value> {
        let mut kept = self.kept.lock();
        let record = kept.lists.get_mut(&place.list)?.get_mut(place.at)?;
        lay(record, change);
        Some(record.clone())
    }

    /// How many records a list has.
    pub fn count(&self, list: &str) -> usize {
        self.kept.lock().lists.get(list).map_or(0, Vec::len)
    }

    /// A new id of a kind.
    pub fn new_id(&self, kind: &str) -> String {
        let mut kept = self.kept.lock();
        let number = kept.ids.entry(kind.to_owned()).or_default();
        *number = number.saturating_add(1);
        format!("{kind}_{number}")
    }
}

/// Whether a record says everything that another says. A null that is asked for is nothing that is asked.
pub fn says(record: &Value, matching: &Value) -> bool {
    match matching {
        Value::Object(asked) => {
            asked.iter().all(|(key, asked)| asked.is_null() || record.get(key).is_some_and(|own| says(own, asked)))
        }
        Value::Null => true,
        other => record == other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn records_are_kept_found_and_changed() {
        let stage =
            Stage::new(Scene { records: vec![("rooms".to_owned(), vec![json!({ "id": "r0" })])], ..Scene::default() });
        let place = stage.keep("rooms", json!({ "id": stage.new_id("r"), "open": true }));
        assert_eq!(stage.matching("rooms", &json!({ "open": true, "name": null })).len(), 1);
        assert_eq!(stage.change(&place, json!({ "open": false })), Some(json!({ "id": "r_1", "open": false })));
        assert!(stage.matching("rooms", &json!({ "open": true })).is_empty());
        assert_eq!((stage.count("rooms"), stage.count("none")), (2, 0));
    }
}
