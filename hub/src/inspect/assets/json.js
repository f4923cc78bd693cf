// JSON for people: indented, and coloured by what it is.

import { el } from "./dom.js";

/** A `pre` with a value. A text that is no JSON is shown as it is. */
export function pretty(text) {
  const pre = el("pre", { class: "code", tabindex: "0" });
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    pre.append(text);
    return pre;
  }
  write(pre, value, "");
  return pre;
}

/** The same as plain text. */
export function plain(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function write(out, value, indent) {
  if (value === null || typeof value !== "object") return void out.append(scalar(value));
  const entries = Array.isArray(value) ? value.map((item) => [undefined, item]) : Object.entries(value);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  if (entries.length === 0) return void out.append(open + close);
  out.append(open);
  entries.forEach(([key, item], index) => {
    out.append(`\n${indent}  `);
    if (key !== undefined) out.append(el("span", { class: "key" }, JSON.stringify(key)), ": ");
    write(out, item, `${indent}  `);
    if (index + 1 < entries.length) out.append(",");
  });
  out.append(`\n${indent}${close}`);
}

function scalar(value) {
  const kind = typeof value === "string" ? "string" : typeof value === "number" ? "number" : "word";
  return el("span", { class: kind }, JSON.stringify(value));
}
