//! A picture: for now its arrows in words.

use super::html::Html;
use crate::docs::page::Picture;

/// The arrows of a picture.
pub fn print(html: &mut Html, picture: &Picture) {
    html.open("ul", &[("class", "arrows")]);
    for arrow in &picture.arrows {
        let (Some(from), Some(to)) = (picture.nodes.get(arrow.from), picture.nodes.get(arrow.to)) else { continue };
        html.element("li", &[], |html| {
            html.worded("code", &[], &from.label);
            html.text(" → ");
            html.worded("code", &[], &to.label);
            if !arrow.labels.is_empty() {
                html.text(": ");
                html.text(&arrow.labels.join(", "));
            }
        });
    }
    html.close("ul");
}
