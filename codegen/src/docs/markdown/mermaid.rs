//! Prints a picture in Mermaid.

use crate::docs::page::{Node, NodeKind, Picture};

/// The text of a flowchart.
pub fn print(picture: &Picture) -> String {
    let mut lines = vec!["flowchart LR".to_owned()];
    for (at, node) in picture.nodes.iter().enumerate() {
        lines.push(format!("    n{at}{}", shape(node)));
    }
    for arrow in &picture.arrows {
        let (from, to) = (arrow.from, arrow.to);
        if arrow.labels.is_empty() {
            lines.push(format!("    n{from} --> n{to}"));
        } else {
            let labels = arrow.labels.iter().map(|label| escaped(label)).collect::<Vec<_>>().join("<br>");
            lines.push(format!("    n{from} -- \"{labels}\" --> n{to}"));
        }
    }
    lines.join("\n")
}

fn shape(node: &Node) -> String {
    let label = escaped(&node.label);
    match node.kind {
        NodeKind::Party => format!("([\"{label}\"])"),
        NodeKind::Channel => format!("[\"{label}\"]"),
        NodeKind::Consumer => format!("[[\"{label}\"]]"),
    }
}

/// A label in which nothing is Mermaid's markup, Markdown or HTML: entities for all but letters, digits and a few signs.
fn escaped(label: &str) -> String {
    let mut out = String::with_capacity(label.len());
    for ch in super::escape::shown(label).chars() {
        match ch {
            ' ' | '.' | '_' | '-' | ':' | '/' | '{' | '}' | ',' => out.push(ch),
            _ if ch.is_alphanumeric() => out.push(ch),
            _ => out.push_str(&format!("#{};", u32::from(ch))),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_words() {
        let mut picture = Picture::default();
        let server = picture.node(NodeKind::Party, "server");
        let channel = picture.node(NodeKind::Channel, "user.{user_id}");
        picture.arrow(server, channel, vec!["a.b".to_owned(), "\"]<script>`".to_owned()]);
        picture.arrow(server, channel, Vec::new());
        let text = "flowchart LR\n    n0([\"server\"])\n    n1[\"user.{user_id}\"]\n    \
                    n0 -- \"a.b<br>#34;#93;#60;script#62;#96;\" --> n1\n    n0 --> n1";
        assert_eq!(print(&picture), text);
    }
}
