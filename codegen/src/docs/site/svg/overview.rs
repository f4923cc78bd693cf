//! Who sends what where: the server on the left, the channels, and on the right the views that listen.
//!
//! Every way that events go has a row of its own, with the names in the middle of it; so no line meets a text. Views are put into the
//! order in which the fewest lines cross: each to the middle of what it listens to.

use super::pen::{self, Style, Words};
use super::{Way, frame};
use crate::docs::page::{Arrow, Node, NodeKind, Picture};
use crate::docs::site::html::Html;

/// The widest that a name becomes before it is broken into lines.
const NAME: f32 = 250.0;
/// The widest that the name of a channel becomes.
const CHANNEL: f32 = 232.0;
/// The width of the server.
const SERVER: f32 = 84.0;
/// The width of an arrow's free parts.
const STUB: f32 = 30.0;
/// Where the lines between channels and views are.
const LINKS: f32 = 84.0;
/// Space around texts.
const SPACE: f32 = 12.0;

/// Prints the picture.
pub fn print(html: &mut Html, picture: &Picture, way: Way) {
    let Some(plan) = Plan::new(picture) else { return };
    frame(html, "Who sends what where", (plan.width, plan.height), |html| plan.draw(html, way));
}

/// Where everything stands.
struct Plan<'a> {
    server: &'a Node,
    rows: Vec<Row<'a>>,
    stations: Vec<Station<'a>>,
    views: Vec<View<'a>>,
    names: f32,
    boxes: f32,
    width: f32,
    height: f32,
}

/// A way that events go.
struct Row<'a> {
    arrow: &'a Arrow,
    labels: Vec<Words>,
    top: f32,
    height: f32,
    inward: bool,
}

/// A box between the rows and the views: a channel, or the clients.
struct Station<'a> {
    node: &'a Node,
    place: usize,
    words: Words,
    top: f32,
    height: f32,
}

/// A view that listens.
struct View<'a> {
    node: &'a Node,
    place: usize,
    words: Words,
    top: f32,
    heard: Vec<usize>,
}

impl<'a> Plan<'a> {
    fn new(picture: &'a Picture) -> Option<Self> {
        let of_server = picture.nodes.iter().position(|node| node.kind == NodeKind::Server)?;
        let mut stations: Vec<Station> = Vec::new();
        let mut rows: Vec<Row> = Vec::new();
        let mut top = 1.0;
        let between = |kind: NodeKind| matches!(kind, NodeKind::Clients | NodeKind::Channel);
        for (place, node) in picture.nodes.iter().enumerate().filter(|(_, node)| between(node.kind)) {
            let start = top;
            let own = |arrow: &&Arrow| {
                (arrow.from, arrow.to) == (of_server, place) || (arrow.from, arrow.to) == (place, of_server)
            };
            for arrow in picture.arrows.iter().filter(own) {
                let labels: Vec<Words> =
                    arrow.labels.iter().map(|label| Words::new(&label.text, Style::Name, NAME)).collect();
                let height = (labels.iter().map(|words| words.height).sum::<f32>() + 12.0).max(30.0);
                rows.push(Row { arrow, labels, top, height, inward: arrow.to == of_server });
                top += height + 8.0;
            }
            if top > start {
                let style =
                    if node.kind == NodeKind::Clients || node.target.is_none() { Style::Plain } else { Style::Name };
                let words = Words::new(&node.label, style, CHANNEL);
                let ways = top - start - 8.0;
                let height = ways.max(words.height + 14.0);
                let own = rows.iter_mut().filter(|row| row.top >= start);
                own.for_each(|row| row.top += (height - ways) / 2.0);
                stations.push(Station { node, place, words, top: start, height });
                top = start + height + 14.0;
            }
        }
        let mut plan = Self {
            server: picture.nodes.get(of_server)?,
            names: rows.iter().flat_map(|row| &row.labels).map(|words| words.width).fold(60.0, f32::max)
                + pen::INDENT
                + 2.0 * SPACE,
            boxes: stations.iter().map(|station| station.words.width).fold(60.0, f32::max) + 2.0 * SPACE,
            rows,
            views: Vec::new(),
            stations,
            width: 0.0,
            height: top - 13.0,
        };
        if plan.rows.is_empty() {
            return None;
        }
        plan.add_views(picture);
        Some(plan)
    }

    /// Puts the views beside what they listen to.
    fn add_views(&mut self, picture: &'a Picture) {
        for (place, node) in picture.nodes.iter().enumerate().filter(|(_, node)| node.kind == NodeKind::Consumer) {
            let heard = picture.arrows.iter().filter(|arrow| arrow.to == place).map(|arrow| arrow.from).collect();
            self.views.push(View {
                node,
                place,
                words: Words::new(&node.label, Style::Plain, CHANNEL),
                top: 0.0,
                heard,
            });
        }
        let middle = |view: &View| {
            let heard: Vec<f32> =
                view.heard.iter().filter_map(|place| self.station(*place)).map(Station::middle).collect();
            heard.iter().sum::<f32>() / pen::count(heard.len().max(1))
        };
        let wanted: Vec<f32> = self.views.iter().map(middle).collect();
        let mut order: Vec<(f32, View)> = wanted.into_iter().zip(self.views.drain(..)).collect();
        order.sort_by(|(one, first), (other, second)| one.total_cmp(other).then(first.place.cmp(&second.place)));
        let needed: f32 = order.iter().map(|(_, view)| view.height() + SPACE).sum();
        self.height = self.height.max(needed);
        // From the top each goes as far down as it likes, but leaves room for those below it.
        let (mut free, mut below) = (1.0_f32, needed);
        for (wanted, mut view) in order {
            let lowest = self.height - below + 1.0;
            view.top = (wanted - view.height() / 2.0).min(lowest).max(free);
            free = view.top + view.height() + SPACE;
            below -= view.height() + SPACE;
            self.views.push(view);
        }
        let column = self.views.iter().map(|view| view.words.width + 2.0 * SPACE).fold(0.0, f32::max);
        self.width = self.views_at() + column + 1.0;
        if self.views.is_empty() {
            self.width = self.stations_at() + self.boxes + 1.0;
        }
        self.height = self.height.max(free - SPACE) + 2.0;
    }

    fn station(&self, place: usize) -> Option<&Station<'a>> {
        self.stations.iter().find(|station| station.place == place)
    }

    fn names_at(&self) -> f32 {
        1.0 + SERVER + STUB
    }

    fn stations_at(&self) -> f32 {
        self.names_at() + self.names + STUB
    }

    fn views_at(&self) -> f32 {
        self.stations_at() + self.boxes + LINKS
    }

    fn draw(&self, html: &mut Html, way: Way) {
        self.links(html);
        pen::rectangle(html, "node node-server", (1.0, 1.0), (SERVER, self.height - 2.0), 9.0);
        let name = Words::new(&self.server.label, Style::Title, SERVER);
        name.draw(html, 1.0 + SERVER / 2.0, (self.height - name.height) / 2.0, "middle");
        for row in &self.rows {
            self.row(html, row, way);
        }
        for station in &self.stations {
            let class = if station.node.kind == NodeKind::Clients { "node node-clients" } else { "node node-channel" };
            pen::rectangle(html, class, (self.stations_at(), station.top), (self.boxes, station.height), 7.0);
            let top = station.top + (station.height - station.words.height) / 2.0;
            let place = (self.stations_at() + self.boxes / 2.0, top);
            station.words.linked(html, place, "middle", station.node.target.as_ref(), way);
        }
        for view in &self.views {
            let width = view.words.width + 2.0 * SPACE;
            pen::rectangle(html, "node", (self.views_at(), view.top), (width, view.height()), view.height() / 2.0);
            let place = (self.views_at() + width / 2.0, view.top + 6.0);
            view.words.linked(html, place, "middle", view.node.target.as_ref(), way);
        }
    }

    /// The lines from channels to the views that listen.
    fn links(&self, html: &mut Html) {
        html.open("g", &[("class", "links"), ("aria-hidden", "true")]);
        let (start, end) = (self.stations_at() + self.boxes, self.views_at());
        for view in &self.views {
            for station in view.heard.iter().filter_map(|place| self.station(*place)) {
                let bend = (start + end) / 2.0;
                let (from, to) = (station.middle(), view.top + view.height() / 2.0);
                let [start, end, bend, from, to] = [start, end, bend, from, to].map(pen::number);
                pen::path(html, "link", &format!("M{start} {from}C{bend} {from} {bend} {to} {end} {to}"));
            }
        }
        html.close("g");
    }

    fn row(&self, html: &mut Html, row: &Row, way: Way) {
        let middle = row.top + row.height / 2.0;
        let class = if row.inward { "going going-clients" } else { "going going-server" };
        let (left, right) = (1.0 + SERVER, self.stations_at());
        let names_end = self.names_at() + self.names;
        html.open("g", &[("class", class), ("aria-hidden", "true")]);
        pen::line(html, "arrow", (left + if row.inward { 4.0 } else { 0.0 }, middle), (self.names_at(), middle));
        pen::line(html, "arrow", (names_end, middle), (right - if row.inward { 0.0 } else { 4.0 }, middle));
        pen::head(html, (if row.inward { left } else { right }, middle), !row.inward);
        html.close("g");
        pen::rectangle(html, "names", (self.names_at(), row.top), (self.names, row.height), 7.0);
        let mut top = middle - row.labels.iter().map(|words| words.height).sum::<f32>() / 2.0;
        for (label, words) in row.arrow.labels.iter().zip(&row.labels) {
            words.linked(html, (self.names_at() + SPACE, top), "start", label.target.as_ref(), way);
            top += words.height;
        }
    }
}

impl Station<'_> {
    fn middle(&self) -> f32 {
        self.top + self.height / 2.0
    }
}

impl View<'_> {
    fn height(&self) -> f32 {
        self.words.height + 12.0
    }
}
