//! GitLab's code quality report: a JSON array that merge requests show beside the changed lines.

use event_spec::diagnostic::Level;
use serde_json::{Value, json};

use crate::render::fingerprint::Fingerprints;
use crate::render::plain::with_help;
use crate::render::{Finding, Report};

/// Renders a report. GitLab takes paths from the root of the repository, and wants a fingerprint of its own for each finding.
pub fn render(report: &Report) -> String {
    let mut fingerprints = Fingerprints::default();
    let issues: Vec<Value> = report.findings().map(|finding| issue(finding, &fingerprints.next(finding))).collect();
    format!("{:#}\n", Value::from(issues))
}

fn issue(finding: Finding<'_>, fingerprint: &str) -> Value {
    let found = finding.diagnostic;
    let span = found.primary.span;
    let place = finding.positions(span);
    let severity = match found.level {
        Level::Error => "major",
        Level::Warning => "minor",
        Level::Note => "info",
    };
    json!({
        "description": with_help(found),
        "check_name": found.rule.id,
        "fingerprint": fingerprint,
        "severity": severity,
        "location": {
            "path": finding.path(span),
            "lines": { "begin": place.start.line, "end": place.end.line },
        },
    })
}
