//! A catalogue's contract, generated inline at compile time, for who wants no generated files.
//!
//! In: the path of a catalogue. Out: the module that `eventspec gen --rust` would write for it, or its findings as compile
//! errors. The crate that calls the macro depends on `event-contracts-runtime` (with its feature `pattern`, if a schema
//! has patterns). Nothing is decided here: reading, checking and printing belong to the libraries.

mod input;
mod report;

use std::path::{Path, PathBuf};

use event_codegen::rust::{self, Options};
use event_spec::Outcome;
use event_spec_disk::Disk;
use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::input::Input;

/// Expands to the Rust of a catalogue.
///
/// `contract!("contracts/chatflow")` fills the module that it stands in; `contract!(pub mod chatflow =
/// "contracts/chatflow")` makes one. The path, of a catalogue's file or folder, is relative to the folder of the crate's
/// `Cargo.toml`. `, side = server` or `, side = client` after the path leaves out what the other side alone needs.
///
/// Cargo compiles the crate anew when a file of the catalogue changes. What is wrong with a catalogue becomes one compile
/// error per finding, each with `path:line:column`; the names of its events, channels and schemas are still there, so
/// that one mistake does not cause fifty errors.
#[proc_macro]
pub fn contract(tokens: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = match syn::parse::<Input>(tokens) {
        Ok(input) => input,
        Err(error) => return error.to_compile_error().into(),
    };
    let content = expand(&input).unwrap_or_else(|error| error.to_compile_error());
    input.place(content).into()
}

fn expand(input: &Input) -> syn::Result<TokenStream> {
    let fail = |reason: String| syn::Error::new(input.path.span(), reason);
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR");
    let manifest = manifest.ok_or_else(|| fail("`contract!` needs cargo, which says where the crate is".to_owned()))?;
    let manifest = PathBuf::from(manifest);
    let written = input.path.value();
    let place = manifest.join(&written);
    let (disk, entry) = Disk::catalogue(&place).map_err(|error| fail(format!("cannot read `{written}`: {error}")))?;
    let outcome = event_spec::load(&disk, &entry);
    let folder = if place.is_dir() { Some(Path::new(&written)) } else { Path::new(&written).parent() };
    let folder = folder.unwrap_or(Path::new(""));
    let tracked = tracked(&outcome, &manifest.join(folder));
    let content = match &outcome.catalogue {
        Some(catalogue) => {
            let options = Options { side: input.side, ..Options::new(&written) };
            let text = rust::inline(catalogue, &options);
            text.parse().map_err(|error| fail(format!("the generated text is no Rust: {error}")))?
        }
        None => report::faults(&outcome, folder, input.path.span()),
    };
    Ok(quote! { #content #tracked })
}

/// What makes cargo look at the catalogue's files.
fn tracked(outcome: &Outcome, folder: &Path) -> TokenStream {
    let sources = outcome.sources.iter().map(|(_, source)| folder.join(source.path()));
    let paths = sources.map(|path| Literal::string(&path.to_string_lossy()));
    quote! { #(const _: &[u8] = ::core::include_bytes!(#paths);)* }
}
