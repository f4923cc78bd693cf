//! The promises of the module's head, on a real disk.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use super::apply::apply;
use super::plan::{Folder, Plan};
use super::{Difference, OutputTree, Summary, Target, compare, write};
use crate::ending::Failure;

fn target(folder: &Path, files: &[(&str, &str)]) -> Target {
    let mut tree = OutputTree::default();
    for (path, text) in files {
        tree.add(*path, *text);
    }
    Target { folder: folder.to_owned(), shown: "out".to_owned(), tree }
}

fn message(failure: Failure) -> String {
    match failure {
        Failure::World { message, .. } => message,
        other => panic!("{other:?}"),
    }
}

/// Every file below a folder with its text.
fn contents(folder: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![folder.to_owned()];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                found.insert(format!("{}/", path.strip_prefix(folder).expect("below").display()), String::new());
                waiting.push(path);
            } else {
                let text = fs::read_to_string(&path).expect("a text");
                found.insert(path.strip_prefix(folder).expect("below").display().to_string(), text);
            }
        }
    }
    found
}

fn folder() -> (TempDir, std::path::PathBuf) {
    let parent = tempfile::tempdir().expect("a temporary folder");
    let out = parent.path().canonicalize().expect("it exists").join("made/out");
    (parent, out)
}

#[test]
fn a_tree_is_written_and_then_left_alone() {
    let (_parent, out) = folder();
    let targets = [target(&out, &[("a.txt", "a"), ("sub/deep/b.txt", "b")])];
    assert_eq!(write(&targets).expect("written").written, 2);
    let long_ago = SystemTime::now() - Duration::from_secs(1_000_000);
    for path in ["a.txt", "sub/deep/b.txt", ".eventspec-manifest"] {
        let file = fs::File::options().write(true).open(out.join(path)).expect("it is there");
        file.set_modified(long_ago).expect("times can be set");
    }
    let summary = write(&targets).expect("written");
    assert_eq!(summary, Summary { unchanged: 2, ..Summary::default() });
    for path in ["a.txt", "sub/deep/b.txt", ".eventspec-manifest"] {
        let modified = fs::metadata(out.join(path)).and_then(|metadata| metadata.modified()).expect("a time");
        assert!(modified < SystemTime::now() - Duration::from_secs(999_000), "{path} was touched");
    }
    assert_eq!(compare(&targets).expect("compared"), []);
}

#[test]
fn a_comparison_names_every_difference_and_writes_nothing() {
    let (_parent, out) = folder();
    let missing = compare(&[target(&out, &[("a.txt", "a")])]).expect("compared");
    let out_path = |path: &str| format!("out/{path}");
    assert_eq!(
        missing,
        [(Difference::Missing, out_path(".eventspec-manifest")), (Difference::Missing, out_path("a.txt"))]
    );
    assert!(!out.exists());
    write(&[target(&out, &[("a.txt", "a"), ("gone.txt", "g"), ("same.txt", "s")])]).expect("written");
    let before = contents(&out);
    let found = compare(&[target(&out, &[("a.txt", "A"), ("new.txt", "n"), ("same.txt", "s")])]).expect("compared");
    let expected = [
        (Difference::Stale, out_path("a.txt")),
        (Difference::LeftOver, out_path("gone.txt")),
        (Difference::Missing, out_path("new.txt")),
    ];
    assert_eq!(found, expected);
    assert_eq!(contents(&out), before);
}

#[test]
fn what_is_no_longer_generated_goes_unless_it_was_edited() {
    let (_parent, out) = folder();
    write(&[target(&out, &[("a.txt", "a"), ("old/b.txt", "b"), ("old/c.txt", "c")])]).expect("written");
    fs::write(out.join("old/c.txt"), "edited").expect("written");
    fs::write(out.join("theirs.txt"), "theirs").expect("written");
    let targets = [target(&out, &[("a.txt", "a")])];
    let summary = write(&targets).expect("written");
    assert_eq!((summary.removed, summary.kept), (1, vec!["out/old/c.txt".to_owned()]));
    let names: Vec<String> = contents(&out).into_keys().collect();
    assert_eq!(names, [".eventspec-manifest", "a.txt", "old/", "old/c.txt", "theirs.txt"]);
    assert_eq!(compare(&targets).expect("compared"), []);
}

#[test]
fn folders_that_become_empty_go_too() {
    let (_parent, out) = folder();
    write(&[target(&out, &[("a.txt", "a"), ("x/y/b.txt", "b")])]).expect("written");
    write(&[target(&out, &[("a.txt", "a")])]).expect("written");
    assert!(!out.join("x").exists());
}

#[test]
fn a_foreign_file_is_never_overwritten() {
    let (_parent, out) = folder();
    fs::create_dir_all(&out).expect("made");
    fs::write(out.join("Cargo.toml"), "theirs").expect("written");
    let before = contents(&out);
    let failure = write(&[target(&out, &[("Cargo.toml", "ours"), ("src/lib.rs", "ours")])]).expect_err("refused");
    assert_eq!(message(failure), "`out/Cargo.toml` was not written by this command, and would be overwritten");
    assert_eq!(contents(&out), before);
}

#[test]
fn a_foreign_file_with_the_same_text_becomes_ours() {
    let (_parent, out) = folder();
    fs::create_dir_all(&out).expect("made");
    fs::write(out.join("a.txt"), "a").expect("written");
    write(&[target(&out, &[("a.txt", "a")])]).expect("written");
    write(&[target(&out, &[("a.txt", "b")])]).expect("written");
    assert_eq!(contents(&out)["a.txt"], "b");
}

#[test]
fn a_folder_in_the_way_of_a_file_stops_everything() {
    let (_parent, out) = folder();
    fs::create_dir_all(out.join("z.txt")).expect("made");
    let other = out.with_file_name("other");
    let mut targets = [target(&other, &[("a.txt", "a")]), target(&out, &[("a.txt", "a"), ("z.txt", "z")])];
    targets[0].shown = "other".to_owned();
    let failure = write(&targets).expect_err("refused");
    assert_eq!(message(failure), "`out/z.txt` is a folder, where a file must go");
    assert_eq!(contents(&out).into_keys().collect::<Vec<_>>(), ["z.txt/"]);
    assert!(!other.exists(), "the folder that was made for the run is gone again");
}

#[test]
fn a_failure_half_way_puts_everything_back() {
    let (_parent, out) = folder();
    write(&[target(&out, &[("a.txt", "a"), ("gone.txt", "g"), ("z.txt", "z")])]).expect("written");
    let before = contents(&out);
    let next = target(&out, &[("a.txt", "A"), ("new/b.txt", "B"), ("z.txt", "Z")]);
    let folder = Folder::make(&out, "out").expect("it is there");
    let plan = Plan::new(&folder, &next.tree).expect("planned");
    // Somebody else puts a folder where the last file goes, after the plan was made.
    fs::remove_file(out.join("z.txt")).expect("removed");
    fs::create_dir(out.join("z.txt")).expect("made");
    apply(&[plan]).expect_err("the last file cannot be put in place");
    fs::remove_dir(out.join("z.txt")).expect("it is still an empty folder");
    fs::write(out.join("z.txt"), "z").expect("written");
    assert_eq!(contents(&out), before);
}

#[test]
fn a_run_that_was_killed_half_way_is_finished_by_the_next() {
    let (_parent, out) = folder();
    write(&[target(&out, &[("a.txt", "a"), ("b.txt", "b")])]).expect("written");
    let next = target(&out, &[("a.txt", "A"), ("b.txt", "B"), ("c.txt", "C")]);
    let folder = Folder::make(&out, "out").expect("it is there");
    let plan = Plan::new(&folder, &next.tree).expect("planned");
    // As a run leaves it that is killed after its second file.
    fs::write(out.join(".eventspec-manifest"), plan.before.union(&plan.after).print()).expect("written");
    fs::write(out.join("a.txt"), "A").expect("written");
    fs::write(out.join("c.txt"), "C").expect("written");
    fs::create_dir(out.join(".eventspec-staging")).expect("made");
    fs::write(out.join(".eventspec-staging/new-1"), "B").expect("written");
    // Meanwhile the catalogue lost one file and changed the others.
    let last = target(&out, &[("a.txt", "AA"), ("b.txt", "BB")]);
    write(&[last]).expect("written");
    let left: Vec<(String, String)> = contents(&out).into_iter().filter(|(path, _)| !path.starts_with('.')).collect();
    let pair = |path: &str, text: &str| (path.to_owned(), text.to_owned());
    assert_eq!(left, [pair("a.txt", "AA"), pair("b.txt", "BB")]);
    assert!(!out.join(".eventspec-staging").exists());
}

#[test]
fn output_folders_do_not_overlap() {
    let (_parent, out) = folder();
    let mut targets = [target(&out, &[("a.txt", "a")]), target(&out.join("docs"), &[("a.txt", "a")])];
    targets[1].shown = "out/docs".to_owned();
    assert_eq!(message(write(&targets).expect_err("refused")), "the output folders `out` and `out/docs` overlap");
    assert!(!out.exists());
}

#[test]
fn a_damaged_manifest_is_no_licence_to_delete() {
    let (_parent, out) = folder();
    fs::create_dir_all(&out).expect("made");
    fs::write(out.join(".eventspec-manifest"), "0000000000000000 ../victim.txt\n").expect("written");
    let failure = message(write(&[target(&out, &[("a.txt", "a")])]).expect_err("refused"));
    assert!(
        failure.starts_with("`out/.eventspec-manifest` is damaged: line 1: the file name `../victim.txt`"),
        "{failure}"
    );
}

#[test]
fn runs_at_once_do_not_harm_each_other() {
    let (_parent, out) = folder();
    let texts: Vec<String> = (0..8).map(|run| format!("run {run}")).collect();
    std::thread::scope(|scope| {
        for text in &texts {
            let targets = [target(&out, &[("a.txt", text), ("b.txt", text), ("c/d.txt", text)])];
            scope.spawn(move || write(&targets).expect("written"));
        }
    });
    let found = contents(&out);
    let last = &found["a.txt"];
    assert!(texts.contains(last));
    assert_eq!((&found["b.txt"], &found["c/d.txt"]), (last, last), "all files are of one run");
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_link_is_no_output_folder() {
        let (parent, out) = folder();
        fs::create_dir_all(out.with_file_name("real")).expect("made");
        symlink(out.with_file_name("real"), &out).expect("linked");
        let failure = message(write(&[target(&out, &[("a.txt", "a")])]).expect_err("refused"));
        assert_eq!(failure, "the output folder `out` is a link, and nothing is written through links");
        drop(parent);
    }

    #[test]
    fn nothing_is_written_through_links_inside() {
        let (parent, out) = folder();
        let outside = parent.path().join("outside");
        fs::create_dir_all(&out).expect("made");
        fs::create_dir_all(&outside).expect("made");
        fs::write(outside.join("a.txt"), "theirs").expect("written");
        symlink(&outside, out.join("sub")).expect("linked");
        symlink(outside.join("a.txt"), out.join("a.txt")).expect("linked");
        for (path, what) in
            [("sub/b.txt", "`out/sub` is a link, where a folder"), ("a.txt", "`out/a.txt` is a link, where a file")]
        {
            let failure = message(write(&[target(&out, &[(path, "x")])]).expect_err("refused"));
            assert_eq!(failure, format!("{what} must go"));
        }
        assert_eq!(contents(&outside).into_iter().collect::<Vec<_>>(), [("a.txt".to_owned(), "theirs".to_owned())]);
    }
}
