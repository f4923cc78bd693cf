//! What can be wrong with a text before anything of the catalogue's format is known.
//!
//! The rules that the tree reports, and the words for them.

use granit_parser::{ErrorKind, ScanError};

use super::scalar::{self, Doubt};
use super::yaml::{MAX_DEPTH, MAX_EXPANSION};
use crate::diagnostic::Diagnostic;
use crate::rule::{Rule, rule};
use crate::source::Span;

/// The text must be YAML.
pub static SYNTAX: Rule = rule!(error Files "syntax", "a file is YAML 1.2 or JSON");
/// One file, one document.
pub static SEVERAL_DOCUMENTS: Rule = rule!(error Files "several-documents", "a file holds one YAML document");
/// Aliases name earlier anchors.
pub static UNKNOWN_ALIAS: Rule = rule!(error Files "unknown-alias", "an alias names an anchor that stands before it");
/// Aliases stay small.
pub static ALIAS_BOMB: Rule =
    rule!(error Files "alias-bomb", "anchors and aliases do not multiply a file beyond measure");
/// Nesting is bounded.
pub static TOO_DEEP: Rule = rule!(error Files "too-deep", "lists and maps are nested at most 128 deep");
/// Tags of other programs mean nothing here.
pub static UNKNOWN_TAG: Rule =
    rule!(error Files "unknown-tag", "only YAML's own tags are used, each on a value that fits it");
/// Keys are texts.
pub static KEY_NOT_TEXT: Rule = rule!(error Files "key-not-text", "the keys of a map are texts");
/// Numbers that JSON has too.
pub static NOT_FINITE: Rule = rule!(error Files "number-not-finite", "numbers are finite");
/// Scalars that YAML 1.1 reads otherwise.
pub static AMBIGUOUS_SCALAR: Rule =
    rule!(warning Files "ambiguous-scalar", "an unquoted value means the same to readers of YAML 1.1 and 1.2");

/// A fault after which nothing can be read.
pub(super) type Fatal = Box<Diagnostic>;

/// A character that YAML does not allow.
pub(super) fn forbidden(ch: char, span: Span) -> Diagnostic {
    let message = format!("the character U+{:04X} cannot stand in YAML", u32::from(ch));
    let help = format!("write `\\u{:04x}` in double quotes, if it is meant", u32::from(ch));
    Diagnostic::new(&SYNTAX, span, message).help(help)
}

/// A text that is no YAML; `line` is what stands before the place on its line.
pub(super) fn syntax(error: &ScanError, span: Span, line: &str, in_brackets: bool) -> Fatal {
    if !span.range().is_empty() && line.trim_end().ends_with(['}', ']']) {
        let help = "put the whole value in quotes, if it is one text";
        return Box::new(Diagnostic::new(&SYNTAX, span, "text follows a closing bracket").help(help));
    }
    let (message, help) = explain(error, in_brackets);
    Box::new(Diagnostic::new(&SYNTAX, span, message).help_if(help.map(str::to_owned)))
}

/// Something is nested beyond measure.
pub(super) fn too_deep(span: Span) -> Fatal {
    let message = format!("this is nested more than {MAX_DEPTH} deep");
    let help = "give inner schemas a name under `schemas`, and refer to them with `$ref`";
    Box::new(Diagnostic::new(&TOO_DEEP, span, message).help(help))
}

/// Aliases multiply beyond measure.
pub(super) fn bomb(span: Span) -> Fatal {
    let message = format!("anchors and aliases add more than {MAX_EXPANSION} values to this file");
    Box::new(Diagnostic::new(&ALIAS_BOMB, span, message).help("share schemas with `$ref`, which copies nothing"))
}

/// A scalar may not be what its writer meant.
pub(super) fn doubtful(written: &str, doubt: Doubt, span: Span) -> Diagnostic {
    match doubt {
        Doubt::LeadingZero => {
            let number = match written.trim_start_matches(['+', '-', '0']) {
                "" => "0",
                digits => digits,
            };
            let sign = if written.starts_with('-') { "-" } else { "" };
            let message = format!("`{written}` is the number {sign}{number} here, and in base eight to other readers");
            let help = format!("write `{sign}{number}` for the number, or `\"{written}\"` for the text");
            Diagnostic::new(&AMBIGUOUS_SCALAR, span, message).help(help)
        }
        Doubt::Underscore => {
            let number = written.replace('_', "");
            let message = format!("`{written}` is a text here, and the number {number} to other readers");
            let help = format!("write `{number}` for the number, or `\"{written}\"` for the text");
            Diagnostic::new(&AMBIGUOUS_SCALAR, span, message).help(help)
        }
        Doubt::BaseSixty => {
            let message = format!("`{written}` is a text here, and a number in base sixty to other readers");
            let quoted = format!("\"{written}\"");
            let help = format!("put it in quotes: `{quoted}`");
            Diagnostic::new(&AMBIGUOUS_SCALAR, span, message).help(help).fix(span, quoted)
        }
        Doubt::Boolean => {
            let value = scalar::former_boolean(written).unwrap_or_default();
            let message = format!("`{written}` is a text here, and the boolean `{value}` to other readers");
            let help = format!("write `\"{written}\"` for the text, or `{value}` for the boolean");
            Diagnostic::new(&AMBIGUOUS_SCALAR, span, message).help(help)
        }
        Doubt::NotFinite => {
            let message = format!("`{written}` is no number that JSON can write");
            Diagnostic::new(&NOT_FINITE, span, message).help("leave a bound out, where there is none")
        }
    }
}

/// The parser's words, and for the usual slips our own.
fn explain(error: &ScanError, in_brackets: bool) -> (String, Option<&'static str>) {
    let quote_in_brackets = "between braces or brackets, a text with one of `{ } [ ] , :` in it must be quoted";
    let (message, help) = match error.kind() {
        ErrorKind::MappingValueNotAllowed => {
            (Some("a second `:` on one line".to_owned()), Some("put a text that holds `: ` in quotes"))
        }
        ErrorKind::UnexpectedCharacter { character } => {
            let message = format!("a text cannot start with `{}` unless it is quoted", character.escape_default());
            (Some(message), Some("put the text in quotes"))
        }
        ErrorKind::ExpectedBlockMappingKey | ErrorKind::ExpectedBlockSequenceEntry => (
            Some("this line does not belong to the lines above it".to_owned()),
            Some("indent what belongs together by the same number of spaces"),
        ),
        ErrorKind::TabNotAllowed
        | ErrorKind::TabInBlockIndentation
        | ErrorKind::TabInIndentation
        | ErrorKind::TabInPlainScalar => (Some("a tab where YAML wants spaces".to_owned()), Some("indent with spaces")),
        ErrorKind::UnclosedQuotedScalar | ErrorKind::InvalidQuotedScalarIndent => {
            (Some("a quoted text is not closed".to_owned()), Some("add the closing quote"))
        }
        _ => (None, None),
    };
    let message = message.unwrap_or_else(|| {
        let info = error.info();
        let (context, fault) = info.split_once(", ").unwrap_or(("", &info));
        if context.starts_with("while ") { fault.to_owned() } else { info }
    });
    (message, if in_brackets { Some(quote_in_brackets) } else { help })
}
