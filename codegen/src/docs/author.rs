//! What a catalogue's author wrote for people, as blocks and lines of the page model.
//!
//! In: text, Markdown or not, friendly or hostile. Out: paragraphs, lists, tables, fenced code, code spans, emphasis and links
//! to the web; pictures become links. Everything else that looks like markup (HTML, quotes, other links) is plain words, so
//! that no description can change the shape of a page. Characters that nobody sees are gone.

use super::page::{Block, Inline, Language, Table, Target, plain as plain_text, text};
use crate::json::is_hidden;
use crate::prose;

/// A description: blocks.
pub fn blocks(words: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open = Open::Nothing;
    let mut lines = words.lines().peekable();
    while let Some(line) = lines.next() {
        let trimmed = line.trim();
        if let Some(fence) = fence(trimmed) {
            open.end(&mut blocks);
            let language = trimmed[fence.len()..].trim().to_owned();
            let code: Vec<String> =
                lines.by_ref().take_while(|line| !closes(line.trim(), fence)).map(visible_line).collect();
            blocks.push(Block::Code(Language::Other(language), code.join("\n")));
        } else if trimmed.is_empty() {
            open.end(&mut blocks);
        } else if trimmed.starts_with('|') && lines.peek().is_some_and(|next| is_rule(next)) {
            open.end(&mut blocks);
            lines.next();
            let rows = std::iter::from_fn(|| lines.next_if(|line| line.trim().starts_with('|')));
            blocks.push(Block::Table(table(trimmed, rows)));
        } else if let Some(item) = bullet(trimmed) {
            open.item(item, false, &mut blocks);
        } else if let Some(item) = numbered(trimmed) {
            open.item(item, true, &mut blocks);
        } else if let Some(heading) = heading(trimmed) {
            open.end(&mut blocks);
            blocks.push(Block::Paragraph(vec![Inline::Strong(line_of(heading))]));
        } else {
            open.more(trimmed);
        }
    }
    open.end(&mut blocks);
    blocks
}

/// A summary or a field's description: one line.
pub fn line_of(words: &str) -> Vec<Inline> {
    if is_plain(words) {
        return if words.is_empty() { Vec::new() } else { vec![text(words.to_owned())] };
    }
    let words = prose::one_line(words);
    let mut line = Vec::new();
    let mut plain = String::new();
    let mut rest = words.as_str();
    while let Some(first) = rest.chars().next() {
        match inline(rest) {
            Some((part, after)) => {
                if !plain.is_empty() {
                    line.push(text(std::mem::take(&mut plain)));
                }
                line.push(part);
                rest = after;
            }
            None => {
                let skipped = run(rest, first);
                plain.push_str(&rest[..skipped]);
                rest = &rest[skipped..];
            }
        }
    }
    if !plain.is_empty() {
        line.push(text(plain));
    }
    line
}

/// The same without its marks, for where nothing but words can stand.
pub fn plain(words: &str) -> String {
    plain_text(&line_of(words))
}

/// Whether words are a line without markup as they stand, as nearly all are.
fn is_plain(words: &str) -> bool {
    let plain = |byte: u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'`' | b'*' | b'<' | b'[');
    words.bytes().all(plain) && !words.contains("  ") && words.trim().len() == words.len()
}

/// Optional words on one line.
pub fn line(words: Option<&str>) -> Vec<Inline> {
    words.map(line_of).unwrap_or_default()
}

/// Optional words as a paragraph, if they say anything.
pub fn paragraph(words: Option<&str>) -> Option<Block> {
    let line = line(words);
    (!line.is_empty()).then_some(Block::Paragraph(line))
}

/// The block that lines are being collected for.
enum Open {
    Nothing,
    Paragraph(String),
    List { numbered: bool, items: Vec<String> },
}

impl Open {
    fn end(&mut self, blocks: &mut Vec<Block>) {
        let lines = |items: Vec<String>| items.iter().map(|item| line_of(item)).collect();
        match std::mem::replace(self, Self::Nothing) {
            Self::Nothing => {}
            Self::Paragraph(words) => blocks.extend(paragraph(Some(&words))),
            Self::List { numbered: false, items } => blocks.push(Block::List(lines(items))),
            Self::List { numbered: true, items } => blocks.push(Block::Steps(lines(items))),
        }
    }

    fn more(&mut self, line: &str) {
        let words = match self {
            Self::Nothing => return *self = Self::Paragraph(line.to_owned()),
            Self::Paragraph(words) => words,
            Self::List { items, .. } => match items.last_mut() {
                Some(item) => item,
                None => return items.push(line.to_owned()),
            },
        };
        words.push(' ');
        words.push_str(line);
    }

    fn item(&mut self, item: &str, in_order: bool, blocks: &mut Vec<Block>) {
        match self {
            Self::List { numbered, items } if *numbered == in_order => items.push(item.to_owned()),
            _ => {
                self.end(blocks);
                *self = Self::List { numbered: in_order, items: vec![item.to_owned()] };
            }
        }
    }
}

/// The run of fence characters that a line opens a code block with.
fn fence(line: &str) -> Option<&str> {
    let first = line.chars().next().filter(|first| matches!(first, '`' | '~'))?;
    let fence = &line[..run(line, first)];
    (fence.len() >= 3 && !line[fence.len()..].contains('`')).then_some(fence)
}

fn closes(line: &str, fence: &str) -> bool {
    line.starts_with(fence) && line.trim_start_matches(&fence[..1]).is_empty()
}

fn bullet(line: &str) -> Option<&str> {
    ["- ", "* ", "+ "].iter().find_map(|bullet| line.strip_prefix(bullet))
}

fn numbered(line: &str) -> Option<&str> {
    let after = line.trim_start_matches(|ch: char| ch.is_ascii_digit());
    let item = after.strip_prefix(". ").or_else(|| after.strip_prefix(") "))?;
    (after.len() < line.len()).then_some(item)
}

fn heading(line: &str) -> Option<&str> {
    let words = line.trim_start_matches('#');
    ((1..=6).contains(&(line.len() - words.len()))).then(|| words.strip_prefix(' ')).flatten()
}

/// Whether a line parts a table's head from its rows.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.starts_with('|') && line.contains('-') && line.chars().all(|ch| matches!(ch, '|' | '-' | ':' | ' '))
}

/// A table; every row gets as many cells as the head has.
fn table<'a>(head: &str, rows: impl Iterator<Item = &'a str>) -> Table {
    let columns = cells(head);
    let width = columns.len();
    let fitted = |line: &str| {
        let mut row = cells(line);
        row.resize(width, Vec::new());
        row
    };
    Table { columns, rows: rows.map(fitted).collect() }
}

fn cells(line: &str) -> Vec<Vec<Inline>> {
    let line = line.trim().trim_start_matches('|');
    // A bar that is escaped is text.
    let line = line.replace("\\|", "\u{1}");
    let line = line.trim_end().trim_end_matches('|');
    line.split('|').map(|cell| line_of(&cell.replace('\u{1}', "|"))).collect()
}

/// One line of code without the characters that nobody sees; its indentation stays.
fn visible_line(line: &str) -> String {
    let indent = line.len() - line.trim_start_matches([' ', '\t']).len();
    let words: String = line[indent..].chars().filter(|ch| !is_hidden(*ch)).collect();
    line[..indent].replace('\t', "    ") + &words
}

/// The markup that `rest` starts with, and what follows it.
fn inline(rest: &str) -> Option<(Inline, &str)> {
    if rest.starts_with('`') {
        return code_span(rest);
    }
    if let Some(inner) = rest.strip_prefix("**") {
        let (words, after) = inner.split_once("**").filter(|(words, _)| flanks(words))?;
        return Some((Inline::Strong(line_of(words)), after));
    }
    if let Some(inner) = rest.strip_prefix('*') {
        let (words, after) = inner.split_once('*').filter(|(words, _)| flanks(words))?;
        return Some((Inline::Emphasis(line_of(words)), after));
    }
    if let Some(inner) = rest.strip_prefix('<') {
        let (address, after) = inner.split_once('>')?;
        return web(address).map(|target| (Inline::Link(vec![text(address.to_owned())], target), after));
    }
    // A picture is no more than a link: a page loads nothing.
    let link = rest.strip_prefix('!').unwrap_or(rest);
    let (words, after) = link.strip_prefix('[')?.split_once("](")?;
    let (address, after) = after.split_at(closing(after)?);
    let after = &after[1..];
    let target = (!words.contains(['[', ']'])).then(|| web(address)).flatten()?;
    Some((Inline::Link(line_of(words), target), after))
}

/// Where the parenthesis closes that is open at the start.
fn closing(text: &str) -> Option<usize> {
    let mut open = 1;
    let closes = |ch: char| {
        open += match ch {
            '(' => 1,
            ')' => -1,
            _ => 0,
        };
        open == 0
    };
    text.find(closes)
}

fn code_span(rest: &str) -> Option<(Inline, &str)> {
    let ticks = &rest[..run(rest, '`')];
    let mut at = ticks.len();
    while let Some(found) = rest[at..].find('`') {
        let start = at + found;
        let length = run(&rest[start..], '`');
        if length == ticks.len() {
            let inner = &rest[ticks.len()..start];
            let stripped = inner.strip_prefix(' ').and_then(|inner| inner.strip_suffix(' '));
            let words = stripped.filter(|words| !words.trim().is_empty()).unwrap_or(inner);
            return Some((Inline::Code(words.to_owned()), &rest[start + length..]));
        }
        at = start + length;
    }
    None
}

fn flanks(words: &str) -> bool {
    !words.is_empty() && !words.starts_with([' ', '*']) && !words.ends_with([' ', '*'])
}

/// The target of an address that a page may lead to.
fn web(address: &str) -> Option<Target> {
    let known = ["https://", "http://", "mailto:"].iter().any(|scheme| address.starts_with(scheme));
    (known && !address.contains(char::is_whitespace)).then(|| Target::Web(address.to_owned()))
}

/// How many bytes of `first` the text starts with.
fn run(text: &str, first: char) -> usize {
    text.len() - text.trim_start_matches(first).len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::docs::page::code;

    #[test]
    fn known_markup_is_read() {
        assert_eq!(line_of("a `b` c"), [text("a "), code("b"), text(" c")]);
        assert_eq!(
            line_of("**a** *b*"),
            [Inline::Strong(vec![text("a")]), text(" "), Inline::Emphasis(vec![text("b")]),]
        );
        assert_eq!(line_of("[a](https://x.org)"), [Inline::Link(vec![text("a")], Target::Web("https://x.org".into()))]);
        assert_eq!(line_of("`` a`b ``"), [code("a`b")]);
    }

    #[test]
    fn a_picture_is_a_link() {
        let link = Inline::Link(vec![text("a")], Target::Web("https://x.org/a.png".into()));
        assert_eq!(line_of("![a](https://x.org/a.png)"), [link]);
    }

    #[test]
    fn other_markup_is_plain_words() {
        for words in ["<script>", "[a](javascript:alert(1))", "![a](b.png)", "a * b * c", "`open", "**", "2 ** 3"] {
            assert_eq!(line_of(words), [text(words)], "{words}");
        }
    }

    #[test]
    fn blocks_keep_lists_and_fences() {
        let blocks = blocks(
            "One\ntwo.\n\n- a\n  more\n- b\n\n1. c\n\n```js\nx | y\n```\n# Title\nlast\n\n|a|b|\n|-|-|\n|c\\|d|",
        );
        let shown = format!("{blocks:?}");
        assert_eq!(blocks.len(), 7, "{shown}");
        assert!(shown.contains("c|d"), "{shown}");
        assert!(shown.contains("One two.") && shown.contains("a more") && shown.contains("x | y"), "{shown}");
    }

    #[test]
    fn an_open_fence_ends_with_the_text() {
        assert!(matches!(&blocks("```\na")[..], [Block::Code(_, code)] if code == "a"));
    }
}
