//! Values written down in one way.

/// A canonical form: every text goes with its length and every list with its count, so that no two things are written alike.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Form(Vec<u8>);

impl Form {
    /// What was written.
    pub(crate) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// Another form after this one.
    pub(crate) fn append(&mut self, other: &Self) {
        self.0.extend_from_slice(&other.0);
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.count(text.len());
        self.0.extend_from_slice(text.as_bytes());
    }

    pub(crate) fn count(&mut self, count: usize) {
        self.0.extend_from_slice(&(count as u64).to_le_bytes());
    }

    pub(crate) fn flag(&mut self, flag: bool) {
        self.0.push(u8::from(flag));
    }

    /// A number or another value that `Display` writes in one way, or none.
    pub(crate) fn number(&mut self, number: Option<impl ToString>) {
        self.option(number, |form, number| form.text(&number.to_string()));
    }

    pub(crate) fn option<T>(&mut self, value: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.flag(value.is_some());
        if let Some(value) = value {
            write(self, value);
        }
    }

    /// Texts whose order says nothing.
    pub(crate) fn set<'t>(&mut self, texts: impl Iterator<Item = &'t str>) {
        let mut texts: Vec<_> = texts.collect();
        texts.sort_unstable();
        self.count(texts.len());
        texts.into_iter().for_each(|text| self.text(text));
    }
}
