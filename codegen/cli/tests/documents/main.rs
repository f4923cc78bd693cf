//! What the documents show is what happens.
//!
//! Each document is one session in an empty folder: a fenced block with a file name after its language is written to that
//! file, and a `console` block runs each of its `$` commands and compares what they print, to the letter. So a reader who
//! does as a document says sees what it says. The commands are those of a Unix shell.

#![cfg(unix)]

mod blocks;
mod session;
mod snippets;

use std::path::{Path, PathBuf};

use event_spec::rule::Category;
use session::Session;

#[test]
fn readme() {
    check("README.md");
}

#[test]
fn guide_to_delivery() {
    check("docs/delivery.md");
}

#[test]
fn guide_to_the_configuration() {
    check("docs/configuration.md");
}

#[test]
fn guide_to_the_comparison() {
    check("docs/diff.md");
}

#[test]
fn guide_to_tail() {
    check("docs/tail.md");
}

#[test]
fn guide_to_the_lint() {
    check("docs/lint.md");
}

#[test]
fn the_guide_to_the_lint_names_every_category() {
    let guide = read(&root().join("docs/lint.md"));
    for category in Category::ALL {
        assert!(guide.contains(&format!("\n| `{}` | ", category.as_str())), "`{}` is missing", category.as_str());
    }
}

#[test]
fn guide_to_the_site() {
    check("docs/site.md");
}

#[test]
fn guide_to_the_rust_crate() {
    check("docs/rust.md");
}

#[test]
fn guide_to_the_typescript_package() {
    check("docs/typescript.md");
}

#[test]
fn guide_to_the_client() {
    check("docs/client.md");
}

#[test]
fn guide_to_the_validators() {
    check("docs/validators.md");
}

#[test]
fn guide_to_the_mock() {
    check("docs/mock.md");
}

#[test]
fn guide_to_the_model() {
    check("docs/model.md");
}

#[test]
fn links_between_documents_lead_somewhere() {
    let mut broken = Vec::new();
    for document in documents() {
        let text = read(&document);
        for (line, target) in blocks::links(&text) {
            if !leads_somewhere(&document, &text, &target) {
                broken.push(format!("{}:{line}: {target}", document.display()));
            }
        }
    }
    assert!(broken.is_empty(), "links that lead nowhere:\n{}", broken.join("\n"));
}

#[test]
fn rust_of_generated_documents_compiles() {
    let mut session = Session::start(&root());
    let crate_path = root().join("generated/rust");
    session.write(
        "Cargo.toml",
        &format!("[package]\nname = \"snippets\"\nedition = \"2024\"\n\n[dependencies]\nevent-contracts = {{ path = {crate_path:?} }}\n"),
    );
    for (contract, page) in pages() {
        session.write(
            &format!("src/bin/{contract}.rs"),
            &snippets::rust_program(&contract, &page, &read(&crate_path.join(format!("src/{contract}/events.rs")))),
        );
    }
    let (succeeded, printed) = session.status("cargo check -q --bins");
    assert!(succeeded, "{printed}");
}

#[test]
fn typescript_of_generated_documents_compiles() {
    let mut session = Session::start(&root());
    session.take_package(&root().join("generated/typescript"));
    for (contract, page) in pages() {
        session.write(&format!("{contract}.ts"), &snippets::typescript_program(&contract, &page));
    }
    let (succeeded, printed) = session.status("npx tsc --noEmit *.ts");
    assert!(succeeded, "{printed}");
}

/// The generated documents of contracts, by the contract's name.
fn pages() -> Vec<(String, String)> {
    let folder = root().join("generated/docs");
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.expect("the folder can be read").path());
    let mut pages: Vec<(String, String)> = paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .filter_map(|path| Some((path.file_stem()?.to_str()?.to_owned(), read(&path))))
        .filter(|(name, _)| name != "README")
        .collect();
    pages.sort();
    assert!(!pages.is_empty(), "{} has pages", folder.display());
    pages
}

/// Runs a document's session. With `DOCUMENTS=update` what the commands print is written into the document instead.
fn check(document: &str) {
    let path = root().join(document);
    let text = read(&path);
    let mut session = Session::start(&root());
    let mut printed = String::new();
    for block in blocks::parse(&text) {
        match block {
            blocks::Block::Text(text) => printed.push_str(text),
            blocks::Block::File { path, content, whole } => {
                session.write(path, content);
                printed.push_str(whole);
            }
            blocks::Block::Console { open, commands, close } => {
                printed.push_str(open);
                for command in commands {
                    printed.push_str(&format!("$ {command}\n{}", session.run(command)));
                }
                printed.push_str(close);
            }
        }
    }
    if std::env::var_os("DOCUMENTS").is_some_and(|mode| mode == "update") {
        std::fs::write(&path, printed).unwrap_or_else(|error| panic!("{document} can be written: {error}"));
    } else if printed != text {
        let (shows, happens): (Vec<&str>, Vec<&str>) = (text.lines().collect(), printed.lines().collect());
        let at = shows.iter().zip(&happens).take_while(|(shows, happens)| shows == happens).count();
        let around = |lines: &[&str]| lines[at.min(lines.len())..(at + 12).min(lines.len())].join("\n");
        panic!(
            "{document}:{}: the document shows\n{}\n\nwhat happens is\n{}\n\n`DOCUMENTS=update cargo test -p eventspec \
             --test documents` writes what happens",
            at + 1,
            around(&shows),
            around(&happens)
        );
    }
}

fn leads_somewhere(document: &Path, text: &str, target: &str) -> bool {
    let (file, anchor) = target.split_once('#').map_or((target, None), |(file, anchor)| (file, Some(anchor)));
    if file.is_empty() {
        return anchor.is_none_or(|anchor| blocks::anchors(text).iter().any(|known| known == anchor));
    }
    let path = document.parent().unwrap_or(document).join(file);
    match anchor {
        None => path.exists(),
        Some(anchor) => path.is_file() && blocks::anchors(&read(&path)).iter().any(|known| known == anchor),
    }
}

/// Every Markdown document that people write.
fn documents() -> Vec<PathBuf> {
    let mut documents = vec![root().join("README.md"), root().join("ARCHITECTURE.md")];
    let folder = root().join("docs");
    let entries = std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    documents.extend(entries.map(|entry| entry.expect("the folder can be read").path()));
    documents.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
    documents.sort();
    documents
}

fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).expect("the command's crate lies two folders below the root").to_owned()
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
