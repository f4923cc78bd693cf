// The same schemas for zod and for zod/mini, as one writes them.

import { besideNull, isAny, ordered, target } from "./schemas.mjs";

const text = JSON.stringify;
const PURE = "/* @__PURE__ */ ";

/** A module that exports a schema for each event; every call is marked as pure, so that a bundler can leave out what is not used. */
const writer = (mini) => ({ definitions }, events) => {
  const { list, cyclic } = ordered(definitions);
  const checked = (base, checks) => {
    if (checks.length === 0) return base;
    if (mini) return `${base}.check(${checks.map(([name, bound]) => `${PURE}z.${name}(${bound})`)})`;
    const names = { minLength: "min", maxLength: "max" };
    return base + checks.map(([name, bound]) => `.${names[name] ?? name}(${bound})`).join("");
  };
  const bounds = (schema, names) =>
    Object.entries(names).flatMap(([keyword, name]) => (schema[keyword] === undefined ? [] : [[name, schema[keyword]]]));
  const numbers = { minimum: "gte", maximum: "lte", exclusiveMinimum: "gt", exclusiveMaximum: "lt" };
  const of = (schema) => {
    if (isAny(schema)) return `${PURE}z.unknown()`;
    const inner = besideNull(schema);
    if (inner) return mini ? `${PURE}z.nullable(${of(inner)})` : `${of(inner)}.nullable()`;
    const name = target(schema);
    if (name) return cyclic.has(name) ? `${PURE}z.lazy(() => ${name}_)` : `${name}_`;
    if (schema.oneOf) return `${PURE}z.discriminatedUnion(${text(schema["x-tag"])}, [${schema.oneOf.map(of)}])`;
    if (schema.enum) return schema.enum.length === 1 ? `${PURE}z.literal(${text(schema.enum[0])})` : `${PURE}z.enum(${text(schema.enum)})`;
    switch (schema.type) {
      case "null":
        return `${PURE}z.null()`;
      case "boolean":
        return `${PURE}z.boolean()`;
      case "integer":
        return checked(`${PURE}z.int()`, bounds(schema, numbers));
      case "number":
        return checked(`${PURE}z.number()`, bounds(schema, numbers));
      case "string":
        if (schema.format === "date-time") return `${PURE}z.iso.datetime({ offset: true })`;
        if (schema.format === "date") return `${PURE}z.iso.date()`;
        return checked(`${PURE}z.string()`, bounds(schema, { minLength: "minLength", maxLength: "maxLength" }));
      case "array":
        return checked(`${PURE}z.array(${of(schema.items)})`, bounds(schema, { minItems: "minLength", maxItems: "maxLength" }));
    }
    if (!schema.properties) return `${PURE}z.record(${PURE}z.string(), ${of(schema.additionalProperties)})`;
    const field = ([key, field]) => {
      const value = of(field);
      if (schema.required?.includes(key)) return `${text(key)}: ${value}`;
      return `${text(key)}: ${mini ? `${PURE}z.optional(${value})` : `${value}.optional()`}`;
    };
    const object = schema.additionalProperties === false ? "strictObject" : "object";
    return `${PURE}z.${object}({ ${Object.entries(schema.properties).map(field).join(", ")} })`;
  };
  const types = list.map((name) => `const ${name}_ = ${of(definitions[name])};\n`);
  const exported = events.map(({ schema }, at) => `export const e${at} = ${of(schema)};\n`);
  return `import * as z from "${mini ? "zod/mini" : "zod"}";\n${types.join("")}${exported.join("")}`;
};

export const zod = writer(false);
export const zodMini = writer(true);
