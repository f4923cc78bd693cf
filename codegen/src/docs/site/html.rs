//! The writer of HTML: every text and every value of an attribute goes through [`super::escape`].

use super::escape;

/// A text of HTML that is being written.
#[derive(Debug, Default)]
pub struct Html {
    out: String,
}

/// The attributes of an element: names are ours, values are anybody's.
pub type Attributes<'a> = &'a [(&'static str, &'a str)];

impl Html {
    /// The text.
    pub fn finish(self) -> String {
        self.out
    }

    /// An opening tag.
    pub fn open(&mut self, tag: &'static str, attributes: Attributes) {
        self.out.push('<');
        self.out.push_str(tag);
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(name);
            if !value.is_empty() {
                self.out.push_str("=\"");
                escape::words(&mut self.out, value);
                self.out.push('"');
            }
        }
        self.out.push('>');
    }

    /// A closing tag.
    pub fn close(&mut self, tag: &'static str) {
        self.out.push_str("</");
        self.out.push_str(tag);
        self.out.push('>');
    }

    /// An element with what `inside` writes.
    pub fn element(&mut self, tag: &'static str, attributes: Attributes, inside: impl FnOnce(&mut Self)) {
        self.open(tag, attributes);
        inside(self);
        self.close(tag);
    }

    /// An element with these words.
    pub fn worded(&mut self, tag: &'static str, attributes: Attributes, words: &str) {
        self.element(tag, attributes, |html| html.text(words));
    }

    /// Words.
    pub fn text(&mut self, words: &str) {
        escape::words(&mut self.out, words);
    }

    /// A name that may be broken after each sign in it.
    pub fn breakable(&mut self, name: &str) {
        for part in name.split_inclusive(['.', '_', ':', '/', '-']) {
            self.text(part);
            self.markup("<wbr>");
        }
    }

    /// Code, whose lines stay lines.
    pub fn lines(&mut self, code: &str) {
        escape::lines(&mut self.out, code);
    }

    /// A new line between two elements, for who reads the source.
    pub fn line(&mut self) {
        self.out.push('\n');
    }

    /// Markup of our own, as it stands.
    pub fn markup(&mut self, markup: &'static str) {
        self.out.push_str(markup);
    }

    /// What was written by another writer.
    pub fn append(&mut self, other: Self) {
        self.out.push_str(&other.out);
    }
}
