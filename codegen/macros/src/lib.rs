//! A catalogue's contract, generated inline at compile time, for who wants no generated files.
//!
//! In: the path of a catalogue. Out: the module that `eventspec gen --rust` would write for it, or its findings as compile
//! errors. The crate that calls the macro depends on `event-contracts-runtime` (with its feature `pattern`, if a schema
//! has patterns). Nothing is decided here: reading, checking and printing belong to the libraries.

mod input;
mod report;

use std::path::{Path, PathBuf};
use std::{fs, io};

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
/// `Cargo.toml`. After it may stand
/// - `side = server` or `side = client`, which leaves out what the other side alone needs;
/// - `root = "contracts"`, a folder above the catalogue's own that its references may reach into.
///
/// Cargo compiles the crate anew when a file of the catalogue changes (a file that is added to an included folder counts
/// from the next change on). What is wrong with a catalogue becomes one compile
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
    let span = input.path.span();
    let fail = |reason: String| syn::Error::new(span, reason);
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR");
    let manifest = manifest.ok_or_else(|| fail("`contract!` needs cargo, which says where the crate is".to_owned()))?;
    let manifest = PathBuf::from(manifest);
    let place = Place::find(input, &manifest).map_err(fail)?;
    let outcome = event_spec::load(&place.disk, &place.entry);
    let tracked = tracked(&outcome, &manifest.join(&place.folder));
    let content = match &outcome.catalogue {
        Some(catalogue) => {
            let options = Options { side: input.side, ..Options::new(input.path.value()) };
            let text = rust::inline(catalogue, &options);
            text.parse().map_err(|error| fail(format!("the generated text is no Rust: {error}")))?
        }
        None => report::faults(&outcome, &place.folder, span),
    };
    Ok(quote! { #content #tracked })
}

/// Where a catalogue lies.
struct Place {
    disk: Disk,
    entry: String,
    /// The folder that the sources' paths start from, as its user wrote it.
    folder: PathBuf,
}

impl Place {
    fn find(input: &Input, manifest: &Path) -> Result<Self, String> {
        let written = input.path.value();
        let path = manifest.join(&written);
        let unreadable = |what: &str, error: io::Error| format!("cannot read `{what}`: {error}");
        let Some(root) = &input.root else {
            let (disk, entry) = Disk::catalogue(&path).map_err(|error| unreadable(&written, error))?;
            let folder = if path.is_dir() { Some(Path::new(&written)) } else { Path::new(&written).parent() };
            return Ok(Self { disk, entry, folder: folder.unwrap_or(Path::new("")).to_owned() });
        };
        let root = root.value();
        let reached = fs::canonicalize(manifest.join(&root)).map_err(|error| unreadable(&root, error))?;
        let path = fs::canonicalize(path).map_err(|error| unreadable(&written, error))?;
        let entry = path.strip_prefix(&reached).map_err(|_| format!("`{written}` does not lie in `{root}`"))?;
        let parts: Vec<String> =
            entry.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
        let entry = if parts.is_empty() { ".".to_owned() } else { parts.join("/") };
        Ok(Self { disk: Disk::new(reached), entry, folder: PathBuf::from(root) })
    }
}

/// What makes cargo look at the catalogue's files.
fn tracked(outcome: &Outcome, folder: &Path) -> TokenStream {
    let sources = outcome.sources.iter().map(|(_, source)| folder.join(source.path()));
    let paths = sources.map(|path| Literal::string(&path.to_string_lossy()));
    quote! { #(const _: &[u8] = ::core::include_bytes!(#paths);)* }
}
