//! Plain scalars after YAML 1.2's core schema.
//!
//! In: an unquoted text. Out: what it stands for, and whether other readers of YAML would see something else there.

use std::borrow::Cow;

use super::{Kind, Number};

/// What a plain scalar stands for, with a doubt about it where there is one.
pub(super) struct Resolved {
    pub(super) kind: Kind,
    pub(super) doubt: Option<Doubt>,
}

/// Why a plain scalar may not be what its writer meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    /// `010`: ten here, eight to readers of YAML 1.1.
    LeadingZero,
    /// `1_000`: a text here, a number to readers of YAML 1.1.
    Underscore,
    /// `10:30`: a text here, a number in base sixty to readers of YAML 1.1.
    BaseSixty,
    /// `no`: a text here, a boolean to readers of YAML 1.1.
    Boolean,
    /// `.inf` and `.nan`, which JSON cannot hold.
    NotFinite,
}

/// Reads a plain scalar.
pub(super) fn resolve(text: Cow<'_, str>) -> Resolved {
    let (kind, doubt) = match text.as_bytes().first() {
        None | Some(b'~' | b'n' | b'N' | b't' | b'T' | b'f' | b'F' | b'y' | b'Y' | b'o' | b'O') => word(&text),
        Some(b'0'..=b'9' | b'+' | b'-' | b'.') => number(&text),
        Some(_) => (None, None),
    };
    Resolved { kind: kind.unwrap_or_else(|| Kind::String(text.into_owned())), doubt }
}

fn word(text: &str) -> (Option<Kind>, Option<Doubt>) {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => (Some(Kind::Null), None),
        "true" | "True" | "TRUE" => (Some(Kind::Bool(true)), None),
        "false" | "False" | "FALSE" => (Some(Kind::Bool(false)), None),
        _ => (None, former_boolean(text).map(|_| Doubt::Boolean)),
    }
}

/// What an unquoted word is to readers of YAML 1.1, where it is a boolean to them alone. (The first version of YAML has `y` and `n`
/// as well, which hardly any reader took up.)
pub(crate) fn former_boolean(text: &str) -> Option<bool> {
    match text {
        "yes" | "Yes" | "YES" | "on" | "On" | "ON" => Some(true),
        "no" | "No" | "NO" | "off" | "Off" | "OFF" => Some(false),
        _ => None,
    }
}

fn number(text: &str) -> (Option<Kind>, Option<Doubt>) {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    if matches!(unsigned, ".inf" | ".Inf" | ".INF") || matches!(text, ".nan" | ".NaN" | ".NAN") {
        return (None, Some(Doubt::NotFinite));
    }
    if let Some(digits) = text.strip_prefix("0x") {
        return (radix(digits, 16), None);
    }
    if let Some(digits) = text.strip_prefix("0o") {
        return (radix(digits, 8), None);
    }
    let Some(decimal) = decimal(unsigned) else {
        let underscored = unsigned.starts_with(|ch: char| ch.is_ascii_digit())
            && unsigned.contains('_')
            && decimal(&unsigned.replace('_', "")).is_some();
        let doubt =
            if underscored { Some(Doubt::Underscore) } else { base_sixty(unsigned).then_some(Doubt::BaseSixty) };
        return (None, doubt);
    };
    let sign = if text.starts_with('-') { "-" } else { "" };
    let doubt = (unsigned.len() > 1 && unsigned.bytes().all(|byte| byte.is_ascii_digit()) && unsigned.starts_with('0'))
        .then_some(Doubt::LeadingZero);
    (Some(Kind::Number(Number(format!("{sign}{decimal}")))), doubt)
}

/// Whether an unsigned text is a whole number in base sixty to readers of YAML 1.1, as `10:30` and `1:02:03` are.
fn base_sixty(text: &str) -> bool {
    let mut parts = text.split(':');
    let first = parts.next().unwrap_or_default();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let mut others = parts.map(|part| digits(part) && part.len() <= 2 && part < "60").peekable();
    digits(first) && !first.starts_with('0') && others.peek().is_some() && others.all(|fits| fits)
}

/// `0x1F` and `0o17`, where they fit 128 bits; larger ones remain texts.
fn radix(digits: &str, radix: u32) -> Option<Kind> {
    if !digits.bytes().all(|byte| char::from(byte).is_digit(radix)) {
        return None;
    }
    u128::from_str_radix(digits, radix).ok().map(|value| Kind::Number(Number(value.to_string())))
}

/// A decimal number without sign, as JSON writes it.
fn decimal(text: &str) -> Option<Cow<'_, str>> {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let has_digits = !whole.is_empty() || fraction.is_some_and(|fraction| !fraction.is_empty());
    let exponent_fits = exponent.is_none_or(|exponent| {
        let unsigned = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !unsigned.is_empty() && digits(unsigned)
    });
    if !has_digits || !digits(whole) || !fraction.is_none_or(digits) || !exponent_fits {
        return None;
    }
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        trimmed => trimmed,
    };
    Some(match (fraction, exponent) {
        (None, None) => Cow::Borrowed(whole),
        (Some(""), None) => Cow::Owned(format!("{whole}.0")),
        (Some(fraction), None) => Cow::Owned(format!("{whole}.{fraction}")),
        (None | Some(""), Some(exponent)) => Cow::Owned(format!("{whole}e{exponent}")),
        (Some(fraction), Some(exponent)) => Cow::Owned(format!("{whole}.{fraction}e{exponent}")),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        match resolve(text.into()).kind {
            Kind::Null => "null".to_owned(),
            Kind::Bool(value) => value.to_string(),
            Kind::Number(number) => number.0,
            Kind::String(text) => format!("{text:?}"),
            Kind::List(_) | Kind::Map(_) => unreachable!("a scalar is no collection"),
        }
    }

    #[test]
    fn the_core_schema_decides() {
        for (text, expected) in [
            ("", "null"),
            ("~", "null"),
            ("null", "null"),
            ("nULL", r#""nULL""#),
            ("true", "true"),
            ("FALSE", "false"),
            ("no", r#""no""#),
            ("on", r#""on""#),
            ("12", "12"),
            ("-12", "-12"),
            ("+12", "12"),
            ("010", "10"),
            ("0", "0"),
            ("-0", "-0"),
            ("12345678901234567890123456", "12345678901234567890123456"),
            ("0x1F", "31"),
            ("0o17", "15"),
            ("0x", r#""0x""#),
            ("0xZZ", r#""0xZZ""#),
            ("1.50", "1.50"),
            (".5", "0.5"),
            ("5.", "5.0"),
            (".", r#"".""#),
            ("-", r#""-""#),
            ("1e3", "1e3"),
            ("1.e3", "1e3"),
            ("1e", r#""1e""#),
            ("1_000", r#""1_000""#),
            ("1.0.0", r#""1.0.0""#),
            ("10s", r#""10s""#),
            ("2026-02-12", r#""2026-02-12""#),
            (".inf", r#"".inf""#),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn a_doubt_is_told_where_other_readers_differ() {
        let doubt = |text: &str| resolve(text.into()).doubt;
        assert_eq!(doubt("010"), Some(Doubt::LeadingZero));
        assert_eq!(doubt("-007"), Some(Doubt::LeadingZero));
        assert_eq!(doubt("0.10"), None);
        assert_eq!(doubt("0"), None);
        assert_eq!(doubt("1_000"), Some(Doubt::Underscore));
        assert_eq!(doubt("msg_123"), None);
        assert_eq!(doubt("1_a"), None);
        assert_eq!(doubt("-.inf"), Some(Doubt::NotFinite));
        assert_eq!(doubt("no"), Some(Doubt::Boolean));
        assert_eq!(doubt("On"), Some(Doubt::Boolean));
        assert_eq!(doubt("nO"), None);
        assert_eq!(doubt("none"), None);
        assert_eq!(doubt("10:30"), Some(Doubt::BaseSixty));
        assert_eq!(doubt("1:02:03"), Some(Doubt::BaseSixty));
        assert_eq!(doubt("09:30"), None);
        assert_eq!(doubt("10:75"), None);
        assert_eq!(doubt("10:"), None);
        assert_eq!(doubt("2026-02-12T10:30:00Z"), None);
    }
}
