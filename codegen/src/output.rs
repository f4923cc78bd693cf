//! What backends give: files as text, and the writer that they print them with.

use std::collections::BTreeMap;

/// Files by their path: relative to the output folder, parts joined by `/`, in the order of the paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OutputTree {
    files: BTreeMap<String, String>,
}

impl OutputTree {
    /// Adds a file.
    ///
    /// # Panics
    /// When the path is taken: two parts of a backend disagree about who writes it.
    pub fn add(&mut self, path: impl Into<String>, text: impl Into<String>) {
        let path = path.into();
        let taken = self.files.insert(path.clone(), text.into());
        assert!(taken.is_none(), "`{path}` is written twice");
    }

    /// Adds every file of another tree, below `folder` (`""` for none).
    ///
    /// # Panics
    /// When a path is taken, as with [`OutputTree::add`].
    pub fn merge(&mut self, folder: &str, other: OutputTree) {
        for (path, text) in other.files {
            if folder.is_empty() {
                self.add(path, text);
            } else {
                self.add(format!("{folder}/{path}"), text);
            }
        }
    }

    /// The text of a file.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.files.get(path).map(String::as_str)
    }

    /// Every path with its text, in the order of the paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

impl IntoIterator for OutputTree {
    type Item = (String, String);
    type IntoIter = std::collections::btree_map::IntoIter<String, String>;

    fn into_iter(self) -> Self::IntoIter {
        self.files.into_iter()
    }
}

/// A text that is written line by line. It owns indentation and blank lines: never two in a row, none at the start of
/// a file or of a block, none at an end.
#[derive(Clone, Debug)]
pub struct Text {
    buffer: String,
    unit: &'static str,
    depth: usize,
    blank_due: bool,
    at_start: bool,
}

impl Text {
    /// An empty text, indented by `unit` per level.
    pub fn new(unit: &'static str) -> Self {
        Self { buffer: String::new(), unit, depth: 0, blank_due: false, at_start: true }
    }

    /// Writes one line. An empty one counts as [`Text::blank`].
    pub fn line(&mut self, line: impl AsRef<str>) {
        let line = line.as_ref();
        if line.is_empty() {
            return self.blank();
        }
        self.start_line();
        self.buffer.push_str(line);
        self.buffer.push('\n');
    }

    /// Writes a line from parts, without building it first.
    pub fn parts(&mut self, parts: &[&str]) {
        self.start_line();
        for part in parts {
            self.buffer.push_str(part);
        }
        self.buffer.push('\n');
    }

    /// Leaves a blank line before the next line, if there is one in this block.
    pub fn blank(&mut self) {
        self.blank_due = !self.at_start;
    }

    /// Writes a line that opens a block: what follows is indented.
    pub fn open(&mut self, line: impl AsRef<str>) {
        self.line(line);
        self.depth += 1;
        self.at_start = true;
    }

    /// Ends the block and writes the line that closes it.
    ///
    /// # Panics
    /// When no block is open.
    pub fn close(&mut self, line: impl AsRef<str>) {
        self.depth = self.depth.checked_sub(1).expect("`close` follows `open`");
        self.blank_due = false;
        self.at_start = false;
        self.line(line);
    }

    /// Writes a block: the opening line, what `body` writes, and the closing line.
    pub fn block(&mut self, open: impl AsRef<str>, close: impl AsRef<str>, body: impl FnOnce(&mut Self)) {
        self.open(open);
        body(self);
        self.close(close);
    }

    /// Indents what `body` writes below the line that stands there, and closes the block.
    pub fn indented(&mut self, close: impl AsRef<str>, body: impl FnOnce(&mut Self)) {
        self.depth += 1;
        self.at_start = true;
        body(self);
        self.close(close);
    }

    /// Writes one line, a level deeper.
    pub fn indented_line(&mut self, line: impl AsRef<str>) {
        self.depth += 1;
        self.line(line);
        self.depth -= 1;
    }

    /// The width of the current indentation in columns.
    pub fn indentation(&self) -> usize {
        self.depth * self.unit.len()
    }

    /// Whether nothing was written yet.
    pub fn is_empty(&self) -> bool {
        self.buffer.is_empty()
    }

    /// The text, with a newline at its end.
    ///
    /// # Panics
    /// When a block is still open.
    pub fn finish(self) -> String {
        assert_eq!(self.depth, 0, "every `open` has its `close`");
        self.buffer
    }

    fn start_line(&mut self) {
        if self.blank_due {
            self.buffer.push('\n');
        }
        self.blank_due = false;
        self.at_start = false;
        for _ in 0..self.depth {
            self.buffer.push_str(self.unit);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_stand_only_between_lines() {
        let mut text = Text::new("    ");
        text.blank();
        text.block("a {", "}", |text| {
            text.blank();
            text.line("b");
            text.blank();
            text.blank();
            text.line("c");
            text.blank();
        });
        text.blank();
        assert_eq!(text.finish(), "a {\n    b\n\n    c\n}\n");
    }

    #[test]
    fn trees_merge_below_a_folder() {
        let mut inner = OutputTree::default();
        inner.add("mod.rs", "x");
        let mut tree = OutputTree::default();
        tree.merge("src/a", inner);
        assert_eq!(tree.iter().collect::<Vec<_>>(), [("src/a/mod.rs", "x")]);
    }
}
