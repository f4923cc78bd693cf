//! A page as a reader of Markdown sees it: read by a parser that knows nothing of the printer.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use serde_json::Value;

/// What a page shows.
#[derive(Debug, Default)]
pub struct Document {
    /// The text of each heading.
    pub headings: Vec<String>,
    /// The anchor that GitHub gives to each.
    pub anchors: Vec<String>,
    /// Where links lead.
    pub links: Vec<String>,
    /// The text of each code span.
    pub codes: Vec<String>,
    /// All words outside of code, with a blank between two blocks.
    pub words: String,
    /// Every piece of HTML but line breaks and what shows code.
    pub html: Vec<String>,
    /// How many pictures there are.
    pub pictures: usize,
    /// The first cell of each row that is longer or shorter than its head.
    pub ragged: Vec<String>,
    json: Vec<Value>,
}

impl Document {
    /// Reads a page.
    pub fn read(text: &str) -> Self {
        let mut document = Self::default();
        let mut heading: Option<String> = None;
        let mut block: Option<(String, String)> = None;
        let mut html_code: Option<String> = None;
        for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_GFM)
        {
            match event {
                Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
                Event::End(TagEnd::Heading(_)) => document.end_heading(heading.take().unwrap_or_default()),
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => {
                    block = Some((language.to_string(), String::new()));
                }
                Event::End(TagEnd::CodeBlock) => document.end_block(block.take().unwrap_or_default()),
                Event::Start(Tag::Link { dest_url, .. }) => document.links.push(dest_url.to_string()),
                Event::Start(Tag::Image { .. }) => document.pictures += 1,
                Event::Code(code) => {
                    if let Some(heading) = &mut heading {
                        heading.push_str(&code);
                    }
                    document.codes.push(code.to_string());
                }
                Event::Text(words) => match (&mut block, &mut html_code) {
                    (Some((_, text)), _) => text.push_str(&words),
                    (None, Some(code)) => code.push_str(&words),
                    (None, None) => {
                        if let Some(heading) = &mut heading {
                            heading.push_str(&words);
                        }
                        document.words.push_str(&words);
                    }
                },
                Event::InlineHtml(html) if &*html == "<code>" => html_code = Some(String::new()),
                Event::InlineHtml(html) if &*html == "</code>" => document.codes.extend(html_code.take()),
                Event::InlineHtml(html) if &*html == "<br>" => {}
                Event::Html(html) | Event::InlineHtml(html) => document.html.push(html.trim().to_owned()),
                Event::End(TagEnd::Paragraph | TagEnd::TableCell | TagEnd::Item) => document.words.push(' '),
                _ => {}
            }
        }
        document.ragged = ragged(text);
        document
    }

    /// Whether a block of JSON is this value, or holds it.
    pub fn has_json(&self, value: &Value) -> bool {
        self.json.iter().any(|json| holds(json, value))
    }

    fn end_heading(&mut self, heading: String) {
        let kept = heading.chars().filter(|ch| ch.is_alphanumeric() || " -_".contains(*ch));
        let slug: String = kept.map(|ch| if ch == ' ' { '-' } else { ch }).flat_map(char::to_lowercase).collect();
        let numbered = (1..).map(|number| format!("{slug}-{number}"));
        let free = std::iter::once(slug.clone()).chain(numbered).find(|slug| !self.anchors.contains(slug));
        self.anchors.extend(free);
        self.headings.push(heading);
    }

    fn end_block(&mut self, (language, text): (String, String)) {
        if language == "json" {
            let json = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error} in {text}"));
            self.json.push(json);
        }
    }
}

fn holds(json: &Value, value: &Value) -> bool {
    // The arguments of an event stand after its name, without brackets of their own.
    let arguments = |items: &[Value]| value.as_array().is_some_and(|value| items.get(1..) == Some(value.as_slice()));
    json == value
        || match json {
            Value::Array(items) => arguments(items) || items.iter().any(|item| holds(item, value)),
            Value::Object(fields) => fields.values().any(|field| holds(field, value)),
            _ => false,
        }
}

/// Rows whose cells are not as many as those of the row before. (The parser fills such rows up.)
fn ragged(text: &str) -> Vec<String> {
    let cells = |line: &str| line.replace("\\\\", "").replace("\\|", "").matches('|').count();
    let (mut ragged, mut fenced, mut before) = (Vec::new(), false, None);
    for line in text.lines() {
        fenced ^= line.starts_with("```");
        let here = (line.starts_with('|') && !fenced).then(|| cells(line));
        if here.is_some() && before.is_some_and(|before| Some(before) != here) {
            ragged.push(line.to_owned());
        }
        before = here;
    }
    ragged
}
