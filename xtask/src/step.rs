//! Running other programs, visibly.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a chore gives: nothing, or why it failed.
pub type Done<T = ()> = Result<T, String>;

/// The root of this repository.
pub fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_owned()
}

/// `cargo` with these arguments, in the root: the same cargo that runs this program.
pub fn cargo(arguments: &[&str]) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(cargo);
    command.args(arguments).current_dir(root());
    command
}

/// The command, built from this checkout, in the root: without what serves and listens, so that the first build is quick.
pub fn eventspec(arguments: &[&str]) -> Command {
    let mut command = cargo(&["run", "--quiet", "--package", "eventspec", "--no-default-features", "--"]);
    command.args(arguments);
    command
}

/// What a program prints on one line; nothing where it cannot be run, or fails.
pub fn answer(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    let text = String::from_utf8(output.stdout).ok()?;
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// Prints the command and runs it.
///
/// # Errors
/// When it cannot be started, or ends with anything but success.
pub fn run(command: &mut Command) -> Done {
    let words = words(command);
    println!("$ {words}");
    let status = command.status().map_err(|error| format!("cannot run `{words}`: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("`{words}` failed ({status})")) }
}

/// Runs a command and gives what it printed; its standard error is passed on.
///
/// # Errors
/// When it cannot be started, or ends with anything but success.
pub fn output(command: &mut Command) -> Done<Vec<u8>> {
    let words = words(command);
    let output = command.stderr(Stdio::inherit()).output();
    let output = output.map_err(|error| format!("cannot run `{words}`: {error}"))?;
    if output.status.success() { Ok(output.stdout) } else { Err(format!("`{words}` failed ({})", output.status)) }
}

fn words(command: &Command) -> String {
    let program = Path::new(command.get_program()).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let arguments = command.get_args().map(|word| word.to_string_lossy().into_owned());
    std::iter::once(program).chain(arguments).collect::<Vec<_>>().join(" ")
}
