//! The peer: typify over a file of JSON Schema, printed with prettyplease. `peer-typify IN.json OUT.rs`

use std::error::Error;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(input), Some(output)) = (arguments.next(), arguments.next()) else {
        return Err("usage: peer-typify IN.json OUT.rs".into());
    };
    let root: schemars::schema::RootSchema = serde_json::from_str(&std::fs::read_to_string(input)?)?;
    let mut types = typify::TypeSpace::new(&typify::TypeSpaceSettings::default());
    types.add_root_schema(root)?;
    let file = syn::parse2(types.to_stream())?;
    std::fs::write(output, prettyplease::unparse(&file))?;
    Ok(())
}
