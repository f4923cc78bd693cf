//! Prints, for each catalogue, typify's types and a reader by the name of a type.

use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

use event_spec_disk::Disk;

fn main() -> Result<(), Box<dyn Error>> {
    let contracts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../contracts");
    let out = std::env::var("OUT_DIR")?;
    println!("cargo::rerun-if-changed={}", contracts.display());
    for name in ["chatflow", "mechamap", "leads", "gochat", "hiwwer"] {
        let (disk, entry) = Disk::catalogue(&contracts.join(name))?;
        let outcome = event_spec::load(&disk, &entry);
        let catalogue =
            outcome.catalogue.ok_or_else(|| format!("{name} has errors: see `eventspec lint contracts/{name}`"))?;
        let mut text = event_codegen::typify::print(&catalogue.types, "::event_contracts_runtime")?.text;
        text.push_str("\n/// Reads a document as the type of this name.\npub fn read(ty: &str, json: &str) -> Option<crate::Verdict> {\n    Some(match ty {\n");
        for (_, def) in catalogue.types.iter() {
            writeln!(text, "        {0:?} => crate::verdict::<{0}>(json),", def.name)?;
        }
        text.push_str("        _ => return None,\n    })\n}\n");
        std::fs::write(Path::new(&out).join(format!("{name}.rs")), text)?;
    }
    Ok(())
}
