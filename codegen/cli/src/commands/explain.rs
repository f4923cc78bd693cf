//! `eventspec explain`

use event_spec::rule::{Category, Rule, rules};
use event_spec::suggest;

use crate::arguments::Explain;
use crate::commands::rules::asked;
use crate::ending::{Ending, Failure};
use crate::markdown;
use crate::terminal;

/// Prints a rule's page, headed by what is true of every rule: for a terminal where there is one, else as Markdown.
///
/// # Errors
/// When there is no such rule.
pub fn run(options: &Explain) -> Result<Ending, Failure> {
    let id = options.rule.as_str();
    let Some(rule) = Rule::of(id) else {
        let near = suggest::did_you_mean(id, rules().iter().map(|rule| rule.id));
        let help = near.unwrap_or_else(|| "`eventspec rules` lists them".to_owned());
        return Err(Failure::Usage(format!("there is no rule `{id}`: {help}")));
    };
    let (title, rest) = rule.page.split_once('\n').unwrap_or((rule.page, ""));
    let page = format!("{title}\n\n{}\n{rest}", facts(rule));
    terminal::print(&if terminal::stdout().styled { markdown::styled(&page) } else { page })?;
    Ok(Ending::Clean)
}

/// What the rule's declaration says.
fn facts(rule: &Rule) -> String {
    let since = rule.since;
    if rule.category == Category::Changes {
        return format!("A rule of the comparison, since {since}.");
    }
    let level = rule.level.as_str();
    let article = if level.starts_with('e') { "An" } else { "A" };
    let asked = match asked(rule) {
        required @ "required" => required.to_owned(),
        on_or_off => format!("{on_or_off} by default"),
    };
    format!("{article} {level} of the category `{}`, {asked}, since {since}.", rule.category.as_str())
}
