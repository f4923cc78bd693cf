//! What is wrong with an `eventspec.toml` is told at its place.

use crate::support::Project;

fn failure(configuration: &str) -> String {
    let project = Project::new();
    project.write("eventspec.toml", configuration);
    project.run(&["gen"]).fails(1)
}

#[test]
fn every_fault_is_told_at_once() {
    insta::assert_snapshot!(failure(
        r#"
catalogues = ["contracts/*", 7, "../elsewhere/chat"]
root = "/"

[[catalogue]]
pth = "contracts/chat"

[rust]
out = "../rust"
crate-name = "1st crate"
runtime_path = "codegen/runtime"
side = "servr"
types = true

[typescript]
package = "@acme/events"

[docs]
out = "."
theme = "dark"

[tyepscript]
out = ""
"#
    ));
}

#[test]
fn a_text_that_is_no_toml_is_told_at_its_place() {
    insta::assert_snapshot!(failure("catalogues = [\"contracts/*\"\n\n[docs\nout = \"docs\"\n"));
}

#[test]
fn a_configuration_without_catalogues_or_outputs_says_so() {
    insta::assert_snapshot!(failure("[docs]\nout = \"docs\"\n"));
    insta::assert_snapshot!(failure("catalogues = [\"contracts/*\"]\n"));
    insta::assert_snapshot!(failure("catalogues = [\"contracs/chat\"]\n[docs]\nout = \"docs\"\n"));
    insta::assert_snapshot!(failure("catalogues = [\"generated/*\"]\n[docs]\nout = \"docs\"\n"));
    insta::assert_snapshot!(failure("catalogues = []\n[docs]\nout = \"docs\"\n"));
}

#[test]
fn a_configuration_that_lost_its_catalogues_deletes_nothing() {
    for lost in ["catalogues = []", "catalogue = []", "catalogue = []\ncatalogues = []", "catalogues = [\"nowhere/*\"]"]
    {
        let project = Project::new();
        project.run(&["gen"]).expect(0);
        project.edit("eventspec.toml", "catalogues = [\"contracts/*\"]", lost);
        project.run(&["gen"]).fails(1);
        assert!(project.has("generated/docs/chat.md"), "{lost}");
    }
}
