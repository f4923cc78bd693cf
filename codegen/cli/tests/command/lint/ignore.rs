//! Comments that ignore a rule for one place.

use crate::support::Project;

const CHAT: &str = "contracts/chat/catalogue.yaml";
const SUMMARY: &str = "# eventspec-ignore event-without-summary the name says it all";

#[test]
fn what_a_comment_ignores_is_counted_and_not_shown() {
    let project = Project::faulty(&["chat"]);
    project.edit(CHAT, "  message.read:", &format!("  message.read: {SUMMARY}"));
    assert_eq!(project.findings(&[]), [format!("{CHAT}:6 name-pattern")]);
    let printed = project.run(&["lint", "--format", "short"]).expect(100);
    assert!(printed.ends_with("\n1 error in 1 catalogue, 1 ignored by a comment\n"), "{printed}");
    project.edit(CHAT, "  MessageNew:", "  # eventspec-ignore name-pattern the old app sends it\n\n  MessageNew:");
    let printed = project.run(&["lint"]).expect(0);
    assert_eq!(printed, "no findings in 1 catalogue, 2 ignored by comments\n");
}

#[test]
fn what_is_wrong_with_a_comment_is_a_finding() {
    let project = Project::faulty(&["chat"]);
    project.edit(CHAT, "  message.read:", "  message.read: # eventspec-ignore event-without-sumary why");
    project.edit(CHAT, "naming:", "# eventspec-ignore name-pattern why\nnaming:");
    insta::assert_snapshot!(project.run(&["lint"]).expect(100));
}

#[test]
fn files_with_other_line_ends_and_other_letters_are_read_alike() {
    let project = Project::faulty(&["chat"]);
    let text = project.read(CHAT).replace("A message arrived.", "Größe 🦀.");
    let text = text.replace("  message.read:", &format!("  message.read: {SUMMARY}"));
    let text = text.replace("    summary: Größe 🦀.", "    summary: Größe 🦀. # eventspec-ignore name-pattern why");
    project.write(CHAT, &format!("\u{feff}{}", text.replace('\n', "\r\n")));
    let printed = project.run(&["lint", "--format", "short"]).expect(100);
    assert!(printed.contains("catalogue.yaml:7:23: warning[ignore-unused]"), "{printed}");
    assert!(!printed.contains("event-without-summary"), "{printed}");
}

#[test]
fn in_a_shared_file_a_comment_is_unused_only_if_every_catalogue_says_so() {
    let project = Project::faulty(&["chat", "shop"]);
    let shared = "events:\n  shared.event: # eventspec-ignore name-pattern one of them is older\n    summary: Something.\n    \
                  direction: server-to-client\n    to: everybody\n";
    project.write("contracts/shared.yaml", shared);
    project.edit("eventspec.toml", "catalogues", "root = \"contracts\"\ncatalogues");
    for name in ["chat", "shop"] {
        let path = format!("contracts/{name}/catalogue.yaml");
        let head = format!("catalogue: {name}\nversion: 1.0.0\ntransport: socket.io\ninclude: [../shared.yaml]\n");
        let naming =
            if name == "chat" { "naming: \"x.{resource}.{action}\"\n" } else { "naming: \"{resource}.{action}\"\n" };
        project.write(&path, &format!("{head}{naming}"));
    }
    assert_eq!(project.run(&["lint"]).expect(0), "no findings in 2 catalogues, 1 ignored by a comment\n");
    assert_eq!(project.findings(&["contracts/shop"]), [""; 0], "another catalogue may need it");
    project.edit("contracts/chat/catalogue.yaml", "x.{resource}", "{resource}");
    assert_eq!(project.findings(&[]), ["contracts/shared.yaml:2 ignore-unused"], "and it is said once");
    project.edit("contracts/chat/catalogue.yaml", "version:", "versoin:");
    assert!(project.findings(&[]).iter().all(|found| !found.contains("ignore-unused")));
}

#[test]
fn json_has_no_comments() {
    let project = Project::faulty(&[]);
    project.write("contracts/chat/catalogue.json", &format!("{{ \"catalogue\": \"chat {SUMMARY}\" }}\n"));
    assert!(project.findings(&[]).iter().all(|found| !found.contains("ignore-")));
}
