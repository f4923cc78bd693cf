//! `eventspec rules`

use serde_json::json;

use crate::arguments::{Rules, RulesFormat};
use crate::ending::{Ending, Failure};
use crate::terminal;

/// Lists the rules, by id.
///
/// # Errors
/// When the standard output cannot be written to.
pub fn run(options: &Rules) -> Result<Ending, Failure> {
    let mut rules: Vec<_> = event_spec::rules().to_vec();
    rules.sort_by_key(|rule| rule.id);
    let width = rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let mut text = String::new();
    for rule in rules {
        let (id, level, summary) = (rule.id, rule.level.as_str(), rule.summary);
        match options.format {
            RulesFormat::Text => text.push_str(&format!("{id:width$}  {level:7}  {summary}\n")),
            RulesFormat::Json => {
                text.push_str(&format!("{}\n", json!({ "id": id, "level": level, "summary": summary })))
            }
        }
    }
    terminal::print(&text)?;
    Ok(Ending::Clean)
}
