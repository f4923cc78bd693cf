//! `action.yml` and the workflows: what they name is there.

use std::collections::BTreeSet;
use std::os::unix::fs::PermissionsExt;

use serde_json::Value;

use super::{described, root};

/// What stands after `before` in every expression of a text, as far as a name goes.
fn names(text: &str, before: &str) -> BTreeSet<String> {
    let is_name = |ch: char| ch.is_ascii_alphanumeric() || "-_".contains(ch);
    let after = text.match_indices(before).map(|(at, _)| &text[at + before.len()..]);
    after.map(|rest| rest.chars().take_while(|ch| is_name(*ch)).collect()).collect()
}

fn keys(value: &Value) -> BTreeSet<String> {
    value.as_object().expect("a map").keys().cloned().collect()
}

fn text(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

#[test]
fn the_action_uses_every_input_and_no_other() {
    let action = described("action.yml");
    assert_eq!(action["runs"]["using"], "composite");
    assert_eq!(names(&text("action.yml"), "inputs."), keys(&action["inputs"]));
    for (name, input) in action["inputs"].as_object().expect("a map") {
        assert!(input["description"].is_string() && input["default"].is_string(), "{name}");
    }
}

#[test]
fn every_step_of_the_action_has_a_shell_and_a_script() {
    let action = described("action.yml");
    let steps = action["runs"]["steps"].as_array().expect("steps");
    let ids: BTreeSet<String> = steps.iter().filter_map(|step| Some(step["id"].as_str()?.to_owned())).collect();
    for step in steps {
        assert_eq!(step["shell"], "bash", "{step}");
        let scripts = names(step["run"].as_str().expect("a command"), "$GITHUB_ACTION_PATH/action/");
        assert_eq!(scripts.len(), 1, "{step}");
    }
    for (name, output) in action["outputs"].as_object().expect("a map") {
        let value = output["value"].as_str().expect("an expression");
        assert!(names(value, "steps.").is_subset(&ids) && value.contains(&format!(".outputs.{name} ")), "{value}");
    }
    for output in keys(&action["outputs"]) {
        assert!(text("action/check.sh").contains(&format!("\"{output}")), "the script sets `{output}`");
    }
}

#[test]
fn every_script_can_be_run_and_read_by_a_shell() {
    for entry in std::fs::read_dir(root().join("action")).expect("the scripts are there") {
        let path = entry.expect("an entry").path();
        assert!(path.metadata().expect("it is there").permissions().mode() & 0o111 != 0, "{}", path.display());
        let parsed = std::process::Command::new("bash").arg("-n").arg(&path).status().expect("bash runs");
        assert!(parsed.success(), "{}", path.display());
    }
}

#[test]
fn variables_of_scripts_are_set_by_the_action() {
    let action = described("action.yml");
    for (script, step) in [("install.sh", 0), ("check.sh", 1), ("comment.sh", 2)] {
        let head = text(&format!("action/{script}"));
        let head: Vec<&str> = head.lines().take_while(|line| line.starts_with('#')).collect();
        let documented =
            head.iter().filter_map(|line| line.strip_prefix("#   ")?.split_once("  ")).map(|(name, _)| name);
        let set = keys(&action["runs"]["steps"][step]["env"]);
        for name in
            documented.filter(|name| !name.is_empty() && name.chars().all(|ch| ch.is_ascii_uppercase() || ch == '_'))
        {
            // Where releases lie follows from the action's own repository.
            assert!(set.contains(name) || name == "EVENTSPEC_RELEASES", "{script}: {name}");
        }
    }
}

#[test]
fn releases_are_made_for_what_is_downloaded() {
    let release = described(".github/workflows/release.yml");
    let made: BTreeSet<String> = release["jobs"]["binaries"]["strategy"]["matrix"]["include"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|entry| entry["target"].as_str().expect("a target").to_owned())
        .collect();
    let install = text("action/install.sh");
    let taken = install.lines().filter_map(|line| line.split_once(") echo ")?.1.strip_suffix(" ;;"));
    assert_eq!(made, taken.map(str::to_owned).collect());
}

#[test]
fn foreign_actions_are_pinned_by_their_major_version() {
    for workflow in ["ci", "release"] {
        let path = format!(".github/workflows/{workflow}.yml");
        for line in text(&path).lines() {
            let Some((_, used)) = line.split_once("uses: ") else { continue };
            let (_, version) = used.split_once('@').unwrap_or_default();
            let major =
                version.strip_prefix('v').is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
            assert!(used == "./" || major, "{path}: {used}");
        }
        assert!(described(&path)["permissions"].is_object(), "{path}");
    }
}

#[test]
fn the_guide_names_every_input_output_and_hook() {
    let guide = text("docs/diff.md");
    let action = described("action.yml");
    let (_, rest) = guide.split_once("| input | what it says |\n").expect("the table of inputs");
    let rows = rest.lines().skip(1).map_while(|line| line.strip_prefix("| `")?.split_once('`'));
    assert_eq!(rows.map(|(name, _)| name.to_owned()).collect::<BTreeSet<_>>(), keys(&action["inputs"]));
    let hooks = described(".pre-commit-hooks.yaml");
    let hooks = hooks.as_array().expect("a list").iter().map(|hook| hook["id"].as_str().expect("an id").to_owned());
    for name in keys(&action["outputs"]).into_iter().chain(hooks) {
        assert!(guide.contains(&format!("`{name}`")), "the guide names `{name}`");
    }
}
