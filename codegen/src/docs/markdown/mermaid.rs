//! Prints pictures in Mermaid.

use crate::docs::page::{LifelineKind, Message, MessageKind, Moment, Node, NodeKind, Picture, Sequence};

/// The text of a flowchart.
pub fn picture(picture: &Picture) -> String {
    let mut lines = vec!["flowchart LR".to_owned()];
    for (at, node) in picture.nodes.iter().enumerate() {
        lines.push(format!("    n{at}{}", shape(node)));
    }
    for arrow in &picture.arrows {
        let (from, to) = (arrow.from, arrow.to);
        if arrow.labels.is_empty() {
            lines.push(format!("    n{from} --> n{to}"));
        } else {
            let labels = arrow.labels.iter().map(|label| escaped(&label.text)).collect::<Vec<_>>().join("<br>");
            lines.push(format!("    n{from} -- \"{labels}\" --> n{to}"));
        }
    }
    lines.join("\n")
}

fn shape(node: &Node) -> String {
    let label = escaped(&node.label);
    match node.kind {
        NodeKind::Server | NodeKind::Clients => format!("([\"{label}\"])"),
        NodeKind::Channel => format!("[\"{label}\"]"),
        NodeKind::Consumer => format!("[[\"{label}\"]]"),
    }
}

/// The text of a sequence diagram.
pub fn sequence(sequence: &Sequence) -> String {
    let mut lines = vec!["sequenceDiagram".to_owned()];
    for (at, lifeline) in sequence.lifelines.iter().enumerate() {
        let kind = if lifeline.kind == LifelineKind::Client { "actor" } else { "participant" };
        lines.push(format!("    {kind} p{at} as {}", line(&lifeline.label)));
    }
    for moment in &sequence.moments {
        match moment {
            Moment::Message(message) => lines.extend(arrows(message)),
            Moment::Note(note) => {
                let over = if note.first == note.last {
                    format!("p{}", note.first)
                } else {
                    format!("p{},p{}", note.first, note.last)
                };
                lines.push(format!("    Note over {over}: {}", line(&note.text)));
            }
        }
    }
    lines.join("\n")
}

/// An arrow to each whom a message reaches; the first says more about it.
fn arrows(message: &Message) -> impl Iterator<Item = String> {
    let arrow = match message.kind {
        MessageKind::Event | MessageKind::Request => "->>",
        MessageKind::Answer => "-->>",
    };
    let label = line(&message.label);
    let more = message.words.iter().map(|words| format!("<br>{}", line(words))).collect::<String>();
    message.to.iter().enumerate().map(move |(at, to)| {
        let more = if at == 0 { more.as_str() } else { "" };
        format!("    p{}{arrow}p{to}: {label}{more}", message.from)
    })
}

/// A line of a sequence diagram: a text that is never taken for the word that forbids or asks for breaking lines.
fn line(text: &str) -> String {
    let text = escaped(text);
    let start = text.trim_start().to_ascii_lowercase();
    if start.starts_with("wrap:") || start.starts_with("nowrap:") { text.replacen(':', "#58;", 1) } else { text }
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
    use crate::docs::page::{Label, Lifeline, Note};

    fn label(text: &str) -> Label {
        Label { text: text.to_owned(), target: None }
    }

    #[test]
    fn labels_are_words() {
        let mut drawn = Picture::default();
        let server = drawn.node(NodeKind::Server, "server", None);
        let channel = drawn.node(NodeKind::Channel, "user.{user_id}", None);
        drawn.arrow(server, channel, vec![label("a.b"), label("\"]<script>`")]);
        drawn.arrow(server, channel, Vec::new());
        let text = "flowchart LR\n    n0([\"server\"])\n    n1[\"user.{user_id}\"]\n    \
                    n0 -- \"a.b<br>#34;#93;#60;script#62;#96;\" --> n1\n    n0 --> n1";
        assert_eq!(picture(&drawn), text);
    }

    #[test]
    fn steps_are_lines() {
        let lifeline = |kind, label: &str| Lifeline { kind, label: label.to_owned(), target: None };
        let message = Message {
            kind: MessageKind::Event,
            from: 1,
            to: vec![0, 2],
            label: "a;b".to_owned(),
            target: None,
            channel: None,
            words: Some("wrap: end\nloop".to_owned()),
        };
        let told = Sequence {
            title: String::new(),
            lifelines: vec![
                lifeline(LifelineKind::Client, "ann"),
                lifeline(LifelineKind::Server, "server"),
                lifeline(LifelineKind::Other, "end"),
            ],
            moments: vec![
                Moment::Message(message.clone()),
                Moment::Message(Message { kind: MessageKind::Answer, to: vec![0], words: None, ..message }),
                Moment::Note(Note { first: 0, last: 1, text: "%%{init}<br>".to_owned() }),
                Moment::Note(Note { first: 2, last: 2, text: "x".to_owned() }),
            ],
        };
        let text = "sequenceDiagram\n    actor p0 as ann\n    participant p1 as server\n    participant p2 as end\n    \
                    p1->>p0: a#59;b<br>wrap#58; end#92;nloop\n    p1->>p2: a#59;b\n    p1-->>p0: a#59;b\n    \
                    Note over p0,p1: #37;#37;{init}#60;br#62;\n    Note over p2: x";
        assert_eq!(sequence(&told), text);
    }
}
