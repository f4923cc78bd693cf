//! The `eventspec` command: the front door of the catalogue pipeline.
//!
//! In: arguments, `eventspec.toml`, catalogue files. Out: findings on the standard output, failures on the standard
//! error, generated files, and an exit code (see [`ending`]). How a catalogue is read and what is printed from it belongs to
//! the libraries; this crate opens files, draws, and decides nothing else.

mod arguments;
mod backends;
mod browser;
mod catalogues;
mod commands;
mod config;
mod diff;
mod ending;
mod git;
mod glob;
mod history;
mod journal;
mod lint;
mod markdown;
mod output;
mod parallel;
mod paths;
mod render;
mod replace;
mod repository;
mod shell;
mod sources;
#[cfg(feature = "live")]
mod tail;
mod terminal;
mod today;
mod together;
mod tree;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::{Arguments, Command};

/// Reading a catalogue makes many small texts, which this allocator serves in two thirds of the system's time.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let ending = match arguments.command {
        Command::Gen(options) => commands::generate::run(&options),
        Command::Docs(options) => commands::docs::run(&options),
        Command::Lint(options) => commands::lint::run(&options),
        Command::Diff(options) => commands::diff::run(&options),
        Command::Schema => commands::schema::run(),
        Command::Model(options) => commands::model::run(&options),
        Command::Mock(options) => commands::mock::run(&options),
        Command::Tail(options) => commands::tail::run(&options),
        Command::Init(options) => commands::init::run(&options),
        Command::Rules(options) => commands::rules::run(&options),
        Command::Explain(options) => commands::explain::run(&options),
        Command::Completions(options) => commands::completions::run(&options),
    };
    ending::report(ending)
}
