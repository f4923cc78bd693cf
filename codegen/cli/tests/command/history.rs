//! What `eventspec docs` tells of the past, on repositories made with the real git.

use crate::git::{CHAT, Repository, git, without_typing};
use crate::support::{Project, run};

const CHAT_FILE: &str = "contracts/chat/catalogue.yaml";

/// The rows of the history on a page of the site: the words of the cells, without markup.
fn rows(project: &Project, page: &str) -> Vec<String> {
    let path = format!("generated/site/chat/{page}.html");
    if !project.has(&path) {
        return Vec::new();
    }
    let text = project.read(&path);
    let Some((_, table)) = text.rsplit_once(">History<").filter(|(_, table)| table.contains("<tbody>")) else {
        return Vec::new();
    };
    let table = table.split_once("<tbody>").and_then(|(_, rows)| rows.split_once("</tbody>")).expect("a table").0;
    let rows = table.split("</tr>").map(|row| {
        let cells = row.split("</td>").map(|cell| {
            let words = cell.split('<').filter_map(|part| part.split_once('>')).map(|(_, words)| words);
            words.collect::<String>().trim().to_owned()
        });
        cells.filter(|cell| !cell.is_empty()).collect::<Vec<_>>().join(" | ")
    });
    rows.filter(|row| !row.is_empty()).collect()
}

/// Commits the catalogue as of a day.
fn commit(repository: &Repository, day: &str, text: &str) {
    repository.project.write(CHAT_FILE, text);
    repository.git(&["add", "--all"]);
    let (author, committer) = (format!("--date={day}T12:00:00Z"), format!("GIT_COMMITTER_DATE={day}T12:00:00Z"));
    let (_, date) = committer.split_once('=').expect("a pair");
    let mut command = std::process::Command::new("git");
    command.arg("-C").arg(repository.project.path()).env("GIT_COMMITTER_DATE", date);
    let identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"];
    command.args(identity).args(["commit", "--quiet", "--allow-empty", "--message", "change", &author]);
    assert!(command.status().expect("git runs").success());
}

/// A repository in which the catalogue changed some times.
fn lively() -> Repository {
    let repository = Repository::new();
    commit(&repository, "2026-01-01", CHAT);
    // Words for people change nothing.
    commit(&repository, "2026-01-02", &CHAT.replace("A message arrived.", "There is a message."));
    let second = CHAT.replace("version: 1.4.2", "version: 1.5.0").replace(
        "    storage: stored\n",
        "    storage: stored\n    aliases: [{ name: new_message, reason: as it was, sunset: \"2027-01-01\" }]\n",
    );
    commit(&repository, "2026-02-01", &second);
    // A version that nobody can read is passed over.
    commit(&repository, "2026-02-02", "catalogue: [");
    let third = second.replace("message.new", "message.created").replace(
        "aliases: [",
        "aliases: [{ name: message.new, reason: its name until version 2, sunset: \"2027-01-01\" }, ",
    );
    commit(&repository, "2026-03-01", &third);
    commit(&repository, "2026-04-01", &without_typing(&third));
    repository
}

#[test]
fn each_event_tells_what_became_of_it_under_all_its_names() {
    let repository = lively();
    let project = &repository.project;
    project.run(&["docs"]).expect(0);
    let event = rows(project, "events/message.created");
    assert_eq!(
        event,
        [
            "2026-03-01 | 1.5.0 | message.new | is now called message.created, and served under its old name until 2027-01-01 | server first",
            "2026-02-01 | 1.5.0 | message.new | is served as new_message as well, until 2027-01-01 | safe",
        ]
    );
    let whole = rows(project, "history");
    let days: Vec<&str> = whole.iter().map(|row| &row[..10]).collect();
    assert_eq!(days, ["2026-04-01", "2026-03-01", "2026-02-01", "2026-01-01"], "{whole:?}");
    assert!(whole[0].contains("user.typing | removed"), "{whole:?}");
    assert!(whole[3].contains("catalogue chat | added"), "{whole:?}");
    assert!(rows(project, "events/message.send").is_empty());
}

#[test]
fn a_second_run_and_an_uncommitted_change_tell_the_same() {
    let repository = lively();
    let project = &repository.project;
    project.run(&["docs"]).expect(0);
    let before = rows(project, "history");
    let again = project.run(&["docs"]).expect(0);
    assert!(again.starts_with("nothing to write: "), "{again}");
    project.edit(CHAT_FILE, "Someone says something.", "Somebody says something.");
    project.run(&["docs"]).expect(0);
    assert_eq!(rows(project, "history"), before);
    project.run(&["docs", "--no-history"]).expect(0);
    assert!(!project.has("generated/site/chat/history.html"));
}

#[test]
fn without_a_repository_there_is_no_history() {
    let project = Project::new();
    project.run(&["docs"]).expect(0);
    assert!(project.has("generated/site/chat/index.html") && !project.has("generated/site/chat/history.html"));
    let repository = Repository::new();
    repository.project.write(CHAT_FILE, CHAT);
    repository.project.run(&["docs"]).expect(0);
    assert!(!repository.project.has("generated/site/chat/history.html"), "nothing was committed yet");
}

#[test]
fn a_history_that_was_cut_off_does_not_tell_when_all_began() {
    let repository = lively();
    let clone = Project::empty();
    let from = format!("file://{}", repository.project.path().display());
    git(&clone.path(), &["clone", "--quiet", "--depth", "3", &from, "."]);
    clone.run(&["docs"]).expect(0);
    let whole = rows(&clone, "history");
    assert!(whole.iter().all(|row| !row.contains("catalogue chat")), "{whole:?}");
    assert!(whole[0].contains("user.typing | removed"), "{whole:?}");
}

#[test]
fn what_git_is_set_to_changes_nothing() {
    let repository = lively();
    let project = &repository.project;
    project.run(&["docs"]).expect(0);
    let before = rows(project, "history");
    for (name, value) in [
        ("log.showRoot", "false"),
        ("log.diffMerges", "off"),
        ("log.follow", "true"),
        ("log.showSignature", "true"),
        ("log.date", "relative"),
        ("diff.renames", "copies"),
        ("core.quotePath", "true"),
        ("format.pretty", "oneline"),
    ] {
        repository.git(&["config", name, value]);
    }
    project.run(&["docs"]).expect(0);
    assert_eq!(rows(project, "history"), before);
}

#[test]
fn a_merge_brings_what_its_branch_did() {
    let repository = Repository::with_chat();
    repository.git(&["checkout", "--quiet", "-b", "other"]);
    repository.project.write(CHAT_FILE, &without_typing(CHAT));
    repository.commit("remove typing");
    repository.git(&["checkout", "--quiet", "main"]);
    repository.project.write("note.txt", "beside");
    repository.commit("beside");
    repository.git(&["merge", "--quiet", "--no-ff", "--message", "merge", "other"]);
    repository.project.run(&["docs"]).expect(0);
    let whole = rows(&repository.project, "history");
    assert_eq!(whole.len(), 2, "{whole:?}");
    assert!(whole[0].contains("user.typing | removed") && whole[1].contains("catalogue chat | added"), "{whole:?}");
}

#[test]
fn another_folder_may_be_the_current_one() {
    let repository = lively();
    let project = &repository.project;
    let mut command = crate::support::eventspec(&std::env::temp_dir());
    let out = project.path().join("generated/site");
    command.arg("docs").arg("--config").arg(project.path().join("eventspec.toml")).arg("--out").arg(out);
    run(&mut command).expect(0);
    assert_eq!(rows(project, "history").len(), 4);
}
