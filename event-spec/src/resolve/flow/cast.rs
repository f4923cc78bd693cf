//! Who takes part in a flow, before its steps are looked at one by one.
//!
//! A flow need not declare its parties: whoever sends, hears or asks is one. Where it does, a step can name no other. What
//! a step leaves out is clear where the flow has one client alone.

use std::collections::HashSet;

use indexmap::IndexMap;

use crate::catalogue::SERVER;
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::flow::{FlowRecord, StepRecord};
use crate::record::listed;
use crate::rule::{Rule, rule};
use crate::source::{Span, Spanned};
use crate::suggest;

/// A step's parties are clear.
pub(crate) static FLOW_PARTY: Rule = rule!(error Flows "flow-party", "it is clear who takes part in a step, and declared where the flow declares its parties");

/// What the only client is called where nobody named it.
const CLIENT: &str = "client";
/// The longest name of a party, in characters: it stands above a line.
const MAX_NAME: usize = 40;

/// The parties of a flow as they are written.
pub(super) struct Cast<'d> {
    /// Everybody who is named, with the first place.
    named: IndexMap<&'d str, Span>,
    clients: HashSet<&'d str>,
    /// Who is meant where a step leaves a client out.
    only: Option<&'d str>,
}

impl<'d> Cast<'d> {
    /// Looks at who is declared, and whom the steps name.
    pub(super) fn of(record: &'d FlowRecord, diagnostics: &mut Diagnostics) -> Self {
        let declared: Option<Vec<_>> =
            record.parties.as_ref().map(|parties| parties.0.iter().map(|(name, _)| name).collect());
        let mut cast = Self { named: IndexMap::new(), clients: HashSet::new(), only: None };
        let mut others = HashSet::new();
        for name in declared.iter().flatten() {
            cast.add(name, diagnostics);
        }
        for step in record.steps.iter().flatten().map(|step| &step.record) {
            let sends =
                [&step.event, &step.ack, &step.response].iter().any(|key| key.is_some()) || step.request.is_some();
            for name in mentioned(step) {
                if let Some(slip) = declared.as_ref().and_then(|declared| undeclared(name, declared)) {
                    diagnostics.push(slip);
                    continue;
                }
                cast.add(name, diagnostics);
                let group = if sends { &mut cast.clients } else { &mut others };
                group.insert(name.value.as_str());
            }
        }
        cast.clients.remove(SERVER);
        cast.only = cast.only_client(declared.is_some(), &others);
        if let Some(only) = cast.only {
            cast.clients.insert(only);
        }
        cast
    }

    fn add(&mut self, name: &'d Spanned<String>, diagnostics: &mut Diagnostics) {
        let is_new = !self.named.contains_key(name.value.as_str());
        self.named.entry(name.value.as_str()).or_insert(name.span);
        let length = name.value.chars().count();
        if is_new && (length > MAX_NAME || name.value.trim().is_empty()) {
            let message = format!("the name of a party has 1 to {MAX_NAME} characters, and this one {length}");
            let help = "call it by what it does, in a word or two, and tell the rest in `parties`";
            diagnostics.push(Diagnostic::new(&FLOW_PARTY, name.span, message).help(help));
        }
    }

    /// The one client of the flow: the only one who is named, or else the only one who is declared, or else one without a name.
    fn only_client(&self, declares: bool, others: &HashSet<&str>) -> Option<&'d str> {
        let mut clients = self.named.keys().copied().filter(|name| self.clients.contains(name));
        let mut declared = self.named.keys().copied().filter(|name| *name != SERVER && !others.contains(name));
        match (clients.next(), clients.next()) {
            (Some(only), None) => Some(only),
            (Some(_), Some(_)) => None,
            (None, _) if !declares => Some(CLIENT),
            (None, _) => declared.next().filter(|_| declared.next().is_none()),
        }
    }

    /// Whether a party sends, hears or requests something.
    pub(super) fn is_client(&self, name: &str) -> bool {
        self.clients.contains(name)
    }

    /// Where a party is named first.
    pub(super) fn place(&self, name: &str) -> Option<Span> {
        self.named.get(name).copied()
    }

    /// The client that a step does not name. `doubt` is what to ask where there is more than one.
    pub(super) fn client(&self, place: Span, doubt: &str, diagnostics: &mut Diagnostics) -> Option<String> {
        if self.only.is_none() {
            let clients: Vec<_> = self.named.keys().filter(|name| self.clients.contains(*name)).collect();
            let message = format!("{doubt} is not said, and the flow has several parties");
            let diagnostic = Diagnostic::new(&FLOW_PARTY, place, message);
            let key = if doubt.starts_with("who hears") { "to" } else { "from" };
            diagnostics.push(match clients[..] {
                [] => diagnostic.help(format!("add `{key}` with one of the flow's parties")),
                _ => diagnostic.help(format!("add `{key}`: one of {}", listed(&clients))),
            });
        }
        self.only.map(str::to_owned)
    }
}

/// The parties that a step names, in the order in which a reader meets them.
fn mentioned(step: &StepRecord) -> impl Iterator<Item = &Spanned<String>> {
    let several = [&step.to, &step.at].into_iter().flatten().flat_map(|list| &list.0);
    step.from.iter().chain(several)
}

fn undeclared(name: &Spanned<String>, declared: &[&Spanned<String>]) -> Option<Diagnostic> {
    if name.value == SERVER || declared.iter().any(|party| party.value == name.value) {
        return None;
    }
    let message = format!("`{}` is no party of this flow", name.value);
    let diagnostic = Diagnostic::new(&FLOW_PARTY, name.span, message).underlined("not declared");
    let near = suggest::name(&name.value, declared.iter().map(|party| party.value.as_str()).chain([SERVER]));
    Some(match near {
        Some(near) => diagnostic.meant(name, &near),
        None => diagnostic.help("add it to `parties`"),
    })
}
