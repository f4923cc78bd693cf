//! `cargo xtask test`: everything that must hold. What takes long comes last, and every step runs even where an earlier one
//! failed, so that one run shows everything.

use std::process::Command;
use std::time::Instant;

use crate::services::Services;
use crate::step::{self, Done, answer, cargo};
use crate::{browser, catalogues, format, generate};

/// A step: its name, and what it does with the servers that tests need.
type Step = (&'static str, fn(&Services) -> Done);

const STEPS: [Step; 8] = [
    ("format", |_| format::check()),
    ("lints", |_| step::run(&mut cargo(&["clippy", "--workspace", "--all-targets", "--", "--deny", "warnings"]))),
    ("generated files", |_| generate::check()),
    ("catalogues", |_| catalogues::check()),
    ("packages from npm", |_| install_packages()),
    // With the server and the command, which tests of either language run as their users do.
    ("build", |_| step::run(&mut cargo(&["test", "--workspace", "--no-run"]))),
    ("tests in Node", test_in_node),
    ("tests in Rust", |services| step::run(services.lead(&mut cargo(&["test", "--workspace", "--no-fail-fast"])))),
];

/// Node's first version that the tests run on.
const NODE: u32 = 20;

/// Runs every step.
///
/// # Errors
/// When a tool or a server is missing (before anything is run), or naming the steps that failed.
pub fn test() -> Done {
    check_tools()?;
    browser::program()?;
    let services = Services::start()?;
    let started = Instant::now();
    let mut failed = Vec::new();
    for (at, (name, step)) in STEPS.iter().enumerate() {
        println!("\n== {}/{}: {name}", at + 1, STEPS.len());
        if let Err(failure) = step(&services) {
            eprintln!("error: {failure}");
            failed.push(*name);
        }
    }
    let seconds = started.elapsed().as_secs();
    if failed.is_empty() {
        println!("\nall {} steps passed in {} min {} s", STEPS.len(), seconds / 60, seconds % 60);
        return Ok(());
    }
    Err(format!("{} of {} steps failed: {}", failed.len(), STEPS.len(), failed.join(", ")))
}

/// Servers and pages, with their real clients and a real browser.
fn test_in_node(services: &Services) -> Done {
    let browser = browser::program()?;
    step::run(services.lead(npm(&["test"]).current_dir(step::root().join(NODE_TESTS)).env(browser::VARIABLE, browser)))
}

/// Where packages of npm are installed: what the tests run `tsc` and `node` with, and the application that they build. No lock
/// file: it would name the registry of the machine that wrote it; the versions are exact.
const PACKAGES: [&str; 2] = [NODE_TESTS, "examples/support-chat"];

const NODE_TESTS: &str = "tests/node";

fn install_packages() -> Done {
    let install = ["install", "--no-package-lock", "--no-audit", "--no-fund", "--loglevel=error"];
    PACKAGES.iter().try_for_each(|folder| step::run(npm(&install).current_dir(step::root().join(folder))))
}

fn npm(arguments: &[&str]) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.args(arguments);
    command
}

/// Says what to install, before an hour is lost.
fn check_tools() -> Done {
    let mut missing = Vec::new();
    for (subcommand, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if answer(&mut cargo(&[subcommand, "--version"])).is_none() {
            missing.push(format!("{component}: run `rustup component add {component}`"));
        }
    }
    let node = answer(Command::new("node").arg("--version"));
    let major = node.as_deref().and_then(|version| version.trim_start_matches('v').split('.').next()?.parse().ok());
    if major.is_none_or(|major: u32| major < NODE) {
        let found = node.map_or("none was found".to_owned(), |version| format!("this is {}", version.trim()));
        missing.push(format!("Node {NODE} or newer ({found}): install it from https://nodejs.org"));
    }
    if answer(&mut npm(&["--version"])).is_none() {
        missing.push("npm: it comes with Node; Debian and Ubuntu call its package `npm`".to_owned());
    }
    for tool in ["git", "curl"] {
        if answer(Command::new(tool).arg("--version")).is_none() {
            missing.push(format!("{tool}: Debian and Ubuntu call its package `{tool}`"));
        }
    }
    if missing.is_empty() { Ok(()) } else { Err(format!("these are missing:\n  {}", missing.join("\n  "))) }
}
