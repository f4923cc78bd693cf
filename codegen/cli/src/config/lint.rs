//! `[lint]`: which rules count, and how much.

use event_spec::diagnostic::{Diagnostic, Level};
use event_spec::rule::{Category, Rule};
use event_spec::suggest;
use toml::de::DeTable;

use crate::config::read::FileReader;
use crate::config::{LintConfig, Text};
use crate::lint::choice::{Choice, Override, Selector, lint_rules};

/// What a rule is set to.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Weight {
    Error,
    Warning,
    Note,
    Off,
}

impl Weight {
    fn level(self) -> Option<Level> {
        match self {
            Self::Error => Some(Level::Error),
            Self::Warning => Some(Level::Warning),
            Self::Note => Some(Level::Note),
            Self::Off => None,
        }
    }
}

/// What the required rules are for.
const REQUIRED: &str = "a catalogue that breaks it cannot be understood";

impl FileReader<'_> {
    /// `[lint]`
    pub(super) fn lint(&mut self, table: &DeTable) -> LintConfig {
        let Some(table) = self.reader.table(table, "lint") else { return LintConfig::default() };
        self.reader.keys(table, "`lint`", &["use", "except", "levels", "override", "baseline"]);
        let choice = self.choice(table);
        let overrides = self.overrides(table);
        let baseline = self.reader.text(table, "baseline").and_then(|path| self.below(&path, "a baseline"));
        LintConfig { choice, overrides, baseline }
    }

    fn choice(&mut self, table: &DeTable) -> Choice {
        let asked = table.contains_key("use").then(|| self.selectors(table, "use"));
        let except = self.selectors(table, "except");
        Choice { asked, except, levels: self.levels(table) }
    }

    /// `[[lint.override]]`
    fn overrides(&mut self, table: &DeTable) -> Vec<Override> {
        let Some(list) = self.reader.array(table, "override") else { return Vec::new() };
        let mut overrides = Vec::new();
        for item in list.iter() {
            let span = self.reader.span(item.span());
            let Some(entry) = item.get_ref().as_table() else {
                let finding = self.reader.wrong(span, "each `override` is a table");
                let help = "write `[[lint.override]]`, and below it `paths = [\"contracts/legacy/**\"]`";
                self.reader.found.push(finding.help(help));
                continue;
            };
            self.reader.keys(entry, "`override`", &["paths", "use", "except", "levels"]);
            let texts = self.reader.texts(entry, "paths");
            if !entry.contains_key("paths") {
                let finding = self.reader.wrong(span, "an `override` without `paths`");
                let help = "write `paths = [\"contracts/legacy/**\"]`, with the files that it is about";
                self.reader.found.push(finding.help(help));
            }
            texts.iter().for_each(|path| drop(self.below(path, "what an `override` is about")));
            let paths = texts.into_iter().map(|path| path.value).collect();
            overrides.push(Override { paths, choice: self.choice(entry) });
        }
        overrides
    }

    /// `use` and `except`.
    fn selectors(&mut self, table: &DeTable, key: &str) -> Vec<Selector> {
        let words = self.reader.texts(table, key);
        words.iter().filter_map(|word| self.selector(word, key == "except")).collect()
    }

    fn selector(&mut self, word: &Text, excepts: bool) -> Option<Selector> {
        let Some(selector) = Selector::of(word) else {
            let categories = Category::ALL.into_iter().filter(|category| *category != Category::Changes);
            let known = ["default", "all"].into_iter().chain(categories.map(Category::as_str));
            let near = suggest::did_you_mean(word, known.chain(lint_rules().map(|rule| rule.id)));
            let help = near
                .unwrap_or_else(|| "name a rule or a category of `eventspec rules`, `default`, or `all`".to_owned());
            self.found(self.reader.wrong(word.span, format!("`{}` is no rule and no category", word.value)).help(help));
            return None;
        };
        let mut rules = selector.rules().peekable();
        if rules.peek().is_none() {
            self.found(compares(self.reader.wrong(word.span, format!("`{}` {COMPARES}", word.value))));
            return None;
        }
        if excepts && rules.all(Rule::is_required) {
            let message = match selector {
                Selector::Rule(_) => format!("`{}` cannot be excepted: {REQUIRED}", word.value),
                _ => format!("no rule of `{}` can be excepted: {}", word.value, REQUIRED.replace(" it ", " them ")),
            };
            self.found(self.reader.wrong(word.span, message).help("leave it out"));
            return None;
        }
        Some(selector)
    }

    /// `levels`
    fn levels(&mut self, table: &DeTable) -> Vec<(&'static Rule, Option<Level>)> {
        let Some(levels) = self.reader.table(table, "levels") else { return Vec::new() };
        let mut set = Vec::new();
        for key in levels.keys() {
            let id: &str = key.get_ref();
            let span = self.reader.span(key.span());
            let weight = self.reader.word::<Weight>(levels, id);
            let Some(rule) = Rule::of(id) else {
                let near = suggest::did_you_mean(id, lint_rules().map(|rule| rule.id));
                let help = near.unwrap_or_else(|| "`eventspec rules` lists the rules".to_owned());
                self.found(self.reader.wrong(span, format!("there is no rule `{id}`")).help(help));
                continue;
            };
            if rule.category == Category::Changes {
                self.found(compares(self.reader.wrong(span, format!("`{id}` {COMPARES}"))));
                continue;
            }
            let Some(level) = weight.map(Weight::level) else { continue };
            if rule.is_required() && level != Some(Level::Error) {
                let done = if level.is_none() { "turned off" } else { "lowered" };
                let message = format!("`{id}` cannot be {done}: {REQUIRED}");
                self.found(self.reader.wrong(span, message).help("leave it out"));
                continue;
            }
            set.push((rule, level));
        }
        set
    }

    fn found(&mut self, finding: Diagnostic) {
        self.reader.found.push(finding);
    }
}

/// Why the lint does not know a rule.
const COMPARES: &str = "compares two versions of a catalogue, and the lint sees one";

fn compares(finding: Diagnostic) -> Diagnostic {
    finding.help("leave it out: `[lint]` names rules of the lint alone")
}
