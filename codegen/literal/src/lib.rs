//! Checks a string literal against the names of a contract, for generated macros.
//!
//! A generated `event_name!` has an arm for each name as it is usually written, and hands everything else to
//! [`literal!`](macro@literal): raw strings, escapes and literals that another macro passed on, which it compares by their
//! value, and wrong names, for which it says at the literal what is meant.

mod near;
mod text;

use proc_macro::{Delimiter, Group, Ident, Literal, Punct, Spacing, Span, TokenStream, TokenTree};

/// Takes `"event" "chatflow" ["message.new" ..] ["conversation.new_message" => "message.new" ..]` and what stands in the
/// user's macro call. Expands to that literal if it is a name, and to an error at its place if not.
#[proc_macro]
pub fn literal(input: TokenStream) -> TokenStream {
    match check(input) {
        Ok(name) => TokenTree::from(name).into(),
        Err(mistake) => mistake.into_compile_error(),
    }
}

/// What is wrong with a call, and where.
struct Mistake {
    span: Span,
    message: String,
}

impl Mistake {
    fn into_compile_error(self) -> TokenStream {
        let spanned = |mut token: TokenTree| {
            token.set_span(self.span);
            token
        };
        let message = TokenTree::from(Literal::string(&self.message));
        let path = [
            Punct::new(':', Spacing::Joint).into(),
            Punct::new(':', Spacing::Alone).into(),
            Ident::new("core", self.span).into(),
            Punct::new(':', Spacing::Joint).into(),
            Punct::new(':', Spacing::Alone).into(),
            Ident::new("compile_error", self.span).into(),
            Punct::new('!', Spacing::Alone).into(),
            Group::new(Delimiter::Brace, TokenStream::from(spanned(message))).into(),
        ];
        path.map(spanned).into_iter().collect()
    }
}

/// The names that a call is held to.
struct Names {
    /// What they name, as in `event`.
    kind: String,
    /// The contract.
    contract: String,
    /// The right ones.
    right: Vec<String>,
    /// Wrong or former ones, each with the right one.
    aliases: Vec<(String, String)>,
}

fn check(input: TokenStream) -> Result<Literal, Mistake> {
    let mut tokens = input.into_iter();
    let names =
        parse_names(&mut tokens).expect("generated macros put a kind, a contract and two lists before the literal");
    let (written, span) = parse_literal(tokens, &names.kind)?;
    if names.right.contains(&written) {
        let mut literal = Literal::string(&written);
        literal.set_span(span);
        return Ok(literal);
    }
    Err(Mistake { span, message: names.explain(&written) })
}

fn parse_names(tokens: &mut impl Iterator<Item = TokenTree>) -> Option<Names> {
    let kind = text::of_token(&tokens.next()?)?;
    let contract = text::of_token(&tokens.next()?)?;
    let right = parse_list(tokens.next()?)?;
    let aliases = parse_list(tokens.next()?)?;
    let aliases = aliases.chunks_exact(2).map(|pair| (pair[0].clone(), pair[1].clone())).collect();
    Some(Names { kind, contract, right, aliases })
}

/// The literals of a list; what stands between them is for people.
fn parse_list(token: TokenTree) -> Option<Vec<String>> {
    let TokenTree::Group(group) = token else { return None };
    Some(group.stream().into_iter().filter_map(|token| text::of_token(&token)).collect())
}

/// The value of the one literal that the user wrote, and its place.
fn parse_literal(tokens: impl Iterator<Item = TokenTree>, kind: &str) -> Result<(String, Span), Mistake> {
    let tokens: Vec<TokenTree> = tokens.collect();
    let token = match tokens.as_slice() {
        [token] => token,
        // A comma may follow, as in every call.
        [token, TokenTree::Punct(comma)] if comma.as_char() == ',' => token,
        _ => {
            let span = tokens.first().map_or_else(Span::call_site, TokenTree::span);
            return Err(Mistake { span, message: format!("`{kind}_name!` takes one string literal") });
        }
    };
    let (inner, span) = text::unwrapped(token);
    inner.as_ref().and_then(text::of_token).map(|written| (written, span)).ok_or_else(|| Mistake {
        span,
        message: format!("`{kind}_name!` takes a string literal, so that the name can be checked at compile time"),
    })
}

impl Names {
    /// Says what is meant by a name that is not there.
    fn explain(&self, written: &str) -> String {
        let Self { kind, contract, right, aliases } = self;
        let article_and_name = format!("no {kind} `{written}` in {contract}");
        if let Some((_, name)) = aliases.iter().find(|(alias, _)| alias == written) {
            return format!("{article_and_name}: it is called `{name}`");
        }
        let candidates = right.iter().map(|name| (name, name)).chain(aliases.iter().map(|(alias, name)| (alias, name)));
        if let Some(name) = near::nearest(written, candidates) {
            return format!("{article_and_name}: did you mean `{name}`?");
        }
        let listed: Vec<String> = right.iter().take(LISTED).map(|name| format!("`{name}`")).collect();
        match right.len() {
            0 => format!("{article_and_name}: it has none"),
            1..=LISTED => format!("{article_and_name}: it has {}", listed.join(", ")),
            count => format!("{article_and_name}: it has {} and {} more", listed.join(", "), count - LISTED),
        }
    }
}

/// How many names an error lists.
const LISTED: usize = 8;
