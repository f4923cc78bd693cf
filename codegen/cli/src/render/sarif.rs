//! SARIF 2.1.0, as OASIS describes it: one log with one run, for code scanning and for editors.
//!
//! Paths are relative to the root of the repository, which the log names once; columns count characters.

use std::collections::BTreeMap;
use std::ops::Range;

use event_spec::diagnostic::{Diagnostic, Fix};
use event_spec::rule::Rule;
use event_spec::source::{Position, Span};
use serde_json::{Value, json};

use crate::render::fingerprint::Fingerprints;
use crate::render::plain::{file_address, one_line, percent_encoded, with_help};
use crate::render::{Finding, Report};

/// The schema that a log names.
const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// What the log calls the root of the repository.
const ROOT: &str = "%SRCROOT%";

/// What a fingerprint is called: the number changes with what it is made of.
const FINGERPRINT: &str = "eventspec/v1";

/// Renders a report.
pub fn render(report: &Report) -> String {
    let rules: BTreeMap<&str, &Rule> =
        report.findings().map(|finding| (finding.diagnostic.rule.id, finding.diagnostic.rule)).collect();
    let places: BTreeMap<&str, usize> = rules.keys().enumerate().map(|(at, id)| (*id, at)).collect();
    let mut fingerprints = Fingerprints::default();
    let results: Vec<Value> = report
        .findings()
        .map(|finding| result(report, finding, places[finding.diagnostic.rule.id], &fingerprints.next(finding)))
        .collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "eventspec",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules.values().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
            } },
            "automationDetails": { "id": "eventspec lint/" },
            "invocations": [{ "executionSuccessful": true }],
            "columnKind": "unicodeCodePoints",
            "originalUriBaseIds": { ROOT: { "uri": format!("{}/", file_address(report.base()).trim_end_matches('/')) } },
            "results": results,
        }],
    });
    format!("{log:#}\n")
}

fn descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": { "text": rule.summary },
        "help": { "text": help(rule), "markdown": help(rule) },
        "defaultConfiguration": { "level": rule.level.as_str() },
        "properties": { "category": rule.category.as_str(), "tags": [rule.category.as_str()] },
    })
}

/// The rule's page; a rule without one has its summary.
fn help(rule: &Rule) -> &str {
    if rule.page.is_empty() { rule.summary } else { rule.page }
}

fn result(report: &Report, finding: Finding<'_>, rule: usize, fingerprint: &str) -> Value {
    let found = finding.diagnostic;
    let labels = std::iter::once(&found.primary).filter(|label| !label.text.is_empty()).chain(&found.labels);
    let related: Vec<Value> = labels
        .enumerate()
        .map(|(id, label)| {
            let mut location = location(report, finding, label.span);
            location["id"] = json!(id);
            if !label.text.is_empty() {
                location["message"] = message(&one_line(&label.text));
            }
            location
        })
        .collect();
    let mut result = json!({
        "ruleId": found.rule.id,
        "ruleIndex": rule,
        "level": found.level.as_str(),
        "message": message(&with_help(found)),
        "locations": [location(report, finding, found.primary.span)],
        "partialFingerprints": { FINGERPRINT: fingerprint },
    });
    if !related.is_empty() {
        result["relatedLocations"] = json!(related);
    }
    if let Some(fix) = &found.fix {
        result["fixes"] = json!([self::fix(report, finding, found, fix)]);
    }
    result
}

fn fix(report: &Report, finding: Finding<'_>, found: &Diagnostic, fix: &Fix) -> Value {
    let mut replacement = json!({ "deletedRegion": region(&finding.positions(fix.span)) });
    if !fix.replacement.is_empty() {
        replacement["insertedContent"] = json!({ "text": fix.replacement });
    }
    json!({
        "description": message(&one_line(found.help.as_deref().unwrap_or("write this instead"))),
        "artifactChanges": [{ "artifactLocation": artifact(report, finding, fix.span), "replacements": [replacement] }],
    })
}

fn location(report: &Report, finding: Finding<'_>, span: Span) -> Value {
    json!({ "physicalLocation": {
        "artifactLocation": artifact(report, finding, span),
        "region": region(&finding.positions(span)),
    } })
}

/// A file below the root by its way from there, any other by its whole address.
fn artifact(report: &Report, finding: Finding<'_>, span: Span) -> Value {
    let path = finding.absolute(span);
    match path.strip_prefix(report.base()) {
        Ok(way) => json!({ "uri": percent_encoded(way), "uriBaseId": ROOT }),
        Err(_) => json!({ "uri": file_address(&path) }),
    }
}

fn region(place: &Range<Position>) -> Value {
    json!({
        "startLine": place.start.line,
        "startColumn": place.start.column,
        "endLine": place.end.line,
        "endColumn": place.end.column,
    })
}

/// A text that is shown as it is: what would be a placeholder or a link in a message is escaped.
fn message(text: &str) -> Value {
    let has_links = text.contains("](");
    let mut escaped = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(ch) = rest.chars().next() {
        rest = &rest[ch.len_utf8()..];
        match ch {
            '[' if has_links => escaped.push_str("\\["),
            '{' if is_placeholder(rest) => {
                let (digits, after) = rest.split_once('}').unwrap_or((rest, ""));
                escaped.push_str(&format!("{{{{{digits}}}}}"));
                rest = after;
            }
            ch => escaped.push(ch),
        }
    }
    json!({ "text": escaped })
}

/// Whether a brace would open a placeholder: digits, and the brace that closes it.
fn is_placeholder(rest: &str) -> bool {
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    digits > 0 && rest[digits..].starts_with('}')
}

#[cfg(test)]
mod tests {
    use super::message;

    #[test]
    fn a_message_is_shown_as_it_is() {
        for (text, expected) in [
            ("`room.{room_id}` takes `{}`", "`room.{room_id}` takes `{}`"),
            ("{0} and {12} and {1x} and 1}", "{{0}} and {{12}} and {1x} and 1}"),
            ("a [list] and [here](https://example.com)", "a \\[list] and \\[here](https://example.com)"),
            ("a [list] {", "a [list] {"),
        ] {
            assert_eq!(message(text)["text"], expected);
        }
    }
}
