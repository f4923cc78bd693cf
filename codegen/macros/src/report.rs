//! The findings of a faulty catalogue as compile errors, with stubs for what could be read.

use std::path::Path;

use event_codegen::rust::stubs;
use event_spec::diagnostic::{Diagnostics, Level};
use event_spec::tree::{Node, yaml};
use event_spec::{Diagnostic, Outcome};
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::quote_spanned;

/// A compile error per finding that forbids generation, at `span`, and the names that the catalogue would have given.
/// `folder` is the catalogue's folder as its user wrote it.
///
/// The names stand for a type that does not exist. After other errors the compiler does not complain about that, and it does
/// not go on to check the uses of names without a meaning.
pub fn faults(outcome: &Outcome, folder: &Path, span: Span) -> TokenStream {
    let errors = outcome.diagnostics.iter().filter(|diagnostic| diagnostic.level == Level::Error);
    let messages = errors.map(|diagnostic| message(outcome, folder, diagnostic));
    let stubs: TokenStream = stubs::print(&names(outcome)).parse().unwrap_or_default();
    let stubs = respanned(stubs, span);
    quote_spanned! { span =>
        #(::core::compile_error! { #messages })*
        /// What the faults of the catalogue left of it.
        pub type Broken = ContractWithFaults;
        #stubs
    }
}

/// `path:line:column: error[rule]: message`, and what to write instead.
fn message(outcome: &Outcome, folder: &Path, diagnostic: &Diagnostic) -> String {
    let place = |span: event_spec::Span| {
        let source = outcome.sources.get(span.source);
        let start = source.position(span.start);
        format!("{}:{}:{}", folder.join(source.path()).display(), start.line, start.column)
    };
    let mut text = format!(
        "{}: {}[{}]: {}",
        place(diagnostic.primary.span),
        diagnostic.level.as_str(),
        diagnostic.rule.id,
        diagnostic.message
    );
    for label in diagnostic.labels.iter().filter(|label| !label.text.is_empty()) {
        text.push_str(&format!("\n{}: {}", place(label.span), label.text));
    }
    if let Some(help) = &diagnostic.help {
        text.push_str(&format!("\nhelp: {help}"));
    }
    text
}

/// The names in all files that can be read as YAML at all.
fn names(outcome: &Outcome) -> stubs::Names {
    let mut names = stubs::Names::default();
    for (id, source) in outcome.sources.iter() {
        let Some(root) = yaml::parse(id, source.text(), &mut Diagnostics::default()) else { continue };
        if let Some(name) = root.get("catalogue").and_then(Node::as_str) {
            name.clone_into(&mut names.catalogue);
        }
        let keys = |part: &str| {
            let entries = root.get(part).map(Node::entries).unwrap_or_default();
            entries.iter().map(|entry| entry.key.value.clone()).collect::<Vec<_>>()
        };
        names.events.extend(keys("events"));
        names.channels.extend(keys("channels"));
        names.types.extend(keys("schemas"));
    }
    names
}

/// The same tokens, said to stand at `span`.
fn respanned(tokens: TokenStream, span: Span) -> TokenStream {
    tokens
        .into_iter()
        .map(|mut token| {
            if let TokenTree::Group(group) = &token {
                let mut inner = proc_macro2::Group::new(group.delimiter(), respanned(group.stream(), span));
                inner.set_span(span);
                return TokenTree::Group(inner);
            }
            token.set_span(span);
            token
        })
        .collect()
}
