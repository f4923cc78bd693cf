//! The catalogue's words as TSDoc.
//!
//! In: text as its author wrote it. Out: comment blocks that end where they should and hold no tag but ours.

use crate::output::Text;
use crate::prose;

const WIDTH: usize = 100;

/// A comment before a declaration; nothing is printed for an empty one.
#[derive(Clone, Debug, Default)]
pub struct Doc {
    paragraphs: Vec<String>,
    deprecated: Option<String>,
}

impl Doc {
    /// A comment of one text.
    pub fn new(text: impl Into<String>) -> Self {
        Self::default().text(Some(text))
    }

    /// Adds paragraphs of the author's.
    pub fn text(mut self, text: Option<impl Into<String>>) -> Self {
        let text = text.map(Into::into).filter(|text| !text.trim().is_empty());
        self.paragraphs.extend(text);
        self
    }

    /// Adds a sentence of ours: to the last paragraph where there is only one, else after it.
    pub fn sentence(mut self, sentence: Option<String>) -> Self {
        let Some(sentence) = sentence else { return self };
        match self.paragraphs.as_mut_slice() {
            [only] if !only.trim().contains('\n') => {
                let end = only.trim_end().len();
                only.truncate(end);
                if !only.ends_with(['.', '!', '?', ':', ';', '。', '…']) {
                    only.push('.');
                }
                only.push(' ');
                only.push_str(&sentence);
            }
            _ => self.paragraphs.push(sentence),
        }
        self
    }

    /// Says that what follows should no longer be used, and why or what instead.
    pub fn deprecated(mut self, why: Option<String>) -> Self {
        self.deprecated = why;
        self
    }

    /// Whether there is nothing to print.
    pub fn is_empty(&self) -> bool {
        self.paragraphs.is_empty() && self.deprecated.is_none()
    }

    /// Prints the block.
    pub fn emit(&self, text: &mut Text) {
        if self.is_empty() {
            return;
        }
        let width = WIDTH - text.indentation().min(WIDTH / 2);
        let mut lines = Vec::new();
        for paragraph in &self.paragraphs {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            lines.extend(prose::wrap(paragraph, width).iter().map(|line| harmless(line)));
        }
        if let Some(why) = &self.deprecated {
            if !lines.is_empty() {
                lines.push(String::new());
            }
            let tag = format!("@deprecated {}", harmless(&prose::one_line(why)));
            lines.extend(prose::wrap(&tag, width));
        }
        match lines.as_slice() {
            [line] if line.chars().count() <= width => text.parts(&["/** ", line, " */"]),
            lines => {
                text.line("/**");
                for line in lines {
                    text.line(if line.is_empty() { " *".to_owned() } else { format!(" * {line}") });
                }
                text.line(" */");
            }
        }
    }
}

/// The line without an end of comment and without tags: TSDoc takes `\@` for the character.
fn harmless(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut previous = ' ';
    for ch in line.chars() {
        if ch == '@' && (previous.is_whitespace() || matches!(previous, '{' | '*' | '/' | '('))
            || ch == '/' && previous == '*'
        {
            out.push('\\');
        }
        out.push(ch);
        previous = ch;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(doc: &Doc) -> String {
        let mut text = Text::new("  ");
        doc.emit(&mut text);
        text.finish()
    }

    #[test]
    fn hostile_text_stays_inside_the_comment() {
        let doc = Doc::new("*/ alert(1) /* @deprecated {@link x} a@b.c\n\n*\u{2028}/");
        assert_eq!(printed(&doc), "/**\n * *\\/ alert(1) /* \\@deprecated {\\@link x} a@b.c\n *\n * * /\n */\n");
    }

    #[test]
    fn a_sentence_joins_a_short_text() {
        let doc = Doc::new("The text").sentence(Some("At most 5 characters.".to_owned()));
        assert_eq!(printed(&doc), "/** The text. At most 5 characters. */\n");
    }

    #[test]
    fn deprecation_comes_last() {
        let doc = Doc::new("Old.").deprecated(Some("use `new`".to_owned()));
        assert_eq!(printed(&doc), "/**\n * Old.\n *\n * @deprecated use `new`\n */\n");
    }
}
