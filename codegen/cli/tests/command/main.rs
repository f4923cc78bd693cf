//! The command as its users run it: real processes, each in a folder of its own.

mod configuration;
mod generate;
mod lint;
mod others;
mod support;
