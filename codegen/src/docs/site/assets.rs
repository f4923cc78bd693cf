//! The files that all pages share: small files of one idea each, joined into one style sheet and one script.

use super::plan::ASSETS;
use crate::OutputTree;

const STYLES: &[&str] = &[
    include_str!("assets/colours.css"),
    include_str!("assets/base.css"),
    include_str!("assets/icons.css"),
    include_str!("assets/frame.css"),
    include_str!("assets/menu.css"),
    include_str!("assets/words.css"),
    include_str!("assets/tables.css"),
    include_str!("assets/fields.css"),
    include_str!("assets/code.css"),
    include_str!("assets/events.css"),
    include_str!("assets/pictures.css"),
    include_str!("assets/search.css"),
    include_str!("assets/print.css"),
];

const SCRIPTS: &[&str] = &[
    include_str!("assets/memory.js"),
    include_str!("assets/theme.js"),
    include_str!("assets/menu.js"),
    include_str!("assets/copy.js"),
    include_str!("assets/samples.js"),
    include_str!("assets/reveal.js"),
    include_str!("assets/match.js"),
    include_str!("assets/results.js"),
    include_str!("assets/search.js"),
    include_str!("assets/start.js"),
];

/// Adds them.
pub fn add(tree: &mut OutputTree) {
    tree.add(format!("{ASSETS}/site.css"), STYLES.join("\n"));
    tree.add(format!("{ASSETS}/site.js"), format!("(() => {{\n\"use strict\";\n\n{}}})();\n", SCRIPTS.join("\n")));
    tree.add(format!("{ASSETS}/icon.svg"), include_str!("assets/icon.svg"));
}
