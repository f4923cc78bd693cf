//! Where a client is in each channel, as the hub tells it.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};

/// So many channels are remembered: as many as the hub takes.
const MOST: usize = 1000;

/// The position of the last event of each channel.
#[derive(Debug, Default)]
pub(super) struct Positions(BTreeMap<String, String>);

impl Positions {
    /// As the hub is asked.
    pub(super) fn to_json(&self) -> Value {
        json!(self.0)
    }

    /// Reads the data of an event packet.
    pub(super) fn read_packet(&mut self, payload: &str) {
        let Ok(Value::Array(items)) = serde_json::from_str(payload) else { return };
        match items.as_slice() {
            [Value::String(name), notice] if name == "hub:position" => self.notice(notice),
            [_, _, .., Value::String(position)] => self.at(position),
            _ => {}
        }
    }

    /// Reads a frame, whose name and payload are under these keys.
    pub(super) fn read_frame(&mut self, text: &str, (name, payload): &(String, String)) {
        let Ok(frame) = serde_json::from_str::<Value>(text) else { return };
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        if text(frame.get(name)).as_deref() == Some("hub:position") {
            frame.get(payload).into_iter().for_each(|notice| self.notice(notice));
        } else if let Some(position) = text(frame.get("position")) {
            self.at(&position);
        }
    }

    fn notice(&mut self, notice: &Value) {
        let text = |key| notice.get(key).and_then(Value::as_str);
        if let (Some(channel), Some(position)) = (text("channel"), text("position")) {
            self.set(channel, position);
        }
    }

    /// `12.k3f9@room.lobby`
    fn at(&mut self, position: &str) {
        if let Some((place, channel)) = position.split_once('@').filter(|(place, _)| place.contains('.')) {
            self.set(channel, place);
        }
    }

    fn set(&mut self, channel: &str, position: &str) {
        if self.0.len() < MOST || self.0.contains_key(channel) {
            self.0.insert(channel.to_owned(), position.to_owned());
        }
    }
}

/// After how long to come back, at the end of a reason: `server is stopping; come back in 3200 ms`.
pub(super) fn come_back(reason: &str) -> Option<Duration> {
    let (_, rest) = reason.rsplit_once("come back in ")?;
    rest.strip_suffix(" ms")?.parse().ok().map(Duration::from_millis)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn positions_are_kept() {
        let mut positions = Positions::default();
        positions.read_packet(r#"["hub:position",{"channel":"*","position":"0.k3f9"}]"#);
        positions.read_packet(r#"["note",{"text":"x"},"3.k3f9@room.a@b"]"#);
        positions.read_packet(r#"["note","no position"]"#);
        let keys = ("type".to_owned(), "data".to_owned());
        positions.read_frame(r#"{"type":"note","data":{},"position":"4.k3f9@room.c"}"#, &keys);
        positions.read_frame(r#"{"type":"hub:position","data":{"channel":"room.d","position":"9.z"}}"#, &keys);
        assert_eq!(
            positions.to_json(),
            json!({ "*": "0.k3f9", "room.a@b": "3.k3f9", "room.c": "4.k3f9", "room.d": "9.z" })
        );
        assert_eq!(come_back("server is stopping; come back in 3200 ms"), Some(Duration::from_millis(3200)));
        assert_eq!(come_back("bye"), None);
    }

    proptest! {
        #[test]
        fn nothing_panics(text in ".*") {
            let mut positions = Positions::default();
            positions.read_packet(&text);
            positions.read_frame(&text, &("type".into(), "data".into()));
            let _ = come_back(&text);
        }
    }
}
