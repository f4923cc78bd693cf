//! An event's channel, with a source for each of its parameters.
//!
//! In: a channel as an event uses it, and the payload that it goes with. Out: a [`ChannelRoute`] whose every parameter
//! comes from a required payload field of a type that fits, or is given by the emitter.

use indexmap::IndexMap;

use super::names::Names;
use super::path::{self, Found, describe, field_path, follow};
use crate::catalogue::{Binding, Channel, ChannelRoute, FieldPath, Param, ParamType, Payload};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::document::channel::{ChannelUse, ChannelUseRecord};
use crate::record::listed;
use crate::rule::{Rule, rule};
use crate::source::Spanned;
use crate::suggest;
use crate::types::{Field, Literal, Type, TypeKind, Types};

/// Bound fields exist.
pub(crate) static BINDING_UNKNOWN_FIELD: Rule =
    rule!(error Channels "binding-unknown-field", "a channel's parameter is bound to a field that the payload has");
/// Bound fields are always there.
pub(crate) static BINDING_OPTIONAL_FIELD: Rule =
    rule!(error Channels "binding-optional-field", "a channel's parameter is bound to a field that is always there");
/// Bound fields fit.
pub(crate) static BINDING_TYPE: Rule =
    rule!(error Channels "binding-type", "a channel's parameter is bound to a field of its type");
/// Bindings name parameters.
pub(crate) static BINDING_UNKNOWN_PARAMETER: Rule =
    rule!(error Channels "binding-unknown-parameter", "`params` and `given` name parameters of the channel, each once");

/// What a route is resolved against.
pub(super) struct Scope<'a> {
    pub(super) names: &'a Names<'a>,
    pub(super) channels: &'a IndexMap<String, Channel>,
    pub(super) types: &'a Types,
}

/// What an event has to do with a channel.
#[derive(Clone, Copy)]
pub(super) enum Use {
    /// The server sends it there.
    GoesTo,
    /// A client asks to enter.
    Joins,
    /// A client leaves.
    Leaves,
}

impl Use {
    /// As a sentence says it, between event and channel.
    pub(super) fn verb(self) -> &'static str {
        match self {
            Self::GoesTo => "goes to",
            Self::Joins => "joins",
            Self::Leaves => "leaves",
        }
    }

    /// What to do where the payload cannot say a parameter. A client has no other place to say it.
    fn instead(self, param: &str) -> String {
        match self {
            Self::GoesTo => format!("let the emitter say it: `given: {{ {param}: {param} }}`"),
            Self::Joins | Self::Leaves => {
                format!("the payload must say it: make it an object with `{param}` among its `required` fields")
            }
        }
    }
}

/// Resolves where an event goes. Where the payload could not be read,
/// the channel is checked all the same.
pub(super) fn resolve_route(
    event: &str,
    purpose: Use,
    channel: &ChannelUse,
    payload: Option<&Payload>,
    scope: &Scope<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<ChannelRoute> {
    let record = &channel.0;
    let verb = purpose.verb();
    let name = record.name.as_ref()?;
    if let Some(diagnostic) = scope.names.undeclared_channel(name, &format!("event `{event}` {verb}")) {
        diagnostics.push(diagnostic);
        return None;
    }
    let declared = scope.channels.get(&name.value)?;
    check_parameters(record, declared, diagnostics);
    let payload = payload?;
    let mut bindings = IndexMap::new();
    for (param, declaration) in &declared.params {
        if let Some(given) = given(record, param) {
            bindings.insert(param.clone(), Binding::Given(given.value.clone()));
            continue;
        }
        let path = bound(record, param)
            .map_or_else(|| FieldPath { keys: vec![param.clone()], optional: false, span: name.span }, field_path);
        let user = format!("event `{event}` {verb} `{}`", declared.pattern);
        if let Some(mut diagnostic) = binding_fault(&user, purpose, param, declaration, &path, payload, scope.types) {
            // A path that nobody wrote cannot be written anew: its place is the channel's name.
            diagnostic.fix = diagnostic.fix.filter(|_| bound(record, param).is_some());
            diagnostics.push(diagnostic.label(declared.span, "the channel"));
        }
        bindings.insert(param.clone(), Binding::Field(path));
    }
    Some(ChannelRoute { channel: name.clone(), bindings })
}

fn given<'a>(record: &'a ChannelUseRecord, param: &str) -> Option<&'a Spanned<String>> {
    record.given.as_ref()?.iter().find(|(name, _)| name.value == param).map(|(_, given)| given)
}

fn bound<'a>(record: &'a ChannelUseRecord, param: &str) -> Option<&'a Spanned<String>> {
    record.params.as_ref()?.iter().find(|(name, _)| name.value == param).map(|(_, path)| path)
}

fn check_parameters(record: &ChannelUseRecord, channel: &Channel, diagnostics: &mut Diagnostics) {
    let named = record.params.iter().chain(&record.given).flat_map(|named| named.iter());
    for (name, _) in named {
        if channel.params.contains_key(&name.value) {
            continue;
        }
        let message = format!("`{}` has no parameter `{}`", channel.pattern, name.value);
        let params: Vec<_> = channel.params.keys().map(String::as_str).collect();
        let diagnostic = Diagnostic::new(&BINDING_UNKNOWN_PARAMETER, name.span, message);
        let is_bound = |param: &str| bound(record, param).or(given(record, param)).is_some();
        let diagnostic = match suggest::name(&name.value, params.iter().copied()) {
            Some(near) => diagnostic.meant(name, &near.unless(is_bound)),
            None if params.is_empty() => diagnostic.help("leave it out: the channel has no parameters"),
            None => diagnostic.help(format!("its parameters are {}", listed(&params))),
        };
        diagnostics.push(diagnostic.label(channel.span, "the channel"));
    }
    for (name, _) in record.given.iter().flat_map(|named| named.iter()) {
        if let Some(path) = bound(record, &name.value) {
            let message = format!("`{}` is bound to a field and given as well", name.value);
            let diagnostic = Diagnostic::new(&BINDING_UNKNOWN_PARAMETER, name.span, message);
            diagnostics.push(diagnostic.label(path.span, "bound here").help("keep one of the two"));
        }
    }
}

/// What is wrong with the field that a parameter is bound to.
fn binding_fault(
    user: &str,
    purpose: Use,
    param: &str,
    declaration: &Param,
    path: &FieldPath,
    payload: &Payload,
    types: &Types,
) -> Option<Diagnostic> {
    let written = path.keys.join(".");
    let fields = match follow(payload, path, types) {
        Found::Field(fields) => fields,
        Found::Missing { parent, key, near } => {
            let holder = if parent.is_empty() { "its payload".to_owned() } else { format!("`{parent}`") };
            let message = format!("{user}, and {holder} has no field `{key}`");
            let help = match &near {
                Some(near) => format!("did you mean `params: {{ {param}: {} }}`?", near.name),
                None => match purpose {
                    Use::GoesTo => format!(
                        "name the field with `params: {{ {param}: .. }}`, or the emitter's argument with `given: {{ {param}: .. }}`"
                    ),
                    Use::Joins | Use::Leaves => {
                        format!("name the field with `params: {{ {param}: .. }}`, or add a required one to the payload")
                    }
                },
            };
            let diagnostic = Diagnostic::new(&BINDING_UNKNOWN_FIELD, path.span, message);
            let diagnostic = diagnostic.underlined(format!("needs `{written}`")).help(help);
            return Some(match near.filter(|near| near.certain) {
                Some(near) => diagnostic.rewrite(&path::written(path), &near.name),
                None => diagnostic,
            });
        }
        Found::NoObject { parent, what } => {
            let holder = if parent.is_empty() { "its payload".to_owned() } else { format!("`{parent}`") };
            let message = format!("{user}, and {holder} is {what}, without a field `{written}`");
            let help = purpose.instead(param);
            return Some(
                Diagnostic::new(&BINDING_UNKNOWN_FIELD, path.span, message)
                    .underlined(format!("needs `{written}`"))
                    .help(help),
            );
        }
    };
    if let Some(fault) = presence_fault(user, purpose, param, path, payload, &fields, types) {
        return Some(fault);
    }
    let field = fields.last()?;
    if fits(declaration, &field.ty, types) {
        return None;
    }
    let message = match &declaration.ty {
        ParamType::String => {
            format!("{user} with a text as `{param}`, and `{written}` is {}", describe(&field.ty, types))
        }
        ParamType::Integer => {
            format!("{user} with an integer as `{param}`, and `{written}` is {}", describe(&field.ty, types))
        }
        ParamType::OneOf(values) => {
            format!("{user} with one of {} as `{param}`, and `{written}` can be something else", listed(values))
        }
    };
    let help = match (&declaration.ty, describe(&field.ty, types)) {
        (ParamType::String, "an integer") => Some(format!("declare the parameter as `{param}: {{ type: integer }}`")),
        (ParamType::Integer, "a text") => Some(format!("declare the parameter as `{param}: {{ type: string }}`")),
        _ => None,
    };
    Some(Diagnostic::new(&BINDING_TYPE, path.span, message).label(field.span, "the field").help_if(help))
}

/// A parameter is read from a payload without asking whether it is there.
fn presence_fault(
    user: &str,
    purpose: Use,
    param: &str,
    path: &FieldPath,
    payload: &Payload,
    fields: &[&Field],
    types: &Types,
) -> Option<Diagnostic> {
    let mut holder = match payload {
        Payload::One(ty) => Some(ty),
        Payload::Empty | Payload::Args(_) => None,
    };
    for (at, field) in fields.iter().enumerate() {
        let upto = path.keys[..=at].join(".");
        if let Some(holder) = holder.filter(|holder| types.as_object(holder).is_none()) {
            let named = if at == 0 { "its payload".to_owned() } else { format!("`{}`", path.keys[..at].join(".")) };
            let message = format!(
                "{user}, and {named} is {}, from which no single `{param}` can be read",
                describe(holder, types)
            );
            return Some(Diagnostic::new(&BINDING_TYPE, path.span, message).help(purpose.instead(param)));
        }
        let doubt = match field {
            Field { optional: true, .. } => "may be absent",
            Field { ty, .. } if matches!(types.resolve(ty), Type::Nullable(_) | Type::Null) => "may be null",
            _ => {
                holder = Some(&field.ty);
                continue;
            }
        };
        let message = format!("{user}, and `{upto}` {doubt}");
        let help = match doubt {
            "may be absent" => format!("add `{}` to `required`", path.keys[at]),
            _ => "do not allow null there".to_owned(),
        };
        let help = match purpose {
            Use::GoesTo => format!("{help}, or {}", purpose.instead(param)),
            Use::Joins | Use::Leaves => help,
        };
        return Some(
            Diagnostic::new(&BINDING_OPTIONAL_FIELD, path.span, message)
                .underlined(doubt)
                .label(field.span, "the field")
                .help(help),
        );
    }
    None
}

/// Whether every value of a type is one of the parameter.
fn fits(param: &Param, ty: &Type, types: &Types) -> bool {
    match (&param.ty, types.resolve(ty)) {
        (ParamType::String, Type::String(_) | Type::Timestamp | Type::Date | Type::Literal(Literal::String(_))) => true,
        (ParamType::String, Type::Named(id)) => matches!(types.get(*id).kind, TypeKind::Enum(_)),
        (ParamType::Integer, Type::Integer(_) | Type::Integers(_) | Type::Literal(Literal::Integer(_))) => true,
        (ParamType::OneOf(values), Type::Literal(Literal::String(text))) => values.contains(text),
        (ParamType::OneOf(values), Type::Named(id)) => match &types.get(*id).kind {
            TypeKind::Enum(set) => !set.open && set.values.iter().all(|value| values.contains(&value.wire)),
            TypeKind::Object(_) | TypeKind::Union(_) | TypeKind::Alias(_) => false,
        },
        _ => false,
    }
}
