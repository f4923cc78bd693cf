//! A picture: for now its arrows in words.

use super::html::Html;
use crate::docs::page::{Moment, Picture, Sequence};

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
                let labels: Vec<&str> = arrow.labels.iter().map(|label| label.text.as_str()).collect();
                html.text(&labels.join(", "));
            }
        });
    }
    html.close("ul");
}

/// The moments of a sequence.
pub fn sequence(html: &mut Html, sequence: &Sequence) {
    html.open("ol", &[("class", "arrows")]);
    let name = |place: usize| sequence.lifelines.get(place).map_or("", |lifeline| lifeline.label.as_str());
    for moment in &sequence.moments {
        html.element("li", &[], |html| match moment {
            Moment::Message(message) => {
                let to: Vec<&str> = message.to.iter().map(|place| name(*place)).collect();
                html.text(&format!("{} → {}: ", name(message.from), to.join(", ")));
                html.worded("code", &[], &message.label);
            }
            Moment::Note(note) => html.text(&note.text),
        });
    }
    html.close("ol");
}
