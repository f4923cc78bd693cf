//! An object that becomes no named type: whoever asks for it declares one, as backends do for an envelope's metadata.
//!
//! In: a schema in place, or a reference. Out: its fields and words. What is inside it has named types as everywhere.

use super::define::{Form, Plan};
use super::shapes::Bare;
use super::{Lowering, head};
use crate::context::Context;
use crate::tree::Node;
use crate::types::{Object, Type};

/// What a schema says of an object.
pub(crate) struct Unnamed {
    /// Its fields; `None` where the schema is no object with fields.
    pub(crate) object: Option<Object>,
    /// The schema's `description`, or `title`.
    pub(crate) docs: Option<String>,
}

impl Lowering {
    /// Lowers a schema without naming it; `name_hint` begins the names of the types inside. `None` where the schema was
    /// refused, which is reported.
    pub(crate) fn unnamed(
        &mut self,
        cx: &mut Context<'_, '_>,
        node: &Node,
        file: &str,
        name_hint: &str,
    ) -> Option<Unnamed> {
        let scope = self.file_scope(cx, file)?;
        let id = self.read(cx, scope, node, head(node));
        self.names.suggest_root(id, name_hint);
        self.name_registered(cx);
        let docs = self.docs(id);
        if let Bare::Reference(_) = self.bare(cx, id) {
            let ty = self.lower(cx, id);
            self.define_all(cx);
            let ty = ty.filter(|ty| !self.is_failed(ty))?;
            let docs = docs.or_else(|| self.docs_of(&ty));
            return Some(Unnamed { object: self.types.as_object(&ty).cloned(), docs });
        }
        let object = match self.plan(cx, id)? {
            Plan { form: Form::Object(shape), nullable: false } => Some(self.lower_object(cx, id, &shape)?),
            _ => None,
        };
        self.define_all(cx);
        Some(Unnamed { object, docs })
    }

    /// The words of a named type.
    fn docs_of(&self, ty: &Type) -> Option<String> {
        match ty {
            Type::Named(id) => self.types.get(*id).docs.clone(),
            _ => None,
        }
    }
}
