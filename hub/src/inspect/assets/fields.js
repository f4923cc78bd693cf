// Inputs made from a schema. Each gives what was written; what is no value of its kind is said by name.

import { el } from "./dom.js";
import { resolved, withoutNull } from "./schema.js";

let count = 0;
const fresh = () => `field-${(count += 1)}`;

/**
 * An input for a value: `{ element, read }`. `read` gives the value, or undefined where it is left out.
 * `value` is what stands in it to begin with.
 */
export function field(given, definitions, { label, required = true, value }) {
  const [schema, nullable] = withoutNull(resolved(given, definitions), definitions);
  const words = { label, required, nullable, value, hint: schema.description };
  if (schema.type === "object" && schema.properties && !nullable) return group(schema, definitions, words);
  if (schema.enum) return select(schema.enum, words);
  if (schema.type === "boolean") return select([true, false], words);
  if (schema.type === "string") return line(words, schema, (text) => text);
  if (schema.type === "integer" || schema.type === "number") return line(words, schema, (text) => number(text, label));
  return json(words);
}

function frame({ label, required, hint }, id, input) {
  const must = required ? "" : el("span", { class: "soft" }, " optional");
  return el("div", { class: "field" }, el("label", { for: id }, label, must), input, hint ? el("span", { class: "hint", id: `${id}-hint` }, hint) : "");
}

function line(words, schema, parse) {
  const id = fresh();
  const listed = schema["x-values"]?.map(({ value }) => el("option", { value }));
  const input = el("input", {
    id,
    class: "mono",
    autocomplete: "off",
    spellcheck: "false",
    list: listed ? `${id}-list` : undefined,
    "aria-describedby": words.hint ? `${id}-hint` : undefined,
    placeholder: words.nullable ? "null" : schema.format,
  });
  input.value = words.value ?? "";
  const element = frame(words, id, input);
  if (listed) element.append(el("datalist", { id: `${id}-list` }, listed));
  return {
    element,
    read() {
      if (input.value !== "") return parse(input.value);
      if (words.nullable && (words.required || words.value === null)) return null;
      return words.required ? parse("") : undefined;
    },
  };
}

function number(text, label) {
  const value = Number(text);
  if (text.trim() === "" || Number.isNaN(value)) throw new Error(`${label}: \`${text}\` is no number`);
  return value;
}

function select(values, words) {
  const id = fresh();
  const texts = values.map((value) => JSON.stringify(value));
  const options = values.map((value, at) => el("option", { value: texts[at] }, String(value)));
  if (!words.required) options.unshift(el("option", { value: "" }, "–"));
  if (words.nullable) options.push(el("option", { value: "null" }, "null"));
  const input = el("select", { id, "aria-describedby": words.hint ? `${id}-hint` : undefined }, options);
  if (words.value !== undefined) input.value = JSON.stringify(words.value);
  return { element: frame(words, id, input), read: () => (input.value === "" ? undefined : JSON.parse(input.value)) };
}

/** A value that has no input of its own is written as JSON. */
function json(words) {
  const id = fresh();
  const input = el("textarea", { id, spellcheck: "false", "aria-describedby": words.hint ? `${id}-hint` : undefined });
  input.value = words.value === undefined ? "" : JSON.stringify(words.value, null, 2);
  return {
    element: frame({ ...words, label: `${words.label} (JSON)` }, id, input),
    read() {
      if (input.value.trim() === "") return words.required ? null : undefined;
      try {
        return JSON.parse(input.value);
      } catch (error) {
        throw new Error(`${words.label}: ${error.message}`);
      }
    },
  };
}

function group(schema, definitions, { label, required, value, hint }) {
  const must = new Set(schema.required ?? []);
  const fields = Object.entries(schema.properties).map(([name, own]) => [
    name,
    field(own, definitions, { label: name, required: must.has(name), value: value?.[name] }),
  ]);
  const named = new Set(fields.map(([name]) => name));
  const others = Object.entries(value ?? {}).filter(([name]) => !named.has(name));
  const given = required ? undefined : el("input", { type: "checkbox" });
  if (given) given.checked = value !== undefined;
  const legend = el("legend", {}, given ? el("label", {}, given, ` ${label}`) : label);
  return {
    element: el("fieldset", {}, legend, hint ? el("span", { class: "soft" }, hint) : "", fields.map(([, own]) => own.element)),
    read() {
      if (given && !given.checked) return undefined;
      const read = fields.map(([name, own]) => [name, own.read()]).filter(([, value]) => value !== undefined);
      return Object.fromEntries([...read, ...others]);
    },
  };
}
