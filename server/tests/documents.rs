//! What `docs/server.md` says of the configuration is what holds. `DOCUMENTS=update` writes the table anew.

use std::fmt::Write;
use std::fs;
use std::path::Path;

use reference_server::config::KEYS;

/// The head of the table in the document.
const HEAD: &str = "| key | flag | what it is | unless set |\n|---|---|---|---|\n";

#[test]
fn the_table_of_keys_is_complete() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/server.md");
    let text = fs::read_to_string(&path).expect("the document is there");
    let (before, rest) = text.split_once(HEAD).expect("the table is there");
    let (_, after) = rest.split_once("\n\n").expect("something follows the table");
    let mut table = String::new();
    for key in KEYS {
        let default = if key.default.is_empty() { String::new() } else { format!("`{}`", key.default) };
        writeln!(table, "| `{}` | `--{}` | {} | {default} |", key.name, key.flag(), key.about)
            .expect("a text takes it");
    }
    let expected = format!("{before}{HEAD}{table}\n{after}");
    if std::env::var_os("DOCUMENTS").is_some_and(|wish| wish == "update") {
        fs::write(&path, expected).expect("the document can be written");
    } else {
        assert_eq!(text, expected, "`DOCUMENTS=update cargo test -p reference-server --test documents` mends it");
    }
}
