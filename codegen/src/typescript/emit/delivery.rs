//! What a contract promises of delivery: priorities, limits, reconnection and error codes. Durations are milliseconds.

use std::time::Duration;

use event_spec::catalogue::{Delivery, Limits, Priority, Rate, Reconnect, WhenSlow};

use super::{Doc, alias, syntax};
use crate::output::Text;
use crate::typescript::model::Module;

/// Declares what there is of them.
pub fn declare(text: &mut Text, module: &Module) {
    if !module.priorities.is_empty() {
        declare_priorities(text, &module.priorities);
    }
    declare_limits(text, &module.limits);
    if let Some(reconnect) = &module.reconnect {
        Doc::new("What a client does when the connection is lost: each try waits `step` milliseconds longer.")
            .emit(text);
        declare_record(text, "export declare const reconnect", &reconnect_fields(reconnect));
        text.blank();
    }
    if !module.errors.is_empty() {
        declare_errors(text, &module.errors);
    }
}

fn declare_priorities(text: &mut Text, priorities: &[(String, Priority)]) {
    let names = priorities.iter().map(|(name, _)| (Doc::default(), syntax::string(name)));
    Doc::new("How urgent an event is.").emit(text);
    alias(text, "PriorityName", '|', &names.collect::<Vec<_>>());
    let doc = "When events leave the server. Durations are milliseconds; the lowest rank is the most urgent.";
    Doc::new(doc).emit(text);
    text.block("export declare const priorities: {", "};", |text| {
        for (rank, (name, priority)) in priorities.iter().enumerate() {
            Doc::default().text(priority.summary.clone()).emit(text);
            declare_record(text, &format!("readonly {}", syntax::key(name)), &priority_fields(rank, priority));
        }
    });
    text.blank();
}

fn declare_limits(text: &mut Text, limits: &Limits) {
    let (rates, counts) = (rates(limits), counts(limits));
    if rates.is_empty() && counts.is_empty() {
        return;
    }
    Doc::new("What the server holds its clients to: so many events per so many milliseconds.").emit(text);
    text.block("export declare const limits: {", "};", |text| {
        for (key, rate) in &rates {
            declare_record(text, &format!("readonly {key}"), &rate_fields(rate));
        }
        for (key, count) in &counts {
            text.line(format!("readonly {key}: {count};"));
        }
    });
    text.blank();
}

fn declare_errors(text: &mut Text, errors: &[(String, Option<String>)]) {
    let code =
        |(code, summary): &(String, Option<String>)| (Doc::default().text(summary.clone()), syntax::string(code));
    Doc::new("What the server answers when it refuses.").emit(text);
    alias(text, "ErrorCode", '|', &errors.iter().map(code).collect::<Vec<_>>());
    Doc::new("Every error code with what it means.").emit(text);
    text.line("export declare const errors: { readonly [Code in ErrorCode]: string };");
    text.blank();
}

/// Defines the same.
pub fn script(text: &mut Text, module: &Module) {
    let define = |text: &mut Text, name: &str, entries: &[(String, String)]| {
        if entries.is_empty() {
            return;
        }
        text.block(format!("export const {name} = {{"), "};", |text| {
            for (key, value) in entries {
                text.line(format!("{}: {value},", syntax::literal_key(key)));
            }
        });
        text.blank();
    };
    let value = |fields: &[Field]| record(fields, "", ", ");
    let priorities = module.priorities.iter().enumerate();
    let priorities = priorities.map(|(rank, (name, priority))| (name.clone(), value(&priority_fields(rank, priority))));
    define(text, "priorities", &priorities.collect::<Vec<_>>());
    let rates = rates(&module.limits).into_iter().map(|(key, rate)| (key.to_owned(), value(&rate_fields(&rate))));
    let counts = counts(&module.limits).into_iter().map(|(key, count)| (key.to_owned(), count.to_string()));
    define(text, "limits", &rates.chain(counts).collect::<Vec<_>>());
    if let Some(reconnect) = &module.reconnect {
        text.line(format!("export const reconnect = {};", value(&reconnect_fields(reconnect))));
        text.blank();
    }
    let error = |(code, summary): &(String, Option<String>)| {
        (code.clone(), syntax::string(summary.as_deref().unwrap_or_default()))
    };
    define(text, "errors", &module.errors.iter().map(error).collect::<Vec<_>>());
}

/// A key and the text of its value, which is its own type.
type Field = (&'static str, String);

/// `name: { readonly key: value; .. };`, on several lines where it is long.
fn declare_record(text: &mut Text, name: &str, fields: &[Field]) {
    const WIDTH: usize = 110;
    let line = format!("{name}: {};", record(fields, "readonly ", "; "));
    if line.chars().count() <= WIDTH {
        text.line(line);
    } else {
        text.block(format!("{name}: {{"), "};", |text| {
            for (key, value) in fields {
                text.line(format!("readonly {key}: {value};"));
            }
        });
    }
}

/// `{ key: value; key: value }`
fn record(fields: &[Field], before: &str, joint: &str) -> String {
    let fields: Vec<String> = fields.iter().map(|(key, value)| format!("{before}{key}: {value}")).collect();
    format!("{{ {} }}", fields.join(joint))
}

fn priority_fields(rank: usize, priority: &Priority) -> Vec<Field> {
    let mut fields = vec![("rank", rank.to_string())];
    fields.push(match priority.delivery {
        Delivery::Immediate => ("deliver", "\"immediately\"".to_owned()),
        Delivery::Batched(window) => ("batch", milliseconds(window)),
    });
    if priority.coalesce {
        fields.push(("coalesce", "\"latest\"".to_owned()));
    }
    fields.extend(priority.time_to_live.map(|time| ("ttl", milliseconds(time))));
    fields.push(match priority.when_slow {
        WhenSlow::Keep => ("whenSlow", "\"keep\"".to_owned()),
        WhenSlow::Drop => ("whenSlow", "\"drop\"".to_owned()),
    });
    fields
}

fn rates(limits: &Limits) -> Vec<(&'static str, Rate)> {
    let all = [
        ("perUser", limits.per_user),
        ("perConnection", limits.per_connection),
        ("perChannel", limits.per_channel),
        ("total", limits.total),
    ];
    all.into_iter().filter_map(|(key, rate)| Some((key, rate?))).collect()
}

fn rate_fields(rate: &Rate) -> Vec<Field> {
    vec![("count", rate.count.to_string()), ("per", milliseconds(rate.per))]
}

fn counts(limits: &Limits) -> Vec<(&'static str, u64)> {
    let all = [
        ("connectionsPerUser", limits.connections_per_user),
        ("connections", limits.connections),
        ("frameBytes", limits.frame_bytes),
    ];
    all.into_iter().filter_map(|(key, count)| Some((key, count?))).collect()
}

fn reconnect_fields(reconnect: &Reconnect) -> Vec<Field> {
    vec![
        ("attempts", reconnect.attempts.to_string()),
        ("delay", milliseconds(reconnect.delay)),
        ("step", milliseconds(reconnect.step)),
    ]
}

fn milliseconds(duration: Duration) -> String {
    duration.as_millis().to_string()
}
