//! The documents backend: a catalogue as Markdown.
