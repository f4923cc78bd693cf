//! Pictures as SVG, drawn here: no script and no library lays them out in the browser.
//!
//! In: pictures of the page model. Out: an element that scrolls in its own frame, whose names link to what tells more about them.
//! Widths come from a table (`measure`), so texts never overlap, whatever font a reader has; colours come from the style sheet.

mod measure;
mod overview;
mod pen;
mod sequence;

pub use overview::print as picture;
pub use sequence::print as sequence;

use super::html::Html;
use crate::docs::page::Anchor;

/// The way to a section from the file that is printed.
pub type Way<'a> = &'a dyn Fn(&Anchor) -> String;

/// The frame of a picture of this size, around what `inside` draws.
fn frame(html: &mut Html, title: &str, (width, height): (f32, f32), inside: impl FnOnce(&mut Html)) {
    html.open("div", &[("class", "drawing"), ("tabindex", "0"), ("role", "group"), ("aria-label", title)]);
    let (wide, high) = (pen::number(width), pen::number(height));
    let view = format!("0 0 {wide} {high}");
    html.open("svg", &[("width", &wide), ("height", &high), ("viewBox", &view), ("focusable", "false")]);
    inside(html);
    html.close("svg");
    html.close("div");
}
