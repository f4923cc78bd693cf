//! The steps of a flow: what each says, with who sends and who hears.

use super::Known;
use super::cast::Cast;
use crate::catalogue::{SERVER, Step, StepKind};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::flow::{StepForm, StepRecord};
use crate::document::words::Request;
use crate::record::{Record, listed};
use crate::resolve::channel::text;
use crate::resolve::check_repeats;
use crate::rule::{Rule, rule};
use crate::source::{Span, Spanned};

/// A step is one thing.
pub(crate) static FLOW_STEP: Rule =
    rule!(error Flows "flow-step", "a step of a flow says one thing, and has the keys that belong to it");

/// What a step can say.
const KINDS: [&str; 6] = ["event", "ack", "request", "response", "call", "note"];

/// The steps of a flow, added one by one.
pub(super) struct Steps<'a> {
    pub(super) flow: &'a str,
    pub(super) cast: &'a Cast<'a>,
    pub(super) known: &'a Known<'a>,
    pub(super) steps: Vec<Step>,
    /// Whether no step was left out for a fault.
    pub(super) whole: bool,
}

impl<'a> Steps<'a> {
    /// None yet, of the flow of this name.
    pub(super) fn new(flow: &'a str, cast: &'a Cast<'a>, known: &'a Known<'a>) -> Self {
        Self { flow, cast, known, steps: Vec::new(), whole: true }
    }

    /// The steps that could be understood.
    pub(super) fn done(self) -> Vec<Step> {
        self.steps
    }

    /// Adds a step as it is written: none where it has a fault, and two where an event goes from client to client.
    pub(super) fn add(&mut self, step: &StepForm, diagnostics: &mut Diagnostics) {
        let record = &step.record;
        let kind = self.kind_of(step, diagnostics).filter(|(kind, _)| has_own_keys(record, kind, diagnostics));
        let Some((kind, span)) = kind else {
            self.whole = false;
            return;
        };
        let kinds = match kind {
            "event" => record.event.as_ref().map(|event| self.event(event, record, diagnostics)).unwrap_or_default(),
            "ack" => Vec::from_iter(record.ack.as_ref().and_then(|event| self.ack(event, record, diagnostics))),
            "request" => {
                Vec::from_iter(record.request.as_ref().and_then(|asked| self.request(asked, record, diagnostics)))
            }
            "response" => {
                Vec::from_iter(record.response.as_ref().and_then(|text| self.response(text, record, diagnostics)))
            }
            "call" => Vec::from_iter(record.call.as_ref().and_then(|text| call(text, record, diagnostics))),
            _ => Vec::from_iter(record.note.as_ref().map(|text| note(text, record, diagnostics))),
        };
        self.whole &= !kinds.is_empty();
        let mut summary = text(&record.summary);
        self.steps.extend(kinds.into_iter().map(|kind| Step { kind, summary: summary.take(), span }));
    }

    /// Which of the kinds a step is, and where that is written.
    fn kind_of(&self, step: &StepForm, diagnostics: &mut Diagnostics) -> Option<(&'static str, Span)> {
        let record = &step.record;
        let said = [
            record.event.as_ref().map(|text| text.span),
            record.ack.as_ref().map(|text| text.span),
            record.request.as_ref().map(|request| request.span),
            record.response.as_ref().map(|text| text.span),
            record.call.as_ref().map(|text| text.span),
            record.note.as_ref().map(|text| text.span),
        ];
        let mut said = KINDS.into_iter().zip(said).filter_map(|(kind, span)| Some((kind, span?)));
        let first = said.next();
        if let (Some((kind, span)), Some((other, second))) = (first, said.next()) {
            let message = format!("this step has both `{kind}` and `{other}`");
            let help = format!("make two steps of it, one with `{kind}` and one with `{other}`");
            diagnostics.push(Diagnostic::new(&FLOW_STEP, second, message).label(span, "the other").help(help));
            return None;
        }
        if first.is_none() && !record.marks().is_faulty() {
            let message = format!("this step of `{}` does not say what happens", self.flow);
            let help = format!("add one of {}", listed(&KINDS));
            diagnostics.push(Diagnostic::new(&FLOW_STEP, step.place, message).help(help));
        }
        first
    }

    /// A request: a client makes it.
    fn request(
        &self,
        request: &Spanned<Request>,
        step: &StepRecord,
        diagnostics: &mut Diagnostics,
    ) -> Option<StepKind> {
        let from = match &step.from {
            Some(from) if from.value == SERVER => {
                let message = "the server makes this request, and a `request` is a client's";
                let help = "name the client that makes it, or write a `call` where the server asks somebody else";
                diagnostics.push(Diagnostic::new(&FLOW_STEP, from.span, message).help(help));
                return None;
            }
            Some(from) => from.value.clone(),
            None => self.cast.client(request.span, "who makes this request", diagnostics)?,
        };
        Some(StepKind::Request { request: Spanned::new(request.value.0.clone(), request.span), from })
    }
}

/// What one party asks of another.
fn call(call: &Spanned<String>, step: &StepRecord, diagnostics: &mut Diagnostics) -> Option<StepKind> {
    let to = step.to.as_ref().and_then(|to| to.0.first());
    let [from, to] = [step.from.as_ref(), to].map(|name| name.map_or(SERVER, |name| name.value.as_str()).to_owned());
    if from == to {
        let message = format!("`{from}` asks this of itself");
        let help = "name another party in `from` or `to`, or write it as a `note`";
        diagnostics.push(Diagnostic::new(&FLOW_STEP, call.span, message).help(help));
        return None;
    }
    Some(StepKind::Call { text: call.value.clone(), from, to })
}

fn note(note: &Spanned<String>, step: &StepRecord, diagnostics: &mut Diagnostics) -> StepKind {
    let at = step.at.as_ref().map_or(&[][..], |at| &at.0);
    check_repeats("at", at, diagnostics);
    StepKind::Note { text: note.value.clone(), at: at.iter().map(|name| name.value.clone()).collect() }
}

/// Reports the keys of a step that belong to steps of another kind.
fn has_own_keys(record: &StepRecord, kind: &str, diagnostics: &mut Diagnostics) -> bool {
    let foreign: &[&str] = match kind {
        "request" => &["to", "at"],
        "response" => &["from", "at"],
        "note" => &["from", "to", "summary"],
        _ => &["at"],
    };
    let mut fits = true;
    for key in foreign {
        let Some(place) = record.marks().key(key) else { continue };
        let help = match (kind, *key) {
            ("request", "to") => "a request goes to the server: leave `to` out, or write a `call`",
            ("response", "from") => "the server responds: leave `from` out, or write a `call`",
            ("note", "summary") => "put it into the note",
            ("note", _) => "say in `at` whom the note is about",
            _ => "`at` says whom a note is about: write a `note` beside this step",
        };
        diagnostics.push(Diagnostic::new(&FLOW_STEP, place, format!("a step with `{kind}` has no `{key}`")).help(help));
        fits = false;
    }
    if let Some(second) = record.to.as_ref().filter(|_| kind != "event").and_then(|to| to.0.get(1)) {
        let message = format!("a step with `{kind}` goes to one party");
        diagnostics.push(Diagnostic::new(&FLOW_STEP, second.span, message).help("write a step for each of them"));
        fits = false;
    }
    fits
}
