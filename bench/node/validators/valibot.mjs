// The same schemas for valibot, as one writes them.

import { besideNull, isAny, ordered, target } from "./schemas.mjs";

const text = JSON.stringify;
const PURE = "/* @__PURE__ */ ";

/** A module that exports a schema for each event. */
export const valibot = ({ definitions }, events) => {
  const { list, cyclic } = ordered(definitions);
  const piped = (base, checks) => (checks.length === 0 ? base : `${PURE}v.pipe(${[base, ...checks.map((check) => PURE + check)]})`);
  const bounds = (schema, names) =>
    Object.entries(names).flatMap(([keyword, name]) => (schema[keyword] === undefined ? [] : [`v.${name}(${schema[keyword]})`]));
  const numbers = { minimum: "minValue", maximum: "maxValue", exclusiveMinimum: "gtValue", exclusiveMaximum: "ltValue" };
  const of = (schema) => {
    if (isAny(schema)) return `${PURE}v.unknown()`;
    const inner = besideNull(schema);
    if (inner) return `${PURE}v.nullable(${of(inner)})`;
    const name = target(schema);
    if (name) return cyclic.has(name) ? `${PURE}v.lazy(() => ${name}_)` : `${name}_`;
    if (schema.oneOf) return `${PURE}v.variant(${text(schema["x-tag"])}, [${schema.oneOf.map(of)}])`;
    if (schema.enum) return schema.enum.length === 1 ? `${PURE}v.literal(${text(schema.enum[0])})` : `${PURE}v.picklist(${text(schema.enum)})`;
    switch (schema.type) {
      case "null":
        return `${PURE}v.null()`;
      case "boolean":
        return `${PURE}v.boolean()`;
      case "integer":
        return piped(`${PURE}v.number()`, ["v.integer()", ...bounds(schema, numbers)]);
      case "number":
        return piped(`${PURE}v.number()`, bounds(schema, numbers));
      case "string":
        if (schema.format === "date-time") return piped(`${PURE}v.string()`, ["v.isoTimestamp()"]);
        if (schema.format === "date") return piped(`${PURE}v.string()`, ["v.isoDate()"]);
        return piped(`${PURE}v.string()`, bounds(schema, { minLength: "minLength", maxLength: "maxLength" }));
      case "array":
        return piped(`${PURE}v.array(${of(schema.items)})`, bounds(schema, { minItems: "minLength", maxItems: "maxLength" }));
    }
    if (!schema.properties) return `${PURE}v.record(${PURE}v.string(), ${of(schema.additionalProperties)})`;
    const field = ([key, field]) =>
      `${text(key)}: ${schema.required?.includes(key) ? of(field) : `${PURE}v.optional(${of(field)})`}`;
    const object = schema.additionalProperties === false ? "strictObject" : "object";
    return `${PURE}v.${object}({ ${Object.entries(schema.properties).map(field).join(", ")} })`;
  };
  const types = list.map((name) => `const ${name}_ = ${of(definitions[name])};\n`);
  const exported = events.map(({ schema }, at) => `export const e${at} = ${of(schema)};\n`);
  return `import * as v from "valibot";\n${types.join("")}${exported.join("")}`;
};
