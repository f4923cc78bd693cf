//! The hooks for pre-commit, run as it runs them.

use serde_json::Value;

use super::{built, checkout, described, path_with};
use crate::git::Repository;
use crate::support::{Project, Run, run};

fn hook(id: &str) -> Value {
    let hooks = described(".pre-commit-hooks.yaml");
    let mut hooks = hooks.as_array().expect("a list").iter();
    hooks.find(|hook| hook["id"] == id).cloned().unwrap_or_else(|| panic!("there is a hook {id}"))
}

/// Runs a hook in a repository: its entry, then its arguments, without the names of files.
fn run_hook(hook: &Value, checkout: &Project, repository: &Repository) -> Run {
    let arguments = hook["args"].as_array().cloned().unwrap_or_default();
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let mut words: Vec<String> = text(&hook["entry"]).split(' ').map(str::to_owned).collect();
    words.extend(arguments.iter().map(text));
    assert_eq!(hook["pass_filenames"], false);
    if hook["language"] == "script" {
        words[0] = checkout.path().join(&words[0]).to_string_lossy().into_owned();
    }
    let mut command = std::process::Command::new(&words[0]);
    crate::git::bare(&mut command).args(&words[1..]).current_dir(repository.project.path());
    // As in a hook of git: what it says of the repository must lead nobody astray.
    command.env("GIT_INDEX_FILE", repository.project.path().join(".git/index")).env("PATH", path_with(&built()));
    command.env("EVENTSPEC_VERSION", "build");
    run(&mut command)
}

/// A checkout in which the first run of the hooks has put the command in its place.
fn installed() -> Project {
    let checkout = checkout();
    std::fs::create_dir_all(checkout.path().join("target/hook")).expect("made");
    std::fs::copy(env!("CARGO_BIN_EXE_eventspec"), checkout.path().join("target/hook/eventspec")).expect("copied");
    checkout
}

#[test]
fn hooks_say_what_is_wrong_with_what_is_there() {
    let checkout = installed();
    for suffix in ["", "-system"] {
        let repository = Repository::with_chat();
        let run = |name: &str| run_hook(&hook(&format!("eventspec-{name}{suffix}")), &checkout, &repository);
        assert_eq!(run("lint").expect(0), "no findings in 1 catalogue\n");
        assert_eq!(run("diff").expect(0), "no changes in 1 catalogue since HEAD\n");
        repository.break_chat();
        let text = run("diff").expect(100);
        assert!(text.ends_with("`chat` fails `--fail-on version`\n"), "{text}");
        repository.project.edit("contracts/chat/catalogue.yaml", "version: 1.4.2", "version: 2.0.0");
        run("diff").expect(0);
        repository.project.edit("contracts/chat/catalogue.yaml", "direction: client-to-server", "direction: sideways");
        assert!(run("lint").expect(100).starts_with("error[invalid-value]"));
    }
}

#[test]
fn hooks_run_where_a_catalogue_may_have_changed() {
    let hooks = described(".pre-commit-hooks.yaml");
    for hook in hooks.as_array().expect("a list") {
        let pattern = regex_lite::Regex::new(hook["files"].as_str().expect("a pattern")).expect("a regular expression");
        for path in
            ["contracts/chat/catalogue.yaml", "a.yml", "x/schema.json", "eventspec.toml", "backend/eventspec.toml"]
        {
            assert!(pattern.is_match(path), "{path}");
        }
        for path in ["src/main.rs", "contracts/README.md", "Cargo.toml", "my-eventspec.toml", "yaml"] {
            assert!(!pattern.is_match(path), "{path}");
        }
    }
}
