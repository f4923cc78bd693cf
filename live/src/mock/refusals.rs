//! How a contract's own words say that something was refused: in an acknowledgement, in a frame that reports a failure, or not at all;
//! then the hub's words do.

use event_contracts_runtime::Encoded;
use event_hub::{Answer, Code, Refusal};
use event_spec::catalogue::{Event, Payload, Route};
use event_spec::judge::{Kind, Problem, Sender, Verdict};
use event_spec::types::{Type, TypeKind};
use event_spec::words;
use serde_json::{Map, Value, json};

use super::frames::{self, Beside};
use super::sample::Scope;
use super::world::World;

/// A verdict as the refusal that a real server would answer with.
pub fn of_verdict(verdict: &Verdict<'_>) -> Option<Refusal> {
    let problem = verdict.problems.first()?;
    let name = verdict.event().map(|event| event.name.value.clone()).or_else(|| verdict.name.clone());
    let mut refusal = Refusal::new(code_of(problem), words_of(problem));
    refusal.event = name.map(|name| name.chars().take(100).collect());
    refusal.field = problem.path.as_deref().and_then(field);
    Some(refusal)
}

fn code_of(problem: &Problem) -> Code {
    match problem.kind {
        Kind::NotJson | Kind::NotAFrame | Kind::Envelope => Code::InvalidFrame,
        Kind::UnknownEvent | Kind::WrongName | Kind::AliasExpired => Code::UnknownEvent,
        Kind::WrongDirection => Code::WrongDirection,
        Kind::ThroughRest => Code::ThroughRest,
        Kind::Payload | Kind::Acknowledgement | Kind::Channel => Code::InvalidPayload,
    }
}

fn words_of(problem: &Problem) -> String {
    match &problem.help {
        Some(help) => format!("{}; {help}", problem.message),
        None => problem.message.clone(),
    }
}

/// The field of a payload, as in `tags[2]`.
pub fn field(path: &str) -> Option<String> {
    path.strip_prefix("payload.").or_else(|| path.strip_prefix("envelope.")).map(str::to_owned)
}

impl World {
    /// How the contract's own words say it.
    pub fn refused(&self, refusal: &Refusal) -> Answer {
        let event = refusal.event.as_deref().and_then(|name| self.catalogue.events.get(name));
        if let Some(words) = event.and_then(|event| self.refusing_acknowledgement(event, refusal)) {
            return Answer::Acknowledgement(words);
        }
        self.failure_frame(refusal).map_or(Answer::Notice, Answer::Frame)
    }

    /// The acknowledgement of an event that says `success: false` and why, where the contract has such a one.
    fn refusing_acknowledgement(&self, event: &Event, refusal: &Refusal) -> Option<Encoded> {
        let message = event.server_ack()?;
        let Payload::One(ty) = &message.payload else { return None };
        let object = self.catalogue.types.as_object(ty)?;
        let verdict_key = ["success", "ok"].into_iter().find(|key| object.field(key).is_some())?;
        let mut given = Map::from_iter([(verdict_key.to_owned(), Value::from(false))]);
        for key in ["error", "reason", "message", "code"] {
            if let Some(field) = object.field(key) {
                given.insert(key.to_owned(), self.said(&field.ty, key, refusal));
            }
        }
        let mut with = self.with("refusals");
        let mut made = self.arguments(event, message, &Scope::default(), &mut with);
        // What is there beside the failure is there on success.
        if let Some(Value::Object(whole)) = made.first_mut() {
            whole.retain(|key, _| object.field(key).is_some_and(|field| !field.optional));
            whole.extend(given);
        }
        let fine = self.judge.acknowledgement(Sender::Server, &event.name.value, &made).is_fine();
        fine.then(|| Encoded::of(made.first().unwrap_or(&Value::Null)))
    }

    /// The frame that reports a failure, where the contract's envelope has a place for it.
    fn failure_frame(&self, refusal: &Refusal) -> Option<Encoded> {
        let error = self.catalogue.envelope.as_ref()?.error.as_ref()?;
        let carrier = self.catalogue.events.values().find(|event| is_failure(event))?;
        let failure = self.said(&error.ty, &error.key, refusal);
        let mut with = self.with("failures");
        let arguments = self.event_arguments(carrier, &Scope::default(), &mut with);
        let beside = Beside { meta: self.meta(&mut with, Some(&failure)), channel: None };
        let text = frames::encode(&self.catalogue, carrier, &carrier.name.value, &arguments, &beside);
        self.judge.text(Sender::Server, text.as_str()).is_fine().then_some(text)
    }

    /// A refusal as a value of a type: a code among the contract's, words, or an object of both.
    fn said(&self, ty: &Type, key: &str, refusal: &Refusal) -> Value {
        let words = match &refusal.field {
            Some(field) if !refusal.message.contains(field.as_str()) => format!("`{field}`: {}", refusal.message),
            _ => refusal.message.clone(),
        };
        match self.catalogue.types.without_null(ty) {
            Type::Named(id) => match &self.catalogue.types.get(*id).kind {
                TypeKind::Enum(choices) => {
                    let codes: Vec<&str> = choices.values.iter().map(|value| value.wire.as_str()).collect();
                    let code = contract_code(refusal.code, &codes);
                    code.or_else(|| codes.last().copied().filter(|_| !choices.open))
                        .unwrap_or_else(|| refusal.code.name())
                        .into()
                }
                TypeKind::Object(object) => {
                    let mut said = Map::new();
                    for field in &object.fields {
                        let value = match field.wire.as_str() {
                            key @ ("code" | "message" | "error" | "reason" | "detail") => {
                                self.said(&field.ty, key, refusal)
                            }
                            "type" | "event" => match &refusal.event {
                                Some(event) => event.as_str().into(),
                                None => continue,
                            },
                            "field" | "path" => match &refusal.field {
                                Some(field) => field.as_str().into(),
                                None => continue,
                            },
                            "retry_after" => match refusal.retry_after {
                                Some(after) => json!(u64::try_from(after.as_millis()).unwrap_or(u64::MAX)),
                                None => continue,
                            },
                            _ => continue,
                        };
                        said.insert(field.wire.clone(), value);
                    }
                    Value::Object(said)
                }
                _ => words.into(),
            },
            _ if key == "code" => refusal.code.name().into(),
            _ => words.into(),
        }
    }

    /// A refusal on demand: one of those that the contract names, or one that can befall anybody.
    pub fn on_demand(&self, event: &str) -> Option<Refusal> {
        let mut with = self.with("errors");
        if !with.random.chance(self.switch.now().errors) {
            return None;
        }
        let usual = [Code::RateLimited, Code::Denied, Code::NotFound, Code::Failed];
        let named: Vec<&str> = self.catalogue.errors.keys().map(String::as_str).collect();
        let own: Vec<Code> = usual.into_iter().filter(|code| contract_code(*code, &named).is_some()).collect();
        let code = *with.random.pick(if own.is_empty() { &usual } else { &own })?;
        let refusal = Refusal::new(code, "refused on demand").of(event);
        Some(if code == Code::RateLimited { refusal.retry_after(std::time::Duration::from_secs(1)) } else { refusal })
    }
}

/// Whether an event is the one that failures are reported with: it carries nothing, and goes to who asked.
pub fn is_failure(event: &Event) -> bool {
    let says = event.name.value.split(['.', ':', '_', '-']).any(|word| word == "error" || word == "failed");
    says && matches!(event.route, Route::Connection) && event.server.is_some()
}

/// The code of a contract that means what the hub's does.
pub fn contract_code<'a>(code: Code, own: &[&'a str]) -> Option<&'a str> {
    let alike: &[&str] = match code {
        Code::InvalidFrame => &["invalid_frame", "invalid_message", "malformed", "bad_request", "invalid"],
        Code::InvalidPayload => {
            &["invalid_payload", "validation_failed", "invalid_data", "invalid_frame", "bad_request", "invalid"]
        }
        Code::UnknownEvent => &["unknown_event", "unknown_type", "not_found"],
        Code::WrongDirection => &["wrong_direction", "unknown_type", "invalid_frame"],
        Code::ThroughRest => &["through_rest"],
        Code::TooLarge => &["too_large", "invalid_frame"],
        Code::RateLimited => &["rate_limited", "too_many_requests", "throttled"],
        Code::Unauthenticated => &["unauthenticated", "unauthorized", "invalid_token"],
        Code::Denied => &["denied", "forbidden", "not_a_member", "not_a_participant", "unauthorized"],
        Code::NotFound => &["not_found", "unauthorized"],
        Code::TimedOut => &["timed_out", "timeout", "failed"],
        Code::Failed => &["failed", "internal", "internal_error", "server_error"],
    };
    alike.iter().find_map(|name| own.iter().find(|own| words::split(own) == words::split(name)).copied())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_contracts_own_code_is_found() {
        assert_eq!(contract_code(Code::RateLimited, &["Unauthorized", "RateLimited"]), Some("RateLimited"));
        assert_eq!(contract_code(Code::Denied, &["not_found", "not_a_member"]), Some("not_a_member"));
        assert_eq!(contract_code(Code::Failed, &["other"]), None);
    }

    #[test]
    fn fields_are_told_without_where_they_lie() {
        assert_eq!(field("payload.tags[2]").as_deref(), Some("tags[2]"));
        assert_eq!(field("payload"), None);
    }
}
