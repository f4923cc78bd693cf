//! The command as its users run it: real processes, each in a folder of its own.

mod action;
mod configuration;
mod diff;
mod docs;
mod generate;
mod git;
mod history;
mod lint;
mod others;
mod revisions;
mod support;
