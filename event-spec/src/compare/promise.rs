//! What a delivery policy promises, and which promise is weaker.

use std::time::Duration;

use crate::catalogue::{Delivery, Priority, WhenSlow};
use crate::compare::effect::{Answer, Effect};
use crate::quantity::duration;

/// What it does that events are delivered by another policy. Stored events are never dropped, however slow their reader is.
pub(crate) fn change(old: &Priority, new: &Priority, stored: bool) -> Effect {
    Effect {
        server_first: answer("old clients", old, new, stored),
        clients_first: answer("new clients", new, old, stored),
    }
}

/// What readers that count on one policy meet where the other holds. That more is lost is a break. Whether they can wait
/// longer is not said in any catalogue.
fn answer(readers: &str, counted_on: &Priority, met: &Priority, stored: bool) -> Answer {
    if met.coalesce && !counted_on.coalesce {
        return Answer::clients(format!("{readers} miss what a newer event replaces while it waits"));
    }
    if let Some(ttl) = met.time_to_live
        && counted_on.time_to_live.is_none_or(|before| ttl < before)
    {
        return Answer::clients(format!("{readers} miss what could not be delivered within {}", duration(ttl)));
    }
    if !stored && met.when_slow == WhenSlow::Drop && counted_on.when_slow == WhenSlow::Keep {
        return Answer::clients(format!("{readers} that read slowly miss what is dropped"));
    }
    match window(met).filter(|longer| window(counted_on).is_none_or(|before| *longer > before)) {
        Some(window) => Answer::unclear(format!(
            "{readers} wait up to {}, and no catalogue says whether they can",
            duration(window)
        )),
        None => Answer::Yes,
    }
}

/// How long an event may wait for others.
fn window(priority: &Priority) -> Option<Duration> {
    match priority.delivery {
        Delivery::Immediate => None,
        Delivery::Batched(window) => Some(window),
    }
}

/// How two policies differ, in a few words each.
pub(crate) fn differences(old: &Priority, new: &Priority) -> Vec<String> {
    let mut words = Vec::new();
    if old.delivery != new.delivery {
        words.push(format!("{} instead of {}", delivery(new), delivery(old)));
    }
    match (old.coalesce, new.coalesce) {
        (false, true) => words.push("coalesced".to_owned()),
        (true, false) => words.push("not coalesced any more".to_owned()),
        _ => {}
    }
    let ttl = |priority: &Priority| priority.time_to_live.map(duration);
    match (ttl(old), ttl(new)) {
        (Some(old), Some(new)) if old != new => words.push(format!("worth delivering for {new} instead of {old}")),
        (None, Some(new)) => words.push(format!("worth delivering for {new} alone")),
        (Some(_), None) => words.push("worth delivering however late".to_owned()),
        _ => {}
    }
    match (old.when_slow, new.when_slow) {
        (WhenSlow::Keep, WhenSlow::Drop) => words.push("dropped for slow readers".to_owned()),
        (WhenSlow::Drop, WhenSlow::Keep) => words.push("kept for slow readers".to_owned()),
        _ => {}
    }
    words
}

fn delivery(priority: &Priority) -> String {
    match priority.delivery {
        Delivery::Immediate => "delivered at once".to_owned(),
        Delivery::Batched(window) => format!("batched for {}", duration(window)),
    }
}
