//! What stands between the parentheses of `contract!`.

use event_codegen::rust::Side;
use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Ident, LitStr, Token, Visibility};

/// A catalogue's path, and where its contract is to stand.
pub struct Input {
    /// The path as written.
    pub path: LitStr,
    /// Whose code it is to be.
    pub side: Side,
    /// The folder that the catalogue may read from, where that is not its own.
    pub root: Option<LitStr>,
    module: Option<Module>,
}

struct Module {
    attributes: Vec<Attribute>,
    visibility: Visibility,
    name: Ident,
}

impl Parse for Input {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let module = if input.peek(syn::LitStr) { None } else { Some(Module::parse(input)?) };
        let path = input.parse()?;
        let mut read = Self { path, side: Side::Both, root: None, module };
        while input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
            read.option(input)?;
        }
        Ok(read)
    }
}

impl Module {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let visibility = input.parse()?;
        input.parse::<Token![mod]>()?;
        let name = input.parse()?;
        input.parse::<Token![=]>()?;
        Ok(Self { attributes, visibility, name })
    }
}

impl Input {
    fn option(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let word: Ident = input.parse()?;
        input.parse::<Token![=]>()?;
        match word.to_string().as_str() {
            "root" => self.root = Some(input.parse()?),
            "side" => {
                let side: Ident = input.parse()?;
                self.side = match side.to_string().as_str() {
                    "server" => Side::Server,
                    "client" => Side::Client,
                    "both" => Side::Both,
                    other => {
                        let message = format!("`{other}` is none of `server`, `client` and `both`");
                        return Err(syn::Error::new(side.span(), message));
                    }
                };
            }
            other => {
                let message = format!("`{other}` is neither `side` nor `root`");
                return Err(syn::Error::new(word.span(), message));
            }
        }
        Ok(())
    }

    /// The contract's items where they were asked for.
    pub fn place(&self, content: TokenStream) -> TokenStream {
        match &self.module {
            None => content,
            Some(Module { attributes, visibility, name }) => {
                // Whether a catalogue has words for everything is for its lint to ask.
                quote! { #[allow(missing_docs)] #(#attributes)* #visibility mod #name { #content } }
            }
        }
    }
}
