//! A course of events: lifelines from left to right, and what goes between them from top to bottom.
//!
//! A label stands in the gap beside the lifeline that its arrow leaves, above the arrow, and what more there is to say below it; every gap
//! is as wide as the widest label in it. So nothing is ever drawn over a text.

use super::pen::{self, Style, Words};
use super::{Way, frame};
use crate::docs::page::{Lifeline, LifelineKind, Message, MessageKind, Moment, Note, Sequence};
use crate::docs::site::html::Html;

/// The widest that a name becomes before it is broken into lines.
const NAME: f32 = 236.0;
/// The same for words.
const WORDS: f32 = 184.0;
/// The widest that a note at one lifeline becomes.
const NOTE: f32 = 214.0;
/// The widest that the name of a party becomes.
const PARTY: f32 = 150.0;
/// The narrowest gap between two lifelines.
const GAP: f32 = 124.0;
/// Space around texts.
const SPACE: f32 = 12.0;

/// Prints the picture.
pub fn print(html: &mut Html, sequence: &Sequence, way: Way) {
    let plan = Plan::new(sequence);
    if plan.columns.is_empty() {
        return;
    }
    frame(html, &sequence.title, (plan.width, plan.height), |html| plan.draw(html, sequence, way));
}

/// Where everything stands.
struct Plan {
    heads: Vec<Words>,
    columns: Vec<f32>,
    rows: Vec<Row>,
    head_height: f32,
    width: f32,
    height: f32,
}

/// A moment with its place.
struct Row {
    top: f32,
    /// Of a message: its label, the channel, the words. Of a note: its words alone.
    parts: [Words; 3],
}

impl Plan {
    fn new(sequence: &Sequence) -> Self {
        let heads: Vec<Words> =
            sequence.lifelines.iter().map(|lifeline| Words::new(&lifeline.label, Style::Title, PARTY)).collect();
        let mut gaps: Vec<f32> = heads
            .windows(2)
            .map(|pair| pair.iter().map(|head| head.width / 2.0 + SPACE).sum::<f32>() + 2.0 * SPACE)
            .map(|needed| needed.max(GAP))
            .collect();
        let mut parts: Vec<[Words; 3]> = sequence.moments.iter().map(measured).collect();
        for (moment, parts) in sequence.moments.iter().zip(&parts) {
            if let Moment::Message(message) = moment {
                let widest = parts.iter().map(|words| words.width).fold(0.0, f32::max);
                if let Some(gap) = gaps.get_mut(label_gap(message)) {
                    *gap = gap.max(widest + 2.0 * SPACE + 16.0);
                }
            }
        }
        let mut columns = Vec::with_capacity(heads.len());
        let mut x = edge(heads.first());
        for at in 0..heads.len() {
            columns.push(x);
            x += gaps.get(at).copied().unwrap_or_default();
        }
        let width = (columns.last().copied().unwrap_or_default() + edge(heads.last())).max(NOTE + 2.0);
        // What notes over several lifelines have room for is known only now.
        for (moment, parts) in sequence.moments.iter().zip(&mut parts) {
            if let Moment::Note(note) = moment {
                let (left, right) = note_edges(note, &columns, width);
                *parts = [
                    Words::new(&note.text, Style::Plain, right - left - 2.0 * SPACE),
                    Words::default(),
                    Words::default(),
                ];
            }
        }
        let head_height = heads.iter().map(|head| head.height).fold(0.0, f32::max) + 14.0;
        let mut top = head_height + 10.0;
        let mut rows = Vec::with_capacity(parts.len());
        for (moment, parts) in sequence.moments.iter().zip(parts) {
            let height = parts.iter().map(|words| words.height).sum::<f32>();
            rows.push(Row { top, parts });
            top += match moment {
                Moment::Message(_) => height + 26.0,
                Moment::Note(_) => height + 28.0,
            };
        }
        Self { heads, columns, rows, head_height, width, height: top + 8.0 }
    }

    fn draw(&self, html: &mut Html, sequence: &Sequence, way: Way) {
        for x in &self.columns {
            pen::line(html, "lifeline", (*x, self.head_height), (*x, self.height));
        }
        for ((lifeline, head), x) in sequence.lifelines.iter().zip(&self.heads).zip(&self.columns) {
            self.party(html, lifeline, head, *x, way);
        }
        for (moment, row) in sequence.moments.iter().zip(&self.rows) {
            match moment {
                Moment::Message(message) => self.message(html, sequence, message, row, way),
                Moment::Note(note) => self.note(html, note, row),
            }
        }
    }

    fn party(&self, html: &mut Html, lifeline: &Lifeline, head: &Words, x: f32, way: Way) {
        let class = match lifeline.kind {
            LifelineKind::Server => "node node-server",
            LifelineKind::Client => "node node-clients",
            LifelineKind::Other => "node",
        };
        let width = (head.width + 2.0 * SPACE).max(64.0);
        pen::rectangle(html, class, (x - width / 2.0, 1.0), (width, self.head_height - 1.0), 7.0);
        let top = (self.head_height - head.height) / 2.0;
        head.linked(html, (x, top), "middle", lifeline.target.as_ref(), way);
    }

    fn message(&self, html: &mut Html, sequence: &Sequence, message: &Message, row: &Row, way: Way) {
        let name = |place: usize| sequence.lifelines.get(place).map_or("", |lifeline| lifeline.label.as_str());
        let Some(from) = self.columns.get(message.from).copied() else { return };
        let kind = sequence.lifelines.get(message.from).map(|lifeline| lifeline.kind);
        let class = match (message.kind, kind) {
            (MessageKind::Request, _) => "going going-request",
            (_, Some(LifelineKind::Server)) => "going going-server",
            _ => "going going-clients",
        };
        let [label, channel, words] = &row.parts;
        let y = row.top + label.height + 5.0;
        let to: Vec<&str> = message.to.iter().map(|place| name(*place)).collect();
        let spoken = format!("From {} to {}:", name(message.from), to.join(", "));
        html.open("g", &[("class", class), ("role", "img"), ("aria-label", &spoken)]);
        let line = if message.kind == MessageKind::Answer { "arrow is-dashed" } else { "arrow" };
        let reached: Vec<f32> = message.to.iter().filter_map(|place| self.columns.get(*place).copied()).collect();
        let (left, right) =
            (reached.iter().copied().fold(from, f32::min), reached.iter().copied().fold(from, f32::max));
        for end in [left, right].into_iter().filter(|end| (*end - from).abs() > 1.0) {
            pen::line(html, line, (from, y), (if end > from { end - 4.0 } else { end + 4.0 }, y));
        }
        reached.iter().for_each(|x| pen::head(html, (*x, y), *x > from));
        html.close("g");
        let gap = label_gap(message);
        let (Some(start), Some(end)) = (self.columns.get(gap), self.columns.get(gap + 1)) else { return };
        let middle = (start + end) / 2.0;
        label.linked(html, (middle, row.top), "middle", message.target.as_ref(), way);
        channel.draw(html, middle, y + 4.0, "middle");
        words.draw(html, middle, y + 4.0 + channel.height, "middle");
    }

    fn note(&self, html: &mut Html, note: &Note, row: &Row) {
        let (left, right) = note_edges(note, &self.columns, self.width);
        let [words, ..] = &row.parts;
        pen::rectangle(html, "node note", (left, row.top), (right - left, words.height + 14.0), 4.0);
        words.draw(html, left + SPACE, row.top + 7.0, "start");
    }
}

/// The texts of a moment, as wide as they like to be.
fn measured(moment: &Moment) -> [Words; 3] {
    let Moment::Message(message) = moment else { return Default::default() };
    let style = if message.target.is_some() || message.kind == MessageKind::Request && message.label.contains('/') {
        Style::Name
    } else {
        Style::Plain
    };
    let more = |text: &Option<String>, style, limit| Words::new(text.as_deref().unwrap_or_default(), style, limit);
    [
        Words::new(&message.label, style, if style == Style::Name { NAME } else { WORDS }),
        more(&message.channel, Style::Aside, NAME),
        more(&message.words, Style::Soft, WORDS),
    ]
}

/// The gap that a label stands in: beside the lifeline that the arrow leaves, on the right where it goes there.
fn label_gap(message: &Message) -> usize {
    let rightward = message.to.iter().any(|to| *to > message.from);
    if rightward { message.from } else { message.from.saturating_sub(1) }
}

/// How far a note reaches to the left and to the right: never out of the picture, which is as wide as `width`.
fn note_edges(note: &Note, columns: &[f32], width: f32) -> (f32, f32) {
    let at = |place: usize| columns.get(place).copied().unwrap_or_default();
    if note.first == note.last {
        let left = (at(note.first) - NOTE / 2.0).min(width - NOTE - 1.0).max(1.0);
        return (left, left + NOTE);
    }
    ((at(note.first) - 3.0 * SPACE).max(1.0), (at(note.last) + 3.0 * SPACE).min(width - 1.0))
}

/// The space beside the first or the last lifeline.
fn edge(head: Option<&Words>) -> f32 {
    head.map_or(0.0, |head| head.width / 2.0 + SPACE).max(40.0) + 1.0
}
