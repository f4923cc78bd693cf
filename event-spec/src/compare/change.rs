//! A change, and what it does.

use crate::compare::effect::Effect;
use crate::compare::version::Bump;
use crate::dates::Date;
use crate::rule::Rule;
use crate::source::Span;

/// One change that a peer can observe.
#[derive(Clone, Debug)]
pub struct Change {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// What changed, as a person names it: `new_message.payload.content_text`, `channel room`.
    pub subject: String,
    /// What else the same edit changed: a shared schema is met in several messages.
    pub also: Vec<String>,
    /// What became of it, in a few words: `removed`, `is now required`.
    pub what: String,
    /// What it does to the two sides.
    pub effect: Effect,
    /// The day until which that holds: the sunset of an alias.
    pub until: Option<Date>,
    /// The consumers that read it, as the old catalogue and the new one declare them.
    pub readers: Vec<Reader>,
    /// Where it was, in the sources of the old catalogue.
    pub old: Option<Span>,
    /// Where it is, in the sources of the new catalogue.
    pub new: Option<Span>,
    /// What to do about it.
    pub help: Option<String>,
    /// How far it moves the version, where that does not follow from its effect.
    pub weight: Option<Bump>,
}

impl Change {
    /// A change that `rule` found.
    pub fn new(rule: &'static Rule, subject: impl Into<String>, what: impl Into<String>, effect: Effect) -> Self {
        Self {
            rule,
            subject: subject.into(),
            also: Vec::new(),
            what: what.into(),
            effect,
            until: None,
            readers: Vec::new(),
            old: None,
            new: None,
            help: None,
            weight: None,
        }
    }

    /// How far it moves the version. The contract is what the server offers to its clients: where old clients may fail with
    /// the new server it is broken, else there is more of it.
    pub fn bump(&self) -> Bump {
        self.weight.unwrap_or(if self.effect.server_first.is_yes() { Bump::Minor } else { Bump::Major })
    }

    /// Names the consumers that read it.
    #[must_use]
    pub fn read_by(mut self, readers: Vec<Reader>) -> Self {
        self.readers = readers;
        self
    }

    /// Says how far it moves the version, whatever its effect.
    #[must_use]
    pub fn weighs(mut self, bump: Bump) -> Self {
        self.weight = Some(bump);
        self
    }

    /// Moves the version by a patch alone where its effect is safe: then no frame shows it.
    #[must_use]
    pub fn patch_where_safe(mut self) -> Self {
        if self.effect == Effect::SAFE {
            self.weight = Some(Bump::Patch);
        }
        self
    }

    /// Says where it was and where it is, as far as that is known.
    #[must_use]
    pub fn between(mut self, old: Option<Span>, new: Option<Span>) -> Self {
        (self.old, self.new) = (old, new);
        self
    }

    /// Says until when its effect holds.
    #[must_use]
    pub fn until(mut self, day: Option<Date>) -> Self {
        self.until = day;
        self
    }

    /// Says where it was.
    #[must_use]
    pub fn was_at(mut self, span: Span) -> Self {
        self.old = Some(span);
        self
    }

    /// Says where it is.
    #[must_use]
    pub fn is_at(mut self, span: Span) -> Self {
        self.new = Some(span);
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }
}

/// A consumer that reads what changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reader {
    /// The consumer's name.
    pub consumer: String,
    /// Where it says so: in the sources of the old catalogue, whose front ends are the ones that may break.
    pub span: Span,
}
