//! Findings mended.

use std::fs;
use std::process::Command;

use crate::support::{FAULTY_CONFIGURATION, Project, run};

const CHAT: &str = "contracts/chat/catalogue.yaml";
const UNUSED: &str = "# eventspec-ignore name-pattern why";

/// A catalogue in which something can be mended: two keys that are misspelt, and a comment that ignores nothing.
fn mendable() -> Project {
    let project = Project::faulty(&["chat"]);
    project.edit(CHAT, "    summary: A message arrived.", "    sumary: Größe.");
    project.edit(CHAT, "  message.read:\n    direction:", &format!("  message.read: {UNUSED}\n    direktion:"));
    project
}

const MENDED: &str = "\
catalogue: chat
version: 1.0.0
transport: socket.io
naming: \"{resource}.{action}\"
events:
  MessageNew:
    summary: Größe.
    direction: client-to-server
  message.read:
    direction: client-to-server
";

#[test]
fn what_has_one_right_answer_is_mended_and_the_rest_is_told() {
    let project = mendable();
    let printed = project.run(&["lint", "--fix", "--format", "short"]).expect(100);
    let expected = "\
contracts/chat/catalogue.yaml:7:5: mended[unknown-key]: an event has no key `sumary`
contracts/chat/catalogue.yaml:10:5: mended[unknown-key]: an event has no key `direktion`
contracts/chat/catalogue.yaml:9:17: mended[ignore-unused]: nothing to ignore: `name-pattern` finds nothing on this line
";
    assert!(printed.starts_with(expected), "{printed}");
    assert!(printed.ends_with("\n1 error and 1 warning in 1 catalogue\n"), "{printed}");
    assert_eq!(project.read(CHAT), MENDED);
    let again = project.run(&["lint", "--fix", "--format", "short"]).expect(100);
    assert!(!again.contains("mended["), "{again}");
    assert_eq!(project.read(CHAT), MENDED);
}

#[test]
fn a_run_that_mends_everything_is_clean() {
    let project = mendable();
    project.edit("eventspec.toml", "\"name-pattern\", \"event-without-summary\", ", "");
    assert!(project.run(&["lint", "--fix"]).expect(0).ends_with("\nno findings in 1 catalogue\n"));
    let project = mendable();
    let json = project.run(&["lint", "--fix", "--format", "json"]);
    assert!(json.stdout.lines().all(|line| line.starts_with('{')), "{}", json.stdout);
    assert_eq!(json.stderr.matches(": mended[").count(), 3, "{}", json.stderr);
}

#[test]
fn what_does_not_count_is_not_mended() {
    for (from, to) in [(", \"ignores\"]", "]"), ("\"ignores\"]\n", "\"ignores\"]\nbaseline = \"known.json\"\n")] {
        let project = Project::faulty(&["chat"]);
        project.edit(CHAT, "  message.read:", &format!("  message.read: {UNUSED}"));
        let text = project.read(CHAT);
        project.run(&["lint", "--baseline", "known.json", "--write-baseline"]).expect(0);
        project.edit("eventspec.toml", from, to);
        assert!(!project.run(&["lint", "--fix"]).stdout.contains("mended["));
        assert_eq!(project.read(CHAT), text);
    }
}

#[test]
fn line_ends_and_a_byte_order_mark_stay() {
    let project = mendable();
    project.write(CHAT, &format!("\u{feff}{}", project.read(CHAT).replace('\n', "\r\n")));
    project.run(&["lint", "--fix"]).expect(100);
    assert_eq!(project.read(CHAT), format!("\u{feff}{}", MENDED.replace('\n', "\r\n")));
}

/// Two catalogues that include `contracts/shared.yaml`, each with a channel of its own.
fn sharing(channels: [&str; 2], event: &str) -> Project {
    let project = Project::empty();
    project.write("eventspec.toml", &format!("root = \"contracts\"\n{FAULTY_CONFIGURATION}"));
    project.write("contracts/shared.yaml", &format!("events:\n  message.new:\n    summary: New.\n{event}"));
    for (name, channel) in ["chat", "shop"].into_iter().zip(channels) {
        let head = format!("catalogue: {name}\nversion: 1.0.0\ntransport: socket.io\ninclude: [../shared.yaml]\n");
        let channel = format!("channels:\n  {channel}: {{ address: {channel}, access: public }}\n");
        project.write(&format!("contracts/{name}/catalogue.yaml"), &format!("{head}{channel}"));
    }
    project
}

#[test]
fn a_file_that_catalogues_share_is_mended_once() {
    let project = sharing(["rooms", "rooms"], "    direktion: server-to-client\n    channel: rooms\n");
    let printed = project.run(&["lint", "--fix"]).expect(0);
    assert_eq!(printed.matches("mended[").count(), 1, "{printed}");
    assert!(project.read("contracts/shared.yaml").contains("    direction: server-to-client\n    channel: rooms\n"));
}

#[test]
fn edits_that_undo_each_other_end_and_change_nothing() {
    let project = sharing(["rooms", "rooma"], "    direction: server-to-client\n    channel: room\n");
    let text = project.read("contracts/shared.yaml");
    let printed = project.run(&["lint", "--fix", "--format", "short"]).expect(100);
    assert!(printed.contains("nothing was mended, for the edits would lead to this:\n"), "{printed}");
    assert!(!printed.contains("mended["), "{printed}");
    assert_eq!(project.read("contracts/shared.yaml"), text);
}

#[test]
fn what_a_mended_key_hid_is_told() {
    let project = Project::empty();
    project.write("eventspec.toml", FAULTY_CONFIGURATION);
    let head = "catalogue: chat\nversion: 1.0.0\ntransport: socket.io\nevents:\n  message.new:\n    summary: New.\n";
    project.write(CHAT, &format!("{head}    direktion: server-to-client\n"));
    let printed = project.run(&["lint", "--fix", "--format", "short"]).expect(100);
    assert!(printed.contains("mended[unknown-key]: an event has no key `direktion`"), "{printed}");
    assert!(printed.contains("error[route-missing]"), "{printed}");
    assert!(project.read(CHAT).contains("    direction: server-to-client\n"));
}

#[test]
fn nothing_is_written_where_a_required_rule_would_fail_that_does_not_yet() {
    let project = Project::empty();
    project.write("eventspec.toml", FAULTY_CONFIGURATION);
    let head = "catalogue: chat\nversion: 1.0.0\ntransport: socket.io\n";
    let channels = "channels:\n  room: { address: 'room.{id}', params: { id: { type: string } }, access: member }\n";
    let event = "  message.new: { summary: New., direction: server-to-client, channel: rooom }\n";
    project.write(CHAT, &format!("{head}{channels}events:\n{event}"));
    let text = project.read(CHAT);
    for arguments in [&["lint", "--fix"][..], &["lint", "--fix", "--dry-run"]] {
        let ended = project.run(arguments);
        assert_eq!(ended.code, 100, "{}", ended.stderr);
        let told = ended.stdout + &ended.stderr;
        let why = "nothing was mended, for the edits would lead to this:\n\
                   contracts/chat/catalogue.yaml:7:71: error[binding-unknown-field]: event `message.new` goes to `room.{id}`, \
                   and its payload is empty, without a field `id`\n";
        assert!(told.starts_with(why), "{told}");
        assert_eq!(project.read(CHAT), text);
    }
}

#[cfg(unix)]
#[test]
fn a_read_only_file_is_not_replaced_and_neither_is_any_other() {
    use std::os::unix::fs::PermissionsExt;

    let project = mendable();
    project.write("contracts/shop/catalogue.yaml", &project.read(CHAT).replace("catalogue: chat", "catalogue: shop"));
    let path = project.path().join("contracts/shop/catalogue.yaml");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("set");
    let before = [project.read(CHAT), project.read("contracts/shop/catalogue.yaml")];
    let failure = project.run(&["lint", "--fix"]).fails(1);
    assert!(failure.contains("contracts/shop/catalogue.yaml`: it is read-only\n"), "{failure}");
    assert_eq!([project.read(CHAT), project.read("contracts/shop/catalogue.yaml")], before);
    for folder in ["contracts/chat", "contracts/shop"] {
        assert_eq!(
            fs::read_dir(project.path().join(folder)).expect("listed").count(),
            1,
            "nothing is left in {folder}"
        );
    }
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("set");
    project.run(&["lint", "--fix"]).expect(100);
    assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o640, "permissions stay");
}

#[cfg(unix)]
#[test]
fn what_a_link_leads_to_is_left_alone() {
    let project = mendable();
    let text = project.read(CHAT);
    fs::rename(project.path().join(CHAT), project.path().join("contracts/chat/real.yaml")).expect("moved");
    std::os::unix::fs::symlink("real.yaml", project.path().join(CHAT)).expect("linked");
    assert!(!project.run(&["lint", "--fix"]).expect(100).contains("mended["));
    assert_eq!(project.read("contracts/chat/real.yaml"), text);
    assert!(fs::symlink_metadata(project.path().join(CHAT)).expect("there").is_symlink());
}

#[test]
fn options_that_make_no_sense_together_are_refused() {
    let project = mendable();
    for arguments in [
        &["--dry-run"][..],
        &["--fix", "--dry-run", "--write-baseline", "--baseline", "known.json"],
        &["--fix", "--dry-run", "--format", "json"],
    ] {
        project.run(&[&["lint"], arguments].concat()).fails(2);
    }
}

/// Runs a line of the shell in which the patch of a project is applied.
fn apply(project: &Project, folder: &str, line: &str) {
    let search = std::env::var_os("PATH").unwrap_or_default();
    let own = std::path::Path::new(env!("CARGO_BIN_EXE_eventspec")).parent().expect("it lies in a folder").to_owned();
    let search = std::env::join_paths(std::iter::once(own).chain(std::env::split_paths(&search))).expect("no colon");
    let mut command = Command::new("bash");
    command.args(["-c", line]).current_dir(project.path().join(folder)).env("PATH", search);
    run(command.env("GIT_CEILING_DIRECTORIES", project.path().parent().expect("above"))).expect(0);
}

#[test]
fn a_dry_run_prints_a_patch_and_writes_nothing() {
    let project = mendable();
    let text = project.read(CHAT);
    let ended = project.run(&["lint", "--fix", "--dry-run"]);
    assert_eq!((ended.code, ended.stderr.as_str()), (100, "would mend 3 findings in 1 file\n"));
    insta::assert_snapshot!(ended.stdout);
    assert_eq!(project.read(CHAT), text);
    project.run(&["lint", "--fix"]).expect(100);
    let nothing = project.run(&["lint", "--fix", "--dry-run"]);
    assert_eq!((nothing.code, nothing.stdout.as_str(), nothing.stderr.as_str()), (0, "", "nothing to mend\n"));
}

#[test]
fn git_and_patch_take_the_patch() {
    for tool in ["git apply --check", "git apply", "patch -p1 --quiet"] {
        for (before, after) in [
            (String::new(), String::new()),
            ("\u{feff}".to_owned(), String::new()),
            (String::new(), "# größe".to_owned()),
            ("# a\r# b\n".to_owned(), format!("# c\n  {UNUSED}")),
        ] {
            let project = mendable();
            let text = format!("{before}{}{after}", project.read(CHAT));
            project.write(CHAT, &text);
            project
                .write("contracts/sp ace \"é\"/catalogue.yaml", &text.replace("catalogue: chat", "catalogue: space"));
            apply(&project, ".", &format!("eventspec lint --fix --dry-run > edits.patch; {tool} < edits.patch"));
            let patched = [project.read(CHAT), project.read("contracts/sp ace \"é\"/catalogue.yaml")];
            if tool.ends_with("--check") {
                assert_eq!(patched[0], text);
                continue;
            }
            project.write(CHAT, &text);
            project
                .write("contracts/sp ace \"é\"/catalogue.yaml", &text.replace("catalogue: chat", "catalogue: space"));
            project.run(&["lint", "--fix"]).expect(100);
            assert_eq!(patched, [project.read(CHAT), project.read("contracts/sp ace \"é\"/catalogue.yaml")], "{tool}");
        }
    }
}

#[test]
fn a_patch_of_files_with_other_line_ends_applies() {
    let project = mendable();
    let text = project.read(CHAT).replace('\n', "\r\n");
    project.write(CHAT, &text);
    apply(&project, ".", "eventspec lint --fix --dry-run | git apply; test \"${PIPESTATUS[*]}\" = '100 0'");
    assert_eq!(project.read(CHAT), MENDED.replace('\n', "\r\n"));
}

#[test]
fn from_below_the_patch_begins_at_the_root_of_the_repository() {
    let project = mendable();
    project.write("web/index.html", "");
    apply(&project, ".", "git init --quiet .");
    let ended = project.run_in("web", &["lint", "--fix", "--dry-run"]);
    assert_eq!(ended.stderr, "would mend 3 findings in 1 file: apply the patch in `..`\n");
    assert!(ended.stdout.starts_with("--- a/contracts/chat/catalogue.yaml\n"), "{}", ended.stdout);
    apply(&project, "contracts/chat", "eventspec lint . --fix --dry-run | git apply");
    assert_eq!(project.read(CHAT), MENDED);
}
