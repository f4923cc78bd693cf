//! The chores of this repository, as `cargo xtask`. It leans on nothing but the standard library, so that it starts at once.

mod browser;
mod catalogues;
mod chores;
mod format;
mod generate;
mod install;
mod services;
mod step;
mod test;

use std::process::ExitCode;

const USAGE: &str = "\
The chores of this repository.

Usage: cargo xtask <chore>

  gen            generate everything that is committed: generated/, the schemas in docs/; and the site, generated/site
  gen --check    write nothing; fail where something committed is stale
  test           check everything, as CI does: format, lints, generated files, catalogues, tests of Rust, TypeScript and pages
  services COMMAND
                 run a command with what tests need: PostgreSQL and Redis, started for it alone; root gets them installed
  bench [ARGS]   measure against the peers (docs/performance.md); ARGS go to the benchmark
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words[..] {
        ["gen"] => generate::write(),
        ["gen", "--check"] => generate::check(),
        ["test"] => test::test(),
        ["services", ref words @ ..] => services::run(words),
        ["bench", ref rest @ ..] => chores::bench(rest),
        ["help" | "--help" | "-h"] => {
            print!("{USAGE}");
            Ok(())
        }
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}
