//! How the words of a name are joined.

use std::fmt;

use super::pattern::most;
use crate::catalogue::WordStyle;

/// The style of a segment of a name, or of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// A style with a name.
    Of(WordStyle),
    /// Capitals alone.
    Capitals,
    /// Several at once.
    Mixed,
}

impl Style {
    /// The style of a text; none for a single word in lower case, which fits nearly every style. Signs at the edges are no
    /// part of it.
    pub(crate) fn of(text: &str) -> Option<Self> {
        let text = text.trim_matches(|ch: char| !ch.is_alphanumeric());
        let has = |test: fn(char) -> bool| text.contains(test);
        let (upper, lower) = (has(char::is_uppercase), has(char::is_lowercase));
        Some(match (text.contains('_'), text.contains('-')) {
            (true, true) => Self::Mixed,
            (true, false) if !upper => Self::Of(WordStyle::Snake),
            (false, true) if !upper => Self::Of(WordStyle::Kebab),
            (true, _) | (_, true) if lower => Self::Mixed,
            (true, _) | (_, true) => Self::Capitals,
            _ if !upper => return None,
            _ if !lower => Self::Capitals,
            _ if text.starts_with(char::is_uppercase) => Self::Of(WordStyle::Pascal),
            _ => Self::Of(WordStyle::Camel),
        })
    }
}

/// The style of most of them, with their count: one that has a name, since no convention asks for the others.
pub(crate) fn common_style(styles: impl Iterator<Item = Style>) -> Option<(WordStyle, usize)> {
    most(styles.filter_map(|style| match style {
        Style::Of(style) => Some(style),
        Style::Capitals | Style::Mixed => None,
    }))
}

impl fmt::Display for Style {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Of(style) => style.as_str(),
            Self::Capitals => "capitals",
            Self::Mixed => "several styles at once",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_is_seen_in_the_joints_of_words() {
        assert_eq!(Style::of("read"), None);
        assert_eq!(Style::of("_id2"), None);
        for (text, style) in [
            ("created_at", Style::Of(WordStyle::Snake)),
            ("created-at", Style::Of(WordStyle::Kebab)),
            ("createdAt", Style::Of(WordStyle::Camel)),
            ("CreatedAt", Style::Of(WordStyle::Pascal)),
            ("ID", Style::Capitals),
            ("MAX_SIZE", Style::Capitals),
            ("created_At", Style::Mixed),
            ("a-b_c", Style::Mixed),
        ] {
            assert_eq!(Style::of(text), Some(style), "{text}");
        }
    }
}
