//! The few shapes that pictures are made of.

use super::Way;
use super::measure::{self, Font};
use crate::docs::page::Anchor;
use crate::docs::site::html::Html;

/// A text that is to be drawn: its lines, measured.
#[derive(Clone, Debug, Default)]
pub struct Words {
    /// The lines; none where there is nothing to say.
    pub lines: Vec<String>,
    /// The width of the widest.
    pub width: f32,
    /// The height of all.
    pub height: f32,
    style: Style,
}

/// How far in the rest of a name stands.
pub const INDENT: f32 = 12.0;

/// How a text looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// A name, as code has it.
    Name,
    /// A name of less weight, as that of a channel on an arrow.
    Aside,
    /// Words.
    #[default]
    Plain,
    /// Words of less weight.
    Soft,
    /// A heading.
    Title,
}

impl Style {
    fn font(self) -> (Font, f32, f32) {
        match self {
            Self::Name => (Font::Mono, 12.5, 18.0),
            Self::Aside => (Font::Mono, 11.0, 15.0),
            Self::Plain => (Font::Sans, 12.5, 17.0),
            Self::Soft => (Font::Sans, 11.5, 15.0),
            Self::Title => (Font::Sans, 13.5, 18.0),
        }
    }

    fn class(self) -> &'static str {
        match self {
            Self::Name => "is-name",
            Self::Aside => "is-name is-soft",
            Self::Plain => "is-words",
            Self::Soft => "is-words is-soft",
            Self::Title => "is-title",
        }
    }
}

impl Words {
    /// A text in lines of at most `limit` pixels.
    pub fn new(text: &str, style: Style, limit: f32) -> Self {
        let (font, size, leading) = style.font();
        let lines = measure::wrap(&crate::docs::escape::shown(text), font, size, limit);
        let width = lines.iter().map(|line| measure::width(line, font, size)).fold(0.0, f32::max);
        let height = leading * count(lines.len());
        Self { lines, width, height, style }
    }

    /// Draws the text with its first line below `top`; `x` is its left end, or its middle.
    pub fn draw(&self, html: &mut Html, x: f32, top: f32, anchored: &'static str) {
        let (_, size, leading) = self.style.font();
        for (at, line) in self.lines.iter().enumerate() {
            let y = top + leading * count(at) + (leading + size) / 2.0 - size * 0.14;
            // The rest of a name in a list stands a little further in, or it would look like a name of its own.
            let further = if at > 0 && self.style == Style::Name && anchored == "start" { INDENT } else { 0.0 };
            let (x, y) = (number(x + further), number(y));
            let attributes = [("class", self.style.class()), ("x", &*x), ("y", &*y), ("text-anchor", anchored)];
            html.worded("text", &attributes, line);
        }
    }

    /// The same as a link, where there is something to lead to.
    pub fn linked(&self, html: &mut Html, (x, top): (f32, f32), anchored: &'static str, to: Option<&Anchor>, way: Way) {
        match to {
            Some(anchor) => {
                let href = way(anchor);
                html.element("a", &[("href", &href)], |html| self.draw(html, x, top, anchored));
            }
            None => self.draw(html, x, top, anchored),
        }
    }
}

/// A box with round corners.
pub fn rectangle(html: &mut Html, class: &str, (x, y): (f32, f32), (width, height): (f32, f32), round: f32) {
    let numbers = [x, y, width, height, round].map(number);
    let [x, y, width, height, round] = numbers.each_ref().map(String::as_str);
    html.open("rect", &[("class", class), ("x", x), ("y", y), ("width", width), ("height", height), ("rx", round)]);
    html.close("rect");
}

/// A line along a path.
pub fn path(html: &mut Html, class: &str, way: &str) {
    html.open("path", &[("class", class), ("d", way)]);
    html.close("path");
}

/// A straight line that lies or stands.
pub fn line(html: &mut Html, class: &str, from: (f32, f32), to: (f32, f32)) {
    let [x, y, ex, ey] = [from.0, from.1, to.0, to.1].map(number);
    path(html, class, &format!("M{x} {y}L{ex} {ey}"));
}

/// The head of an arrow that ends at a place, and points to the right or to the left.
pub fn head(html: &mut Html, (x, y): (f32, f32), to_the_right: bool) {
    let back = if to_the_right { x - 8.0 } else { x + 8.0 };
    let [x, y, back, above, below] = [x, y, back, y - 4.5, y + 4.5].map(number);
    path(html, "arrow-head", &format!("M{x} {y}L{back} {above}L{back} {below}Z"));
}

/// A number of pixels, as short as a tenth allows.
pub fn number(pixels: f32) -> String {
    let text = format!("{pixels:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// A count as a factor of lengths.
pub fn count(count: usize) -> f32 {
    // Pictures are bounded: far fewer than the 16 million that a float of 32 bits tells apart.
    u16::try_from(count).map_or(f32::from(u16::MAX), f32::from)
}
