//! `eventspec init`

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::arguments::Init;
use crate::commands::{current_folder, runtime_option, schema};
use crate::config;
use crate::ending::{Ending, Failure};
use crate::paths;
use crate::shell;
use crate::terminal;

const CATALOGUE: &str = include_str!("init/catalogue.yaml");
const CONFIGURATION: &str = include_str!("init/eventspec.toml");
/// What a reader has to know before the crate is compiled.
const RUNTIME: &str = "
The Rust crate needs event-contracts-runtime. Where no registry has it, name a checkout in `[rust]` of eventspec.toml:
  runtime-path = \"../event-contracts/codegen/runtime\"
";
const RUST_OUT: &str = "generated/rust";

/// Writes a small catalogue, its configuration and the format's schema, and says what to do next.
///
/// # Errors
/// When one of the files is there already (then none is written), or cannot be written.
pub fn run(options: &Init) -> Result<Ending, Failure> {
    let from = current_folder()?;
    let folder = from.join(&options.folder);
    let files = [
        (config::FILE, configuration(options, &from, &folder)?),
        ("catalogue.schema.json", schema::text()),
        ("contracts/chat/catalogue.yaml", CATALOGUE.to_owned()),
    ];
    let taken: Vec<String> = files
        .iter()
        .map(|(path, _)| folder.join(path))
        .filter(|path| path.symlink_metadata().is_ok())
        .map(shown)
        .collect();
    if !taken.is_empty() {
        let list = taken.join(", ");
        return Err(Failure::with_help(
            format!("{list} already {}: nothing was written", if taken.len() == 1 { "exists" } else { "exist" }),
            "choose another folder",
        ));
    }
    for (path, text) in &files {
        create(&folder.join(path), text)?;
    }
    terminal::print(&next_steps(options, files.iter().map(|(path, _)| *path)))?;
    Ok(Ending::Clean)
}

fn configuration(options: &Init, from: &Path, folder: &Path) -> Result<String, Failure> {
    let path = options.runtime_path.as_ref().map(|path| runtime_option(from, folder, path)).transpose()?;
    let line = path.map(|path| format!("runtime-path = {}\n", serde_json::Value::String(path)));
    Ok(CONFIGURATION.replace("{rust-out}", RUST_OUT).replace("{runtime-path}\n", &line.unwrap_or_default()))
}

fn create(path: &Path, text: &str) -> Result<(), Failure> {
    let refused = |error: std::io::Error| Failure::io("write", path, &error);
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(refused)?;
    }
    let mut file = fs::File::create_new(path).map_err(refused)?;
    file.write_all(text.as_bytes()).map_err(refused)
}

fn shown(path: PathBuf) -> String {
    format!("`{}`", path.display())
}

fn next_steps<'a>(options: &Init, files: impl Iterator<Item = &'a str>) -> String {
    let folder = &options.folder;
    let here = folder == Path::new(".");
    let mut text = String::from("made\n");
    for file in files {
        let path = if here { file.to_owned() } else { paths::slashed(&folder.join(file)) };
        text.push_str(&format!("  {path}\n"));
    }
    text.push_str("\nnext\n");
    if !here {
        text.push_str(&format!("  cd {}\n", shell::word(folder)));
    }
    text.push_str(
        "  eventspec lint    check the catalogue\n  eventspec gen     generate Rust, TypeScript and documents\n",
    );
    if options.runtime_path.is_none() {
        text.push_str(RUNTIME);
    }
    text
}
