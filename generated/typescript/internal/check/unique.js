// Part of the package that `eventspec gen` writes: edits are overwritten.

import { refuse } from "./refuse.js";

/** Items deeper than this are not compared: the stack of calls has an end. */
const DEEPEST = 128;

/** A list in which no two items are equal: objects whatever the order of their keys. */
export const unique = (items, at, key) => {
  const seen = new Set();
  for (const item of items) seen.add(canonical(item, 0));
  return seen.size === items.length || refuse(items, at, key, "must not have equal items");
};

/** A text that equal values, and no others, share. */
const canonical = (value, depth) => {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (depth > DEEPEST) return "";
  if (Array.isArray(value)) return `[${value.map((item) => canonical(item, depth + 1)).join()}]`;
  const entries = Object.keys(value).sort().map((key) => `${JSON.stringify(key)}:${canonical(value[key], depth + 1)}`);
  return `{${entries.join()}}`;
};
