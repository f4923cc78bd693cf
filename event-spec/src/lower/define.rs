//! Types from shapes: which need a name, and what each is.
//!
//! In: schemas. Out: [`Type`]s, and definitions of those with names. A reference is never looked into here: it becomes the
//! named type of its target, which is defined later, from a queue, so that recursive schemas end.

use std::rc::Rc;

use super::Lowering;
use super::shapes::Bare;
use super::unions::UnionPlan;
use crate::context::Context;
use crate::diagnostic::Diagnostic;
use crate::rule::{Rule, rule};
use crate::schema::shape::{JsonTypes, Shape, Values};
use crate::schema::{Schema, SchemaId};
use crate::source::Span;
use crate::types::{Origin, Type, TypeDef, TypeId, TypeKind};

/// A schema says what it is about.
pub(crate) static UNTYPED: Rule = rule!(error Schemas "schema-untyped", "a schema says what it is about, or is `true`");
/// A schema says its type itself.
pub(crate) static IMPLIED_TYPE: Rule =
    rule!(warning Schemas "schema-implied-type", "a schema whose keywords speak of one type declares it");

/// What a value is, besides perhaps null.
pub(super) enum Form {
    /// An object with fields, which needs a name.
    Object(Rc<Shape>),
    /// A set of texts, which needs a name.
    Enum(Box<Values>),
    /// One of several variants, which needs a name.
    Union(UnionPlan),
    /// Anything else.
    Other(Type),
}

/// A form, and whether null is allowed as well.
pub(super) struct Plan {
    pub(super) form: Form,
    pub(super) nullable: bool,
}

impl Lowering {
    /// The type of a schema; `None` where it was refused, which was reported.
    pub(super) fn lower(&mut self, cx: &mut Context<'_, '_>, id: SchemaId) -> Option<Type> {
        let ty = match self.bare(cx, id) {
            // Asked for its shape even though that is not looked at: a cycle has none.
            Bare::Reference(target) => self.shape(cx, target).map(|_| Type::Named(self.shared_type(cx, target)))?,
            Bare::Inner(inner) => self.lower(cx, inner)?,
            Bare::Own => self.lower_own(cx, id, &Origin::Inline)?,
        };
        self.note_given(id, &ty);
        Some(ty)
    }

    /// The type of the schema that a payload is: like [`Self::lower`], but its own type says whose payload it is.
    pub(super) fn lower_root(&mut self, cx: &mut Context<'_, '_>, id: SchemaId, origin: Origin) -> Option<Type> {
        if matches!(self.bare(cx, id), Bare::Reference(_)) {
            return self.lower(cx, id);
        }
        let ty = self.lower_own(cx, id, &origin)?;
        self.note_given(id, &ty);
        Some(ty)
    }

    fn lower_own(&mut self, cx: &mut Context<'_, '_>, id: SchemaId, origin: &Origin) -> Option<Type> {
        if let Some(known) = self.ids.get(&id) {
            return Some(Type::Named(*known));
        }
        // Met again where another object takes the field over.
        if let Some(known) = self.nullable.get(&id) {
            return Some(nullable_type(Type::Named(*known)));
        }
        let Plan { form, nullable } = self.plan(cx, id)?;
        let ty = match form {
            Form::Other(ty) => ty,
            form => {
                // A nullable payload is another name for the type or null, and leaves its own name to that.
                let inner = nullable && *origin != Origin::Inline;
                let name = self.name_of(id) + if inner { "Value" } else { "" };
                let origin = if inner { Origin::Inline } else { origin.clone() };
                let type_id = self.declare(cx, id, name, origin);
                let known = if nullable { &mut self.nullable } else { &mut self.ids };
                known.insert(id, type_id);
                self.define(cx, id, type_id, form);
                Type::Named(type_id)
            }
        };
        Some(if nullable { nullable_type(ty) } else { ty })
    }

    /// The named type of a schema that is referred to.
    pub(super) fn shared_type(&mut self, cx: &mut Context<'_, '_>, id: SchemaId) -> TypeId {
        if let Some(known) = self.ids.get(&id) {
            return *known;
        }
        let name = self.name_of(id);
        // An entry that takes over a schema of its own name from elsewhere is that schema. One without a shape may refer
        // to itself.
        if self.shape(cx, id).is_some()
            && let Bare::Reference(target) = self.bare(cx, id)
            && self.name_of(target) == name
        {
            let type_id = self.shared_type(cx, target);
            self.ids.insert(id, type_id);
            let docs = self.docs(id);
            let def = &mut self.types.list[type_id.0 as usize];
            def.docs = def.docs.take().or(docs);
            return type_id;
        }
        let type_id = self.declare(cx, id, name, Origin::Shared);
        self.ids.insert(id, type_id);
        self.undefined.push_back((id, type_id));
        type_id
    }

    /// Defines every type that is named so far, and those that they name.
    pub(super) fn define_all(&mut self, cx: &mut Context<'_, '_>) {
        while let Some((id, type_id)) = self.undefined.pop_front() {
            let kind = self.alias_or_plan(cx, id, type_id);
            match kind {
                Some(Some(ty)) => {
                    self.note_given(id, &ty);
                    self.types.list[type_id.0 as usize].kind = TypeKind::Alias(ty);
                }
                Some(None) => self.note_given(id, &Type::Named(type_id)),
                None => drop(self.failed.insert(type_id)),
            }
        }
    }

    /// Defines a shared type, or gives the type that it is another name for.
    fn alias_or_plan(&mut self, cx: &mut Context<'_, '_>, id: SchemaId, type_id: TypeId) -> Option<Option<Type>> {
        self.shape(cx, id)?;
        if let Bare::Reference(target) = self.bare(cx, id) {
            return Some(Some(Type::Named(self.shared_type(cx, target))));
        }
        let Plan { form, nullable } = self.plan(cx, id)?;
        let ty = match form {
            Form::Other(ty) => ty,
            form if nullable => {
                let name = self.name_of(id) + "Value";
                let inner = self.declare(cx, id, name, Origin::Inline);
                self.define(cx, id, inner, form);
                Type::Named(inner)
            }
            form => {
                self.define(cx, id, type_id, form);
                return Some(None);
            }
        };
        Some(Some(if nullable { nullable_type(ty) } else { ty }))
    }

    /// Adds a named type whose definition follows.
    pub(super) fn declare(&mut self, cx: &mut Context<'_, '_>, id: SchemaId, name: String, origin: Origin) -> TypeId {
        let schema = self.arena.get(id);
        let (span, place) = (schema.span, schema.place);
        self.names.take(&name, place, &origin, cx.diagnostics);
        let type_id = TypeId(self.types.list.len() as u32);
        let docs = self.docs(id);
        let deprecated = self.is_deprecated(id);
        self.types.list.push(TypeDef { name, origin, docs, deprecated, kind: TypeKind::Alias(Type::Any), span });
        type_id
    }

    fn define(&mut self, cx: &mut Context<'_, '_>, id: SchemaId, type_id: TypeId, form: Form) {
        let kind = match form {
            Form::Object(shape) => self.lower_object(cx, id, &shape).map(TypeKind::Object),
            Form::Enum(values) => self.lower_enum(cx, &values).map(TypeKind::Enum),
            Form::Union(plan) => self.lower_union(cx, id, plan).map(TypeKind::Union),
            Form::Other(ty) => Some(TypeKind::Alias(ty)),
        };
        match kind {
            Some(kind) => self.types.list[type_id.0 as usize].kind = kind,
            None => drop(self.failed.insert(type_id)),
        }
    }

    /// What a schema's values are.
    pub(super) fn plan(&mut self, cx: &mut Context<'_, '_>, id: SchemaId) -> Option<Plan> {
        let shape = self.shape(cx, id)?;
        if shape.union.is_some() {
            return self.plan_union(cx, id, &shape);
        }
        if let Some(values) = &shape.values {
            return self.plan_values(cx, &shape, values);
        }
        let types = match &shape.types {
            Some(types) => types.value,
            None if shape.anything && shape.is_unconstrained() => {
                return Some(Plan { form: Form::Other(Type::Any), nullable: false });
            }
            None => self.implied_type(cx, id, &shape)?,
        };
        let nullable = types.contains(JsonTypes::NULL);
        let types: Vec<JsonTypes> = types.without(JsonTypes::NULL).each().collect();
        let form = match types[..] {
            [] => return Some(Plan { form: Form::Other(Type::Null), nullable: false }),
            [only] => self.plan_type(cx, id, &shape, only)?,
            _ => Form::Union(self.plan_types(cx, id, &shape, &types)?),
        };
        Some(Plan { form, nullable })
    }

    fn plan_type(
        &mut self,
        cx: &mut Context<'_, '_>,
        id: SchemaId,
        shape: &Rc<Shape>,
        types: JsonTypes,
    ) -> Option<Form> {
        let place = self.arena.get(id).place;
        Some(Form::Other(match types {
            JsonTypes::BOOLEAN => Type::Boolean,
            JsonTypes::INTEGER => Type::Integer(super::scalars::integer(cx, shape.number.as_deref())?),
            JsonTypes::NUMBER => Type::Number(super::scalars::number(cx, shape.number.as_deref())?),
            JsonTypes::STRING => super::scalars::text(cx, shape.text.as_deref())?,
            JsonTypes::ARRAY => self.lower_array(cx, place, shape.array.as_deref())?,
            _ => return self.plan_object(cx, shape),
        }))
    }

    /// The type that constraints speak of, where no type is said.
    pub(super) fn implied_type(&mut self, cx: &mut Context<'_, '_>, id: SchemaId, shape: &Shape) -> Option<JsonTypes> {
        let Schema { place, broken, span, .. } = *self.arena.get(id);
        let mut implied = shape.constrained().each();
        let (first, second) = (implied.next(), implied.next());
        let Some(only) = first.filter(|_| second.is_none()) else {
            // What was reported about its keywords may be why nothing is left.
            if !broken {
                let message = "the schema does not say what it is about";
                let help = "declare a `type`, or write `true` instead of the schema where anything may stand";
                cx.diagnostics.push(Diagnostic::new(&UNTYPED, place, message).help(help));
            }
            return None;
        };
        // A `type` that could not be read is declared all the same.
        if broken {
            return Some(only);
        }
        let name = only.to_string();
        let message = format!(
            "no `type` is declared: JSON Schema lets every other type through here, and readers take {name} alone"
        );
        let diagnostic =
            Diagnostic::new(&IMPLIED_TYPE, place, message).help(format!("declare `type: {}`", name.trim_matches('`')));
        cx.diagnostics.push(match before_first_key(cx, span, name.trim_matches('`')) {
            Some((at, entry)) => diagnostic.fix(at, entry),
            None => diagnostic,
        });
        Some(only)
    }
}

/// The type or null, without saying so twice.
pub(super) fn nullable_type(ty: Type) -> Type {
    match ty {
        Type::Any | Type::Null | Type::Nullable(_) => ty,
        ty => Type::Nullable(Box::new(ty)),
    }
}

/// Where an entry goes before the first one of the map at `span`, and the text that says `type: name` there.
fn before_first_key(cx: &Context<'_, '_>, span: Span, name: &str) -> Option<(Span, String)> {
    let sources = cx.loader.sources();
    let text = sources.text(span);
    let at = |offset: usize| {
        let start = span.start + offset as u32;
        Span { start, end: start, ..span }
    };
    if let Some(inside) = text.strip_prefix('{') {
        let rest = inside.trim_start();
        let space = &inside[..inside.len() - rest.len()];
        let (quote, space) =
            (if rest.starts_with('"') { "\"" } else { "" }, if space.is_empty() { " " } else { space });
        let entry = format!("{quote}type{quote}: {quote}{name}{quote},{space}");
        return (!rest.starts_with('#')).then(|| (at(text.len() - rest.len()), entry));
    }
    // An alias, an anchor, a tag or a `?` is no first key.
    let starts = text.starts_with(|ch: char| ch.is_alphanumeric() || matches!(ch, '"' | '\'' | '$' | '_' | '<'));
    let column = sources.positions(span).start.column as usize;
    starts.then(|| (at(0), format!("type: {name}\n{}", " ".repeat(column - 1))))
}
