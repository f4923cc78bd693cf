//! What is seen, for programs: one JSON object a line.

use event_live::tail::{Sighting, Summary, What, written};
use serde_json::{Map, Value, json};

/// What is seen.
pub fn line(sighting: &Sighting, payload: bool) -> String {
    let mut line = Map::new();
    let mut put = |key: &str, value: Value| {
        if !value.is_null() {
            line.insert(key.to_owned(), value);
        }
    };
    let is_event = matches!(sighting.what, What::Event { .. });
    put("kind", json!(if is_event { "event" } else { "connection" }));
    put("at", json!(written(sighting.at)));
    put("connection", json!(sighting.connection));
    put("contract", json!(sighting.contract.as_ref().map(|contract| contract.name())));
    match &sighting.what {
        What::Connection { from, words } => {
            put("from", json!(from.map(|from| from.as_str())));
            put("words", json!(words));
        }
        What::Event {
            from,
            name,
            answer,
            event,
            alias_until,
            channel,
            position,
            bytes,
            payload: text,
            standing,
            declared,
        } => {
            put("from", json!(from.as_str()));
            put("name", json!(name));
            put("event", json!(event));
            put("alias_until", json!(alias_until));
            put("acknowledgement", if *answer { json!(true) } else { Value::Null });
            put("channel", json!(channel));
            put("position", json!(position));
            put("bytes", json!(bytes));
            put("verdict", json!(standing.as_str()));
            let problems = standing.problems().iter().map(|problem| {
                let mut told = json!({ "kind": problem.kind.as_str(), "message": problem.message });
                let more = [("path", &problem.path), ("help", &problem.help)];
                for (key, value) in more.into_iter().filter_map(|(key, value)| Some((key, value.as_ref()?))) {
                    told[key] = json!(value);
                }
                told
            });
            let problems: Vec<Value> = problems.collect();
            put("problems", if problems.is_empty() { Value::Null } else { json!(problems) });
            if let event_live::tail::Standing::Unjudged(why) = standing {
                put("why", json!(why));
            }
            let place =
                sighting.contract.as_ref().zip(declared.as_ref()).map(|(contract, span)| contract.written(*span));
            put("declared", json!(place));
            if payload {
                put("payload", serde_json::from_str(text).unwrap_or_else(|_| json!(text)));
            }
        }
    }
    format!("{}\n", Value::Object(line))
}

/// Where it listens.
pub fn listening(place: &str) -> String {
    format!("{}\n", json!({ "kind": "listening", "address": format!("http://{place}") }))
}

/// What was seen in all.
pub fn summary(summary: &Summary) -> String {
    let names: Vec<Value> = summary
        .names
        .iter()
        .map(|((contract, name), seen)| {
            let mut told = json!({ "name": name, "count": seen.count, "bytes": seen.bytes, "breaches": seen.breaches });
            let optional = [
                ("contract", Some(json!(contract)).filter(|_| !contract.is_empty())),
                ("problem", seen.problem.as_ref().map(|problem| json!(problem))),
                ("help", seen.help.as_ref().map(|help| json!(help))),
                ("alias_of", seen.alias.as_ref().map(|(event, _)| json!(event))),
                ("alias_until", seen.alias.as_ref().map(|(_, until)| json!(until))),
            ];
            for (key, value) in optional.into_iter().filter_map(|(key, value)| Some((key, value?))) {
                told[key] = value;
            }
            told
        })
        .collect();
    let all = json!({
        "kind": "summary",
        "events": summary.events,
        "bytes": summary.bytes,
        "breaches": summary.breaches,
        "notices": summary.notices,
        "unjudged": summary.unjudged,
        "reasons": summary.reasons,
        "connections": summary.connections,
        "names": names,
    });
    format!("{all}\n")
}
