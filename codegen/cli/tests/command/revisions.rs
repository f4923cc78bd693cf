//! `eventspec diff --against`, on repositories made with the real git.

use std::path::Path;
use std::process::Command;

use crate::git::{CHAT, Repository, bare, catalogue, diff, git, without_typing};
use crate::support::{Project, eventspec, run};

const CHAT_FILE: &str = "contracts/chat/catalogue.yaml";

/// The first line of a run that found changes.
fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

#[test]
fn the_work_tree_is_compared_with_any_revision() {
    let repository = Repository::with_chat();
    repository.git(&["tag", "v1.0.0"]);
    repository.git(&["branch", "feature/old-chat"]);
    repository.break_chat();
    repository.commit("remove typing");
    assert_eq!(repository.diff(&["--against", ".git"]).expect(0), "no changes in 1 catalogue since HEAD\n");
    let commit = repository.git(&["rev-parse", "HEAD~1"]);
    let (commit, short) = (commit.trim(), &commit[..8]);
    for name in [
        "tag=v1.0.0",
        "branch=feature/old-chat",
        "ref=HEAD~1",
        "ref=v1.0.0",
        "ref=refs/tags/v1.0.0",
        "ref=:/begin",
        &format!("commit={commit}"),
        &format!("commit={}", short.to_uppercase()),
    ] {
        let text = repository.diff(&["--against", &format!(".git#{name}")]).expect(100);
        let shown = name.split_once('=').expect("a pair").1;
        let shown = if shown == commit { &commit[..12] } else { shown };
        assert_eq!(first_line(&text), format!("contracts/chat: 1 change since {shown}"));
    }
}

#[test]
fn the_index_and_the_work_tree_are_neither_asked_nor_touched() {
    let repository = Repository::with_chat();
    repository.break_chat();
    repository.git(&["add", "--all"]);
    repository.project.write(CHAT_FILE, CHAT);
    repository.project.write("note.txt", "mine");
    let state = || {
        let index = std::fs::read(repository.project.path().join(".git/index")).expect("the index is there");
        (index, repository.git(&["status", "--porcelain"]), repository.git(&["for-each-ref"]))
    };
    let before = state();
    assert_eq!(repository.diff(&["--against", ".git"]).expect(0), "no changes in 1 catalogue since HEAD\n");
    assert!(before == state(), "the repository is as it was");
    assert!(!repository.project.has(".git/index.lock"));
}

#[test]
fn a_shallow_clone_says_what_to_fetch() {
    let origin = Repository::with_chat();
    origin.git(&["tag", "v1.0.0"]);
    let step = |name: &str| {
        origin.project.write("notes", name);
        origin.commit(name);
    };
    step("release");
    origin.git(&["branch", "release"]);
    step("more");
    let commit = origin.git(&["rev-parse", "HEAD"]).trim().to_owned();
    step("last");
    origin.break_chat();
    origin.commit("remove typing");
    let place = Project::empty();
    let address = format!("file://{}", origin.project.path().display());
    git(&place.path(), &["clone", "--quiet", "--depth", "1", &address, "clone"]);
    let clone = place.path().join("clone");
    assert_eq!(diff(&clone, &["--against", ".git#branch=main"]).expect(0), "no changes in 1 catalogue since main\n");
    for (name, absent, fetch) in [
        (
            "branch=release",
            "branch `release`",
            "git fetch --depth 1 origin +refs/heads/release:refs/remotes/origin/release",
        ),
        ("tag=v1.0.0", "tag `v1.0.0`", "git fetch --depth 1 origin refs/tags/v1.0.0:refs/tags/v1.0.0"),
        (&format!("commit={commit}"), &format!("commit `{commit}`"), &format!("git fetch --depth 1 origin {commit}")),
        ("ref=HEAD~1", "revision `HEAD~1`", "git fetch --unshallow origin"),
    ] {
        let failure = diff(&clone, &["--against", &format!(".git#{name}")]).fails(1);
        let words = format!("error: there is no {absent} in `.git`, which is a shallow clone\n");
        assert!(failure.starts_with(&words), "{failure}");
        assert!(failure.contains(&format!("`{fetch}`")), "{failure}");
        // What is said to mend it does.
        git(&clone, &fetch.split(' ').skip(1).collect::<Vec<_>>());
        let text = diff(&clone, &["--against", &format!(".git#{name}")]).expect(100);
        assert!(text.starts_with("contracts/chat: 1 change since "), "{text}");
    }
}

#[test]
fn a_branch_that_only_the_remote_has_is_found() {
    let origin = Repository::with_chat();
    origin.git(&["branch", "release"]);
    let place = Project::empty();
    git(&place.path(), &["clone", "--quiet", &origin.project.path().to_string_lossy(), "clone"]);
    let clone = place.path().join("clone");
    for name in ["release", "origin/release"] {
        let text = diff(&clone, &["--against", &format!(".git#branch={name}")]).expect(0);
        assert_eq!(text, format!("no changes in 1 catalogue since {name}\n"));
    }
}

#[test]
fn renamed_files_and_moved_folders_are_followed() {
    let repository = Repository::with_chat();
    repository.project.write("contracts/orders/catalogue.yaml", &catalogue("orders"));
    repository.commit("add orders");
    repository.git(&["mv", CHAT_FILE, "contracts/chat/catalogue.yml"]);
    repository.git(&["mv", "contracts/orders", "contracts/purchases"]);
    repository.project.write("contracts/purchases/catalogue.yaml", &without_typing(&catalogue("orders")));
    let text = repository.diff(&["--against", ".git"]).expect(100);
    assert_eq!(first_line(&text), "contracts/purchases (was contracts/orders): 1 change since HEAD");
    assert!(text.contains("\n1 change in 1 of 2 catalogues since HEAD;"), "{text}");
    // The configuration moved with its folder.
    repository.project.write("backend/eventspec.toml", "catalogues = [\"events/*\"]\n");
    repository.git(&["mv", "contracts", "backend/events"]);
    repository.git(&["rm", "--quiet", "--cached", "eventspec.toml"]);
    let text = diff(&repository.project.path().join("backend"), &["--against", ".git"]).expect(100);
    assert_eq!(first_line(&text), "events/purchases (was ../contracts/orders): 1 change since HEAD");
}

#[test]
fn catalogues_that_come_and_go_are_told() {
    let repository = Repository::with_chat();
    repository.project.write("contracts/orders/catalogue.yaml", &catalogue("orders"));
    let text = repository.diff(&["--against", ".git"]).expect(0);
    assert_eq!(first_line(&text), "contracts/orders: new since HEAD");
    repository.commit("add orders");
    std::fs::remove_dir_all(repository.project.path().join("contracts/chat")).expect("removed");
    for arguments in
        [&["--against", ".git"][..], &["contracts", "--against", ".git"], &["contracts/chat", "--against", ".git"]]
    {
        let text = repository.diff(arguments).expect(100);
        assert_eq!(first_line(&text), "contracts/chat: gone since HEAD");
    }
    // Another was asked about.
    let text = repository.diff(&["contracts/orders", "--against", ".git"]).expect(0);
    assert_eq!(text, "no changes in 1 catalogue since HEAD\n");
}

#[test]
fn a_revision_before_the_configuration_is_looked_at_where_the_new_ones_are() {
    let repository = Repository::new();
    repository.project.write(CHAT_FILE, CHAT);
    repository.project.write("contracts/gone/catalogue.yaml", &catalogue("gone"));
    repository.git(&["add", "contracts"]);
    repository.git(&["commit", "--quiet", "--message", "begin"]);
    repository.break_chat();
    std::fs::remove_dir_all(repository.project.path().join("contracts/gone")).expect("removed");
    let text = repository.diff(&["--against", ".git"]).expect(100);
    assert!(text.contains("contracts/chat: 1 change since HEAD\n"), "{text}");
    assert!(text.contains("contracts/gone: gone since HEAD\n"), "{text}");
    // Nothing of it was there.
    repository.project.write("eventspec.toml", "catalogues = [\"later/*\", \"contracts/chat\"]\n");
    repository.project.write("later/orders/catalogue.yaml", &catalogue("orders"));
    let text = repository.diff(&["--against", ".git"]).expect(100);
    assert!(text.contains("later/orders: new since HEAD\n"), "{text}");
}

#[test]
fn the_old_configuration_tells_the_old_catalogues_and_roots() {
    let repository = Repository::new();
    let partner = CHAT.replace("\"#/schemas/Message\"", "\"../shared.yaml#/schemas/Message\"");
    let (head, rest) = partner.split_once("schemas:\n").expect("it has schemas");
    let (schemas, consumers) = rest.split_once("consumers:").expect("it has consumers");
    repository.project.write("partners/acme/catalogue.yaml", &format!("{head}consumers:{consumers}"));
    repository.project.write("partners/shared.yaml", &format!("schemas:\n{schemas}"));
    repository.project.write("eventspec.toml", "catalogues = [\"partners/acme\"]\nroot = \"partners\"\n");
    repository.commit("begin");
    std::fs::remove_dir_all(repository.project.path().join("partners")).expect("removed");
    repository.project.write(CHAT_FILE, &without_typing(CHAT));
    repository.project.write("eventspec.toml", "catalogues = [\"contracts/*\"]\n");
    let text = repository.diff(&["--against", ".git"]).expect(100);
    assert_eq!(first_line(&text), "contracts/chat (was partners/acme): 1 change since HEAD");
}

#[test]
fn another_folder_another_clone_and_a_bare_repository_can_be_named() {
    let repository = Repository::with_chat();
    repository.break_chat();
    let elsewhere = Project::empty();
    let path = repository.project.path().to_string_lossy().into_owned();
    git(&elsewhere.path(), &["clone", "--quiet", &path, "clone"]);
    git(&elsewhere.path(), &["clone", "--quiet", "--bare", &path, "bare.git"]);
    for name in ["clone", "clone/.git", "bare.git"] {
        let address = elsewhere.path().join(name);
        let text = repository.diff(&["--against", &address.to_string_lossy()]).expect(100);
        assert_eq!(first_line(&text), "contracts/chat: 1 change since HEAD", "{name}");
    }
    // The catalogues once lay in a folder of their own.
    repository.git(&["checkout", "--quiet", CHAT_FILE]);
    std::fs::create_dir(repository.project.path().join("backend")).expect("made");
    repository.git(&["mv", "contracts", "eventspec.toml", "backend"]);
    repository.commit("move");
    repository.git(&["mv", "backend/contracts", "backend/eventspec.toml", "."]);
    repository.break_chat();
    let text = repository.diff(&["--against", ".git#subdir=backend"]).expect(100);
    assert_eq!(first_line(&text), "contracts/chat: 1 change since HEAD");
    let failure = repository.diff(&["--against", ".git#subdir=nowhere"]).fails(1);
    assert_eq!(failure, "error: there is no folder `nowhere` in `HEAD`\n");
}

#[test]
fn a_worktree_and_a_folder_below_are_as_good_as_the_top() {
    let repository = Repository::with_chat();
    let elsewhere = Project::empty();
    let place = elsewhere.path().join("tree");
    repository.git(&["worktree", "add", "--quiet", "--detach", &place.to_string_lossy()]);
    elsewhere.write(&format!("tree/{CHAT_FILE}"), &without_typing(CHAT));
    assert_eq!(first_line(&diff(&place, &["--against", ".git"]).expect(100)), "contracts/chat: 1 change since HEAD");
    let below = place.join("contracts/chat");
    assert_eq!(first_line(&diff(&below, &["--against", ".git"]).expect(100)), "catalogue.yaml: 1 change since HEAD");
    // A hook's environment leads nobody astray.
    let git_dir = repository.project.path().join(".git");
    let run =
        run(bare(&mut eventspec(&place)).env("GIT_DIR", git_dir.join("nowhere")).args(["diff", "--against", ".git"]));
    assert_eq!(first_line(&run.expect(100)), "contracts/chat: 1 change since HEAD");
}

#[test]
fn odd_names_are_only_names() {
    let repository = Repository::new();
    repository.project.write("eventspec.toml", "catalogues = [\"Verträge und mehr/*\"]\n");
    repository.project.write("Verträge und mehr/日本 #1/catalogue.yaml", CHAT);
    repository.commit("begin");
    repository.git(&["update-ref", "refs/heads/-x", "HEAD"]);
    repository.git(&["update-ref", "refs/heads/fix#7,8", "HEAD"]);
    repository.project.write("Verträge und mehr/日本 #1/catalogue.yaml", &without_typing(CHAT));
    for name in ["-x", "fix#7,8"] {
        let text = repository.diff(&["--against", &format!(".git#branch={name}")]).expect(100);
        assert_eq!(first_line(&text), format!("Verträge und mehr/日本 #1: 1 change since {name}"));
        assert!(text.contains(&format!("was at {name}:Verträge und mehr/日本 #1/catalogue.yaml:15:3")), "{text}");
    }
    let failure = repository.diff(&["--against", ".git#ref=--upload-pack=x"]).fails(1);
    assert!(failure.starts_with("error: there is no revision `--upload-pack=x` in `.git`\n"), "{failure}");
}

#[test]
fn what_is_not_there_is_said_with_what_is_near() {
    let repository = Repository::with_chat();
    repository.git(&["tag", "v1.2.0"]);
    for (name, words) in [
        ("branch=mian", "error: there is no branch `mian` in `.git`\nhelp: did you mean `main`?\n"),
        ("tag=v1.2", "error: there is no tag `v1.2` in `.git`\nhelp: did you mean `v1.2.0`?\n"),
        ("branch=release", "error: there is no branch `release` in `.git`\nhelp: its branches are `main`\n"),
        ("ref=HEAD~7", "error: there is no revision `HEAD~7` in `.git`\n"),
        ("commit=abcdef12", "error: there is no commit `abcdef12` in `.git`\n"),
        ("ref=main@{upstream}", "error: git cannot find `main@{upstream}`: no upstream configured for branch 'main'\n"),
    ] {
        assert_eq!(repository.diff(&["--against", &format!(".git#{name}")]).fails(1), words);
    }
    let empty = Repository::new();
    empty.project.write(CHAT_FILE, CHAT);
    assert_eq!(empty.diff(&["--against", ".git"]).fails(1), "error: `.git` has no commit yet\n");
}

#[test]
fn what_is_no_repository_is_said_to_be_none() {
    let project = Project::empty();
    project.write("eventspec.toml", "catalogues = [\"contracts/*\"]\n");
    project.write(CHAT_FILE, CHAT);
    let below = |address: &str| diff(&project.path(), &["--against", address]).fails(1);
    assert!(below(".git").starts_with("error: `.git` is no repository of git\nhelp: "));
    assert_eq!(below("nowhere"), "error: cannot read `nowhere`: no such file or directory\n");
    assert_eq!(below("eventspec.toml"), "error: `eventspec.toml` is a file, and no repository of git\n");
    assert!(
        below("https://example.com/x.git#branch=main").contains("nothing is read over the network\nhelp: clone it")
    );
    let repository = Repository::with_chat();
    let failure = repository.diff(&["--against", "contracts"]).fails(1);
    assert!(failure.starts_with("error: `contracts` is no repository of git, but a folder in one\n"), "{failure}");
    // Without git there is still a way.
    let run = run(bare(&mut eventspec(&repository.project.path())).env("PATH", "").args(["diff", "--against", ".git"]));
    let words =
        "error: the command `git` was not found\nhelp: install it, or compare two folders: `eventspec diff OLD NEW`\n";
    assert_eq!(run.fails(1), words);
}

#[test]
fn an_old_revision_that_is_wrong_cannot_be_compared_with() {
    let repository = Repository::with_chat();
    repository.project.edit(CHAT_FILE, "direction: client-to-server", "direction: sideways");
    repository.project.write("contracts/orders/catalogue.yaml", &catalogue("orders"));
    repository.commit("break");
    repository.project.write(CHAT_FILE, CHAT);
    let failure = repository.diff(&["--against", ".git"]).fails(1);
    assert!(failure.contains("--> HEAD:contracts/chat/catalogue.yaml:25:16\n"), "{failure}");
    assert!(failure.ends_with("error: nothing can be compared with `HEAD`: 1 error in its catalogues\n"), "{failure}");
    // It stands in nobody's way.
    repository.diff(&["contracts/orders", "--against", ".git"]).expect(0);
    repository.diff(&["contracts/chat", "--against", ".git"]).fails(1);
    repository.project.write("eventspec.toml", "catalogues = [\"contracts/*\"]\nroot = 7\n");
    repository.commit("break the configuration");
    repository.project.write("eventspec.toml", "catalogues = [\"contracts/*\"]\n");
    let failure = repository.diff(&["--against", ".git"]).fails(1);
    assert!(failure.contains("--> HEAD:eventspec.toml:2:8\n"), "{failure}");
}

#[cfg(unix)]
#[test]
fn links_submodules_and_pointers_are_what_they_are_on_a_disk() {
    let repository = Repository::with_chat();
    std::os::unix::fs::symlink("chat", repository.project.path().join("contracts/link")).expect("linked");
    repository.project.write("eventspec.toml", "catalogues = [\"contracts/link\"]\n");
    repository.commit("link");
    repository.break_chat();
    let text = repository.diff(&["--against", ".git"]).expect(100);
    assert_eq!(first_line(&text), "contracts/chat: 1 change since HEAD");

    let other = Repository::with_chat();
    let path = other.project.path().to_string_lossy().into_owned();
    repository.git(&["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", &path, "vendor/other"]);
    repository.project.write("eventspec.toml", "catalogues = [\"vendor/other/contracts/chat\"]\n");
    repository.commit("take another's");
    let failure = repository.diff(&["--against", ".git"]).fails(1);
    let words = "error: in `HEAD`: cannot read `vendor/other/contracts/chat`: it lies in the submodule `vendor/other`, which is a \
                 repository of its own\n";
    assert_eq!(failure, words);

    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n";
    repository.project.write("eventspec.toml", "catalogues = [\"contracts/chat\"]\n");
    repository.project.write(CHAT_FILE, pointer);
    repository.commit("store elsewhere");
    repository.project.write(CHAT_FILE, CHAT);
    let failure = repository.diff(&["--against", ".git"]).fails(1);
    assert!(failure.contains("holds a pointer of Git LFS in its place"), "{failure}");
}

#[test]
fn a_tree_of_many_files_is_read_through_one_process() {
    let repository = Repository::new();
    for number in 0..200 {
        let name = format!("c{number}");
        repository.project.write(&format!("contracts/{name}/catalogue.yaml"), &catalogue(&name));
    }
    repository.commit("begin");
    repository.project.write("contracts/c7/catalogue.yaml", &without_typing(&catalogue("c7")));
    let counted = repository.project.path().join("bin");
    std::fs::create_dir(&counted).expect("made");
    let real = run(Command::new("sh").args(["-c", "command -v git"])).expect(0);
    let log = repository.project.path().join("git.log");
    let script = format!("#!/bin/sh\necho \"$*\" >> {log:?}\nexec {} \"$@\"\n", real.trim());
    write_executable(&counted.join("git"), &script);
    let path = format!("{}:/usr/bin:/bin", counted.display());
    let run =
        run(bare(&mut eventspec(&repository.project.path())).env("PATH", path).args(["diff", "--against", ".git"]));
    assert_eq!(first_line(&run.expect(100)), "contracts/c7: 1 change since HEAD");
    let started = std::fs::read_to_string(&log).expect("it was written");
    assert_eq!(started.lines().count(), 3, "{started}");
}

#[cfg(unix)]
fn write_executable(path: &Path, text: &str) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::write(path, text).expect("written");
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).expect("it may be run");
}
