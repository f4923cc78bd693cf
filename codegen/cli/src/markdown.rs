//! Markdown for a terminal: headings and strong words bold, code coloured, lists and lines as they are written.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

const BOLD: &str = "\u{1b}[1m";
const ITALIC: &str = "\u{1b}[3m";
const CODE: &str = "\u{1b}[36m";
const DIM: &str = "\u{1b}[2m";
const RESET: &str = "\u{1b}[0m";

/// A page as a terminal shows it.
pub fn styled(page: &str) -> String {
    let mut terminal = Terminal::default();
    Parser::new(page).for_each(|event| terminal.event(event));
    terminal.text
}

#[derive(Default)]
struct Terminal {
    text: String,
    /// The styles of the words to come, outermost first.
    styles: Vec<&'static str>,
    /// The lists that are open, each with the number of its next item if it counts.
    lists: Vec<Option<u64>>,
    in_code: bool,
}

impl Terminal {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.in_code => self.code(&text),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => self.text.push_str(&text),
            Event::Code(text) => {
                self.open(CODE);
                self.text.push_str(&text);
                self.close();
            }
            Event::SoftBreak | Event::HardBreak => {
                self.text.push('\n');
                self.indent();
            }
            // What Markdown has besides is not read.
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { .. } => {
                self.gap();
                self.open(BOLD);
            }
            Tag::Paragraph => self.gap(),
            Tag::CodeBlock(_) => {
                self.gap();
                self.in_code = true;
            }
            Tag::List(first) => {
                self.gap();
                self.lists.push(*first);
            }
            Tag::Item => self.item(),
            Tag::Strong => self.open(BOLD),
            Tag::Emphasis => self.open(ITALIC),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.close();
                self.end_line();
            }
            TagEnd::Paragraph | TagEnd::Item => self.end_line(),
            TagEnd::CodeBlock => self.in_code = false,
            TagEnd::List(_) => drop(self.lists.pop()),
            TagEnd::Strong | TagEnd::Emphasis => self.close(),
            _ => {}
        }
    }

    /// A blank line between blocks; within a list they follow each other.
    fn gap(&mut self) {
        if self.lists.is_empty() {
            if !self.text.is_empty() {
                self.text.push('\n');
            }
        } else if self.text.ends_with('\n') {
            self.indent();
        } else if !self.text.ends_with(' ') {
            self.text.push('\n');
        }
    }

    fn item(&mut self) {
        self.end_line();
        let mark = match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ => "- ".to_owned(),
        };
        let depth = self.lists.len().saturating_sub(1);
        self.text.push_str(&"  ".repeat(depth));
        self.text.push_str(&mark);
    }

    fn code(&mut self, text: &str) {
        for line in text.lines() {
            let line = if line.is_empty() { "\n".to_owned() } else { format!("  {DIM}{line}{RESET}\n") };
            self.text.push_str(&line);
        }
    }

    fn indent(&mut self) {
        self.text.push_str(&"  ".repeat(self.lists.len()));
    }

    fn end_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn open(&mut self, style: &'static str) {
        self.styles.push(style);
        self.text.push_str(style);
    }

    /// Ends the innermost style, and takes up again those around it.
    fn close(&mut self) {
        self.styles.pop();
        self.text.push_str(RESET);
        self.styles.iter().for_each(|style| self.text.push_str(style));
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_page_is_shown_without_its_marks() {
        let page = "# name-near\n\nTwo *names* are `a`,\nor **not `b`**.\n\n## Why\n\n- one,\n  and more\n- two\n  - three\n\n\
                    1. first\n2. second\n\n```yaml\ncatalogue: chat\n\nevents: {}\n```\n\nThe [end](https://example.com).\n";
        insta::assert_snapshot!(super::styled(page).replace('\u{1b}', "ESC"));
    }
}
