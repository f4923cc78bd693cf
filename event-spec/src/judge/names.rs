//! Names: what each stands for, and who may use it.

use indexmap::IndexMap;

use super::Sender;
use super::problem::{Kind, Problem};
use crate::catalogue::{Alias, Catalogue, Event};
use crate::dates::Date;
use crate::suggest;

/// What a name is to a contract on some day.
#[derive(Clone, Copy)]
pub(super) enum Known<'a> {
    /// The name of an event.
    Event,
    /// A former name, under which clients are served.
    Served(&'a Alias),
    /// A former name, whose last day this was.
    Expired(&'a str),
    /// A wrong name.
    NeverServed,
}

/// Where each name leads: to an event, and perhaps to one of its aliases, by their places; and whether that one is out of date.
pub(super) struct Names(IndexMap<String, (usize, Option<(usize, bool)>)>);

impl Names {
    pub(super) fn of(catalogue: &Catalogue, today: Option<&Date>) -> Self {
        let mut names = IndexMap::new();
        for (place, event) in catalogue.events.values().enumerate() {
            for (at, alias) in event.aliases.iter().enumerate() {
                // The whole of the last day is served.
                let sunset = alias.sunset.as_ref().and_then(|sunset| Date::parse(&sunset.value));
                let is_over = sunset.zip(today).is_some_and(|(sunset, today)| sunset < *today);
                names.insert(alias.name.value.clone(), (place, Some((at, is_over))));
            }
        }
        names.extend(catalogue.events.keys().enumerate().map(|(place, name)| (name.clone(), (place, None))));
        Self(names)
    }

    /// What a name is, and the event that it stands for.
    pub(super) fn get<'a>(&self, catalogue: &'a Catalogue, name: &str) -> Option<(Known<'a>, &'a Event)> {
        let (place, alias) = self.0.get(name)?;
        let (_, event) = catalogue.events.get_index(*place)?;
        let Some((at, is_over)) = alias else { return Some((Known::Event, event)) };
        let alias = event.aliases.get(*at)?;
        let known = match &alias.sunset {
            None => Known::NeverServed,
            Some(sunset) if *is_over => Known::Expired(&sunset.value),
            Some(_) => Known::Served(alias),
        };
        Some((known, event))
    }

    /// That no event has a name, and which one was perhaps meant: one that this side sends, rather than another.
    pub(super) fn unknown(&self, catalogue: &Catalogue, sender: Sender, name: &str) -> Problem {
        let sends = |event: &&Event| wrong_side(sender, "", event).is_none();
        let own = catalogue.events.values().filter(sends).map(|event| event.name.value.as_str());
        let near = suggest::nearest(name, own).or_else(|| suggest::nearest(name, self.0.keys().map(String::as_str)));
        let near = near.and_then(|near| self.get(catalogue, near)).map(|(_, event)| event.name.value.as_str());
        let message = format!("`{}` is no event of `{}`", shortened(name), catalogue.name.value);
        let problem = Problem::new(Kind::UnknownEvent, message);
        match near {
            Some(near) => problem.help(format!("did you mean `{near}`?")),
            None => problem,
        }
    }
}

/// That nobody is served under a name.
pub(super) fn not_served(known: Known<'_>, name: &str, event: &Event) -> Problem {
    let right = &event.name.value;
    match known {
        Known::Expired(sunset) => {
            let message = format!("`{name}` is called `{right}`; the former name was served until {sunset}");
            Problem::new(Kind::AliasExpired, message)
        }
        _ => Problem::new(Kind::WrongName, format!("`{name}` is called `{right}`")),
    }
    .help(format!("write `{right}`"))
}

/// That a side may not send an event.
pub(super) fn wrong_side(sender: Sender, name: &str, event: &Event) -> Option<Problem> {
    let message = match sender {
        Sender::Server if event.server.is_none() => format!("clients send `{name}`, and the server does not"),
        Sender::Client if event.client.is_none() => format!("the server sends `{name}`, and clients do not"),
        Sender::Client => {
            let request = &event.rest.as_ref()?.value;
            let message = format!("`{name}` comes through `{request}`, not over the socket");
            return Some(Problem::new(Kind::ThroughRest, message).help("make the request: the event follows"));
        }
        Sender::Server => return None,
    };
    Some(Problem::new(Kind::WrongDirection, message))
}

/// A name for a message: what a peer made up may be long.
fn shortened(name: &str) -> String {
    const LONGEST: usize = 128;
    match name.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", name.get(..end).unwrap_or_default()),
        None => name.to_owned(),
    }
}
