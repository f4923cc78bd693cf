//! What two objects ask for at once. As in JSON Schema, `additionalProperties` sees only the `properties` beside it.

use crate::context::Context;
use crate::diagnostic::Diagnostic;
use crate::lower::Lowering;
use crate::schema::shape::{FieldShape, ObjectShape, RestShape};
use crate::schema::values::CONTRADICTION;
use crate::schema::{SchemaId, Step};

use super::scalars::{larger, smaller};

impl Lowering {
    pub(super) fn merge_objects(
        &mut self,
        cx: &mut Context<'_, '_>,
        id: SchemaId,
        a: ObjectShape,
        b: ObjectShape,
    ) -> Option<ObjectShape> {
        self.spend(cx, b.fields.len(), self.arena.get(id).place)?;
        let mut fields = a.fields;
        for (name, field) in &mut fields {
            if !b.fields.contains_key(name) {
                self.admit(cx, id, name, field, &b.rest)?;
            }
        }
        for (name, mut field) in b.fields {
            match fields.get_mut(&name) {
                Some(known) => known.schema = self.both(id, known.schema, field.schema, Step::Field(name)),
                None => {
                    self.admit(cx, id, &name, &mut field, &a.rest)?;
                    fields.insert(name, field);
                }
            }
        }
        let rest = match (a.rest, b.rest) {
            (RestShape::Refused(span), _) | (_, RestShape::Refused(span)) => RestShape::Refused(span),
            (RestShape::Each(a), RestShape::Each(b)) => RestShape::Each(self.both(id, a, b, Step::Value)),
            (RestShape::Unsaid, rest) | (rest, RestShape::Unsaid) => rest,
        };
        let mut required = a.required;
        for (name, span) in b.required {
            required.entry(name).or_insert(span);
        }
        let mut extends = a.extends;
        extends.extend(b.extends.into_iter().filter(|schema| !extends.contains(schema)).collect::<Vec<_>>());
        Some(ObjectShape {
            has_properties: a.has_properties || b.has_properties,
            fields,
            required,
            rest,
            min_properties: larger(a.min_properties, b.min_properties),
            max_properties: smaller(a.max_properties, b.max_properties),
            extends,
        })
    }

    /// Lets a property of one part meet what the other part says of properties that it does not list.
    fn admit(
        &mut self,
        cx: &mut Context<'_, '_>,
        id: SchemaId,
        name: &str,
        field: &mut FieldShape,
        rest: &RestShape,
    ) -> Option<()> {
        match rest {
            RestShape::Unsaid => {}
            RestShape::Each(schema) => {
                field.schema = self.both(id, field.schema, *schema, Step::Field(name.to_owned()));
            }
            RestShape::Refused(span) => {
                let message = format!("one part of the schema lists `{name}`, and another part refuses it");
                let help = "`additionalProperties` sees only the `properties` beside it: write `unevaluatedProperties: false` beside the `allOf` instead";
                let diagnostic = Diagnostic::new(&CONTRADICTION, *span, message).underlined("refuses it");
                cx.diagnostics.push(diagnostic.label(field.key, "lists it").help(help));
                return None;
            }
        }
        Some(())
    }
}
