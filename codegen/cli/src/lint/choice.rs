//! Which rules count, and how much.
//!
//! In: what the configuration says of rules, for all files and for some. Out: for each finding its level, or that it does not
//! count. Promise: the rules without which a catalogue cannot be understood always count.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use event_spec::diagnostic::{Diagnostic, Level};
use event_spec::rule::{Category, Rule, rules};
use event_spec::source::{SourceId, Sources};

use crate::glob;
use crate::paths;

/// Some rules, by one word of the configuration.
#[derive(Clone, Copy, Debug)]
pub enum Selector {
    /// One.
    Rule(&'static Rule),
    /// Those of a category.
    Category(Category),
    /// Those that are on by default.
    Default,
    /// Every one.
    All,
}

impl Selector {
    /// What a word selects.
    pub fn of(word: &str) -> Option<Self> {
        match word {
            "default" => Some(Self::Default),
            "all" => Some(Self::All),
            _ => Category::ALL
                .into_iter()
                .find(|category| category.as_str() == word)
                .map(Self::Category)
                .or_else(|| Rule::of(word).map(Self::Rule)),
        }
    }

    /// The rules of the lint that it selects.
    pub fn rules(self) -> impl Iterator<Item = &'static Rule> {
        lint_rules().filter(move |rule| match self {
            Self::Rule(named) => rule.id == named.id,
            Self::Category(category) => rule.category == category,
            Self::Default => rule.default,
            Self::All => true,
        })
    }
}

/// The rules of the lint: all that look at one version of a catalogue.
pub fn lint_rules() -> impl Iterator<Item = &'static Rule> {
    rules().iter().copied().filter(|rule| rule.category != Category::Changes)
}

/// What a configuration says of rules. Each key has the last word over those before it.
#[derive(Clone, Debug, Default)]
pub struct Choice {
    /// The rules to ask; those that were asked before where it says nothing.
    pub asked: Option<Vec<Selector>>,
    /// Rules not to ask.
    pub except: Vec<Selector>,
    /// Rules with their levels; none switches a rule off, and any other on.
    pub levels: Vec<(&'static Rule, Option<Level>)>,
}

/// What a configuration says of rules for some files.
#[derive(Clone, Debug)]
pub struct Override {
    /// The files, as patterns of paths from the configuration's folder.
    pub paths: Vec<String>,
    /// What is said.
    pub choice: Choice,
}

/// The choice of a configuration for every file.
#[derive(Debug)]
pub struct Choices<'a> {
    all: Table,
    overrides: &'a [Override],
    folder: PathBuf,
}

impl<'a> Choices<'a> {
    /// The rules of a configuration in `folder`.
    pub fn new(choice: &Choice, overrides: &'a [Override], folder: &Path) -> Self {
        let mut all = Table { asked: Selector::Default.rules().map(|rule| rule.id).collect(), levels: HashMap::new() };
        all.apply(choice);
        Self { all, overrides, folder: folder.to_owned() }
    }

    /// The findings that count, each at its level. `root` is the folder that the paths of `sources` are relative to.
    pub fn filter(&self, found: Vec<Diagnostic>, sources: &Sources, root: &Path) -> Vec<Diagnostic> {
        let mut tables: HashMap<SourceId, Table> = HashMap::new();
        let leveled = found.into_iter().filter_map(|mut found| {
            let table = if self.overrides.is_empty() {
                &self.all
            } else {
                let source = found.primary.span.source;
                tables.entry(source).or_insert_with(|| self.table(&root.join(sources.get(source).path())))
            };
            found.level = table.level(&found)?;
            Some(found)
        });
        leveled.collect()
    }

    fn table(&self, file: &Path) -> Table {
        let path = paths::slashed(&paths::relative(&self.folder, file));
        let mut table = self.all.clone();
        for part in self.overrides {
            if part.paths.iter().any(|pattern| glob::fits_path(pattern, &path)) {
                table.apply(&part.choice);
            }
        }
        table
    }
}

/// The rules that count in a file.
#[derive(Clone, Debug)]
struct Table {
    asked: HashSet<&'static str>,
    levels: HashMap<&'static str, Level>,
}

impl Table {
    fn apply(&mut self, choice: &Choice) {
        if let Some(asked) = &choice.asked {
            self.asked = asked.iter().flat_map(|selector| selector.rules()).map(|rule| rule.id).collect();
        }
        for rule in choice.except.iter().flat_map(|selector| selector.rules()) {
            self.asked.remove(rule.id);
        }
        for (rule, level) in &choice.levels {
            match level {
                None => {
                    self.asked.remove(rule.id);
                }
                Some(level) => {
                    self.asked.insert(rule.id);
                    self.levels.insert(rule.id, *level);
                }
            }
        }
    }

    /// How much a finding weighs; nothing where it does not count.
    fn level(&self, found: &Diagnostic) -> Option<Level> {
        let rule = found.rule;
        if self.asked.contains(rule.id) {
            return Some(self.levels.get(rule.id).copied().unwrap_or(found.level));
        }
        rule.is_required().then_some(found.level)
    }
}

#[cfg(test)]
mod tests {
    use event_spec::source::Span;

    use super::*;

    fn rule(id: &str) -> &'static Rule {
        Rule::of(id).expect("there is such a rule")
    }

    fn selectors(words: &[&str]) -> Vec<Selector> {
        words.iter().map(|word| Selector::of(word).expect("it selects rules")).collect()
    }

    /// How much each of three rules weighs in a file.
    fn levels(choice: &Choice, overrides: &[Override], path: &str) -> [Option<&'static str>; 3] {
        let mut sources = Sources::default();
        let source = sources.add(path, "");
        let span = Span { source, start: 0, end: 0 };
        let choices = Choices::new(choice, overrides, Path::new("/shop"));
        ["event-without-summary", "name-pattern", "unknown-key"].map(|id| {
            let found =
                choices.filter(vec![Diagnostic::new(rule(id), span, "")], &sources, Path::new("/shop/contracts"));
            found.first().map(|found| found.level.as_str())
        })
    }

    #[test]
    fn a_choice_says_which_rules_count_and_how_much() {
        let choice = |asked: Option<&[&str]>, except: &[&str], set: &[(&str, Option<Level>)]| Choice {
            asked: asked.map(selectors),
            except: selectors(except),
            levels: set.iter().map(|(id, level)| (rule(id), *level)).collect(),
        };
        let weighs = |choice: Choice| levels(&choice, &[], "a.yaml");
        let required = Some("error");
        assert_eq!(weighs(Choice::default()), [Some("warning"), Some("error"), required]);
        assert_eq!(weighs(choice(Some(&[]), &[], &[])), [None, None, required]);
        assert_eq!(weighs(choice(Some(&["names"]), &[], &[])), [None, Some("error"), required]);
        assert_eq!(weighs(choice(Some(&["all"]), &["events"], &[])), [None, Some("error"), required]);
        let set = [("name-pattern", None), ("event-without-summary", Some(Level::Note))];
        assert_eq!(weighs(choice(Some(&["name-pattern"]), &[], &set)), [Some("note"), None, required]);
    }

    #[test]
    fn an_override_has_the_last_word_in_its_files() {
        let part = |paths: &str, choice: Choice| Override { paths: vec![paths.to_owned()], choice };
        let overrides = [
            part("contracts/legacy/**", Choice { except: selectors(&["names"]), ..Choice::default() }),
            part(
                "**/new.yaml",
                Choice { levels: vec![(rule("name-pattern"), Some(Level::Warning))], ..Choice::default() },
            ),
        ];
        let weighs = |path: &str| levels(&Choice::default(), &overrides, path);
        let required = Some("error");
        assert_eq!(weighs("chat/a.yaml"), [Some("warning"), Some("error"), required]);
        assert_eq!(weighs("legacy/chat/a.yaml"), [Some("warning"), None, required]);
        assert_eq!(weighs("legacy/new.yaml"), [Some("warning"), Some("warning"), required]);
    }
}
