//! JUnit's XML, which most services show as tests: a suite for each file, a failed test for each finding.
//!
//! A note is a test that passes and says something. A run without findings is one test that passes: readers take a file without
//! tests for a mistake.

use std::collections::BTreeMap;

use event_spec::diagnostic::Level;

use crate::render::plain::{one_line, with_help};
use crate::render::{Finding, Report};

/// What the suites together, and a run without findings, are called.
const NAME: &str = "eventspec lint";

/// Renders a report.
pub fn render(report: &Report) -> String {
    let mut suites: BTreeMap<String, Vec<Finding<'_>>> = BTreeMap::new();
    for finding in report.findings() {
        suites.entry(finding.path(finding.diagnostic.primary.span)).or_default().push(finding);
    }
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    text.push_str(&open("testsuites", NAME, &suites.values().flatten().copied().collect::<Vec<_>>()));
    if suites.is_empty() {
        text.push_str(&open("testsuite", NAME, &[]));
        text.push_str(&format!("    <testcase name=\"no findings\" classname=\"{NAME}\"/>\n  </testsuite>\n"));
    }
    for (path, findings) in &suites {
        text.push_str(&open("testsuite", path, findings));
        findings.iter().for_each(|finding| text.push_str(&case(path, *finding)));
        text.push_str("  </testsuite>\n");
    }
    text.push_str("</testsuites>\n");
    text
}

fn open(tag: &str, name: &str, findings: &[Finding<'_>]) -> String {
    let failures = findings.iter().filter(|finding| finding.diagnostic.level > Level::Note).count();
    let indent = if tag == "testsuite" { "  " } else { "" };
    format!(
        "{indent}<{tag} name=\"{}\" tests=\"{}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\">\n",
        escaped(name),
        findings.len().max(1)
    )
}

fn case(path: &str, finding: Finding<'_>) -> String {
    let found = finding.diagnostic;
    let start = finding.positions(found.primary.span).start;
    let (id, level, path) = (found.rule.id, found.level.as_str(), escaped(path));
    let (line, column) = (start.line, start.column);
    let words = format!("{path}:{line}:{column}: {level}[{id}]: {}", escaped(&with_help(found)));
    let said = match found.level {
        Level::Note => format!("      <system-out>{words}</system-out>\n"),
        Level::Warning | Level::Error => {
            let message = escaped(&one_line(&found.message));
            format!("      <failure type=\"{level}\" message=\"{message}\">{words}</failure>\n")
        }
    };
    format!(
        "    <testcase name=\"{id} ({line}:{column})\" classname=\"{path}\" file=\"{path}\" line=\"{line}\">\n{said}    \
         </testcase>\n"
    )
}

/// A text for XML 1.0, in which some characters cannot even be escaped.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            escaped.push('\n');
        }
        for ch in one_line(line).chars() {
            match ch {
                '&' => escaped.push_str("&amp;"),
                '<' => escaped.push_str("&lt;"),
                '>' => escaped.push_str("&gt;"),
                '"' => escaped.push_str("&quot;"),
                '\u{fffe}' | '\u{ffff}' => escaped.push(char::REPLACEMENT_CHARACTER),
                ch => escaped.push(ch),
            }
        }
    }
    escaped
}
