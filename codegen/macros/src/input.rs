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
        let mut side = Side::Both;
        if input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
            side = parse_side(input)?;
            input.parse::<Option<Token![,]>>()?;
        }
        Ok(Self { path, side, module })
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

fn parse_side(input: ParseStream<'_>) -> syn::Result<Side> {
    let word: Ident = input.parse()?;
    if word != "side" {
        return Err(syn::Error::new(word.span(), "expected `side = server`, `side = client` or `side = both`"));
    }
    input.parse::<Token![=]>()?;
    let side: Ident = input.parse()?;
    match side.to_string().as_str() {
        "server" => Ok(Side::Server),
        "client" => Ok(Side::Client),
        "both" => Ok(Side::Both),
        other => Err(syn::Error::new(side.span(), format!("`{other}` is none of `server`, `client` and `both`"))),
    }
}

impl Input {
    /// The contract's items where they were asked for.
    pub fn place(&self, content: TokenStream) -> TokenStream {
        match &self.module {
            None => content,
            Some(Module { attributes, visibility, name }) => {
                quote! { #(#attributes)* #visibility mod #name { #content } }
            }
        }
    }
}
