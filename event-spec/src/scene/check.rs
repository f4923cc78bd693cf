//! A scene against the catalogue that it is about.

use serde_json::Value;

use super::document::{SceneRecord, StepRecord, WhoRecord, is_request};
use super::{Scene, Step, What, Who};
use crate::catalogue::{Catalogue, Event, Message, Payload};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::parts::{AnyNode, Named};
use crate::fit;
use crate::record::{INVALID_VALUE, MISSING_KEY, Record, UNKNOWN_KEY, listed};
use crate::resolve::EXCLUSIVE_KEYS;
use crate::resolve::names::EVENT_UNDECLARED;
use crate::source::{Span, Spanned};
use crate::suggest;
use crate::tree::{Kind, Node};
use crate::types::{Object, Rest};

/// What a step can do.
const VERBS: [&str; 13] =
    ["send", "reply", "wait", "expect", "cut", "repeat", "keep", "find", "list", "change", "each", "join", "answer"];

/// The scene that a record says, as far as it could be understood.
pub(super) fn scene(
    record: &SceneRecord<'_>,
    file: Span,
    catalogues: &[&Catalogue],
    diagnostics: &mut Diagnostics,
) -> Option<Scene> {
    let catalogue = catalogue(record, file, catalogues, diagnostics)?;
    let mut check = Check { catalogue, diagnostics };
    let records = record.records.iter().flat_map(|named| &named.0).map(|(name, list)| {
        let values = list.iter().flatten().map(|value| value.0.to_json()).collect();
        (name.value.clone(), values)
    });
    Some(Scene {
        summary: record.scene.as_ref().map(|text| text.value.clone()),
        catalogue: catalogue.name.value.clone(),
        auto_join: record.auto_join.as_ref().is_none_or(|flag| flag.value),
        records: records.collect(),
        connected: check.steps(&record.connected),
        disconnected: check.steps(&record.disconnected),
        requests: check.requests(&record.requests),
        steps: check.steps(&record.steps),
    })
}

fn catalogue<'c>(
    record: &SceneRecord<'_>,
    file: Span,
    catalogues: &[&'c Catalogue],
    diagnostics: &mut Diagnostics,
) -> Option<&'c Catalogue> {
    let names = || catalogues.iter().map(|catalogue| catalogue.name.value.as_str());
    match (&record.catalogue, catalogues) {
        (Some(name), _) => {
            let found = catalogues.iter().find(|catalogue| catalogue.name.value == name.value);
            if found.is_none() {
                let message = format!("no catalogue `{}` is served", name.value);
                let help = format!("there are {}", listed(&names().collect::<Vec<_>>()));
                diagnostics.push(Diagnostic::new(&EVENT_UNDECLARED, name.span, message).help(help));
            }
            found.copied()
        }
        (None, [only]) => Some(only),
        (None, _) => {
            let message = "this scene has no `catalogue`, and several are served";
            let help = format!("add `catalogue`, one of {}", listed(&names().collect::<Vec<_>>()));
            let start = Span { end: file.start, ..file };
            diagnostics.push(Diagnostic::new(&MISSING_KEY, start, message).help(help));
            None
        }
    }
}

struct Check<'c, 'd> {
    catalogue: &'c Catalogue,
    diagnostics: &'d mut Diagnostics,
}

impl<'c> Check<'c, '_> {
    fn requests(&mut self, requests: &Option<Named<Vec<StepRecord<'_>>>>) -> Vec<(String, Vec<Step>)> {
        let mut checked = Vec::new();
        for (request, steps) in requests.iter().flat_map(|named| &named.0) {
            if !is_request(&request.value) {
                let message = format!("`{}` is no request", request.value);
                let help = "write a method and a path, as in `POST /messages` or `GET /rooms/:id`";
                self.diagnostics.push(Diagnostic::new(&INVALID_VALUE, request.span, message).help(help));
            }
            checked.push((request.value.clone(), self.steps(steps)));
        }
        checked
    }

    fn steps(&mut self, steps: &Option<Vec<StepRecord<'_>>>) -> Vec<Step> {
        steps.iter().flatten().filter_map(|step| self.step(step)).collect()
    }

    fn step(&mut self, step: &StepRecord<'_>) -> Option<Step> {
        let marks = step.marks();
        let mut said = VERBS.into_iter().chain(["when"]).filter_map(|verb| Some((verb, marks.key(verb)?)));
        let Some((verb, span)) = said.next() else {
            if !marks.is_faulty() {
                // Of a step without any key there is nothing to underline but what stands inside.
                let inner = step.payload.or(step.body).or(step.record).map(|node| node.0.span);
                let span = inner.or_else(|| marks.key("steps")).unwrap_or(Span::NOWHERE);
                let message = "this step does not say what happens";
                let help = format!("add one of {}", listed(&VERBS));
                self.diagnostics.push(Diagnostic::new(&MISSING_KEY, span, message).help(help));
            }
            return None;
        };
        if let Some((other, second)) = said.next() {
            let message = format!("this step has both `{verb}` and `{other}`");
            let help = format!("make two steps of it, one with `{verb}` and one with `{other}`");
            let diagnostic = Diagnostic::new(&EXCLUSIVE_KEYS, second, message).label(span, "the other").help(help);
            self.diagnostics.push(diagnostic);
            return None;
        }
        self.what(step, verb, span).map(|what| Step { what, span })
    }

    fn what(&mut self, step: &StepRecord<'_>, verb: &str, span: Span) -> Option<What> {
        let name = |name: &Option<Spanned<String>>| name.as_ref().map(|name| name.value.clone());
        let matching = step.where_.map_or(Value::Null, |node| node.0.to_json());
        Some(match verb {
            "send" => {
                let event = self.server_event(step.send.as_ref()?, step.payload)?;
                What::Send { event, payload: json(step.payload), to: name(&step.to) }
            }
            "reply" => {
                let event = self.server_event(step.reply.as_ref()?, step.payload)?;
                What::Reply { event, payload: json(step.payload) }
            }
            "wait" => What::Wait(step.wait.as_ref()?.value),
            "expect" => {
                let event = self.client_event(step.expect.as_ref()?, step.where_)?;
                What::Expect { event, matching, within: step.within.as_ref().map(|within| within.value) }
            }
            "cut" => What::Cut,
            "repeat" => {
                let steps = self.inner(step, "repeat", span);
                What::Repeat { times: step.repeat.as_ref()?.value, steps }
            }
            "keep" => What::Keep {
                list: name(&step.keep)?,
                record: json(step.record),
                unless: step.unless.map(|node| node.0.to_json()),
            },
            "find" => What::Find { list: name(&step.find)?, matching },
            "list" => What::List {
                list: name(&step.list)?,
                matching,
                newest_first: step.newest_first.as_ref().is_some_and(|flag| flag.value),
            },
            "change" => What::Change(json(step.change)),
            "each" => What::Each { list: name(&step.each)?, matching, steps: self.inner(step, "each", span) },
            "join" => What::Join { address: name(&step.join)?, who: who(step.who.as_ref()) },
            "when" => What::When { who: who(step.when.as_ref()), steps: self.inner(step, "when", span) },
            _ => {
                let status = step.answer.as_ref()?;
                let Some(number) = u16::try_from(status.value).ok().filter(|number| (200..600).contains(number)) else {
                    let message = format!("`{}` is no status of an answer", status.value);
                    let help = "write one from 200 to 599, as in `answer: 201`";
                    self.diagnostics.push(Diagnostic::new(&INVALID_VALUE, status.span, message).help(help));
                    return None;
                };
                What::Answer { status: number, body: step.body.map(|node| node.0.to_json()) }
            }
        })
    }

    fn inner(&mut self, step: &StepRecord<'_>, verb: &str, span: Span) -> Vec<Step> {
        if step.steps.is_none() && step.marks().key("steps").is_none() {
            let message = format!("`{verb}` has no `steps`");
            let diagnostic = Diagnostic::new(&MISSING_KEY, span, message).help("add `steps`: a list of what happens");
            self.diagnostics.push(diagnostic);
        }
        self.steps(&step.steps)
    }

    /// An event that the server sends, with a payload of which a part is given.
    fn server_event(&mut self, name: &Spanned<String>, payload: Option<AnyNode<'_>>) -> Option<String> {
        let event = self.event(name, "the server sends", |event| event.server.is_some())?;
        self.payload(event.server.as_ref()?, name, payload);
        Some(name.value.clone())
    }

    /// An event that clients send, with what its payload has to say.
    fn client_event(&mut self, name: &Spanned<String>, payload: Option<AnyNode<'_>>) -> Option<String> {
        let event = self.event(name, "clients send", Event::client_sends)?;
        self.payload(event.client.as_ref()?, name, payload);
        Some(name.value.clone())
    }

    fn event(&mut self, name: &Spanned<String>, whose: &str, fits: impl Fn(&Event) -> bool) -> Option<&'c Event> {
        let catalogue: &'c Catalogue = self.catalogue;
        let events = &catalogue.events;
        if let Some(event) = events.get(&name.value).filter(|event| fits(event)) {
            return Some(event);
        }
        let called = events.values().find(|event| event.aliases.iter().any(|alias| alias.name.value == name.value));
        let known = events.iter().filter(|(_, event)| fits(event)).map(|(name, _)| name.as_str());
        let help = match called {
            Some(event) => Some(format!("it is called `{}`", event.name.value)),
            None => suggest::did_you_mean(&name.value, known),
        };
        let message = format!("{whose} no event `{}`", name.value);
        self.diagnostics.push(Diagnostic::new(&EVENT_UNDECLARED, name.span, message).help_if(help));
        None
    }

    /// The keys of a payload are its event's, and what is written without `${..}` fits.
    fn payload(&mut self, message: &Message, event: &Spanned<String>, payload: Option<AnyNode<'_>>) {
        let (Some(AnyNode(node)), Payload::One(ty)) = (payload, &message.payload) else { return };
        let types = &self.catalogue.types;
        let Some(object) = types.as_object(ty) else {
            if !is_open(node) {
                fit::check(types, ty, node, self.diagnostics);
            }
            return;
        };
        for entry in node.entries() {
            match object.field(&entry.key.value) {
                Some(field) if !is_open(&entry.value) && types.as_object(&field.ty).is_none() => {
                    fit::check(types, &field.ty, &entry.value, self.diagnostics);
                }
                Some(_) => {}
                None if matches!(object.rest, Rest::Kept(_)) => {}
                None => self.unknown(object, &entry.key, &event.value),
            }
        }
    }

    fn unknown(&mut self, object: &Object, key: &Spanned<String>, event: &str) {
        let message = format!("the payload of `{event}` has no field `{}`", key.value);
        let known: Vec<&str> = object.fields.iter().map(|field| field.wire.as_str()).collect();
        let diagnostic = Diagnostic::new(&UNKNOWN_KEY, key.span, message);
        self.diagnostics.push(match suggest::name(&key.value, known.iter().copied()) {
            Some(near) => diagnostic.meant(key, &near),
            None => diagnostic.help(format!("its fields are {}", listed(&known))),
        });
    }
}

/// Whether a value is filled in when the step is taken.
fn is_open(node: &Node) -> bool {
    match &node.kind {
        Kind::String(text) => text.contains("${"),
        Kind::List(items) => items.iter().any(is_open),
        Kind::Map(entries) => entries.iter().any(|entry| is_open(&entry.value)),
        Kind::Null | Kind::Bool(_) | Kind::Number(_) => false,
    }
}

fn json(node: Option<AnyNode<'_>>) -> Value {
    node.map_or_else(|| Value::Object(serde_json::Map::new()), |node| node.0.to_json())
}

fn who(record: Option<&WhoRecord>) -> Who {
    let text = |text: Option<&Option<Spanned<String>>>| text?.as_ref().map(|text| text.value.clone());
    Who {
        user: text(record.map(|record| &record.user)),
        role: text(record.map(|record| &record.role)),
        without_role: text(record.map(|record| &record.without_role)),
    }
}
