//! YAML 1.2 and JSON text to [`Node`]s.
//!
//! In: one source text. Out: its tree, with aliases expanded and merge keys applied; or nothing, where the text is
//! no YAML, nests too deeply or expands to too much. Every fault is reported. Whatever the text, this ends soon and
//! the tree is at most [`MAX_DEPTH`] deep, so that later stages may recurse.

use std::borrow::Cow;
use std::collections::HashMap;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, StrInput, StructureStyle, Tag};

use super::faults::{self, Fatal, KEY_NOT_TEXT, SEVERAL_DOCUMENTS, UNKNOWN_ALIAS, UNKNOWN_TAG};
use super::map::{Key, MapBuilder};
use super::scalar;
use super::{Kind, Node};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::{SourceId, Span, Spanned};
use crate::suggest;

/// The deepest nesting of lists and maps, aliases expanded.
pub const MAX_DEPTH: usize = 128;

/// The longest key, in characters. YAML allows 1,024 without a `?` before them; JSON knows no such bound.
const MAX_KEY: usize = 65_536;

/// How much anchors and aliases may add: a node counts one, and so do 32 bytes of text.
pub(super) const MAX_EXPANSION: usize = 250_000;

/// Parses a source's text. An empty text is null.
pub fn parse(source: SourceId, text: &str, diagnostics: &mut Diagnostics) -> Option<Node> {
    if let Some((at, ch)) = text.char_indices().find(|(_, ch)| is_forbidden(*ch)) {
        let span = Span { source, start: at as u32, end: (at + ch.len_utf8()) as u32 };
        diagnostics.push(faults::forbidden(ch, span));
        return None;
    }
    let mut builder = Builder::new(source, text, diagnostics);
    for event in parser(text) {
        let step = match event {
            Ok((event, place)) => builder.step(event, place),
            Err(error) => Err(builder.syntax_error(&error)),
        };
        match step {
            Ok(Flow::On) => {}
            Ok(Flow::Enough) => break,
            Err(fault) => {
                builder.diagnostics.push(*fault);
                return None;
            }
        }
    }
    let empty = Node { span: Span { source, start: 0, end: 0 }, kind: Kind::Null };
    Some(builder.root.unwrap_or(empty))
}

/// The parser as every reader of a text here uses it.
pub(super) fn parser(text: &str) -> Parser<'_, StrInput<'_>> {
    let options = granit_parser::options! {
        emit_unresolved_aliases: true,
        emit_anchor_events: true,
        flow_nesting_limit: MAX_DEPTH + 1,
        block_nesting_limit: MAX_DEPTH + 1,
        simple_key_max_lookahead: MAX_KEY,
    };
    Parser::new_from_str_with_options(text, options)
}

/// What YAML's `c-printable` leaves out of what UTF-8 text can hold.
fn is_forbidden(ch: char) -> bool {
    matches!(ch, '\0'..='\x08' | '\x0b' | '\x0c' | '\x0e'..='\x1f' | '\u{fffe}' | '\u{ffff}')
}

/// Whether there is more to read.
enum Flow {
    On,
    Enough,
}

/// A finished value with what it takes to copy and to nest it.
struct Built {
    node: Node,
    weight: usize,
    height: usize,
}

/// A list or map that is still open.
struct Frame {
    items: Items,
    span: Span,
    anchor: usize,
    style: StructureStyle,
    weight: usize,
    height: usize,
}

enum Items {
    List(Vec<Node>),
    Map(MapBuilder),
}

struct Builder<'run> {
    source: SourceId,
    text: &'run str,
    diagnostics: &'run mut Diagnostics,
    stack: Vec<Frame>,
    root: Option<Node>,
    /// Finished anchors, by the parser's number.
    anchors: HashMap<usize, Built>,
    anchor_names: Vec<(usize, String)>,
    expansion: usize,
    documents: usize,
}

impl<'run> Builder<'run> {
    fn new(source: SourceId, text: &'run str, diagnostics: &'run mut Diagnostics) -> Self {
        Self {
            source,
            text,
            diagnostics,
            stack: Vec::new(),
            root: None,
            anchors: HashMap::new(),
            anchor_names: Vec::new(),
            expansion: 0,
            documents: 0,
        }
    }

    fn step(&mut self, event: Event<'_>, place: granit_parser::Span) -> Result<Flow, Fatal> {
        match event {
            Event::DocumentStart(..) => return Ok(self.start_document(self.span(place))),
            Event::Scalar(text, style, anchor, tag) => self.scalar(text, style, anchor, tag.as_deref(), place)?,
            Event::SequenceStart(style, anchor, tag) => {
                self.check_collection_tag(tag.as_deref(), "seq", place);
                self.open(Items::List(Vec::new()), style, anchor, place)?;
            }
            Event::MappingStart(style, anchor, tag) => {
                self.check_collection_tag(tag.as_deref(), "map", place);
                self.open(Items::Map(MapBuilder::default()), style, anchor, place)?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(place)?,
            Event::Alias(anchor) => self.alias(anchor, self.span(place))?,
            Event::Anchor(anchor, name) => self.anchor_names.push((anchor, name.into_owned())),
            Event::UnresolvedAlias(name) => self.unknown_alias(&name, self.span(place)),
            // The ends of streams and documents, and comments, carry no value.
            _ => {}
        }
        Ok(Flow::On)
    }

    fn start_document(&mut self, span: Span) -> Flow {
        self.documents += 1;
        if self.documents == 1 {
            return Flow::On;
        }
        let help = "put it into a file of its own, and name that file under `include`";
        let message = "a second YAML document starts here, and a file holds only one";
        self.diagnostics.push(Diagnostic::new(&SEVERAL_DOCUMENTS, span, message).help(help));
        Flow::Enough
    }

    fn scalar(
        &mut self,
        text: Cow<'_, str>,
        style: ScalarStyle,
        anchor: usize,
        tag: Option<&Tag>,
        place: granit_parser::Span,
    ) -> Result<(), Fatal> {
        let span = self.span(place);
        let weight = 1 + text.len() / 32;
        let is_key = self.awaits_key();
        if is_key && style == ScalarStyle::Plain && text == "<<" && tag.is_none() {
            if let Some(Frame { items: Items::Map(map), .. }) = self.stack.last_mut() {
                map.key(Key::Merge(span), span);
            }
            return Ok(());
        }
        let kind = match tag {
            None if style == ScalarStyle::Plain => self.plain(text, span, is_key),
            Some(tag) => self.tagged(text, tag, span, place),
            None => Kind::String(text.into_owned()),
        };
        let node = Node { span, kind };
        self.finish(Built { node, weight, height: 0 }, anchor)
    }

    /// A scalar without quotes; the text of a key is never doubted, since it must be a text anyway.
    fn plain(&mut self, text: Cow<'_, str>, span: Span, is_key: bool) -> Kind {
        let resolved = scalar::resolve(text);
        if let Some(doubt) = resolved.doubt
            && !is_key
        {
            let written = self.text.get(span.range()).unwrap_or_default();
            self.diagnostics.push(faults::doubtful(written, doubt, span));
        }
        resolved.kind
    }

    fn tagged(&mut self, text: Cow<'_, str>, tag: &Tag, span: Span, place: granit_parser::Span) -> Kind {
        let wanted = match tag.core_suffix() {
            Some("str") => return Kind::String(text.into_owned()),
            None if tag.original() == "!" => return Kind::String(text.into_owned()),
            Some(wanted) => wanted,
            None => "",
        };
        let kind = scalar::resolve(text).kind;
        let fits = match &kind {
            Kind::Number(_) => matches!(wanted, "int" | "float"),
            Kind::Bool(_) => wanted == "bool",
            Kind::Null => wanted == "null",
            Kind::String(_) | Kind::List(_) | Kind::Map(_) => false,
        };
        if !fits {
            self.unknown_tag(tag, place, span);
        }
        kind
    }

    fn check_collection_tag(&mut self, tag: Option<&Tag>, wanted: &str, place: granit_parser::Span) {
        if let Some(tag) = tag
            && tag.core_suffix() != Some(wanted)
        {
            self.unknown_tag(tag, place, self.span(place));
        }
    }

    fn unknown_tag(&mut self, tag: &Tag, place: granit_parser::Span, value: Span) {
        let span = place.tag_span().map_or(value, |tag| self.span(tag));
        let known = tag.core_suffix().is_some();
        let message = if known {
            format!("the tag `{}` does not fit its value", tag.original())
        } else {
            format!("the tag `{}` means nothing here", tag.original())
        };
        self.diagnostics.push(Diagnostic::new(&UNKNOWN_TAG, span, message).help("leave the tag out"));
    }

    fn open(
        &mut self,
        items: Items,
        style: StructureStyle,
        anchor: usize,
        place: granit_parser::Span,
    ) -> Result<(), Fatal> {
        let span = self.span(place);
        if self.stack.len() >= MAX_DEPTH {
            return Err(faults::too_deep(span));
        }
        self.stack.push(Frame { items, span, anchor, style, weight: 1, height: 0 });
        Ok(())
    }

    fn close(&mut self, place: granit_parser::Span) -> Result<(), Fatal> {
        let Some(frame) = self.stack.pop() else {
            return Ok(());
        };
        let (kind, last) = match frame.items {
            Items::List(items) => {
                let last = items.last().map(|item| item.span);
                (Kind::List(items), last)
            }
            Items::Map(map) => {
                let last = map.last();
                (Kind::Map(map.finish()), last)
            }
        };
        let end = match frame.style {
            StructureStyle::Flow => self.span(place).end,
            // The parser ends a block collection where the next thing starts; a person sees it end with its last value.
            StructureStyle::Block => last.map_or(frame.span.end, |last| last.end),
        };
        let span = Span { end: end.max(frame.span.start), ..frame.span };
        let built = Built { node: Node { span, kind }, weight: frame.weight, height: frame.height + 1 };
        self.finish(built, frame.anchor)
    }

    fn alias(&mut self, anchor: usize, span: Span) -> Result<(), Fatal> {
        let Some(target) = self.anchors.get(&anchor) else {
            let written = self.text.get(span.range()).unwrap_or_default();
            let message = format!("`{written}` stands inside the value that it repeats");
            let help = "a value cannot contain itself; a schema that does is written with `$ref`";
            return Err(Box::new(Diagnostic::new(&UNKNOWN_ALIAS, span, message).help(help)));
        };
        if self.stack.len() + target.height > MAX_DEPTH {
            return Err(faults::too_deep(span));
        }
        let (weight, height) = (target.weight, target.height);
        self.expansion += weight;
        if self.expansion > MAX_EXPANSION {
            return Err(faults::bomb(span));
        }
        // Inside, places are those of the anchor; the value as a whole stands where it is repeated.
        let node = Node { span, kind: target.node.kind.clone() };
        self.finish(Built { node, weight, height }, 0)
    }

    fn unknown_alias(&mut self, name: &str, span: Span) {
        let message = format!("no anchor `&{name}` stands before this");
        let diagnostic = Diagnostic::new(&UNKNOWN_ALIAS, span, message);
        // What is still open cannot be repeated inside itself.
        let finished = self.anchor_names.iter().filter(|(anchor, _)| self.anchors.contains_key(anchor));
        self.diagnostics.push(match suggest::name(name, finished.map(|(_, name)| name.as_str())) {
            Some(near) => {
                let written = format!("*{}", near.name);
                let diagnostic = diagnostic.help(format!("did you mean `{written}`?"));
                if near.certain { diagnostic.fix(span, written) } else { diagnostic }
            }
            None => diagnostic.help(format!("put the text `*{name}` in quotes, if no alias is meant")),
        });
        match self.stack.last_mut().map(|frame| &mut frame.items) {
            Some(Items::Map(map)) if map.awaits_key() => map.key(Key::Refused, span),
            Some(Items::Map(map)) => map.skip_value(span),
            Some(Items::List(_)) | None => {}
        }
    }

    fn awaits_key(&self) -> bool {
        matches!(self.stack.last(), Some(Frame { items: Items::Map(map), .. }) if map.awaits_key())
    }

    /// Puts a finished value where it belongs.
    fn finish(&mut self, built: Built, anchor: usize) -> Result<(), Fatal> {
        let Built { node, weight, height } = built;
        if anchor != 0 {
            self.expansion += weight;
            if self.expansion > MAX_EXPANSION {
                return Err(faults::bomb(node.span));
            }
            self.anchors.insert(anchor, Built { node: node.clone(), weight, height });
        }
        let Some(frame) = self.stack.last_mut() else {
            self.root = Some(node);
            return Ok(());
        };
        frame.weight += weight;
        frame.height = frame.height.max(height);
        match &mut frame.items {
            Items::List(items) => items.push(node),
            Items::Map(map) if map.awaits_key() => {
                let span = node.span;
                let key = key(node, self.text.get(span.range()).unwrap_or_default(), self.diagnostics);
                map.key(key, span);
            }
            Items::Map(map) => map.value(visible(node, map.last()), self.diagnostics),
        }
        Ok(())
    }

    /// A place of the parser's, in bytes, without white space at its end.
    fn span(&self, place: granit_parser::Span) -> Span {
        let range = place.byte_range().unwrap_or_default();
        let text = self.text.get(range.clone()).unwrap_or_default();
        Span { source: self.source, start: range.start as u32, end: (range.start + text.trim_end().len()) as u32 }
    }

    fn syntax_error(&self, error: &ScanError) -> Fatal {
        let start = error.marker().byte_offset().unwrap_or(self.text.len()).min(self.text.len());
        let rest = self.text.get(start..).unwrap_or_default();
        let width = rest.chars().next().filter(|ch| !matches!(ch, '\n' | '\r')).map_or(0, char::len_utf8);
        let span = Span { source: self.source, start: start as u32, end: (start + width) as u32 };
        if *error.kind() == ErrorKind::RecursionLimitExceeded {
            return faults::too_deep(span);
        }
        let line = self.text.get(..start).unwrap_or_default().rsplit('\n').next().unwrap_or_default();
        let in_brackets = self.stack.iter().any(|frame| frame.style == StructureStyle::Flow);
        faults::syntax(error, span, line, in_brackets)
    }
}

/// A key from the node that stands in its place.
fn key(node: Node, written: &str, diagnostics: &mut Diagnostics) -> Key {
    let found = node.describe();
    let text = match node.kind {
        Kind::String(text) => return Key::Text(Spanned::new(text, node.span)),
        Kind::List(_) | Kind::Map(_) => {
            let message = format!("a key must be a text, and this is {found}");
            let help = "a text with braces or brackets at its start must be quoted";
            diagnostics.push(Diagnostic::new(&KEY_NOT_TEXT, node.span, message).help(help));
            return Key::Refused;
        }
        Kind::Null | Kind::Bool(_) | Kind::Number(_) => written,
    };
    let message = format!("a key must be a text, and `{text}` is {found}");
    let quoted = format!("\"{text}\"");
    let diagnostic = Diagnostic::new(&KEY_NOT_TEXT, node.span, message).help(format!("put it in quotes: `{quoted}`"));
    diagnostics.push(if text.is_empty() { diagnostic } else { diagnostic.fix(node.span, quoted) });
    Key::Text(Spanned::new(text.to_owned(), node.span))
}

/// A value that was left out has no text to underline: its key stands for it.
fn visible(mut node: Node, key: Option<Span>) -> Node {
    if let (Kind::Null, true, Some(key)) = (&node.kind, node.span.range().is_empty(), key) {
        node.span = key;
    }
    node
}
