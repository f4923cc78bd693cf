//! The browser that tests of pages drive.
//!
//! In: what the machine has, or what the variable says. Out: the path of a Chromium, which root gets installed where there is
//! `apt-get`.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use crate::install;
use crate::step::Done;

/// Names the program, for the tests and by whoever has it elsewhere.
pub const VARIABLE: &str = "CHROMIUM";

/// What it is called, the likeliest first.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// Where macOS has it.
const APPLICATIONS: [&str; 2] = [
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/// The path of the browser.
///
/// # Errors
/// Saying what to install.
pub fn program() -> Done<OsString> {
    if let Some(named) = env::var_os(VARIABLE).filter(|named| !named.is_empty()) {
        return Ok(named);
    }
    let applications = APPLICATIONS.iter().map(PathBuf::from).filter(|path| path.is_file());
    if let Some(found) = NAMES.iter().find_map(|name| install::find(name)).or_else(|| applications.into_iter().next()) {
        return Ok(found.into());
    }
    install::program(NAMES[0], NAMES[0]).map(OsString::from).map_err(|missing| {
        format!("{missing}; or name a Chromium or Chrome that is somewhere else by the variable {VARIABLE}")
    })
}
