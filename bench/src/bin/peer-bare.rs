//! The floor: parse the YAML, check that references point at something, write a text per output. No spans, no
//! diagnostics, no constraints, no names settled. `peer-bare CATALOGUE.yaml OUT_DIR`

use std::error::Error;
use std::fmt::Write as _;

use serde_json::Value;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(input), Some(output)) = (arguments.next(), arguments.next()) else {
        return Err("usage: peer-bare CATALOGUE.yaml OUT_DIR".into());
    };
    // The usual budget of nodes is too small for 5,000 events.
    let options = serde_saphyr::options! { budget: None };
    let catalogue: Value = serde_saphyr::from_str_with_options(&std::fs::read_to_string(input)?, options)?;
    let events = catalogue["events"].as_object().ok_or("no events")?;
    let (mut rust, mut typescript, mut docs) = (String::new(), String::new(), String::new());
    for (name, event) in events {
        let channel = event["channel"].as_str().ok_or("no channel")?;
        catalogue["channels"].get(channel).ok_or_else(|| format!("no channel {channel}"))?;
        let priority = event["priority"].as_str().ok_or("no priority")?;
        catalogue["priorities"].get(priority).ok_or_else(|| format!("no priority {priority}"))?;
        let payload = match event["payload"]["$ref"].as_str() {
            Some(path) => catalogue.pointer(path.trim_start_matches('#')).ok_or_else(|| format!("no {path}"))?,
            None => &event["payload"],
        };
        let summary = event["summary"].as_str().unwrap_or_default();
        let ident: String = name.split(['.', '_']).map(capitalised).collect();
        writeln!(
            rust,
            "/// {summary}\n#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]\npub struct {ident} {{"
        )?;
        writeln!(typescript, "/** {summary} */\nexport interface {ident} {{")?;
        writeln!(docs, "## `{name}`\n\n{summary}\n\n| field | type |\n|---|---|")?;
        for (field, schema) in payload["properties"].as_object().ok_or("no properties")? {
            let ty = schema["type"].as_str().unwrap_or("any");
            let (native, script) = match ty {
                "string" => ("String", "string"),
                "integer" => ("i64", "number"),
                "number" => ("f64", "number"),
                "boolean" => ("bool", "boolean"),
                "array" => ("Vec<String>", "string[]"),
                other => return Err(format!("no type {other}").into()),
            };
            writeln!(rust, "    pub {field}: {native},")?;
            writeln!(typescript, "  {field}: {script};")?;
            writeln!(docs, "| `{field}` | {ty} |")?;
        }
        rust.push_str("}\n\n");
        typescript.push_str("}\n\n");
        docs.push('\n');
    }
    std::fs::create_dir_all(&output)?;
    for (file, text) in [("events.rs", rust), ("events.d.ts", typescript), ("events.md", docs)] {
        std::fs::write(std::path::Path::new(&output).join(file), text)?;
    }
    Ok(())
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
