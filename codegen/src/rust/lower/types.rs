//! Named types, their fields, and types as Rust writes them.

use event_spec::types::{Discrimination, Enum, Field, Literal, Object, Rest, Type, TypeDef, TypeId, TypeKind, Union};

use super::Lowering;
use super::cycles::Place;
use super::layout;
use super::names::Home;
use crate::rust::ident::{self, Namer};
use crate::rust::model::{Code, FieldItem, Item, Shape, ValueItem, VariantItem};
use crate::rust::scope::Scope;
use crate::rust::{literal, words};

/// What every type has, whatever its shape.
pub struct Head {
    /// Its name.
    pub name: String,
    /// The lines of its doc comment.
    pub docs: Vec<String>,
    /// The serde directions that it needs.
    pub code: Code,
}

impl Lowering<'_> {
    /// A named type, in the file where it lives.
    pub fn item(&self, scope: &mut Scope, id: TypeId, def: &TypeDef) -> Item {
        let docs = documentation(def.docs.as_deref(), None, def.deprecated);
        let head = Head { name: self.names.ty(id).1.to_owned(), docs, code: self.needs.of(id) };
        self.shaped(scope, id, &def.kind, head)
    }

    /// A type of a named type's shape.
    pub fn shaped(&self, scope: &mut Scope, id: TypeId, kind: &TypeKind, head: Head) -> Item {
        match kind {
            TypeKind::Object(object) => self.object(scope, Place::Member(id), object, head),
            TypeKind::Enum(values) => text_set(scope, values, head),
            TypeKind::Union(union) => self.union(scope, id, union, head),
            TypeKind::Alias(ty) if self.is_newtype(id) => self.newtype(scope, Place::Whole(id), ty, head),
            TypeKind::Alias(ty) => {
                let target = self.ty(scope, ty, Place::Whole(id));
                Item { docs: head.docs, name: head.name, shape: Shape::Alias(target), code: head.code, checks: None }
            }
        }
    }

    /// Whether an alias is a struct of its own, as a payload is.
    fn is_newtype(&self, id: TypeId) -> bool {
        self.names.ty(id).0 == Home::Events
    }

    /// The type that Rust sees behind aliases.
    pub fn behind_aliases<'t>(&'t self, ty: &'t Type) -> &'t Type {
        match ty {
            Type::Named(id) if !self.is_newtype(*id) => match &self.catalogue.types.get(*id).kind {
                TypeKind::Alias(inner) => self.behind_aliases(inner),
                _ => ty,
            },
            _ => ty,
        }
    }

    /// A struct with named fields.
    pub fn object(&self, scope: &mut Scope, place: Place, object: &Object, head: Head) -> Item {
        scope.runtime("object");
        let idents = field_idents(object);
        let mut fields = Vec::new();
        let mut constants = Vec::new();
        let mut keys = Vec::new();
        for (field, ident) in object.fields.iter().zip(&idents.fields) {
            if let (Type::Literal(value), false) = (&field.ty, field.optional) {
                constants.push(format!("const {} = {}", literal::string(&field.wire), constant(value)));
                continue;
            }
            keys.push(key(field, ident));
            let mut ty = self.ty(scope, &field.ty, place);
            if field.optional {
                ty = format!("Option<{ty}>");
            }
            let docs = documentation(field.docs.as_deref(), field.default.as_ref(), field.deprecated);
            fields.push(FieldItem { docs, ident: ident.clone(), ty });
        }
        if let Rest::Kept(ty) = &object.rest {
            keys.push(format!("..{}", idents.rest));
            let ty = self.map_of(scope, ty);
            fields.push(FieldItem { docs: vec!["The other keys.".to_owned()], ident: idents.rest.clone(), ty });
        }
        constants.append(&mut keys);
        let checks = self.object_checks(scope, object, &idents, &head.name);
        let shape = Shape::Struct { fields, keys: constants, closed: matches!(object.rest, Rest::Refused) };
        Item { docs: head.docs, name: head.name, shape, code: head.code, checks }
    }

    /// A struct around one value.
    pub fn newtype(&self, scope: &mut Scope, place: Place, ty: &Type, head: Head) -> Item {
        scope.runtime("newtype");
        let inner = self.ty(scope, ty, place);
        let checks = self.value_checks(scope, &[("", ty)], &head.name);
        Item { docs: head.docs, name: head.name, shape: Shape::Newtype(inner), code: head.code, checks }
    }

    /// A type as this file writes it, without the `Option` of an absent key.
    pub fn ty(&self, scope: &mut Scope, ty: &Type, place: Place) -> String {
        match ty {
            Type::Any => scope.runtime("Json"),
            Type::Null => "()".to_owned(),
            Type::Boolean | Type::Literal(Literal::Boolean(_)) => "bool".to_owned(),
            Type::Integer(rules) if rules.minimum.is_some_and(|least| least >= 0) => "u64".to_owned(),
            Type::Integer(_) | Type::Integers(_) | Type::Literal(Literal::Integer(_)) => "i64".to_owned(),
            Type::Number(_) => "f64".to_owned(),
            Type::String(_) | Type::Literal(Literal::String(_)) => "String".to_owned(),
            Type::Timestamp => scope.runtime("Timestamp"),
            Type::Date => scope.runtime("Date"),
            Type::List(list) => format!("Vec<{}>", self.ty(scope, &list.items, Place::Apart)),
            Type::Map(map) => self.map_of(scope, &map.values),
            Type::Nullable(inner) => format!("Option<{}>", self.ty(scope, inner, place)),
            Type::Tuple(items) => {
                let items: Vec<String> = items.iter().map(|item| self.ty(scope, item, place.inside_tuple())).collect();
                match items.as_slice() {
                    [only] => format!("({only},)"),
                    items => format!("({})", items.join(", ")),
                }
            }
            Type::Named(id) => {
                let (home, name) = self.names.ty(*id);
                let name = scope.sibling(home.module(), name);
                if self.layout.needs_box(place, *id) { format!("Box<{name}>") } else { name }
            }
        }
    }

    fn map_of(&self, scope: &mut Scope, values: &Type) -> String {
        let map = scope.runtime("Map");
        format!("{map}<String, {}>", self.ty(scope, values, Place::Apart))
    }

    fn union(&self, scope: &mut Scope, id: TypeId, union: &Union, head: Head) -> Item {
        scope.runtime("union");
        let mut namer = Namer::default();
        let variants = union.variants.iter().map(|variant| {
            let ty = self.ty(scope, &variant.ty, Place::Whole(id));
            let large = self.layout.bytes(&variant.ty) > layout::LARGEST_VARIANT;
            let selector = match &variant.tag {
                Some(tag) => literal::string(tag),
                None => self.catalogue.types.json_type(&variant.ty).to_owned(),
            };
            VariantItem {
                docs: words::lines(variant.docs.as_deref()),
                ident: namer.take(&ident::type_name(&variant.name), "Value"),
                ty: if large { format!("Box<{ty}>") } else { ty },
                selector,
            }
        });
        let variants: Vec<VariantItem> = variants.collect();
        let tag = match &union.discrimination {
            Discrimination::Tag(key) => Some(literal::string(key)),
            Discrimination::JsonType => None,
        };
        let checks = self.union_checks(scope, union, &variants, &head.name);
        let shape = Shape::Union { tag, variants };
        Item { docs: head.docs, name: head.name, shape, code: head.code, checks }
    }
}

/// What an object's fields are called.
pub struct FieldIdents {
    /// Each field's name, constants included.
    pub fields: Vec<String>,
    /// The field of the keys that are not declared.
    pub rest: String,
}

/// Names an object's fields: the same wherever they are asked for.
pub fn field_idents(object: &Object) -> FieldIdents {
    let mut namer = Namer::default();
    let fields = object.fields.iter().map(|field| take_field(&mut namer, field)).collect();
    FieldIdents { fields, rest: namer.take("rest", "_keys") }
}

/// The name of the field at a position, as [`field_idents`] gives it: no later field has a say in it.
pub fn field_ident(object: &Object, at: usize) -> String {
    let mut namer = Namer::default();
    for field in &object.fields[..at] {
        take_field(&mut namer, field);
    }
    take_field(&mut namer, &object.fields[at])
}

fn take_field(namer: &mut Namer, field: &Field) -> String {
    namer.take(&ident::snake(&field.wire), "_field")
}

/// A set of texts.
pub fn text_set(scope: &mut Scope, set: &Enum, head: Head) -> Item {
    scope.runtime("string_enum");
    let mut namer = if set.open { Namer::with(&["Other"]) } else { Namer::default() };
    let values = set.values.iter().map(|value| ValueItem {
        docs: documentation(value.docs.as_deref(), None, value.deprecated),
        ident: namer.take(&ident::pascal(&value.wire), "Value"),
        literal: literal::string(&value.wire),
    });
    let shape = Shape::Enum { values: values.collect(), open: set.open };
    Item { docs: head.docs, name: head.name, shape, code: head.code, checks: None }
}

/// A constant as a Rust literal.
pub fn constant(value: &Literal) -> String {
    match value {
        Literal::String(text) => literal::string(text),
        Literal::Integer(number) => number.to_string(),
        Literal::Boolean(flag) => flag.to_string(),
    }
}

/// The words of a type or field, with what is said of it besides.
fn documentation(docs: Option<&str>, default: Option<&serde_json::Value>, deprecated: bool) -> Vec<String> {
    let default = default.map(|value| format!("Default: {}.", words::code(&value.to_string())));
    let deprecated = deprecated.then(|| "Deprecated.".to_owned());
    words::join(docs.into_iter().chain(default.as_deref()).chain(deprecated.as_deref()))
}

/// A field's entry in `object!`.
fn key(field: &Field, ident: &str) -> String {
    let mark = if field.optional { "?" } else { "" };
    keyed(&format!("{ident}{mark}"), &field.wire, ident)
}

/// What a macro takes for a field or an argument: its name in the catalogue is added where the identifier is another.
pub fn keyed(entry: &str, wire: &str, ident: &str) -> String {
    if ident == wire { entry.to_owned() } else { format!("{entry} = {}", literal::string(wire)) }
}
