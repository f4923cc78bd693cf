//! `eventspec rules`

use event_spec::rule::Rule;
use serde_json::json;

use crate::arguments::{Rules, RulesFormat};
use crate::ending::{Ending, Failure};
use crate::terminal;

/// Lists the rules, by id.
///
/// # Errors
/// When the standard output cannot be written to.
pub fn run(options: &Rules) -> Result<Ending, Failure> {
    let rules = event_spec::rules();
    let text = match options.format {
        RulesFormat::Text => table(rules),
        RulesFormat::Json => rules.iter().map(|rule| line(rule)).collect(),
    };
    terminal::print(&text)?;
    Ok(Ending::Clean)
}

/// Id, level, category, whether it is asked, summary.
fn table(rules: &[&Rule]) -> String {
    let rows =
        rules.iter().map(|rule| [rule.id, rule.level.as_str(), rule.category.as_str(), asked(rule), rule.summary]);
    let rows: Vec<_> = rows.collect();
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or(0);
    let [id, level, category, asked] = [0, 1, 2, 3].map(width);
    let line = |row: &[&str; 5]| {
        format!("{:id$}  {:level$}  {:category$}  {:asked$}  {}\n", row[0], row[1], row[2], row[3], row[4])
    };
    rows.iter().map(line).collect()
}

fn line(rule: &Rule) -> String {
    let line = json!({
        "id": rule.id,
        "level": rule.level.as_str(),
        "category": rule.category.as_str(),
        "default": rule.default,
        "required": rule.is_required(),
        "since": rule.since,
        "summary": rule.summary,
    });
    format!("{line}\n")
}

/// Whether the rule is asked when the configuration says nothing, or whatever it says.
pub fn asked(rule: &Rule) -> &'static str {
    match (rule.is_required(), rule.default) {
        (true, _) => "required",
        (false, true) => "on",
        (false, false) => "off",
    }
}
