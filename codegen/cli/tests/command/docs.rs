//! `eventspec docs`, as processes.

use crate::support::{Project, run};

#[test]
fn the_site_is_written_and_a_second_run_touches_nothing() {
    let project = Project::new();
    let first = project.run(&["docs"]).expect(0);
    assert!(
        first.starts_with("wrote ") && first.ends_with(": generated/site\nopen generated/site/index.html\n"),
        "{first}"
    );
    for path in ["index.html", "chat/index.html", "assets/site.css", "assets/site.js", "assets/search.js"] {
        assert!(project.has(&format!("generated/site/{path}")), "{path}");
    }
    assert!(project.read("generated/site/index.html").contains("<title>Event contracts</title>"));
    let second = project.run(&["docs"]).expect(0);
    assert!(second.starts_with("nothing to write: "), "{second}");
}

#[test]
fn folder_and_title_are_chosen_by_configuration_or_arguments() {
    let project = Project::new();
    let text = project.read("eventspec.toml");
    project.write("eventspec.toml", &format!("{text}\n[site]\nout = \"public\"\ntitle = \"Acme <events>\"\n"));
    project.run(&["docs"]).expect(0);
    assert!(project.read("public/index.html").contains("<title>Acme &lt;events&gt;</title>"));
    project.run(&["docs", "--out", "other", "--title", "Ours", "contracts/chat"]).expect(0);
    assert!(project.read("other/index.html").contains("<title>Ours</title>"));
}

#[test]
fn what_is_no_longer_there_is_removed_and_what_is_not_ours_stays() {
    let project = Project::new();
    project.run(&["docs"]).expect(0);
    project.write("generated/site/notes.txt", "mine");
    project.edit("contracts/chat/catalogue.yaml", "catalogue: chat", "catalogue: talk");
    project.run(&["docs"]).expect(0);
    assert!(!project.has("generated/site/chat/index.html") && project.has("generated/site/talk/index.html"));
    assert_eq!(project.read("generated/site/notes.txt"), "mine");
}

#[test]
fn the_folder_of_another_output_is_refused() {
    let project = Project::new();
    project.run(&["gen"]).expect(0);
    for out in ["generated/docs", "generated", "generated/docs/site"] {
        let failure = project.run(&["docs", "--out", out]).fails(1);
        assert!(failure.contains("overlap"), "{failure}");
    }
    assert!(project.has("generated/docs/chat.md"));
}

#[test]
fn a_faulty_catalogue_writes_nothing() {
    let project = Project::new();
    project.edit("contracts/chat/catalogue.yaml", "transport: ", "transports: ");
    let printed = project.run(&["docs"]).expect(100);
    assert!(printed.ends_with(": nothing was written\n"), "{printed}");
    assert!(!project.has("generated/site"));
}

#[test]
fn a_folder_without_a_configuration_says_what_to_do() {
    let project = Project::empty();
    let failure = run(crate::support::eventspec(&project.path()).arg("docs")).fails(1);
    assert!(failure.contains("eventspec init"), "{failure}");
}
