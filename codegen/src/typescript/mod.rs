//! The TypeScript backend: a catalogue as an ESM module with its declarations.
