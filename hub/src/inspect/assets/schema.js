// The JSON Schemas of a model: references followed, and values that could be meant.

/** A schema with its reference followed; what stands beside the reference stays. */
export function resolved(schema, definitions) {
  let found = schema === true ? {} : schema;
  for (let steps = 0; found.$ref && steps < 32; steps++) {
    const { $ref, ...beside } = found;
    const target = definitions[$ref.replace("#/definitions/", "")] ?? {};
    found = { ...(target === true ? {} : target), ...beside };
  }
  return found;
}

/** The schema without null, and whether it allows null. */
export function withoutNull(schema, definitions) {
  const { oneOf, ...beside } = schema;
  if (oneOf?.length === 2 && oneOf[1]?.type === "null") return [{ ...resolved(oneOf[0], definitions), ...beside }, true];
  return [schema, false];
}

/** A value to begin with. `depth` ends what is made of itself. */
export function sample(given, definitions, depth = 0) {
  const [schema, nullable] = withoutNull(resolved(given, definitions), definitions);
  if (schema.examples?.length) return schema.examples[0];
  if (schema.default !== undefined) return schema.default;
  if (schema.enum) return schema.enum[0];
  if (schema["x-values"]?.length) return schema["x-values"][0].value;
  if (nullable || depth > 6) return null;
  if (schema.oneOf) return sample(schema.oneOf[0], definitions, depth + 1);
  if (schema.type === "object") {
    const required = new Set(schema.required ?? []);
    const fields = Object.entries(schema.properties ?? {}).filter(([name]) => required.has(name));
    return Object.fromEntries(fields.map(([name, field]) => [name, sample(field, definitions, depth + 1)]));
  }
  if (schema.type === "array") {
    if (Array.isArray(schema.items)) return schema.items.map((item) => sample(item, definitions, depth + 1));
    return Array.from({ length: schema.minItems ?? 0 }, () => sample(schema.items, definitions, depth + 1));
  }
  if (schema.type === "integer" || schema.type === "number") return schema.minimum ?? 0;
  if (schema.type === "boolean") return false;
  if (schema.type === "null") return null;
  if (schema.format === "date-time") return new Date().toISOString();
  if (schema.format === "date") return new Date().toISOString().slice(0, 10);
  if (schema.format === "uuid") return crypto.randomUUID?.() ?? "00000000-0000-4000-8000-000000000000";
  return schema.type === "string" ? "a".repeat(schema.minLength ?? 0) : null;
}

/** A value in an address, as the hub writes it: every byte but `A-Z a-z 0-9 _ ~ @ + = -` percent-encoded. */
export function encoded(value) {
  const plain = encodeURIComponent(String(value)).replace(/[.!*'()]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  return plain.replace(/%40/g, "@").replace(/%2B/g, "+").replace(/%3D/g, "=");
}
